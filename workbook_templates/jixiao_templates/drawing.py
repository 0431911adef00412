"""Pages to an .xlsx file: the only module that touches xlsxwriter.

The same pages give the same bytes: nothing in the file depends on the clock or the machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import xlsxwriter

from jixiao_templates.measure import row_heights
from jixiao_templates.page import Box, Page, Style

FONT = "宋体"
_CREATED = datetime(2024, 1, 1, tzinfo=UTC)
_A4 = 9


def draw(pages: Sequence[Page], path: Path) -> None:
    """Write the pages as one workbook."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(workbook_bytes(pages))


def workbook_bytes(pages: Sequence[Page]) -> bytes:
    """The workbook as bytes."""
    buffer = BytesIO()
    options = {"in_memory": True, "default_format_properties": {"font_name": FONT, "font_size": 10}}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        workbook.set_properties({"created": _CREATED, "author": ""})
        formats: dict[tuple[Style, bool], xlsxwriter.format.Format] = {}

        def look(box: Box) -> xlsxwriter.format.Format:
            quoted = isinstance(box.value, str) and box.value.startswith("=")
            key = (box.style, quoted)
            if key not in formats:
                formats[key] = workbook.add_format(_format_properties(*key))
            return formats[key]

        for page in pages:
            sheet = workbook.add_worksheet(page.name)
            _set_up(sheet, page)
            for box in page.boxes:
                _write(sheet, box, look(box))
    return buffer.getvalue()


def _format_properties(style: Style, quoted: bool) -> dict[str, object]:
    return {
        "font_name": FONT,
        "font_size": style.size,
        "bold": style.bold,
        "align": style.align,
        "valign": "vcenter",
        "text_wrap": True,
        "border": int(style.border),
        "num_format": style.number_format,
        "quote_prefix": quoted,
    }


def _set_up(sheet: xlsxwriter.worksheet.Worksheet, page: Page) -> None:
    sheet.set_portrait()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    for column, wide in enumerate(page.widths):
        sheet.set_column(column, column, wide)
    for row, points in row_heights(page).items():
        sheet.set_row(row, points)
    if page.boxes:
        sheet.print_area(
            min(box.top for box in page.boxes),
            min(box.left for box in page.boxes),
            max(box.bottom for box in page.boxes),
            max(box.right for box in page.boxes),
        )


def _write(sheet: xlsxwriter.worksheet.Worksheet, box: Box, look: xlsxwriter.format.Format) -> None:
    if box.merged:
        sheet.merge_range(box.top, box.left, box.bottom, box.right, "", look)
    match box.value:
        case None:
            sheet.write_blank(box.top, box.left, None, look)
        case Decimal():
            # Not as a float: that would be written as 94.48999999999999.
            sheet.write_number(box.top, box.left, _shortest(box.value), look)
        case str():
            # write() would take =36万元 for a formula.
            sheet.write_string(box.top, box.left, box.value, look)


def _shortest(value: Decimal) -> Decimal:
    """60.00 as 60, the way spreadsheet programs store it."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()
