"""The workbook of the summary as xlsxwriter writes it: row by row, none of them kept in memory."""

from __future__ import annotations

import math
import re
import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from jixiao.reports.workbook.links import MOST
from jixiao.reports.workbook.looks import Formats, add_view
from jixiao.reports.workbook.tables import Look

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from jixiao.reports.workbook.tables import Row, Tab, Table, Value

# Rows of a worksheet.
MOST_ROWS = 1_048_576
# Heights in points; Excel knows none above 409. A line is never filled to its end.
_LINE, _TITLE_HEIGHT, _HIGHEST = 16, 24, 409
_SLACK = 1
_IN_MEMORY = 1 << 22
# The same forms give the same bytes.
_CREATED = datetime(1980, 1, 1)
# What no XML file can hold: a file name on Linux may.
_UNPRINTABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")

Drawn = Callable[["Workbook", Formats], None]
"""A sheet that is no table."""


def printable(text: str) -> str:
    """The text without what no XML file can hold."""
    return _UNPRINTABLE.sub("\ufffd", text)


def write_workbook(
    path: Path, sheets: Sequence[Tab | Drawn], properties: Mapping[str, object], most_rows: int = MOST_ROWS
) -> None:
    """Write sheets to an .xlsx file. Raises OSError.

    What does not fit in ``most_rows`` rows is left out, and the sheet says so at its head.
    """
    from xlsxwriter import Workbook

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    # Whatever goes wrong on the way, the file that was there before stays as it is until this one is complete.
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as made:
        with Workbook(made, options) as workbook:
            workbook.set_properties({"created": _CREATED, **properties})
            formats = Formats(workbook)
            for each in sheets:
                if callable(each):
                    each(workbook, formats)
                else:
                    _write_tab(workbook, formats, each, most_rows)
        made.seek(0)
        with path.open("wb") as file:
            shutil.copyfileobj(made, file)


def _write_tab(workbook: Workbook, formats: Formats, tab: Tab, most_rows: int) -> None:
    sheet = workbook.add_worksheet(tab.name)
    head = len(tab.notes) + 2
    kept = _fitting(tab.tables, most_rows - head)
    sheet.set_row(0, _TITLE_HEIGHT)
    sheet.write_string(0, 0, tab.title or tab.name, formats.title)
    for row, note in enumerate((*tab.notes, _left_out(tab.tables, kept)), 1):
        sheet.write_string(row, 0, printable(note), formats.note)
    writer = _Writer(sheet, formats)
    row = head
    for number, (table, rows) in enumerate(zip(tab.tables, kept, strict=True)):
        if number:
            sheet.write_string(row + 1, 0, table.heading, formats.heading)
            row += 2
        row = writer.table(row, table, rows)
    add_view(sheet, tab, head, kept[0], row)


def _fitting(tables: Sequence[Table], rows: int) -> list[int]:
    """How many rows of each table fit."""
    kept = []
    for table in tables:
        # An empty row, a heading, the headings, a closing row.
        kept.append(max(0, min(len(table.rows), rows - 4)))
        rows -= kept[-1] + 4
    return kept


def _left_out(tables: Sequence[Table], kept: Sequence[int]) -> str:
    """What a reader must know of a sheet that is too long."""
    cut = sum(len(table.rows) - count for table, count in zip(tables, kept, strict=True))
    said = f"工作表放不下，有{cut}行没有列出。请按单位分文件夹检查，或用 --format json 取全部结果。" if cut else ""
    return said + (f"一张工作表最多{MOST}个链接，再往后的行没有链接。" if max(kept) > MOST else "")


class _Writer:
    """Writes tables to one sheet, as many links as it may hold."""

    def __init__(self, sheet: Worksheet, formats: Formats) -> None:
        self._sheet, self._formats = sheet, formats
        self._links = 0

    def table(self, top: int, table: Table, rows: int) -> int:
        """Write a table from its headings on; the first row below it. Rows count from 0."""
        formats, sheet = self._formats, self._sheet
        sheet.set_row(top, 2 * _LINE)
        for number, column in enumerate(table.columns):
            sheet.write_string(top, number, column.title, formats.head)
        looks = [formats.looks[column.look] for column in table.columns]
        wraps = [(place, column.width) for place, column in enumerate(table.columns) if column.look is Look.WRAPPED]
        for row, values in zip(range(top + 1, top + 1 + rows), table.rows, strict=False):
            # Calc keeps the usual height where a file names none; Excel would find it by itself.
            lines = max((_lines(values[place], wide) for place, wide in wraps), default=1)
            if lines > 1:
                sheet.set_row(row, min(lines * _LINE, _HIGHEST))
            self._put(row, values, looks)
        bottom = top + rows + 1
        if not len(table.rows):
            sheet.write_string(bottom, 0, table.empty, formats.note)
            return bottom + 1
        if table.total is not None:
            self._put(bottom, table.total, [formats.totals[column.look] for column in table.columns])
            bottom += 1
        return bottom

    def _put(self, row: int, values: Row, looks: Sequence[Format]) -> None:
        sheet, words = self._sheet, self._formats.words
        for place, (value, look) in enumerate(zip(values, looks, strict=True)):
            if value is None or value == "":
                sheet.write_blank(row, place, None, look)
            elif isinstance(value, int | float):
                sheet.write_number(row, place, value, look)
            elif isinstance(value, tuple) and self._links < MOST:
                self._links += 1
                text, target = value
                sheet.write_url(row, place, target, self._formats.link, printable(text))
            else:
                # Never as what it looks like: a name that begins with "=" is no formula, one like a link no link.
                text = _text(value)
                sheet.write_string(row, place, printable(text), words.get(text, look))


def _text(value: Value) -> str:
    """What a cell says in words, empty for a number."""
    if isinstance(value, str):
        return value
    return value[0] if isinstance(value, tuple) else ""


def _lines(value: Value, wide: float) -> int:
    """How many lines a text takes, wrapped in a column."""
    text = _text(value)
    if len(text) * 2 <= wide - _SLACK and "\n" not in text:
        return 1
    # In this encoding as in a cell a Chinese character is twice as wide as a Latin one.
    return sum(max(1, math.ceil(len(line.encode("gbk", "replace")) / (wide - _SLACK))) for line in text.split("\n"))
