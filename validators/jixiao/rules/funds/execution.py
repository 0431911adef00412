"""2xx: 执行数, 执行率 and its score."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from jixiao.direction import is_cost_class
from jixiao.finding import Severity
from jixiao.form import FundRole
from jixiao.rules.framework import SCORED, Hit, rule
from jixiao.rules.funds.allowed import allows_score, speaks_of_payment
from jixiao.rules.funds.costs import funds_slip
from jixiao.rules.funds.parts import rate_put_right
from jixiao.rules.funds.printed import (
    amount_in,
    any_meets,
    is_rate_right,
    label_of,
    number_in,
    printed_rates,
    rate_range,
    rate_text,
    text_in,
)
from jixiao.scoring import score_execution
from jixiao.values import parse_number, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.form import FundRow
    from jixiao.rules.subject import Subject

_HUNDRED = Decimal(100)


@rule(
    "JX201",
    "execution-rate-mismatch",
    Severity.ERROR,
    {
        "": "{cell}“{label}”执行率印“{seen}”，执行数{spent}除以全年预算数{budget}应为{expected}。"
        "请复算执行率，问本单位财务。",
        "initial": "{cell}“{label}”执行率印“{seen}”，像是除以年初预算数得来的；"
        "执行数{spent}除以全年预算数{budget}应为{expected}。请改执行率，问本单位财务。",
    },
    kinds=SCORED,
    needs=("funds", "funds.rate"),
)
def execution_rate_mismatch(subject: Subject) -> Iterator[Hit]:
    """执行率与执行数、预算数对不上

    资金表每一行印了执行率的，应等于全年执行数除以全年预算数。0.9444、94.44、94.44% 是同一个数；印出的数按四舍五入的
    范围比较。预算数为 0 的行不看。

    违反示例
        全年预算数 36，全年执行数 34，执行率 95%

    正确示例
        全年预算数 36，全年执行数 34，执行率 94.44%

    依据
        行业惯例（执行率＝全年执行数÷全年预算数）

    怎样改
        用同一行的全年执行数除以全年预算数重算；执行率是对的，就核对两个金额。
    """
    for fund in subject.form.funds:
        if fund.rate is None or not fund.rate.text or is_rate_right(fund.rate, fund.budget, fund.spent):
            continue
        readings, allowed = printed_rates(fund.rate), rate_range(fund.budget, fund.spent)
        if not readings or allowed is None or any_meets(readings, allowed) or funds_slip(subject) is not None:
            continue
        # Where a sum is wrong, the rate that goes with the right one is no second error.
        mended = rate_put_right(subject, fund)
        if mended is not None and any_meets(readings, mended):
            continue
        initial = rate_range(fund.initial, fund.spent)
        wording = "initial" if initial is not None and any_meets(readings, initial) else ""
        yield Hit(
            fund.rate,
            label_of(fund),
            fund.rate.text,
            rate_text(fund.budget, fund.spent),
            wording=wording,
            details={"budget": text_in(fund.budget), "spent": text_in(fund.spent)},
        )


@rule(
    "JX202",
    "execution-score-mismatch",
    Severity.ERROR,
    {
        "": "{cell}“{label}”执行率{rate}，分值{weight}，按口径执行率得分应为{expected}，表上{seen}。"
        "请复算；口径另有规定的，请附说明，问财政部门。",
        "confirm": "{cell}“{label}”执行率{rate}，得分记了满分{seen}。"
        "项目已全部完成且未超预算的才记满分，请确认；没有完成的应为{expected}，问项目经办人。",
    },
    needs=("funds", "funds.score"),
    by_profile=True,
)
def execution_score_mismatch(subject: Subject) -> Iterator[Hit]:
    """执行率得分与评分口径不一致

    资金总额行的得分，应是评分口径按执行率给出的分。mof-2021 对执行率不到 100% 的项目，已完成且未超预算的可记满分，
    否则按档：这时只提示确认是否完成。超预算的另由 JX204 提示。

    违反示例
        分值 10，执行率 72.63%，得分 7（mof-2021 这一档为 5）

    正确示例
        分值 10，执行率 72.63%，得分 5；项目已完成且未超预算的，得分 10

    依据
        财预〔2021〕101号附件1（参考试行）；财预〔2020〕10号

    怎样改
        按执行率所在的档（或按比例）改得分，总分随之改正；本地另有规定的，用 --profile 指明本地口径。

    可调参数
        评分口径（--profile）：execution.method、execution.tiers、execution.completed_in_full、
        execution.weight、execution.zero_budget
    """
    total = subject.form.fund_total
    if total is None or total.score is None:
        return
    if subject.printed_execution == subject.computed_execution or funds_slip(subject) is not None:
        return
    weight, rate = subject.certain_execution_weight, rate_range(total.budget, total.spent)
    printed = {number for number in (total.score.number, parse_number(total.score.text)) if number is not None}
    # Where the weight is not printed, what is full marks cannot be told.
    if not printed or weight is None or weight <= 0:
        return
    if rate is None:
        yield from _without_budget(subject, total, weight)
        return
    if any(allows_score(subject, number, rate, weight) for number in printed):
        return
    mended = rate_put_right(subject, total)
    if mended is not None and any(allows_score(subject, number, mended, weight) for number in printed):
        return
    expected = score_execution(subject.profile, subject.rate or rate.low, weight)
    details = {"rate": rate_text(total.budget, total.spent), "weight": plain(weight)}
    completed = subject.profile.completed_in_full and weight in printed and rate.low < _HUNDRED
    severity, wording = (Severity.INFO, "confirm") if completed else (None, "")
    yield Hit(total.score, label_of(total), total.score.text, plain(expected), severity, wording, details=details)


def _without_budget(subject: Subject, total: FundRow, weight: Decimal) -> Iterator[Hit]:
    """0 spent of 0, where the profile says what that is worth."""
    expected = subject.computed_execution
    if expected is not None:
        details = {"rate": "（预算数、执行数都是0）", "weight": plain(weight)}
        yield Hit(total.score, label_of(total), text_in(total.score), plain(expected), details=details)


@rule(
    "JX204",
    "spent-exceeds-budget",
    Severity.WARNING,
    "{cell}“{label}”执行数{seen}超过全年预算数{expected}。请核对是否漏填调整预算，或写明超支来源，问本单位财务。",
    needs=("funds",),
)
def spent_exceeds_budget(subject: Subject) -> Iterator[Hit]:
    """执行数超过全年预算数

    全年执行数大于全年预算数。常见的是年中追加的预算没有计入全年预算数。总额没有超、某一来源超了的，提示那一来源。

    违反示例
        全年预算数 36，全年执行数 38

    正确示例
        年中追加 2 后：全年预算数 38，全年执行数 38

    依据
        行业惯例

    怎样改
        核对全年预算数是否含年中调整；确有超支的，写明原因和资金来源。
    """
    for fund in subject.form.funds:
        if (number_in(fund.spent) or 0) <= (number_in(fund.budget) or 0) or funds_slip(subject) is not None:
            continue
        budget, spent = amount_in(fund.budget), amount_in(fund.spent)
        if budget is None or spent is None or spent.low <= budget.high:
            continue
        # Money carried over is often not budgeted anew: a source of 0 says nothing.
        if fund.role is FundRole.TOTAL or (fund.role is FundRole.SOURCE and number_in(fund.budget)):
            yield Hit(fund.spent, label_of(fund), text_in(fund.spent), text_in(fund.budget))
            if fund.role is FundRole.TOTAL:
                return


@rule(
    "JX205",
    "budget-adjusted-unexplained",
    Severity.INFO,
    "{cell}“{label}”年初预算数{seen}，全年预算数{expected}，表内没有说明。请写明调整的原因和批准文号，问本单位财务。",
    needs=("funds", "funds.initial"),
)
def budget_adjusted_unexplained(subject: Subject) -> Iterator[Hit]:
    """预算调整了却没有说明

    年初预算数有数，全年预算数与它不同，全表没有一处说明。年初没有预算、年中新增的项目不看。

    违反示例
        年初预算数 40，全年预算数 36，全表没有说明

    正确示例
        年初预算数 40，全年预算数 36，说明“年中压减4万元”

    依据
        行业惯例；有的省要求逐项说明（口径里定为需说明）

    怎样改
        在偏差原因栏或表下写明何时、因何调整，依据什么文件。

    可调参数
        评分口径（--profile）：explanations.budget_adjustment
    """
    total = subject.form.fund_total
    if total is None or not subject.budget or not subject.initial or subject.initial == subject.budget:
        return
    initial, budget = amount_in(total.initial), amount_in(total.budget)
    if initial is None or budget is None or initial.meets(budget) or subject.initial < 0:
        return
    if all(text == "无" for text in subject.explanations):
        severity = Severity(subject.profile.budget_adjustment)
        yield Hit(total.budget, label_of(total), text_in(total.initial), text_in(total.budget), severity)


@rule(
    "JX206",
    "fund-subrow-scored",
    Severity.INFO,
    "{cell}“{label}”来源行另有分值{expected}、得分{seen}。执行率只在资金总额行计分，请核对总分有没有重复计入。",
    needs=("funds", "funds.score"),
)
def fund_subrow_scored(subject: Subject) -> Iterator[Hit]:
    """资金来源行另记了分

    执行率只在“年度资金总额”一行计分。来源行也印了分值和得分的，容易重复计入总分。

    违反示例
        年度资金总额 分值 10 得分 10；其中：财政拨款 分值 10 得分 10

    正确示例
        年度资金总额 分值 10 得分 10；其中：财政拨款 分值 — 得分 —

    依据
        行业惯例

    怎样改
        来源行的分值和得分划“—”；总分只计资金总额行的得分。
    """
    for fund in subject.form.funds:
        is_part = fund.role in (FundRole.SOURCE, FundRole.DETAIL)
        if is_part and number_in(fund.weight) and number_in(fund.score) is not None:
            yield Hit(fund.score, label_of(fund), text_in(fund.score), text_in(fund.weight))


@rule(
    "JX211",
    "low-execution-unexplained",
    Severity.WARNING,
    "{cell}“{label}”执行率{seen}，低于{expected}%，表内没有说明支付或进度方面的原因。"
    "请写明原因、措施和时限，问项目经办人和本单位财务。",
    needs=("funds",),
)
def low_execution_unexplained(subject: Subject) -> Iterator[Hit]:
    """执行率低而没有说明

    执行率低于评分口径定的下限，全表没有一处说明谈到支付、资金、合同、采购、进度等原因。

    违反示例
        执行率 9.1%，偏差原因只写“111”

    正确示例
        执行率 50%，偏差原因“合同约定首付50%，余款待验收后支付”

    依据
        财预〔2020〕10号（偏差须说明原因）

    怎样改
        写明钱为什么没有用出去（合同付款时间、招标进度、结余等），何时支付或如何收回。

    可调参数
        评分口径（--profile）：explanations.execution_floor
    """
    total, floor = subject.form.fund_total, subject.profile.execution_floor
    if total is None or subject.rate is None or subject.rate >= floor or speaks_of_payment(subject):
        return
    allowed = rate_range(total.budget, total.spent)
    if allowed is None or allowed.high >= floor or funds_slip(subject) is not None:
        return
    cell = total.rate if total.rate is not None and total.rate.text else total.spent
    yield Hit(cell, label_of(total), rate_text(total.budget, total.spent), plain(floor))


@rule(
    "JX212",
    "outputs-without-spending",
    Severity.WARNING,
    "{cell}“{label}”全年预算数{expected}，执行数为0，产出指标却全部得满分。"
    "请附合同付款条款等材料说明，确未实施的改实际完成值和得分，问项目经办人。",
    needs=("funds", "weight", "score"),
)
def outputs_without_spending(subject: Subject) -> Iterator[Hit]:
    """没有支出而产出全部满分

    有预算而全年一分钱没有支出，产出指标却全部得满分。可能是先干后付，也可能没有干：请附合同的付款条款。

    违反示例
        全年预算数 20，全年执行数 0，产出指标全部得满分

    正确示例
        同上，并附合同“验收合格满一年付款”条款

    依据
        行业惯例

    怎样改
        附合同付款条款、验收单等材料；没有实施的，按实际改完成值和得分。
    """
    total = subject.form.fund_total
    if total is None or not subject.nothing_spent or not subject.budget or subject.budget < 0:
        return
    outputs = [
        scored
        for scored in subject.scored
        if any("产出" in row.classes[0] and not is_cost_class(*row.classes) for row in scored.rows)
    ]
    if outputs and all(scored.lost == 0 and scored.weight for scored in outputs):
        yield Hit(total.spent, label_of(total), text_in(total.spent), text_in(total.budget))
