"""3xx: what the target and the actual value are: units, percent scales, blanks, words against numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jixiao.finding import Severity
from jixiao.form import Kind
from jixiao.rules.framework import SCORED, on_row, rule
from jixiao.rules.targets.naming import number_in, unit_asked
from jixiao.rules.targets.wording import is_number_for_words, is_words_for_number
from jixiao.values import (
    PERCENT,
    Quantity,
    Words,
    different_things,
    in_units_of,
    is_met,
    parse_unit,
    plain,
    squeeze,
    unbracketed,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.form import Cell, Indicator
    from jixiao.rules.framework import Hit
    from jixiao.rules.subject import Subject

# Shares of a whole: more than all of it is a slip. 完成率 增长率 使用率 普及率 入学率 may well exceed 100%.
_SHARE = re.compile(
    r"(?:满意度|满意率|合格率|覆盖率|覆盖面|达标率|及时率|及时性|知晓率|准确率|准确性|正确率|优良率|优秀率|及格率|通过率|完好率|畅通率"
    r"|正常率|出勤率|在线率|成活率|存活率|保存率|治愈率|规范率|完整率)(?:指标)?$"
)
_CHANGE = re.compile("增长|增速|提高|提升|同比|比上年|环比|增幅|下降|降低")
# The execution row stands among the indicators of some layouts; its target is the budget itself.
_EXECUTION = re.compile("(?:预算|资金|预算资金|项目资金)?执行率")


@rule(
    "JX308",
    "unit-mismatch",
    Severity.WARNING,
    "{cell}“{label}”目标“{target}”，实际“{seen}”，单位说的不是同一样东西。请核对取数口径，实际值按“{expected}”填，问项目经办人。",
    kinds=SCORED,
    needs=("target", "actual"),
)
def unit_mismatch(subject: Subject) -> Iterator[Hit]:
    """目标与实际的单位不是一回事

    两栏都写了单位，而单位数的是不同的东西，完成与否就无从比较。元、万元、亿元会换算；个、家、项、件等同义；人与人次不同。

    违反示例
        目标“=32期”，实际“40万件”

    正确示例
        目标“≥128万条”，实际“129万条”；目标“=250854元”，实际“25.08万元”

    依据
        行业惯例

    怎样改
        查取数来源，实际值用目标的单位填；目标的单位当初就写错的，不要自行改，写进说明并问财政部门。
    """
    for row in subject.live:
        target, actual = row.target_quantity, row.actual_quantity
        if target is None or actual is None or not actual.unit or not (target.number or actual.number):
            continue
        if target.unit == actual.unit or "(" in target.unit + actual.unit:
            continue
        unit = unit_asked(row, target)
        if different_things(unit.base, parse_unit(actual.unit).base):
            yield on_row(row, row.actual, _text(row.actual), target.unit or unit.base, target=_text(row.target))


@rule(
    "JX310",
    "percent-scale",
    Severity.WARNING,
    {
        "": (
            "{cell}“{label}”目标“{target}”，实际“{seen}”：{expected}就达标，{seen}%不达标。"
            "请写明百分数{alike}，问业务股室。"
        ),
        "mixed": (
            "{cell}“{label}”实际写“{seen}”，“{other}”写“{other_seen}”，同一栏百分比写法不一。"
            "请核对后统一写法，如{expected}，问业务股室。"
        ),
    },
    needs=("target", "actual"),
)
def percent_scale(subject: Subject) -> Iterator[Hit]:
    """百分比的写法不一，0.98 与 98% 分不清

    同一栏里有的写 0.97，有的写 97 或 97%；或者是否达标全看 0.98 是不是 98%。写法不一的一张表只提示一次。

    违反示例
        目标“≥98%”，实际“0.98”；另一行目标“≥95%”，实际“96%”

    正确示例
        目标“≥98%”，实际“98%”

    依据
        行业惯例

    怎样改
        单元格改成百分比格式，或直接写 98%；全栏一种写法。
    """
    fractions, others = _percent_rows(subject)
    if fractions and others:
        row, _, actual = fractions[0]
        yield on_row(
            row,
            row.actual,
            _text(row.actual),
            f"{plain(actual.number * 100)}%",
            wording="mixed",
            other=others[0].name,
            other_seen=_text(others[0].actual),
        )
        return
    turning = [each for each in fractions if is_met(each[1], each[2].number) != is_met(each[1], each[2].number * 100)]
    for row, _, actual in turning[:1]:
        read = f"{plain(actual.number * 100)}%"
        others_alike = f"（全表共{len(turning)}处）" if len(turning) > 1 else ""
        yield on_row(row, row.actual, _text(row.actual), read, target=row.target_text, alike=others_alike)


def _percent_rows(subject: Subject) -> tuple[list[tuple[Indicator, Quantity, Quantity]], list[Indicator]]:
    """The rows with a percentage as target: those whose actual is a bare fraction, and the others."""
    fractions, others = [], []
    for row in subject.live:
        target, actual = row.target_quantity, row.actual_quantity
        if target is None or actual is None or actual.number <= 0 or actual.unit not in ("", PERCENT):
            continue
        if target.unit not in ("", PERCENT) or unit_asked(row, target).base != PERCENT:
            continue
        target = target._replace(unit=PERCENT)
        if in_units_of(target, actual) != actual.number:
            fractions.append((row, target, actual))
        elif actual.unit == PERCENT or actual.number > 1:
            others.append(row)
    return fractions, others


@rule(
    "JX311",
    "target-empty",
    Severity.ERROR,
    {
        "": "{cell}“{label}”的年度指标值空着。请照批复的绩效目标填，不要自拟，问业务股室。",
        "dash": "{cell}“{label}”的年度指标值是“{seen}”。请照批复的绩效目标填；指标确不适用的，问财政部门可否不列。",
        "export": "{cell}“{label}”的年度指标值空着。系统导出的请勿手改，请在系统补全后重新导出，问业务股室。",
    },
    needs=("target",),
)
def target_empty(subject: Subject) -> Iterator[Hit]:
    """年度指标值没有填

    有名称、有分值的指标行，年度指标值空着或只有一道横线，完成与否无从比较。

    违反示例
        消息中心服务对接及时性，年度指标值（空），实际 97%

    正确示例
        消息中心服务对接及时性，年度指标值 ≥98%，实际 97%

    依据
        财预〔2015〕88号（目标随预算批复，一经批复一般不予调整）

    怎样改
        照批复的绩效目标表补填；系统导出的表在系统里补，再导出。
    """
    for row in subject.live:
        cell = row.target
        if cell is None or cell.is_filled or cell.formula is not None or _is_unused(row):
            continue
        # A number in the name is then the target: JX315 says so.
        if _EXECUTION.fullmatch(squeeze(row.name)) or number_in(row.name) is not None:
            continue
        wording = "dash" if cell.text else "export" if subject.form.kind is Kind.EXPORT else ""
        yield on_row(row, cell, cell.text, wording=wording)


@rule(
    "JX312",
    "actual-empty",
    Severity.ERROR,
    {
        "": "{cell}“{label}”的实际完成值空着。请填测得的数或完成情况，没有完成填0并写原因，问项目经办人。",
        "dash": "{cell}“{label}”目标“{target}”，实际完成值是“{seen}”。请填实际数，没有完成填0并写原因，问项目经办人。",
        "export": "{cell}“{label}”的实际完成值空着。系统导出的请勿手改，请在系统补全后重新导出，问项目经办人。",
    },
    needs=("actual",),
)
def actual_empty(subject: Subject) -> Iterator[Hit]:
    """实际完成值没有填

    有名称、有目标或分值的指标行，实际完成值空着。只画一道横线而得分栏也没填的，视为不适用，不提示。

    违反示例
        目标“≥3次”，实际（空），得分 7

    正确示例
        目标“≥3次”，实际“3”，得分 7；目标“≥3次”，实际“0”，得分 0，并写明原因

    依据
        财预〔2020〕10号

    怎样改
        按台账、系统数据填；没有完成填 0 并写偏差原因；还没有统计的，先问业务股室要数。
    """
    for row in subject.live:
        cell = row.actual
        if cell is None or cell.is_filled or cell.formula is not None or _is_unused(row):
            continue
        if not cell.text:
            yield on_row(row, cell, wording="export" if subject.form.kind is Kind.EXPORT else "")
        elif row.score is not None and row.score.is_filled and row.target is not None and row.target.is_filled:
            yield on_row(row, cell, cell.text, wording="dash", target=row.target.text)


@rule(
    "JX313",
    "type-mismatch",
    Severity.WARNING,
    {
        "": "{cell}“{label}”目标“{target}”是数，实际写“{seen}”。请填测得的数；没有统计的，找业务股室要数。",
        "number": "{cell}“{label}”目标“{target}”是文字，实际写“{seen}”。请写做到什么程度，数字写进说明，问项目经办人。",
    },
    needs=("target", "actual"),
)
def type_mismatch(subject: Subject) -> Iterator[Hit]:
    """目标是数而实际是文字，或者相反

    两栏一栏是数、一栏是文字，分数就算不出来。日期、期间、“按标准发放”、文字里带数的、口径规定的档次用语（如“基本达成目标”）不算。

    违反示例
        目标“≥70人”，实际“已完成”；目标“有效提升”，实际“95”

    正确示例
        目标“≥70人”，实际“71人”；目标“有效提升”，实际“基本达成目标”

    依据
        行业惯例

    怎样改
        定量指标填测得的数；定性指标写达成程度，支撑的数字写在说明栏。
    """
    for row in subject.live:
        target, actual = row.target_value, row.actual_value
        if not all(cell is not None and cell.is_filled for cell in (row.target, row.actual)):
            continue
        if isinstance(target, Quantity) and isinstance(actual, Words):
            wording = "" if _is_no_number(subject, row, target, actual) else None
        elif isinstance(target, Words) and isinstance(actual, Quantity):
            wording = "number" if is_number_for_words(row.name, target, actual) else None
        else:
            continue
        if wording is not None:
            yield on_row(row, row.actual, _text(row.actual), wording=wording, target=_text(row.target))


def _is_no_number(subject: Subject, row: Indicator, target: Quantity, actual: Words) -> bool:
    if subject.profile.band_of(actual.text) is not None:
        return False
    return is_words_for_number(target, actual, explained=subject.is_explained(row))


@rule(
    "JX314",
    "rate-over-100",
    Severity.WARNING,
    "{cell}“{label}”写“{seen}”，这样的比率不会超过100%。请核对分子、分母，问业务股室。",
    needs=("target",),
)
def rate_over_100(subject: Subject) -> Iterator[Hit]:
    """满意度、合格率一类的比率超过 100%

    满意度、合格率、覆盖率、及时率、知晓率是整体的一部分，不会超过 100%。完成率、增长率可以超过，不在此列。

    违反示例
        服务对象满意度 目标“≥95%”，实际“103%”

    正确示例
        服务对象满意度 目标“≥95%”，实际“98%”；任务完成率 实际“120%”

    依据
        行业惯例

    怎样改
        核对计算的分子和分母；把人数、件数填进了比率的，改填比率。
    """
    for row in subject.live:
        target, actual = row.target_quantity, row.actual_quantity
        if not any(value is not None and value.number > 100 for value in (target, actual)):
            continue
        name = unbracketed(squeeze(row.name))
        if not _SHARE.search(name) or _CHANGE.search(name):
            continue
        units = {value.unit for value in (target, actual) if value is not None and value.unit}
        if not units and unit_asked(row, None).base != PERCENT and not name.endswith("率"):
            continue
        if units <= {PERCENT}:
            for value, cell in ((target, row.target), (actual, row.actual)):
                if value is not None and value.number > 100:
                    yield on_row(row, cell, _text(cell))


def _is_unused(row: Indicator) -> bool:
    """A row with the weight 0 and nothing else: JX406 speaks."""
    filled = any(cell is not None and cell.is_filled for cell in (row.target, row.actual))
    return not filled and row.weight is not None and row.weight.number == 0


def _text(cell: Cell | None) -> str:
    return cell.text if cell is not None else ""
