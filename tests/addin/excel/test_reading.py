"""What is on the screen of Excel is read as what stands in the file, through a double of Excel over files."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings
import xlwings_engine
from corpus import make_corpus
from habits import HABITS, applies
from openpyxl.comments import Comment
from places import ROOT, WORKBOOKS

from jixiao.check import Choice, check_workbook
from jixiao.finding import Finding
from jixiao.reading import Workbook, displayed, read_workbook
from jixiao.reading.given import workbook_from
from jixiao.scoring import shipped_profile
from jixiao_addin.excel.reading import grid_of
from jixiao_templates import load_cases

FORMS = sorted(WORKBOOKS.rglob("*.xlsx"))
CHOICE = Choice(shipped_profile("mof-2021"))
CASES = load_cases(ROOT / "examples/cases/xunyang-2023")


def on_screen(path: Path | None = None, workbook: openpyxl.Workbook | None = None) -> Workbook:
    """The workbook as Excel hands it over."""
    book = xlwings_engine.opened(xlwings_engine.excel(), path, workbook)
    return workbook_from(grid_of(xlwings.Book(impl=book)))


def seen(workbook: Workbook) -> dict[tuple[str, tuple[int, int]], tuple[str, str | None]]:
    """What every cell that is not blank shows, with its formula."""
    return {
        (sheet.name, place): (displayed(cell), cell.formula)
        for sheet in workbook.sheets
        for place, cell in sheet.cells.items()
        if cell.value or cell.formula
    }


def findings(workbook: Workbook) -> list[Finding]:
    return list(check_workbook(workbook, "表.xlsx", CHOICE).findings)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem[:2])
def test_a_real_form_gives_the_same_findings_on_the_screen_as_in_its_file(path: Path) -> None:
    file, screen = read_workbook(path), on_screen(path)
    assert findings(screen) == findings(file)
    assert seen(screen) == seen(file)
    for shown, stored in zip(screen.sheets, file.sheets, strict=True):
        anchored = {merge for merge in stored.merges if merge[:2] in stored.cells}
        assert anchored <= set(shown.merges) <= set(stored.merges)


def test_generated_forms_give_the_same_findings(tmp_path: Path) -> None:
    paths = make_corpus(tmp_path, forms=12, seed=5)
    found = [findings(read_workbook(path)) for path in paths]
    assert [findings(on_screen(path)) for path in paths] == found
    assert sum(map(len, found)) > 5


@pytest.mark.parametrize("habit", HABITS)
def test_other_habits_of_filling_in_give_the_same_findings(habit: str, tmp_path: Path) -> None:
    case = next(case for case in CASES.values() if applies(habit, case))
    path = tmp_path / "表.xlsx"
    HABITS[habit](case, path)
    assert findings(on_screen(path)) == findings(read_workbook(path))


# -- cell by cell


def only_cell(value: Any, number_format: str = "General", kind: str | None = None) -> tuple[str, str, str | None]:
    workbook = openpyxl.Workbook()
    cell = workbook.active["B2"]
    cell.value = value
    if kind is not None:
        cell.data_type = kind
    cell.number_format = number_format
    (found,) = on_screen(workbook=workbook).sheets[0].cells.values()
    return found.kind, found.value, found.formula


@pytest.mark.parametrize(
    ("value", "number_format", "kind", "expected"),
    [
        ("≥98%", "@", None, ("s", "≥98%", None)),
        # Text that begins with "=": Excel's formula property says the same of it as of a formula.
        ("=36万元", "@", "s", ("s", "=36万元", None)),
        ("=100%", "@", "s", ("s", "=100%", None)),
        (0.97, "0%", None, ("n", "0.97", None)),
        (12, "General", None, ("n", "12", None)),
        # Excel hands an amount in a currency format over with four decimals.
        (29.050405, "¥#,##0.00", None, ("n", "29.050405", None)),
        (29.050404999999998, "General", None, ("n", "29.050405", None)),
        (1e-7, "General", None, ("n", "1E-07", None)),
        (-3.5, "General", None, ("n", "-3.5", None)),
        (True, "General", None, ("b", "1", None)),
        ("#DIV/0!", "General", "e", ("e", "#DIV/0!", None)),
        (datetime(2023, 12, 31), "yyyy/m/d", None, ("d", "2023-12-31T00:00:00", None)),
        (45291, "mm-dd-yy", None, ("d", "2023-12-31T00:00:00", None)),
        (time(8, 30), "h:mm", None, ("d", "08:30:00", None)),
        ("多行\n文字", "General", None, ("s", "多行\n文字", None)),
    ],
)
def test_a_cell_is_what_it_is(
    value: Any, number_format: str, kind: str | None, expected: tuple[str, str, str | None]
) -> None:
    assert only_cell(value, number_format, kind) == expected


def saved_with_results(tmp_path: Path, cells: dict[str, tuple[str, Any]]) -> Path:
    """A workbook with formulas and the results that a program stored with them."""
    import xlsxwriter

    path = tmp_path / "表.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("自评表")
        for address, (formula, result) in cells.items():
            sheet.write_formula(address, formula, None, result)
    return path


def test_a_formula_comes_with_its_result(tmp_path: Path) -> None:
    results = {"A1": ("=1+1", 2), "A2": ('=""', ""), "A3": ('="≥"&98&"%"', "≥98%"), "A4": ("=1/0", "#DIV/0!")}
    cells = on_screen(saved_with_results(tmp_path, results)).sheets[0].cells
    assert [(cell.kind, cell.value, cell.formula) for cell in cells.values()] == [
        ("n", "2.0", "1+1"),
        ("s", "", '""'),
        ("s", "≥98%", '"≥"&98&"%"'),
        ("e", "#DIV/0!", "1/0"),
    ]


def test_a_date_shows_as_in_the_file(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet["A1"], sheet["A1"].number_format = datetime(2023, 12, 31), "mm-dd-yy"
    path = tmp_path / "表.xlsx"
    workbook.save(path)
    assert seen(on_screen(path)) == seen(read_workbook(path))


# -- what is around the cells


def altered(change: Callable[[openpyxl.Workbook], None]) -> tuple[Workbook, Workbook]:
    """A real form with a change, as in its file and as on the screen."""
    workbook = openpyxl.load_workbook(FORMS[-1])
    change(workbook)
    saved = io.BytesIO()
    workbook.save(saved)
    return read_workbook(saved.getvalue()), on_screen(workbook=workbook)


def test_hidden_rows_and_columns_are_seen() -> None:
    def hide(workbook: openpyxl.Workbook) -> None:
        sheet = workbook.active
        for row in (12, 13, 20):
            sheet.row_dimensions[row].hidden = True
        sheet.column_dimensions["H"].hidden = True

    file, screen = altered(hide)

    def numbers(ranges: tuple[tuple[int, int], ...]) -> set[int]:
        return {number for first, last in ranges for number in range(first, last + 1)}

    (stored,), (shown,) = file.sheets, screen.sheets
    assert numbers(shown.hidden_rows) == {12, 13, 20} == numbers(stored.hidden_rows)
    assert numbers(shown.hidden_columns) == {8} == numbers(stored.hidden_columns)
    assert "JX006" in {finding.code for finding in findings(screen)}
    assert findings(screen) == findings(file)


def test_hidden_sheets_are_told_from_very_hidden_ones() -> None:
    def add(workbook: openpyxl.Workbook) -> None:
        workbook.copy_worksheet(workbook.active).sheet_state = "hidden"
        workbook.copy_worksheet(workbook.worksheets[0]).sheet_state = "veryHidden"

    file, screen = altered(add)
    assert [sheet.state for sheet in screen.sheets] == ["visible", "hidden", "veryHidden"]
    assert findings(screen) == findings(file)


def test_notes_and_names_come_along() -> None:
    def add(workbook: openpyxl.Workbook) -> None:
        sheet = workbook.active
        sheet["F12"].comment = Comment("按合同", "审核")
        name = openpyxl.workbook.defined_name.DefinedName("jixiao_template", attr_text=f"'{sheet.title}'!$Z$1")
        sheet.defined_names["jixiao_template"] = name
        everywhere = openpyxl.workbook.defined_name.DefinedName("全表", attr_text=f"'{sheet.title}'!$A$1:$J$9")
        workbook.defined_names["全表"] = everywhere

    file, screen = altered(add)
    assert screen.sheets[0].notes == {(12, 6): "按合同"} == file.sheets[0].notes
    named = {key: text for key, text in file.defined_names.items() if "_xlnm." not in key}
    assert screen.defined_names == named
    assert len(named) == 2


def test_a_column_formatted_to_the_last_row_costs_no_more() -> None:
    workbook = openpyxl.load_workbook(FORMS[0])
    on_screen(workbook=workbook)
    usual = xlwings_engine.ENGINE.calls
    workbook.active.cell(200_000, 3).number_format = "0.00"
    shown = on_screen(workbook=workbook)
    assert findings(shown) == findings(read_workbook(FORMS[0]))
    assert xlwings_engine.ENGINE.calls < usual + 10


def test_a_form_below_many_empty_rows_is_seen() -> None:
    workbook = openpyxl.Workbook()
    workbook.active["A1"], workbook.active["B1900"] = "说明", "≥98%"
    book = xlwings_engine.opened(xlwings_engine.excel(), None, workbook)
    (sheet,) = grid_of(xlwings.Book(impl=book))["sheets"]
    assert [cell[:2] for cell in sheet["cells"]] == [[1, 1], [1900, 2]]


def test_an_empty_workbook_and_an_empty_sheet_are_read() -> None:
    assert on_screen(workbook=openpyxl.Workbook()).sheets[0].cells == {}
