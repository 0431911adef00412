"""The funds table: 项目资金, 整体支出规模."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jixiao.form import FundRole, FundRow
from jixiao.forms.tables import Columns
from jixiao.forms.words import bare_label, group, marks_of, spellings
from jixiao.values import squeeze

if TYPE_CHECKING:
    from jixiao.form import Cell
    from jixiao.forms.view import View

_MONEY = ("initial", "budget", "spent")
_OWN = frozenset((*_MONEY, "rate"))
_FIGURES = (*_MONEY, "weight", "rate", "score", "reason")
_UNIT = re.compile(r"[(（:：/]\s*(万元|元)")


class Funds(NamedTuple):
    """The funds of a form, the unit of their amounts and the row under the table."""

    rows: tuple[FundRow, ...]
    money_unit: str
    columns: Columns | None
    top: int
    bottom: int


def read_funds(view: View, top: int, bottom: int, left: int, right: int) -> Funds:
    """Read the funds table between two rows; without one, no rows and 万元."""
    unit = money_unit(view, top, bottom, left, right)
    for row in view.rows_between(top, bottom):
        headings: dict[str, Cell] = {}
        for cell, marks in view.marked(row, left, right):
            if marks.funds is not None and marks.funds.role not in headings:
                headings[marks.funds.role] = cell
        if len(_OWN & headings.keys()) > 1:
            columns, start = _columns(view, headings)
            rows = tuple(_rows(view, columns, start, bottom, left))
            end = max((fund.label.bottom for fund in rows), default=row)
            return Funds(rows, unit, columns, row, end)
    return Funds((), unit, None, 0, 0)


def _columns(view: View, headings: dict[str, Cell]) -> tuple[Columns, int]:
    """The columns and the row where the figures start: under the headings, or beside them (预算数：36 执行数：34)."""
    beside = {role: view.cell(cell.row, cell.right + 1) for role, cell in headings.items()}
    if all(cell.number is not None for role, cell in beside.items() if role in _OWN):
        return Columns({role: (cell.column, cell.right) for role, cell in beside.items()}, headings), min(
            cell.row for cell in headings.values()
        )
    spans = {role: (cell.column, cell.right) for role, cell in headings.items()}
    return Columns(spans, headings), max(cell.bottom for cell in headings.values()) + 1


def money_unit(view: View, top: int, bottom: int, left: int, right: int) -> str:
    """万元 or 元, as the form declares it; 万元 where it does not say."""
    for row in view.rows_between(top, bottom):
        for cell in view.filled(row, left, right):
            # 部门整体预算(元) is an indicator's name; only money labels, headings and 单位：万元 declare.
            if "元" in cell.text and len(cell.text) <= 40 and (declared := _UNIT.search(cell.text)):
                marks = marks_of(cell.text)
                if "单位" in cell.text or (marks is not None and (marks.block is not None or marks.funds is not None)):
                    return declared[1]
    return "万元"


def _rows(view: View, columns: Columns, start: int, bottom: int, left: int) -> list[FundRow]:
    first_figure = min(span[0] for role, span in columns.spans.items() if role in _OWN)
    rows: list[FundRow] = []
    for row in view.rows_between(start, bottom):
        cells = list(view.filled(row, left, first_figure - 1))
        marks = [marks_of(cell.text) for cell in cells]
        matches = [each.block if each is not None else None for each in marks]
        if any(match is not None and match.role not in ("money", "total") for match in matches):
            break
        labels = [cell for cell, match in zip(cells, matches, strict=True) if match is None or match.role != "money"]
        figures = {role: _own(columns.cell(view, row, role), row) for role in _FIGURES}
        filled = any(cell.text for role in _MONEY if (cell := figures[role]) is not None)
        if not labels and not filled:
            continue
        if any(each is not None and each.head is not None for each in marks):
            break
        label = labels[-1] if labels else view.cell(row, max(left, first_figure - 1))
        rows.append(FundRow(_role(label, rows), label, **figures))
    return rows


def _own(cell: Cell | None, row: int) -> Cell | None:
    """A cell that belongs to this row; one merged from above belongs to the row where it starts."""
    return cell if cell is not None and cell.row == row else None


def _role(label: Cell, before: list[FundRow]) -> FundRole:
    squeezed = squeeze(label.text)
    bare = bare_label(label.text)
    sums = "总额" in squeezed or "合计" in squeezed
    if not sums and any(word in squeezed for word in spellings("funds_rows", "structure")):
        return FundRole.STRUCTURE
    if not any(row.role is FundRole.TOTAL for row in before):
        match = group("funds_rows").match(bare)
        if not before or (match is not None and match.role == "total"):
            return FundRole.TOTAL
    own = re.sub(r"^(?:其中[:：]?)+", "", squeezed)
    words = spellings("funds_rows", "detail")
    detail = own.startswith(words) or (own[:1].isdigit() and any(word in own for word in words))
    return FundRole.DETAIL if detail and any(row.role is FundRole.SOURCE for row in before) else FundRole.SOURCE
