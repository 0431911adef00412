"""What a written report says of a project, as a project form with amounts in 元 and the report's own figures alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from jixiao_templates.arrange import form_block
from jixiao_templates.case import Case, FundsLine, Goals, Indicator, Total
from jixiao_templates.layout import Column, Field, FundsTable
from jixiao_templates.official import PROJECT
from jixiao_templates.page import LABEL, PLAIN, Page, across, stack

_LAYOUT = replace(
    PROJECT,
    header=((Field("项目名称", "project", 2, 9),), (Field("实施单位", "unit", 2, 9),)),
    funds=FundsTable(
        caption="项目资金\n（元）",
        caption_span=2,
        columns=(
            Column("", "label"),
            Column("全年预算数", "budget", 2),
            Column("全年执行数", "spent", 2),
            Column("分值", "weight"),
            Column("执行率(%)", "rate", 2),
            Column("得分", "score"),
        ),
    ),
    goals=None,
)


def report_pages(data: Mapping[str, Any]) -> tuple[Page, ...]:
    """The page of a report; what the report does not say stays blank."""
    funds, claimed = data["funds"], data["claimed"]
    total = FundsLine("年度资金总额", budget=funds["budget"], spent=funds["spent"], rate=funds["rate"])
    uses = (FundsLine(f"其中：{use['name']}", spent=use["amount"]) for use in data["spending"])
    case = Case(
        kind="project",
        year=int(data["year"]),
        project=data["project"],
        department=None,
        unit=data["unit"],
        funds=(total, *uses),
        goals=Goals(),
        indicators=tuple(Indicator(**row) for row in data["indicators"]),
        total=Total(score=claimed["score"]),
    )
    grid = len(_LAYOUT.widths)
    grade = across([("自评等级", "label", LABEL, 2), (claimed["grade"], "grade", PLAIN, grid - 2)])
    return (Page(_LAYOUT.sheet_name, stack(form_block(case, _LAYOUT), grade), _LAYOUT.widths),)
