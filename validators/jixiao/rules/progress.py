"""How far a row of a monitoring form is: its completion, what the forecast says, whether a cause is given."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from jixiao.direction import CEILING
from jixiao.values import (
    AT_MOST,
    BELOW,
    PERCENT,
    Quantity,
    different_things,
    in_units_of,
    is_met,
    parse_unit,
    percent_of,
)

if TYPE_CHECKING:
    from jixiao.form import Cell, Progress
    from jixiao.rules.subject import Subject

_HUNDRED, _FIFTH = Decimal(100), Decimal(20)


def has_cause(subject: Subject, progress: Progress) -> bool:
    """Whether a cause is ticked, or a reason written on the row or for the whole form."""
    return bool(progress.causes) or subject.is_explained(progress.indicator)


def foresees_deviation(subject: Subject, progress: Progress) -> bool:
    """Whether the form itself expects the target to be missed."""
    return reaches_target(subject, progress) is False


def reaches_target(subject: Subject, progress: Progress) -> bool | None:
    """Whether the forecast is the target or better; None where that cannot be told."""
    row, forecast = progress.indicator, _quantity_in(progress.forecast)
    target = row.target_quantity
    if target is None or forecast is None:
        return None
    if _is_share_of(target, forecast):
        return forecast.number >= _HUNDRED
    if not _compares(target, forecast):
        return None
    reached = in_units_of(target, forecast)
    if _is_ceiling(subject, progress):
        return reached <= target.number
    return is_met(target, reached)


def completion_of(subject: Subject, progress: Progress, cell: Cell | None) -> Decimal | None:
    """The share of the target that is reached, in percent; None for words, ceilings and what does not compare."""
    target, value = progress.indicator.target_quantity, _quantity_in(cell)
    if target is None or value is None or target.number <= 0 or _is_ceiling(subject, progress):
        return None
    if _is_share_of(target, value):
        return value.number
    return in_units_of(target, value) / target.number * _HUNDRED if _compares(target, value) else None


def _quantity_in(cell: Cell | None) -> Quantity | None:
    value = cell.value if cell is not None and cell.is_filled else None
    return value if isinstance(value, Quantity) else None


def _is_share_of(target: Quantity, value: Quantity) -> bool:
    """Whether 50% under a target of 10家 is the completion itself."""
    return value.unit == PERCENT and target.unit not in (PERCENT, "")


def _compares(target: Quantity, value: Quantity) -> bool:
    """Whether the two can be compared: not 5家 against 100%, nor a bare 5 that may be 5 pieces or 5%."""
    if different_things(parse_unit(target.unit).base, parse_unit(value.unit).base):
        return False
    if target.unit == PERCENT and value.unit != PERCENT:
        return not value.unit and (percent_of(value.number, target.number) >= _FIFTH or not value.number)
    return True


def _is_ceiling(subject: Subject, progress: Progress) -> bool:
    row, target = progress.indicator, progress.indicator.target_quantity
    if target is not None and target.operator in (AT_MOST, BELOW):
        return True
    evidence = subject.directions.get(row.position)
    return evidence is not None and evidence.direction == CEILING
