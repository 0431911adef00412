"""Every case is drawn as printed, and the examples on disk are what the drawing layer draws."""

from __future__ import annotations

import importlib.util
import re
import zipfile
from collections import Counter
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from types import ModuleType

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from jixiao_templates import LAYOUTS, Box, Case, Page, case_page, load_cases, workbook_bytes
from jixiao_templates.layout import Layout
from jixiao_templates.measure import row_heights
from jixiao_templates.page import PLAIN, across, beside, height, stack, width

ROOT = Path(__file__).resolve().parents[2]
CASES = load_cases(ROOT / "examples" / "cases" / "xunyang-2023")

each_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
each_layout = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())


def script(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def drawn(case: Case) -> Worksheet:
    sheet = load_workbook(BytesIO(workbook_bytes([case_page(case)]))).active
    assert isinstance(sheet, Worksheet)
    return sheet


def texts(sheet: Worksheet) -> Counter[str]:
    values = (cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None)
    return Counter(str(value) for value in values)


def printed(case: Case) -> Counter[str]:
    """Everything the case says, each as often as it must stand on the form; the levels at least once."""
    values: list[object] = [case.project, case.department, case.unit, case.department_name]
    values += [case.subordinate_units, case.goals.expected or None, case.goals.actual or None]
    values += [case.total.weight, case.total.score, *case.level1_weights.values()]
    for line in case.funds:
        values += [line.initial, line.budget, line.spent, line.weight, line.rate, line.score]
    for row in case.indicators:
        values += [row.level3, row.target, row.actual, row.weight, row.score, row.reason]
    values += list({row.level1: None for row in case.indicators})
    values += list({(row.level1, row.level2): None for row in case.indicators})
    flat = (value[1] if isinstance(value, tuple) else value for value in values)
    return Counter(str(value) for value in flat if value is not None)


@each_case
def test_every_printed_value_is_there(case: Case) -> None:
    expected = printed(case)
    if case.kind == "department":
        expected[str(case.unit)] = 1  # it has no 实施单位
    assert not expected - texts(drawn(case))


@each_case
def test_every_funds_label_is_there(case: Case) -> None:
    shown = texts(drawn(case))
    for line in case.funds:
        source, colon, part = line.label.partition("：")
        assert shown[line.label] or (colon and shown[part] and any(text.startswith(source) for text in shown))


@each_case
def test_a_target_is_text_that_stays_text(case: Case) -> None:
    sheet = drawn(case)
    targets = [box for box in case_page(case).boxes if box.role == "target"]
    assert [box.value for box in targets] == [row.target for row in case.indicators]
    for box in targets:
        cell = sheet.cell(box.top + 1, box.left + 1)
        assert cell.data_type in "sn"  # never "f"
        assert cell.value == box.value
        assert cell.number_format == "@"
        assert cell.quotePrefix == str(box.value).startswith("=")


def test_numbers_are_written_digit_by_digit() -> None:
    values = ("94.49", "60.00", "0.050405", "360000")
    boxes = across([(Decimal(value), "score", PLAIN, 1) for value in values])
    with zipfile.ZipFile(BytesIO(workbook_bytes([Page("页", boxes, (8.0,) * 4)]))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall("<v>(.*?)</v>", sheet) == ["94.49", "60", "0.050405", "360000"]


def test_no_formula_is_written() -> None:
    case = CASES["16-export-tongxin"]
    assert any((row.actual or "").startswith("=") for row in case.indicators)
    with zipfile.ZipFile(BytesIO(workbook_bytes([case_page(case)]))) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
        assert "=9万元" in archive.read("xl/sharedStrings.xml").decode()


@each_case
def test_levels_and_captions_are_merged(case: Case) -> None:
    sheet = drawn(case)
    merged = {(area.min_row, area.min_col, area.max_row, area.max_col) for area in sheet.merged_cells.ranges}
    page = case_page(case)
    assert merged == {(box.top + 1, box.left + 1, box.bottom + 1, box.right + 1) for box in page.boxes if box.merged}
    for box in page.boxes:
        if box.role == "level1":
            own = [row for row in case.indicators if row.level1 == box.value]
            assert box.bottom - box.top + 1 == len(own)


@each_case
def test_no_cell_is_covered_twice(case: Case) -> None:
    covered = Counter(
        (row, column)
        for box in case_page(case).boxes
        for row in range(box.top, box.bottom + 1)
        for column in range(box.left, box.right + 1)
    )
    assert covered.most_common(1)[0][1] == 1


@each_case
def test_the_table_has_borders_all_round_and_prints_on_one_page_width(case: Case) -> None:
    sheet = drawn(case)
    for box in case_page(case).boxes:
        cell = sheet.cell(box.bottom + 1, box.right + 1)
        assert (cell.border.right.style == "thin") is box.style.border
        assert (cell.border.bottom.style == "thin") is box.style.border
        assert sheet.cell(box.top + 1, box.left + 1).font.name == "宋体"
    setup = sheet.page_setup
    assert (setup.orientation, setup.paperSize) == ("portrait", 9)
    assert (setup.fitToWidth or 1, setup.fitToHeight) == (1, 0)


@each_case
def test_the_same_case_gives_the_same_bytes(case: Case) -> None:
    assert workbook_bytes([case_page(case)]) == workbook_bytes([case_page(case)])


@each_layout
def test_the_rows_of_a_layout_fill_its_grid(layout: Layout) -> None:
    grid = len(layout.widths)
    assert {sum(field.label_span + field.span for field in row) for row in layout.header} == {grid}
    for table in (layout.funds, layout.indicators, layout.goals):
        assert table is None or table.caption_span + sum(column.span for column in table.columns) == grid


def test_rows_are_high_enough_for_their_text() -> None:
    long = Box(0, 0, 0, 0, "绩效" * 100, "goals.expected")
    page = Page("页", (long, Box(0, 1, 0, 1, Decimal(1), "score")), (21.0, 5.0))
    assert row_heights(page)[0] > 20 * 10


def test_blocks_are_put_together() -> None:
    block = across([("甲", "label", PLAIN, 2), ("乙", "label", PLAIN, 1)])
    assert (height(block), width(block)) == (1, 3)
    assert [box.top for box in stack(block, block, gap=1)] == [0, 0, 2, 2]
    assert [box.left for box in beside(block, block, gap=1)] == [0, 2, 4, 6]


def test_the_examples_on_disk_are_what_is_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    assert script(ROOT / "examples" / "draw.py").main(["--check"]) == 0, capsys.readouterr().out


def test_every_example_on_disk_has_its_case() -> None:
    folder = ROOT / "examples" / "xunyang-2023"
    numbers = sorted(path.name[:2] for path in folder.rglob("*.xlsx"))
    assert numbers == sorted(stem[:2] for stem in CASES)
