"""Workbook to forms: every form is found by its headings, wherever it stands."""

from __future__ import annotations

import difflib
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
from jixiao.forms.tables import find_headers
from jixiao.forms.view import View
from jixiao.forms.words import bare_label, spellings
from jixiao.values import squeeze

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from jixiao.form import Cell, Labelled
    from jixiao.forms.funds import Funds
    from jixiao.forms.tables import Header
    from jixiao.reading.grid import Sheet, Workbook

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
        body = read_body(view, header, headers, bottom, left, right)
        continued.update(
            other.row for other in headers if header.row < other.row <= body.end and other.left == header.left
        )
        foot = _foot(view, body.end, last, left, right)
        ends.append((body.end, header.left))
        titled = find_title(view, top, header.row, left, right)
        title = titled[0] if titled else None
        funds = read_funds(view, top, header.row - 1, left, right)
        head = read_head(view, top, header.row - 1, left, right)
        # Goals stand between funds and indicators; a label there must not be taken for a heading of the funds.
        goals = read_goals(view, max(top, funds.bottom + 1), header.row - 1, left, right)
        remarks = tuple(read_remarks(view, body.end + 1, foot, left, right))
        kind = _kind(titled[1] if titled else "", head, funds, header)
        layout = layout_of(kind, frozenset(header.columns.spans))
        grade = find_grade(view, head, body.end, foot, left, right)
        missing = tuple(_missing(view, layout.required, header, funds, head, bool(remarks), (top, left, right)))
        yield Form(
            kind=kind,
            layout=layout.name,
            sheet=sheet.name,
            title=title,
            head=head,
            years=read_years(view, title, head, top, header.row - 1, left, right),
            funds=funds.rows,
            goals=goals,
            headings=header.columns.headings,
            missing=missing,
            indicators=body.indicators,
            total=body.total._replace(grade=grade),
            money_unit=funds.money_unit,
            level1_weights=body.level1_weights,
            remarks=remarks,
            execution_remarks=tuple(read_remarks(view, top, header.row - 1, left, right)),
            bounds=(top, left, foot, right),
        )


def _band(header: Header, headers: list[Header]) -> tuple[int, int]:
    """The columns that belong to a form: up to its neighbours' tables, else all."""
    beside = [other for other in headers if other.row == header.row and other is not header]
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
            if start is not None:
                return start - 1
    return last


def _foot(view: View, end: int, last: int, left: int, right: int) -> int:
    return next((row - 1 for row in view.rows_between(end + 1, last) if starts_form(view, row, left, right)), last)


def _kind(named: str, head: dict[str, Labelled], funds: Funds, header: Header) -> Kind:
    if not {"actual", "score"} & header.columns.spans.keys():
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
    explained: bool,
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
            if role in found[group_name] or (role == "reason" and explained):
                continue
            words = spellings(_GROUPS[group_name], role)
            rows = (header.row, header.body - 1) if group_name == "table" else (top, header.row - 1)
            taken = {cell.address for cell in header.columns.headings.values()}
            yield words[0], _nearest(view, words, rows, left, right, taken)


def _nearest(
    view: View, words: tuple[str, ...], rows: tuple[int, int], left: int, right: int, taken: set[str]
) -> Cell | None:
    """The text that looks most like one of the words, so that a misspelt heading can be named."""
    best: tuple[float, Cell | None] = (0.5, None)
    for row in view.rows_between(*rows):
        for cell in view.filled(row, left, right):
            if cell.address in taken or len(cell.text) > 20:
                continue
            bare = bare_label(squeeze(cell.text))
            likeness = max(difflib.SequenceMatcher(None, bare, word).ratio() for word in words)
            if likeness > best[0]:
                best = (likeness, cell)
    return best[1]
