"""What the printed figures of the funds table stand for: intervals of amounts and of execution rates."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from jixiao.form import FundRole
from jixiao.scoring import execution_rate
from jixiao.values import Interval, amount_of, half_up, parse_number, places, plain, rounding_of, squeeze

if TYPE_CHECKING:
    from jixiao.form import Cell, FundRow

COLUMNS = {"initial": "年初预算数", "budget": "全年预算数", "spent": "全年执行数"}

_ZERO, _HUNDRED, _HALF_CENT = Decimal(0), Decimal(100), Decimal("0.005")
_IN_YUAN, _BEYOND, _HALF_HUNDRED = Decimal(100000), Decimal(10**15), Decimal(50)
_NAMES = {FundRole.TOTAL: "年度资金总额", FundRole.STRUCTURE: "资金结构"}


def label_of(fund: FundRow) -> str:
    """The name by which a reader knows the row."""
    return fund.label.text.strip("：: ") or _NAMES.get(fund.role, "资金来源")


def number_in(cell: Cell | None) -> Decimal | None:
    """The number in a cell that may be absent."""
    return cell.number if cell is not None else None


def text_in(cell: Cell | None) -> str:
    """The text of a cell that may be absent."""
    return cell.text if cell is not None else ""


def amount(number: Decimal) -> Interval:
    """The interval of an amount; round hundreds are what was budgeted, not what was left of 1799.8.

    Amounts as large as 290500 are in 元, and whole hundreds of these are what 29.05万元 became.
    """
    if _IN_YUAN <= number < _BEYOND and not number % _HUNDRED:
        return Interval(number - _HALF_HUNDRED, number + _HALF_HUNDRED)
    short = number.normalize()
    exponent = short.as_tuple().exponent
    return amount_of(short if isinstance(exponent, int) and exponent > 1 else number)


def amount_in(cell: Cell | None) -> Interval | None:
    """What an amount in a cell may stand for: the number behind it, and the one shown where the format shortens it."""
    number = number_in(cell)
    if cell is None or number is None:
        return None
    shown = parse_number(cell.text)
    if shown is None or shown == number:
        return amount(number)
    exact, short = amount(number), rounding_of(shown)
    return Interval(min(exact.low, short.low), max(exact.high, short.high))


def rate_range(budget: Cell | None, spent: Cell | None) -> Interval | None:
    """The execution rates, in percent, that a budget and what was spent of it allow; None where there is no rate."""
    whole, part = amount_in(budget), amount_in(spent)
    if whole is None or part is None or whole.low <= 0 or part.high < 0:
        return None
    high = part.high / whole.low * _HUNDRED
    # What is printed as no more than the budget is no more than 100%.
    if (number_in(spent) or _ZERO) <= (number_in(budget) or _ZERO):
        high = min(high, _HUNDRED)
    return Interval(max(_ZERO, part.low) / whole.high * _HUNDRED, high)


def is_rate_right(cell: Cell | None, budget: Cell | None, spent: Cell | None) -> bool:
    """Whether the printed rate is plainly the quotient, which spares the intervals; False says nothing yet."""
    printed, whole, part = number_in(cell), number_in(budget), number_in(spent)
    if printed is None or not whole or part is None:
        return False
    return abs(part / whole * _HUNDRED - printed) <= _HALF_CENT


def printed_rates(cell: Cell | None) -> tuple[Interval, ...]:
    """The percentages that a printed rate may mean: 0.9444, 94.44 and 94.44% are one."""
    if cell is None or not cell.is_filled:
        return ()
    shown, exact, is_percent = parse_number(cell.text), cell.exact, squeeze(cell.text).endswith("%")
    found = [rounding_of(shown)] if shown is not None else []
    if shown is not None and not is_percent:
        found.append(_fraction(shown))
    if exact is not None and exact != shown:
        found.append(_fraction(exact))
        if not is_percent:
            found.append(rounding_of(exact))
    return tuple(found)


def _fraction(number: Decimal) -> Interval:
    # A bare 1 or 0.9 is exact to the cent: spreadsheets drop zeros.
    half = Decimal(5).scaleb(-max(places(number), 2) - 1)
    return Interval((number - half) * _HUNDRED, (number + half) * _HUNDRED)


def any_meets(readings: tuple[Interval, ...], allowed: Interval) -> bool:
    """Whether one of the readings agrees with what is allowed."""
    return any(reading.meets(allowed) for reading in readings)


def rate_text(budget: Cell | None, spent: Cell | None) -> str:
    """The execution rate as the forms print it: 94.44%."""
    whole, part = number_in(budget), number_in(spent)
    rate = execution_rate(whole, part) if whole is not None and part is not None else None
    return f"{plain(half_up(rate))}%" if rate is not None else ""
