"""What may stand beside an execution rate: the scores that a profile allows, and a reason why so little was spent."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from jixiao.rules.funds.printed import printed_rates
from jixiao.scoring import score_execution
from jixiao.values import Interval, half_up, places, rounding_of

if TYPE_CHECKING:
    from jixiao.rules.subject import Subject

_HUNDRED = Decimal(100)
# Whoever used one of these words has said why the money was not spent.
_PAYMENT = re.compile(
    "支付|付款|资金|结算|进度|合同|招标|采购|验收|尾款|财政|拨付|工期|审批|预算|执行|经费|费用|支出|拨款|到位|结转|"
    "结余|节约|节省|缓慢|延期|推迟|推后|暂缓|暂停|滞后|取消|调整|跨年|次年|下年|未到|未启动|未实施|未开展|未完成|"
    "开工|施工|竣工|决算|审计|质保金|手续|流程|发票|报销|疫情|立项|中标|公示|压减|收回|周期"
)
# The goal's text speaks of money and contracts anyway; it explains only what did not come about.
_NOT_YET = re.compile(
    "(?:未|尚|待|延|推迟|暂|取消|结转|缓)[^。；]{0,15}?"
    "(?:支付|付款|资金|结算|合同|招标|采购|验收|拨付|开工|实施|开展|支出)"
)


def speaks_of_payment(subject: Subject) -> bool:
    """Whether anything on the form says why the money was not spent."""
    if any(_PAYMENT.search(text) for text in subject.explanations):
        return True
    reached = subject.form.goals.actual if subject.form.goals is not None else None
    return reached is not None and bool(_NOT_YET.search(reached.text))


def allows_score(subject: Subject, printed: Decimal, rate: Interval, weight: Decimal) -> bool:
    """Whether the profile can give the score at a rate that agrees with the printed figures."""
    profile, total = subject.profile, subject.form.fund_total
    if subject.rate is not None and subject.rate > _HUNDRED:
        # What is taken off for overspending differs from place to place.
        shares = {tier.share for tier in profile.tiers}
        return printed in {half_up(weight * share, profile.quantum) for share in shares} or (
            0 <= printed <= weight if not profile.tiers else printed == weight
        )
    # What was budgeted to the cent and spent to the cent is 100%, not 99.97%.
    rates = [_HUNDRED] if subject.rate == _HUNDRED else [rate.low, rate.high]
    readings = printed_rates(total.rate) if total is not None else ()
    rates += [(reading.low + reading.high) / 2 for reading in readings if reading.meets(rate)]
    scores = [score_execution(profile, each, weight) for each in rates]
    if profile.tiers:
        return printed in scores
    # In proportion: 9.4 is 9.44 in a place that rounds to one decimal.
    shown = rounding_of(printed) if places(printed) == 1 else Interval(printed, printed)
    return shown.meets(Interval(min(scores), max(scores)))
