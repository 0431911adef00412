"""另存上报版, 批量校验 and 环境自检 as a clerk at Excel meets them."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
import xlwings
import xlwings_engine
from excel_desk import Desk
from office import converted, needs_libreoffice
from openpyxl.styles import PatternFill
from places import WORKBOOKS

from jixiao import marking
from jixiao.check import Choice, check_file
from jixiao.reading import read_workbook
from jixiao.scoring import shipped_profile
from jixiao_addin.buttons import memory
from jixiao_addin.excel import buttons

FORMS = sorted((WORKBOOKS / "项目").glob("*.xlsx"))
CHOICE = Choice(shipped_profile("mof-2021"))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    path = tmp_path / "自评表.xlsx"
    shutil.copy(FORMS[0], path)
    return Desk(path)


# -- 另存上报版


def test_the_copy_lies_beside_the_workbook_which_stays_open(desk: Desk, tmp_path: Path) -> None:
    said = desk.press(buttons.save_final, "yes")
    final = tmp_path / "自评表-上报版.xlsx"
    assert "自评表-上报版.xlsx" in said
    assert check_file(final, CHOICE).findings == check_file(FORMS[0], CHOICE).findings
    assert desk.book.fullname == str(tmp_path / "自评表.xlsx")


def test_what_is_on_the_screen_is_what_is_copied(desk: Desk, tmp_path: Path) -> None:
    desk.form["F12"] = "≤21万元"
    desk.press(buttons.save_final, "yes")
    assert openpyxl.load_workbook(tmp_path / "自评表-上报版.xlsx").worksheets[0]["F12"].value == "≤21万元"


def test_marks_do_not_go_up(desk: Desk, tmp_path: Path) -> None:
    desk.form["F12"].fill = PatternFill("solid", fgColor="FF00B0F0")
    desk.check()
    desk.press(buttons.save_final, "yes")
    workbook = openpyxl.load_workbook(tmp_path / "自评表-上报版.xlsx")
    assert not {marking.RESULT_SHEET, memory.SHEET} & set(workbook.sheetnames)
    cells = [cell for row in workbook.worksheets[0].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.comment is not None]
    assert workbook.worksheets[0]["F12"].fill.fgColor.rgb == "FF00B0F0"
    colours = {cell.fill.fgColor.rgb for cell in cells if cell.fill.fill_type == "solid"}
    assert not colours & {f"FF{fill}" for fill in marking.FILLS.values()}
    # And the clerk goes on with the marks.
    assert marking.RESULT_SHEET in desk.workbook.sheetnames


def test_nothing_is_saved_without_being_asked(desk: Desk, tmp_path: Path) -> None:
    before = (tmp_path / "自评表.xlsx").read_bytes()
    desk.form["F12"] = "≤21万元"
    desk.press(buttons.save_final, "no")
    assert (tmp_path / "自评表.xlsx").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["自评表.xlsx"]


def test_a_second_copy_writes_over_nothing(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "自评表-上报版.xlsx").write_bytes(b"old")
    desk.press(buttons.save_final, "yes")
    assert (tmp_path / "自评表-上报版.xlsx").read_bytes() == b"old"
    assert (tmp_path / "自评表-上报版(2).xlsx").exists()


def test_a_workbook_that_was_never_saved_is_to_be_saved_first() -> None:
    desk = Desk(workbook=openpyxl.load_workbook(FORMS[0]))
    assert "还没有保存过" in desk.press(buttons.save_final)


def test_a_workbook_that_cannot_be_saved_is_told_so(desk: Desk, tmp_path: Path) -> None:
    desk.book.cannot_save = True
    assert "没能保存" in desk.press(buttons.save_final, "yes")
    assert [path.name for path in tmp_path.iterdir()] == ["自评表.xlsx"]


def test_formulas_that_were_not_calculated_are_named(desk: Desk, tmp_path: Path) -> None:
    # The double of Excel saves as openpyxl does: without results.
    desk.form["I12"] = "=5+5"
    said = desk.press(buttons.save_final, "yes")
    assert "I12" in said and "重算" in said
    assert not (tmp_path / "自评表-上报版.xlsx").exists()


# -- 批量校验


def test_a_folder_is_checked_and_the_summary_opened(tmp_path: Path) -> None:
    folder = tmp_path / "交来的表"
    shutil.copytree(WORKBOOKS / "项目", folder)
    desk = Desk(workbook=openpyxl.Workbook())
    said = desk.press(buttons.check_folder, folder=str(folder))
    summary = Path(xlwings.Book(impl=desk.app.books.opened[-1]).fullname)
    assert summary.parent == tmp_path and summary.name.startswith("交来的表-校验汇总-")
    assert "查了13个文件" in said
    assert len(list(folder.iterdir())) == 13
    assert "结论" in openpyxl.load_workbook(summary).sheetnames


def test_no_folder_chosen_nothing_done(tmp_path: Path) -> None:
    desk = Desk(workbook=openpyxl.Workbook())
    assert desk.press(buttons.check_folder) == ""
    assert not list(tmp_path.iterdir())


def test_a_folder_needs_no_open_workbook(tmp_path: Path) -> None:
    shutil.copy(FORMS[0], tmp_path)
    desk = Desk(workbook=openpyxl.Workbook())
    # Without a workbook on the screen xlwings sees no Excel: there is only the add-in, which is handed over.
    desk.app.books.opened.clear()
    xlwings_engine.ENGINE.apps.open.clear()
    assert xlwings.apps.active is None
    assert "查了1个文件" in desk.press(buttons.check_folder, folder=str(tmp_path))
    assert "jixiao" in desk.press(buttons.run_doctor)


def test_a_folder_without_forms_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    desk = Desk(workbook=openpyxl.Workbook())
    assert "没有找到表格文件" in desk.press(buttons.check_folder, folder=str(tmp_path / "空"))
    assert [path.name for path in tmp_path.iterdir()] == ["空"]


# -- 环境自检


def test_the_self_check_is_shown() -> None:
    desk = Desk(workbook=openpyxl.Workbook())
    assert "jixiao" in desk.press(buttons.run_doctor)


# -- what LibreOffice makes of it


@needs_libreoffice
def test_a_marked_workbook_opens_in_libreoffice_with_notes_fills_and_links(desk: Desk, tmp_path: Path) -> None:
    name = desk.form.title
    desk.form.title = "=自评'表"
    desk.check()
    marked = tmp_path / "标注.xlsx"
    marked.write_bytes(desk.saved())
    (again,) = converted([marked], tmp_path, "xlsx").values()
    workbook = openpyxl.load_workbook(again)
    form, results = workbook.worksheets[0], workbook[marking.RESULT_SHEET]
    assert workbook.sheetnames[1] == marking.RESULT_SHEET and name not in workbook.sheetnames
    assert form["F12"].comment.text == desk.form["F12"].comment.text
    assert form["F12"].fill.fgColor.rgb[-6:] == desk.form["F12"].fill.fgColor.rgb[-6:]
    shown = [[cell.value for cell in row] for row in results.iter_rows(max_col=6)]
    wrote = [[cell.value for cell in row] for row in desk.workbook[marking.RESULT_SHEET].iter_rows(max_col=6)]
    assert shown == wrote
    # The references that remember the cells are still references.
    kept = [str(row[0].value) for row in workbook[memory.SHEET].iter_rows(min_row=2)]
    assert kept and all(text.startswith("=") and "$" in text for text in kept)
    assert (
        read_workbook(again.read_bytes()).sheets[0].cells.keys() == read_workbook(desk.saved()).sheets[0].cells.keys()
    )


def test_the_double_refuses_what_excel_refuses() -> None:
    desk = Desk(workbook=openpyxl.Workbook())
    cells = xlwings_engine.Range(desk.book.sheets(1), (1, 1, 1, 1))
    with pytest.raises(xlwings.XlwingsError):
        cells.raw_value = "=9万元"
    cells.raw_value = "1-2"
    assert desk.form["A1"].is_date
