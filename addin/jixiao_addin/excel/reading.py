"""The workbook that is open in Excel as a grid: few calls, because each one crosses to another process.

Values and formulas come in one call each a sheet. What Excel tells for a whole range if it is the same all over (number
format, row height, merged or not) is asked for by halves, so that a uniform sheet costs one call.
"""

from __future__ import annotations

import re
from datetime import datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import xlwings

    from jixiao_addin.buttons.host import Grid

# A sheet may count as used to its last row because somebody formatted whole columns. Below so many tiles without any
# value nothing is looked for.
_TILE_ROWS, _TILE_COLUMNS, _EMPTY_TILES = 500, 60, 4
_MOST_NAMES = 500
_BUILT_IN = {"m/d/yyyy": "yyyy/m/d", "m/d/yyyy h:mm": "yyyy/m/d h:mm"}
_STATES = {0: "hidden", 2: "veryHidden"}
_ERRORS = frozenset(
    ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#GETTING_DATA")
)
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:E[+-]?[0-9]{1,3})?", re.ASCII)
_ADDRESS = re.compile(r"\$?([A-Z]+)\$?([0-9]+)(?::\$?([A-Z]+)\$?([0-9]+))?")
_SCOPED = re.compile(r"'?((?:[^']|'')*?)'?!([^!]+)")


class Box(NamedTuple):
    """A range of cells, inclusive."""

    top: int
    left: int
    bottom: int
    right: int

    def halves(self) -> tuple[Box, Box]:
        """The box in two, across its longer side."""
        if self.bottom - self.top >= self.right - self.left:
            middle = (self.top + self.bottom) // 2
            return self._replace(bottom=middle), self._replace(top=middle + 1)
        middle = (self.left + self.right) // 2
        return self._replace(right=middle), self._replace(left=middle + 1)

    def holds(self, other: Box) -> bool:
        """Whether the other box lies within this one."""
        return (
            self.top <= other.top
            and self.left <= other.left
            and self.bottom >= other.bottom
            and self.right >= other.right
        )

    @property
    def is_cell(self) -> bool:
        """Whether it is a single cell."""
        return self.top == self.bottom and self.left == self.right


class Found(NamedTuple):
    """A cell with a value: kind and value as in ``grid.schema.json``, and its formula or None."""

    kind: str
    value: str
    formula: str | None


def grid_of(book: xlwings.Book) -> Grid:
    """The workbook as it stands on the screen."""
    return {
        "schema": 1,
        "name": book.name,
        "defined_names": dict(_names(book)),
        "sheets": [_sheet(sheet) for sheet in book.sheets],
    }


def box_of(address: str) -> Box:
    """The box of an address such as $A$1:$C$3."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise ValueError(address)
    left, top, right, bottom = match.groups()
    return Box(int(top), _column(left), int(bottom or top), _column(right or left))


def _sheet(sheet: xlwings.Sheet) -> dict[str, Any]:
    found = dict(_cells(sheet))
    return {
        "name": sheet.name,
        # Excel says -1 for visible, and 2, which is true as well, for very hidden.
        "state": _STATES.get(int(sheet.visible), "visible"),
        "notes": list(_notes(sheet)),
        **(_around(sheet, found) if found else {}),
    }


def _around(sheet: xlwings.Sheet, found: dict[tuple[int, int], Found]) -> dict[str, Any]:
    rows, columns = [row for row, _ in found], [column for _, column in found]
    box = Box(min(rows), min(columns), max(rows), max(columns))
    formats = {
        place: code
        for part, code in _uniform(sheet, box, lambda cells: cells.number_format, found)
        for place in found
        if part.holds(Box(*place, *place))
    }
    cells = [
        [*place, cell.kind, cell.value, _BUILT_IN.get(formats[place], formats[place]), cell.formula]
        for place, cell in found.items()
    ]
    down = Box(1, box.left, box.bottom, box.left)
    across = Box(box.top, 1, box.top, box.right)
    heights = _uniform(sheet, down, lambda cells: cells.row_height)
    widths = _uniform(sheet, across, lambda cells: cells.column_width)
    return {
        "cells": cells,
        "merges": [list(merge) for merge in _merges(sheet, box)],
        "hidden_rows": [[part.top, part.bottom] for part, height in heights if height == 0],
        "hidden_columns": [[part.left, part.right] for part, width in widths if width == 0],
    }


def _cells(sheet: xlwings.Sheet) -> Iterator[tuple[tuple[int, int], Found]]:
    used = box_of(sheet.used_range.address)
    empty = 0
    for top in range(used.top, used.bottom + 1, _TILE_ROWS):
        is_empty = True
        for left in range(used.left, used.right + 1, _TILE_COLUMNS):
            tile = Box(top, left, min(top + _TILE_ROWS - 1, used.bottom), min(left + _TILE_COLUMNS - 1, used.right))
            found = dict(_tile(sheet, tile))
            yield from found.items()
            if not found:
                break
            is_empty = False
        empty = empty + 1 if is_empty else 0
        if empty == _EMPTY_TILES:
            return


def _tile(sheet: xlwings.Sheet, tile: Box) -> Iterator[tuple[tuple[int, int], Found]]:
    cells = sheet.range(tile[:2], tile[2:])
    values = cells.options(ndim=2, err_to_str=True).value
    formulas = cells.formula
    rows = formulas if isinstance(formulas, (tuple, list)) else ((formulas,),)
    for row, (line, texts) in enumerate(zip(values, rows, strict=True), tile.top):
        for column, (value, text) in enumerate(zip(line, texts, strict=True), tile.left):
            cell = _found(value, text)
            if cell is not None:
                yield (row, column), cell


def _found(value: object, text: object) -> Found | None:
    # The formula property of a constant is the constant: a text "=36万元" tells itself from a formula by its value.
    formula = text[1:] if isinstance(text, str) and text.startswith("=") and text != value else None
    if value is None:
        return None if formula is None else Found("s", "", formula)
    if isinstance(value, bool):
        return Found("b", str(int(value)), formula)
    if isinstance(value, str):
        return Found("e" if value in _ERRORS else "s", value, formula)
    if isinstance(value, datetime):
        return Found("d", _iso(value), formula)
    if isinstance(value, (float, Decimal)):
        # Excel writes a number's 15 digits out; in a currency format the value itself is cut to four decimals.
        exact = text if formula is None and isinstance(text, str) and _NUMBER.fullmatch(text) else None
        return Found("n", exact or str(value), formula)
    # Whatever else Excel hands over is the number of an error that xlwings does not know.
    return Found("e", "#ERROR!", formula)


def _iso(value: datetime) -> str:
    # A time of day counts from the last day of 1899.
    return value.isoformat() if value.year >= 1900 else time(value.hour, value.minute, value.second).isoformat()


def _uniform(
    sheet: xlwings.Sheet,
    box: Box,
    ask: Callable[[xlwings.Range], Any],
    wanted: dict[tuple[int, int], Found] | None = None,
) -> Iterator[tuple[Box, Any]]:
    """The box in parts over which the answer is the same; parts without a wanted cell are passed over."""
    if wanted is not None and not any(box.holds(Box(*place, *place)) for place in wanted):
        return
    answer = ask(sheet.range(box[:2], box[2:]))
    if answer is not None or box.is_cell:
        yield box, answer
        return
    for half in box.halves():
        yield from _uniform(sheet, half, ask, wanted)


def _merges(sheet: xlwings.Sheet, box: Box) -> list[Box]:
    merges: list[Box] = []
    for row in range(box.top, box.bottom + 1):
        # None where only some of the cells are merged.
        merged: bool | None = sheet.range((row, box.left), (row, box.right)).merge_cells
        column = box.left
        while merged is not False and column <= box.right:
            cell = Box(row, column, row, column)
            area = next((merge for merge in merges if merge.holds(cell)), None)
            if area is None:
                area = box_of(sheet.range((row, column)).merge_area.address)
                merges.extend([] if area.is_cell else [area])
            column = area.right + 1
    return merges


def _notes(sheet: xlwings.Sheet) -> Iterator[list[Any]]:
    for note in sheet.notes:
        box = box_of(note.location.address)
        yield [box.top, box.left, note.text]


def _names(book: xlwings.Book) -> Iterator[tuple[str, str]]:
    for number, name in enumerate(book.names):
        if number == _MOST_NAMES:
            return
        scoped = _SCOPED.fullmatch(name.name)
        key = f"{scoped[1].replace(chr(39) * 2, chr(39))}!{scoped[2]}" if scoped else name.name
        yield key, str(name.refers_to).removeprefix("=")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
