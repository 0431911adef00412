"""Places in an XML part: where an element begins and ends, in bytes, so that only these bytes are rewritten."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple
from xml.parsers.expat import ExpatError, ParserCreate

from jixiao.reading import Refused
from jixiao.reading.markup import MAIN, RELATIONS

from .refusal import EditRefused

CONTENT_TYPES = ("http://schemas.openxmlformats.org/package/2006/content-types",)
Keep = Callable[[str, dict[str, str], int], object]
"""Given name, attributes and depth (0 for the root) of each element in turn: its key, or None to pass over it."""

_NAMESPACES = {
    "worksheet": MAIN,
    "workbook": MAIN,
    "styleSheet": MAIN,
    "comments": MAIN,
    "Relationships": RELATIONS,
    "Types": CONTENT_TYPES,
}
_ENCODING = re.compile(rb"""(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([^"'>]*)["']""")
_TAG = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_SPECIAL = re.compile('[&<>"\n\r\t]')
_WHOLE = True


class Element(NamedTuple):
    """An element by its bytes: [start, inner) is the start tag, [close, end) the end tag; ``<a/>`` has no end tag."""

    name: str
    attributes: dict[str, str]
    key: object
    start: int
    inner: int
    close: int
    end: int

    @property
    def is_empty(self) -> bool:
        """Whether it is written as one tag: ``<a/>``."""
        return self.inner == self.end


def elements(data: bytes, root: str, keep: Keep) -> list[Element]:
    """The elements that are kept, in the order in which they end. Raises Refused, EditRefused."""
    declared = _ENCODING.match(data)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or (
        declared is not None and declared[1].lower() not in (b"utf-8", b"us-ascii")
    ):
        raise EditRefused("encoding", root)
    found: list[Element] = []
    opened: list[tuple[str, dict[str, str], object, int, int] | None] = []
    parser = ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        if not opened:
            _check_root(name, attributes, root)
        key = keep(name, attributes, len(opened))
        if key is None:
            opened.append(None)
            return
        at = parser.CurrentByteIndex
        tag = _TAG.match(data, at)
        assert tag is not None
        opened.append((name, attributes, key, at, tag.end()))

    def end(_: str) -> None:
        start_tag = opened.pop()
        if start_tag is None:
            return
        inner = start_tag[-1]
        if data[inner - 2 : inner] == b"/>":
            found.append(Element(*start_tag, inner, inner))
        else:
            at = parser.CurrentByteIndex
            found.append(Element(*start_tag, at, data.index(b">", at) + 1))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(data, _WHOLE)
    except ExpatError as error:
        raise Refused("corrupt-xml", f"{root}: {error}") from None
    finally:
        parser.StartElementHandler = parser.EndElementHandler = None
    return found


def _check_root(name: str, attributes: Mapping[str, str], root: str) -> None:
    namespaces = _NAMESPACES[root]
    bound = [attribute for attribute, value in attributes.items() if value in namespaces]
    if name != root or bound != ["xmlns"]:
        raise EditRefused("namespaces", name)


def content(data: bytes, element: Element) -> str:
    """The text of an element that holds nothing else."""
    found: list[str] = []
    parser = ParserCreate("UTF-8")
    parser.CharacterDataHandler = found.append
    parser.Parse(data[element.start : element.end], _WHOLE)
    return "".join(found)


def spliced(data: bytes, pieces: Iterable[tuple[int, int, bytes]]) -> bytes:
    """The bytes with pieces (start, end, instead) put in place of what stands there; those at one place in order."""
    result, at = bytearray(), 0
    for start, end, instead in sorted(pieces, key=lambda piece: piece[:2]):
        result += data[at:start]
        result += instead
        at = end
    return bytes(result + data[at:])


def tag(name: str, attributes: Mapping[str, str], ending: str = ">") -> bytes:
    """A start tag; the ending ``/>`` makes it an empty element."""
    written = "".join(f' {key}="{_escaped(value, quote=True)}"' for key, value in attributes.items())
    return f"<{name}{written}{ending}".encode()


def text(characters: str) -> bytes:
    """Text as it stands in an element; what XML cannot hold becomes ``_x000D_`` as spreadsheet programs write it."""
    guarded = _LOOKS_ESCAPED.sub("_x005F_", characters)
    return _escaped(_UNFIT.sub(lambda match: f"_x{ord(match[0]):04X}_", guarded)).encode()


def _escaped(characters: str, *, quote: bool = False) -> str:
    if not _SPECIAL.search(characters):
        return characters
    escaped = characters.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if quote:
        escaped = escaped.replace('"', "&quot;").replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")
    return escaped
