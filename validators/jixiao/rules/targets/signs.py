"""301–304, 316: the sign of a target against the way its indicator is better."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from jixiao.direction import CEILING, COST, FLOOR
from jixiao.finding import Fix, Severity
from jixiao.rules.framework import on_row, rule
from jixiao.rules.targets.spelling import respelled
from jixiao.scoring import score_row
from jixiao.values import ABOVE, AT_LEAST, AT_MOST, BELOW, EQUAL, NONE, PERCENT, format_quantity, in_units_of, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.form import Cell, Indicator
    from jixiao.rules.framework import Hit
    from jixiao.rules.subject import Subject
    from jixiao.values import Quantity

_ASK = "请勿自行改目标；先问财政部门可否按“≤”认定，不同意则保留得分并说明；明年申报用“≤”。"
# Below this share of its target an amount without a unit is more likely 万元 written against 元 (JX209).
_OTHER_UNIT = Decimal(2000)
# Amounts of which a plan may well ask for at least so much, even under a cost class.
_WANTED = re.compile(r"投入|投资|支付|执行|配套|筹")
_DONE = {True: "已完成", False: "未完成"}
# Shares fixed by a policy are met by being equal.
_FIXED_SHARE = re.compile(r"补助|补贴|报销|配套|比例")


class _Equal(NamedTuple):
    """A ceiling written with "=" whose actual value is no worse; reached: in the target's unit."""

    row: Indicator
    cell: Cell
    target: Quantity
    reached: Decimal
    lost: Decimal


@rule(
    "JX301",
    "ceiling-written-as-equals",
    Severity.ERROR,
    {
        "": "{cell}“{label}”目标“{seen}”，实际{actual}，节约反被扣{lost}分。" + _ASK,
        "better": "{cell}“{label}”目标“{seen}”，实际{actual}，比目标更好反被扣{lost}分。" + _ASK,
        "unpaid": "{cell}“{label}”目标“{seen}”，实际{actual}，扣{lost}分。请先问项目经办人是没有实施还是没有付款："
        "没有实施的保留得分并说明；已实施的问财政部门可否按“≤”认定。请勿自行改目标，明年申报用“≤”。",
        "met": "{cell}“{label}”目标“{seen}”，没有因“=”扣分{others}。合同固定价等定数用“=”无妨；"
        "本是上限的，明年申报请用“≤”，以免节约反被扣分，拿不准的问财政部门。",
    },
    needs=("target", "actual", "weight", "score"),
)
def ceiling_written_as_equals(subject: Subject) -> Iterator[Hit]:
    """上限指标写成“=”，节约反被扣分

    成本总额、响应时间、投诉次数这类越少越好的指标，目标写成了“=”。实际比目标更好，按“=”却成了“没有完成”，被扣了分。
    全年执行数为0的只作核对；本行实际为0的，也先问清是没有实施还是没有付款。
    “=”恰好完成或没有扣分的，每张表只提示一处。

    违反示例
        维护费，目标“=2.8万元”，实际 1.88，分值 10，得分 1.79

    正确示例
        维护费，目标“≤2.8万元”，实际 1.88，分值 10，得分 10

    依据
        财预〔2015〕88号（目标批复后一般不予调整）；财预〔2020〕10号；成本指标用“≤”为行业惯例

    怎样改
        目标随预算批复，自评时不要自行改符号。先问财政部门能否按“≤”认定；同意的按“≤”重算得分，
        不同意的保留得分，在偏差原因里写明符号设置有误、属节约。明年申报时用“≤”。

    可调参数
        评分口径（--profile）：direction.ceiling、direction.floor 可增加本地的上限、下限指标用词
    """
    met: list[_Equal] = []
    for equal in _equals(subject):
        if not equal.lost:
            met.append(equal)
            continue
        unpaid = subject.nothing_spent or not equal.reached
        expected, fix = _proposal(equal.row, equal.cell, equal.target, unpaid)
        wording = "unpaid" if unpaid else "" if _is_cost(subject, equal.row) else "better"
        yield on_row(
            equal.row,
            equal.cell,
            equal.row.target_text,
            expected,
            severity=Severity.WARNING if subject.nothing_spent else None,
            wording=wording,
            fix=fix,
            actual=_with_unit(equal),
            lost=plain(equal.lost),
        )
    for first in met[:1]:
        text, others = first.row.target_text, f"（另有{len(met) - 1}处）" if len(met) > 1 else ""
        yield on_row(first.row, first.cell, text, severity=Severity.INFO, wording="met", others=others)


@rule(
    "JX302",
    "ceiling-written-as-floor",
    Severity.ERROR,
    "{cell}“{label}”越少越好，目标却写成“{seen}”，超了反而算完成。" + _ASK,
    needs=("target",),
)
def ceiling_written_as_floor(subject: Subject) -> Iterator[Hit]:
    """上限指标写成“≥”

    成本总额、响应时间、投诉次数这类越少越好的指标，目标写成了“≥”或“>”：花得越多、拖得越久反而算完成。

    违反示例
        维护费，目标“≥2.8万元”；故障响应时间，目标“≥2小时”

    正确示例
        维护费，目标“≤2.8万元”；故障响应时间，目标“≤2小时”

    依据
        财预〔2015〕88号（目标批复后一般不予调整）；上限指标用“≤”为行业惯例

    怎样改
        同 JX301：不要自行改目标，先问财政部门能否按“≤”认定，不同意的保留得分并说明；明年申报时用“≤”。
    """
    for row, cell, target in _directed(subject, CEILING):
        if target.operator not in (AT_LEAST, ABOVE) or (_is_cost(subject, row) and _WANTED.search(row.name)):
            continue
        expected, fix = _proposal(row, cell, target, subject.nothing_spent)
        yield on_row(row, cell, row.target_text, expected, fix=fix)


@rule(
    "JX303",
    "floor-written-as-ceiling",
    Severity.WARNING,
    {
        "": "{cell}“{label}”一般越高越好，目标却写成“{seen}”。"
        "请核对批复的目标，勿自行改；批复有误的问财政部门，明年申报用“≥”。",
        "differs": "{cell}“{label}”一般越高越好，目标却写成“{seen}”，实际{actual}："
        "照写法{as_printed}，按“≥”则{as_floor}。请勿自行改目标；先问财政部门可否按“≥”认定并重算得分，明年申报用“≥”。",
    },
    needs=("target",),
)
def floor_written_as_ceiling(subject: Subject) -> Iterator[Hit]:
    """下限指标写成“≤”

    满意度、覆盖率、合格率这类越高越好的指标，目标写成了“≤”或“<”。按“≥”来看得分会不同的，必须处理。

    违反示例
        群众满意度，目标“≤95%”

    正确示例
        群众满意度，目标“≥95%”

    依据
        财预〔2015〕88号（目标批复后一般不予调整）；下限指标用“≥”为行业惯例

    怎样改
        核对批复的绩效目标表：填表时抄错的照批复改；批复就是“≤”的，先问财政部门能否按“≥”认定，明年申报时改正。
    """
    for row, cell, target in _directed(subject, FLOOR):
        if target.operator not in (AT_MOST, BELOW):
            continue
        weight = row.weight.number if row.weight is not None else None
        as_printed = subject.scores[row.position].is_met
        as_floor = score_row(subject.profile, target._replace(operator=AT_LEAST), row.actual_value, weight).is_met
        if as_printed == as_floor or row.actual is None:
            yield on_row(row, cell, row.target_text, AT_LEAST)
            continue
        yield on_row(
            row,
            cell,
            row.target_text,
            AT_LEAST,
            severity=Severity.ERROR,
            wording="differs",
            actual=row.actual.text,
            as_printed=_DONE[bool(as_printed)],
            as_floor=_DONE[bool(as_floor)],
        )


@rule(
    "JX304",
    "floor-written-as-equals",
    Severity.INFO,
    "{cell}“{label}”一般越高越好，目标写成“{seen}”。今年照批复填，不必改；明年申报请用“≥”，有疑问问财政部门。",
    needs=("target",),
)
def floor_written_as_equals(subject: Subject) -> Iterator[Hit]:
    """比率类下限指标写成“=”

    满意度、及时率、回复率等目标低于100%，写的是“=”，含义不清。补助、报销、配套比例等定数不在此列。

    违反示例
        民众问题回复率，目标“=98%”

    正确示例
        民众问题回复率，目标“≥98%”

    依据
        行业惯例

    怎样改
        今年按批复的目标填报；明年申报时用“≥”。
    """
    for row, cell, target in _directed(subject, FLOOR):
        whole = 100 if target.unit == PERCENT or target.number > 1 else 1
        if target.operator != EQUAL or target.unit not in (PERCENT, "") or target.number >= whole:
            continue
        if not _FIXED_SHARE.search(row.name):
            yield on_row(row, cell, row.target_text, AT_LEAST)


@rule(
    "JX316",
    "sibling-sign-conflict",
    Severity.WARNING,
    "{cell}“{label}”写“=”被扣{lost}分，同组的{other_cell}“{other}”写“≤”，同类支出两种算法。"
    "请核对批复的符号；先问财政部门可否统一按“≤”认定，明年申报统一用“≤”。",
    needs=("target", "actual", "weight", "score"),
)
def sibling_sign_conflict(subject: Subject) -> Iterator[Hit]:
    """同组成本指标“≤”与“=”混用

    同一组里都是支出总额的成本指标，有的写“≤”，有的写“=”，写“=”的那一行少花了钱反而被扣分。

    违反示例
        网络设备外包测评费“≤10万元”实际 0 得 10 分；大楼等保测评费“=10万元”实际 0 得 0 分

    正确示例
        两行都写“≤10万元”

    依据
        行业惯例

    怎样改
        核对批复的绩效目标表，再按 JX301 的办法处理；明年申报时统一写法。
    """
    ceilings: dict[tuple[str, str], tuple[str, str]] = {}
    for row, cell, target in _directed(subject, CEILING):
        if target.operator in (AT_MOST, BELOW) and _is_cost(subject, row):
            ceilings.setdefault(row.classes, (cell.address, row.name))
    for row, cell, _, _, lost in _equals(subject) if ceilings else ():
        if lost and row.classes in ceilings and _is_cost(subject, row):
            other_cell, other = ceilings[row.classes]
            yield on_row(row, cell, row.target_text, AT_MOST, lost=plain(lost), other=other, other_cell=other_cell)


def _directed(subject: Subject, direction: str) -> Iterator[tuple[Indicator, Cell, Quantity]]:
    """The rows of a direction whose target has an operator."""
    for row in subject.live:
        target = row.target_quantity
        if row.target is None or target is None or target.operator == NONE:
            continue
        if subject.directions[row.position].direction == direction:
            yield row, row.target, target


def _equals(subject: Subject) -> Iterator[_Equal]:
    """The ceilings written with "=" whose actual value is no worse than the target and whose loss is their own."""
    for scored in subject.scored:
        if scored.lost is None or scored.lost < 0:
            continue
        for row, result in zip(scored.rows, scored.results, strict=True):
            target, actual = row.target_quantity, row.actual_quantity
            if row.target is None or target is None or actual is None or target.operator != EQUAL:
                continue
            # A merged score that also pays for another missed row says nothing of this one.
            alone = all(other.is_met for other in scored.results if other is not result)
            if not alone or subject.directions[row.position].direction != CEILING:
                continue
            reached = in_units_of(target, actual)
            in_other_unit = not actual.unit and 0 < reached * _OTHER_UNIT < target.number
            better = 0 <= reached < target.number and not in_other_unit
            if better or (reached == target.number and not scored.lost):
                yield _Equal(row, row.target, target, reached, scored.lost)


def _is_cost(subject: Subject, row: Indicator) -> bool:
    return subject.directions[row.position].word == COST


def _with_unit(equal: _Equal) -> str:
    actual = equal.row.actual
    if actual is not None and actual.text.endswith(equal.target.unit):
        return actual.text
    return plain(equal.reached) + equal.target.unit


def _proposal(row: Indicator, cell: Cell, target: Quantity, unpaid: bool) -> tuple[str, Fix | None]:
    """What would be expected, and the fix that only an explicit choice applies; none where nothing was paid."""
    if unpaid:
        return AT_MOST, None
    if row.nature is not None:
        return format_quantity(target._replace(operator=AT_MOST)), Fix(row.nature.address, AT_MOST, safe=False)
    value = respelled(cell, target, AT_MOST)
    return value or AT_MOST, Fix(cell.address, value, safe=False) if value else None
