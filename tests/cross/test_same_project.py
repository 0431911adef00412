"""JX903: the self-evaluation form and the export of one project."""

from __future__ import annotations

from pathlib import Path

import pytest
from places import WORKBOOKS

from jixiao.casework import sound_funds
from jixiao.check import Choice, check_file
from jixiao.cross import Gathering, cross_findings
from jixiao.scoring import shipped_profile
from jixiao.words import message_of

DECLARED = Choice(shipped_profile("mof-2021"), declared=True)
EXPORTED = """
产出指标 | 数量 | 巡检次数 | >=12次 | 12次 | 40 | 40 |
产出指标 | 成本 | 维护费 | <=200000元 | =20万元 | 20 | 20.00 |
满意度 | 满意度 | 用户满意度 | >=95% | 0.96 | 30 | 30 |
"""


def export(form, rows: str = EXPORTED, name: str = "信息系统运行、维护费", **more: object) -> dict[str, object]:
    return form(name, kind="export", rows=rows, **more)


def test_spelling_order_units_and_rounding_make_no_difference(found, form) -> None:
    finer = sound_funds("20", "19.046")
    assert found("JX903", [form(funds=sound_funds("20", "19.05")), export(form, funds=finer)]) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param("0.96", "0.97", "“用户满意度”完成值96%／0.97", id="actual"),
        pytest.param("0.96", "", "“用户满意度”完成值96%／空", id="no actual"),
        pytest.param(">=95%", ">=90%", "“用户满意度”指标值≥95%／>=90%", id="target"),
        pytest.param(">=95%", "", "“用户满意度”指标值≥95%／空", id="no target"),
        pytest.param("<=200000元", "=20万元", "“维护费”指标值≤20万元／=20万元", id="sign"),
        pytest.param("20 | 20.00", "20 | 19", "“维护费”得分20／19", id="score"),
        pytest.param("20 | 20.00", "15 | 20", "“维护费”分值20／15", id="weight"),
        pytest.param("巡检次数", "培训人次", "“巡检次数”有／没有；“培训人次”没有／有", id="row"),
    ],
)
def test_the_value_that_differs_is_named(old: str, new: str, said: str, found, form) -> None:
    (each,) = found("JX903", [form(), export(form, EXPORTED.replace(old, new), total="100 | 100")])
    assert (each.finding.severity, each.finding.label) == ("warning", "信息系统运行维护费")
    assert each.files == ("01.xlsx", "02.xlsx")
    assert said in message_of(each.finding)


def test_amounts_and_totals_differ(found, form) -> None:
    other = export(form, funds=sound_funds("20", "18"), total="100 | 97")
    (each,) = found("JX903", [form(), other])
    assert "全年执行数20万元／18万元" in message_of(each.finding)
    assert "总分100／97" in message_of(each.finding)


@pytest.mark.parametrize(
    "other",
    [{"name": "别的项目"}, {"unit": "某县实验小学"}, {"year": "（2022年度）"}],
    ids=lambda other: next(iter(other)),
)
def test_forms_of_two_projects_are_not_compared(other: dict[str, str], found, form) -> None:
    changed = EXPORTED.replace("0.96", "0.90")
    assert found("JX903", [form(), export(form, changed, **other)]) == []


def test_many_differences_are_counted(found, form) -> None:
    changed = (
        EXPORTED.replace("| 40 | 40", "| 41 | 41")
        .replace("| 20 | 20.00", "| 21 | 21")
        .replace("| 30 | 30", "| 28 | 28")
    )
    (each,) = found("JX903", [form(), export(form, changed.replace("12次", "13次"), total="100 | 100")])
    assert "等共8处" in message_of(each.finding)


def test_the_published_forms() -> None:
    """02 against 15 differ in two values; 01 against 16 only in punctuation, order and rounding."""
    paths: list[Path] = sorted(WORKBOOKS.rglob("*.xlsx"))
    each, *others = cross_findings(Gathering([check_file(path, DECLARED) for path in paths]), DECLARED)
    assert others == []
    assert (each.finding.code, each.finding.label) == ("JX903", "赣服通5.0版九江市县分厅建设经费")
    said = message_of(each.finding)
    assert "2处不一致" in said
    assert "“群众使用便利满意度”完成值97／98%" in said
    assert "“消息中心服务对接及时性”指标值≥98%／空" in said
