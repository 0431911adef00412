"""The sheets that add up: 按规则, 按单位, 按主管部门."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jixiao.finding import Severity, Verdict
from jixiao.reports.workbook.frames import group_totals, totals
from jixiao.reports.workbook.tables import Column, Look, Tab, Table, figure, share
from jixiao.reports.workbook.tabs import COUNTS
from jixiao.rules import rule_of
from jixiao.values import half_up

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from jixiao.reports.facts import Around
    from jixiao.reports.workbook.frames import RuleCount
    from jixiao.reports.workbook.tables import Row, Value

_COUNTED_PROJECTS = "项目数、金额、平均分和等级只计项目支出自评表；应报、已报按名单。"
TOTAL = "合计"
_RULES = (
    Column("规则", 8),
    Column("内容", 40, Look.WRAPPED),
    Column("处数", 8, Look.COUNT),
    *COUNTS,
    Column("涉及表数", 9, Look.COUNT),
    Column("涉及单位数", 10, Look.COUNT),
)
_MONEY = (
    Column("预算（万元）", 13, Look.MONEY),
    Column("执行（万元）", 13, Look.MONEY),
    Column("执行率", 9, Look.PERCENT),
    Column("未执行（万元）", 13, Look.MONEY),
)
_COUNTED = "表数、结论和问题数计全部的表；金额、平均分、失分和等级只计项目支出自评表。"


def by_rule(counts: Sequence[RuleCount]) -> Tab:
    """按规则: what goes wrong most often."""
    rows: list[Row] = [
        (each.code, rule_of(each.code).title, each.found, *each.by_severity, each.forms, each.units) for each in counts
    ]
    notes = ("处数多的在前。每条规则的说明：jixiao explain 规则号。",)
    return Tab("按规则", notes, (Table(_RULES, rows, "没有发现问题。"),), is_wide=False)


def by_unit(forms: pd.DataFrame, grades: Sequence[str]) -> Tab:
    """按单位: what to send back to whom, and where money and points were lost."""
    columns = (
        Column("单位", 30, Look.WRAPPED),
        Column("表数", 7, Look.COUNT),
        *(Column(verdict.value, 8, Look.COUNT) for verdict in Verdict),
        *COUNTS,
        *_MONEY,
        Column("平均分", 9, Look.POINTS),
        Column("失分", 9, Look.POINTS),
    )
    rows = [_unit_row(row["unit"], row) for row in group_totals(forms, "unit", grades)]
    whole = totals(forms, grades)
    total = _unit_row(TOTAL, whole) if whole else None
    table = Table(columns, rows, "没有找到可以检查的表。", total=total)
    return Tab("按单位", (_COUNTED,), (table,))


def by_department(forms: pd.DataFrame, around: Around, grades: Sequence[str]) -> Tab:
    """按主管部门: how many were due, how many came, the money and the grades."""
    columns = (
        Column("主管部门", 30, Look.WRAPPED),
        Column("项目数", 8, Look.COUNT),
        Column("应报", 7, Look.COUNT),
        Column("已报", 7, Look.COUNT),
        Column("覆盖率", 9, Look.PERCENT),
        *_MONEY[:3],
        Column("平均分", 9, Look.POINTS),
        *(Column(grade, 6, Look.COUNT) for grade in grades),
    )
    found, whole = group_totals(forms, "department", grades), totals(forms, grades)
    due: dict[str, list[bool]] = {}
    for each in around.expected:
        due.setdefault(each.department, []).append(each.returned)
    known = {row["department"]: row for row in found}
    nothing: dict[str, Any] = dict.fromkeys(grades, 0) | {"projects": 0}
    rows = [
        _department_row(name, known.get(name, nothing), due.get(name, ()), grades)
        for name in dict.fromkeys((*known, *due))
    ]
    every = [returned for each in due.values() for returned in each]
    total = _department_row(TOTAL, whole, every, grades) if whole else None
    notes = (_COUNTED_PROJECTS, "" if around.has_roster else "没有给名单（--roster），应报、已报和覆盖率留空。")
    table = Table(columns, rows, "没有找到可以检查的表。", total=total)
    return Tab("按主管部门", tuple(filter(None, notes)), (table,))


def _unit_row(name: str, row: Mapping[str, Any]) -> Row:
    counts = (int(row[each]) for each in ("forms", *Verdict, *Severity))
    return name, *counts, *_money(row), figure(row["score"]), figure(row["lost"])


def _department_row(name: str, row: Mapping[str, Any], due: Sequence[bool], grades: Sequence[str]) -> Row:
    came = sum(due)
    return (
        name,
        int(row["projects"]),
        len(due) or None,
        came if due else None,
        share(half_up(_percent(came, len(due)))) if due else None,
        *_money(row)[:3],
        figure(row.get("score")),
        *(int(row[grade]) for grade in grades),
    )


def _money(row: Mapping[str, Any]) -> tuple[Value, ...]:
    budget, spent = row.get("budget"), row.get("spent")
    if budget is None or spent is None:
        return figure(budget), figure(spent), None, None
    rate = half_up(spent / budget * 100) if budget else None
    return figure(budget), figure(spent), share(rate), figure(budget - spent)


def _percent(part: int, whole: int) -> Decimal:
    return Decimal(part * 100) / whole
