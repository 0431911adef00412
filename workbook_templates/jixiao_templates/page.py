"""A sheet before it is written: boxes with a value, a place and a look.

A box is one cell or one merged range. Blocks of boxes start at row 0 and column 0 and are put together by
`stack` and `beside`, so whoever arranges a block never counts rows of the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

Value = str | Decimal | None


@dataclass(frozen=True, slots=True)
class Style:
    """How a box looks: 宋体 throughout, as the official forms are printed."""

    size: float = 10
    bold: bool = False
    align: Literal["left", "center", "right"] = "center"
    border: bool = True
    number_format: str = "General"


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


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet. `heights` holds the rows whose height is fixed; the others are fitted to their text."""

    name: str
    boxes: Block
    widths: tuple[float, ...]
    heights: Mapping[int, float] = field(default_factory=dict)


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
