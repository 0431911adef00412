"""评分表 as pages: items by section with 小计 and 总分, a page of targets reached, and a bare framework of weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from jixiao_templates.page import LABEL, PLAIN, PROSE, SUBTITLE, TEXT, TITLE, Block, Box, Page, Value, across, stack

_WIDTHS = (12.0, 30.0, 8.0, 40.0, 8.0)
_TARGET_WIDTHS = (11.0, 15.0, 34.0, 12.0, 12.0, 12.0, 12.0)
_FRAMEWORK_WIDTHS = (16.0, 44.0, 12.0, 12.0, 12.0)
_FUNDS = (("预算数", "budget"), ("到位数", "received"), ("实际支出", "spent"))


def scoresheet_pages(data: Mapping[str, Any]) -> tuple[Page, ...]:
    """The score sheet and, on a sheet of its own, the targets reached."""
    funds, claimed = data["funds"], data["claimed"]
    scores = stack(
        *_head("项目支出绩效自评评分表", data, len(_WIDTHS)),
        _funds(funds, f"{funds['use_rate_printed']}%", "资金使用率"),
        across((text, "label", LABEL, 1) for text in ("一级指标", "三级指标", "满分", "评分依据", "得分")),
        *(
            _section(name, list(items), data["section_weights"][name], claimed[name])
            for name, items in groupby(data["scores"], key=lambda item: item["section"])
        ),
        _total(sum(data["section_weights"].values(), Decimal(0)), claimed["总分"], claimed["等级"]),
    )
    return (Page("评分表", scores, _WIDTHS), Page("目标完成情况", _targets(data), _TARGET_WIDTHS))


def framework_pages(data: Mapping[str, Any]) -> tuple[Page, ...]:
    """A framework of weights by class, with the score claimed and its grade."""
    funds, claimed = data["funds"], data["claimed"]
    rows = (
        across(
            [
                (name, "level1", PLAIN, 1),
                (data["contents"][name], "method", PROSE, 2),
                (weight, "weight", PLAIN, 1),
                (data["scores"][name], "score", PLAIN, 1),
            ]
        )
        for name, weight in data["weights"].items()
    )
    headings = (("一级指标", 1), ("指标说明", 2), ("分值", 1), ("得分", 1))
    block = stack(
        *_head("项目支出绩效自评表", data, len(_FRAMEWORK_WIDTHS)),
        _funds(funds, f"{funds['rate']}%", "预算执行率"),
        across((text, "label", LABEL, span) for text, span in headings),
        *rows,
        across(
            [
                ("总分", "label", LABEL, 3),
                (sum(data["weights"].values(), Decimal(0)), "total.weight", PLAIN, 1),
                (claimed["score"], "total.score", PLAIN, 1),
            ]
        ),
        _grade(claimed["grade"], len(_FRAMEWORK_WIDTHS)),
    )
    return (Page("自评表", block, _FRAMEWORK_WIDTHS),)


def _head(title: str, data: Mapping[str, Any], grid: int) -> tuple[Block, ...]:
    return (
        across([(title, "title", TITLE, grid)]),
        across([(f"（{data['year']}年度）", "year", SUBTITLE, grid)]),
        across([("项目名称", "label", LABEL, 1), (data["project"], "project", PLAIN, grid - 1)]),
        across([("实施单位", "label", LABEL, 1), (data["unit"], "unit", PLAIN, grid - 1)]),
    )


def _funds(funds: Mapping[str, Any], rate: str, rate_heading: str) -> Block:
    headings = across(((text, "label", LABEL, 1) for text in (*(text for text, _ in _FUNDS), rate_heading)), left=1)
    figures: list[Value] = [*(funds[role] for _, role in _FUNDS), rate]
    values = across(((value, "funds", PLAIN, 1) for value in figures), left=1)
    return (Box(0, 0, 1, 0, "项目资金\n（万元）", "label", LABEL), *stack(headings, values))


def _section(name: str, items: Sequence[Mapping[str, Any]], weight: Decimal, score: Decimal) -> Block:
    lines = [
        across(
            [
                (item["item"], "level3", PROSE, 1),
                (item["full"], "weight", PLAIN, 1),
                (item["basis"] or None, "basis", PROSE, 1),
                (item["score"], "score", PLAIN, 1),
            ],
            left=1,
        )
        for item in items
    ]
    sums = (("小计", LABEL), (weight, PLAIN), (None, PLAIN), (score, PLAIN))
    lines.append(across(((value, "section", style, 1) for value, style in sums), left=1))
    return (Box(0, 0, len(items), 0, name, "level1", PLAIN), *stack(*lines))


def _total(weight: Decimal, score: Decimal, grade: str) -> Block:
    cells: list[tuple[Value, str]] = [(weight, "total.weight"), (None, "total.basis"), (score, "total.score")]
    return stack(
        across([("总分", "label", LABEL, 2), *((value, role, PLAIN, 1) for value, role in cells)]),
        _grade(grade, len(_WIDTHS)),
    )


def _grade(grade: str, grid: int) -> Block:
    return across([("自评等级", "label", LABEL, 1), (grade, "grade", PLAIN, grid - 1)])


def _targets(data: Mapping[str, Any]) -> Block:
    headings = ("一级指标", "二级指标", "三级指标", "参考标准", "绩效目标值", "实际完成值", "目标完成比值")
    roles = ("reference", "target", "actual", "ratio")
    return stack(
        *_head("项目支出绩效自评目标完成情况表", data, len(_TARGET_WIDTHS)),
        across((text, "label", LABEL, 1) for text in headings),
        *(
            across(
                [
                    *((row[role], role, PROSE, 1) for role in ("level1", "level2", "level3")),
                    *((row[role], role, TEXT, 1) for role in roles),
                ]
            )
            for row in data["targets"]
        ),
    )
