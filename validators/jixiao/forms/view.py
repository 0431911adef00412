"""A sheet as a person sees it: shown texts, and merged cells as one."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from jixiao.form import Cell
from jixiao.reading import displayed, exact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.reading.grid import Merge, Sheet

# Larger ranges (a whole column merged by mistake) are looked up one by one instead of cell by cell.
_SMALL_MERGE = 3000


class View:
    """Looks cells up by row and column; every look-up inside a merged range gives its upper left cell."""

    def __init__(self, sheet: Sheet, date1904: bool = False) -> None:
        self.sheet = sheet
        self._date1904 = date1904
        self._spans: dict[tuple[int, int], Merge] = {}
        self._anchors: dict[tuple[int, int], tuple[int, int]] = {}
        self._large: list[Merge] = []
        self._seen: dict[tuple[int, int], Cell] = {}
        self._take_merges()
        self._columns: dict[int, list[int]] = {}
        for row, column in sheet.cells:
            self._columns.setdefault(row, []).append(column)
        for columns in self._columns.values():
            columns.sort()
        self.rows = sorted(self._columns)

    def _take_merges(self) -> None:
        anchors = self._anchors
        for merge in self.sheet.merges:
            top, left, bottom, right = merge
            self._spans[top, left] = merge
            if (bottom - top + 1) * (right - left + 1) > _SMALL_MERGE:
                self._large.append(merge)
                continue
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    anchors[row, column] = (top, left)

    def cell(self, row: int, column: int) -> Cell:
        """The cell that covers this place, empty where nothing stands."""
        place = self._anchors.get((row, column), (row, column))
        if self._large and place == (row, column):
            place = next(
                ((m.top, m.left) for m in self._large if m.top <= row <= m.bottom and m.left <= column <= m.right), place
            )
        found = self._seen.get(place)
        if found is None:
            found = self._seen[place] = self._made(place)
        return found

    def _made(self, place: tuple[int, int]) -> Cell:
        row, column = place
        span = self._spans.get(place)
        bottom, right = (span.bottom, span.right) if span else place
        raw = self.sheet.cells.get(place)
        if raw is None:
            return Cell(self.sheet.name, row, column, "", None, "", None, bottom, right)
        text = displayed(raw, self._date1904).strip()
        number = exact(raw) if raw.kind == "n" else None
        return Cell(self.sheet.name, row, column, text, number, raw.kind, raw.formula, bottom, right)

    def filled(self, row: int, left: int = 1, right: int = 1 << 14) -> Iterator[Cell]:
        """The cells of a row with text, from left to right; a merged cell belongs to its first row."""
        columns = self._columns.get(row)
        if not columns:
            return
        for column in columns[bisect_left(columns, left) :]:
            if column > right:
                return
            cell = self.cell(row, column)
            # What lies under a merged range is never shown, though a file may hold it.
            if cell.text and cell.row == row and cell.column == column:
                yield cell

    def rows_between(self, top: int, bottom: int) -> Iterator[int]:
        """The rows with cells, both ends included."""
        for row in self.rows[bisect_left(self.rows, top) :]:
            if row > bottom:
                return
            yield row
