"""A sheet before it is written: boxes with a value, a place and a look.

A box is one cell or one merged range. Blocks of boxes start at row 0 and column 0 and are put together by
`stack` and `beside`, so whoever arranges a block never counts rows of the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal, NamedTuple


class Formula(NamedTuple):
    """What a cell works out, without the "="."""

    text: str


Value = str | Decimal | Formula | None


@dataclass(frozen=True, slots=True)
class Style:
    """How a box looks: 宋体 as the official forms are printed. The name alone: 仿宋_GB2312 is on few machines.

    fill, color: RRGGBB, empty for none. locked: on a protected sheet it cannot be typed over.
    """

    size: float = 10
    bold: bool = False
    align: Literal["left", "center", "right"] = "center"
    border: bool = True
    number_format: str = "General"
    fill: str = ""
    color: str = ""
    locked: bool = True
    font: str = "宋体"


TITLE = Style(size=18, bold=True, border=False)
SUBTITLE = Style(size=11, border=False)
LABEL = Style()
PLAIN = Style()
PROSE = Style(align="left")
# "@" keeps a target such as =36万元 what it is when someone edits the cell later.
TEXT = Style(number_format="@")
NOTE = Style(size=9, align="left", border=False)


@dataclass(frozen=True, slots=True)
class Box:
    """A cell or merged range, inclusive and counted from 0.

    role: what the value is: `label` for the form's own words, else the field it holds (`project`, `target`,
    `funds.spent`, `total.score`, …).
    """

    top: int
    left: int
    bottom: int
    right: int
    value: Value
    role: str
    style: Style = PLAIN

    @property
    def merged(self) -> bool:
        return (self.top, self.left) != (self.bottom, self.right)

    def moved(self, down: int = 0, right: int = 0) -> Box:
        return replace(
            self,
            top=self.top + down,
            bottom=self.bottom + down,
            left=self.left + right,
            right=self.right + right,
        )


Block = tuple[Box, ...]


Area = tuple[int, int, int, int]


class Entry(NamedTuple):
    """What a person is told on going to a cell and what the cell takes.

    area: top, left, bottom, right. options: a list to choose from; strict: nothing else is taken; numeric: only a
    number of 0 or more is.
    """

    area: Area
    title: str
    message: str
    options: tuple[str, ...] = ()
    strict: bool = False
    numeric: bool = False


class Highlight(NamedTuple):
    """A fill (RRGGBB) on the cells of an area for which a formula, written for its first cell, is true."""

    area: Area
    formula: str
    fill: str


@dataclass(frozen=True, slots=True)
class SetUp:
    """What makes a page a form to be filled in.

    printed: the area that is printed. heading: the row repeated on every printed page. hidden: columns, first and last.
    flexible: rows whose height the spreadsheet program fits to what is typed. texts: where a number kept as text is no
    mistake. names: name → row and column.
    """

    printed: Area
    heading: int
    hidden: tuple[int, int] | None = None
    flexible: frozenset[int] = frozenset()
    entries: tuple[Entry, ...] = ()
    highlights: tuple[Highlight, ...] = ()
    texts: tuple[Area, ...] = ()
    names: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet. `heights` holds the rows whose height is fixed; the others are fitted to their text.

    widths: in characters; 0 for a hidden column.
    """

    name: str
    boxes: Block
    widths: tuple[float, ...]
    heights: Mapping[int, float] = field(default_factory=dict)
    set_up: SetUp | None = None


def across(cells: Iterable[tuple[Value, str, Style, int]], *, top: int = 0, left: int = 0) -> Block:
    """Boxes one row high from left to right: (value, role, style, columns covered)."""
    boxes = []
    for value, role, style, span in cells:
        boxes.append(Box(top, left, top, left + span - 1, value, role, style))
        left += span
    return tuple(boxes)


def height(block: Sequence[Box]) -> int:
    """The number of rows a block covers, counted from row 0."""
    return max((box.bottom + 1 for box in block), default=0)


def width(block: Sequence[Box]) -> int:
    """The number of columns a block covers, counted from column 0."""
    return max((box.right + 1 for box in block), default=0)


def shifted(block: Sequence[Box], down: int = 0, right: int = 0) -> Block:
    """The same boxes further down or to the right."""
    return tuple(box.moved(down, right) for box in block)


def stack(*blocks: Block, gap: int = 0) -> Block:
    """Blocks below one another, `gap` empty rows between them."""
    boxes: Block = ()
    for block in blocks:
        boxes += shifted(block, down=height(boxes) + gap if boxes else 0)
    return boxes


def beside(*blocks: Block, gap: int = 0) -> Block:
    """Blocks next to one another, `gap` empty columns between them."""
    boxes: Block = ()
    for block in blocks:
        boxes += shifted(block, right=width(boxes) + gap if boxes else 0)
    return boxes
