"""Shared formulas: the file gives the text once, and the other cells refer to it."""

from __future__ import annotations

import re

from .addresses import LAST_COLUMN, LAST_ROW, column_number
from .grid import column_letters
from .limits import Room
from .markup import Attributes

_COST_OF_MOVING = 12
"""Characters of plain text that take as long to read as one character of a formula takes to move."""

_REFERENCE = re.compile(
    r"""
    "[^"]*" | '[^']*' | \[[^\]]*\]      # text, sheet names and structured references stay as they are
    | (?<![\w.$]) (?:
        (?P<col>\$?[A-Z]{1,3}) (?P<row>\$?[0-9]{1,7}) (?![\w.(!])
      | (?P<col1>\$?[A-Z]{1,3}) : (?P<col2>\$?[A-Z]{1,3}) (?![\w.(!$])
      | (?P<row1>\$?[0-9]{1,7}) : (?P<row2>\$?[0-9]{1,7}) (?![\w.(!$])
    )
    """,
    re.VERBOSE,
)


class SharedFormulas:
    """The shared formulas of one sheet met so far."""

    __slots__ = ("_masters", "_room")

    def __init__(self, room: Room) -> None:
        self._masters: dict[str, tuple[tuple[int, int], str]] = {}
        self._room = room

    def text(self, own: str, attributes: Attributes, at: tuple[int, int]) -> str:
        """The formula of the cell at (row, column).

        own: the text in the file. A cell that only refers to a shared formula gets that formula moved to its
        place, as the spreadsheet program shows it; empty when the file never gave it.
        """
        if attributes.get("t") != "shared":
            return own
        index = attributes.get("si", "")
        if own:
            self._masters[index] = (at, own)
            return own
        if index not in self._masters:
            return ""
        origin, text = self._masters[index]
        # Before moving: a long text referred to by many cells would cost time out of proportion to the file.
        self._room.take_text(len(text) * _COST_OF_MOVING)
        return moved(text, at[0] - origin[0], at[1] - origin[1])


def moved(formula: str, rows: int, columns: int) -> str:
    """The formula as it reads when its cell moves so far down and to the right; absolute references stay."""

    def shifted(match: re.Match[str]) -> str:
        # The name of the last group that took part says which alternative matched.
        kind = match.lastgroup
        if kind == "row":
            return _joined(_column(match["col"], columns), "", _row(match["row"], rows), match[0])
        if kind == "col2":
            return _joined(_column(match["col1"], columns), ":", _column(match["col2"], columns), match[0])
        if kind == "row2":
            return _joined(_row(match["row1"], rows), ":", _row(match["row2"], rows), match[0])
        return match[0]

    return _REFERENCE.sub(shifted, formula)


def _joined(first: str | None, joint: str, second: str | None, unchanged: str) -> str:
    if first is None or second is None:
        return unchanged
    return f"{first}{joint}{second}" if first and second else "#REF!"


def _column(letters: str, by: int) -> str | None:
    """Empty beyond the sheet; None for what is a name and no column."""
    number = column_number(letters.lstrip("$"))
    if not number:
        return None
    if letters.startswith("$"):
        return letters
    return column_letters(number + by) if 1 <= number + by <= LAST_COLUMN else ""


def _row(digits: str, by: int) -> str:
    """Empty beyond the sheet."""
    if digits.startswith("$"):
        return digits
    number = int(digits) + by
    return str(number) if 1 <= number <= LAST_ROW else ""
