"""校验 and 清除标注 as a clerk at Excel meets them."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import openpyxl
import pytest
from corpus import make_corpus
from excel_desk import Desk, contents, everything
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill, Protection
from openpyxl.workbook.protection import WorkbookProtection
from places import WORKBOOKS

from jixiao import marking
from jixiao.check import Choice, check_file
from jixiao.marking import FILLS, marks_of
from jixiao.reading import read_workbook
from jixiao.scoring import shipped_profile
from jixiao_addin.buttons import checking, memory
from jixiao_addin.excel import buttons

FORMS = sorted(WORKBOOKS.rglob("*.xlsx"))
EXPORT = next(path for path in FORMS if path.name.startswith("15"))
CHOICE = Choice(shipped_profile("mof-2021"))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    path = tmp_path / EXPORT.name
    shutil.copy(EXPORT, path)
    return Desk(path)


def test_words_that_calc_cannot_import_are_those_of_the_engine() -> None:
    assert (checking.RESULT_SHEET, checking.SIGNATURE) == (marking.RESULT_SHEET, marking.SIGNATURE)


# -- what 校验 puts there


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem[:2])
def test_every_cell_with_a_finding_is_marked_and_no_other(path: Path) -> None:
    desk = Desk(workbook=openpyxl.load_workbook(path))
    before = {cell.coordinate for row in desk.form.iter_rows() for cell in row if cell.comment}
    desk.check()
    marks = {mark.cell: mark for mark in marks_of(check_file(path, CHOICE))}
    noted = {cell.coordinate: cell for row in desk.form.iter_rows() for cell in row if cell.comment}
    assert noted.keys() - before == marks.keys()
    for address, mark in marks.items():
        assert noted[address].comment.text.endswith(mark.text)
        assert noted[address].fill.fgColor.rgb == f"FF{FILLS[mark.severity]}"


def test_no_content_is_touched(desk: Desk) -> None:
    before = contents(desk.workbook)
    stored = read_workbook(desk.saved()).sheets[0]
    desk.check()
    assert contents(desk.workbook) == before
    marked = read_workbook(desk.saved()).sheets[0]
    assert (marked.cells, marked.merges, marked.hidden_rows) == (stored.cells, stored.merges, stored.hidden_rows)
    desk.clear()
    assert read_workbook(desk.saved()).sheets[0] == stored


def test_the_results_stand_on_the_last_sheet_and_are_shown(desk: Desk) -> None:
    said = desk.check()
    assert said.startswith("需修改：必须修改2处")
    assert [sheet.title for sheet in desk.workbook if sheet.sheet_state == "visible"][-1] == marking.RESULT_SHEET
    assert desk.workbook.active.title == marking.RESULT_SHEET
    head, rows = desk.results[:3], desk.results[3:]
    assert "jixiao" in head[0][0]
    assert "需修改" in head[1][0] and "mof-2021" in head[1][0]
    assert rows[1] == marking.COLUMNS
    assert [row[5] for row in rows[2:]] == ["JX301", "JX311", "JX404"]


def test_every_row_leads_to_its_cell(desk: Desk) -> None:
    desk.check()
    sheet = desk.workbook[marking.RESULT_SHEET]
    links = {cell.value: cell.hyperlink.location for cell in sheet["A"] if cell.hyperlink}
    name = desk.form.title
    assert links == {f"{name}!{cell}": f"'{name}'!{cell}" for cell in ("F18", "F19", "I22")}


def test_what_is_on_the_screen_is_checked_and_not_the_file(desk: Desk) -> None:
    desk.form["F18"] = "≥95%"
    desk.check()
    assert "JX311" not in [row[5] for row in desk.results[5:]]
    assert desk.app.calculated == 1


def test_text_that_looks_like_a_formula_is_written_as_text(desk: Desk) -> None:
    desk.form["D18"] = "=HYPERLINK(1)"
    desk.form["D18"].data_type = "s"
    desk.check()
    sheet = desk.workbook[marking.RESULT_SHEET]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert any("=HYPERLINK(1)" in str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_a_sheet_whose_name_looks_like_a_formula_gets_no_link_but_its_row(desk: Desk) -> None:
    desk.form.title = "=1+1"
    desk.check()
    cells = [desk.workbook[marking.RESULT_SHEET][f"A{row}"] for row in range(6, 9)]
    assert [cell.value for cell in cells] == ["=1+1!F19", "=1+1!F18", "=1+1!I22"]
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in cells)
    desk.clear()
    assert not [cell for row in desk.form.iter_rows() for cell in row if cell.comment]


def test_a_quote_in_the_name_of_a_sheet_breaks_nothing(desk: Desk) -> None:
    desk.form.title = "2023'自评"
    before = everything(desk.workbook)
    desk.check()
    assert desk.workbook[marking.RESULT_SHEET]["A6"].hyperlink.location == "'2023''自评'!F19"
    desk.clear()
    assert everything(desk.workbook) == before


def test_a_workbook_without_a_form_is_told_so_and_stays_as_it_is() -> None:
    desk = Desk(workbook=openpyxl.Workbook())
    before = everything(desk.workbook)
    said = desk.check()
    assert "没有找到" in said or "没有" in said
    assert everything(desk.workbook) == before


def test_a_form_without_findings_gets_the_good_news_in_writing(tmp_path: Path) -> None:
    clean = next(path for path in make_corpus(tmp_path, forms=9) if not check_file(path, CHOICE).findings)
    desk = Desk(workbook=openpyxl.load_workbook(clean))
    assert desk.check() == "可上报：没有发现问题。"
    assert "没有发现问题。" in [row[0] for row in desk.results]
    desk.clear()
    assert desk.workbook.sheetnames == openpyxl.load_workbook(clean).sheetnames


def test_a_marked_workbook_checks_as_before(desk: Desk, tmp_path: Path) -> None:
    desk.check()
    marked = tmp_path / "标注.xlsx"
    marked.write_bytes(desk.saved())
    assert check_file(marked, CHOICE).findings == check_file(EXPORT, CHOICE).findings


# -- before anything is written


def test_the_clerk_is_told_that_undo_is_lost_and_may_say_no(desk: Desk) -> None:
    before = everything(desk.workbook)
    assert desk.check("no") == ""
    assert "撤销" in desk.asked[0]
    assert everything(desk.workbook) == before


def test_once_a_session_is_enough(desk: Desk) -> None:
    desk.check("yes")
    desk.check()
    assert len(desk.asked) == 1


# -- again, and away


def test_a_second_check_takes_the_first_away(desk: Desk) -> None:
    desk.check()
    desk.form["F18"] = "≥95%"
    desk.check()
    assert desk.form["F18"].comment is None
    assert desk.form["F18"].fill.fill_type is None
    assert desk.workbook.sheetnames.count(marking.RESULT_SHEET) == 1
    first = desk.form["F19"].comment.text
    assert first.count(marking.SIGNATURE) == 1


def test_clearing_gives_back_every_cell_and_leaves_no_sheet(desk: Desk) -> None:
    desk.form["F19"].fill = PatternFill("solid", fgColor="FF00B0F0")
    desk.form["I22"].comment = Comment("和局里核过", "张")
    before = everything(desk.workbook)
    desk.check()
    assert desk.form["I22"].comment.text.startswith("和局里核过\n\n【校验】")
    assert desk.clear() == "标注和“校验结果”表都已清除。"
    assert everything(desk.workbook) == before


def test_marks_survive_saving_and_are_cleared_after_opening_again(desk: Desk, tmp_path: Path) -> None:
    desk.form["F19"].fill = PatternFill("solid", fgColor="FF00B0F0")
    before = everything(desk.workbook)
    desk.check()
    again = desk.reopened(tmp_path / "又一次.xlsx")
    assert again.workbook[memory.SHEET].sheet_state == "veryHidden"
    again.clear()
    assert everything(again.workbook) == before


def test_a_clerk_who_deletes_the_results_by_hand_still_gets_everything_back(desk: Desk) -> None:
    desk.form["F19"].fill = PatternFill("solid", fgColor="FF00B0F0")
    before = everything(desk.workbook)
    desk.check()
    desk.book.sheets(marking.RESULT_SHEET).delete()
    desk.clear()
    assert everything(desk.workbook) == before


def test_what_the_clerk_changed_since_stays(desk: Desk) -> None:
    desk.check()
    desk.form["F18"].fill = PatternFill("solid", fgColor="FF92D050")
    desk.form["F19"].comment = Comment(f"{desk.form['F19'].comment.text}\n已请示财政局", "张")
    desk.form["I22"].comment = Comment(desk.form["I22"].comment.text.replace("请核对", "已核对"), "张")
    desk.form["F19"] = "≤36万元"
    desk.clear()
    assert desk.form["F18"].fill.fgColor.rgb == "FF92D050"
    assert desk.form["F19"].comment.text == "已请示财政局"
    assert desk.form["I22"].comment is None
    assert desk.form["F19"].value == "≤36万元"


def test_a_copied_row_is_cleared_too(desk: Desk) -> None:
    desk.check()
    source, target = desk.form["F19"], desk.form["F60"]
    target.comment, target.fill = Comment(source.comment.text, "Excel"), source.fill.__copy__()
    desk.clear()
    assert target.comment is None
    assert target.fill.fill_type is None


def test_marks_follow_when_excel_has_moved_the_cells(desk: Desk) -> None:
    # Excel moves references along; here what it would have made of them is written by hand.
    desk.form["F19"].fill = PatternFill("solid", fgColor="FF00B0F0")
    desk.check()
    kept = desk.workbook[memory.SHEET]
    row = next(row for row in kept.iter_rows() if row[0].value.endswith("$F$19"))
    row[0].value = row[0].value.replace("$19", "$49")
    desk.form["F49"].fill = desk.form["F19"].fill.__copy__()
    desk.form["F49"].comment = Comment(desk.form["F19"].comment.text, "Excel")
    desk.form["F19"].fill, desk.form["F19"].comment = PatternFill(), None
    desk.clear()
    assert desk.form["F49"].fill.fgColor.rgb == "FF00B0F0"
    assert desk.form["F49"].comment is None


def test_a_deleted_cell_is_forgotten(desk: Desk) -> None:
    desk.check()
    for row in desk.workbook[memory.SHEET].iter_rows(min_row=2):
        row[0].value = "=#REF!"
    assert "已清除" in desk.clear()
    assert memory.SHEET not in desk.workbook.sheetnames


def test_clearing_where_nothing_is_marked_says_so(desk: Desk) -> None:
    before = everything(desk.workbook)
    assert desk.clear() == "没有校验的标注，不用清除。"
    assert everything(desk.workbook) == before


def test_a_sheet_of_the_clerks_own_with_that_name_is_left_alone(desk: Desk) -> None:
    own = desk.workbook.create_sheet(marking.RESULT_SHEET)
    own["A1"] = "局里的校验记录"
    before = everything(desk.workbook)
    said = desk.check()
    assert "改个名字" in said and "JX" not in said
    assert desk.clear() == "没有校验的标注，不用清除。"
    assert everything(desk.workbook) == before


@pytest.mark.parametrize(
    "text",
    [
        "财务科【校验】已通过，勿动",
        "【校验】",
        f"{checking.SIGNATURE}\n必须修改 JX301 F18“维护费”应写“≤”。",
        f"先看合同\n\n{checking.SIGNATURE}\n必须修改 JX301 F18。\n再看账",
    ],
)
def test_a_note_that_the_clerk_signed_so_stays(desk: Desk, text: str) -> None:
    for cell in ("A1", "F19"):
        desk.form[cell].comment = Comment(text, "张")
    before = everything(desk.workbook)
    assert desk.clear().startswith("没有校验的标注")
    assert everything(desk.workbook) == before
    desk.check()
    assert desk.form["A1"].comment.text == text
    desk.clear()
    assert everything(desk.workbook) == before


def test_notes_that_look_like_ours_and_are_not_remembered_are_named_and_stay(desk: Desk) -> None:
    desk.form["F60"].comment = Comment(f"{checking.SIGNATURE}\n必须修改 JX301 F18。", "张")
    said = desk.clear()
    assert f"{desk.form.title}!F60" in said and "没有动" in said


def test_a_note_in_a_workbook_without_a_form_stays() -> None:
    desk = Desk(workbook=openpyxl.Workbook())
    desk.form["A1"].comment = Comment("财务科【校验】已通过", "张")
    before = everything(desk.workbook)
    desk.check()
    desk.clear()
    assert everything(desk.workbook) == before


def test_the_copy_of_a_marked_row_gets_back_what_the_row_had(desk: Desk) -> None:
    desk.form["F19"].fill = PatternFill("solid", fgColor="FF00B0F0")
    desk.form["F19"].comment = Comment("和局里核过", "张")
    desk.check()
    source, target = desk.form["F19"], desk.form["F60"]
    target.comment, target.fill = Comment(source.comment.text, "Excel"), source.fill.__copy__()
    desk.clear()
    assert (target.comment.text, target.fill.fgColor.rgb) == ("和局里核过", "FF00B0F0")


@pytest.mark.parametrize("length", [31_990, 32_700, 32_767])
def test_a_note_with_no_room_left_stays_and_the_fill_marks_the_cell(desk: Desk, length: int) -> None:
    desk.form["F19"].comment = Comment("核" * length, "张")
    before = everything(desk.workbook)
    desk.check()
    desk.check()
    assert desk.form["F19"].fill.fill_type == "solid"
    desk.clear()
    assert everything(desk.workbook) == before


def test_a_sheet_of_the_clerks_own_named_as_our_memory_is_left_alone(desk: Desk) -> None:
    own = desk.workbook.create_sheet(memory.SHEET)
    own["A1"], own["A2"] = "局里的记录", "='表'!$A$1"
    before = everything(desk.workbook)
    said = desk.check()
    assert memory.SHEET in said and "改个名字" in said
    assert desk.clear() == "没有校验的标注，不用清除。"
    assert everything(desk.workbook) == before


def test_a_row_put_above_the_results_does_not_make_them_somebody_elses(desk: Desk) -> None:
    before = everything(desk.workbook)
    desk.check()
    desk.workbook[marking.RESULT_SHEET].insert_rows(1)
    desk.check()
    assert desk.workbook.sheetnames.count(marking.RESULT_SHEET) == 1
    desk.workbook[marking.RESULT_SHEET].insert_rows(1)
    desk.clear()
    assert everything(desk.workbook) == before


def test_a_chart_sheet_before_the_form_is_no_obstacle(desk: Desk) -> None:
    form = desk.form
    desk.workbook.create_chartsheet("图", 0)
    desk.workbook.active = form
    before = everything(desk.workbook)
    assert desk.check().startswith("需修改")
    assert [sheet.title for sheet in desk.workbook.worksheets if sheet.sheet_state == "visible"] == [
        desk.form.title,
        marking.RESULT_SHEET,
    ]
    desk.check()
    desk.clear()
    assert everything(desk.workbook) == before


def test_clearing_says_that_undo_is_lost_and_may_be_refused(desk: Desk, tmp_path: Path) -> None:
    desk.check()
    again = desk.reopened(tmp_path / "又一次.xlsx")
    before = everything(again.workbook)
    assert again.press(buttons.clear_marks, "no") == ""
    assert "撤销" in again.asked[0]
    assert everything(again.workbook) == before


def test_the_button_on_a_form_of_forty_rows_takes_no_time_worth_a_word(desk: Desk) -> None:
    # Coarse: bench/buttons.py measures.
    started = time.process_time()
    desk.check()
    assert time.process_time() - started < 5


# -- what is protected


def protect(desk: Desk, *, formats: bool = False, notes: bool = False, unlocked: str = "") -> None:
    """Protect the form; formats, notes: whether they may be changed all the same."""
    desk.form.protection.sheet = True
    desk.form.protection.formatCells = not formats
    desk.form.protection.objects = not notes
    if unlocked:
        desk.form[unlocked].protection = Protection(locked=False)


def test_locked_cells_are_named_on_the_results_and_in_the_message(desk: Desk) -> None:
    protect(desk, unlocked="F19")
    said = desk.check()
    assert "有2处受保护，没能加标注" in said
    assert desk.form["F19"].comment is not None
    assert desk.form["F18"].comment is None
    (line,) = [row[0] for row in desk.results if row[0] and "受保护" in row[0]]
    assert "F18" in line and "I22" in line and "F19" not in line
    assert [row[5] for row in desk.results[6:]] == ["JX301", "JX311", "JX404"]


def test_a_protected_sheet_that_allows_formats_and_notes_is_marked(desk: Desk) -> None:
    protect(desk, formats=True, notes=True)
    before = everything(desk.workbook)
    assert "受保护" not in desk.check()
    assert desk.form["F18"].comment is not None
    desk.clear()
    assert everything(desk.workbook) == before


def test_a_sheet_that_was_protected_after_marking_keeps_its_memory(desk: Desk) -> None:
    desk.form["F19"].fill = PatternFill("solid", fgColor="FF00B0F0")
    before = everything(desk.workbook)
    desk.check()
    protect(desk)
    said = desk.clear()
    assert "F19" in said and "撤销工作表保护" in said
    assert marking.RESULT_SHEET not in desk.workbook.sheetnames
    # Checked again while still protected, what was covered at first is not lost.
    desk.check()
    desk.form.protection.sheet = False
    desk.clear()
    after = everything(desk.workbook)
    assert after == before


def test_a_workbook_whose_structure_is_protected_gets_no_marks_but_the_list(desk: Desk) -> None:
    desk.workbook.security = WorkbookProtection(lockStructure=True)
    before = everything(desk.workbook)
    said = desk.check()
    assert "结构受保护" in said and "JX" not in said.partition("\n")[0]
    assert "F19" in said
    assert everything(desk.workbook) == before


def test_a_structure_protected_later_is_said_when_clearing(desk: Desk) -> None:
    desk.check()
    desk.workbook.security = WorkbookProtection(lockStructure=True)
    assert "取消“保护工作簿”" in desk.clear()
