"""JX905: what was approved against what was evaluated."""

from __future__ import annotations

import pytest

from jixiao.words import message_of


def test_the_approved_goals_are_silent(found, form, goals, approved) -> None:
    assert found("JX905", [form()], goals=[goals(approved)]) == []


def test_spelling_units_and_a_missing_unit_are_no_change(found, form, goals) -> None:
    rows = (
        ("成本指标", "经济成本指标", "维护费", "不超过200000元", 20),
        ("产出指标", "数量指标", "巡检 次数", "＞＝12", 40),
        ("满意度指标", "服务对象满意度", "用户满意度", "95%以上", 30),
    )
    assert found("JX905", [form()], goals=[goals(rows)]) == []


def test_goals_in_split_columns(found, form, goals) -> None:
    headings = ("一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "权重")
    rows = (
        ("成本指标", "经济成本指标", "维护费", "≤", 20, "万元", 20),
        ("产出指标", "数量指标", "巡检次数", "≥", 12, "次", 40),
        ("满意度指标", "服务对象满意度", "用户满意度", "≥", 95, "%", 30),
    )
    assert found("JX905", [form()], goals=[goals(rows, headings=headings)]) == []


@pytest.mark.parametrize(
    ("row", "change", "label", "said"),
    [
        pytest.param(0, {3: "≤18万元"}, "维护费", "批复的目标是“≤18万元”，自评表写“≤20万元”", id="target"),
        pytest.param(0, {3: "=20万元"}, "维护费", "批复的目标是“=20万元”", id="sign"),
        pytest.param(1, {3: "全年无休"}, "巡检次数", "批复的目标是“全年无休”", id="words"),
        pytest.param(1, {4: 35}, "巡检次数", "批复的分值是35，自评表写40", id="weight"),
        pytest.param(2, {2: "用户的满意度"}, "用户满意度", "批复的指标名称是“用户的满意度”", id="name"),
    ],
)
def test_what_changed_is_named(
    row: int, change: dict[int, object], label: str, said: str, found, form, goals, approved
) -> None:
    rows = [
        [change.get(place, value) if index == row else value for place, value in enumerate(line)]
        for index, line in enumerate(approved)
    ]
    (each,) = found("JX905", [form()], goals=[goals(rows)])
    assert (each.finding.severity, each.finding.label) == ("error", label)
    assert said in message_of(each.finding)
    assert each.finding.cell in message_of(each.finding)
    assert each.files[0] == "01.xlsx"


def test_indicators_taken_out_and_put_in(found, form, goals, approved) -> None:
    rows = [approved[0], approved[1], ("效益指标", "社会效益", "故障投诉下降", "≥10%", 30)]
    result = found("JX905", [form()], goals=[goals(rows)])
    assert [(each.finding.label, each.finding.wording) for each in result] == [
        ("用户满意度", "added"),
        ("故障投诉下降", "removed"),
    ]


def test_goals_weighted_to_a_hundred_without_the_execution_row(found, form, goals, approved) -> None:
    rows = [(*line[:4], weight) for line, weight in zip(approved, (20, 45, 35), strict=True)]
    assert found("JX905", [form()], goals=[goals(rows)]) == []


def test_an_approval_that_cannot_be_read_is_not_held_against_the_form(found, form, goals, approved) -> None:
    rows = [(*approved[0][:3], None, 20), *approved[1:]]
    assert found("JX905", [form()], goals=[goals(rows)]) == []


def test_goals_of_another_project_or_year_do_not_count(found, form, goals, approved) -> None:
    changed = [(*approved[0][:3], "≤1万元", 20), *approved[1:]]
    assert found("JX905", [form()], goals=[goals(changed, "别的项目")]) == []
    assert found("JX905", [form(year="（2022年度）")], goals=[goals(changed)]) == []


def test_the_nearest_of_several_approvals_counts(found, form, goals, approved) -> None:
    changed = [(*approved[0][:3], "≤18万元", 20), *approved[1:]]
    both = [goals(changed, name="年初.xlsx"), goals(approved, name="调整.xlsx")]
    assert found("JX905", [form()], goals=both) == []


def test_other_goals_altogether_are_one_finding(found, form, goals) -> None:
    rows = [("产出指标", "数量指标", f"道路{name}里程", f"≥{name}公里", 30) for name in (10, 20, 30)]
    (each,) = found("JX905", [form()], goals=[goals(rows)])
    assert each.finding.wording == "other"


def test_the_code_goes_before_the_name(found, form, goals, approved) -> None:
    changed = [(*approved[0][:3], "≤18万元", 20), *approved[1:]]
    renamed = form("信息系统运维", code="360402001")
    assert len(found("JX905", [renamed], goals=[goals(changed, 项目编码="360402001")])) == 1
