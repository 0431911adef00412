"""Pages to an .xlsx file: the only module that touches xlsxwriter.

The same pages give the same bytes: nothing in the file depends on the clock or the machine.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import xlsxwriter

from jixiao.reading import a1, column_letters
from jixiao_templates.measure import row_heights
from jixiao_templates.page import Area, Box, Entry, Formula, Page, SetUp, Style

FONT = "宋体"
_CREATED = datetime(2024, 1, 1, tzinfo=UTC)
_A4 = 9
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_HELPER = 8.0


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
            if page.set_up is not None:
                _make_form(workbook, sheet, page.set_up)
    flexible = {number: page.set_up.flexible for number, page in enumerate(pages, 1) if page.set_up is not None}
    return _with_flexible_rows(buffer.getvalue(), flexible) if flexible else buffer.getvalue()


def _format_properties(style: Style, quoted: bool) -> dict[str, object]:
    return {
        "font_name": style.font,
        "font_size": style.size,
        "bold": style.bold,
        "align": style.align,
        "valign": "vcenter",
        "text_wrap": True,
        "border": int(style.border),
        "num_format": style.number_format,
        "quote_prefix": quoted,
        "locked": style.locked,
        **({"bg_color": f"#{style.fill}"} if style.fill else {}),
        **({"font_color": f"#{style.color}"} if style.color else {}),
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
    if page.boxes and page.set_up is None:
        sheet.print_area(
            min(box.top for box in page.boxes),
            min(box.left for box in page.boxes),
            max(box.bottom for box in page.boxes),
            max(box.right for box in page.boxes),
        )


def _with_flexible_rows(data: bytes, flexible: Mapping[int, frozenset[int]]) -> bytes:
    """The workbook with rows that have a height now and are fitted anew when somebody types in them.

    xlsxwriter declares every height as chosen by hand, and such a row is never fitted again.
    """
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as drawn, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in drawn.infolist():
            content = drawn.read(entry)
            sheet = _SHEET.fullmatch(entry.filename)
            if sheet and int(sheet[1]) in flexible:
                rows = "|".join(str(row + 1) for row in sorted(flexible[int(sheet[1])])).encode()
                content = re.sub(rb'(<row r="(?:%s)"[^>]*?) customHeight="1"' % rows, rb"\1", content)
            archive.writestr(entry, content)
    return buffer.getvalue()


def _make_form(workbook: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, set_up: SetUp) -> None:
    sheet.print_area(*set_up.printed)
    sheet.repeat_rows(set_up.heading)
    if set_up.landscape:
        sheet.set_landscape()
    if set_up.hidden is not None:
        sheet.set_column(*set_up.hidden, _HELPER, None, {"hidden": True})
    # "objects": or Excel adds no note to a cell, neither a person's nor that of 校验.
    allowed = ("format_cells", "format_columns", "format_rows", "insert_rows", "objects")
    sheet.protect("", dict.fromkeys(allowed, True))
    for entry in set_up.entries:
        sheet.data_validation(*entry.area, _validation(entry))
    fills = {highlight.fill for highlight in set_up.highlights}
    looks = {fill: workbook.add_format({"bg_color": f"#{fill}"}) for fill in sorted(fills)}
    for highlight in set_up.highlights:
        rule = {"type": "formula", "criteria": f"={highlight.formula}", "format": looks[highlight.fill]}
        sheet.conditional_format(*highlight.area, {**rule, "stop_if_true": True})
    if set_up.texts:
        areas = " ".join(_range(area) for area in set_up.texts)
        # A score may be typed over: its formula stands in an unlocked cell on purpose.
        sheet.ignore_errors({"number_stored_as_text": areas, "formula_unlocked": areas})
    for name, (row, column) in set_up.names.items():
        # Of the sheet, not of the workbook: a copied sheet takes its own along.
        workbook.define_name(f"{_quoted(sheet.name)}!{name}", f"={_quoted(sheet.name)}!{_absolute(row, column)}")


def _validation(entry: Entry) -> dict[str, object]:
    told: dict[str, object] = {"input_title": entry.title, "input_message": entry.message}
    if entry.options:
        told |= {"validate": "list", "source": list(entry.options), "show_error": entry.strict}
        refused = f"请从下拉列表里选：{'、'.join(entry.options)}。"
    elif entry.numeric:
        told |= {"validate": "decimal", "criteria": ">=", "value": 0}
        refused = "请填不小于0的数，不要带单位。"
    else:
        return told | {"validate": "any"}
    return told | {"error_title": "请核对", "error_message": refused}


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _absolute(row: int, column: int) -> str:
    return f"${column_letters(column + 1)}${row + 1}"


def _range(area: Area) -> str:
    top, left, bottom, right = area
    return f"{a1(top + 1, left + 1)}:{a1(bottom + 1, right + 1)}"


def _write(sheet: xlsxwriter.worksheet.Worksheet, box: Box, look: xlsxwriter.format.Format) -> None:
    if box.merged:
        sheet.merge_range(box.top, box.left, box.bottom, box.right, "", look)
    match box.value:
        case None:
            sheet.write_blank(box.top, box.left, None, look)
        case Formula():
            # Without a result: what was not worked out yet must not look as if it were.
            sheet.write_formula(box.top, box.left, f"={box.value.text}", look, "")
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
