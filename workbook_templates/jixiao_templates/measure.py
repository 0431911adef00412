"""How high a row must be for its text: spreadsheet programs do not fit merged cells by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from unicodedata import east_asian_width

from jixiao_templates.page import Box, Formula, Page

_HIGHEST = 409.0
_SMALLEST = 20.0
_PADDING = 1.0


def row_heights(page: Page) -> dict[int, float]:
    """A height in points for every row, such that each box shows its whole text."""
    heights: dict[int, float] = {}
    # What stands in columns that nobody sees needs no room.
    shown = [box for box in page.boxes if page.widths[box.left]]
    for box in sorted(shown, key=lambda box: box.bottom - box.top):
        rows = range(box.top, box.bottom + 1)
        for row in rows:
            heights.setdefault(row, _SMALLEST)
        missing = box_height(box, page.widths) - sum(heights[row] for row in rows)
        if missing > 0:
            for row in rows:
                heights[row] = min(_HIGHEST, heights[row] + missing / len(rows))
    return {row: page.heights.get(row, round(points, 2)) for row, points in sorted(heights.items())}


def box_height(box: Box, widths: Sequence[float]) -> float:
    """The height in points at which a box shows its whole text; widths: of the columns, in characters."""
    room = sum(widths[box.left : box.right + 1]) - _PADDING
    room *= 10 / box.style.size
    text = "" if isinstance(box.value, Formula) else str(box.value or "")
    lines = sum(max(1, ceil(text_width(line) / max(room, 2))) for line in text.split("\n"))
    return lines * box.style.size * 1.35 + 6


def text_width(text: str) -> int:
    """The width in characters: a Chinese character takes two."""
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)
