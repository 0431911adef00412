"""Which profile a form follows, when nobody says: inferred from its deducted rows and its execution score."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from places import WORKBOOKS

from jixiao.casework import case_sheet, run_case
from jixiao.check import CheckedForm, Choice, check_file, check_workbook
from jixiao.profiles import load
from jixiao.reading.grid import Workbook
from jixiao.scoring import Profile, execution_rate, profile_names, score_execution, score_row, shipped_profile
from jixiao.values import half_up, parse_value, plain

INFERRED = Choice(shipped_profile())
NAMES = ("培训人数", "养护里程", "课题数量", "帮扶户次", "宣传场次", "检测批次", "维修面积", "资料份数")
WEIGHTS = (20, 15, 10, 15, 10, 10, 5, 5)
Marker = Callable[[random.Random, Decimal, Decimal], str]


def form(marker: Marker, seed: int, *, execution: str = "10") -> CheckedForm:
    """A form with eight rows, three to five of which missed their target; ``marker`` scores these."""
    luck = random.Random(seed)
    missed = set(luck.sample(range(8), luck.randint(3, 5)))
    lines = []
    for position, (name, weight) in enumerate(zip(NAMES, WEIGHTS, strict=True)):
        target = luck.randint(40, 900)
        actual = int(target * luck.uniform(0.62, 0.98)) if position in missed else target + luck.randint(0, 5)
        score = str(weight) if actual >= target else marker(luck, Decimal(actual) / target, Decimal(weight))
        reason = "报名人数不足，次年补齐" if actual < target else ""
        lines.append(f"产出指标 | 数量指标 | {name} | ≥{target}个 | {actual} | {weight} | {score} | {reason}")
    spent, rate = ("70", "100%") if execution == "10" else ("60.9", "87%")
    funds = f"年度资金总额 | 70 | 70 | {spent} | 10 | {rate} | {execution}"
    (checked,) = run_case({"rows": "\n".join(lines), "funds": funds, "declared": False}).forms
    return checked


def marking(profile: Profile) -> Marker:
    def marked(_: random.Random, completion: Decimal, weight: Decimal) -> str:
        scored = score_row(profile, parse_value("≥100000"), parse_value(plain(completion * 100000)), weight)
        assert scored.score is not None
        return plain(scored.score)

    return marked


def by_whim(luck: random.Random, _: Decimal, weight: Decimal) -> str:
    return plain(weight - luck.choice([1, 1, 2, Decimal("0.5")]))


def codes(checked: CheckedForm) -> Counter[str]:
    return Counter(finding.code for finding in checked.findings)


def of_4xx(checked: CheckedForm, *severities: str) -> list[str]:
    return [each.code for each in checked.findings if each.code.startswith("JX4") and each.severity in severities]


@pytest.mark.parametrize("path", sorted(WORKBOOKS.rglob("*.xlsx")), ids=lambda path: path.stem)
def test_the_real_forms_follow_the_rules_of_2021(path: object) -> None:
    (checked,) = check_file(str(path), INFERRED).forms
    assert checked.inference is not None and checked.inference.is_convincing
    assert checked.subject.profile is shipped_profile("mof-2021")
    assert checked.profile_source == "inferred"
    best = checked.evidence.partition("；")[0]
    deducted = checked.inference.deducted
    assert not deducted or f"mof-2021 解释 {deducted}/{deducted} 个扣分行" in best


# Steps of whole points are whole points already, to whatever they are rounded.
@pytest.mark.parametrize(
    ("name", "quantum"),
    [("ningde-2018", "0.01"), *((name, each) for name in ("mof-2021", "mof-2020") for each in ("0.01", "0.1", "1"))],
)
def test_a_form_scored_under_a_profile_shows_it(name: str, quantum: str) -> None:
    profile = replace(shipped_profile(name), quantum=Decimal(quantum))
    execution = plain(score_execution(profile, Decimal(87), Decimal(10)))
    found = [form(marking(profile), seed, execution=execution) for seed in range(60)]
    right = [each for each in found if each.subject.profile == profile]
    assert len(right) >= 57, Counter((each.subject.profile.name, each.subject.profile.quantum) for each in found)
    assert sum(len(of_4xx(each, "error", "warning")) for each in found) <= 3


@pytest.mark.parametrize("places", [1, Decimal("0.5"), Decimal("0.1")])
def test_a_form_scored_by_hand_gets_no_page_of_findings(places: Decimal) -> None:
    def near_the_ratio(luck: random.Random, completion: Decimal, weight: Decimal) -> str:
        given = weight * completion + Decimal(luck.randint(-10, 10)) / 10
        return plain(min(weight, max(Decimal(0), (given / places).to_integral_value() * places)))

    for marker in (near_the_ratio, by_whim):
        found = [form(marker, seed) for seed in range(60)]
        assert not [each for each in found if of_4xx(each, "error")]
        assert max(len(of_4xx(each, "warning")) for each in found) <= 3
        assert sum(len(of_4xx(each, "warning")) for each in found) <= 75


def test_a_form_that_no_profile_explains_gets_one_finding_instead_of_a_page() -> None:
    checked = form(lambda _luck, _completion, weight: plain(weight - Decimal("0.3")), 1)
    assert checked.inference is not None and not checked.inference.is_convincing
    assert codes(checked)["JX409"] == 1
    assert not codes(checked).keys() & {"JX401", "JX202", "JX403"}
    skipped = {each.code: each.why for each in checked.not_checked}
    assert {skipped[code] for code in ("JX401", "JX202", "JX403")} == {"没有口径能解释扣分，见JX409"}


def test_one_slip_among_explained_rows_is_still_named() -> None:
    rows = [("≥100人", "90", "20", "18"), ("≥100公里", "97", "10", "9.7"), ("≥100个", "83", "10", "9.3")]
    text = "\n".join(
        f"产出指标 | 数量指标 | {NAMES[number]} | {target} | {actual} | {weight} | {score} | 年底人手不足"
        for number, (target, actual, weight, score) in enumerate(rows)
    )
    (checked,) = run_case({"rows": text, "declared": False}).forms
    assert checked.subject.profile is shipped_profile("mof-2020")
    assert [(each.code, each.label, each.severity) for each in checked.findings if each.code == "JX401"] == [
        ("JX401", "课题数量", "warning")
    ]


def test_the_evidence_names_every_profile_that_was_weighed() -> None:
    rows = "产出指标 | 数量指标 | 培训人数 | ≥100人 | 90 | 50 | 45 | 报名不足"
    (checked,) = run_case({"rows": rows, "declared": False}).forms
    assert checked.evidence.startswith("mof-2020 解释 1/1 个扣分行（hubei、sichuan、yichun-2022 也一样）；mof-2021")
    rows = "产出指标 | 数量指标 | 培训人数 | ≥100人 | 100 | 50 | 50 |"
    (checked,) = run_case({"rows": rows, "declared": False}).forms
    assert (checked.evidence, checked.subject.profile.name) == ("", "mof-2021")


@pytest.mark.parametrize(
    ("printed", "name"), [("9.44", "mof-2020"), ("9.4", "mof-2020"), ("7", "mof-2021"), ("10", "mof-2021")]
)
def test_without_deducted_rows_the_execution_score_speaks(printed: str, name: str) -> None:
    (checked,) = run_case({"funds": f"年度资金总额 | 36 | 36 | 34 | 10 | 94.44% | {printed}", "declared": False}).forms
    assert checked.subject.profile.name == name


def test_the_usual_weights_break_a_tie() -> None:
    rows = """
        项目产出 | 数量指标 | 培训人数 | ≥100人 | 90 | 60 | 54 | 报名不足，已补招
        项目效益 | 社会效益 | 就业率 | ≥60% | 61% | 25 | 25 |
        项目满意度 | 满意度 | 学员满意度 | ≥90% | 95% | 5 | 5 |
    """
    (checked,) = run_case({"rows": rows, "declared": False}).forms
    assert checked.subject.profile is shipped_profile("yichun-2022")


def test_a_declared_profile_is_not_inferred() -> None:
    case = {"rows": "产出指标 | 数量指标 | 培训人数 | ≥100人 | 90 | 50 | 45 | 报名不足"}
    choice = Choice(load("mof-2021"), declared=True)
    (checked,) = check_workbook(Workbook((case_sheet(case),)), "a.xlsx", choice).forms
    assert (checked.profile_source, checked.inference, checked.evidence) == ("declared", None, "")
    assert codes(checked)["JX401"] == 1


def test_every_shipped_profile_is_weighed() -> None:
    checked = form(by_whim, 3)
    assert checked.inference is not None
    assert {tally.profile.name for tally in checked.inference.tallies} == set(profile_names())


def test_the_rate_of_the_cases_is_what_it_says() -> None:
    rate = execution_rate(Decimal(70), Decimal("60.9"))
    assert rate is not None and half_up(rate) == 87
