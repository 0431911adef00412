"""The cost rows that can be set against the funds, their sums, and two slips: 元 for 万元, swapped digits."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from jixiao.rules.funds.printed import COLUMNS, amount, amount_in, any_meets, number_in, printed_rates, rate_range
from jixiao.values import Interval, off_by_ten_thousand, parse_unit, places, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jixiao.form import Cell, FundRow
    from jixiao.rules.subject import CostRow, Subject

LABEL = "成本指标"

_ZERO = Decimal(0)
# Amounts that are not this year's budget: of several years, of a whole contract, saved, or paid by others.
_NOT_THIS_BUDGET = re.compile(
    r"[两二三四五六七八九十]年|(?<!\d)[2-9]年|多年|总投资|投资总额|合同总|合同金额|合同价|中标|全周期|概算|其中|"
    r"节约|节省|节支|降低|减少|下降|收入|产值|损失|收益|增收|利润|税收|自筹|均[价费成]|平均|单位成本|单[个台套件次项批场]"
)
_NOT_ECONOMIC = re.compile("社会成本|环境成本|生态成本")
_TOTAL = re.compile("总成本|总额|合计|总计|总费用|总支出|总经费|总投入|总预算|总金额|总资金")
# These words mean the whole only where the amount says so too.
_WHOLE = re.compile("总|整体|全部|预算|控制|项目.{0,4}(?:成本|经费|费用|资金|支出|投入)")
# Within these ratios two amounts are not 10⁴ apart.
_NEAR, _FAR = Decimal("0.02"), Decimal(50)
# What share of the target an actual may be once it is brought into the right unit; less where it prints a unit.
_LEAST, _LEAST_PRINTED, _MOST = Decimal("0.1"), Decimal("0.5"), Decimal("1.5")
_FACTORS = (Decimal(10000), Decimal("0.0001"))
# No project has a budget of less than this many 元: of two amounts 10⁴ apart the smaller is then the wrong one.
_TOO_LITTLE = Decimal(5000)
_FEWEST_DIGITS = 3


class Slip(NamedTuple):
    """An amount off by 10⁴: the cell that is wrong as far as it can be told, and what it was held against.

    cost: the row of a wrong target or actual; planned: whether it is the target.
    """

    cell: Cell
    against: str
    other: str
    cost: CostRow | None = None
    planned: bool = False


def this_budgets(subject: Subject) -> tuple[CostRow, ...]:
    """The cost rows whose targets are paid out of this year's budget."""
    return tuple(cost for cost in subject.cost_rows if _is_paid_from_budget(cost.row.name, cost.row.classes[1]))


@lru_cache(maxsize=256)
def _is_paid_from_budget(name: str, level2: str) -> bool:
    return not _NOT_THIS_BUDGET.search(name) and not _NOT_ECONOMIC.search(level2)


def groupings(subject: Subject, rows: tuple[CostRow, ...]) -> tuple[tuple[CostRow, ...], ...]:
    """The rows that may be added up: all of them; where one is the total of the others, the others and that one."""
    whole = next((cost for cost in rows if _is_whole(subject, cost, rows)), None) if len(rows) > 1 else None
    if whole is None:
        return (rows,) if rows else ()
    return tuple(cost for cost in rows if cost is not whole), (whole,)


def _is_whole(subject: Subject, cost: CostRow, rows: tuple[CostRow, ...]) -> bool:
    own, both = planned_of(cost), planned_sum(rows)
    budgets = [amount(number) for number in (subject.budget, subject.initial) if number]
    # 救助资金发放总额 is one part among others where all of them together are the budget.
    if any(other.planned > cost.planned for other in rows) or any(both.meets(budget) for budget in budgets):
        return False
    if _TOTAL.search(cost.row.name) or not _WHOLE.search(cost.row.name):
        return bool(_TOTAL.search(cost.row.name))
    rest = planned_sum(other for other in rows if other is not cost)
    return own.meets(rest) if len(rows) > 2 else any(own.meets(budget) for budget in budgets)


def planned_of(cost: CostRow) -> Interval:
    """What a target may stand for, in the form's money."""
    return _scaled(cost.target.number, cost.planned)


def reached_of(cost: CostRow) -> Interval | None:
    """What an actual amount may stand for, in the form's money."""
    actual = cost.row.actual_quantity
    return _scaled(actual.number, cost.reached) if actual is not None and cost.reached is not None else None


def _scaled(number: Decimal, converted: Decimal) -> Interval:
    if not number:
        return Interval(_ZERO, _ZERO)
    factor, printed = converted / number, amount(number)
    return Interval(printed.low * factor, printed.high * factor)


def planned_sum(rows: Iterable[CostRow]) -> Interval:
    """The sum of the targets."""
    return sum((planned_of(cost) for cost in rows), Interval(_ZERO, _ZERO))


def reached_sum(rows: Iterable[CostRow]) -> Interval | None:
    """The sum of the actual amounts, None where one is missing."""
    parts = [reached_of(cost) for cost in rows]
    known = [part for part in parts if part is not None]
    return sum(known, Interval(_ZERO, _ZERO)) if len(known) == len(parts) else None


def swapped(subject: Subject, rows: tuple[CostRow, ...]) -> tuple[CostRow, str, str] | None:
    """The row whose actual amount has two neighbouring digits swapped against what was spent.

    Gives the row, its amount and the right one, both in the row's own unit.
    """
    total = sum((cost.reached or _ZERO for cost in rows), _ZERO)
    for spent in _spent(subject):
        for cost in rows:
            factor = cost.planned / cost.target.number if cost.target.number else Decimal(1)
            own, wanted = (cost.reached or _ZERO) / factor, (spent - total + (cost.reached or _ZERO)) / factor
            if is_swapped(own, wanted):
                return cost, f"{plain(own)}{cost.target.unit}", f"{plain(wanted)}{cost.target.unit}"
    return None


def _spent(subject: Subject) -> Iterator[Decimal]:
    """What was spent, with all the decimals that any row of the funds prints."""
    total = subject.form.fund_total
    printed = amount_in(total.spent) if total is not None else None
    if printed is None:
        return
    for fund in subject.form.funds:
        own, number = amount_in(fund.spent), number_in(fund.spent)
        if own is not None and number is not None and own.meets(printed):
            yield number


def is_swapped(first: Decimal, second: Decimal) -> bool:
    """Whether two numbers differ by two neighbouring digits in each other's place: 258054 and 250854."""
    if first <= 0 or second <= 0 or first == second:
        return False
    decimals = max(places(first.normalize()), places(second.normalize()))
    one, other = (str(int(number.scaleb(decimals))) for number in (first, second))
    if len(one) != len(other) or len(one) < _FEWEST_DIGITS:
        return False
    place = next(index for index, (left, right) in enumerate(zip(one, other, strict=True)) if left != right)
    return one[:place] + one[place : place + 2][::-1] + one[place + 2 :] == other


# ---- 元 for 万元


def funds_slip(subject: Subject) -> Slip | None:
    """The total row's budget or 执行数 that is off by 10⁴ against the other, as its own printed rate shows."""
    total = subject.form.fund_total
    if total is None or not subject.budget or not subject.spent or subject.budget < 0:
        return None
    if _NEAR < subject.spent / subject.budget < _FAR or total.budget is None or total.spent is None:
        return None
    allowed, readings = rate_range(total.budget, total.spent), printed_rates(total.rate)
    if allowed is None or any_meets(readings, allowed):
        return None
    if not any(any_meets(readings, Interval(allowed.low * by, allowed.high * by)) for by in _FACTORS):
        return None
    return _funds_slip(subject, total, "budget" if _is_wrong(subject, subject.budget, subject.spent) else "spent")


def _funds_slip(subject: Subject, total: FundRow, role: str) -> Slip:
    wrong, right = (total.budget, "spent") if role == "budget" else (total.spent, "budget")
    other: Cell | None = getattr(total, right)
    assert wrong is not None
    assert other is not None
    return Slip(wrong, COLUMNS[right], f"{other.text}{subject.form.money_unit}")


def _is_wrong(subject: Subject, amount_: Decimal, other: Decimal) -> bool:
    """Of two amounts in the form's money that are 10⁴ apart, whether the first is the wrong one."""
    smaller = min(amount_, other)
    small_is_wrong = smaller * parse_unit(subject.form.money_unit).scale < _TOO_LITTLE
    return (amount_ == smaller) is small_is_wrong


def slips(subject: Subject) -> tuple[Slip, ...]:
    """Every amount that is off by 10⁴, one a cause."""
    own = funds_slip(subject)
    rows = [slip for cost in subject.cost_rows if (slip := _row_slip(subject, cost)) is not None]
    found = ([own] if own is not None else []) + rows
    if own is None and not any(slip.planned for slip in rows):
        between = _sum_slip(subject, checks_actual=not rows)
        found += [between] if between is not None else []
    return tuple(found)


def _row_slip(subject: Subject, cost: CostRow) -> Slip | None:
    """A row's target against its own actual."""
    actual, reached, planned = cost.row.actual_quantity, cost.reached, cost.planned
    if actual is None or not reached or reached < 0 or planned <= 0:
        return None
    if actual.unit and not parse_unit(actual.unit).is_total_money:
        return None
    if _NEAR < reached / planned < _FAR:
        return None
    least = _LEAST_PRINTED if actual.unit else _LEAST
    if not any(least <= reached * by / planned <= _MOST for by in _FACTORS):
        return None
    budget = subject.budget or subject.initial or _ZERO
    target_is_wrong = budget > 0 and _distance(planned, budget) > _distance(reached, budget)
    wrong, right = (cost.row.target, cost.row.actual) if target_is_wrong else (cost.row.actual, cost.row.target)
    if wrong is None or right is None:
        return None
    return Slip(wrong, "实际" if target_is_wrong else "目标", right.text, cost, target_is_wrong)


def _distance(first: Decimal, second: Decimal) -> Decimal:
    return max(first / second, second / first)


def _sum_slip(subject: Subject, *, checks_actual: bool) -> Slip | None:
    """The funds against the sum of the cost rows."""
    total = subject.form.fund_total
    if _is_near(subject.cost_rows, subject):
        return None
    counted = this_budgets(subject)
    for rows in (counted, *groupings(subject, counted)) if total is not None and counted else ():
        planned = sum((cost.planned for cost in rows), _ZERO)
        for role in ("budget", "initial"):
            slip = _against(subject, rows, planned, role, is_target=True)
            if slip is not None:
                return slip
        if checks_actual and all(cost.reached is not None for cost in rows):
            reached = sum((cost.reached or _ZERO for cost in rows), _ZERO)
            slip = _against(subject, rows, reached, "spent", is_target=False)
            if slip is not None:
                return slip
    return None


def _is_near(costs: tuple[CostRow, ...], subject: Subject) -> bool:
    """Whether every sum is of the size of the funds, which spares the rest."""
    planned = sum((cost.planned for cost in costs), _ZERO)
    reached = sum((cost.reached or _ZERO for cost in costs), _ZERO)
    pairs = ((planned, subject.budget), (planned, subject.initial), (reached, subject.spent))
    return all(not number or not added or _NEAR < added / number < _FAR for added, number in pairs)


def _against(subject: Subject, rows: tuple[CostRow, ...], costs: Decimal, role: str, *, is_target: bool) -> Slip | None:
    cell: Cell | None = getattr(subject.form.fund_total, role)
    number = cell.number if cell is not None else None
    if cell is None or not number or number < 0 or costs <= 0 or _NEAR < costs / number < _FAR:
        return None
    if not off_by_ten_thousand(number, costs):
        return None
    money = subject.form.money_unit
    if _is_wrong(subject, number, costs):
        return Slip(cell, f"成本指标{'目标' if is_target else '实际'}合计", f"{plain(costs)}{money}")
    wrong = rows[0].row.target if is_target else rows[0].row.actual
    if wrong is None:
        return None
    return Slip(wrong, COLUMNS[role], f"{cell.text}{money}", rows[0] if len(rows) == 1 else None, is_target)
