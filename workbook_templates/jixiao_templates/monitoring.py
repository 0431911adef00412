"""项目支出绩效目标执行监控表 as a page: two lines of headings, ticks under causes and outlook, sub-projects below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from jixiao_templates.page import (
    LABEL,
    NOTE,
    PLAIN,
    PROSE,
    SUBTITLE,
    TITLE,
    Block,
    Box,
    Page,
    Style,
    Value,
    across,
    stack,
)

_TICK = "√"
_PERCENT = Style(number_format="0.00%")
_WIDTHS = (4.5, 9.0, 11.0, 20.0, 9.0, 9.0, 9.0, 5.5, 5.5, 5.5, 5.5, 5.5, 20.0, 5.5, 5.5, 5.5, 7.0)
_GRID = len(_WIDTHS)
_LEVELS = ("level1", "level2")
_FIRST_LEVEL, _NAME, _FIRST_CAUSE = 1, 3, 7


def monitoring_pages(data: Mapping[str, Any]) -> tuple[Page, ...]:
    """The pages of a monitoring case."""
    period = data["period"]
    block = stack(
        across([(data["title"], "title", TITLE, _GRID)]),
        across([(f"（{data['year']}年度）", "year", SUBTITLE, _GRID)]),
        across([("项目名称", "label", LABEL, 2), (data["project"], "project", PLAIN, _GRID - 2)]),
        across(
            [
                ("主管部门及代码", "label", LABEL, 2),
                (data["department"], "department", PLAIN, 5),
                ("实施单位", "label", LABEL, 4),
                (data["unit"], "unit", PLAIN, 6),
            ]
        ),
        _funds(data["funds"], period),
        _headings(data, period),
        _indicators(data),
        across([(None, "gap", NOTE, _GRID)]),
        _subprojects(data["subprojects"], data["year"], period),
    )
    return (Page("运行监控表", block, _WIDTHS),)


def _funds(lines: Sequence[Mapping[str, Any]], period: str) -> Block:
    first, *others = lines
    labels = (("年初预算数", 2), (f"{period}执行数", 1), (f"{period}执行率", 4), ("全年预计执行数", 2))
    spans = (1, 1, 2, 2)
    head = across(
        (
            cell
            for (label, wide), span, (role, value, style) in zip(labels, spans, _figures(first), strict=True)
            for cell in ((label, "label", LABEL, wide), (value, role, style, span))
        ),
        left=2,
    )
    rows = [
        across(
            [
                (line["label"], "funds.label", PLAIN, 2),
                *(
                    (value, role, style, span)
                    for (role, value, style), span in zip(_figures(line), (1, 2, 6, 4), strict=True)
                ),
            ],
            left=2,
        )
        for line in others
    ]
    return (Box(0, 0, len(rows), 1, "项目资金\n（万元）", "label", LABEL), *stack(head, *rows))


def _figures(line: Mapping[str, Any]) -> Iterator[tuple[str, Value, Style]]:
    for key in ("initial", "spent_1_9", "rate", "forecast"):
        value = line[key]
        if key == "rate" and isinstance(value, Decimal):
            yield "funds.rate", value / 100, _PERCENT
        else:
            yield f"funds.{key}", value, PLAIN


def _headings(data: Mapping[str, Any], period: str) -> Block:
    causes, outlooks = data["causes"], data["outlooks"]
    tall = ("绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", f"{period}执行情况", "全年完成情况")
    left = _FIRST_CAUSE + len(causes)
    return (
        *(Box(0, column, 1, column, text, "label", LABEL) for column, text in enumerate(tall)),
        Box(0, _FIRST_CAUSE, 0, left - 1, "偏差原因分析", "label", LABEL),
        Box(0, left, 0, left + len(outlooks) - 1, "完成目标可能性", "label", LABEL),
        Box(0, _GRID - 1, 1, _GRID - 1, "备注", "label", LABEL),
        *across(((text, "label", LABEL, 1) for text in (*causes, *outlooks)), top=1, left=_FIRST_CAUSE),
    )


def _indicators(data: Mapping[str, Any]) -> Block:
    rows = data["indicators"]
    boxes = [Box(0, 0, len(rows) - 1, 0, None, "label", LABEL)]
    for depth, role in enumerate(_LEVELS):
        keys = [tuple(row[level] for level in _LEVELS[: depth + 1]) for row in rows]
        starts = [index for index, key in enumerate(keys) if index == 0 or key != keys[index - 1]]
        for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
            column = _FIRST_LEVEL + depth
            boxes.append(Box(start, column, end - 1, column, rows[start][role], role, PLAIN))
    for index, row in enumerate(rows):
        boxes += across(_row(row, data), top=index, left=_NAME)
    return tuple(boxes)


def _row(row: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[tuple[Value, str, Style, int]]:
    yield row["level3"], "level3", PROSE, 1
    for role in ("target", "actual_1_9", "forecast"):
        yield _share(row[role]), role, _PERCENT, 1
    for cause in data["causes"][:-1]:
        yield (_TICK if row["cause"] == cause else None), "cause", PLAIN, 1
    yield row["reason"], "reason", PROSE, 1
    for outlook in data["outlooks"]:
        yield (_TICK if row["outlook"] == outlook else None), "outlook", PLAIN, 1
    yield None, "note", PLAIN, 1


def _share(text: str | None) -> Value:
    """50.00% as the number 0.5, shown as it was printed."""
    return None if text is None else Decimal(text.removesuffix("%")) / 100


def _subprojects(lines: Sequence[Mapping[str, Any]], year: Decimal, period: str) -> Block:
    until = f"截至{year}年{period.partition('-')[2]}"
    headings = ("年初预算金额", f"{until}到位金额", f"{until}拨付金额")
    return stack(
        across([("子项目名称", "label", LABEL, 4), *((text, "label", LABEL, 1) for text in headings)]),
        *(
            across(
                [
                    (line["name"], "subproject", PROSE, 4),
                    *((line[role], f"subproject.{role}", PLAIN, 1) for role in ("budget", "received", "paid")),
                ]
            )
            for line in lines
        ),
    )
