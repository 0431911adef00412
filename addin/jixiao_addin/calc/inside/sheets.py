"""The sheets of an open document, as the buttons see them (`jixiao_addin.buttons.host`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jixiao_addin.buttons.host import Denied

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao_addin.buttons.host import Line, Page
    from jixiao_addin.calc.inside.heights import Heights

_NO_FILL = -1
_BOLD = 150.0
_TOP = 1  # com.sun.star.table.CellVertJustify2.TOP
# A character's width in the default font, in hundredths of a millimetre.
_CHARACTER = 200
_WIDEST_LINK = 40
_LINK = "com.sun.star.text.TextField.URL"


class CalcSheet:
    """One sheet of the document."""

    def __init__(self, sheet: Any, heights: Heights, is_read_only: bool = False) -> None:
        self._sheet, self._heights, self._is_read_only = sheet, heights, is_read_only

    def fill(self, cell: str) -> str:
        """The cell's own fill, six hexadecimal digits or ""."""
        colour = self._cell(cell).CellBackColor
        return "" if colour == _NO_FILL else f"{colour & 0xFFFFFF:06X}"

    def set_fill(self, cell: str, fill: str) -> None:
        """Give the cell a fill, "" to take it away. Raises Denied."""
        found, colour = self._unlocked(cell), int(fill, 16) if fill else _NO_FILL
        with self._heights.kept():
            # A cell without a colour of its own goes back to having none, else its format would be another than before.
            found.setPropertyToDefault("CellBackColor")
            if found.CellBackColor != colour:
                found.CellBackColor = colour

    def note(self, cell: str) -> str:
        """The text of the cell's note."""
        return str(self._cell(cell).Annotation.String)

    def set_note(self, cell: str, text: str) -> None:
        """Give the cell a note in place of the one that it has. Raises Denied."""
        found = self._unlocked(cell)
        with self._heights.kept():
            if not found.Annotation.String:
                self._sheet.Annotations.insertNew(found.getCellAddress(), text)
            elif text:
                # Its author, date and size stay.
                found.Annotation.setString(text)
            else:
                self._remove_note(found.getCellAddress())

    def _remove_note(self, at: Any) -> None:
        notes = self._sheet.Annotations
        for index in range(notes.Count):
            place = notes.getByIndex(index).Position
            if (place.Column, place.Row) == (at.Column, at.Row):
                notes.removeByIndex(index)
                return

    def notes(self) -> dict[str, str]:
        """The notes of the whole sheet by cell."""
        notes = self._sheet.Annotations
        every = (notes.getByIndex(index) for index in range(notes.Count))
        return {_a1(note.Position): note.String for note in every}

    def write(self, cell: str, value: str | float) -> None:
        """Put a text or a number into the cell; its format stays. Raises Denied."""
        found = self._unlocked(cell)
        if isinstance(value, str):
            found.setString(value)
        else:
            found.setValue(value)

    def _cell(self, cell: str) -> Any:
        return self._sheet.getCellRangeByName(cell).getCellByPosition(0, 0)

    def _unlocked(self, cell: str) -> Any:
        found = self._cell(cell)
        # LibreOffice ignores a fill or a note for a locked cell without a word, yet writes a value into it.
        if self._is_read_only or (self._sheet.isProtected() and found.CellProtection.IsLocked):
            raise Denied(f"{self._sheet.Name}.{cell}")
        return found


def _a1(address: Any) -> str:
    letters, column = "", address.Column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{address.Row + 1}"


def _quoted(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'"


def draw(document: Any, sheet: Any, page: Page) -> None:
    """Draw a page on an empty sheet."""
    columns = max([len(line.texts) + (line.reference is not None) for line in page.lines], default=0)
    if not columns:
        return
    rows = tuple(tuple(_row(line, columns)) for line in page.lines)
    area = sheet.getCellRangeByPosition(0, 0, columns - 1, len(rows) - 1)
    # As data, what begins with "=" stays text.
    area.setDataArray(rows)
    for number, line in enumerate(page.lines):
        if line.reference is not None:
            name, cell = line.reference
            sheet.getCellByPosition(0, number).setFormula(f"=${_quoted(name)}.{_absolute(cell)}")
    if not page.hidden:
        _set_out(document, sheet, area, page)


def _set_out(document: Any, sheet: Any, area: Any, page: Page) -> None:
    """Links, bold lines, widths and heights: for those who look at it."""
    area.IsTextWrapped = True
    area.VertJustify = _TOP
    for number, line in enumerate(page.lines):
        if line.link is not None:
            _link(document, sheet.getCellByPosition(0, number), line)
        if line.strong:
            strong = area.getCellRangeByPosition(0, number, area.Columns.Count - 1, number)
            strong.CharWeight = strong.CharWeightAsian = _BOLD
        if len(line.texts) == 1 and line.reference is None:
            # A line of the head runs on over the columns beside it.
            sheet.getCellByPosition(0, number).IsTextWrapped = False
    for number, width in enumerate(page.widths):
        wanted = max(width, _link_width(page)) if number == 0 else width
        sheet.Columns.getByIndex(number).Width = wanted * _CHARACTER
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
    cell.setString("")
    cell.insertTextContent(cell.createTextCursor(), field, False)
