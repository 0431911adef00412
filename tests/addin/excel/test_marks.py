"""Marks come and go without a trace, whatever fills and notes a sheet has: random sheets, random marks."""

from __future__ import annotations

from typing import Any

import openpyxl
from excel_desk import Desk, contents, everything
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from jixiao.marking import FILLS, SIGNATURE
from jixiao_addin.buttons import marks
from jixiao_addin.buttons.host import Line, Page
from jixiao_addin.buttons.outcome import Mark
from jixiao_addin.excel.buttons import _host

CELLS = [f"{column}{row}" for column in "ABCD" for row in range(1, 7)]
# Colours that are ours are among them: a clerk may have used the same.
FILL = st.one_of(st.none(), st.from_regex(r"[0-9A-F]{6}", fullmatch=True), st.sampled_from(list(FILLS.values())))
# What a clerk may write into a note of their own: no mark of ours says JX304 here.
SIGNED = (
    "财务科【校验】已通过，勿动",
    SIGNATURE,
    f"{SIGNATURE}\n必须修改 JX304 目标",
    f"已核\n{SIGNATURE}\n提示 JX304 审\n核",
)
NOTE = st.one_of(
    st.just(""),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30),
    st.sampled_from(["=1+1", "第一行\n第二行", "'引号", "审核：已核", "\n\n", " ", *SIGNED]),
)
TEXT = st.text("审核=目标≥98%\n", min_size=1, max_size=30).map(lambda text: f"{SIGNATURE}\n必须修改 JX301 {text}")
SHEET = st.dictionaries(st.sampled_from(CELLS), st.tuples(FILL, NOTE, st.sampled_from([None, "≥98%", 3.5])))
MARKS = st.dictionaries(st.sampled_from(CELLS), st.tuples(st.sampled_from(list(FILLS.values())), TEXT), min_size=1)


def workbook_with(cells: dict[str, tuple[str | None, str, Any]], name: str) -> openpyxl.Workbook:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = name
    for address, (fill, note, value) in cells.items():
        cell = sheet[address]
        cell.value = value
        if fill is not None:
            cell.fill = PatternFill("solid", fgColor=f"FF{fill}")
        if note:
            cell.comment = Comment(note, "张")
    return workbook


def marks_on(name: str, given_marks: dict[str, tuple[str, str]]) -> list[Mark]:
    return [Mark(name, cell, fill, text) for cell, (fill, text) in given_marks.items()]


@given(SHEET, MARKS, st.sampled_from(["自评表", "2023 年", "它的'表'", "a.b!c"]))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_was_covered_comes_back_cell_for_cell(
    cells: dict[str, tuple[str | None, str, Any]], given_marks: dict[str, tuple[str, str]], name: str
) -> None:
    desk = Desk(workbook=workbook_with(cells, name))
    before, stored = everything(desk.workbook), contents(desk.workbook)
    assert marks.put(_host(), marks_on(name, given_marks)) == []
    assert contents(desk.workbook) == stored
    for cell, (fill, text) in given_marks.items():
        assert desk.form[cell].fill.fgColor.rgb == f"FF{fill}"
        assert desk.form[cell].comment.text.endswith(text)
        assert desk.form[cell].comment.text.startswith(cells.get(cell, ("", "", ""))[1])
    assert marks.take_away(_host(), SIGNATURE) == []
    assert everything(desk.workbook) == before


@given(SHEET, MARKS, MARKS)
@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
def test_marking_again_without_clearing_still_remembers_what_was_there_first(
    cells: dict[str, tuple[str | None, str, Any]],
    first: dict[str, tuple[str, str]],
    second: dict[str, tuple[str, str]],
) -> None:
    desk = Desk(workbook=workbook_with(cells, "自评表"))
    before = everything(desk.workbook)
    marks.put(_host(), marks_on("自评表", first))
    marks.put(_host(), marks_on("自评表", second))
    marks.take_away(_host(), SIGNATURE)
    assert everything(desk.workbook) == before


# -- writing a page


@given(st.lists(st.tuples(NOTE, NOTE), min_size=1, max_size=5))
@settings(deadline=None, max_examples=50)
def test_a_page_gives_its_texts_back_as_they_were(rows: list[tuple[str, str]]) -> None:
    Desk(workbook=workbook_with({}, "自评表"))
    host = _host()
    rows = [("头", "头"), *rows]
    host.write_page(Page("页", tuple(Line(row) for row in rows)))
    assert [tuple(row) for row in host.page_rows("页")] == rows


def test_a_page_in_place_of_another_leaves_no_second_one() -> None:
    desk = Desk(workbook=workbook_with({}, "自评表"))
    host = _host()
    for text in ("一", "二"):
        host.write_page(Page("页", (Line((text,)),), hidden=True))
    assert desk.workbook.sheetnames == ["自评表", "页"]
    assert host.page_rows("页") == [["二"]]
    assert desk.workbook.active.title == "自评表"
