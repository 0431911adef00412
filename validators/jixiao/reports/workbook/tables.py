"""What a sheet of the summary is: notes above, and tables with their columns."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd


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
    """Rows under headings. frame: its columns are those of ``columns``, in order; empty: said where there is no row.

    heading: a line above, for the second table of a sheet. total: a closing row.
    """

    columns: tuple[Column, ...]
    frame: pd.DataFrame
    empty: str
    heading: str = ""
    total: Sequence[object] | None = None


class Tab(NamedTuple):
    """A sheet: its name, the lines above its first table, the tables one below the other.

    printed: how many columns go on paper, 0 for all; the others are for the screen.
    """

    name: str
    notes: tuple[str, ...]
    tables: tuple[Table, ...]
    is_wide: bool = True
    printed: int = 0
