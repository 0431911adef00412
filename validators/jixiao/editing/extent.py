"""Where on the sheet the frame of a note lies: beside its cell, as high as its text needs, told in rows and columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from jixiao.reading import a1
from jixiao.reading.addresses import column_number
from jixiao.reading.markup import integer

from .markup import Element
from .sheet import Place

WIDTH = 300
_LINE, _MARGIN, _HIGHEST = 17, 14, 420
# At 9 points a Chinese character is 12 pixels wide, any other about 6.
_WIDE, _NARROW = 12, 6
_USUAL_WIDTH, _USUAL_HEIGHT = 72, 19
_PIXELS_OF_A_POINT = 4 / 3
_PIXELS_OF_A_DIGIT = 7
_RIGHT, _DOWN = 12, 4
_FARTHEST = 500
_COLUMN = re.compile(rb"<col\s[^<>]*>")
_ATTRIBUTE = re.compile(rb'(\w+)="([^"]*)"')
_HEIGHT = re.compile(rb'\sht="([0-9]{1,4}(?:\.[0-9]*)?)"')
_HIDDEN = re.compile(rb'\shidden="(?:1|true)"')


class Extent:
    """The widths of the columns and the heights of the rows of a sheet, in pixels, and its merged cells."""

    def __init__(self, data: bytes, around: Iterable[Element]) -> None:
        """around: the outline of the sheet."""
        self._data = data
        self._columns: list[tuple[int, int, int]] = []
        self._height, self._width = _USUAL_HEIGHT, _USUAL_WIDTH
        self._rows: dict[int, int] = {}
        self._merges = b""
        for each in around:
            if each.name == "cols":
                self._columns = [_column(tag) for tag in _COLUMN.findall(data, each.inner, each.close)]
            elif each.name == "mergeCells":
                self._merges = data[each.inner : each.close]
            elif each.name == "sheetFormatPr":
                about = each.attributes
                self._height = _pixels(about.get("defaultRowHeight"), _PIXELS_OF_A_POINT) or _USUAL_HEIGHT
                self._width = _pixels(about.get("defaultColWidth"), _PIXELS_OF_A_DIGIT) or _USUAL_WIDTH

    def anchor(self, place: Place, height: int) -> str:
        """Column and offset, row and offset of the upper left corner, then of the lower right one; counted from 0."""
        row, _ = place
        beside = self._right(place) + 1
        left, right = _span(beside, _RIGHT, WIDTH, self._wide)
        top, bottom = _span(row, _DOWN, height, self._high)
        corners = (*left, *top, *right, *bottom)
        return ", ".join(str(each - 1 if index % 2 == 0 else each) for index, each in enumerate(corners))

    def _right(self, place: Place) -> int:
        """The last column of a cell, which may be merged."""
        merged = re.search(rb'"%s:([A-Z]{1,3})[0-9]' % a1(*place).encode(), self._merges) if self._merges else None
        return column_number(merged[1].decode()) if merged is not None else place[1]

    def _wide(self, number: int) -> int:
        return next((wide for first, last, wide in self._columns if first <= number <= last), self._width)

    def _high(self, number: int) -> int:
        if number not in self._rows:
            # As every program writes it; another way costs the frame its exact height, no more.
            at = self._data.find(b'<row r="%d"' % number)
            row = self._data[at : self._data.find(b">", at)] if at >= 0 else b""
            height = _HEIGHT.search(row)
            usual = round(float(height[1]) * _PIXELS_OF_A_POINT) if height is not None else self._height
            self._rows[number] = 0 if _HIDDEN.search(row) else usual
        return self._rows[number]


def height_of(text: str) -> int:
    """The height in pixels that a text needs in a frame."""
    widths = (sum(_WIDE if character > "\u2000" else _NARROW for character in line) for line in text.split("\n"))
    lines = sum(1 + wide // (WIDTH - _MARGIN) for wide in widths)
    return min(lines * _LINE + _MARGIN, _HIGHEST)


def _column(tag: bytes) -> tuple[int, int, int]:
    """First and last column of a <col> and their width in pixels."""
    about = {key.decode(): value.decode() for key, value in _ATTRIBUTE.findall(tag)}
    wide = 0 if about.get("hidden") in ("1", "true") else _pixels(about.get("width"), _PIXELS_OF_A_DIGIT) or 0
    return integer(about.get("min")), integer(about.get("max")), wide


def _pixels(size: str | None, factor: float) -> int | None:
    try:
        return round(float(size) * factor) if size else None
    except (ValueError, OverflowError):
        return None


def _span(start: int, offset: int, length: int, size: Callable[[int], int]) -> tuple[tuple[int, int], tuple[int, int]]:
    """From an offset in a column or row to where a length ends."""
    offset = min(offset, max(size(start) - 1, 0))
    number, rest = start, offset + length
    while rest >= size(number) and number < start + _FARTHEST:
        rest -= size(number)
        number += 1
    return (start, offset), (number, min(rest, size(number)))
