"""Points: from a target, an actual value and a weight to a score. Every door (cell, template, check) calls these."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal
from typing import NamedTuple

from jixiao.scoring.profile import Profile, Tier
from jixiao.values import AT_MOST, BELOW, PERCENT, Quantity, Value, half_up, in_units_of, is_met, percent_of

_ZERO, _ONE, _HUNDRED = Decimal(0), Decimal(1), Decimal(100)
# 6 points for 4802 of 6000 are 3.005; a quotient of 28 digits makes 3.00499999… of it.
_DUST = Decimal("1E-10")

MET, PARTIAL, MISSED = "met", "partial", "missed"
WORDS, MIXED, NO_TARGET, NO_ACTUAL, NO_WEIGHT = "words", "mixed", "no-target", "no-actual", "no-weight"


class RowScore(NamedTuple):
    """The score of one indicator row under a profile.

    score: points, or None where the row is words or something is missing; why: one of the names above.
    is_met: whether the target was met; None where that cannot be told.
    completion: the share of the target reached, 1 and more for a met one; None likewise.
    options: other scores that the profile allows as well (graded satisfaction).
    """

    score: Decimal | None
    why: str
    is_met: bool | None = None
    completion: Decimal | None = None
    options: tuple[Decimal, ...] = ()


def score_row(
    profile: Profile, target: Value, actual: Value, weight: Decimal | None, satisfaction: bool = False
) -> RowScore:
    """The score of a row: 分值 in full when met, else by the profile's share of the completion.

    ``≥`` ``>`` ``=`` and no operator ask for at least the target; an excess over ``=`` is full marks. ``≤`` ``<`` lose
    by the overrun: r = 1 − (actual − target)/target, or as the profile says. A missed target of 0 scores 0
    (财预〔2021〕101号附件1).
    """
    if target is None:
        return RowScore(None, NO_TARGET)
    if actual is None:
        return RowScore(None, NO_ACTUAL)
    if not isinstance(target, Quantity) or not isinstance(actual, Quantity):
        return RowScore(None, MIXED if isinstance(target, Quantity) or isinstance(actual, Quantity) else WORDS)
    reached = in_units_of(target, actual)
    met = is_met(target, reached)
    completion = _completion(profile, target, reached, met)
    if weight is None:
        return RowScore(None, NO_WEIGHT, met, completion)
    options = _graded(profile, target, reached, weight) if satisfaction and profile.graded else ()
    if met:
        return RowScore(weight, MET, met, completion, options)
    score = half_up(half_up(_points(profile, completion, weight), _DUST), profile.quantum)
    return RowScore(score, PARTIAL if score else MISSED, met, completion, options)


def _points(profile: Profile, completion: Decimal, weight: Decimal) -> Decimal:
    """The unrounded points of a missed row."""
    if completion >= profile.full_from:
        return weight
    step = profile.step
    if step is not None:
        steps = ((_ONE - completion) / step.share).to_integral_value(ROUND_FLOOR)
        return max(_ZERO, weight - steps * step.points)
    share = max(_ZERO, (completion - profile.threshold) / (_ONE - profile.threshold))
    return weight * min(share, _ONE)


def _completion(profile: Profile, target: Quantity, reached: Decimal, met: bool) -> Decimal:
    if not target.number:
        return _ONE if met else _ZERO
    excess = (reached - target.number) / abs(target.number)
    if target.operator not in (AT_MOST, BELOW):
        return _ONE + excess
    if met or profile.overrun == "excess" or reached <= 0:
        return _ONE - excess
    return target.number / reached if profile.overrun == "inverse" else _ZERO


def _graded(profile: Profile, target: Quantity, reached: Decimal, weight: Decimal) -> tuple[Decimal, ...]:
    percentage = reached if target.unit == PERCENT else percent_of(reached, _HUNDRED)
    return (half_up(weight * share_at(profile.graded, percentage), profile.quantum),)


def share_at(tiers: tuple[Tier, ...], percentage: Decimal) -> Decimal:
    """The share (0–1) that a percentage earns among tiers, highest first."""
    return next((tier.share for tier in tiers if percentage >= tier.start), _ZERO)


def execution_rate(budget: Decimal, spent: Decimal) -> Decimal | None:
    """执行率 in percent, 0–100 and beyond, unrounded; None without a budget (places differ on 0/0)."""
    return spent / budget * _HUNDRED if budget else None


def score_of_no_budget(profile: Profile, weight: Decimal) -> Decimal | None:
    """执行率得分 of 0 spent of 0, None where the profile does not say: 0 in most places, all in some."""
    return {"zero": _ZERO, "full": weight}.get(profile.zero_budget)


def score_execution(profile: Profile, rate: Decimal, weight: Decimal, completed: bool = False) -> Decimal:
    """执行率得分: by tiers or in proportion; all of it when completed within budget, where the profile allows."""
    if rate >= _HUNDRED or (completed and profile.completed_in_full):
        return weight
    share = share_at(profile.tiers, rate) if profile.tiers else max(_ZERO, rate / _HUNDRED)
    return half_up(half_up(weight * share, _DUST), profile.quantum)
