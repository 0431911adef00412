"""8xx: score sheets — an item's points against its own text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jixiao.finding import Severity
from jixiao.form import Kind
from jixiao.rules import readings
from jixiao.rules.framework import on_row, rule
from jixiao.rules.funds.printed import rate_range, rate_text
from jixiao.rules.standards import Item, allowed, item_of, standard_of
from jixiao.values import PERCENT, format_quantity, plain, rounding_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from jixiao.form import Indicator
    from jixiao.rules.framework import Hit
    from jixiao.rules.subject import Subject

_SCORESHEET = frozenset((Kind.SCORESHEET,))
# The share of the money that was spent, which the funds table gives too.
_EXECUTION = re.compile("(?:资金|预算|经费)(?:使用|执行|支出)率|^执行率$")


@rule(
    "JX801",
    "item-score-contradicts",
    Severity.WARNING,
    {
        "": "{cell}“{label}”得分{seen}，按本项的评分标准应为{expected}分。请核对评分依据，改正得分或依据。",
        "missed": "{cell}“{label}”标准“{target}”，实际“{actual}”，没有达到却得满分{seen}。请核对实际值，改正得分。",
        "full": "{cell}“{label}”满分{seen}，评分依据写满分{expected}分。请与评分标准核对，改成一致。",
        "given": "{cell}“{label}”得分{seen}，评分依据写得{expected}分。请核对后改成一致。",
        "rate": "{cell}“{label}”按{seen}给分，资金表执行数除以预算数是{expected}。请按资金表核对，问本单位财务。",
    },
    kinds=_SCORESHEET,
    needs=("score", "weight"),
)
def item_score_contradicts(subject: Subject) -> Iterator[Hit]:
    """评分项的得分与自己的依据矛盾

    评分表一项的文字给出的分数与得分不同：写明满分或得几分的；依据与满分的条件一字不差却没有得满分的；有门槛
    （大于95%得满分）或分档扣分（每减少30件扣1分）的，按实际值算出另一个分数；资金使用率与资金表算出的不同。
    文字里提到扣分或不足的、算不准的，不判断。

    违反示例
        满分 3，得分 2，依据“无差异得满分3分；实际无差异，得2分”

    正确示例
        满分 3，得分 3，依据“无差异得满分3分；实际无差异，得3分”

    依据
        行业惯例

    怎样改
        对照评分标准和实际值重新给分；扣分的写明扣在哪里、扣几分，小计和总分随之改正。
    """
    for row in subject.live:
        score = row.score.number if row.score is not None else None
        full = row.weight.number if row.weight is not None else None
        if score is None or full is None or full <= 0:
            continue
        item = item_of(row)
        hit = _rate(subject, row, item) or _own_points(row, item, full, score) or _by_standard(row, item, full, score)
        if hit is not None:
            yield hit


def _rate(subject: Subject, row: Indicator, item: Item) -> Hit | None:
    """An execution rate other than the one that the funds table gives."""
    total, stated = subject.form.fund_total, row.actual_quantity or item.stated
    if total is None or stated is None or stated.unit != PERCENT or not _EXECUTION.search(row.name):
        return None
    rates = rate_range(total.budget, total.spent)
    if rates is None or rounding_of(stated.number).meets(rates):
        return None
    return on_row(row, row.score, format_quantity(stated), rate_text(total.budget, total.spent), wording="rate")


def _own_points(row: Indicator, item: Item, full: Decimal, score: Decimal) -> Hit | None:
    """Points that the text itself names, or full points whose condition the facts repeat."""
    if item.full is not None and item.full != full:
        return on_row(row, row.weight, readings.points(full), readings.points(item.full), wording="full")
    if item.given is not None and item.given != score:
        return on_row(row, row.score, readings.points(score), readings.points(item.given), wording="given")
    if score < full and item.condition_is_met:
        return on_row(row, row.score, readings.points(score), readings.points(full))
    return None


def _by_standard(row: Indicator, item: Item, full: Decimal, score: Decimal) -> Hit | None:
    """Points that the threshold or the steps do not give."""
    standard = standard_of(row, item)
    if standard is None or score > full:
        return None
    points = allowed(standard, full)
    if points is None:
        if score < full:
            return None
        target, actual = format_quantity(standard.target), format_quantity(standard.actual)
        return on_row(row, row.score, readings.points(score), wording="missed", target=target, actual=actual)
    least, most = points
    if least <= score <= most or (score < least and item.mentions_loss):
        return None
    expected = plain(most) if least == most else f"{plain(least)}至{plain(most)}"
    return on_row(row, row.score, readings.points(score), expected)
