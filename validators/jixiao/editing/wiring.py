"""How parts are wired together: the relations of a part, and the content types of the package."""

from __future__ import annotations

import posixpath
from collections.abc import Collection
from itertools import count

from jixiao.reading import Limits
from jixiao.reading.book import Relation, read_relations, relations_part

from .markup import elements, spliced, tag
from .parts import Parts

_TYPES = "[Content_Types].xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_NEW = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'


class Wiring:
    """The relations of one part, as they now are."""

    def __init__(self, parts: Parts, part: str, limits: Limits) -> None:
        """Raises Refused."""
        self._parts = parts
        self._part = part
        self._relations = read_relations(parts.package, part, limits)

    def get(self, key: str) -> Relation | None:
        """The relation with this id."""
        return self._relations.get(key)

    def first(self, kind: str) -> str | None:
        """The part of a kind (``comments``), if there is one."""
        return next((each.part for each in self._relations.values() if each.kind == kind), None)

    def parts(self) -> tuple[str, ...]:
        """All parts that are referred to."""
        return tuple(each.part for each in self._relations.values() if each.part)

    def add(self, kind: str, part: str) -> str:
        """Refer to a part; gives the new id."""
        key = next(name for number in count(len(self._relations) + 1) if (name := f"rId{number}") not in self)
        target = posixpath.relpath(part, posixpath.dirname(self._part))
        own = relations_part(self._part)
        if own not in self._parts:
            self._parts.add(own, _NEW)
        data = self._parts.read(own)
        written = tag("Relationship", {"Id": key, "Type": _OFFICE + kind, "Target": target}, "/>")
        self._parts.write(own, _appended(data, "Relationships", written))
        self._relations[key] = Relation(kind, part)
        return key

    def __contains__(self, key: str) -> bool:
        return key.lower() in {each.lower() for each in self._relations}

    def remove(self, part: str) -> tuple[str, ...]:
        """No longer refer to a part; gives the ids that are gone. The list itself goes with its last entry."""
        gone = tuple(key for key, each in self._relations.items() if each.part == part)
        for key in gone:
            del self._relations[key]
        own = relations_part(self._part)
        if gone and not self._relations:
            self._parts.remove(own)
        elif gone:
            _drop(self._parts, own, "Relationships", ("Relationship", "Id"), gone)
        return gone


def declare(parts: Parts, part: str, kind: str) -> None:
    """Say of what content type a new part is."""
    written = tag("Override", {"PartName": f"/{part}", "ContentType": kind}, "/>")
    parts.write(_TYPES, _appended(parts.read(_TYPES), "Types", written))


def declare_extension(parts: Parts, extension: str, kind: str) -> None:
    """Say of what content type all parts with an ending are, unless that is said already."""
    data = parts.read(_TYPES)

    def keep(name: str, attributes: dict[str, str], _: int) -> object:
        return name if name == "Default" and attributes.get("Extension", "").lower() == extension else None

    # Where the word does not stand at all, no parser is needed to say so.
    if extension.encode() not in data.lower() or not elements(data, "Types", keep):
        written = tag("Default", {"Extension": extension, "ContentType": kind}, "/>")
        parts.write(_TYPES, _inserted_first(data, written))


def discard(parts: Parts, part: str) -> None:
    """Leave a part out, with its content type."""
    parts.remove(part)
    _drop(parts, _TYPES, "Types", ("Override", "PartName"), ["/" + part])


def _appended(data: bytes, root: str, written: bytes) -> bytes:
    closing = f"</{root}>".encode()
    bare = data.rstrip()
    # As every program writes it; any other way is left to the parser.
    if bare.endswith(closing) and bare.count(closing) == 1 and b"<!" not in data and data.isascii():
        return bare[: -len(closing)] + written + closing
    (whole,) = elements(data, root, lambda _, __, depth: True if depth == 0 else None)
    if whole.is_empty:
        return spliced(data, [(whole.start, whole.end, tag(root, whole.attributes) + written + closing)])
    return spliced(data, [(whole.close, whole.close, written)])


def _inserted_first(data: bytes, written: bytes) -> bytes:
    (whole,) = elements(data, "Types", lambda _, __, depth: True if depth == 0 else None)
    return spliced(data, [(whole.inner, whole.inner, written)])


def _drop(parts: Parts, part: str, root: str, named: tuple[str, str], values: Collection[str]) -> None:
    data = parts.read(part)
    name, attribute = named
    lowered = {value.lower() for value in values}

    def keep(each: str, attributes: dict[str, str], _: int) -> object:
        return (each == name and attributes.get(attribute, "").lower() in lowered) or None

    found = elements(data, root, keep)
    if found:
        parts.write(part, spliced(data, [(each.start, each.end, b"") for each in found]))
