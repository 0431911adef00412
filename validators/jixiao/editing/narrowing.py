"""What surrounds the cells, cut to the first columns of a sheet: widths, merged cells, drop-downs, links."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.reading import Refused, a1
from jixiao.reading.addresses import merge
from jixiao.reading.markup import integer

from .markup import Element, spliced, tag
from .outline import outline

# The lists, what they list, and the attribute that says where.
_LISTS = {
    "mergeCells": ("mergeCell", "ref"),
    "dataValidations": ("dataValidation", "sqref"),
    "hyperlinks": ("hyperlink", "ref"),
    "ignoredErrors": ("ignoredError", "sqref"),
    "protectedRanges": ("protectedRange", "sqref"),
}
_ENTRIES = dict(_LISTS.values())
_ALONE = {"conditionalFormatting": "sqref", "autoFilter": "ref", "dimension": "ref"}


def narrowed(data: bytes, last: int) -> bytes:
    """A worksheet part in which nothing but cells reaches beyond a column. Raises Refused, EditRefused."""
    found = outline(data, depth=2)
    return spliced(data, list(_pieces(found, last)))


def _pieces(found: list[Element], last: int) -> Iterator[tuple[int, int, bytes]]:
    left: dict[str, int] = {}
    pieces: list[tuple[int, int, bytes]] = []
    for each in found:
        if each.key == 2 and each.name in _ENTRIES:
            piece = _cut(each, _ENTRIES[each.name], last)
            left[each.name] = left.get(each.name, 0) + (piece is None or bool(piece[2]))
            pieces += [piece] if piece is not None else []
        elif each.key == 2 and each.name == "col":
            piece = _column(each, last)
            pieces += [piece] if piece is not None else []
        elif each.key == 1 and each.name in _LISTS:
            count = left.pop(_LISTS[each.name][0], 0)
            if not count:
                # The list with all that is in it: what was to be cut in it is gone as well.
                pieces = [piece for piece in pieces if not each.start <= piece[0] < each.end]
                pieces.append((each.start, each.end, b""))
            elif each.attributes.get("count", str(count)) != str(count):
                pieces.append((each.start, each.inner, tag(each.name, {**each.attributes, "count": str(count)})))
        elif each.key == 1 and each.name in _ALONE:
            piece = _cut(each, _ALONE[each.name], last)
            pieces += [piece] if piece is not None else []
    yield from pieces


def _cut(element: Element, attribute: str, last: int) -> tuple[int, int, bytes] | None:
    """What becomes of an element; None where it stays as it is."""
    old = element.attributes.get(attribute, "")
    new = " ".join(filter(None, (_within(each, last) for each in old.split())))
    if new == old:
        return None
    if not new:
        return element.start, element.end, b""
    ending = "/>" if element.is_empty else ">"
    return element.start, element.inner, tag(element.name, {**element.attributes, attribute: new}, ending)


def _within(reference: str, last: int) -> str:
    """The part of a range that lies within the first columns, empty where none does; whole rows and columns stay."""
    try:
        area = merge(reference)
    except Refused:
        return reference
    if area.right <= last:
        return reference
    if area.left > last:
        return ""
    first, end = a1(area.top, area.left), a1(area.bottom, last)
    return first if first == end else f"{first}:{end}"


def _column(element: Element, last: int) -> tuple[int, int, bytes] | None:
    first, end = integer(element.attributes.get("min")), integer(element.attributes.get("max"))
    if end <= last:
        return None
    if first > last:
        return element.start, element.end, b""
    return element.start, element.end, tag("col", {**element.attributes, "max": str(last)}, "/>")
