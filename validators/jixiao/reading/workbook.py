"""From a file to a `Workbook`."""

from __future__ import annotations

import os
from pathlib import Path

from jixiao.system_words import why

from .book import Book, Relation, read_book, read_relations
from .grid import Sheet, Workbook
from .limits import Limits, Refused, Room
from .magic import is_zip, refusal
from .package import Package
from .sheet import read_body
from .styles import read_formats
from .texts import read_notes, read_strings


def read_workbook(
    source: str | os.PathLike[str] | bytes, limits: Limits | None = None, name: str = "", first: int | None = None
) -> Workbook:
    """Read an xlsx or xlsm workbook; what the file is, its content decides, never its name.

    source: a path, or the content itself, whose name then helps to word a refusal. Sheets that are charts, dialogs or
    macro sheets are left out. A defined name that belongs to one sheet has the key ``sheet!name``. Raises Refused, and
    nothing else, when the file cannot be read completely. first: how many sheets are wanted, None for all.
    """
    limits = limits or Limits()
    if isinstance(source, bytes):
        data = source
    else:
        data, name = read_content(source, limits), os.fspath(source)
    if len(data) > limits.file:
        raise Refused("too-large", f"{len(data)} bytes")
    if not is_zip(data):
        raise refusal(data, name)
    return _read(Package(data, limits), limits, first)


def read_content(path: str | os.PathLike[str], limits: Limits | None = None) -> bytes:
    """The content of a file, of one that is too large its beginning. Raises Refused when it cannot be opened."""
    limits = limits or Limits()
    try:
        # Before opening: that waits for ever on a pipe to which nobody writes.
        file_path = Path(path)
        if not file_path.is_file():
            raise Refused("cannot-open", "no such file")
        with file_path.open("rb") as file:
            return file.read(limits.file + 1)
    except OSError as error:
        raise Refused("cannot-open", why(error)) from None
    except ValueError as error:
        raise Refused("cannot-open", str(error)) from None


def _read(package: Package, limits: Limits, first: int | None) -> Workbook:
    part = _workbook_part(package, limits)
    room = Room.of(limits)
    book = read_book(package, part, limits)
    relations = read_relations(package, part, limits)
    by_kind = {relation.kind: relation.part for relation in relations.values()}
    formats: dict[str, str] = {}
    strings: list[str] = []
    # A workbook without text or styles has neither part; one that names a part it does not hold is broken.
    if "styles" in by_kind:
        formats = read_formats(package, by_kind["styles"], limits)
    if "sharedStrings" in by_kind:
        strings = read_strings(package, by_kind["sharedStrings"], limits, room)
    sheets = []
    for entry in book.sheets[:first]:
        relation = relations.get(entry.relation)
        if relation is None:
            raise Refused("missing-part", f"sheet {entry.name[:99]}")
        if relation.kind != "worksheet":
            continue
        body = read_body(package, relation.part, limits, room, strings, formats)
        sheets.append(
            Sheet(
                name=entry.name,
                state=entry.state,
                cells=body.cells,
                merges=tuple(body.merges),
                hidden_rows=tuple(body.hidden_rows),
                hidden_columns=tuple(body.hidden_columns),
                notes=_notes(package, relation.part, limits, room),
                protected=body.protected,
            )
        )
    return Workbook(tuple(sheets), book.date1904, _names(book))


def _workbook_part(package: Package, limits: Limits) -> str:
    """The part with which reading begins. Raises Refused for a package that is something else."""
    relations = read_relations(package, "", limits)
    part = next((r.part for r in relations.values() if r.kind == "officeDocument"), "xl/workbook.xml")
    if part in package and part.lower().endswith(".bin"):
        raise Refused("xlsb")
    if part.startswith(("word/", "ppt/")) or (part in package and not part.lower().endswith(".xml")):
        raise Refused("not-a-spreadsheet", part)
    if part in package:
        return part
    if "mimetype" in package:
        kind = next(package.chunks("mimetype"), b"")
        if b"opendocument.spreadsheet" in kind:
            raise Refused("ods")
        raise Refused("not-a-spreadsheet", kind[:99].decode("ascii", "replace"))
    if relations or "[content_types].xml" in package:
        raise Refused("missing-part", part)
    raise Refused("archive", "zip")


def _notes(package: Package, part: str, limits: Limits, room: Room) -> dict[tuple[int, int], str]:
    notes: dict[tuple[int, int], str] = {}
    for relation in _distinct(read_relations(package, part, limits)):
        # A note that is announced but absent hides nothing of the form.
        if relation.kind == "comments" and relation.part in package:
            notes.update(read_notes(package, relation.part, limits, room))
    return notes


def _distinct(relations: dict[str, Relation]) -> list[Relation]:
    return list(dict.fromkeys(relations.values()))


def _names(book: Book) -> dict[str, str]:
    names: dict[str, str] = {}
    for name, scope, text in book.names:
        local = 0 <= scope < len(book.sheets)
        names[f"{book.sheets[scope].name}!{name}" if local else name] = text
    return names
