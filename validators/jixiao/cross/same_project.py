"""JX903: the self-evaluation form and the export of one project."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jixiao.cross.agreement import amount_in, same_actual, same_points, same_target
from jixiao.cross.framework import Across, cross_rule
from jixiao.cross.gathering import by_project, file_names, of_project
from jixiao.cross.pairing import pair_rows
from jixiao.finding import Severity
from jixiao.form import Kind
from jixiao.rules.framework import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.cross.gathering import Gathering, Return
    from jixiao.form import Cell, FundRow, Indicator

_FUNDS = {"initial": "年初预算数", "budget": "全年预算数", "spent": "全年执行数"}
_MOST = 6


class Difference(NamedTuple):
    """A value that the two forms print differently: what it is, both texts, and its cell in the project form."""

    what: str
    first: str
    second: str
    cell: Cell | None


@cross_rule(
    "JX903",
    "same-project-differs",
    Severity.WARNING,
    "“{label}”的自评表（{first}）与导出表（{second}）有{count}处不一致：{differences}。"
    "请查原始资料，以核实的数为准，两处改成一致；导出表请在系统里改后重新导出，问项目经办人。",
)
def same_project_differs(gathering: Gathering) -> Iterator[Across]:
    """同一项目的自评表与系统导出表不一致

    同一项目同一年度既有自评表又有省级系统的导出表时，逐项比较资金、指标值、完成值、分值、得分和总分。
    标点、全半角、空格、符号写法（>= 与 ≥）、单位有无、元与万元、百分数写法和四舍五入都不算不一致。

    违反示例
        自评表：满意度 实际 97；导出表：满意度 实际 98%

    正确示例
        自评表：执行数 29.05，实际 9；导出表：执行数 29.050405，实际 9万元

    依据
        行业惯例

    怎样改
        查统计原始资料，核实哪一处对；自评表直接改，导出表在系统里更正后重新导出。
    """
    exports = by_project(gathering.of_kind(Kind.EXPORT))
    for own in gathering.of_kind(Kind.PROJECT) if exports else ():
        for export in of_project(own, exports)[:1]:
            found = [*_funds(own, export), *_rows(own, export), *_total(own, export)]
            if found:
                yield _across(own, export, found)


def _across(own: Return, export: Return, found: list[Difference]) -> Across:
    differences = "；".join(f"{each.what}{each.first or '空'}／{each.second or '空'}" for each in found[:_MOST])
    more = f"；等共{len(found)}处" if len(found) > _MOST else ""
    first, second = file_names([own.path, export.path])
    lead = found[0]
    details = {"first": first, "second": second, "count": str(len(found)), "differences": differences + more}
    hit = Hit(lead.cell, own.name, lead.first, lead.second, details=details)
    return Across(hit, own.form.sheet, (own.path, export.path))


def _funds(own: Return, export: Return) -> Iterator[Difference]:
    one, other = own.form.fund_total, export.form.fund_total
    if one is None or other is None or own.checked.subject.total_left_out or export.checked.subject.total_left_out:
        return
    for role, words in _FUNDS.items():
        first, second = _cells(one, other, role)
        amount, same = amount_in(first, own.form.money_unit), amount_in(second, export.form.money_unit)
        if first and second and amount is not None and same is not None and not amount.meets(same):
            units = (own.form.money_unit, export.form.money_unit)
            yield Difference(words, first.text + units[0], second.text + units[1], first)


def _cells(one: FundRow, other: FundRow, role: str) -> tuple[Cell | None, Cell | None]:
    return getattr(one, role), getattr(other, role)


def _rows(own: Return, export: Return) -> Iterator[Difference]:
    pairing = pair_rows(own.form.live, export.form.live)
    for one, other in pairing.pairs:
        yield from _row(one, other)
    for row in pairing.only_first:
        yield Difference(f"“{row.name}”", "有", "没有", row.level3)
    for row in pairing.only_second:
        yield Difference(f"“{row.name}”", "没有", "有", None)


def _row(one: Indicator, other: Indicator) -> Iterator[Difference]:
    if one.target is not None and other.target is not None and not same_target(one.target_value, other.target_value):
        yield Difference(f"“{one.name}”指标值", one.target_text, other.target_text, one.target)
    target = one.target_value if one.target_value is not None else other.target_value
    both = one.actual is not None and other.actual is not None
    if both and not same_actual(one.actual_value, other.actual_value, target):
        yield Difference(f"“{one.name}”完成值", _text(one.actual), _text(other.actual), one.actual)
    for role, words in (("weight", "分值"), ("score", "得分")):
        first, second = getattr(one, role), getattr(other, role)
        if _differ(first, second):
            yield Difference(f"“{one.name}”{words}", first.text, second.text, first)


def _text(cell: Cell | None) -> str:
    return cell.text if cell is not None else ""


def _total(own: Return, export: Return) -> Iterator[Difference]:
    first, second = own.form.total.score, export.form.total.score
    if first is not None and second is not None and _differ(first, second):
        yield Difference("总分", first.text, second.text, first)


def _differ(first: Cell | None, second: Cell | None) -> bool:
    """Whether both are numbers and not the same; a blank weight or score has its own rule."""
    if first is None or second is None or first.number is None or second.number is None:
        return False
    return not same_points(first.number, second.number)
