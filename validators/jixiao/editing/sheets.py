"""The list of sheets: one more at its end, some fewer, another one on top when the file is opened."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

from jixiao.reading.book import relations_part
from jixiao.reading.markup import integer

from .markup import Element, elements, spliced, tag
from .refusal import EditRefused
from .wiring import declare, discard

if TYPE_CHECKING:
    from .book import Book
    from .parts import Parts

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KEPT = {
    "workbookProtection",
    "bookViews",
    "workbookView",
    "sheets",
    "sheet",
    "definedNames",
    "definedName",
    "workbook",
}
_SELECTED = re.compile(rb"""(<sheetView\b[^<>]*?)\stabSelected=["'](?:1|true)["']([^<>]*>)""")


class _Listing(NamedTuple):
    """The workbook part with those of its elements that tell of sheets."""

    data: bytes
    found: list[Element]

    def all(self, name: str) -> list[Element]:
        return [each for each in self.found if each.name == name]

    def one(self, name: str) -> Element | None:
        return next((each for each in self.found if each.name == name), None)

    def needed(self, name: str) -> Element:
        """Raises EditRefused."""
        element = self.one(name)
        if element is None:
            raise EditRefused("damaged", f"no {name}")
        return element


def _listing(parts: Parts, book: Book) -> _Listing:
    data = parts.read(book.part)
    return _Listing(data, elements(data, "workbook", lambda name, _, __: name in _KEPT or None))


def is_locked(parts: Parts, book: Book) -> bool:
    """Whether the workbook does not allow sheets to be added."""
    # Hardly any workbook is: the word alone tells, without the parser.
    if b"workbookProtection" not in parts.read(book.part):
        return False
    protection = _listing(parts, book).one("workbookProtection")
    return protection is not None and protection.attributes.get("lockStructure") in ("1", "true")


class NewSheet(NamedTuple):
    """A worksheet to add. hidden: so deeply that no menu of the program shows it."""

    name: str
    content: bytes
    hidden: bool = False


def add_sheets(parts: Parts, book: Book, sheets: Sequence[NewSheet], shown: str = "") -> None:
    """Worksheets at the end of the list. shown: the one with which the workbook opens.

    The sheets that were selected then no longer are: with two selected at a time, what is typed goes into both.
    """
    listing = _listing(parts, book)
    entries = listing.all("sheet")
    if shown:
        _deselect(parts, book)
    pieces = []
    root, whole = listing.needed("workbook"), listing.needed("sheets")
    prefix = next((key[6:] for key, uri in root.attributes.items() if uri == _OFFICE and key[:6] == "xmlns:"), "")
    number = max((integer(each.attributes.get("sheetId"), 0) for each in entries), default=0)
    for place, each in enumerate(sheets):
        part = parts.unused("xl/worksheets/sheet{}.xml")
        parts.add(part, each.content)
        declare(parts, part, CONTENT_TYPE)
        relation = book.wiring.add("worksheet", part)
        about = {"name": each.name, "sheetId": str(number + 1 + place)}
        about |= {"state": "veryHidden"} if each.hidden else {}
        about |= {f"{prefix}:id": relation} if prefix else {"xmlns:r": _OFFICE, "r:id": relation}
        pieces.append((whole.close, whole.close, tag("sheet", about, "/>")))
        book.sheets[each.name] = part
        if each.name == shown:
            pieces.append(_shown(listing, str(len(entries) + place)))
    parts.write(book.part, spliced(listing.data, pieces))


def _shown(listing: _Listing, index: str) -> tuple[int, int, bytes]:
    view = listing.one("workbookView")
    if view is not None:
        about = {**view.attributes, "activeTab": index}
        return view.start, view.inner, tag("workbookView", about, "/>" if view.is_empty else ">")
    whole = listing.needed("sheets")
    views = tag("bookViews", {}) + tag("workbookView", {"activeTab": index}, "/>") + b"</bookViews>"
    return whole.start, whole.start, views


def _deselect(parts: Parts, book: Book) -> None:
    for part in book.sheets.values():
        data = parts.read(part)
        if _SELECTED.search(data):
            parts.write(part, _SELECTED.sub(lambda match: match[1] + match[2], data))


def remove_sheets(parts: Parts, book: Book, names: Collection[str]) -> None:
    """Leave worksheets out, with the names that are local to them and the parts that only they refer to."""
    listing = _listing(parts, book)
    entries = listing.all("sheet")
    gone = [index for index, each in enumerate(entries) if each.attributes.get("name") in names]
    if not gone:
        return
    pieces = [(entries[index].start, entries[index].end, b"") for index in gone]
    kept = [index for index in range(len(entries)) if index not in gone]
    for view in listing.all("workbookView"):
        about = dict(view.attributes)
        for key in about.keys() & {"activeTab", "firstSheet"}:
            number = integer(about[key], 0)
            about[key] = str(
                kept.index(number) if number in kept else min(sum(at < number for at in kept), len(kept) - 1)
            )
        pieces.append((view.start, view.inner, tag("workbookView", about, "/>" if view.is_empty else ">")))
    pieces.extend(_renumbered(listing, gone))
    parts.write(book.part, spliced(listing.data, pieces))
    for name in set(names) & book.sheets.keys():
        _discard_with_its_own(parts, book, book.sheets.pop(name))


def _renumbered(listing: _Listing, gone: list[int]) -> list[tuple[int, int, bytes]]:
    pieces, left = [], False
    for each in listing.all("definedName"):
        scope = integer(each.attributes.get("localSheetId"))
        if scope in gone:
            pieces.append((each.start, each.end, b""))
            continue
        left = True
        if scope >= 0:
            number = str(scope - sum(index < scope for index in gone))
            pieces.append((each.start, each.inner, tag("definedName", {**each.attributes, "localSheetId": number})))
    whole = listing.one("definedNames")
    return pieces if left or whole is None else [(whole.start, whole.end, b"")]


def remove_names(parts: Parts, book: Book, names: Collection[str]) -> None:
    """Leave defined names out, wherever they are valid."""
    listing = _listing(parts, book)
    every = listing.all("definedName")
    gone = [each for each in every if each.attributes.get("name") in names]
    whole = listing.one("definedNames")
    if gone and len(gone) == len(every) and whole is not None:
        gone = [whole]
    if gone:
        parts.write(book.part, spliced(listing.data, [(each.start, each.end, b"") for each in gone]))


def _discard_with_its_own(parts: Parts, book: Book, part: str) -> None:
    """A part with all that hangs on it and on nothing else."""
    hanging = [part]
    book.wiring.remove(part)
    elsewhere = {other for sheet in book.sheets.values() for other in book.wiring_of(sheet).parts()}
    elsewhere.update(book.wiring.parts())
    while hanging:
        current = hanging.pop()
        wiring = book.wiring_of(current)
        hanging.extend(other for other in wiring.parts() if other not in elsewhere and other in parts)
        parts.remove(relations_part(current))
        discard(parts, current)
