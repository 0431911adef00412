"""JX902: a department's 项目支出 against its project forms."""

from __future__ import annotations

import pytest

from jixiao.casework import sound_funds
from jixiao.words import message_of


def project(form, name: str, budget: str, spent: str, **more: object) -> dict[str, object]:
    return form(name, funds=sound_funds(budget, spent), **more)


def test_a_total_that_agrees_is_silent(found, form, whole) -> None:
    cases = [project(form, "甲", "20", "12.34"), project(form, "乙", "10.5", "10"), whole("30.5", "22.34")]
    assert found("JX902", cases) == []


def test_rounded_amounts_agree(found, form, whole) -> None:
    # 3.883432 + 17.25373 = 21.137162
    cases = [project(form, "甲", "5", "3.883432"), project(form, "乙", "20", "17.254"), whole("25", "21.14")]
    assert found("JX902", cases) == []


@pytest.mark.parametrize(
    ("budget", "spent", "said"),
    [
        ("30", "25", "全年执行数25万元（合计22万元）"),
        ("35", "22", "全年预算数35万元（合计30万元）"),
        ("30", "20", "合计22万元"),
    ],
)
def test_a_total_that_differs(budget: str, spent: str, said: str, found, form, whole) -> None:
    (each,) = found("JX902", [project(form, "甲", "20", "12"), project(form, "乙", "10", "10"), whole(budget, spent)])
    assert (each.finding.severity, each.finding.label) == ("warning", "项目支出")
    assert each.files == ("03.xlsx", "01.xlsx", "02.xlsx")
    assert said in message_of(each.finding)


def test_projects_in_yuan(found, form, whole) -> None:
    in_yuan = form("甲", funds=sound_funds("200000", "120000"), year="（2023年度） | 单位：元")
    assert found("JX902", [in_yuan, whole("20", "12")]) == []


def test_what_does_not_count(found, form, whole) -> None:
    total = whole("20", "12")
    own = project(form, "甲", "20", "12")
    beside = [
        project(form, "甲", "20", "12", kind="export"),
        project(form, "乙", "7", "7", year="（2022年度）"),
        project(form, "丙", "7", "7", unit="某县医院", department="某县卫生局"),
    ]
    assert found("JX902", [own, *beside, total]) == []
    # Without any project form there is nothing to add up.
    assert found("JX902", [total]) == []


def test_a_project_without_its_amount_makes_the_sum_unknown(found, form, whole) -> None:
    blank = form("乙", funds="年度资金总额 | 10 | | | 10 | |")
    assert found("JX902", [project(form, "甲", "20", "12"), blank, whole("40", "30")]) == []


def test_a_project_that_came_twice_is_jx901_s(found, form, whole) -> None:
    cases = [project(form, "甲", "20", "12"), project(form, "甲", "20", "13"), whole("20", "12")]
    assert found("JX902", cases) == []
    assert len(found("JX901", cases)) == 1


def test_with_a_complete_roster_it_is_an_error(found, form, whole, roster) -> None:
    cases = [project(form, "甲", "20", "12"), whole("20", "15")]
    (each,) = found("JX902", cases, roster("单位,项目名称\n某县电化教育馆,甲\n"))
    assert each.finding.severity == "error"
    (each,) = found("JX902", cases, roster("单位,项目名称\n某县电化教育馆,甲\n某县电化教育馆,乙\n"))
    assert each.finding.severity == "warning"
