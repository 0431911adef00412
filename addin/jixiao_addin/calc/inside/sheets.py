"""The sheets of an open document, as the buttons see them (`jixiao_addin.buttons.host`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jixiao_addin.buttons.host import Denied
from jixiao_addin.calc.inside.steps import Filled, Noted

if TYPE_CHECKING:
    from jixiao_addin.calc.inside.steps import Step

_NO_FILL = -1


class CalcSheet:
    """One sheet of the document."""

    def __init__(self, sheet: Any, step: Step, is_read_only: bool = False) -> None:
        self._sheet, self._step, self._is_read_only = sheet, step, is_read_only

    def fill(self, cell: str) -> str:
        """The cell's own fill, six hexadecimal digits or ""."""
        colour = self._cell(cell).CellBackColor
        return "" if colour == _NO_FILL else f"{colour & 0xFFFFFF:06X}"

    def set_fill(self, cell: str, fill: str) -> None:
        """Give the cell a fill, "" to take it away. Raises Denied."""
        before = self._unlocked(cell).CellBackColor
        self._step.make(Filled(self._sheet.Name, cell, before, int(fill, 16) if fill else _NO_FILL))

    def note(self, cell: str) -> str:
        """The text of the cell's note."""
        return str(self._cell(cell).Annotation.String)

    def set_note(self, cell: str, text: str) -> None:
        """Give the cell a note in place of the one that it has. Raises Denied."""
        before = self._unlocked(cell).Annotation.String
        self._step.make(Noted(self._sheet.Name, cell, before, text))

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
