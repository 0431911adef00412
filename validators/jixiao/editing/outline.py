"""What surrounds the cells of a worksheet part: found without walking through the cells, and added to in its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from jixiao.reading import a1

from .markup import Element, elements, spliced, tag
from .sheet import Place, Written, located, with_cells

# The order of a worksheet's elements is fixed (ECMA-376 part 1, 18.3.1.99): programs refuse any other.
_ORDER = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios "
    "autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations "
    "hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches "
    "ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF picture oleObjects controls webPublishItems "
    "tableParts extLst"
).split()
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BODY = re.compile(rb"<sheetData(?:\s[^<>]*)?>")
_CELL = re.compile(rb"<c\s[^<>]*>")
_ATTRIBUTE = re.compile(rb'([A-Za-z:]+)="([^"&<>]*)"')


def outline(data: bytes, depth: int = 1) -> list[Element]:
    """The elements around the cells down to a depth, in the order in which they end. Raises Refused, EditRefused."""
    block = ""

    def keep(name: str, _: Mapping[str, str], at: int) -> object:
        nonlocal block
        if at == 1:
            block = name
        return (at if at <= depth and (at <= 1 or block != "sheetData") else None) if at else "root"

    cut = _body(data)
    if cut is None:
        return elements(data, "worksheet", keep)
    first, last = cut
    return [_moved(each, first, last - first) for each in elements(data[:first] + data[last:], "worksheet", keep)]


def _body(data: bytes) -> tuple[int, int] | None:
    """Where the cells begin and end, None where only a parser can tell: comments and CDATA may hold anything."""
    opening = _BODY.search(data)
    last = data.find(b"</sheetData>")
    if b"<!" in data or opening is None or last < opening.end() or opening[0].endswith(b"/>"):
        return None
    return opening.end(), last


def _moved(element: Element, first: int, by: int) -> Element:
    name, attributes, key, *places = element
    start, inner, close, end = (at + by if at > first else at for at in places)
    return Element(name, attributes, key, start, inner, first + by if name == "sheetData" else close, end)


def insertion_point(found: list[Element], name: str) -> int:
    """Where an element that the sheet lacks belongs; found: its `outline`."""
    before = set(_ORDER[: _ORDER.index(name) + 1])
    ends = [each.end for each in found if each.key == 1 and each.name in before]
    return max(ends) if ends else next(each.inner for each in found if each.key == "root")


def with_drawing(data: bytes, found: list[Element], relation: str) -> bytes:
    """The part with a reference to the drawing that holds the frames of its notes; found: its `outline`."""
    root = next(each for each in found if each.key == "root")
    prefix = next((key[6:] for key, uri in root.attributes.items() if uri == _RELATIONS and key[:6] == "xmlns:"), "")
    attributes = {f"{prefix}:id": relation} if prefix else {"xmlns:r": _RELATIONS, "r:id": relation}
    old = next((each for each in found if each.key == 1 and each.name == "legacyDrawing"), None)
    at = insertion_point(found, "legacyDrawing")
    place = (old.start, old.end) if old is not None else (at, at)
    return spliced(data, [(*place, tag("legacyDrawing", attributes, "/>"))])


def drawing_of(found: list[Element]) -> str | None:
    """The relation of the drawing that holds the frames of the notes."""
    old = next((each for each in found if each.key == 1 and each.name == "legacyDrawing"), None)
    return None if old is None else next((id_ for key, id_ in old.attributes.items() if key.endswith(":id")), None)


def without(data: bytes, name: str) -> bytes:
    """The part without its elements of a name."""
    return spliced(data, [(each.start, each.end, b"") for each in outline(data) if each.key == 1 and each.name == name])


def restyled(data: bytes, places: frozenset[Place], change: Callable[[Place, str], str]) -> bytes:
    """The part with other styles for some cells; change gives the new index for the old one. An absent cell comes into
    being where its style changes. Raises Refused, EditRefused.
    """
    tags = _tags(data, places)
    if tags is not None:
        pieces = []
        for place, (start, end, attributes) in tags.items():
            old = attributes.get("s", "0")
            new = change(place, old)
            if new != old:
                ending = "/>" if data[end - 2 : end] == b"/>" else ">"
                pieces.append((start, end, tag("c", {**attributes, "s": new}, ending)))
        return spliced(data, pieces)
    found = located(data, places)
    writes = {}
    for place in places - found.twice:
        old = found.style_of(place)
        new = change(place, old)
        if new != old:
            writes[place] = Written(None, new)
    return with_cells(found, writes)


def _tags(data: bytes, places: frozenset[Place]) -> dict[Place, tuple[int, int, dict[str, str]]] | None:
    """The start tags of cells, None unless all are found at once and beyond doubt."""
    cut = _body(data)
    if cut is None:
        return None
    tags: dict[Place, tuple[int, int, dict[str, str]]] = {}
    for place in places:
        named = b' r="%s"' % a1(*place).encode()
        at = data.find(named, *cut)
        match = _CELL.match(data, data.rfind(b"<", 0, at)) if at >= 0 else None
        if match is None or data.find(named, at + 1, cut[1]) >= 0:
            return None
        attributes = {key.decode(): value.decode() for key, value in _ATTRIBUTE.findall(match[0])}
        if match[0].count(b'"') != 2 * len(attributes) or b"'" in match[0]:
            return None
        tags[place] = (match.start(), match.end(), attributes)
    return tags
