"""The buttons in a real Calc: marks and 校验结果, taken away without a trace, and nothing of the clerk's touched."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from calc_office import Office
from office import needs_libreoffice
from openpyxl.comments import Comment
from packages import packed, part
from places import CASES

from jixiao.check import Choice, check_file
from jixiao.marking import COLUMNS, FILLS, RESULT_SHEET, marks_of, result_sheet
from jixiao.scoring import shipped_profile
from jixiao_templates.case import load_case
from jixiao_templates.templates import build

pytestmark = [needs_libreoffice, pytest.mark.libreoffice]
CHECK, CLEAR, UNDO, REDO = {"press_": "check"}, {"press_": "clear"}, {"undo": True}, {"redo": True}
SHEET = "xl/worksheets/sheet1.xml"
State = Mapping[str, Any]


def pressed(office: Office, path: Path, *steps: Mapping[str, Any]) -> list[State]:
    """How things stand after each step."""
    states: list[State] = office.ask("pressed", path=str(path), steps=steps)
    return states


def expected(path: Path) -> tuple[dict[str, dict[str, list[str]]], list[list[str]]]:
    """The marks and the table that the file reader's findings make."""
    file = check_file(path, Choice(shipped_profile()))
    marks: dict[str, dict[str, list[str]]] = {}
    for mark in marks_of(file):
        marks.setdefault(mark.sheet, {})[mark.cell] = [FILLS[mark.severity], mark.text]
    return marks, [list(row) for row in result_sheet(file, datetime(2024, 1, 1)).rows()]


def test_the_real_forms_have_the_findings_that_the_file_reader_gives(office: Office, forms: list[Path]) -> None:
    assert len(forms) == 16
    answers = office.ask("checked", paths=[str(path) for path in forms])
    for path, answer in zip(forms, answers, strict=True):
        marks, rows = expected(path)
        assert answer["marks"] == marks, path
        table = answer["rows"]
        found = table[table.index(list(COLUMNS)) + 1 :] if rows else []
        assert found == rows, path
        assert answer["sheets"][-1] == RESULT_SHEET


def test_marks_and_links_survive_saving(office: Office, tmp_path: Path, form: Path) -> None:
    target = tmp_path / "校验过.xlsx"
    pressed(office, form, CHECK, {"save": str(target)})
    book = openpyxl.load_workbook(target)
    marks, rows = expected(form)
    assert book.sheetnames[-1] == RESULT_SHEET
    for sheet, cells in marks.items():
        for address, (fill, note) in cells.items():
            cell = book[sheet][address]
            assert cell.comment is not None and cell.comment.text == note
            assert cell.fill.fgColor.rgb == f"FF{fill}"
    result = book[RESULT_SHEET]
    links = {cell.value: cell.hyperlink.location for (cell,) in result.iter_rows(max_col=1) if cell.hyperlink}
    assert links == {f"{row[0]}": "'{}'!{}".format(*row[0].split("!")) for row in rows}


def test_check_touches_no_value_and_no_formula(office: Office, form: Path) -> None:
    before, after = pressed(office, form, {}, CHECK)
    assert after["content"] == before["content"]
    assert after["marks"]


def test_check_says_what_it_found_and_shows_the_result(office: Office, form: Path) -> None:
    (after,) = pressed(office, form, CHECK)
    assert after["said"] == [
        "需修改：必须修改1处，需核对或说明1处，提示1处。逐条列在最后一张表“校验结果”里，点单元格号可以跳过去。"
    ]
    assert after["shown"] == RESULT_SHEET


def test_a_second_check_takes_the_place_of_the_first(office: Office, form: Path) -> None:
    first, second = pressed(office, form, CHECK, CHECK)
    assert (second["marks"], second["sheets"]) == (first["marks"], first["sheets"])


def parts(path: Path) -> dict[str, bytes]:
    """The parts of a saved workbook, but for the one that holds the time of saving."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "docProps/core.xml"}


def test_clear_gives_back_the_document_to_the_byte(office: Office, tmp_path: Path, form: Path) -> None:
    before, after = tmp_path / "before.xlsx", tmp_path / "after.xlsx"
    marked = next(iter(next(iter(expected(form)[0].values()))))
    steps = [
        {"at": marked, "fill": "CCFFCC", "note": "上次审核的意见"},
        {"save": str(before)},
        CHECK, CHECK, CLEAR,
        {"save": str(after)},
    ]  # fmt: skip
    states = pressed(office, form, *steps)
    (found,) = (cells[marked] for cells in states[2]["marks"].values())
    assert found[0] != "CCFFCC" and found[1].startswith("上次审核的意见\n\n【校验】")
    assert parts(after) == parts(before)


def test_what_was_marked_is_cleared_after_saving_and_opening_again(office: Office, tmp_path: Path, form: Path) -> None:
    marked = tmp_path / "marked.xlsx"
    pressed(office, form, CHECK, {"save": str(marked)})
    before, after = pressed(office, marked, {}, CLEAR)
    assert before["marks"] and RESULT_SHEET in before["sheets"]
    assert (after["marks"], after["sheets"]) == ({}, before["sheets"][:1])


def test_each_button_is_one_step_for_undo(office: Office, form: Path) -> None:
    start, checked, undone, redone, cleared, back = pressed(
        office, form, {}, CHECK, {"undo": True}, {"redo": True}, CLEAR, {"undo": True}
    )
    assert checked["undo"] == ["校验"]
    assert (undone["marks"], undone["sheets"]) == (start["marks"], start["sheets"])
    assert redone["marks"] == back["marks"] == checked["marks"]
    assert cleared["undo"] == ["清除标注", "校验"]


def test_a_step_is_one_step_however_much_is_marked(office: Office, form: Path, tmp_path: Path) -> None:
    """LibreOffice keeps 100 actions, and counts those inside a step among them."""
    book = openpyxl.load_workbook(form)
    for number in range(4):
        copied = book.copy_worksheet(book.worksheets[0])
        copied.title = f"表{number + 2}"
        for cell in (cell for row in copied.iter_rows() for cell in row if cell.data_type == "f"):
            cell.data_type = "s"
        for row in range(11, 18):
            copied[f"G{row}"], copied[f"I{row}"] = "abc", 99
    book.save(tmp_path / "许多.xlsx")
    start, checked, undone, redone, again = pressed(
        office, tmp_path / "许多.xlsx", {}, CHECK, {"undo": True}, {"redo": True}, {"undo": True}
    )
    assert sum(map(len, checked["marks"].values())) > 40
    assert (undone["marks"], undone["sheets"]) == (start["marks"], start["sheets"])
    assert (redone["marks"], redone["sheets"]) == (checked["marks"], checked["sheets"])
    assert (again["marks"], again["sheets"]) == (start["marks"], start["sheets"])


def test_locked_cells_are_named_and_not_passed_over(office: Office, form: Path) -> None:
    after = office.ask("checked_locked", path=str(form))
    marks, rows = expected(form)
    assert after["marks"] == {}
    cells = [cell for sheet in marks.values() for cell in sheet]
    (line,) = [row[0] for row in after["rows"] if "受保护" in row[0]]
    assert all(cell in line for cell in cells)
    assert f"有{len(cells)}处受保护，没能加标注。" in after["said"][-1]
    assert after["rows"][-len(rows) :] == rows


def test_a_document_opened_for_reading_only_is_checked_and_nothing_is_marked(office: Office, form: Path) -> None:
    steps = [{}, CHECK, {"press_": "tidy"}]
    before, after, tidied = office.ask("pressed", path=str(form), steps=steps, is_read_only=True)
    said = after["said"][-1]
    assert "只读" in said and "另存一份" in said and "必须修改1处" in said and "项目支出绩效自评表!" in said
    assert (after["marks"], after["sheets"], after["content"]) == ({}, before["sheets"], before["content"])
    assert "只读" in tidied["said"][-1]


@pytest.fixture(params=["template", "real form"])
def with_rows_of_their_own_height(request: pytest.FixtureRequest, tmp_path: Path, form: Path) -> Path:
    """A form with a row that LibreOffice would measure otherwise, though no height was set by hand."""
    path = tmp_path / "自评表.xlsx"
    if request.param == "template":
        path.write_bytes(build("project-2021", edition="udf", host="calc", filled=load_case(CASES / "03.json")))
        return path
    data = form.read_bytes()
    with zipfile.ZipFile(form) as archive:
        contents: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    rows = {re.sub("[A-Z]", "", cell) for cells in expected(form)[0].values() for cell in cells}
    contents[SHEET] = with_height(part(data, SHEET), rows)
    path.write_bytes(packed(contents))
    return path


def with_height(xml: str, rows: set[str]) -> str:
    """The rows are 50 points high, which nobody chose by hand."""
    for row in rows:
        xml, count = re.subn(rf'<row r="{row}"([^>]*) ht="[^"]*" customHeight="1"', rf'<row r="{row}"\1 ht="50"', xml)
        assert count == 1, row
    return xml


@pytest.mark.parametrize(
    "steps",
    [(CHECK, UNDO, REDO, UNDO), (CHECK, UNDO, CLEAR), (CHECK, CHECK, CLEAR, UNDO, REDO), (CHECK, UNDO, REDO, CLEAR)],
    ids=lambda steps: "-".join(next(iter(step)) for step in steps),
)
def test_rows_keep_the_height_that_they_came_with(
    office: Office, with_rows_of_their_own_height: Path, steps: Sequence[Mapping[str, Any]]
) -> None:
    before, checked, *later = pressed(office, with_rows_of_their_own_height, {}, *steps)
    assert checked["marks"]
    assert [state["heights"] for state in (checked, *later)] == [before["heights"]] * len(steps)


def test_afterwards_rows_are_measured_as_ever(office: Office, with_rows_of_their_own_height: Path) -> None:
    marked = [cell for cells in expected(with_rows_of_their_own_height)[0].values() for cell in cells]
    coloured = [{"at": cell, "fill": "CCFFCC"} for cell in marked]
    states = pressed(office, with_rows_of_their_own_height, {}, CHECK, UNDO, REDO, CLEAR, *coloured)
    assert states[4]["heights"] == states[0]["heights"] != states[-1]["heights"]


@pytest.mark.parametrize("name", [RESULT_SHEET, "校验标注记录"])
def test_a_sheet_of_the_clerks_own_by_our_name_stays_as_it_is(
    office: Office, tmp_path: Path, form: Path, name: str
) -> None:
    book = openpyxl.load_workbook(form)
    own = book.create_sheet(name)
    own.append(["县局上次的校验结果", "=1+1"])
    own["A2"].comment = Comment("自己写的", "审核人")
    given, before, after = (tmp_path / each for each in ("own.xlsx", "before.xlsx", "after.xlsx"))
    book.save(given)
    start, checked, cleared, _ = pressed(office, given, {"save": str(before)}, CHECK, CLEAR, {"save": str(after)})
    assert f"已经有一张自己的“{name}”表" in checked["said"][-1]
    assert "必须修改1处" in checked["said"][-1]
    assert cleared["said"] == ["没有校验的标注，不用清除。"]
    assert start["sheets"] == checked["sheets"] == cleared["sheets"]
    assert start["marks"] == checked["marks"] == cleared["marks"] and name in start["marks"]
    assert parts(after) == parts(before)


def test_notes_of_the_clerks_own_that_look_like_ours_stay(office: Office, tmp_path: Path, form: Path) -> None:
    before, after = tmp_path / "before.xlsx", tmp_path / "after.xlsx"
    marked = next(iter(next(iter(expected(form)[0].values()))))
    steps = [
        {"at": marked, "note": "【校验】请看第二页"},
        {"at": "A1", "note": "【校验】\n必须修改 JX301 从别处抄来的"},
        {"save": str(before)},
        CHECK,
        CLEAR,
        {"save": str(after)},
    ]  # fmt: skip
    *_, checked, cleared, _ = pressed(office, form, *steps)
    (notes,) = checked["marks"].values()
    assert notes[marked][1].startswith("【校验】请看第二页\n\n【校验】\n")
    assert "A1的批注像是校验写的" in cleared["said"][-1]
    assert parts(after) == parts(before)


def test_a_record_that_somebody_wrote_into_does_not_stand_in_the_way(office: Office, form: Path) -> None:
    damage = {"at": "B2", "sheet": "校验标注记录", "text": "红色"}
    *_, cleared = pressed(office, form, CHECK, damage, CLEAR)
    assert "都已清除" in cleared["said"][-1]
    assert (cleared["marks"], len(cleared["sheets"])) == ({}, 1)


def test_a_protected_structure_is_said_and_nothing_is_marked(office: Office, form: Path) -> None:
    before, after = pressed(office, form, {"protect": "structure"}, CHECK)
    assert "工作簿的结构受保护" in after["said"][-1] and "保护工作表结构" in after["said"][-1]
    assert (after["marks"], after["sheets"], after["content"]) == ({}, before["sheets"], before["content"])


def test_tidy_writes_what_was_agreed_to_as_text(office: Office, tmp_path: Path, form: Path) -> None:
    book = openpyxl.load_workbook(form)
    sheet = book.worksheets[0]
    target = next(cell for row in sheet for cell in row if str(cell.value).startswith("≥"))
    right = target.value
    target.value = right.replace("≥", ">=")
    given = tmp_path / "写法.xlsx"
    book.save(given)
    yes = {"press_": "tidy", "answers": ["yes"]}
    before, refused, done, undone = pressed(
        office, given, {}, {"press_": "tidy", "answers": ["no"]}, yes, {"undo": True}
    )
    row, column = target.row - 1, target.column - 1
    assert refused["content"] == before["content"]
    assert f"{target.coordinate}“" in done["said"][0] and right in done["said"][0]
    assert done["content"][0][row][column] == right
    assert undone["content"] == before["content"]
