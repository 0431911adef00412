"""7xx: monitoring forms — the period's execution rate, what is behind schedule, its causes and its outlook."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from jixiao.finding import Severity
from jixiao.form import Kind
from jixiao.forms.monitoring import CERTAIN, IMPOSSIBLE, outlook_of
from jixiao.rules.framework import Hit, on_row, rule
from jixiao.rules.funds.printed import (
    any_meets,
    is_rate_right,
    label_of,
    printed_rates,
    rate_range,
    rate_text,
    text_in,
)
from jixiao.rules.progress import completion_of, foresees_deviation, has_cause, reaches_target
from jixiao.values import half_up, plain, rounding_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.rules.subject import Subject

_MONITORING = frozenset((Kind.MONITORING,))
_HUNDRED, _YEAR = Decimal(100), Decimal(12)


@rule(
    "JX701",
    "monitoring-rate-mismatch",
    Severity.ERROR,
    "{cell}“{label}”执行率印“{seen}”，执行数{spent}除以年初预算数{initial}应为{expected}。请复算执行率，问本单位财务。",
    kinds=_MONITORING,
    needs=("funds",),
)
def monitoring_rate_mismatch(subject: Subject) -> Iterator[Hit]:
    """监控期的执行率与执行数、年初预算数对不上

    资金表每一行印了监控期执行率的，应等于监控期执行数除以年初预算数；年中调整过预算、另有全年预算数的，除以全年预算数
    也算对。0.5555、55.55、55.55% 是同一个数；印出的数按四舍五入的范围比较。预算数为 0 的行不看。

    违反示例
        年初预算数 100.88，1–9月执行数 56.04，1–9月执行率 65.55%

    正确示例
        年初预算数 100.88，1–9月执行数 56.04，1–9月执行率 55.55%

    依据
        财预〔2019〕136号；行业惯例（执行率＝执行数÷年初预算数）

    怎样改
        用同一行的执行数除以年初预算数重算；执行率是对的，就核对两个金额。
    """
    for fund in subject.form.funds:
        if fund.rate is None or not fund.rate.text:
            continue
        if any(is_rate_right(fund.rate, budget, fund.spent) for budget in (fund.initial, fund.budget)):
            continue
        readings = printed_rates(fund.rate)
        allowed = [each for budget in (fund.initial, fund.budget) if (each := rate_range(budget, fund.spent))]
        if not readings or not allowed or any(any_meets(readings, each) for each in allowed):
            continue
        whole = fund.initial if fund.initial is not None and fund.initial.number else fund.budget
        yield Hit(
            fund.rate,
            label_of(fund),
            fund.rate.text,
            rate_text(whole, fund.spent),
            details={"initial": text_in(whole), "spent": text_in(fund.spent)},
        )


@rule(
    "JX702",
    "behind-schedule",
    Severity.WARNING,
    "{cell}“{label}”完成{seen}，低于时间进度{expected}（{months}月底），没有勾选或写明原因。"
    "请勾选偏差原因并写原因说明，问项目经办人。",
    kinds=_MONITORING,
    needs=("target", "actual"),
)
def behind_schedule(subject: Subject) -> Iterator[Hit]:
    """进度落后于时间而没有说明原因

    监控期完成的比例低于时间进度（表头写 1–9月的为 75%，1–6月的为 50%），偏差原因一栏没有勾，也没有写原因说明。
    空着的、文字的和越少越好的指标不看；预计全年也完不成的，由 JX703 说。

    违反示例
        1–9月完成 50%，偏差原因栏全空

    正确示例
        1–9月完成 50%，勾“其他”，原因说明“企业入规在10–12月办理”

    依据
        财预〔2019〕136号

    怎样改
        勾选对应的偏差原因，写明为什么落后、何时赶上；进度填错的改进度。
    """
    monitoring = subject.form.monitoring
    if monitoring is None or monitoring.months is None or not monitoring.asks_causes:
        return
    share = half_up(monitoring.months / _YEAR * _HUNDRED)
    for progress in monitoring.rows:
        reached = completion_of(subject, progress, progress.indicator.actual)
        if reached is None or rounding_of(half_up(reached)).high >= share:
            continue
        if has_cause(subject, progress) or foresees_deviation(subject, progress):
            continue
        row = progress.indicator
        yield on_row(row, row.actual, f"{plain(half_up(reached))}%", f"{plain(share)}%", months=str(monitoring.months))


@rule(
    "JX703",
    "cause-not-ticked",
    Severity.ERROR,
    "{cell}“{label}”目标“{expected}”，预计全年“{seen}”，完不成目标，却没有勾选偏差原因，也没有原因说明。"
    "请勾选原因，写明情况和措施，问项目经办人。",
    kinds=_MONITORING,
    needs=("target",),
)
def cause_not_ticked(subject: Subject) -> Iterator[Hit]:
    """预计完不成目标而没有勾选原因

    预计全年完成情况低于年度指标值，偏差原因各栏都没有勾，原因说明也空着。

    违反示例
        年度指标值 100%，预计全年 50%，偏差原因栏全空

    正确示例
        年度指标值 100%，预计全年 50%，勾“人员保障”，原因说明“4名在编人员调整到其他科室”

    依据
        财预〔2019〕136号

    怎样改
        勾选偏差原因，写明原因和纠偏措施；预计数填错的改预计数。
    """
    monitoring = subject.form.monitoring
    if monitoring is None or not monitoring.asks_causes:
        return
    for progress in monitoring.rows:
        if foresees_deviation(subject, progress) and not has_cause(subject, progress):
            row = progress.indicator
            yield on_row(row, progress.forecast, text_in(progress.forecast), row.target_text)


@rule(
    "JX704",
    "outlook-missing",
    Severity.ERROR,
    "{cell}“{label}”填了完成情况，没有勾选完成目标可能性。请在“确定”“有可能”“完全不可能”中勾一项，问项目经办人。",
    kinds=_MONITORING,
)
def outlook_missing(subject: Subject) -> Iterator[Hit]:
    """没有勾选完成目标的可能性

    一行填了监控期或预计全年的完成情况，“完成目标可能性”各栏都没有勾。两项都空着的行不看。

    违反示例
        1–9月 100%，预计全年 100%，可能性各栏全空

    正确示例
        1–9月 100%，预计全年 100%，勾“确定”

    依据
        财预〔2019〕136号

    怎样改
        按目前的进度勾选一项；勾“有可能”“完全不可能”的，同时写明原因和措施。
    """
    monitoring = subject.form.monitoring
    for progress in monitoring.rows if monitoring is not None else ():
        figures = (progress.indicator.actual, progress.forecast)
        if progress.outlook_place is None or progress.outlooks:
            continue
        if any(cell is not None and cell.is_filled for cell in figures):
            yield on_row(progress.indicator, progress.outlook_place)


@rule(
    "JX705",
    "outlook-contradicts",
    Severity.WARNING,
    "{cell}“{label}”目标“{target}”，预计全年“{forecast}”，可能性却勾“{seen}”。请核对预计数和可能性，问项目经办人。",
    kinds=_MONITORING,
    needs=("target",),
)
def outlook_contradicts(subject: Subject) -> Iterator[Hit]:
    """完成目标的可能性与预计数矛盾

    预计全年完不成目标却勾“确定”，或者预计全年达到目标却勾“完全不可能”。勾了几项的不看。

    违反示例
        年度指标值 100%，预计全年 50%，勾“确定”

    正确示例
        年度指标值 100%，预计全年 50%，勾“完全不可能”

    依据
        财预〔2019〕136号

    怎样改
        核对预计全年完成情况与可能性，改填错的一项。
    """
    monitoring = subject.form.monitoring
    for progress in monitoring.rows if monitoring is not None else ():
        outlooks = {outlook_of(ticked) for ticked in progress.outlooks}
        reaches = reaches_target(subject, progress)
        if reaches is None or outlooks != {IMPOSSIBLE if reaches else CERTAIN}:
            continue
        ticked = progress.outlooks[0]
        yield on_row(
            progress.indicator,
            ticked.value,
            ticked.label.text,
            target=progress.indicator.target_text,
            forecast=text_in(progress.forecast),
        )
