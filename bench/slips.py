"""What reviewers find again and again, done to a form that was right: one function per slip."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from patterns import scored

from jixiao_templates import Case
from jixiao_templates.case import Indicator

Slip = Callable[[random.Random, Case], Case]


def _with_row(case: Case, index: int, row: Indicator) -> Case:
    return replace(case, indicators=(*case.indicators[:index], row, *case.indicators[index + 1 :]))


def _some_row(rng: random.Random, case: Case, *, deducted: bool = False) -> int:
    """A row of figures; one that lost points where there is one and that is wanted."""
    figures = [index for index, row in enumerate(case.indicators) if "≥" in (row.target or "")]
    lost = [index for index in figures if case.indicators[index].reason]
    return rng.choice(lost if deducted and lost else figures)


def ceiling_written_as_equals(rng: random.Random, case: Case) -> Case:
    """=36万元 where ≤ was meant (JX301 when the saving cost points)."""
    del rng
    row = case.indicators[0]
    target, weight = f"={(row.target or '').strip('≤')}", row.weight or Decimal(0)
    gained = scored(target, row.actual or "0", weight)
    total = replace(case.total, score=(case.total.score or Decimal(0)) - weight + gained)
    changed = replace(row, target=target, score=gained, reason="按合同据实结算，节约资金")
    return replace(_with_row(case, 0, changed), total=total)


def reason_missing(rng: random.Random, case: Case) -> Case:
    """JX601 where a row lost points."""
    index = _some_row(rng, case, deducted=True)
    return _with_row(case, index, replace(case.indicators[index], reason=None))


def reason_meaningless(rng: random.Random, case: Case) -> Case:
    """JX602 where a row lost points."""
    index = _some_row(rng, case, deducted=True)
    reason = rng.choice(("111", "无", "—", "有待提高"))
    return _with_row(case, index, replace(case.indicators[index], reason=reason))


def total_wrong(rng: random.Random, case: Case) -> Case:
    """JX502."""
    printed = (case.total.score or Decimal(0)) - Decimal(rng.choice(("0.01", "0.5", "1", "3")))
    return replace(case, total=replace(case.total, score=printed))


def rate_wrong(rng: random.Random, case: Case) -> Case:
    """JX201."""
    first, *others = case.funds
    rate = (first.rate or Decimal(0)) + Decimal(rng.choice(("0.1", "-0.3", "5")))
    return replace(case, funds=(replace(first, rate=rate), *others))


def funds_not_additive(rng: random.Random, case: Case) -> Case:
    """JX203."""
    first, second, *others = case.funds
    spent = (second.spent or Decimal(0)) - Decimal(rng.choice(("0.2", "1", "2.5")))
    return replace(case, funds=(first, replace(second, spent=spent), *others))


def weights_not_100(rng: random.Random, case: Case) -> Case:
    """JX501."""
    index = _some_row(rng, case)
    row = case.indicators[index]
    return _with_row(case, index, replace(row, weight=(row.weight or Decimal(0)) + 1))


def missed_but_full(rng: random.Random, case: Case) -> Case:
    """JX403 where a row was missed."""
    index = _some_row(rng, case, deducted=True)
    row = case.indicators[index]
    return _with_row(case, index, replace(row, score=row.weight, reason=None))


def target_empty(rng: random.Random, case: Case) -> Case:
    """JX311."""
    index = _some_row(rng, case)
    return _with_row(case, index, replace(case.indicators[index], target=None))


def actual_empty(rng: random.Random, case: Case) -> Case:
    """JX312."""
    index = _some_row(rng, case)
    return _with_row(case, index, replace(case.indicators[index], actual=None))


def words_for_a_number(rng: random.Random, case: Case) -> Case:
    """JX313."""
    index = _some_row(rng, case)
    return _with_row(case, index, replace(case.indicators[index], actual="已完成"))


def operator_in_actual(rng: random.Random, case: Case) -> Case:
    """JX309."""
    index = _some_row(rng, case)
    row = case.indicators[index]
    return _with_row(case, index, replace(row, actual=f"≥{row.actual}"))


def ascii_operators(rng: random.Random, case: Case) -> Case:
    """JX306 all over the form."""
    del rng
    rows = (
        replace(row, target=row.target.replace("≥", ">=").replace("≤", "<=") if row.target else None)
        for row in case.indicators
    )
    return replace(case, indicators=tuple(rows))


def goal_copied(rng: random.Random, case: Case) -> Case:
    """JX103."""
    del rng
    return replace(case, goals=replace(case.goals, actual=case.goals.expected))


SLIPS: tuple[Slip, ...] = (
    ceiling_written_as_equals,
    reason_missing,
    reason_meaningless,
    total_wrong,
    rate_wrong,
    funds_not_additive,
    weights_not_100,
    missed_but_full,
    target_empty,
    actual_empty,
    words_for_a_number,
    operator_in_actual,
    ascii_operators,
    goal_copied,
)
