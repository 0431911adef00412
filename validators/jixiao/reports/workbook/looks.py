"""How the sheets of the summary look: formats, widths, heads that stay in view, filters, print on A4."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jixiao.finding import Severity, Verdict
from jixiao.marking import FILLS
from jixiao.reports.workbook.tables import Look
from jixiao.words import SEVERITIES

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from jixiao.reports.workbook.tables import Tab

_A4 = 9
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


def add_view(sheet: Worksheet, tab: Tab, head: int, rows: int, bottom: int) -> None:
    """What a person meets who opens or prints the sheet: head: the row of the headings, rows: below them, bottom: all.

    Rows count from 0.
    """
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
