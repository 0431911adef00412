"""3xx: what the indicator's name says against its target: numbers, units, copies, classes, repeats."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jixiao.direction import is_total_money
from jixiao.finding import Severity
from jixiao.rules.framework import on_row, rule
from jixiao.rules.targets.naming import clash_of, number_in, unit_asked
from jixiao.values import (
    PERCENT,
    Quantity,
    Words,
    different_things,
    kind_of,
    parse_unit,
    same_thing,
    squeeze,
    unbracketed,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.form import Cell, Indicator
    from jixiao.rules.framework import Hit
    from jixiao.rules.subject import Subject

_PUNCTUATION = re.compile(r"[^\w%]+")
_SPENDING = re.compile("费|成本|支出|经费|资金|金额|预算|价款")
_EARNING = re.compile(
    "投资|引资|引进|产值|收入|税|销售|贷款|担保|交易|营业|到位|争取|筹|募|追缴|挽回|化解|节约|增收|利润|融资|贸易"
)
_INCIDENT = re.compile("投诉|事故|差错|举报|信访|上访|纠纷|违规|故障|案件")
_SATISFIED = re.compile("满意[度率]$")


@rule(
    "JX315",
    "target-in-name",
    Severity.INFO,
    {
        "": "{cell}“{label}”名称里写了“{expected}”，年度指标值写“{target}”。明年申报请把数写到年度指标值，问业务股室。",
        "empty": "{cell}“{label}”的年度指标值空着，“{expected}”写在名称里。请与批复的绩效目标核对，问业务股室。",
    },
    needs=("target",),
)
def target_in_name(subject: Subject) -> Iterator[Hit]:
    """目标值写进了指标名称

    名称里带着数和单位（如“完成数5个”“满意度≥90%”），年度指标值又写同一个数、写 100%，或者空着。
    5G、2023年、12345热线、7×24小时一类名称里的数不算。

    违反示例
        信息中心人员投入完成数5个，年度指标值“100%”

    正确示例
        信息中心投入人员数，年度指标值“≥5人”

    依据
        行业惯例

    怎样改
        当年照批复的目标自评；明年申报时，名称只写衡量什么，数和单位写在年度指标值。
    """
    for row in subject.live:
        numbered = number_in(row.name)
        if numbered is None or row.target is None:
            continue
        if not row.target.is_filled:
            yield on_row(row, row.target, row.target.text, numbered.text, wording="empty")
        elif _repeats(row.target_quantity, numbered.value):
            yield on_row(row, row.level3, row.name, numbered.text, target=row.target.text)


def _repeats(target: Quantity | None, named: Quantity) -> bool:
    if target is None:
        return False
    if target.number == 100 and target.unit == PERCENT:
        return True
    return target.number == named.number and same_thing(parse_unit(target.unit).base, parse_unit(named.unit).base)


@rule(
    "JX317",
    "name-unit-clash",
    Severity.WARNING,
    "{cell}“{label}”名称说的是“{expected}”，目标却写“{seen}”。请与批复的绩效目标核对，说明按哪个口径取数，问业务股室。",
    needs=("target",),
)
def name_unit_clash(subject: Subject) -> Iterator[Hit]:
    """指标名称与单位对不上

    名称说的是次数，单位却是小时；名称是率，单位却是人。这样的目标没法衡量。只看“次数、人数、户数、面积、时间、率”等明白的词。

    违反示例
        项目运行维护次数，目标“=24小时”；签约率，目标“24694人”

    正确示例
        项目运行维护次数，目标“≥24次”；签约率，目标“≥70%”

    依据
        行业惯例

    怎样改
        与批复的目标核对：抄错的改正；批复时就是这样的，说明实际按什么取数，明年申报改正。
    """
    for row in subject.live:
        target, actual = row.target_quantity, row.actual_quantity
        if target is None:
            continue
        unit = unit_asked(row, target if target.unit or actual is None else target._replace(unit=actual.unit))
        word = clash_of(row.name, unit)
        # “培训人数 100%” says that all were done: not well put, but no slip.
        if word and (kind_of(unit.base) != "share" or target.number != 100):
            yield on_row(row, row.target, row.target.text if row.target is not None else "", word)


@rule(
    "JX318",
    "target-equals-name",
    Severity.WARNING,
    {
        "": "{cell}“{label}”的年度指标值只抄了指标名称。请与批复的绩效目标核对，说明按什么衡量，问业务股室。",
        "both": "{cell}“{label}”的年度指标值和实际完成值都只抄了指标名称。请写明做到什么程度，问业务股室。",
    },
    needs=("target",),
)
def target_equals_name(subject: Subject) -> Iterator[Hit]:
    """年度指标值照抄指标名称

    年度指标值（或连同实际完成值）与指标名称一字不差，看不出要做到什么程度。

    违反示例
        提升服务水平，年度指标值“提升服务水平”

    正确示例
        服务事项一次办结率，年度指标值“≥95%”

    依据
        行业惯例

    怎样改
        照批复的目标填；批复时就是这样的，在说明里写衡量的标准和做到的程度，明年申报写可衡量的目标。
    """
    for row in subject.live:
        target, actual = row.target_value, row.actual_value
        if not isinstance(target, Words) or row.target is None:
            continue
        name = _letters(row.name)
        if name and name == _letters(target.text):
            both = isinstance(actual, Words) and _letters(actual.text) == name
            yield on_row(row, row.target, row.target.text, wording="both" if both else "")


@rule(
    "JX319",
    "wrong-class",
    Severity.INFO,
    "{cell}“{label}”放在“{seen}”下，一般放在“{expected}”。当年照批复的分类自评；明年申报时可调整，问财政部门。",
)
def wrong_class(subject: Subject) -> Iterator[Hit]:
    """指标放错了类

    数量指标下放着花多少钱的指标，满意度下放着投诉、事故的件数，或者满意度放在产出、效益下。

    违反示例
        数量指标：设备采购金额，目标“≤20万元”；满意度指标：投诉次数，目标“≤3次”

    正确示例
        成本指标：设备采购金额；数量指标：采购设备台数；满意度指标：服务对象满意度

    依据
        财预〔2021〕101号附件1（参考试行）

    怎样改
        分类随目标批复，当年不要自行挪动；明年申报时放到合适的一类。
    """
    for row in subject.live:
        expected = _fitting_class(row)
        if expected:
            level = row.level2 if row.level2 is not None and row.level2.text else row.level1
            yield on_row(row, row.level3, level.text if level is not None else "", expected)


def _fitting_class(row: Indicator) -> str:
    level1, level2 = row.classes
    name = unbracketed(squeeze(row.name))
    target, actual = row.target_quantity, row.actual_quantity
    if "满意" in level1 or "满意" in level2:
        counted = kind_of(unit_asked(row, target).base) in ("events", "matters", "things")
        return "产出指标或效益指标" if counted and _INCIDENT.search(name) else ""
    if _SATISFIED.search(name) and (level1 or level2):
        return "满意度指标"
    if "数量" not in level2 or not _SPENDING.search(name) or _EARNING.search(name):
        return ""
    return "成本指标" if is_total_money(name, target, actual) else ""


@rule(
    "JX321",
    "duplicate-row",
    Severity.WARNING,
    "{cell}“{label}”与{first}是同一个指标。请核对是否重复填列，问业务股室。",
)
def duplicate_row(subject: Subject) -> Iterator[Hit]:
    """同一个指标填了两遍

    同一类下有两行名称相同的指标（标点、空格不计）。两行单位不同、衡量的不是同一样东西的，不提示。

    违反示例
        质量指标：设备完好率 ≥98%；质量指标：设备完好率 ≥95%

    正确示例
        质量指标：服务器完好率 ≥98%；质量指标：终端完好率 ≥95%

    依据
        行业惯例

    怎样改
        与批复的目标核对：多抄的一行删去（分值合计仍须 100）；确是两件事的，名称写出区别。
    """
    first_of: dict[tuple[tuple[str, str], str], Indicator] = {}
    for row in subject.live:
        name = _letters(row.name)
        first = first_of.setdefault((row.classes, name), row) if name else row
        if first is row or row.level3 is None or first.level3 is None or _place(first.level3) == _place(row.level3):
            continue
        one, other = (unit_asked(each, each.target_quantity).base for each in (first, row))
        if not different_things(one, other):
            yield on_row(row, row.level3, row.name, first=first.level3.address)


def _place(cell: Cell) -> tuple[int, int]:
    return cell.row, cell.column


def _letters(text: str) -> str:
    """The text without blanks and punctuation."""
    return _PUNCTUATION.sub("", squeeze(text))
