"""Which files are to be checked: folders in depth, patterns, archives on demand; and what is passed over, with why."""

from __future__ import annotations

import difflib
import glob
import os
from dataclasses import dataclass, field
from pathlib import Path, PurePath, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from jixiao.batch.archives import ArchiveError, members_of
from jixiao.report import Skipped
from jixiao.system_words import why

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Also what cannot be read yet: a returned .xls must be answered with advice, not passed over.
SUFFIXES = frozenset((".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".et", ".ett", ".ods"))
# What units send in a form's place, or beside it: nobody may think that it was looked at.
_OTHERS = frozenset((".pdf", ".ofd", ".doc", ".docx", ".wps", ".csv", ".jpg", ".jpeg", ".png", ".tif", ".tiff"))
_OUR_SLIPS = "退回说明-"
ARCHIVES = frozenset((".zip", ".rar", ".7z"))
_TEMPORARY = ("~$", ".~", "._")


class Source(NamedTuple):
    """A file to be checked.

    path: by which it is reported. relative: under the folder that was given, for copies. place: where it is read: a
    path, a URL, or the zip file it lies in; member: its number in that, -1 where it lies in none.
    """

    path: str
    relative: str
    place: str
    member: int = -1


class Gathered(NamedTuple):
    """What the given paths hold.

    lacking: given paths that do not exist, each with the nearest name there is, or empty. root: the folder, where
    just one was given and nothing beside it. tops: the folders in which files of many units may lie side by side.
    """

    sources: tuple[Source, ...]
    skipped: tuple[Skipped, ...]
    lacking: tuple[tuple[str, str], ...]
    root: Path | None
    tops: frozenset[str] = frozenset()


@dataclass
class _Search:
    """What was found so far; leave_out: real paths of what is no form, though it may lie among the forms."""

    archives: bool
    leave_out: frozenset[str]
    sources: dict[str, Source] = field(default_factory=dict)
    relatives: set[str] = field(default_factory=set)
    skipped: list[Skipped] = field(default_factory=list)

    def take(self, path: str, relative: str) -> None:
        if not self.leave_out or os.path.realpath(path) not in self.leave_out:
            self.add(path, relative, path)

    def pass_over(self, path: str, why: str) -> None:
        if not self.leave_out or os.path.realpath(path) not in self.leave_out:
            self.skipped.append(Skipped(path, why))

    def add(self, path: str, relative: str, place: str, member: int = -1) -> None:
        if path in self.sources:
            return
        # Files given one by one may bear one name, and Windows takes 表.XLSX for 表.xlsx.
        base, number = PurePosixPath(relative), 1
        while relative.casefold() in self.relatives:
            number += 1
            relative = str(base.with_stem(f"{base.stem}({number})"))
        self.relatives.add(relative.casefold())
        self.sources[path] = Source(path, relative, place, member)

    def take_archive(self, path: str, relative: str) -> None:
        """The workbooks in a zip file; other archives stay closed."""
        if not self.archives or not path.lower().endswith(".zip"):
            self.skipped.append(Skipped(path, "archive"))
            return
        try:
            members = members_of(path)
        except ArchiveError as error:
            self.skipped.append(Skipped(path, "closed-archive", error.why))
            return
        for member in members:
            name = f"{path}/{member.name}"
            why = _passed_over(member.name)
            if why:
                self.skipped.append(Skipped(name, why))
            elif _suffix(member.name) in SUFFIXES:
                self.add(name, f"{relative}/{member.name}", path, member.number)


def gather(paths: Sequence[str], archives: bool = False, leave_out: Iterable[str | None] = ()) -> Gathered:
    """The files of the paths, each once, in a stable order, named as given.

    A path is a file, a folder (searched in depth), a pattern with ``*`` where no such file exists, or a URL.
    archives: whether zip files are opened. leave_out: paths of files and folders that hold no forms (the roster,
    earlier reports).
    """
    search = _Search(archives, frozenset(os.path.realpath(path) for path in leave_out if path))
    lacking: list[tuple[str, str]] = []
    roots = []
    for given in paths:
        found = _matching(given)
        if not found:
            lacking.append((given, _near(Path(given))))
        for path in found:
            if "://" in path:
                try:
                    urls = _of_url(path)
                except (OSError, ValueError, ImportError):
                    lacking.append((path, ""))
                    continue
                for url in urls:
                    search.take(url, url.rpartition("/")[2])
            elif Path(path).is_dir():
                roots.append(Path(path))
                _search_folder(search, Path(path), prefix="" if len(paths) == 1 == len(found) else Path(path).name)
            elif search.archives and _suffix(path) == ".zip" and Path(path).is_file():
                search.take_archive(path, Path(path).name)
            else:
                search.take(path, Path(path).name)
    root = roots[0] if len(roots) == 1 == len(paths) else None
    sources = tuple(search.sources.values())
    beside = {str(PurePath(source.path).parent) for source in sources if "/" not in source.relative}
    tops = beside | ({str(PurePath(paths[0]))} if len(paths) == 1 else set())
    return Gathered(sources, tuple(search.skipped), tuple(lacking), root, frozenset(tops))


def _matching(given: str) -> list[str]:
    """The paths that a given one stands for; a shell on Windows leaves patterns as they are."""
    if "://" in given or os.path.lexists(given):
        return [given]
    try:
        # pathlib knows no pattern that begins at the root.
        return sorted(glob.glob(given, recursive=True)) if glob.has_magic(given) else []  # noqa: PTH207
    except ValueError:
        # A path with a NUL.
        return []


def _search_folder(search: _Search, folder: Path, prefix: str) -> None:
    for path, relative in sorted(_files(search, folder, prefix)):
        name, shown = path.name, str(path)
        why = _passed_over(name)
        if why and why != "archive":
            search.pass_over(shown, why)
        elif _is_out_of_reach(path):
            search.pass_over(shown, "unreachable")
        elif why:
            search.take_archive(shown, relative)
        elif _suffix(name) in SUFFIXES:
            search.take(shown, relative)


def _is_out_of_reach(path: Path) -> bool:
    """Whether what should be a workbook cannot be one: a pipe, or a link to what is gone, be it a file or a folder."""
    if _suffix(path.name) in SUFFIXES | ARCHIVES:
        return not path.is_file()
    return not path.name.startswith(".") and path.is_symlink() and not path.exists()


def _passed_over(name: str) -> str:
    """Why a file is passed over by its name alone; empty where it is not, or is none of our business."""
    base, suffix = Path(name).name, _suffix(name)
    if suffix == ".tmp" or (suffix in SUFFIXES and base.startswith(_TEMPORARY)):
        return "temporary"
    if suffix in _OTHERS and not base.startswith((*_TEMPORARY, _OUR_SLIPS)):
        return "not-a-table"
    return "archive" if suffix in ARCHIVES else ""


def _suffix(name: str) -> str:
    return Path(name).suffix.lower()


def _files(search: _Search, folder: Path, prefix: str) -> Iterator[tuple[Path, str]]:
    """All files in a folder and below, each with its path under it; a link that leads in a circle is followed once."""
    seen: set[tuple[int, int]] = set()
    # Links wait until the real folders were seen: what is reached both ways keeps its real name.
    waiting, links = [(folder, prefix)], list[tuple[Path, str]]()
    while waiting or links:
        inside, relative = waiting.pop() if waiting else links.pop()
        if os.path.realpath(inside) in search.leave_out:
            continue
        try:
            status = inside.stat()
            if status.st_ino and (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            for entry in inside.iterdir():
                below = entry, f"{relative}/{entry.name}" if relative else entry.name
                if entry.is_dir():
                    (links if entry.is_symlink() else waiting).append(below)
                else:
                    yield below
        except OSError as error:
            search.skipped.append(Skipped(str(inside), "closed-folder", why(error)))


def _of_url(url: str) -> list[str]:
    """The workbooks at a URL that fsspec knows: a file, or a folder with all below it. Raises OSError, ValueError."""
    from fsspec.core import url_to_fs

    system, path = url_to_fs(url)
    names = [path] if system.isfile(path) else system.find(path)
    taken = (name for name in names if _suffix(name) in SUFFIXES and not _passed_over(name))
    return sorted(str(system.unstrip_protocol(name)) for name in taken)


def _near(path: Path) -> str:
    """What may have been meant: the nearest name in the same folder."""
    try:
        names = [each.name for each in path.parent.iterdir()]
    except (OSError, ValueError):
        return ""
    near = difflib.get_close_matches(path.name, names, 1, 0.8)
    return str(path.with_name(near[0])) if near else ""
