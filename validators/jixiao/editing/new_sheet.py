"""A worksheet from nothing: texts in rows, in the cells themselves so that no other part of the workbook is needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from jixiao.reading import a1

from .markup import tag, text

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_A4 = "9"
_LINE = 15


class Entry(NamedTuple):
    """A cell to write: its text, which stays text whatever it begins with. style: an index among the cell styles.

    link: the sheet and cell to which a click leads. formula: written instead of text, without the leading "=".
    """

    text: str
    style: str = "0"
    link: tuple[str, str] | None = None
    formula: str = ""


def reference(sheet: str, cell: str) -> str:
    """A cell of a sheet as links and formulas name it; the sheet's name quoted, as is right for any name."""
    return "'{}'!{}".format(sheet.replace("'", "''"), cell)


def new_sheet(
    rows: Iterable[Sequence[Entry]], widths: Sequence[int], *, selected: bool = False, wrapped: bool = False
) -> bytes:
    """A worksheet part for A4 across. widths: of the columns, in characters. wrapped: rows as high as their texts."""
    body, links = bytearray(), bytearray()
    for number, row in enumerate(rows, 1):
        height = b' ht="%d" customHeight="1"' % (_LINE * _lines(row, widths)) if wrapped else b""
        body += b'<row r="%d"%s>' % (number, height)
        for column, each in enumerate(row, 1):
            address = a1(number, column)
            body += _cell(address, each)
            if each.link is not None:
                about = {"ref": address, "location": reference(*each.link), "display": each.text}
                links += tag("hyperlink", about, "/>")
        body += b"</row>"
    columns = b"".join(
        tag("col", {"min": str(number), "max": str(number), "width": str(wide), "customWidth": "1"}, "/>")
        for number, wide in enumerate(widths, 1)
    )
    view = {"showGridLines": "0"} | ({"tabSelected": "1"} if selected else {}) | {"workbookViewId": "0"}
    return b"".join(
        (
            b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
            tag("worksheet", {"xmlns": _MAIN}),
            b'<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
            b"<sheetViews>" + tag("sheetView", view, "/>") + b"</sheetViews>",
            b"<cols>" + columns + b"</cols>" if columns else b"",
            b"<sheetData>" + bytes(body) + b"</sheetData>",
            b"<hyperlinks>" + bytes(links) + b"</hyperlinks>" if links else b"",
            tag("pageSetup", {"paperSize": _A4, "fitToHeight": "0", "orientation": "landscape"}, "/>"),
            b"</worksheet>",
        )
    )


def _lines(row: Sequence[Entry], widths: Sequence[int]) -> int:
    """How many lines the longest text of a row takes in its column; a text alone in its row runs on to the right."""
    if len(row) < 2:
        return 1
    return max(
        sum(1 + max(0, _wide(line) - 1) // (wide - 1) for line in each.text.split("\n"))
        for each, wide in zip(row, widths, strict=False)
    )


def _wide(line: str) -> int:
    """The width in characters; a Chinese one counts for two, and a little more."""
    return len(line) + sum(1 for character in line if character > "\u2000")


def _cell(address: str, entry: Entry) -> bytes:
    if entry.formula:
        return b'<c r="%s" s="%s" t="str"><f>%s</f><v></v></c>' % (
            address.encode(),
            entry.style.encode(),
            text(entry.formula),
        )
    if not entry.text:
        return b""
    opening = b'<c r="%s" s="%s" t="inlineStr"><is><t xml:space="preserve">' % (address.encode(), entry.style.encode())
    return opening + text(entry.text) + b"</t></is></c>"
