"""openpyxl as an independent reader: what it sees in files of many origins, this reader must see too."""

from __future__ import annotations

import datetime
import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import range_boundaries

from jixiao.reading import GridCell, Sheet, is_date, read_workbook

TEXTS = [
    "绩效自评表",
    "≤36万元",
    "=36万元",
    "94.44%",
    "产出指标\n（50分）",
    " 两端有空格 ",
    "a&b<c>\"d'",
    "满意度\t",
    "𠮷",
]
NUMBERS = [0, 1, -3, 0.9444, 94.44, 29.050405, 0.1 + 0.2, 1e-7, 12345678.9, 2**53]
DATES = [61, 45_000, 45_000.75]  # openpyxl makes an error value of a number that is no date
FORMATS = ["General", "0.00", "0.00%", "0%", "@", "#,##0.00", '0"万元"', "[Red]0.0;-0.0", "yyyy-mm-dd"]
FORMULAS = ["SUM(A1:A9)", "98%", 'IF(A1>1,"是","否")', 'A1&"万元"', "自评表!B2*100"]


def fill(cell: Any, choose: random.Random) -> None:
    pick = choose.random()
    if pick < 0.35:
        cell.value = choose.choice(TEXTS) + str(choose.randint(1, 9))
        cell.data_type = "s"
    elif pick < 0.6:
        cell.value = choose.choice(DATES if cell.number_format == FORMATS[-1] else NUMBERS)
    elif pick < 0.65:
        cell.value = "=" + choose.choice(FORMULAS)
    elif pick < 0.74:
        cell.value = choose.choice([True, False, "#N/A", datetime.datetime(2023, 12, choose.randint(1, 28))])
    if choose.random() < 0.02:
        cell.comment = Comment(f"注{choose.randint(1, 9)}\n第二行", "审核")


def by_openpyxl(seed: int) -> bytes:
    choose = random.Random(seed)
    book = openpyxl.Workbook()
    book.active.title = "自评表"  # type: ignore[union-attr]
    for index in range(choose.choice([0, 0, 2])):
        book.create_sheet(f"附表{index}").sheet_state = choose.choice(["visible", "hidden", "veryHidden"])
    thin = Side(style="thin")
    for sheet in book.worksheets:
        for row in sheet.iter_rows(1, 25, 1, 8):
            for cell in row:
                cell.border = Border(thin, thin, thin, thin)
                cell.number_format = choose.choice(FORMATS)
                cell.alignment = Alignment(wrap_text=True)
                fill(cell, choose)
        sheet.merge_cells("A30:H31")
        sheet.merge_cells("B33:C33")
        sheet.row_dimensions[27].hidden = True
        sheet.row_dimensions[28].hidden = True
        sheet.column_dimensions["K"].hidden = True
        sheet.protection.sheet = choose.random() < 0.5
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def write(sheet: Any, row: int, column: int, choose: random.Random, formats: list[Any], bold: Any) -> None:
    pick, style = choose.random(), choose.choice(formats)
    if pick < 0.3:
        sheet.write_string(row, column, choose.choice(TEXTS), style)
    elif pick < 0.5:
        sheet.write_number(row, column, choose.choice(DATES if style is formats[-1] else NUMBERS), style)
    elif pick < 0.6:
        cached = choose.choice([94.44, "是", True, "#DIV/0!", ""])
        sheet.write_formula(row, column, choose.choice(FORMULAS), style, cached)
    elif pick < 0.63:
        sheet.write_boolean(row, column, choose.choice([True, False]), style)
    elif pick < 0.66:
        sheet.write_rich_string(row, column, "合", bold, "计", " 数 ", style)
    else:
        sheet.write_blank(row, column, None, style)


def by_xlsxwriter(seed: int) -> bytes:
    choose = random.Random(seed)
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"date_1904": choose.random() < 0.3})
    formats = [book.add_format({"border": 1, "num_format": code}) for code in FORMATS]
    bold = book.add_format({"bold": True})
    for index in range(choose.choice([1, 1, 3])):
        sheet = book.add_worksheet("自评表" if not index else f"附表{index}")
        if index and choose.random() < 0.5:
            choose.choice([sheet.hide, sheet.very_hidden])()
        for row in range(25):
            for column in range(8):
                write(sheet, row, column, choose, formats, bold)
        sheet.write_array_formula("J1:J3", "{=A1:A3*2}", formats[1], 6)
        sheet.merge_range("A30:H31", "偏差原因", formats[0])
        sheet.set_row(27, None, None, {"hidden": True})
        sheet.set_row(28, 0)
        sheet.set_column("K:L", None, None, {"hidden": True})
        sheet.write_comment("B2", "注意口径", {"author": "审核"})
        if choose.random() < 0.5:
            sheet.protect()
    book.close()
    return target.getvalue()


def rewritten(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return target.getvalue()


def like_excel(name: str, part: bytes) -> bytes:
    """Raw UTF-8, a line break after the declaration, and phonetic information as a Chinese Excel writes it."""
    text = re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), part.decode("utf-8"))
    text = text.replace("?><", "?>\r\n<", 1)
    if name.endswith("sharedStrings.xml"):
        text = text.replace("</si>", '<phoneticPr fontId="1" type="noConversion"/></si>')
    if name.startswith("xl/worksheets/sheet"):
        text = text.replace("</worksheet>", '<phoneticPr fontId="1" type="noConversion"/></worksheet>')
    return text.encode("utf-8")


def like_a_pretty_printer(name: str, part: bytes) -> bytes:
    if not name.endswith(("sharedStrings.xml", "sheet1.xml", "workbook.xml", "styles.xml")):
        return part
    return re.sub(rb"(</?(?:si|r|c|f|v|row|sheetData|mergeCell|xf|sheet|is)\b[^<>]*>)(?=<)", rb"\1\n  ", part)


def like_utf16(name: str, part: bytes) -> bytes:
    if not name.endswith(("sharedStrings.xml", "sheet1.xml", "styles.xml")):
        return part
    return re.sub(r"^<\?xml.*?\?>", "", part.decode("utf-8")).encode("utf-16")


def like_prefixed(name: str, part: bytes) -> bytes:
    if not name.startswith(("xl/worksheets/sheet", "xl/sharedStrings", "xl/styles")):
        return part
    return re.sub(rb"<(/?)(?=[A-Za-z]+[\s/>])", rb"<\1x:", part).replace(b"xmlns=", b"xmlns:x=", 1)


WRITERS = {"openpyxl": by_openpyxl, "xlsxwriter": by_xlsxwriter}
FORMS: dict[str, Callable[[str, bytes], bytes]] = {
    "as written": lambda _, part: part,
    "like Excel": like_excel,
    "pretty-printed": like_a_pretty_printer,
    "utf-16": like_utf16,
    "prefixed": like_prefixed,
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("writer", WRITERS)
def test_both_readers_see_the_same(writer: str, form: str) -> None:
    for seed in range(3):
        original = WRITERS[writer](seed)
        formulas = openpyxl.load_workbook(io.BytesIO(original), rich_text=False)
        values = openpyxl.load_workbook(io.BytesIO(original), data_only=True)
        ours = read_workbook(rewritten(original, FORMS[form]))
        assert [sheet.name for sheet in ours.sheets] == formulas.sheetnames
        assert ours.date1904 == (formulas.epoch.year == 1904)
        for sheet in ours.sheets:
            compare(sheet, formulas[sheet.name], values[sheet.name])


def compare(ours: Sheet, formulas: Any, values: Any) -> None:
    theirs = {(c.row, c.column): c for c in cells(formulas) if c.value not in (None, "") and c.data_type != "n"}
    theirs |= {(c.row, c.column): c for c in cells(formulas) if c.value is not None and c.data_type == "n"}
    assert ours.cells.keys() == theirs.keys()
    for at, cell in ours.cells.items():
        assert cell.number_format == their_format(theirs[at]), at
        formula = theirs[at].value if theirs[at].data_type == "f" else None
        assert cell.formula == (None if formula is None else getattr(formula, "text", formula).removeprefix("=")), at
        assert same(cell, values.cell(*at).value), (at, cell, values.cell(*at).value)
    assert {(m.left, m.top, m.right, m.bottom) for m in ours.merges} == {
        range_boundaries(str(merged)) for merged in formulas.merged_cells.ranges
    }
    rows = {n for n, about in formulas.row_dimensions.items() if about.hidden or about.height == 0}
    assert set(spread(ours.hidden_rows)) == rows
    columns = {
        n for about in formulas.column_dimensions.values() if about.hidden for n in range(about.min, about.max + 1)
    }
    assert set(spread(ours.hidden_columns)) == columns
    assert ours.notes == {(c.row, c.column): c.comment.text for c in cells(formulas) if c.comment}
    assert ours.protected == formulas.protection.sheet
    assert ours.state == formulas.sheet_state


def cells(sheet: Any) -> Iterator[Any]:
    for row in sheet.iter_rows():
        yield from row


def spread(ranges: tuple[tuple[int, int], ...]) -> Iterator[int]:
    for first, last in ranges:
        yield from range(first, last + 1)


def their_format(cell: Any) -> str:
    # The one built-in format of this corpus that openpyxl spells in the American way.
    return str(cell.number_format).replace("mm-dd-yy", "yyyy/m/d")


def same(cell: GridCell, value: Any) -> bool:
    if value is None:
        return cell.kind == "z" or (cell.kind == "s" and cell.value == "")
    if isinstance(value, bool):
        return cell.kind == "b" and cell.value == "01"[value]
    if isinstance(value, datetime.datetime | datetime.time | datetime.timedelta):
        if cell.kind == "d":
            return isinstance(value, datetime.datetime) and cell.value == value.isoformat()
        return is_date(cell)
    if isinstance(value, int | float):
        return cell.kind == "n" and Decimal(str(value)) == Decimal(repr(float(cell.value)))
    return cell.kind in "se" and cell.value == value
