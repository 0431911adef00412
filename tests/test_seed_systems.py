"""The other published systems as drawn: what their own print contradicts is found, and nothing else at error level."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from places import ROOT

from jixiao.check import CheckedFile, Choice, check_file
from jixiao.form import Kind
from jixiao.scoring import shipped_profile

DECLARED = Choice(shipped_profile("mof-2021"), declared=True)
FOLDERS = ("baoshan-2019", "huichang-2020", "ningde-2018", "yichun-2022")
# What the catalogue names and what the print itself gives: 得分的小计、满分的小计 and missing ticks.
FOUND = {
    "baoshan-2019": {("JX201", "年度资金总额", "error")},
    "huichang-2020": {
        ("JX703", "系统平台网站岗位足额配备率", "error"),
        ("JX704", "保持资料互通效率", "error"),
        ("JX704", "信息安全保密性", "error"),
        ("JX704", "建立健全系统平台网站运行维护管理机制", "error"),
        ("JX704", "规上企业净增长", "error"),
        ("JX704", "系统平台网站岗位足额配备率", "error"),
    },
    "ningde-2018": {
        ("JX501", "投入", "error"),
        ("JX501", "产出与效益", "error"),
        ("JX502", "产出与效益", "error"),
        ("JX801", "项目实施时间与计划时间的差异情况", "warning"),
        ("JX801", "资金使用率", "warning"),
        ("JX308", "市政府门户网站政务访谈的期数", "warning"),
        ("JX308", "12345热线呼叫处理信件数", "warning"),
    },
    "yichun-2022": set(),
}


@pytest.fixture(scope="module")
def checked() -> dict[str, CheckedFile]:
    found = {}
    for folder in FOLDERS:
        (path,) = sorted((ROOT / "examples" / folder).glob("*.xlsx"))
        found[folder] = check_file(path, DECLARED)
    return found


def case(folder: str) -> dict[str, object]:
    (path,) = sorted((ROOT / "examples" / "cases" / folder).glob("*.json"))
    data: dict[str, object] = json.loads(Path(path).read_text(encoding="utf-8"), parse_float=Decimal)
    return data


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_is_found_and_nothing_else_above_a_hint(folder: str, checked: dict[str, CheckedFile]) -> None:
    found = {
        (finding.code, finding.label, finding.severity.value)
        for finding in checked[folder].findings
        if finding.severity != "info"
    }
    assert found == FOUND[folder]


def test_baoshan_amounts_are_in_yuan(checked: dict[str, CheckedFile]) -> None:
    (checked_form,) = checked["baoshan-2019"].forms
    assert checked_form.form.money_unit == "元"
    (finding,) = [each for each in checked["baoshan-2019"].findings if each.code == "JX201"]
    assert (finding.seen, finding.expected) == ("84.61", "84.6%")


def test_huichang_is_read_whole(checked: dict[str, CheckedFile]) -> None:
    (checked_form,) = checked["huichang-2020"].forms
    form, data = checked_form.form, case("huichang-2020")
    assert form.kind is Kind.MONITORING
    assert form.monitoring is not None
    assert form.monitoring.months == 9
    read = [
        {
            "level1": row.indicator.level1.text if row.indicator.level1 else None,
            "level2": row.indicator.level2.text if row.indicator.level2 else None,
            "level3": row.indicator.name,
            "target": row.indicator.target_text,
            "actual_1_9": (row.indicator.actual.text if row.indicator.actual else None) or None,
            "forecast": (row.forecast.text if row.forecast else None) or None,
            "cause": "".join(ticked.label.text for ticked in row.causes) or None,
            "reason": (row.indicator.reason.text if row.indicator.reason else None) or None,
            "outlook": "".join(ticked.label.text for ticked in row.outlooks) or None,
        }
        for row in form.monitoring.rows
    ]
    assert read == data["indicators"]
    subject = checked_form.subject
    assert (subject.budget, subject.spent) == (Decimal("100.88"), Decimal("56.04"))
    assert [line.paid.number if line.paid else None for line in form.monitoring.subprojects][-1] == Decimal("56.04")


def test_huichang_behind_schedule_but_ticked_is_silent(checked: dict[str, CheckedFile]) -> None:
    assert not [finding for finding in checked["huichang-2020"].findings if finding.code == "JX702"]


def test_ningde_items_and_targets_are_read_whole(checked: dict[str, CheckedFile]) -> None:
    scores, targets = (each.form for each in checked["ningde-2018"].forms)
    data = case("ningde-2018")
    assert (scores.kind, targets.kind) == (Kind.SCORESHEET, Kind.SCORESHEET)
    read = [
        {
            "section": row.level1.text if row.level1 else None,
            "item": row.name,
            "full": row.weight.number if row.weight else None,
            "score": row.score.number if row.score else None,
            "basis": row.reason.text if row.reason else None,
        }
        for row in scores.indicators
    ]
    assert read == data["scores"]
    shown = [(row.name, row.target_text, row.actual.text if row.actual else None) for row in targets.indicators]
    printed = data["targets"]
    assert isinstance(printed, list)
    assert shown == [(row["level3"], row["target"], row["actual"]) for row in printed]


def test_ningde_papers_are_counted_in_two_words_for_one_thing(checked: dict[str, CheckedFile]) -> None:
    assert not [each for each in checked["ningde-2018"].findings if each.label == "电子证照系统生成电子证照数量"]


def test_yichun_framework_adds_up_and_earns_its_grade(checked: dict[str, CheckedFile]) -> None:
    (checked_form,) = checked["yichun-2022"].forms
    form = checked_form.form
    weights = {row.name: row.weight.number for row in form.indicators if row.weight is not None}
    assert weights == case("yichun-2022")["weights"]
    assert (checked_form.printed_score, checked_form.subject.computed_total, checked_form.grade) == (100, 100, "优")
    assert not checked["yichun-2022"].findings
