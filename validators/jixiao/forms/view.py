"""A sheet as a person sees it: shown texts, merged cells as one, and the words of forms recognised."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING

from jixiao.form import Cell
from jixiao.forms.words import Marks, marks_of
from jixiao.reading import GridCell, displayed, exact
from jixiao.values import is_not_applicable, parse_number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from jixiao.reading.grid import Merge, Sheet

# Larger ranges (a whole column merged by mistake) are looked up one by one instead of cell by cell.
_SMALL_MERGE = 3000
_LAST_COLUMN = 1 << 14
_LONGEST_NUMBER = 40
# Longer texts are goals and explanations, hardly ever written twice.
_SHORT = 40
# Zero-width characters come along with text copied from web pages.
_INVISIBLE = {0x200B: None, 0x200C: None, 0x200D: None, 0x2060: None, 0xFEFF: None}
_STARTS_NUMBER = frozenset("0123456789.-+０１２３４５６７８９．－＋")


class View:
    """Looks cells up by row and column; every look-up inside a merged range gives its upper left cell.

    rows: the numbers of the rows with text, ascending.
    """

    def __init__(self, sheet: Sheet, date1904: bool = False) -> None:
        self.sheet = sheet
        self._spans: dict[tuple[int, int], Merge] = {}
        self._covered: dict[tuple[int, int], tuple[int, int]] = {}
        self._large: list[Merge] = []
        self._take_merges()
        self._cells: dict[tuple[int, int], Cell] = {}
        self._filled: dict[int, list[Cell]] = {}
        self._marked: dict[int, list[tuple[Cell, Marks]]] = {}
        self._take_cells(date1904)
        self.rows = sorted(self._filled)

    def _take_merges(self) -> None:
        covered = self._covered
        for merge in self.sheet.merges:
            top, left, bottom, right = merge
            self._spans[top, left] = merge
            if (bottom - top + 1) * (right - left + 1) > _SMALL_MERGE:
                self._large.append(merge)
                continue
            anchor = top, left
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    covered[row, column] = anchor

    def _take_cells(self, date1904: bool) -> None:
        covered, large, spans, name = self._covered, self._large, self._spans, self.sheet.name
        cells, filled, marked = self._cells, self._filled, self._marked
        new = tuple.__new__
        for place, raw in self.sheet.cells.items():
            # What lies under a merged range is never shown, though a file may hold it.
            if covered.get(place, place) != place or (large and self._anchor(place) != place):
                continue
            row, column = place
            _, _, bottom, right = spans.get(place) or (row, column, row, column)
            kind, value, number_format, formula = raw
            read = _read if len(value) <= _SHORT else _read.__wrapped__
            text, behind, number, says, marks = read(kind, value, number_format, date1904)
            # A form has some two hundred cells: this is what Cell(…) does, without its Python frame.
            cell = new(Cell, (name, row, column, text, behind, kind, formula, bottom, right, number, says))
            cells[place] = cell
            if text:
                filled.setdefault(row, []).append(cell)
                if marks is not None:
                    marked.setdefault(row, []).append((cell, marks))
        for row_cells in filled.values():
            row_cells.sort(key=_column)
        for row_marks in marked.values():
            row_marks.sort(key=lambda pair: pair[0].column)

    def _anchor(self, place: tuple[int, int]) -> tuple[int, int]:
        anchor = self._covered.get(place, place)
        if self._large and anchor == place:
            row, column = place
            for merge in self._large:
                if merge.top <= row <= merge.bottom and merge.left <= column <= merge.right:
                    return merge.top, merge.left
        return anchor

    def cell(self, row: int, column: int) -> Cell:
        """The cell that covers this place, empty where nothing stands."""
        found = self._cells.get((row, column))
        if found is not None:
            return found
        place = self._anchor((row, column))
        found = self._cells.get(place)
        if found is None:
            span = self._spans.get(place)
            bottom, right = (span.bottom, span.right) if span else place
            found = self._cells[place] = Cell(self.sheet.name, *place, "", None, "", None, bottom, right)
        return found

    def filled(self, row: int, left: int = 1, right: int = _LAST_COLUMN) -> Iterator[Cell]:
        """The cells of a row with text, from left to right; a merged cell belongs to its first row."""
        return (cell for cell in self._filled.get(row, ()) if left <= cell.column <= right)

    def marked(self, row: int, left: int = 1, right: int = _LAST_COLUMN) -> Iterator[tuple[Cell, Marks]]:
        """The cells of a row whose text is one of the words of forms, with what it may be."""
        return ((cell, marks) for cell, marks in self._marked.get(row, ()) if left <= cell.column <= right)

    def rows_between(self, top: int, bottom: int) -> Iterator[int]:
        """The rows with text, both ends included."""
        for row in self.rows[bisect_left(self.rows, top) :]:
            if row > bottom:
                return
            yield row


@lru_cache(maxsize=1 << 13)
def _read(
    kind: str, value: str, number_format: str, date1904: bool
) -> tuple[str, Decimal | None, Decimal | None, bool, Marks | None]:
    """What a stored value shows, the exact number behind it, the number it gives, whether it says anything, its marks.

    Weights, levels, headings and round percentages come again and again, in one form and from form to form.
    """
    stored = GridCell(kind, value, number_format, None)
    text = displayed(stored, date1904).strip()
    if not text.isascii():
        text = text.translate(_INVISIBLE).strip()
    behind = exact(stored) if kind == "n" else None
    marks = marks_of(text) if kind == "s" and text else None
    return text, behind, _number(text, behind), not is_not_applicable(text), marks


def _number(text: str, exact_number: Decimal | None) -> Decimal | None:
    if exact_number is not None:
        return exact_number * 100 if text.endswith("%") else exact_number
    if not text or text[0] not in _STARTS_NUMBER or len(text) > _LONGEST_NUMBER:
        return None
    return parse_number(text.removesuffix("分"))


def _column(cell: Cell) -> int:
    return cell.column
