"""Workbook to forms: every form is found by its headings, wherever it stands."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from jixiao.form import Form, FundRole, Kind
from jixiao.forms.funds import read_funds
from jixiao.forms.head import (
    find_grade,
    find_title,
    read_goals,
    read_head,
    read_remarks,
    read_years,
    starts_form,
)
from jixiao.forms.indicators import read_body
from jixiao.forms.layouts import layout_of
from jixiao.forms.monitoring import find_subprojects, watched, with_progress
from jixiao.forms.scoresheet import score_header, with_sections
from jixiao.forms.tables import find_headers
from jixiao.forms.view import View
from jixiao.forms.words import bare_label, marks_of, spellings

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from jixiao.form import Cell, Labelled
    from jixiao.forms.funds import Funds
    from jixiao.forms.tables import Header
    from jixiao.reading.grid import Sheet, Workbook

_LEAST_LIKE = 0.5
# Tables in columns of their own whose headings are no further apart stand side by side.
_FORM_HEIGHT = 40
# 产出指标（50分）: the weight stands in the name of level 1, and there need not be a column for it.
_WEIGHT_IN_NAME = re.compile(r"[(（]\s*\d+(?:\.\d+)?\s*分?\s*[)）]")
_GROUPS = {"table": "table", "funds": "funds", "head": "head"}


def find_forms(workbook: Workbook) -> list[Form]:
    """All forms of a workbook, sheet by sheet, top down and left to right."""
    return [form for sheet in workbook.sheets for form in forms_in(sheet, workbook.date1904)]


def forms_in(sheet: Sheet, date1904: bool = False) -> Iterator[Form]:
    """The forms of one sheet."""
    view = View(sheet, date1904)
    headers = find_headers(view)
    last = view.rows[-1] if view.rows else 0
    ends: list[tuple[int, int]] = []
    continued: set[int] = set()
    for header in headers:
        if header.row in continued:
            continue
        left, right = _band(header, headers)
        above = max((end for end, column in ends if left <= column <= right), default=0)
        top = next(
            (row for row in view.rows_between(above + 1, header.row) if starts_form(view, row, left, right)), above + 1
        )
        bottom = _bottom(view, header, headers, last, left, right)
        titled = find_title(view, top, header.row, left, right)
        title, named = titled or (None, "")
        watch = watched(view, header, named, left, right)
        scores = None if watch else score_header(view, header, title, left, right)
        table = watch.header if watch else scores or header
        subprojects = find_subprojects(view, top, bottom, left, right) if watch else None
        if subprojects is not None and subprojects.lies_under(header):
            bottom = subprojects.top - 1
        body = read_body(view, table, headers, bottom, left, right)
        continued.update(
            other.row for other in headers if header.row < other.row <= body.end and other.left == header.left
        )
        foot = _foot(view, body.end, last, left, right)
        ends.append((body.end, header.left))
        funds = read_funds(view, top, header.row - 1, left, right)
        if funds.columns is None:
            funds = read_funds(view, body.end + 1, foot, left, right)
        head = read_head(view, top, header.row - 1, left, right)
        goals = read_goals(view, top, header.row - 1, left, right, funds)
        remarks = tuple(read_remarks(view, body.end + 1, foot, left, right))
        kind = _kind(named, head, funds, table, watch is not None, scores is not None)
        layout = layout_of(kind, table.columns, funds.columns)
        grade = find_grade(view, head, body.end, foot, left, right)
        excused = {"reason"} if remarks else set()
        if any(row.level1 is not None and _WEIGHT_IN_NAME.search(row.level1.text) for row in body.indicators):
            excused.add("weight")
        missing = tuple(_missing(view, layout.required, table, funds, head, excused, (top, left, right)))
        form = Form(
            kind=kind,
            layout=layout.name,
            sheet=sheet.name,
            title=title,
            head=head,
            years=read_years(view, title, head, top, header.row - 1, left, right),
            funds=funds.rows,
            goals=goals,
            headings=table.columns.headings,
            missing=missing,
            indicators=body.indicators,
            total=body.total._replace(grade=grade),
            money_unit=funds.money_unit,
            level1_weights=body.level1_weights,
            remarks=remarks,
            execution_remarks=tuple(read_remarks(view, top, header.row - 1, left, right)),
            bounds=(top, left, foot, right),
        )
        if watch is not None:
            yield with_progress(view, form, watch, funds.columns, subprojects)
        else:
            yield with_sections(form) if scores is not None else form


def _band(header: Header, headers: list[Header]) -> tuple[int, int]:
    """The columns that belong to a form: up to its neighbours' tables, else all."""
    beside = [
        other
        for other in headers
        if abs(other.row - header.row) < _FORM_HEIGHT and (other.left > header.right or other.right < header.left)
    ]
    left = max((other.right + 1 for other in beside if other.right < header.left), default=1)
    following = min((other.left for other in beside if other.left > header.right), default=0)
    if not following:
        return left, 1 << 14
    # A neighbour's vertical label (绩效指标) stands left of its headings; the gap between two forms is the neighbour's.
    return left, header.right


def _bottom(view: View, header: Header, headers: list[Header], last: int, left: int, right: int) -> int:
    """The last row that may belong to this form: before the head of the next form in its columns."""
    for other in headers:
        if other.row > header.row and left <= other.left <= right:
            start = next(
                (r for r in view.rows_between(header.body, other.row) if starts_form(view, r, left, right)), None
            )
            if start is not None and not _goes_on(view, header, other, start, left, right):
                return start - 1
    return last


def _goes_on(view: View, header: Header, other: Header, start: int, left: int, right: int) -> bool:
    """Whether a later header is this form's own on its next page: the title again, but no project and no funds."""
    if other.columns.spans != header.columns.spans:
        return False
    between = read_head(view, start, other.row - 1, left, right)
    if {"project", "unit"} & between.keys() or read_funds(view, start, other.row - 1, left, right).columns is not None:
        return False
    totals = (
        marks.block is not None and marks.block.role == "total"
        for row in view.rows_between(header.body, start)
        for _, marks in view.marked(row, left, right)
    )
    return not any(totals)


def _foot(view: View, end: int, last: int, left: int, right: int) -> int:
    return next((row - 1 for row in view.rows_between(end + 1, last) if starts_form(view, row, left, right)), last)


def _kind(named: str, head: dict[str, Labelled], funds: Funds, header: Header, watched: bool, scored: bool) -> Kind:
    if watched or scored:
        return Kind.MONITORING if watched else Kind.SCORESHEET
    # A title that says 自评表 makes missing columns missing; without them a table of targets is the goals form.
    if not {"actual", "score"} & header.columns.spans.keys() and named not in ("project", "department", "export"):
        return Kind.GOALS
    if named == "export":
        return Kind.EXPORT
    structured = any(row.role is FundRole.STRUCTURE for row in funds.rows)
    if named == "department" or (structured and "project" not in head):
        return Kind.DEPARTMENT
    return Kind.PROJECT


def _missing(
    view: View,
    required: dict[str, tuple[str, ...]],
    header: Header,
    funds: Funds,
    head: dict[str, Labelled],
    excused: set[str],
    place: tuple[int, int, int],
) -> Iterator[tuple[str, Cell | None]]:
    top, left, right = place
    found: dict[str, Container[str]] = {
        "table": header.columns.spans,
        "funds": funds.columns.spans if funds.columns else {},
        "head": head,
    }
    for group_name, roles in required.items():
        if group_name == "funds" and funds.columns is None:
            continue
        for role in roles:
            if role in found[group_name] or role in excused:
                continue
            words = spellings(_GROUPS[group_name], role)
            rows = (header.row, header.body - 1) if group_name == "table" else (top, header.row - 1)
            yield words[0], _nearest(view, words, rows, left, right)


def _nearest(view: View, words: tuple[str, ...], rows: tuple[int, int], left: int, right: int) -> Cell | None:
    """The text that looks most like one of the words and is itself none of them, so that a misspelling is named."""
    best: tuple[float, Cell | None] = (_LEAST_LIKE, None)
    for row in view.rows_between(*rows):
        for cell in view.filled(row, left, right):
            if len(cell.text) > 20 or marks_of(cell.text) is not None:
                continue
            bare = bare_label(cell.text)
            likeness = max(difflib.SequenceMatcher(None, bare, word).ratio() for word in words)
            if likeness > best[0] or (likeness == best[0] and best[1] is None):
                best = (likeness, cell)
    return best[1]
