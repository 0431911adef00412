"""The parts that say what a package holds: relations between parts, and the workbook part."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers.expat import XMLParserType

from .limits import Limits, Refused, Room
from .markup import MAIN, RELATIONS, Attributes, flag, integer, parse, unescaped
from .package import Package


class Relation(NamedTuple):
    """A reference from one part to another.

    kind: the last piece of its type, e.g. ``worksheet``; it is the same in transitional and strict files.
    part: the name of the part, empty for a target outside the file.
    """

    kind: str
    part: str


class SheetEntry(NamedTuple):
    """A line of the workbook's list of sheets; relation is an id among the workbook's relations."""

    name: str
    state: str
    relation: str


@dataclass(slots=True)
class Book:
    """What the workbook part says."""

    sheets: list[SheetEntry] = field(default_factory=list)
    date1904: bool = False
    names: list[tuple[str, int, str]] = field(default_factory=list)
    """Defined names: name, the position of the sheet it is local to or -1, text."""


def relations_part(part: str) -> str:
    """The name of the part that holds the relations of a part."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def read_relations(package: Package, part: str, limits: Limits) -> dict[str, Relation]:
    """The relations of a part by id; none when the file gives none. part "" stands for the package itself."""
    relations: dict[str, Relation] = {}
    folder = posixpath.dirname(part)
    source = relations_part(part)
    if source not in package:
        return relations

    def attach(parser: XMLParserType, prefix: str, _: bytes) -> None:
        wanted = f"{prefix}Relationship"

        def start(name: str, attributes: Attributes) -> None:
            if name != wanted:
                return
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = attributes.get("Target", "").replace("\\", "/")
            if attributes.get("TargetMode") == "External":
                target = ""
            elif target.startswith("/"):
                target = target.lstrip("/")
            else:
                target = posixpath.normpath(posixpath.join(folder, target))
            relations[attributes.get("Id", "")] = Relation(kind, target)
            if len(relations) > limits.relations:
                raise Refused("too-large", f"{source}: relations")

        parser.StartElementHandler = start

    parse(package, source, limits, "Relationships", RELATIONS, attach)
    return relations


def read_book(package: Package, part: str, limits: Limits) -> Book:
    """Read the workbook part. Raises Refused."""
    book = Book()
    text: list[str] = []
    room = Room.of(limits)

    def attach(parser: XMLParserType, prefix: str, _: bytes) -> None:
        sheet_, name_, properties = f"{prefix}sheet", f"{prefix}definedName", f"{prefix}workbookPr"

        def start(name: str, attributes: Attributes) -> None:
            if name == sheet_:
                book.sheets.append(_sheet_entry(attributes))
            elif name == name_:
                text.clear()
                parser.CharacterDataHandler = text.append
                label, scope = unescaped(attributes.get("name", "")), integer(attributes.get("localSheetId"))
                book.names.append((label, scope, ""))
            elif name == properties:
                book.date1904 = flag(attributes, "date1904")

        def end(name: str) -> None:
            if name == name_:
                parser.CharacterDataHandler = None
                label, scope, _ = book.names[-1]
                content = "".join(text)
                room.take_text(len(label) + len(content))
                book.names[-1] = (label, scope, unescaped(content))

        parser.StartElementHandler = start
        parser.EndElementHandler = end

    parse(package, part, limits, "workbook", MAIN, attach, lambda: _check(book, text, limits))
    return book


def _check(book: Book, text: list[str], limits: Limits) -> None:
    if len(book.sheets) > limits.sheets or len(book.names) > limits.names:
        raise Refused("too-large", "sheets or defined names")
    if sum(map(len, text)) > limits.token:
        raise Refused("too-large", "a defined name")


def _sheet_entry(attributes: Attributes) -> SheetEntry:
    # The prefix of r:id is whatever the file has bound to its namespace.
    relation = next((value for key, value in attributes.items() if key.endswith((":id", " id"))), "")
    state = attributes.get("state", "visible")
    if state not in ("hidden", "veryHidden"):
        state = "visible"
    return SheetEntry(unescaped(attributes.get("name", "")), state, relation)
