"""The open document as a grid: what stands on the screen, in the shape that `jixiao check -` takes.

Everything is asked for in bulk (whole areas, groups of cells of one format): a call into LibreOffice costs more than
what it brings.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Any

import uno

from jixiao_addin.buttons.outcome import MOST_CELLS, TOO_LARGE, Refusal
from jixiao_addin.calc.inside.formulas import Formulas

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Place = tuple[int, int]
    """Row and column, counted from 1 as the grid does."""

# com.sun.star.sheet.CellFlags: VALUE, DATETIME, STRING, FORMULA.
_CONTENT, FORMULA = 1 | 2 | 4 | 16, 16
_IS_ERROR = 4  # com.sun.star.sheet.FormulaResult.ERROR
_IS_LOGICAL = 1024  # com.sun.star.util.NumberFormat.LOGICAL
_PLAIN = "General"
# What stands where in a cell of the grid, after row and column.
_KIND, _CODE, _FORMULA = 2, 4, 5
# The number formats of each language have numbers from a multiple of this on.
_LANGUAGE = 10_000
# Up to this many cells one read of everything between the outermost cells is the quickest.
_AT_ONCE = 200_000


def grid_of(document: Any, context: Any) -> dict[str, Any]:
    """The whole workbook, recalculated: LibreOffice takes the results stored in a file at their word.

    Raises Refusal for one that is larger than a file may be.
    """
    _check_size(document)
    document.calculateAll()
    book = _Book(document, context)
    base = document.NullDate
    return {
        "schema": 1,
        "name": file_name(document),
        "date1904": base.Year == 1904,
        "defined_names": dict(book.names()),
        "sheets": [_sheet(sheet, book) for sheet in sheets_of(document)],
    }


def _check_size(document: Any) -> None:
    cells = sum(
        (area.EndRow - area.StartRow + 1) * (area.EndColumn - area.StartColumn + 1)
        for sheet in sheets_of(document)
        for area in sheet.queryContentCells(_CONTENT).getRangeAddresses()
    )
    if cells > MOST_CELLS:
        raise Refusal(TOO_LARGE)


def sheets_of(document: Any) -> Iterator[Any]:
    """The sheets in their order."""
    sheets = document.Sheets
    return (sheets.getByIndex(index) for index in range(sheets.Count))


def file_name(document: Any) -> str:
    """The name of the document's file, its title where it was never saved."""
    url = document.getURL()
    if not url.startswith("file:"):
        return str(document.Title)
    return str(uno.fileUrlToSystemPath(url)).replace("\\", "/").rpartition("/")[2]


class _Book:
    """What concerns all sheets: number formats and formulas in the words of files, defined names."""

    def __init__(self, document: Any, context: Any) -> None:
        self._document = document
        self._formats = document.getNumberFormats()
        self._english = uno.createUnoStruct("com.sun.star.lang.Locale", "en", "US", "")
        # Converting a code means adding it to a table: not to the document's. The table lives as long as its supplier.
        self._supplier = context.ServiceManager.createInstanceWithArgumentsAndContext(
            "com.sun.star.util.NumberFormatsSupplier", (self._english,), context
        )
        self._table = self._supplier.getNumberFormats()
        self._codes: dict[int, tuple[str, bool]] = {}
        self.formulas = Formulas(document)

    def code(self, key: int) -> tuple[str, bool]:
        """A number format as files have it, and whether it shows true and false."""
        if key not in self._codes:
            own = self._formats.getByKey(key)
            self._codes[key] = self._english_code(key, own), bool(own.Type & _IS_LOGICAL)
        return self._codes[key]

    def _english_code(self, key: int, own: Any) -> str:
        # The first of every language; asked for again, addNewConverted takes its number 0 for a failure.
        if key % _LANGUAGE == 0:
            return _PLAIN
        converted = self._table.addNewConverted(own.FormatString, own.Locale, self._english)
        return str(self._table.getByKey(converted).FormatString)

    def names(self) -> Iterator[tuple[str, str]]:
        """Defined names and what they refer to; a name of one sheet as sheet!name."""
        yield from self._names(self._document.NamedRanges, "")
        for sheet in sheets_of(self._document):
            yield from self._names(sheet.NamedRanges, f"{sheet.Name}!")

    def _names(self, ranges: Any, prefix: str) -> Iterator[tuple[str, str]]:
        for index in range(ranges.Count):
            name = ranges.getByIndex(index)
            yield prefix + name.Name, self.formulas.printed(name.getTokens(), name.ReferencePosition)


def _sheet(sheet: Any, book: _Book) -> dict[str, Any]:
    cells = _cells(sheet, book)
    filled = _by_column(cells)
    merges: list[list[int]] = []
    for key, areas in _formats(sheet):
        first = areas[0]
        corner = sheet.getCellByPosition(first.StartColumn, first.StartRow)
        # Cells of one group share all attributes, among them how far they are merged.
        if corner.getIsMerged():
            merges.extend(_merges(sheet, corner, areas))
        code, is_logical = book.code(key)
        if code == _PLAIN:
            continue
        for place in _within(areas, filled):
            cell = cells[place]
            cell[_CODE] = code
            if is_logical and cell[_KIND] == "n":
                cell[_KIND] = "b"
    notes = sheet.Annotations
    hidden_rows, hidden_columns = _hidden(sheet)
    return {
        "name": sheet.Name,
        "state": "visible" if sheet.IsVisible else "hidden",
        "protected": sheet.isProtected(),
        "cells": [cells[place] for place in sorted(cells)],
        "merges": sorted(merges),
        "hidden_rows": hidden_rows,
        "hidden_columns": hidden_columns,
        "notes": [
            [note.Position.Row + 1, note.Position.Column + 1, note.String]
            for note in (notes.getByIndex(index) for index in range(notes.Count))
        ],
    }


def _cells(sheet: Any, book: _Book) -> dict[Place, list[Any]]:
    """Place → cell as the grid has it, its number format yet unknown."""
    areas = sheet.queryContentCells(_CONTENT).getRangeAddresses()
    if not areas:
        return {}
    with_formula = set(_places(sheet.queryContentCells(FORMULA).getRangeAddresses()))
    errors = set(_places(sheet.queryFormulaCells(_IS_ERROR).getRangeAddresses())) if with_formula else set()
    formulas: dict[Place, str] = {}
    cells: dict[Place, list[Any]] = {}
    for left, top, right, bottom in _blocks(areas):
        block = sheet.getCellRangeByPosition(left, top, right, bottom)
        rows = block.getDataArray()
        texts = block.getFormulaArray() if with_formula else rows
        for row, (values, line) in enumerate(zip(rows, texts), top + 1):
            for column, (value, text) in enumerate(zip(values, line), left + 1):
                place = row, column
                if place in with_formula:
                    formulas[place] = text
                elif value == "" or value is None:
                    continue
                if place in errors:
                    cells[place] = [row, column, "e", sheet.getCellByPosition(column - 1, row - 1).String, _PLAIN, None]
                elif isinstance(value, float):
                    cells[place] = [row, column, "n", _number(value), _PLAIN, None]
                else:
                    cells[place] = [row, column, "s", value or "", _PLAIN, None]
    for place, formula in book.formulas.of(sheet, formulas):
        cells[place][_FORMULA] = formula
    return cells


def _number(value: float) -> str:
    # As files have it: the shortest decimal that is this number, 5 and not 5.0.
    return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _blocks(areas: Any) -> Iterator[tuple[int, int, int, int]]:
    """What to read: all between the outermost cells, or area by area where that would be far more than is filled."""
    left, right = min(each.StartColumn for each in areas), max(each.EndColumn for each in areas)
    top, bottom = min(each.StartRow for each in areas), max(each.EndRow for each in areas)
    if (right - left + 1) * (bottom - top + 1) <= _AT_ONCE:
        yield left, top, right, bottom
        return
    for each in areas:
        yield each.StartColumn, each.StartRow, each.EndColumn, each.EndRow


def _formats(sheet: Any) -> Iterator[tuple[int, Any]]:
    """The groups of cells that look the same: number format and areas."""
    groups = sheet.getUniqueCellFormatRanges()
    for index in range(groups.Count):
        group = groups.getByIndex(index)
        yield group.NumberFormat, group.getRangeAddresses()


def _merges(sheet: Any, corner: Any, areas: Any) -> Iterator[list[int]]:
    cursor = sheet.createCursorByRange(corner)
    cursor.collapseToMergedArea()
    whole = cursor.getRangeAddress()
    height, width = whole.EndRow - whole.StartRow, whole.EndColumn - whole.StartColumn
    for row, column in _places(areas):
        yield [row, column, row + height, column + width]


def _places(areas: Any) -> Iterator[Place]:
    for each in areas:
        for row in range(each.StartRow + 1, each.EndRow + 2):
            for column in range(each.StartColumn + 1, each.EndColumn + 2):
                yield row, column


def _by_column(cells: Iterable[Place]) -> dict[int, list[int]]:
    """Column → the rows that are filled in it; both in their order."""
    found: dict[int, list[int]] = {}
    for row, column in sorted(cells, key=lambda place: place[::-1]):
        found.setdefault(column, []).append(row)
    return found


def _within(areas: Any, filled: dict[int, list[int]]) -> Iterator[Place]:
    """The filled cells in some areas; those areas may well be the empty rest of the sheet."""
    columns = list(filled)
    for each in areas:
        for column in columns[bisect_left(columns, each.StartColumn + 1) : bisect_right(columns, each.EndColumn + 1)]:
            rows = filled[column]
            for row in rows[bisect_left(rows, each.StartRow + 1) : bisect_right(rows, each.EndRow + 1)]:
                yield row, column


def _hidden(sheet: Any) -> tuple[list[list[int]], list[list[int]]]:
    """The rows and the columns that nobody sees, as inclusive ranges."""
    whole = sheet.getRangeAddress()
    seen = sheet.queryVisibleCells().getRangeAddresses()
    rows = _gaps([(each.StartRow, each.EndRow) for each in seen], whole.EndRow)
    return rows, _gaps([(each.StartColumn, each.EndColumn) for each in seen], whole.EndColumn)


def _gaps(seen: list[tuple[int, int]], last: int) -> list[list[int]]:
    gaps, following = [], 0
    for first, end in [*sorted(seen), (last + 1, last + 1)]:
        if first > following:
            gaps.append([following + 1, first])
        following = max(following, end + 1)
    return gaps
