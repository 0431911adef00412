"""What a sheet of the summary is: notes above, and tables with their columns."""

from __future__ import annotations

import math
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple, Protocol

from jixiao.reports.workbook.links import Link

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

Value = str | int | float | Link | None
"""What a cell holds; a blank one None or empty text."""

Row = tuple[Value, ...]


class Rows(Protocol):
    """Rows that are counted before they are read: a list, or what is kept outside memory."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Row]: ...


class Look(Enum):
    """How a column shows its values. A number is always a number in the cell, a percentage a fraction of 1."""

    TEXT = auto()
    WRAPPED = auto()
    WORD = auto()
    COUNT = auto()
    POINTS = auto()
    MONEY = auto()
    PERCENT = auto()


class Column(NamedTuple):
    """A column: its heading, its width in characters, how it shows its values.

    choices: what a person may pick in it; hidden: for programs only.
    """

    title: str
    width: float
    look: Look = Look.TEXT
    choices: tuple[str, ...] = ()
    is_hidden: bool = False


class Table(NamedTuple):
    """Rows under headings. rows: their values are those of ``columns``, in order; empty: said where there is no row.

    heading: a line above, for the second table of a sheet. total: a closing row.
    """

    columns: tuple[Column, ...]
    rows: Rows
    empty: str
    heading: str = ""
    total: Row | None = None


class Tab(NamedTuple):
    """A sheet: its name, the lines above its first table, the tables one below the other.

    printed: how many columns go on paper, 0 for all; the others are for the screen. title: the first line, where it is
    not the name.
    """

    name: str
    notes: tuple[str, ...]
    tables: tuple[Table, ...]
    is_wide: bool = True
    printed: int = 0
    title: str = ""


def figure(number: Decimal | None) -> float | str | None:
    """The number as a spreadsheet knows it; 1E+400 is a number to nobody but us, and stays text."""
    if number is None:
        return None
    shown = float(number)
    return shown if math.isfinite(shown) else str(number)


def share(percent: Decimal | None) -> float | str | None:
    """A percentage as a fraction of 1."""
    return figure(percent / 100) if percent is not None else None


def upto(columns: Sequence[Column], title: str) -> int:
    """The number of columns up to the one of this title."""
    return next(number for number, column in enumerate(columns, 1) if column.title == title)
