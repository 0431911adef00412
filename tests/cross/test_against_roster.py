"""JX904 and JX906: the roster against what came in; and how a roster is read."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook as DrawnWorkbook

from jixiao.casework import sound_funds
from jixiao.roster import Amount, RosterError, read_roster
from jixiao.words import message_of


def by_wording(found: list) -> list[tuple[str, str, str]]:
    return [(each.finding.severity.value, each.finding.label, each.finding.wording) for each in found]


# -- JX904


def test_what_is_missing_and_what_was_not_asked_for(found, form, roster) -> None:
    listed = roster(
        "单位名称,项目名称,截止日,联系人\n某县电化教育馆,甲项目经费,3月31日,办公室\n某县电化教育馆,校园网租赁费,,\n"
    )
    result = found("JX904", [form("甲项目，经费"), form("教师培训补助")], listed)
    assert by_wording(result) == [("warning", "校园网租赁费", ""), ("info", "教师培训补助", "extra")]
    missing, extra = result
    assert missing.files == (listed.path,)
    assert extra.files == ("02.xlsx", listed.path)


def test_the_message_says_whom_to_ask_and_until_when(found, form, roster) -> None:
    listed = roster("单位,项目名称,截止日,联系人\n某县电化教育馆,校园网租赁费,3月31日,信息股\n")
    (missing,) = [each for each in found("JX904", [form("校园足球")], listed) if each.finding.severity == "warning"]
    assert "（某县电化教育馆，截止3月31日，联系人信息股）" in message_of(missing.finding)


def test_a_name_that_is_nearly_right_is_offered(found, form, roster) -> None:
    listed = roster("项目名称\n信息系统运行维护费\n")
    (missing, extra) = found("JX904", [form("信息系统运行维护经费")], listed)
    assert "收到的“信息系统运行维护经费”（01.xlsx）名称相近" in message_of(missing.finding)
    assert missing.files == (listed.path, "01.xlsx")
    assert extra.finding.wording == "extra"


def test_the_code_goes_before_the_name(found, form, roster) -> None:
    listed = roster("项目编码,项目名称\n360402001,信息系统运维\n")
    assert found("JX904", [form("完全不同的名称", code="360402001")], listed) == []
    assert by_wording(found("JX904", [form("信息系统运维", code="360402999")], listed))[0][0] == "warning"


def test_one_name_in_two_units(found, form, roster) -> None:
    listed = roster("单位,项目名称\n甲学校,校舍维修\n乙学校,校舍维修\n")
    result = found("JX904", [form("校舍维修", unit="[316002]甲学校")], listed)
    assert [each.finding.details["who"] for each in result] == ["（乙学校）"]


def test_a_form_is_of_one_row(found, form, roster) -> None:
    """A project of twenty towns is one name twenty times, and a form hardly ever prints a code."""
    lines = "".join(f"31600{number},P{number},基本公共卫生服务补助,联系人{number}\n" for number in range(6))
    listed = roster(f"单位编码,项目编码,名称,联系人\n{lines}")
    result = found("JX904", [form("基本公共卫生服务补助", unit="甲镇")], listed)
    assert by_wording(result) == [("warning", "基本公共卫生服务补助", "alike")]
    assert message_of(result[0].finding).startswith("名单上的“基本公共卫生服务补助”有6行分不清是哪个单位的，收到1张。")
    towns = [form("基本公共卫生服务补助", unit=f"{town}镇") for town in "甲乙丙丁戊己"]
    assert found("JX904", towns, listed) == []


def test_the_unit_goes_before_the_department(found, form, roster) -> None:
    listed = roster("单位,名称\n县卫健委,补助\n甲镇,补助\n")
    result = found("JX904", [form("补助", unit="甲镇", department="县卫健委")], listed)
    assert [each.finding.details["who"] for each in result] == ["（县卫健委）"]


def test_amounts_of_rows_that_cannot_be_told_apart_are_not_held_against_a_form(found, form, roster) -> None:
    listed = roster("单位编码,名称,预算数（万元）\n1,补助,46\n2,补助,40\n")
    assert found("JX906", [form("补助", funds=sound_funds("40", "29.05"))], listed) == []


def test_a_line_that_is_repeated_counts_once(roster) -> None:
    listed = roster("单位编码,名称,截止日,联系人\n9,甲,3月5日,\n9,甲,2月1日,办公室\n9,乙,,\n")
    rows = [(row.line, row.name, row.due, row.contact) for row in listed.rows]
    assert rows == [(2, "甲", "2月1日", "办公室"), (4, "乙", "", "")]


def test_codes_alone_tell_nothing_where_no_form_prints_one(found, form, roster) -> None:
    listed = roster("单位编码,项目编码\n316000,P000\n316001,P001\n")
    (only,) = found("JX904", [form("甲"), form("乙")], listed)
    assert message_of(only.finding).startswith("名单只有项目编码，收到的表上没有印编码，对不上。")


def test_an_export_or_a_department_form_counts_as_handed_in(found, form, whole, roster) -> None:
    listed = roster("单位,名称\n某县电化教育馆,甲\n某县教育局,部门整体支出\n")
    assert found("JX904", [form("甲", kind="export"), whole("20", "20")], listed) == []


def test_without_a_roster_nobody_is_missed(found, form) -> None:
    assert found("JX904", [form()]) == []
    assert found("JX906", [form()]) == []


# -- JX906


@pytest.mark.parametrize(
    ("heading", "budget", "spent"),
    [
        ("预算数（万元）,执行数（万元）", "40", "29.05"),
        ("预算数（元）,执行数（元）", '"400,000"', "290504.05"),
        ("预算数,执行数", "40", "29.05"),
        ("预算数,执行数", "400000", "290500"),
        ("预算数,执行数", "40万元", ""),
    ],
)
def test_amounts_that_agree(heading: str, budget: str, spent: str, found, form, roster) -> None:
    listed = roster(f"项目名称,{heading}\n甲,{budget},{spent}\n")
    assert found("JX906", [form("甲", funds=sound_funds("40", "29.05"))], listed) == []


def test_amounts_that_differ(found, form, roster) -> None:
    listed = roster("项目名称,预算数（万元）,执行数（元）\n甲,46,290400\n")
    budget, spent = found("JX906", [form("甲", funds=sound_funds("40", "29.05"))], listed)
    assert [each.finding.severity.value for each in (budget, spent)] == ["error", "error"]
    assert (budget.finding.seen, budget.finding.expected) == ("40万元", "46万元")
    assert (spent.finding.seen, spent.finding.expected) == ("29.05万元", "290400元")
    assert budget.finding.cell and budget.finding.cell in message_of(budget.finding)


@pytest.mark.parametrize(
    ("heading", "listed", "severity"),
    [
        ("预算数（万元）", "25.1", None),
        ("预算数", "25.1", None),
        ("预算数（元）", "250850", None),
        ("预算数（万元）", "25", "warning"),
        ("预算数（万元）", "25.2", "error"),
        ("预算数（万元）", "26", "error"),
    ],
)
def test_a_roster_may_be_rounded(heading: str, listed: str, severity: str | None, found, form, roster) -> None:
    own = form("甲", funds=sound_funds("25.085", "25.085"))
    given = found("JX906", [own], roster(f"项目名称,{heading}\n甲,{listed}\n"))
    assert [each.finding.severity.value for each in given] == ([severity] if severity else [])


def test_an_amount_in_the_other_unit_is_named_as_that(found, form, roster) -> None:
    (each,) = found(
        "JX906", [form("甲", funds=sound_funds("400000", "400000"))], roster("项目名称,预算数(万元)\n甲,40\n")
    )
    assert "差一万倍" in message_of(each.finding)


def test_the_column_decides_with_which_budget_it_is_compared(found, form, roster) -> None:
    adjusted = form("甲", funds="年度资金总额 | 30 | 40 | 40 | 10 | 100% | 10")
    assert found("JX906", [adjusted], roster("项目名称,年初预算数（万元）,预算数（万元）\n甲,30,40\n")) == []
    assert len(found("JX906", [adjusted], roster("项目名称,预算数（万元）\n甲,30\n"))) == 1


# -- reading


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
def test_a_roster_in_any_usual_encoding(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_text("序号,单位编码,项目编码,名称,预算数(万元)\n1,316001,360402001,信息用稿费,5\n", encoding=encoding)
    (row,) = read_roster(path).rows
    assert (row.unit_code, row.project_code, row.name, row.budget) == (
        "316001",
        "360402001",
        "信息用稿费",
        Amount(Decimal(5), "万元"),
    )


def test_a_roster_as_workbook(tmp_path: Path) -> None:
    book = DrawnWorkbook()
    sheet = book.active
    sheet.append(["2023年度绩效自评项目名单"])
    sheet.append([None, None, "单位：元"])
    sheet.append(["预算单位", "项目名称", "预算数", "截止日期"])
    sheet.append(["某县教育局", "甲", 400000, "2024-03-31"])
    sheet.append([None, "乙", 36000.5, "2024-03-31"])
    sheet.append(["合计", None, 436000.5])
    sheet.merge_cells("A4:A5")
    book.save(tmp_path / "名单.xlsx")
    rows = read_roster(tmp_path / "名单.xlsx").rows
    assert [(row.line, row.unit, row.name, row.budget, row.due) for row in rows] == [
        (4, "某县教育局", "甲", Amount(Decimal(400000), "元"), "2024-03-31"),
        (5, "某县教育局", "乙", Amount(Decimal("36000.5"), "元"), "2024-03-31"),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空文件"),
        ("甲,乙\n1,2\n".encode(), "没有找到“项目名称”"),
        ("项目名称,预算数\n".encode(), "列下面没有内容"),
        (b"%PDF-1.7", "读不出来"),
        (b"PK\x03\x04" + b"0" * 99, "读不出来"),
    ],
    ids=["empty", "no column", "no rows", "pdf", "broken"],
)
def test_what_is_no_roster_is_said_in_chinese(content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "名单.xlsx").write_bytes(content)
    with pytest.raises(RosterError, match=said):
        read_roster(tmp_path / "名单.xlsx")


def test_a_roster_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match="打不开"):
        read_roster(tmp_path / "没有.csv")
