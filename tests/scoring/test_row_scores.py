"""得分 of an indicator row: tables by profile, the deducted rows of the real forms, and what holds for any row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import floor
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jixiao.scoring import (
    MET,
    MISSED,
    MIXED,
    NO_ACTUAL,
    NO_TARGET,
    NO_WEIGHT,
    PARTIAL,
    WORDS,
    Profile,
    RowScore,
    profile_names,
    score_row,
    shipped_profile,
)
from jixiao.values import CENT, Quantity, half_up, parse_value

CASES = Path(__file__).resolve().parents[2] / "examples" / "cases" / "xunyang-2023"
MOF_2021 = shipped_profile("mof-2021")
# rules.md of the project: 98% against ≥98% scored 9.74 of 10 in print.
MISPRINTS = {("14-department", "项目完成率(%)"), ("15-export-ganfutong", "群众使用便利满意度")}


def scored(target: str, actual: str, weight: str, profile: str = "mof-2021", *, satisfaction: bool = False) -> RowScore:
    rules = shipped_profile(profile)
    return score_row(rules, parse_value(target), parse_value(actual), Decimal(weight), satisfaction)


# target, actual, weight, mof-2021, mof-2020
ROWS = [
    # met
    ("≥98%", "98%", "10", "10", "10"),
    ("≥98%", "100", "10", "10", "10"),
    ("=36万元", "36", "20", "20", "20"),
    ("=250854元", "258054", "20", "20", "20"),
    ("≤4次", "4", "5", "5", "5"),
    ("≤3万元", "0.050405", "5", "5", "5"),
    ("≤8万元", "0", "5", "5", "5"),
    ("<5万元", "3.15", "20", "20", "20"),
    ("12", "12", "7", "7", "7"),
    ("0", "0", "5", "5", "5"),
    ("=0起", "0", "5", "5", "5"),
    ("≤0起", "0", "5", "5", "5"),
    # units
    ("≥128万条", "129", "10", "10", "10"),
    ("≥128万条", "1290000条", "10", "10", "10"),
    ("=36万元", "340000元", "20", "17.22", "18.89"),
    ("≥98%", "0.97", "10", "9.74", "9.9"),
    ("=1次/每月", "1", "6", "6", "6"),
    # missed
    ("≥98%", "97", "10", "9.74", "9.9"),
    ("≥98%", "96", "10", "9.49", "9.8"),
    ("≥98%", "95", "10", "9.23", "9.69"),
    ("≥95%", "93", "6", "5.68", "5.87"),
    ("≥99%", "97", "5", "4.75", "4.9"),
    ("=100%", "98", "7", "6.65", "6.86"),
    ("=2.8万元", "1.88", "10", "1.79", "6.71"),
    ("=60万元", "30", "20", "0", "10"),
    ("=20万元", "0", "20", "0", "0"),
    ("≥100", "60", "10", "0", "6"),
    ("≥100", "60.4", "10", "0.1", "6.04"),
    ("≥100", "59.9", "10", "0", "5.99"),
    # an overrun loses as a shortfall does
    ("≤10天", "11", "10", "7.5", "9"),
    ("≤10天", "14", "10", "0", "6"),
    ("≤10天", "25", "10", "0", "0"),
    ("<5万元", "5", "20", "20", "20"),
    # a missed target of nothing is nothing
    ("=0起", "1", "5", "0", "0"),
    ("0", "3", "5", "0", "0"),
    ("≤0次", "1", "5", "0", "0"),
]


@pytest.mark.parametrize(("target", "actual", "weight", "threshold", "ratio"), ROWS)
def test_row_score(target: str, actual: str, weight: str, threshold: str, ratio: str) -> None:
    assert scored(target, actual, weight).score == Decimal(threshold)
    assert scored(target, actual, weight, "mof-2020").score == Decimal(ratio)


@pytest.mark.parametrize(
    ("target", "actual", "weight", "why"),
    [
        ("≥98%", "98%", "10", MET),
        ("≥98%", "97%", "10", PARTIAL),
        ("≥98%", "20%", "10", MISSED),
        ("有效提升", "基本达成目标", "10", WORDS),
        ("≥98%", "良好", "10", MIXED),
        ("及时", "98%", "10", MIXED),
        ("12月底前", "12月", "10", WORDS),
        ("", "98%", "10", NO_TARGET),
        ("≥98%", "", "10", NO_ACTUAL),
    ],
)
def test_why_a_row_scores_so(target: str, actual: str, weight: str, why: str) -> None:
    result = scored(target, actual, weight)
    assert result.why == why
    assert (result.score is None) == (why in {WORDS, MIXED, NO_TARGET, NO_ACTUAL})
    assert result.is_met == {MET: True, PARTIAL: False, MISSED: False}.get(why)


def test_without_a_weight_there_are_no_points() -> None:
    result = score_row(MOF_2021, parse_value("≥98%"), parse_value("97%"), None)
    assert (result.score, result.why) == (None, NO_WEIGHT)


@pytest.mark.parametrize(
    ("actual", "option"),
    [("100", "10"), ("90", "10"), ("89.99", "7"), ("80", "7"), ("79", "5"), ("60", "5"), ("59", "0")],
)
def test_satisfaction_may_be_graded(actual: str, option: str) -> None:
    assert scored("≥98%", actual, "10", satisfaction=True).options == (Decimal(option),)
    assert scored("≥98%", actual, "10").options == ()
    assert scored("≥98%", actual, "10", "mof-2020", satisfaction=True).options == ()


# -- the real forms ------------------------------------------------------------


def deducted_rows() -> Iterator[object]:
    """Every printed row with figures that lost points."""
    for path in sorted(CASES.glob("*.json")):
        for row in json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal)["indicators"]:
            target, actual = parse_value(row["target"] or ""), parse_value(row["actual"])
            figures = isinstance(target, Quantity) and isinstance(actual, Quantity)
            if figures and row["score"] < row["weight"]:
                name = row["level3"]
                misprint = (path.stem, name) in MISPRINTS
                yield pytest.param(target, actual, row, misprint, id=f"{path.stem}-{name}")


DEDUCTED = list(deducted_rows())


def test_the_real_forms_hold_enough_deducted_rows_to_tell_profiles_apart() -> None:
    assert len(DEDUCTED) == 39


@pytest.mark.parametrize(("target", "actual", "row", "misprint"), DEDUCTED)
def test_deducted_rows_are_reproduced_to_the_cent(
    target: Quantity, actual: Quantity, row: dict[str, Decimal], misprint: bool
) -> None:
    result = score_row(MOF_2021, target, actual, row["weight"])
    if misprint:
        assert (result.score, row["score"]) == (row["weight"], Decimal("9.74"))
    else:
        assert result.score == row["score"]


# -- what holds for any row ----------------------------------------------------

PROFILES = st.sampled_from([shipped_profile(name) for name in profile_names()])
WEIGHTS = st.integers(1, 5000).map(lambda number: Decimal(number) / 100)
TARGETS = st.integers(1, 10**7).map(lambda number: Decimal(number) / 100)
ACTUALS = st.integers(0, 2 * 10**7).map(lambda number: Decimal(number) / 100)
AT_LEAST_SIGNS = st.sampled_from(["≥", ">", "=", ""])
AT_MOST_SIGNS = st.sampled_from(["≤", "<"])


def quantity(sign: str, number: Decimal) -> Quantity:
    return Quantity(sign, number, "", sign, 2)


def points(profile: Profile, sign: str, target: Decimal, actual: Decimal, weight: Decimal) -> Decimal:
    score = score_row(profile, quantity(sign, target), quantity("", actual), weight).score
    assert score is not None
    return score


@given(PROFILES, AT_LEAST_SIGNS, TARGETS, ACTUALS, ACTUALS, WEIGHTS)
def test_more_never_loses_where_more_is_asked(
    profile: Profile, sign: str, target: Decimal, first: Decimal, second: Decimal, weight: Decimal
) -> None:
    low, high = sorted((first, second))
    assert points(profile, sign, target, low, weight) <= points(profile, sign, target, high, weight)


@given(PROFILES, AT_MOST_SIGNS, TARGETS, ACTUALS, ACTUALS, WEIGHTS)
def test_less_never_loses_where_less_is_asked(
    profile: Profile, sign: str, target: Decimal, first: Decimal, second: Decimal, weight: Decimal
) -> None:
    low, high = sorted((first, second))
    assert points(profile, sign, target, low, weight) >= points(profile, sign, target, high, weight)


@given(PROFILES, st.one_of(AT_LEAST_SIGNS, AT_MOST_SIGNS), TARGETS, ACTUALS, WEIGHTS, st.booleans())
def test_a_score_lies_between_nothing_and_the_weight_in_whole_cents(
    profile: Profile, sign: str, target: Decimal, actual: Decimal, weight: Decimal, satisfaction: bool
) -> None:
    result = score_row(profile, quantity(sign, target), quantity("", actual), weight, satisfaction)
    for each in (result.score, *result.options):
        assert each is not None
        assert 0 <= each <= weight
        assert each == half_up(each)
    assert result.score == weight if result.is_met else result.why in {PARTIAL, MISSED}


@given(PROFILES, AT_LEAST_SIGNS, TARGETS, WEIGHTS)
def test_exactly_the_target_is_full(profile: Profile, sign: str, target: Decimal, weight: Decimal) -> None:
    assert points(profile, sign, target, target, weight) == weight


@given(TARGETS, ACTUALS, WEIGHTS)
def test_below_sixty_percent_is_nothing_and_above_it_a_straight_line(
    target: Decimal, actual: Decimal, weight: Decimal
) -> None:
    score = points(MOF_2021, "≥", target, actual, weight)
    completion = min(actual / target, Decimal(1))
    if completion < Decimal("0.6"):
        assert score == 0
    else:
        assert abs(score - weight * (1 - Decimal("2.5") * (1 - completion))) <= CENT / 2 + Decimal("1e-20")


def test_halves_of_a_cent_go_up() -> None:
    # 0.9725 × 10 = 9.725; the forms print 4.75 for 4.7475 and 4.745 alike.
    assert scored("≥1000", "972.5", "10", "mof-2020").score == Decimal("9.73")
    assert scored("≥1000", "989", "10").score == Decimal("9.73")


TEXTS = st.text(alphabet="≥≤=><0123456789.%万元次 /—-无1月底前约年。，+*eE（）()十", max_size=16)


@given(PROFILES, st.one_of(TEXTS, st.text(max_size=12)), st.one_of(TEXTS, st.text(max_size=12)), WEIGHTS)
@example(MOF_2021, "≥" + "9" * 60, "9" * 59, Decimal(10))
@example(MOF_2021, "≥0." + "0" * 40 + "1", "0", Decimal(10))
@example(MOF_2021, "≥98%", "-5", Decimal(10))
@example(MOF_2021, "=-5", "-9", Decimal(10))
def test_any_text_gives_a_score_or_none(profile: Profile, target: str, actual: str, weight: Decimal) -> None:
    result = score_row(profile, parse_value(target), parse_value(actual), weight, satisfaction=True)
    assert result.score is None or 0 <= result.score <= weight


# -- what local profiles do otherwise -------------------------------------------


@pytest.mark.parametrize(
    ("target", "actual", "weight", "profile", "score"),
    [
        # 湖北: A/B of an overrun ceiling
        ("≤10天", "12.5", "10", "hubei", "8"),
        ("≤10天", "25", "10", "hubei", "4"),
        ("≤0次", "1", "10", "hubei", "0"),
        ("≥100", "95", "10", "hubei", "9.5"),
        # 宁德: a point for each full 5% of the target that lacks, the first 5% free
        ("≥100件", "95", "3", "ningde-2018", "3"),
        ("≥100件", "94", "3", "ningde-2018", "2"),
        ("≥95%", "90%", "3", "ningde-2018", "2"),
        ("≥100件", "89", "3", "ningde-2018", "1"),
        ("≥100件", "10", "3", "ningde-2018", "0"),
        ("≥100", "90", "10", "sichuan", "9"),
        ("≥100", "90", "10", "yichun-2022", "9"),
    ],
)
def test_row_score_of_local_profiles(target: str, actual: str, weight: str, profile: str, score: str) -> None:
    assert scored(target, actual, weight, profile).score == Decimal(score)


@example(4802, 6000, 6, "mof-2021")
@given(
    st.integers(0, 12000),
    st.sampled_from((600, 900, 1200, 3000, 6000, 7000, 12000)),
    st.integers(1, 30),
    st.sampled_from(("mof-2021", "mof-2020")),
)
def test_points_are_those_of_exact_fractions(actual: int, target: int, weight: int, profile: str) -> None:
    """6 points for 4802 of 6000 are 3.005, which goes up to 3.01 although 4802/6000 has no end as a decimal."""
    threshold = Fraction(3, 5) if profile == "mof-2021" else Fraction(0)
    share = (Fraction(actual, target) - threshold) / (1 - threshold)
    points = weight * min(Fraction(1), max(Fraction(0), share))
    cents = floor(points * 100 + Fraction(1, 2))
    assert scored(f"≥{target}", str(actual), str(weight), profile).score == Decimal(cents) / 100
