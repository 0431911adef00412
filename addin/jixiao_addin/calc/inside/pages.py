"""The sheets of our own in an open document: 校验结果 and what the marks covered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jixiao_addin.calc.inside.recording import still

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao_addin.buttons.host import Line, Page

_BOLD = 150.0
_TOP = 1  # com.sun.star.table.CellVertJustify2.TOP
# A character's width in the default font, in hundredths of a millimetre.
_CHARACTER = 200
_WIDEST_LINK = 40
_LINK = "com.sun.star.text.TextField.URL"


def _quoted(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'"


def draw(document: Any, sheet: Any, page: Page) -> None:
    """Draw a page on an empty sheet, within `Unrecorded`."""
    columns = max([len(line.texts) + (line.reference is not None) for line in page.lines], default=0)
    if not columns:
        return
    rows = tuple(tuple(_row(line, columns)) for line in page.lines)
    area = sheet.getCellRangeByPosition(0, 0, columns - 1, len(rows) - 1)
    # Cell by cell: `setDataArray` records itself whatever it is told. As a string, what begins with "=" stays text.
    for number, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if text:
                still(document)
                sheet.getCellByPosition(column, number).setString(text)
    for number, line in enumerate(page.lines):
        if line.reference is not None:
            name, cell = line.reference
            still(document)
            sheet.getCellByPosition(0, number).setFormula(f"=${_quoted(name)}.{_absolute(cell)}")
    if not page.hidden:
        _set_out(document, sheet, area, page)


def _set_out(document: Any, sheet: Any, area: Any, page: Page) -> None:
    """Links, bold lines, widths and heights: for those who look at it."""
    still(document)
    area.IsTextWrapped = True
    still(document)
    area.VertJustify = _TOP
    for number, line in enumerate(page.lines):
        if line.link is not None:
            _link(document, sheet.getCellByPosition(0, number), line)
        if line.strong:
            strong = area.getCellRangeByPosition(0, number, area.Columns.Count - 1, number)
            for weight in ("CharWeight", "CharWeightAsian"):
                still(document)
                strong.setPropertyValue(weight, _BOLD)
        if len(line.texts) == 1 and line.reference is None:
            # A line of the head runs on over the columns beside it.
            still(document)
            sheet.getCellByPosition(0, number).IsTextWrapped = False
    for number, width in enumerate(page.widths):
        wanted = max(width, _link_width(page)) if number == 0 else width
        still(document)
        sheet.Columns.getByIndex(number).Width = wanted * _CHARACTER
    still(document)
    area.Rows.OptimalHeight = True


def _link_width(page: Page) -> int:
    """The width that the links need: they are fields, which do not wrap."""
    texts = [line.texts[0] for line in page.lines if line.link is not None]
    widths = [sum(2 if ord(letter) > 0x2E7F else 1 for letter in text) for text in texts]
    return min(max(widths, default=0), _WIDEST_LINK)


def _row(line: Line, columns: int) -> Iterator[str]:
    if line.reference is not None:
        yield ""
    yield from line.texts
    for _ in range(columns - len(line.texts) - (line.reference is not None)):
        yield ""


def _absolute(cell: str) -> str:
    letters = cell.rstrip("0123456789")
    return f"${letters}${cell[len(letters) :]}"


def _link(document: Any, cell: Any, line: Line) -> None:
    if line.link is None:
        return
    name, target = line.link
    field = document.createInstance(_LINK)
    field.URL = f"#{_quoted(name)}.{target}"
    field.Representation = line.texts[0]
    still(document)
    cell.setString("")
    still(document)
    cell.insertTextContent(cell.createTextCursor(), field, False)
