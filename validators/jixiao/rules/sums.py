"""Adding up printed 分值 and 得分: merged cells once, rounding borne in mind."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from jixiao.form import FundRole
from jixiao.rules.readings import EXECUTION_ROW
from jixiao.values import half_up, places

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jixiao.form import Cell, Form, Indicator
    from jixiao.rules.subject import Subject

_ZERO, _HUNDRED = Decimal(0), Decimal(100)
_HALF_CENT = Decimal("0.005")
# Left over by binary fractions, no difference.
_DUST = Decimal("0.000001")


class Sum(NamedTuple):
    """A sum of printed numbers and how far the unrounded ones may lie from it."""

    number: Decimal
    leeway: Decimal

    def __add__(self, other: object) -> Sum:  # sums add part by part, unlike tuples
        if not isinstance(other, Sum):
            return NotImplemented
        return Sum(self.number + other.number, self.leeway + other.leeway)

    def gives(self, printed: Decimal, leeway: Decimal = _ZERO) -> bool:
        """Whether unrounded numbers may add up to what is printed, rounded half up: 94.5 gives 95, not 94."""
        difference, most = self.number - printed, self.leeway + leeway
        return -most - _DUST <= difference and (difference < most or difference - self.leeway <= _DUST)


def give(choices: Iterable[Sum], printed: Decimal | None, leeway: Decimal = _ZERO) -> bool:
    """Whether one of the sums is what is printed; where nothing is, nothing differs."""
    return printed is None or any(each.gives(printed, leeway) for each in choices)


def distinct(cells: Iterable[Cell | None]) -> dict[tuple[int, int], Cell]:
    """The cells, merged ones once."""
    return {(cell.row, cell.column): cell for cell in cells if cell is not None}


def numbers_in(cells: Iterable[Cell | None]) -> list[Decimal] | None:
    """Their numbers, None where one is missing or below zero: its own rule speaks."""
    numbers = []
    for cell in distinct(cells).values():
        number = cell.number
        if number is None or number < 0:
            return None
        numbers.append(number)
    return numbers or None


def of_weights(numbers: Iterable[Decimal]) -> Sum:
    """3.33 and 3.3 may be a third of 10; 2.5 is just that."""
    found = list(numbers)
    return Sum(sum(found, _ZERO), sum((half_of(number) for number in found if _is_broken(number)), _ZERO))


def of_scores(numbers: Iterable[Decimal]) -> Sum:
    """Scores are rounded to the cent, 9.7 is 9.70; whole and half points are not rounded at all."""
    found = list(numbers)
    return Sum(sum(found, _ZERO), _HALF_CENT * sum(map(_is_broken, found)))


def _is_broken(number: Decimal) -> bool:
    """Neither whole nor a half."""
    # A remainder would be refused where the quotient has more digits than decimals carry.
    twice = number * 2
    return twice != twice.to_integral_value()


def half_of(number: Decimal) -> Decimal:
    """Half a unit of the last printed place, at least of a cent's."""
    return Decimal(5).scaleb(-min(places(number), 2) - 1)


def in_other_rows(form: Form, role: str) -> list[Decimal]:
    """Numbers on rows without a name or a target, which are not live but may be counted."""
    seen = distinct(getattr(row, role) for row in form.live)
    rest = distinct(getattr(row, role) for row in form.indicators if not row.is_live)
    numbers = (cell.number for place, cell in rest.items() if place not in seen)
    return [number for number in numbers if number]


def execution_in(form: Form, role: str) -> Decimal | None:
    """What the funds table prints of 分值 or 得分: in its total row, else in the rows under it."""
    total = form.fund_total
    cell: Cell | None = getattr(total, role) if total is not None else None
    if cell is not None and (number := cell.number) is not None:
        return number
    parts = distinct(getattr(row, role) for row in form.funds if row.role is not FundRole.TOTAL)
    numbers = [number for part in parts.values() if (number := part.number) is not None]
    return sum(numbers, _ZERO) if numbers else None


def is_listed(rows: Iterable[Indicator], weight: Decimal | None) -> bool:
    """Whether the execution rate stands among the indicators too, with its weight."""
    return any(
        EXECUTION_ROW.search(row.name) and row.weight is not None and row.weight.number == weight for row in rows
    )


def execution_choices(subject: Subject, printed: Decimal | None) -> list[Decimal]:
    """The execution score; where none is printed, what it may be: the profile's, in proportion, in full or none."""
    if printed is not None:
        return [printed]
    weight, rate, computed = subject.execution_weight, subject.rate, subject.computed_execution
    choices = [] if computed is None else [computed]
    if rate is not None:
        choices.append(half_up(weight * min(rate, _HUNDRED) / 100))
    return [*choices, _ZERO, weight]


def without_execution(subject: Subject, execution: Decimal | None) -> bool:
    """Whether the total may leave the execution row out: it is listed as an indicator, or the total's weight does."""
    form = subject.form
    if execution is None:
        return False
    weight = execution_in(form, "weight")
    if is_listed(form.live, weight):
        return True
    total = form.total.weight.number if form.total.weight is not None else None
    numbers = numbers_in(row.weight for row in form.live)
    return total is not None and bool(weight) and numbers is not None and of_weights(numbers).gives(total)
