"""When two printed values are one: spelling, width, units, percent scale and rounding make no difference."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from jixiao.cross.identity import name_key
from jixiao.values import (
    ABOVE,
    AT_LEAST,
    AT_MOST,
    BELOW,
    EQUAL,
    NONE,
    Interval,
    Quantity,
    Value,
    Words,
    amount_of,
    half_up,
    in_units_of,
    off_by_ten_thousand,
    places,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jixiao.form import Cell

_YUAN = {"元": Decimal(1), "万元": Decimal(10**4), "亿元": Decimal(10**8)}
# Without an operator a target asks for its number, as "=" does; > and ≥ are one to those who fill in forms.
_DIRECTION = {AT_LEAST: AT_LEAST, ABOVE: AT_LEAST, AT_MOST: AT_MOST, BELOW: AT_MOST, EQUAL: EQUAL}
_ROUNDED_FROM = 10


def same_number(first: Decimal, second: Decimal) -> bool:
    """Whether the numbers are equal once the finer one is rounded to the places of the other: 29.05 and 29.050405.

    A whole number below 10 stands for itself: 0 is no rounded 0.05.
    """
    if first == second:
        return True
    coarse, fine = sorted((first, second), key=places)
    if not places(coarse) and abs(coarse) < _ROUNDED_FROM:
        return False
    return half_up(fine, Decimal(1).scaleb(-places(coarse))) == coarse


def same_points(first: Decimal, second: Decimal) -> bool:
    """Whether two weights or scores are equal to the cent."""
    return half_up(first) == half_up(second)


def same_quantity(first: Quantity, second: Quantity) -> bool:
    """Whether number and unit agree; a missing unit is taken to be the other's."""
    with_unit, other = (first, second) if first.unit else (second, first)
    return same_number(with_unit.number, in_units_of(with_unit, other))


def same_target(first: Value, second: Value) -> bool:
    """Whether two targets ask for the same."""
    if isinstance(first, Quantity) and isinstance(second, Quantity):
        signs = {_DIRECTION[sign] for sign in (first.operator, second.operator) if sign != NONE}
        return len(signs) < 2 and same_quantity(first, second)
    return _same_words(first, second)


def same_actual(first: Value, second: Value, target: Value) -> bool:
    """Whether two actual values say the same; an operator in front of them counts for nothing."""
    if isinstance(first, Quantity) and isinstance(second, Quantity):
        if same_quantity(first, second):
            return True
        return isinstance(target, Quantity) and same_number(in_units_of(target, first), in_units_of(target, second))
    if isinstance(first, Words) and isinstance(second, Words):
        return _same_words(first, second)
    if first is None or second is None:
        return first is second
    # 全部完成 and 100% may well be the same.
    words = first if isinstance(first, Words) else second
    return not (isinstance(words, Words) and words.holds_number) or _same_words(first, second)


def _same_words(first: Value, second: Value) -> bool:
    return _letters(first) == _letters(second)


def _letters(value: Value) -> str:
    if value is None:
        return ""
    return name_key(f"{value.number:f}{value.unit}" if isinstance(value, Quantity) else value.text)


# ---- money


def yuan_of(number: Decimal, unit: str) -> Interval:
    """The interval of a printed amount, in 元."""
    low, high = amount_of(number)
    return Interval(low * _YUAN[unit], high * _YUAN[unit])


def rounded_yuan(number: Decimal, unit: str) -> Interval:
    """The interval of an amount that was rounded to the places it is written with, in 元."""
    half = Decimal(5).scaleb(-places(number) - 1)
    return Interval((number - half) * _YUAN[unit], (number + half) * _YUAN[unit])


def amount_in(cell: Cell | None, unit: str) -> Interval | None:
    """The interval of a money cell, in 元; None where it holds no number."""
    return yuan_of(cell.number, unit) if cell is not None and cell.number is not None else None


def total_of(amounts: Iterable[Interval | None]) -> Interval | None:
    """The sum; None where one of the amounts is not known."""
    total = Interval(Decimal(0), Decimal(0))
    for amount in amounts:
        if amount is None:
            return None
        total = total + amount
    return total


def middle(amount: Interval) -> Decimal:
    """The amount that was printed, in 元."""
    return (amount.low + amount.high) / 2


def is_unit_slip(first: Interval, second: Interval) -> bool:
    """Whether the two are one amount, once in 元 and once in 万元."""
    return off_by_ten_thousand(middle(first), middle(second))
