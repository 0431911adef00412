"""执行率 and its 得分: tiers, proportion, and completion within the budget."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.scoring import (
    Profile,
    execution_rate,
    profile_names,
    score_execution,
    score_of_no_budget,
    shipped_profile,
)
from jixiao.values import half_up

TEN = Decimal(10)
PROFILES = st.sampled_from([shipped_profile(name) for name in profile_names()])
RATES = st.integers(0, 20000).map(lambda number: Decimal(number) / 100)


@pytest.mark.parametrize(
    ("rate", "tiers", "linear"),
    [
        ("100", "10", "10"),
        ("103.5", "10", "10"),
        ("99.99", "7", "10"),
        ("94.44", "7", "9.44"),
        ("80", "7", "8"),
        ("79.99", "5", "8"),
        ("72.63", "5", "7.26"),
        ("60", "5", "6"),
        ("59.99", "0", "6"),
        ("9.1", "0", "0.91"),
        ("0", "0", "0"),
    ],
)
def test_execution_score_at_the_edges(rate: str, tiers: str, linear: str) -> None:
    assert score_execution(shipped_profile("mof-2021"), Decimal(rate), TEN) == Decimal(tiers)
    assert score_execution(shipped_profile("mof-2020"), Decimal(rate), TEN) == Decimal(linear)


def test_the_tier_goes_by_the_rate_as_it_is_not_as_it_is_printed() -> None:
    # 79.996% is printed 80.00%.
    assert score_execution(shipped_profile(), Decimal("79.996"), TEN) == 5


def test_completed_within_the_budget_is_full_where_the_profile_says_so() -> None:
    for rate in ("94.44", "52.07"):
        assert score_execution(shipped_profile("mof-2021"), Decimal(rate), TEN, completed=True) == 10
    assert score_execution(shipped_profile("mof-2020"), Decimal("94.44"), TEN, completed=True) == Decimal("9.44")


def test_another_weight() -> None:
    assert score_execution(shipped_profile("mof-2021"), Decimal(85), Decimal(20)) == 14
    assert score_execution(shipped_profile("mof-2020"), Decimal(85), Decimal(20)) == 17


def test_halves_of_a_cent_go_up() -> None:
    assert score_execution(shipped_profile("mof-2020"), Decimal("84.45"), TEN) == Decimal("8.45")
    assert score_execution(shipped_profile("mof-2020"), Decimal("84.449"), TEN) == Decimal("8.44")
    assert score_execution(shipped_profile("mof-2020"), Decimal("84.45"), Decimal(1)) == Decimal("0.84")
    assert score_execution(shipped_profile("mof-2020"), Decimal("84.5"), Decimal(1)) == Decimal("0.85")


@pytest.mark.parametrize(
    ("budget", "spent", "rate"),
    [("36", "34", "94.44"), ("40", "29.050405", "72.63"), ("4.8", "3.883432", "80.9"), ("710000", "600651.81", "84.6")],
)
def test_rate_of_printed_amounts(budget: str, spent: str, rate: str) -> None:
    computed = execution_rate(Decimal(budget), Decimal(spent))
    assert computed is not None
    assert half_up(computed) == Decimal(rate)


def test_without_a_budget_there_is_no_rate() -> None:
    assert execution_rate(Decimal(0), Decimal(0)) is None
    assert execution_rate(Decimal(0), Decimal(5)) is None


@given(PROFILES, RATES, RATES)
def test_more_spending_never_loses(profile: Profile, first: Decimal, second: Decimal) -> None:
    low, high = sorted((first, second))
    assert 0 <= score_execution(profile, low, TEN) <= score_execution(profile, high, TEN) <= TEN


@pytest.mark.parametrize(("says", "score"), [("none", None), ("zero", Decimal(0)), ("full", TEN)])
def test_nothing_spent_of_nothing_is_worth_what_the_profile_says(says: str, score: Decimal | None) -> None:
    assert score_of_no_budget(replace(shipped_profile(), zero_budget=says), TEN) == score


def test_hubei_s_execution_is_twenty_points_in_proportion() -> None:
    profile = shipped_profile("hubei")
    assert score_execution(profile, Decimal("94.444"), profile.execution_weight) == Decimal("18.89")


def test_half_a_cent_goes_up_although_the_rate_has_no_end_as_a_decimal() -> None:
    rate = execution_rate(Decimal(15000), Decimal(1025))
    assert rate is not None
    assert score_execution(shipped_profile("mof-2020"), rate, Decimal(15)) == Decimal("1.03")
