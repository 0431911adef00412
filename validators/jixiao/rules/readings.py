"""How a row's points are read, and where the profile may have read a row otherwise than its writer meant.

Where that cannot be told, the rules of points are silent.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, TypedDict

from jixiao.direction import CEILING, FLOOR, is_cost_class
from jixiao.values import EQUAL, NONE, half_up, in_units_of, parse_unit, plain, same_thing, squeeze

if TYPE_CHECKING:
    from jixiao.form import Cell, Indicator
    from jixiao.rules.subject import Scored, Subject
    from jixiao.values import Quantity, Unit

_DURATIONS = frozenset("小时 个小时 时 h 分钟 min 秒 天 日 工作日 个工作日 周 月 个月 年".split())
_SLIP_OF_MONEY, _SLIP_OF_SHARES, _WHOLE = Decimal(1000), Decimal(20), Decimal(100)
# 宣传服务合同执行率 is an indicator like any other; 预算执行率 is the execution row once more.
EXECUTION_ROW = re.compile("预算执行|资金执行|^执行率")
YEARLY = frozenset(("", "年", "年度", "全年"))


def is_doubtful(subject: Subject, row: Indicator) -> bool:
    """Whether met or missed cannot be told: units that do not compare, or a target without a sign that may be a limit.

    5 days against a bare 7 may be better or worse; 90 分钟 against 2 小时 is no miss.
    """
    target, actual = row.target_quantity, row.actual_quantity
    if target is None or actual is None:
        return False
    # The execution row once more, as an indicator: it is scored by the rule for the execution rate.
    if EXECUTION_ROW.search(row.name):
        return True
    reached = in_units_of(target, actual)
    if not compares(target, actual) or _is_scale_slip(target, actual, reached):
        return True
    if target.operator not in (NONE, EQUAL):
        return False
    if not target.number or reached == target.number:
        return False
    direction = subject.directions[row.position].direction
    if target.operator == EQUAL:
        return direction == CEILING and reached > target.number
    if direction == FLOOR:
        return False
    if row.nature is not None and squeeze(row.nature.text).startswith(("反向", "逆向")):
        return True
    return direction == CEILING or is_cost_class(*row.classes) or parse_unit(target.unit).base in _DURATIONS


def _is_scale_slip(target: Quantity, actual: Quantity, reached: Decimal) -> bool:
    """82543 against ≤9万元 is an amount in 元 (JX209 speaks), 0.99 against 98 and 3 against 0.05 are shares (JX310)."""
    if actual.unit:
        return False
    if not target.unit:
        low, high = min(target.number, reached), max(target.number, reached)
        return 0 < low < 1 < high <= _WHOLE and high >= _SLIP_OF_SHARES * low
    return parse_unit(target.unit).is_money and reached >= _SLIP_OF_MONEY * target.number > 0


def is_saving(subject: Subject, row: Indicator) -> bool:
    """Whether a ceiling that was not written as one (=36万元) was kept: the actual is below it."""
    target, actual = row.target_quantity, row.actual_quantity
    if target is None or actual is None or target.operator not in (NONE, EQUAL):
        return False
    return in_units_of(target, actual) < target.number and subject.directions[row.position].direction == CEILING


def compares(target: Quantity, actual: Quantity) -> bool:
    """Whether the printed units of target and actual measure one thing over one period."""
    if not target.unit or not actual.unit or target.unit == actual.unit:
        return True
    wanted, given = parse_unit(target.unit), parse_unit(actual.unit)
    return same_thing(wanted.base, given.base) and _per(wanted) == _per(given)


def _per(unit: Unit) -> str:
    return "" if unit.per in YEARLY else unit.per


def is_shared(row: Indicator) -> bool:
    """Whether the row's 分值 is merged over more rows than its 得分: then its own share of it is not printed."""
    weight, score = row.weight, row.score
    if weight is None or score is None:
        return False
    return weight.row < score.row or weight.bottom > max(score.bottom, score.row)


def is_comparable(subject: Subject, scored: Scored) -> bool:
    """Whether the profile's score of these rows may be held against the printed one."""
    if any(is_shared(row) or is_doubtful(subject, row) for row in scored.rows):
        return False
    # One 分值 merged over several rows does not say how many points each of them carries.
    weights = [row.weight for row in scored.rows if row.weight is not None]
    return len(scored.rows) == 1 or all(weight.bottom <= weight.row for weight in weights)


def agrees(scored: Scored) -> bool:
    """Whether the printed score is one that the profile gives; a formula's 9.7436 is the 9.74 that it shows."""
    if scored.score is None or scored.computed is None:
        return False
    printed = {scored.score, half_up(scored.score)}
    if scored.computed in printed:
        return True
    if not any(result.options for result in scored.results):
        return False
    choices = [(result.score or Decimal(0), *result.options) for result in scored.results]
    return any(sum(choice, Decimal(0)) in printed for choice in product(*choices))


def is_unread(cell: Cell) -> bool:
    """Whether a formula gives no value here: JX004 and JX005 speak, nothing is missing or wrong by hand."""
    return cell.kind == "e" or (cell.formula is not None and not cell.text)


def points(number: Decimal | None) -> str:
    """Points as a form prints them: to the cent, without trailing zeros."""
    return plain(half_up(number)) if number is not None else ""


class Printed(TypedDict):
    """What a sentence quotes of a row."""

    target: str
    actual: str
    weight: str


def as_printed(scored: Scored) -> Printed:
    """Target, actual and 分值 of the first row."""
    lead = scored.lead
    actual = lead.actual.text if lead.actual is not None else ""
    return {"target": lead.target_text, "actual": actual, "weight": points(scored.weight)}
