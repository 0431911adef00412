"""2xx: the amounts of the funds table, among themselves and against the cost rows."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from jixiao.finding import Severity
from jixiao.form import Kind
from jixiao.rules.framework import RETURNED, Hit, on_row, rule
from jixiao.rules.funds.costs import (
    LABEL,
    funds_slip,
    groupings,
    planned_sum,
    reached_sum,
    slips,
    swapped,
    this_budgets,
)
from jixiao.rules.funds.parts import differences, left_out
from jixiao.rules.funds.printed import (
    COLUMNS,
    amount,
    amount_in,
    any_meets,
    label_of,
    number_in,
    printed_rates,
)
from jixiao.rules.funds.subprojects import subproject_sums
from jixiao.rules.subject import quantity
from jixiao.values import AT_MOST, BELOW, EQUAL, Interval, half_up, off_by_ten_thousand, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.rules.subject import CostRow, Subject

_LIMITS = frozenset((AT_MOST, BELOW, EQUAL))
_HUNDRED = Interval(Decimal(100), Decimal(100))
_UNDERRUN = Decimal("0.7")
_MILLIONTH = Decimal("0.000001")


@rule(
    "JX203",
    "funds-not-additive",
    Severity.ERROR,
    {
        "": "{cell}“{label}”{column}{seen}，{parts}合计{expected}，两者不等。请核对总额和各分项，问本单位财务。",
        "unit": "{cell}“{label}”{column}{seen}，{parts}合计{expected}，相差一万倍，疑似元、万元混写。"
        "请核对金额和单位，问本单位财务。",
        "left-out": "{cell}“{label}”总额{seen}，{part}{expected}{unit}。系统导出的请勿手改，请在系统更正后重新导出。",
    },
    kinds=RETURNED,
    needs=("funds",),
)
def funds_not_additive(subject: Subject) -> Iterator[Hit]:
    """资金总额不等于各分项之和

    年度资金总额应等于各资金来源之和；部门整体支出表的基本支出加项目支出也应等于总额。年初、全年预算、执行数逐栏核对，
    印出的数按四舍五入的范围比较，“其中”的明细不重复相加。

    违反示例
        年度资金总额 36；财政拨款 30，其他资金 4

    正确示例
        年度资金总额 36；财政拨款 30，其他资金 6

    依据
        行业惯例

    怎样改
        核对总额和各来源，改正填错的一格；系统导出的表请在系统更正后重新导出。
    """
    missing = left_out(subject)
    if missing is not None:
        total, role, part, cell = missing
        yield Hit(
            cell,
            label_of(total),
            cell.text or "空",
            plain(number_in(getattr(part, role)) or Decimal(0)),
            wording="left-out",
            details={"part": label_of(part), "unit": subject.form.money_unit},
        )
    yield from subproject_sums(subject)
    slip = None
    for difference in differences(subject):
        slip = slip or funds_slip(subject)
        if slip is not None and slip.cell == difference.cell:
            continue
        is_unit = off_by_ten_thousand(difference.cell.number or Decimal(0), difference.added)
        yield Hit(
            difference.cell,
            label_of(difference.total),
            difference.cell.text,
            plain(difference.added),
            wording="unit" if is_unit else "",
            details={"column": COLUMNS[difference.role], "parts": difference.parts},
        )


@rule(
    "JX207",
    "cost-targets-exceed-budget",
    Severity.WARNING,
    "{cell}“{label}”目标合计{seen}{unit}，超过预算{expected}{unit}。"
    "请核对批复的成本指标和预算数，写明差额由何处出，问本单位财务。",
    kinds=frozenset((Kind.PROJECT, Kind.EXPORT)),
    needs=("funds", "target"),
)
def cost_targets_exceed_budget(subject: Subject) -> Iterator[Hit]:
    """成本指标的目标合计超过预算

    各项总额成本指标的目标（≤、<、=）加起来，大于年初预算数和全年预算数中较大的一个。总成本与它的分项不重复相加；
    单位成本、跨年度和合同总额的指标不计。

    违反示例
        预算 3万元；差旅费“≤2万元”，培训费“≤2万元”，办公费“≤2万元”

    正确示例
        预算 3万元；差旅费“≤1万元”，培训费“≤1万元”，办公费“≤1万元”

    依据
        行业惯例

    怎样改
        核对批复的绩效目标和预算；目标已随预算批复的不要自行改，写明差额原因，明年申报时成本指标与预算对齐。
    """
    budgets = [number for number in (subject.initial, subject.budget) if number is not None]
    most = max(budgets, default=Decimal(0))
    if most <= 0 or sum(cost.planned for cost in subject.cost_rows if cost.planned > 0) <= most:
        return
    rows = tuple(cost for cost in this_budgets(subject) if cost.target.operator in _LIMITS)
    over = [group for group in groupings(subject, rows) if planned_sum(group).low > amount(most).high]
    if over and not slips(subject):
        total = sum((cost.planned for cost in over[0]), Decimal(0))
        yield Hit(
            over[0][0].row.target,
            LABEL,
            plain(half_up(total, _MILLIONTH)),
            plain(most),
            details={"unit": subject.form.money_unit},
        )


@rule(
    "JX208",
    "cost-actuals-differ-from-spent",
    Severity.ERROR,
    {
        "": "{cell}“{label}”成本合计{seen}，执行数{expected}，两者不等。"
        "结算数与付款数不同的请说明；否则按支付凭证核对，问本单位财务。",
        "swapped": "{cell}“{label}”成本合计{seen}，执行数{expected}，疑似数字换位。请按支付凭证核对，问本单位财务。",
        "swapped-row": "{cell}“{label}”实际{seen}，按执行数倒推应为{expected}，疑似数字换位。"
        "请按支付凭证核对，问本单位财务。",
    },
    needs=("funds", "target", "actual"),
)
def cost_actuals_differ_from_spent(subject: Subject) -> Iterator[Hit]:
    """成本指标的实际值合计与执行数不等

    只看成本指标的目标合计正好等于预算的表：这时实际值合计应等于全年执行数。执行率为 100% 或像是数字换位的必须改；
    其余的请说明（结算数不等于已付数）。

    违反示例
        项目费用目标“=250854元”，实际“258054”，执行数 25.0854 万元

    正确示例
        项目费用目标“=250854元”，实际“250854”，执行数 25.0854 万元

    依据
        行业惯例

    怎样改
        按支付凭证核对实际值和执行数，改正填错的一个；已结算未付款的，写明应付数和付款时间。
    """
    counted, total = this_budgets(subject), subject.form.fund_total
    if not counted or total is None or sum(cost.reached or 0 for cost in counted) == subject.spent:
        return
    spent = amount_in(total.spent)
    budgets = [amount(number) for number in (subject.initial, subject.budget) if number and number > 0]
    if spent is None or not budgets:
        return
    groups = [
        group
        for group in groupings(subject, counted)
        if any_meets(tuple(budgets), planned_sum(group)) and reached_sum(group) is not None
    ]
    reached = [reached_sum(group) for group in groups]
    if not groups or any(each is not None and each.meets(spent) for each in reached) or slips(subject):
        return
    yield _differing(subject, groups[0])


def _differing(subject: Subject, rows: tuple[CostRow, ...]) -> Hit:
    found, total = swapped(subject, rows), subject.form.fund_total
    if found is not None:
        wording = "swapped" if len(rows) == 1 else "swapped-row"
        return on_row(found[0].row, found[0].row.actual, found[1], found[2], wording=wording)
    readings = printed_rates(total.rate) if total is not None else ()
    is_full = any_meets(readings, _HUNDRED) if readings else subject.rate == _HUNDRED.low
    severity = Severity.ERROR if is_full else Severity.WARNING
    unit, added = subject.form.money_unit, sum((cost.reached or Decimal(0) for cost in rows), Decimal(0))
    seen, expected = f"{plain(half_up(added, _MILLIONTH))}{unit}", f"{plain(subject.spent or Decimal(0))}{unit}"
    if len(rows) == 1:
        return on_row(rows[0].row, rows[0].row.actual, seen, expected, severity=severity)
    return Hit(rows[0].row.actual, LABEL, seen, expected, severity)


@rule(
    "JX209",
    "money-unit-mismatch",
    Severity.ERROR,
    "{cell}“{label}”写“{seen}”，与{against}{expected}相差约一万倍，疑似元、万元混写。请核对金额和单位，问本单位财务。",
)
def money_unit_mismatch(subject: Subject) -> Iterator[Hit]:
    """元与万元混写

    同一笔钱在两处相差一万倍：资金表与成本指标，成本指标的目标与它的实际值，资金总额的预算数与执行数。

    违反示例
        目标“≤36万元”，实际“340000”

    正确示例
        目标“≤36万元”，实际“34”，或“340000元”

    依据
        行业惯例

    怎样改
        核对表头声明的单位；实际值与目标用同一单位，或在数后写明单位。
    """
    for slip in slips(subject):
        if slip.cost is not None:
            yield on_row(slip.cost.row, slip.cell, slip.cell.text, slip.other, against=slip.against)
        else:
            label = _label_of(subject, slip.cell.row)
            yield Hit(slip.cell, label, slip.cell.text, slip.other, details={"against": slip.against})


def _label_of(subject: Subject, row: int) -> str:
    return next((label_of(fund) for fund in subject.form.funds if fund.label.row == row), LABEL)


@rule(
    "JX210",
    "negative-amount",
    Severity.ERROR,
    "{cell}“{label}”金额{seen}是负数。请核对后改正；冲销、退回的请按净额填写并说明，问本单位财务。",
    kinds=RETURNED,
)
def negative_amount(subject: Subject) -> Iterator[Hit]:
    """金额是负数

    资金表的预算数、执行数，成本指标的目标和实际金额，都不应是负数。

    违反示例
        全年执行数 -3

    正确示例
        全年执行数 3

    依据
        行业惯例

    怎样改
        多半是误敲了减号；冲销或退回造成的，按净额填写并说明。
    """
    for fund in subject.form.funds:
        for cell in (fund.initial, fund.budget, fund.spent):
            if cell is not None and (cell.number or 0) < 0:
                yield Hit(cell, label_of(fund), cell.text)
    for cost in subject.cost_rows:
        for cell in (cost.row.target, cost.row.actual):
            value = quantity(cell.value) if cell is not None else None
            if cell is not None and value is not None and value.number < 0:
                yield on_row(cost.row, cell, cell.text)


@rule(
    "JX213",
    "cost-underrun-unexplained",
    Severity.INFO,
    "{cell}“{label}”上限“{expected}”，实际“{seen}”，不到上限的七成而得满分，没有说明。"
    "请写明节约原因，或核对目标是否定得过高，问项目经办人。",
    needs=("target", "actual", "weight", "score"),
)
def cost_underrun_unexplained(subject: Subject) -> Iterator[Hit]:
    """成本远低于上限而没有说明

    总额成本指标得了满分，实际金额不到上限的 70%，没有说明。节约是好事，但要说清是节约、少干，还是目标定得过高。

    违反示例
        办公费目标“≤2万元”，实际“1”，得满分，没有说明

    正确示例
        同上，并写明“改为线上办公，节约印刷费”

    依据
        行业惯例

    怎样改
        写明节约的原因；目标定得过高的，明年申报时按实际需要定。
    """
    # Nothing spent at all is what JX211 and JX212 ask about.
    if subject.nothing_spent:
        return
    lost = {row.position: scored.lost for scored in subject.scored for row in scored.rows}
    for cost in subject.cost_rows:
        row, reached = cost.row, cost.reached
        if cost.target.operator not in _LIMITS or reached is None or not 0 <= reached < cost.planned * _UNDERRUN:
            continue
        # "=" that was missed must be explained anyway: JX601.
        if lost[row.position] != 0 or subject.scores[row.position].is_met is False or subject.is_explained(row):
            continue
        yield on_row(row, row.actual, row.actual.text if row.actual else "", row.target.text if row.target else "")
