"""Cells with their values alone: a formula gives way to the result that is stored with it."""

from __future__ import annotations

from jixiao.reading.addresses import position
from jixiao.reading.markup import unescaped

from .markup import Element, content, elements, spliced, tag, text
from .sheet import row_number
from .styles import Styles


def with_values(data: bytes, styles: Styles | None, last: int = 0) -> bytes:
    """A worksheet part without formulas. last: the last column that is kept, 0 for all. Raises Refused, EditRefused.

    A formula without a stored result leaves an empty cell, as does one that results in empty text.
    """
    row = column = 0

    def keep(name: str, attributes: dict[str, str], depth: int) -> object:
        nonlocal row, column
        if depth == 2 and name == "row":
            row, column = row_number(attributes, row), 0
        elif depth == 3 and name == "c":
            column = position(attributes["r"])[1] if "r" in attributes else column + 1
            return row, column
        return "inside" if depth == 4 and name in ("f", "v") else None

    pieces: list[tuple[int, int, bytes]] = []
    inside: dict[str, Element] = {}
    for each in elements(data, "worksheet", keep):
        if each.key == "inside":
            inside[each.name] = each
            continue
        assert isinstance(each.key, tuple)
        if last and each.key[1] > last:
            pieces.append((each.start, each.end, b""))
        elif "f" in inside:
            pieces.append((each.start, each.end, _value(data, each, inside.get("v"), styles)))
        inside = {}
    return spliced(data, pieces)


def _value(data: bytes, cell: Element, stored: Element | None, styles: Styles | None) -> bytes:
    attributes = {key: value for key, value in cell.attributes.items() if key not in ("cm", "t")}
    kind = cell.attributes.get("t", "n")
    written = data[stored.inner : stored.close].strip() if stored is not None else b""
    if stored is None or not written:
        return tag("c", attributes, "/>")
    if kind != "str":
        return (
            tag("c", {**attributes, "t": kind} if "t" in cell.attributes else attributes)
            + data[stored.start : stored.end]
            + b"</c>"
        )
    said = unescaped(content(data, stored))
    if said.startswith("=") and styles is not None:
        attributes["s"] = styles.typed_as_text(attributes.get("s", "0"))
    opening = tag("c", {**attributes, "t": "inlineStr"})
    return opening + b'<is><t xml:space="preserve">' + text(said) + b"</t></is></c>"
