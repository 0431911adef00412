"""Printed numbers stand for an interval: what was rounded to them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import NamedTuple

CENT = Decimal("0.01")
_HALF_CENT = Decimal("0.005")
_LARGE = 4
_DUST = 8


class Interval(NamedTuple):
    """All values that would be printed so."""

    low: Decimal
    high: Decimal

    def meets(self, other: Interval) -> bool:
        """Whether one value lies in both."""
        return self.low <= other.high and other.low <= self.high

    def __add__(self, other: object) -> Interval:  # intervals add end by end, unlike tuples
        if not isinstance(other, Interval):
            return NotImplemented
        return Interval(self.low + other.low, self.high + other.high)


def half_up(number: Decimal, quantum: Decimal = CENT) -> Decimal:
    """Rounded half up to the quantum, as the forms do: 4.745 → 4.75; a number too long to be rounded stays as it is."""
    try:
        return number.quantize(quantum, rounding=ROUND_HALF_UP)
    except InvalidOperation:
        return number


def places(number: Decimal) -> int:
    """The decimals with which a number is printed."""
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def rounding_of(number: Decimal) -> Interval:
    """The interval of a printed percentage or score: half a unit of its last place to either side."""
    half = Decimal(5).scaleb(-places(number) - 1)
    return Interval(number - half, number + half)


def amount_of(number: Decimal) -> Interval:
    """The interval of a printed amount (万元 or 元).

    Spreadsheets drop trailing zeros, so 36 may well be 36.00: short numbers are exact to the cent, and only a number
    of four digits and more may have lost decimals (562.5 agrees with 108.62 + 453.89).
    """
    decimals = places(number)
    if decimals > _DUST:
        # 29.0500000000001 is what a spreadsheet's own sum of 29.05 leaves behind.
        number = half_up(number, Decimal(1).scaleb(-_DUST)).normalize()
        decimals = places(number)
    if decimals < 2 and len(number.as_tuple().digits) >= _LARGE:
        return rounding_of(number)
    return Interval(number - _HALF_CENT, number + _HALF_CENT) if decimals <= 2 else rounding_of(number)
