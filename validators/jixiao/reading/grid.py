"""The grid: what a workbook holds, before anyone asks what it means.

A grid is read-only and sparse: only cells with a value or a formula are kept. Rows and columns count from 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple


class GridCell(NamedTuple):
    """One cell as stored: nothing is interpreted here.

    kind: ``n`` number, ``s`` text, ``b`` boolean, ``e`` error value, ``d`` ISO date, ``z`` a formula without a
    cached value.
    value: the stored text: digits exactly as in the file for ``n`` (so that no binary float comes between),
    ``1``/``0`` for ``b``, ``#REF!`` and the like for ``e``, empty for ``z``.
    number_format: the format code (``General``, ``0.00%`` …).
    formula: its text without the leading "=", or None.
    """

    kind: str
    value: str
    number_format: str
    formula: str | None


class Merge(NamedTuple):
    """A merged range, inclusive; kept as the file gives it once it is a valid range."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet.

    hidden_rows, hidden_columns: inclusive ranges (first, last).
    notes: (row, column) → text of the cell's note.
    state: ``visible``, ``hidden`` or ``veryHidden``.
    """

    name: str
    state: str = "visible"
    cells: dict[tuple[int, int], GridCell] = field(default_factory=dict)
    merges: tuple[Merge, ...] = ()
    hidden_rows: tuple[tuple[int, int], ...] = ()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    notes: dict[tuple[int, int], str] = field(default_factory=dict)
    protected: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """The worksheets of a file in their order, and what concerns all of them."""

    sheets: tuple[Sheet, ...]
    date1904: bool = False
    defined_names: dict[str, str] = field(default_factory=dict)


@lru_cache(maxsize=256)
def column_letters(column: int) -> str:
    """The letters of a column number: 1 → A, 27 → AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def a1(row: int, column: int) -> str:
    """The address that a person reads in the sheet: (12, 6) → F12."""
    return f"{column_letters(column)}{row}"
