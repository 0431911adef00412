"""What earlier runs left among the forms: our own summaries, and marked copies of forms that are there themselves."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from jixiao.batch.record import content_of
from jixiao.check import own_of
from jixiao.reading import Limits, Refused, read_workbook
from jixiao.report import Skipped

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from jixiao.batch.gather import Gathered, Source
    from jixiao.batch.run import Run
    from jixiao.cross.gathering import Entry

# A summary of a million forms is smaller.
_LARGE = Limits(file=256 << 20)
_LARGEST_BOOK = 1 << 20
_SHEET = re.compile(rb'<(?:\w+:)?sheet\s[^>]*?name="([^"]*)"')

_Data = dict[str, dict[tuple[int, int], tuple[str, str | None]]]


def without_own(gathered: Gathered, done: Run) -> tuple[Gathered, Run]:
    """The run without what we wrote ourselves; it is listed among what was passed over.

    A marked copy in which a unit changed a value is a return like any other.
    """
    aside = tuple(_own(gathered, done))
    if not aside:
        return gathered, done
    paths = {each.path for each in aside}
    kept = []
    for number, entry in zip(list(done.files.numbers), done.entries, strict=True):
        if entry.path not in paths:
            kept.append(entry)
            continue
        done.counts.take_back(done.files.numbered(number))
        done.files.drop(number)
        outcome = done.outcomes.pop(entry.path, None)
        if outcome is not None and outcome.path:
            # A marked copy of a marked copy, which this very run has just written.
            with suppress(OSError):
                Path(outcome.path).unlink()
    sources = tuple(source for source in gathered.sources if source.path not in paths)
    skipped = (*gathered.skipped, *aside)
    return gathered._replace(sources=sources, skipped=skipped), done._replace(entries=kept)


def _own(gathered: Gathered, done: Run) -> Iterator[Skipped]:
    unread = frozenset(done.counts.unread)
    if not unread and not any(entry.own for entry in done.entries):
        return
    sources = {source.path: source for source in gathered.sources}
    groups: dict[Hashable, list[Entry]] = defaultdict(list)
    for entry in done.entries:
        if entry.own == "summary" or (entry.path in unread and _is_summary(sources[entry.path])):
            yield Skipped(entry.path, "summary")
        elif entry.forms:
            groups[entry.forms].append(entry)
    for group in groups.values():
        if len(group) > 1 and any(entry.own for entry in group):
            yield from _marked(group, sources)


def _is_summary(source: Source) -> bool:
    """Whether a file that was too large for a form is a summary of very many forms; told by the names of its sheets."""
    try:
        with zipfile.ZipFile(io.BytesIO(content_of(source, _LARGE))) as package:
            book = package.getinfo("xl/workbook.xml")
            names = _SHEET.findall(package.read(book)) if book.file_size <= _LARGEST_BOOK else []
    except (Refused, OSError, KeyError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error):
        return False
    return own_of({name.decode("utf-8", "replace") for name in names}) == "summary"


def _marked(group: list[Entry], sources: dict[str, Source]) -> Iterator[Skipped]:
    """The marked copies in a group of files whose forms are of the same projects, each equal to another file."""
    known: list[tuple[str, _Data]] = []
    for entry in sorted(group, key=lambda each: (bool(each.own), each.path)):
        data = _data(sources[entry.path])
        if data is None:
            continue
        same = next((path for path, other in known if other == data), "") if entry.own else ""
        if same:
            yield Skipped(entry.path, "marked", f"“{Path(same).name}”")
        else:
            known.append((entry.path, data))


def _data(source: Source) -> _Data | None:
    """All that stands in the sheets that are not ours."""
    from jixiao.annotating import MEMORY
    from jixiao.marking import RESULT_SHEET

    try:
        book = read_workbook(content_of(source), name=source.path)
    except Refused:
        return None
    return {
        sheet.name: {place: (cell.value, cell.formula) for place, cell in sheet.cells.items()}
        for sheet in book.sheets
        if sheet.name not in (MEMORY, RESULT_SHEET)
    }
