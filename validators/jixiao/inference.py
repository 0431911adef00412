"""Which profile a form follows, when nobody says: the one that explains most deducted rows and the execution score."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from jixiao.rules import readings
from jixiao.rules.funds.allowed import allows_score
from jixiao.rules.funds.printed import rate_range
from jixiao.rules.inferred import Inference, Tally
from jixiao.rules.subject import Subject
from jixiao.scoring import DEFAULT, profile_names, score_row, shipped_profile
from jixiao.values import CENT, Interval, half_up

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.rules.subject import Scored
    from jixiao.scoring import Profile

_HUNDRED = Decimal(100)
_ROUNDINGS = (CENT, Decimal("0.1"), Decimal(1))
_ROUNDED_TO = {_ROUNDINGS[1]: "取一位小数", _ROUNDINGS[2]: "取整数"}
# Fine enough to be rounded again to any of these.
_UNROUNDED = Decimal("1E-12")
# A single row may be a slip of the pen; whole points agree by chance more often than cents do.
_FEWEST_ROWS = 2
_ENOUGH = {CENT: Decimal(1) / 2}
_ENOUGH_ROUNDED = Decimal(2) / 3


class Execution(NamedTuple):
    """An execution score that tells something: what is printed, and the rates that agree with the printed amounts."""

    printed: Decimal
    rate: Interval


def infer(subject: Subject) -> Inference:
    """The profile of a form that was read under the default one.

    A form without deducted rows and with an execution score that the default gives keeps the default, and so does one
    that the default explains in full: then nothing else is worked out.
    """
    rows, execution = _deducted(subject), _execution(subject)
    default = Tally(
        subject.profile,
        sum(readings.agrees(scored) for scored in rows),
        _gives(subject, subject.profile, execution) if execution is not None else None,
        is_enough=True,
    )
    if default.rows == len(rows) and default.execution is not False:
        return Inference(subject.profile, len(rows), (default,), is_convincing=True)
    tallies = _tallies(subject, rows, execution)
    best = tallies[0]
    if not best.explained:
        # Nothing speaks for any profile: the one that is at home in this layout, if any.
        best = next((each for each in tallies if subject.form.layout in each.profile.layouts), best)
    return Inference(best.profile, len(rows), tallies, best.is_enough)


def _is_enough(explained: int, judged: int, quantum: Decimal) -> bool:
    """Half of the rows, two thirds of them where scores are rounded to tenths or wholes.

    judged: the deducted rows, and the missed ones with full marks that the profile cannot give.
    """
    return explained >= judged * _ENOUGH.get(quantum, _ENOUGH_ROUNDED)


def evidence(subject: Subject) -> str:
    """What speaks for each profile: “mof-2021 解释 9/9 个扣分行；mof-2020 等 1/9”; empty without anything to weigh.

    It weighs every profile anew, so only reports that print it ask for it.
    """
    rows, execution = _deducted(subject), _execution(subject)
    if not rows and execution is None:
        return ""
    tallies = _tallies(subject, rows, execution)
    best = tallies[0]
    if not best.explained:
        return f"没有口径能解释{_of(rows, execution)}"
    tied = [each.profile.name for each in tallies[1:] if _strength(each) == _strength(best)]
    told = f"{best.profile.name} 解释 {_explained(best, len(rows))}{_rounded(best)}"
    told += f"（{'、'.join(tied)} 也一样）" if tied else ""
    return "；".join((told, *_others(tallies[1 + len(tied) :], len(rows))))


def _others(tallies: tuple[Tally, ...], deducted: int) -> Iterator[str]:
    """The profiles that explain less, those that explain as much together."""
    shares: dict[str, list[str]] = {}
    order = profile_names()
    for each in sorted(tallies, key=lambda tally: (-tally.rows, order.index(tally.profile.name))):
        shares.setdefault(f"{each.rows}/{deducted}" if deducted else "不能解释", []).append(each.profile.name)
    return (f"{names[0]}{' 等' if len(names) > 1 else ''} {share}" for share, names in shares.items())


def _of(rows: tuple[Scored, ...], execution: Execution | None) -> str:
    named = ([f"{len(rows)}个扣分行"] if rows else []) + (["执行率得分"] if execution is not None else [])
    return "和".join(named)


def _explained(tally: Tally, deducted: int) -> str:
    rows = [f"{tally.rows}/{deducted} 个扣分行"] if deducted else []
    return "和".join(rows + (["执行率得分"] if tally.execution else []))


def _rounded(tally: Tally) -> str:
    rounding = _ROUNDED_TO.get(tally.profile.quantum)
    return f"（{rounding}）" if rounding else ""


# ---- what is to be explained


def _deducted(subject: Subject) -> tuple[Scored, ...]:
    """The rows whose points say something about the profile: a numeric target missed and points lost."""
    return tuple(scored for scored in _missed(subject) if scored.lost is not None and scored.lost > 0)


def _missed(subject: Subject) -> Iterator[Scored]:
    """Single rows that missed a numeric target, with a score, in units that compare."""
    for scored in subject.scored:
        if scored.score is None or scored.score < 0 or scored.computed is None or len(scored.rows) > 1:
            continue
        if scored.results[0].is_met is False and readings.is_comparable(subject, scored):
            yield scored


def _execution(subject: Subject) -> Execution | None:
    """The execution score, unless every profile gives it: all of it, at 100% or for a project that was completed."""
    total, printed, rate = subject.form.fund_total, subject.printed_execution, subject.rate
    if total is None or printed is None or rate is None or not 0 <= rate <= _HUNDRED:
        return None
    weight = total.weight.number if total.weight is not None else None
    rates = rate_range(total.budget, total.spent)
    if rates is None or (weight is not None and not 0 <= printed < weight):
        return None
    return Execution(printed, rates)


# ---- what explains it


def _tallies(subject: Subject, rows: tuple[Scored, ...], execution: Execution | None) -> tuple[Tally, ...]:
    """Each profile with the rounding under which it explains most, the best first."""
    best = [min(_of_profile(subject, name, rows, execution), key=_strength) for name in profile_names()]
    return tuple(sorted(best, key=lambda tally: (_strength(tally), _leaning(subject, tally.profile))))


def _of_profile(subject: Subject, name: str, rows: tuple[Scored, ...], execution: Execution | None) -> Iterator[Tally]:
    choices = [(scored.score, _unrounded(subject, name, scored)) for scored in rows]
    full = [(scored.score, _unrounded(subject, name, scored)) for scored in _missed(subject) if scored.lost == 0]
    for quantum in _ROUNDINGS:
        profile = _rounding_to(name, quantum)
        explained = sum(_agrees(printed, scores, quantum) for printed, scores in choices)
        against = sum(not _agrees(printed, scores, quantum) for printed, scores in full)
        gives = None if execution is None else _gives(subject, profile, execution)
        # Against rows that speak otherwise one number does not show that a place rounds to whole points.
        if gives and rows and not explained and quantum != CENT:
            gives = False
        enough = len(rows) < _FEWEST_ROWS or _is_enough(explained, len(rows) + against, quantum)
        yield Tally(profile, explained, gives, enough)


def _unrounded(subject: Subject, name: str, scored: Scored) -> tuple[Decimal, ...]:
    """Every score that a profile allows for a row, before rounding."""
    row = scored.lead
    result = score_row(
        _rounding_to(name, _UNROUNDED), row.target_value, row.actual_value, scored.weight, subject.is_satisfaction(row)
    )
    return (*result.options, result.score) if result.score is not None else ()


def _agrees(printed: Decimal | None, scores: tuple[Decimal, ...], quantum: Decimal) -> bool:
    if printed is None:
        return False
    return any(half_up(score, quantum) in (printed, half_up(printed)) for score in scores)


def _gives(subject: Subject, profile: Profile, execution: Execution) -> bool:
    """Whether a profile gives the printed execution score."""
    total = subject.form.fund_total
    printed = total.weight.number if total is not None and total.weight is not None else None
    weight = printed if printed is not None else profile.execution_weight
    other = subject if profile is subject.profile else Subject(subject.form, subject.sheet, profile)
    return execution.printed <= weight and allows_score(other, execution.printed, execution.rate, weight)


def _strength(tally: Tally) -> tuple[bool, int, Decimal]:
    """What is compared first: whether it is enough, how much is explained, then how finely."""
    return not tally.is_enough, -tally.explained, tally.profile.quantum


def _leaning(subject: Subject, profile: Profile) -> tuple[bool, bool, bool]:
    """What breaks a tie: the default, the layout in which a profile is at home, the usual weights of its classes."""
    return profile.name != DEFAULT, subject.form.layout not in profile.layouts, not _weighs_alike(subject, profile)


def _weighs_alike(subject: Subject, profile: Profile) -> bool:
    """Whether the weights of the level-1 classes are the profile's."""
    added: dict[str, Decimal] = {}
    for scored in subject.scored:
        if scored.weight is None:
            return False
        level1 = scored.lead.classes[0]
        added[level1] = added.get(level1, Decimal(0)) + scored.weight
    return any(
        len(usual) == len(added) and all(_has(added, name, weight) for name, weight in usual.items())
        for usual in (profile.weights_with_cost, profile.weights_without_cost)
        if usual
    )


def _has(added: dict[str, Decimal], name: str, weight: Decimal) -> bool:
    return any(name in level1 and number == weight for level1, number in added.items())


@lru_cache(maxsize=64)
def _rounding_to(name: str, quantum: Decimal) -> Profile:
    profile = shipped_profile(name)
    return profile if profile.quantum == quantum else replace(profile, quantum=quantum)
