"""Sheets as xlsxwriter draws them: heads that stay in view, filters, widths, print on A4."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jixiao.finding import Severity, Verdict
from jixiao.marking import FILLS
from jixiao.reports.workbook.links import MOST, Link
from jixiao.reports.workbook.tables import Column, Look
from jixiao.words import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from jixiao.reports.workbook.tables import Tab, Table

# Rows of a worksheet.
MOST_ROWS = 1_048_576
_A4 = 9
# Heights in points; Excel knows none above 409. A line is never filled to its end.
_LINE, _TITLE_HEIGHT, _HIGHEST = 16, 24, 409
_SLACK = 1
# Whose row it is stays in view where there are many columns.
_FROZEN, _MANY_COLUMNS = 2, 8
_FONT = {"font_name": "微软雅黑", "font_size": 10, "valign": "top"}
_BOX = {"border": 1, "border_color": "#BFBFBF"}
_NUMBERS = {Look.COUNT: "0", Look.POINTS: "0.00", Look.MONEY: "#,##0.00", Look.PERCENT: "0.00%"}
_GREEN = "E2EFDA"
_VERDICTS = {
    Verdict.REWORK: FILLS[Severity.ERROR],
    Verdict.EXPLAIN: FILLS[Severity.WARNING],
    Verdict.ACCEPT: _GREEN,
}
# Words that are told apart by a pale fill as well.
_WORD_FILLS = {verdict.value: fill for verdict, fill in _VERDICTS.items()} | {
    words: FILLS[Severity(severity)] for severity, words in SEVERITIES.items()
}
# What no XML file can hold: a file name on Linux may.
_UNPRINTABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")

_Put = Callable[[int, int, Any], None]


class Formats:
    """The cell formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        def made(**more: object) -> Format:
            return workbook.add_format({**_FONT, **more})

        self.title = made(font_size=14, bold=True)
        self.note = made(font_color="#404040")
        self.heading = made(bold=True, font_size=12)
        self.head = made(bold=True, text_wrap=True, align="center", valign="vcenter", bg_color="#D9E1F2", **_BOX)
        self.looks = {look: made(**_BOX, **_style(look)) for look in Look}
        self.totals = {look: made(bold=True, bg_color="#F2F2F2", **_BOX, **_style(look)) for look in Look}
        self.link = made(font_color="#0563C1", underline=1, text_wrap=True, **_BOX)
        self.words = {word: made(align="center", bg_color=f"#{fill}", **_BOX) for word, fill in _WORD_FILLS.items()}


def _style(look: Look) -> dict[str, object]:
    if look in _NUMBERS:
        return {"num_format": _NUMBERS[look]}
    # With its quote a text that begins with "=" stays text also when a person edits the cell.
    return {"quote_prefix": True, "text_wrap": look is Look.WRAPPED, "align": "center" if look is Look.WORD else "left"}


def printable(text: str) -> str:
    """The text without what no XML file can hold."""
    return _UNPRINTABLE.sub("\ufffd", text)


def write_tab(workbook: Workbook, formats: Formats, tab: Tab, title: str, most_rows: int = MOST_ROWS) -> None:
    """Draw a sheet, row by row, so that xlsxwriter need not keep it in memory.

    What does not fit in ``most_rows`` rows is left out, and the sheet says so at its head.
    """
    sheet = workbook.add_worksheet(tab.name)
    head = len(tab.notes) + 2
    kept = _fitting(tab.tables, most_rows - head)
    sheet.set_row(0, _TITLE_HEIGHT)
    sheet.write_string(0, 0, title, formats.title)
    for row, note in enumerate((*tab.notes, _left_out(tab.tables, kept)), 1):
        sheet.write_string(row, 0, printable(note), formats.note)
    writer = _Writer(sheet, formats)
    row = head
    for number, (table, rows) in enumerate(zip(tab.tables, kept, strict=True)):
        if number:
            sheet.write_string(row + 1, 0, table.heading, formats.heading)
            row += 2
        row = writer.table(row, table, rows)
    _view(sheet, tab, head, kept[0], row)


def _fitting(tables: Sequence[Table], rows: int) -> list[int]:
    """How many rows of each table fit."""
    kept = []
    for table in tables:
        # An empty row, a heading, the headings, a closing row.
        kept.append(max(0, min(len(table.frame), rows - 4)))
        rows -= kept[-1] + 4
    return kept


def _left_out(tables: Sequence[Table], kept: Sequence[int]) -> str:
    """What a reader must know of a sheet that is too long."""
    cut = sum(len(table.frame) - count for table, count in zip(tables, kept, strict=True))
    said = f"工作表放不下，有{cut}行没有列出。请按单位分文件夹检查，或用 --format json 取全部结果。" if cut else ""
    return said + (f"一张工作表最多{MOST}个链接，再往后的行没有链接。" if max(kept) > MOST else "")


def _view(sheet: Worksheet, tab: Tab, head: int, rows: int, bottom: int) -> None:
    """What a person meets who opens or prints the sheet."""
    columns = tab.tables[0].columns
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width, None, {"hidden": column.is_hidden})
        if column.choices and rows:
            picked = {"validate": "list", "source": list(column.choices), "error_message": "请从列表里选。"}
            sheet.data_validation(head + 1, number, head + rows, number, picked)
    sheet.freeze_panes(head + 1, _FROZEN if len(columns) > _MANY_COLUMNS else 0)
    sheet.autofilter(head, 0, head + max(rows, 1), len(columns) - 1)
    sheet.set_paper(_A4)
    if tab.is_wide:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, bottom - 1, (tab.printed or len(columns)) - 1)
    sheet.repeat_rows(head)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&A&C第 &P 页，共 &N 页&R&D")


class _Writer:
    """Writes tables to one sheet, as many links as it may hold."""

    def __init__(self, sheet: Worksheet, formats: Formats) -> None:
        self._sheet, self._formats = sheet, formats
        self._links = 0

    def table(self, top: int, table: Table, rows: int) -> int:
        """Write a table from its headings on; the first row below it."""
        formats, sheet = self._formats, self._sheet
        sheet.set_row(top, 2 * _LINE)
        for number, column in enumerate(table.columns):
            sheet.write_string(top, number, column.title, formats.head)
        puts = [self._putting(column, formats.looks[column.look]) for column in table.columns]
        wraps = [(place, column.width) for place, column in enumerate(table.columns) if column.look is Look.WRAPPED]
        for row, values in enumerate(table.frame.iloc[:rows].itertuples(index=False, name=None), top + 1):
            # Calc keeps the usual height where a file names none; Excel would find it by itself.
            lines = max((_lines(values[place], wide) for place, wide in wraps), default=1)
            if lines > 1:
                sheet.set_row(row, min(lines * _LINE, _HIGHEST))
            for place, (put, value) in enumerate(zip(puts, values, strict=True)):
                put(row, place, value)
        bottom = top + rows + 1
        if not len(table.frame):
            sheet.write_string(bottom, 0, table.empty, formats.note)
            return bottom + 1
        if table.total is not None:
            for number, (column, value) in enumerate(zip(table.columns, table.total, strict=True)):
                self._putting(column, formats.totals[column.look])(bottom, number, value)
            bottom += 1
        return bottom

    def _putting(self, column: Column, look: Format) -> _Put:
        """How a value of the column is written."""
        sheet, words = self._sheet, self._formats.words

        def number(row: int, place: int, value: Decimal | float | None) -> None:
            shown = _float(value)
            if shown is None:
                sheet.write_blank(row, place, None, look)
            elif math.isfinite(shown):
                sheet.write_number(row, place, shown, look)
            else:
                # 1E+400 is a number to nobody but us.
                sheet.write_string(row, place, str(value), look)

        def percent(row: int, place: int, value: Decimal | None) -> None:
            number(row, place, None if value is None or _float(value) is None else value / 100)

        def text(row: int, place: int, value: str | Link) -> None:
            # Never as what it looks like: a name that begins with "=" is no formula, one like a link no link.
            if isinstance(value, Link) and self._links < MOST:
                self._links += 1
                sheet.write_url(row, place, value.target, self._formats.link, printable(value.text))
            else:
                shown = value.text if isinstance(value, Link) else value
                sheet.write_string(row, place, printable(shown), words.get(shown, look))

        if column.look is Look.PERCENT:
            return percent
        return number if column.look in _NUMBERS else text


def _lines(value: str | Link, wide: float) -> int:
    """How many lines a text takes, wrapped in a column."""
    text = value.text if isinstance(value, Link) else value
    if len(text) * 2 <= wide - _SLACK and "\n" not in text:
        return 1
    # In this encoding as in a cell a Chinese character is twice as wide as a Latin one.
    return sum(max(1, math.ceil(len(line.encode("gbk", "replace")) / (wide - _SLACK))) for line in text.split("\n"))


def _float(value: Decimal | float | None) -> float | None:
    """The number as a spreadsheet knows it; pandas fills gaps with NaN."""
    return None if value is None or value != value else float(value)  # noqa: PLR0124
