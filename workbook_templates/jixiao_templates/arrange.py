"""From a case and a layout to a page: pure, and the only place that knows how a form is put together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from jixiao_templates.case import Case, FundsLine, Indicator
from jixiao_templates.layout import Column, FundsTable, GoalsTable, IndicatorTable, Layout
from jixiao_templates.official import LAYOUTS
from jixiao_templates.page import (
    LABEL,
    NOTE,
    PLAIN,
    PROSE,
    SUBTITLE,
    TEXT,
    TITLE,
    Block,
    Box,
    Page,
    Style,
    Value,
    across,
    height,
    stack,
)

DASH = "—"
TICK = "√"
# A year that is left open, as wide as one that is filled in.
_OPEN_YEAR = "　　　　"
_PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_STYLES: dict[str, Style] = {"target": TEXT, "level3": PROSE, "reason": PROSE}


def case_page(case: Case, layout: Layout | None = None, name: str | None = None) -> Page:
    """The case as one sheet in its official layout."""
    layout = layout or LAYOUTS[case.kind]
    return Page(name or layout.sheet_name, form_block(case, layout), layout.widths)


def form_block(case: Case, layout: Layout) -> Block:
    """The whole form, from its title to its footnotes."""
    grid = len(layout.widths)
    return stack(
        across([(layout.title, "title", TITLE, grid)]),
        across([(f"（{case.year or _OPEN_YEAR}年度）", "year", SUBTITLE, grid)]),
        _header(case, layout),
        _funds(case.funds, layout.funds) if layout.funds else (),
        _goals(case, layout.goals) if layout.goals else (),
        _indicators(case, layout.indicators),
        _boundary(layout.indicators, grid),
        _total(case, layout.indicators),
        *(across([(note, "note", NOTE, grid)]) for note in layout.footnotes),
    )


def cell_value(text: str | None) -> Value:
    """A number where the text is nothing but one, as a clerk's keystrokes would end up in the sheet."""
    return Decimal(text) if text is not None and _PLAIN_NUMBER.fullmatch(text) else text


def _header(case: Case, layout: Layout) -> Block:
    values: dict[str, Value] = {
        "project": case.project,
        "department": case.department,
        "unit": case.unit,
        "department_name": case.department_name,
        "subordinate_units": case.subordinate_units,
    }
    return stack(
        *(
            across(
                cell
                for field in fields
                for cell in (
                    (field.label, "label", LABEL, field.label_span),
                    (values[field.role], field.role, PLAIN, field.span),
                )
            )
            for fields in layout.header
        )
    )


def _headings(columns: Sequence[Column], *, left: int = 0) -> Block:
    """One line of headings, or two where columns share a heading above their own."""
    if not any(column.group for column in columns):
        return across(((column.heading or None, "label", LABEL, column.span) for column in columns), left=left)
    boxes: list[Box] = []
    for group, members in groupby(columns, key=lambda column: column.group):
        own = list(members)
        if group:
            boxes.append(Box(0, left, 0, left + sum(column.span for column in own) - 1, group, "label", LABEL))
        for column in own:
            boxes.append(Box(1 if group else 0, left, 1, left + column.span - 1, column.heading, "label", LABEL))
            left += column.span
    return tuple(boxes)


def _funds(lines: Sequence[FundsLine], table: FundsTable) -> Block:
    rows = [
        across(
            (
                (
                    _funds_value(line, column.role, table, first=index == 0),
                    f"funds.{column.role}",
                    PLAIN,
                    column.span,
                )
                for column in table.columns
            ),
            left=table.caption_span,
        )
        for index, line in enumerate(_shared_prefix_once(lines))
    ]
    caption = Box(0, 0, len(rows), table.caption_span - 1, table.caption, "label", LABEL)
    remark = table.remark
    return stack(
        (caption, *stack(_headings(table.columns, left=table.caption_span), *rows)),
        across([(remark.label, "label", LABEL, remark.label_span), (None, remark.role, PROSE, remark.span)])
        if remark
        else (),
    )


def _funds_value(line: FundsLine, role: str, table: FundsTable, *, first: bool) -> Value:
    value: Value = getattr(line, role)
    dashed = not first and role in table.dashed and line.label not in table.plain_labels
    return DASH if value is None and dashed else value


def _shared_prefix_once(lines: Sequence[FundsLine]) -> Iterator[FundsLine]:
    """资金来源：(1) …, 资金来源：(2) … is printed with 资金来源 on the first line only."""
    previous = ""
    for line in lines:
        prefix, colon, rest = line.label.partition("：")
        if colon and prefix == previous:
            values = (line.initial, line.budget, line.spent, line.weight, line.rate, line.score)
            yield FundsLine(rest, *values)
        else:
            yield line
        previous = prefix if colon else ""


def _goals(case: Case, table: GoalsTable) -> Block:
    texts = {"expected": case.goals.expected or None, "actual": case.goals.actual or None}
    left = table.caption_span
    if table.label is not None:
        caption = Box(0, 0, 0, left - 1, table.caption, "label", LABEL)
        role = table.label.role
        beside = (
            (table.label.label, "label", LABEL, table.label.label_span),
            (texts[role], f"goals.{role}", PROSE, table.label.span),
        )
        return (caption, *across(beside, left=left))
    caption = Box(0, 0, 1, left - 1, table.caption, "label", LABEL)
    prose = ((texts[column.role], f"goals.{column.role}", PROSE, column.span) for column in table.columns)
    return (caption, *_headings(table.columns, left=left), *across(prose, top=1, left=left))


def _indicators(case: Case, table: IndicatorTable) -> Block:
    rows = case.indicators
    boxes: list[Box] = list(_headings(table.columns, left=table.caption_span))
    left, top = table.caption_span, height(boxes)
    for column in table.columns:
        right = left + column.span - 1
        style = _STYLES.get(column.role, PLAIN)
        for first, last in _runs(rows, column.role):
            value = _indicator_value(case, rows[first], column)
            boxes.append(Box(first + top, left, last + top, right, value, column.role, style))
        left = right + 1
    boxes.sort(key=lambda box: (box.top, box.left))
    if table.caption:
        boxes.insert(0, Box(0, 0, top + len(rows) - 1, table.caption_span - 1, table.caption, "label", LABEL))
    return tuple(boxes)


def _indicator_value(case: Case, row: Indicator, column: Column) -> Value:
    match column.role:
        case "level1_weight":
            return case.level1_weights.get(row.level1)
        case "cause" | "outlook":
            return TICK if getattr(row, column.role) == column.heading else None
        case "other":
            return None
    value: Value = getattr(row, column.role)
    return cell_value(value) if column.role == "actual" and isinstance(value, str) else value


def _runs(rows: Sequence[Indicator], role: str) -> Iterator[tuple[int, int]]:
    """The rows that share one cell of this column: whole classes for the levels, single rows otherwise."""
    same: dict[str, Callable[[int], object]] = {
        "level1": lambda index: rows[index].level1,
        "level1_weight": lambda index: rows[index].level1,
        "level2": lambda index: (rows[index].level1, rows[index].level2),
    }
    for _, group in groupby(range(len(rows)), key=same.get(role, lambda index: index)):
        members = list(group)
        yield members[0], members[-1]


def _boundary(table: IndicatorTable, grid: int) -> Block:
    return across([(None, "boundary", PLAIN, grid)]) if table.boundary else ()


def _total(case: Case, table: IndicatorTable) -> Block:
    if table.total_label is None:
        return ()
    spans = {column.role: column.span for column in table.columns}
    figures = [role for role in ("weight", "score", "reason") if role in spans]
    values: dict[str, Value] = {"weight": case.total.weight, "score": case.total.score, "reason": None}
    label_span = table.caption_span + sum(spans.values()) - sum(spans[role] for role in figures)
    return across(
        [
            (table.total_label, "label", LABEL, label_span),
            *((values[role], f"total.{role}", PROSE if role == "reason" else PLAIN, spans[role]) for role in figures),
        ]
    )
