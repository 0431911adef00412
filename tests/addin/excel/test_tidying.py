"""规范写法: nothing is changed that was not shown first; a sign only where the clerk ticked it, one by one."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import openpyxl
import pytest
from excel_desk import Desk, contents
from openpyxl.styles import Protection
from places import WORKBOOKS

from jixiao_addin.buttons.engine import Here
from jixiao_addin.buttons.host import Denied
from jixiao_addin.excel import buttons, host

EXPORT = next(path for path in sorted(WORKBOOKS.rglob("*.xlsx")) if path.name.startswith("15"))
PLAIN = next(path for path in sorted(WORKBOOKS.rglob("*.xlsx")) if path.name.startswith("01"))


def text(desk: Desk, cell: str, value: str) -> None:
    desk.form[cell].value = value
    desk.form[cell].data_type = "s"


@pytest.fixture
def desk() -> Desk:
    return Desk(workbook=openpyxl.load_workbook(PLAIN))


@pytest.fixture
def target(desk: Desk) -> str:
    """A target of the form that is met and well written."""
    return next(cell.coordinate for cell in desk.form["F"] if str(cell.value).startswith("≥"))


def changed(desk: Desk, before: dict[tuple[str, str], object]) -> dict[str, object]:
    after = contents(desk.workbook)
    return {key[1]: value[0] for key, value in after.items() if before.get(key) != value}


def test_safe_respellings_are_shown_and_made_when_agreed(desk: Desk, target: str) -> None:
    right = desk.form[target].value
    text(desk, target, str(right).replace("≥", ">="))
    before = contents(desk.workbook)
    said = desk.press(buttons.tidy_spelling, *["yes", *["no"] * proposals()])
    assert f">={str(right)[1:]} → {right}" in desk.asked[0]
    assert changed(desk, before) == {target: right}
    assert "改了1处" in said


def proposals() -> int:
    """How many signs would be proposed for what is open."""
    return sum(change.proposal for change in Here().check(buttons._host().grid()).changes)


def test_nothing_is_changed_when_the_clerk_says_no(desk: Desk, target: str) -> None:
    text(desk, target, str(desk.form[target].value).replace("≥", ">="))
    before = contents(desk.workbook)
    said = desk.press(buttons.tidy_spelling, *["no"] * (1 + proposals()))
    assert contents(desk.workbook) == before
    assert "没有改动" in said


def many(desk: Desk) -> list[str]:
    """More respellings than a page holds."""
    rows = [row for row in range(12, desk.form.max_row) if str(desk.form[f"F{row}"].value).startswith("≥")]
    workbook = desk.workbook
    for title in "二三四":
        workbook.copy_worksheet(desk.form).title = title
    for sheet in workbook.worksheets:
        for row in rows:
            cell = sheet[f"F{row}"]
            cell.value = str(cell.value).replace("≥", ">=")
    safe = [change for change in Here().check(buttons._host().grid()).changes if not change.proposal]
    assert 20 < len(safe) <= 40
    return [f"{change.sheet}!{change.cell}" for change in safe]


@pytest.mark.parametrize(("answers", "pages"), [(["yes", "no"], 1), (["no", "yes"], 2), (["yes", "cancel"], 1)])
def test_only_the_page_that_was_agreed_to_is_changed(desk: Desk, answers: list[str], pages: int) -> None:
    cells = many(desk)
    before = contents(desk.workbook)
    desk.press(buttons.tidy_spelling, *answers, *["no"] * proposals())
    after = contents(desk.workbook)
    shown = cells[:20] if pages == 1 else cells[20:]
    assert {f"{sheet}!{cell}" for sheet, cell in after if after[sheet, cell] != before[sheet, cell]} == set(shown)
    assert all(any(cell in asked for asked in desk.asked) for cell in shown)
    assert f"第1至20处，共{len(cells)}处" in desk.asked[0]


def test_that_undo_is_lost_is_said_before(desk: Desk, target: str) -> None:
    text(desk, target, str(desk.form[target].value).replace("≥", ">="))
    desk.press(buttons.tidy_spelling, *["no"] * (1 + proposals()))
    assert all("不能再用“撤销”" in asked for asked in desk.asked)


def test_a_form_with_nothing_to_respell_is_told_so(desk: Desk) -> None:
    before = contents(desk.workbook)
    said = desk.press(buttons.tidy_spelling, *["no"] * proposals())
    assert contents(desk.workbook) == before
    assert "没有" in said


def test_a_sign_is_a_proposal_with_the_word_that_an_approved_target_is_changed() -> None:
    desk = Desk(workbook=openpyxl.load_workbook(EXPORT))
    before = contents(desk.workbook)
    said = desk.press(buttons.tidy_spelling, "yes")
    assert "=36万元 → ≤36万元" in desk.asked[0]
    assert "改动了批复的目标" in desk.asked[0] and "财政部门" in desk.asked[0]
    assert changed(desk, before) == {"F19": "≤36万元"}
    assert "得分没有改" in said
    assert "重新导出" in said


def test_a_sign_that_was_not_ticked_stays() -> None:
    desk = Desk(workbook=openpyxl.load_workbook(EXPORT))
    before = contents(desk.workbook)
    desk.press(buttons.tidy_spelling, "no")
    assert contents(desk.workbook) == before


def test_each_sign_is_asked_for_and_cancel_leaves_the_rest() -> None:
    workbook = openpyxl.load_workbook(EXPORT)
    for title in ("二", "三"):
        copied = workbook.copy_worksheet(workbook.worksheets[0])
        copied.title = title
        copied["F19"].data_type = "s"
    desk = Desk(workbook=workbook)
    before = contents(desk.workbook)
    assert proposals() == 3
    desk.press(buttons.tidy_spelling, "yes", "cancel")
    assert "第1处，共3处" in desk.asked[0] and f"{desk.form.title}!F19" in desk.asked[0]
    assert "二!F19" in desk.asked[1]
    after = contents(desk.workbook)
    assert [key for key in after if after[key] != before[key]] == [(desk.form.title, "F19")]


@pytest.mark.parametrize("number_format", ["General", "@"])
def test_what_is_written_is_text_even_if_it_begins_with_an_equals_sign(number_format: str) -> None:
    desk = Desk(workbook=openpyxl.load_workbook(PLAIN))
    cell = desk.form["F12"]
    cell.number_format = number_format
    buttons._host().sheet(desk.form.title).write("F12", "=9万元")  # type: ignore[union-attr]
    assert (cell.value, cell.data_type, cell.number_format) == ("=9万元", "s", number_format)


@pytest.mark.parametrize("value", ["9.70", "1-2", "3月5日", "97%", "TRUE", "+5", "@岗位", "'单引号"])
def test_text_that_excel_would_turn_into_something_else_stays_text(value: str) -> None:
    desk = Desk(workbook=openpyxl.load_workbook(PLAIN))
    buttons._host().sheet(desk.form.title).write("F12", value)  # type: ignore[union-attr]
    assert (desk.form["F12"].value, desk.form["F12"].data_type) == (value, "s")


def test_a_formula_is_never_replaced(desk: Desk, target: str) -> None:
    desk.form[target].value = '=">="&98&"%"'
    desk.book.cached = desk.workbook
    before = contents(desk.workbook)
    desk.press(buttons.tidy_spelling, *["no"] * proposals())
    assert contents(desk.workbook) == before


def test_a_locked_cell_is_named(desk: Desk, target: str) -> None:
    text(desk, target, str(desk.form[target].value).replace("≥", ">="))
    desk.form.protection.sheet = True
    desk.form["A1"].protection = Protection(locked=False)
    before = contents(desk.workbook)
    said = desk.press(buttons.tidy_spelling, *["yes", *["no"] * proposals()])
    assert f"{target}没有改" in said
    assert contents(desk.workbook) == before


class Failed(Exception):
    """What pywin32 raises, as far as it is looked at."""

    def __init__(self, hresult: int) -> None:
        super().__init__(hresult)
        self.hresult = hresult


def test_what_excel_refuses_is_told_from_an_excel_that_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pywintypes", SimpleNamespace(com_error=Failed))
    refused, gone = -2147352567, -2147023174  # DISP_E_EXCEPTION; RPC_S_SERVER_UNAVAILABLE
    with pytest.raises(Denied), host._denials():
        raise Failed(refused)
    with pytest.raises(Failed), host._denials():
        raise Failed(gone)


def test_a_workbook_without_a_form_is_told_so() -> None:
    desk = Desk(workbook=openpyxl.Workbook())
    assert "没有" in desk.press(buttons.tidy_spelling)
