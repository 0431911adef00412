"""Bringing an actual value into the units of its target.

The one place that decides whether 0.94, 94 and 94% are the same.
"""

from __future__ import annotations

from decimal import Decimal

from jixiao.values.quantity import AT_LEAST, AT_MOST, BELOW, EQUAL, NONE, Quantity
from jixiao.values.units import PERCENT, convert, parse_unit

_HUNDRED = Decimal(100)
# A share above 150% is never written as a bare fraction: 5 against 98% is 5%, not 500%.
_LARGEST_FRACTION = Decimal("1.5")
_FACTORS = (Decimal(10) ** 4, Decimal(10) ** -4)


def percent_of(bare: Decimal, reference: Decimal) -> Decimal:
    """A bare number read as a percentage, 0–100: itself or a hundred times itself, whichever is nearer the reference.

    ``percent_of(0.94, 98)`` → 94; ``percent_of(94, 98)`` → 94; ``percent_of(0.8, 5)`` → 0.8.
    """
    if bare <= 0 or bare > _LARGEST_FRACTION or reference <= 0:
        return bare
    return bare * _HUNDRED if bare * bare * _HUNDRED <= reference * reference else bare


def in_units_of(target: Quantity, actual: Quantity) -> Decimal:
    """The actual number in the units of the target: 万条 against 条, 元 against 万元, 0.97 against 98%.

    A missing unit is taken to be the other's. Units of different things leave the number as it is.
    """
    if target.unit == actual.unit:
        return actual.number
    if not actual.unit:
        return _bare_percent(target, actual.number) if target.unit == PERCENT else actual.number
    if not target.unit:
        if actual.unit == PERCENT and percent_of(target.number, actual.number) != target.number:
            return actual.number / _HUNDRED
        return actual.number
    converted = convert(actual.number, parse_unit(actual.unit), parse_unit(target.unit))
    return actual.number if converted is None else converted


def _bare_percent(target: Quantity, bare: Decimal) -> Decimal:
    percentage = percent_of(bare, target.number)
    # Under “≤5%” 0.3 is 0.3%, not 30%: beyond a ceiling the smaller reading is the likely one.
    return bare if target.operator in (AT_MOST, BELOW) and percentage > target.number else percentage


def is_met(target: Quantity, actual: Decimal) -> bool:
    """Whether the actual, in the target's units, meets the target.

    No operator and "=" ask for at least the target, but a target of 0 (事故数) for none at all.
    """
    if not target.number and target.operator in (EQUAL, NONE):
        return actual <= 0
    if target.operator in (AT_LEAST, EQUAL, NONE):
        return actual >= target.number
    if target.operator == AT_MOST:
        return actual <= target.number
    if target.operator == BELOW:
        return actual < target.number
    return actual > target.number


def off_by_ten_thousand(first: Decimal, second: Decimal, tolerance: Decimal = Decimal("0.005")) -> bool:
    """Whether two amounts are one amount, once in 元 and once in 万元, within the tolerance (a share)."""
    if not first or not second:
        return False
    return any(abs(first * factor / second - 1) <= tolerance for factor in _FACTORS)
