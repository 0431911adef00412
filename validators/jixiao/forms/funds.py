"""The funds table: 项目资金, 整体支出规模."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jixiao.form import FundRole, FundRow
from jixiao.forms.tables import Columns
from jixiao.forms.words import bare_label, group, spellings
from jixiao.values import squeeze

if TYPE_CHECKING:
    from jixiao.form import Cell
    from jixiao.forms.view import View

_MONEY = ("initial", "budget", "spent")
_OWN = frozenset((*_MONEY, "rate"))
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
    for row in view.rows_between(top, bottom):
        headings: dict[str, Cell] = {}
        for cell in view.filled(row, left, right):
            match = group("funds").match(cell.text)
            if match is not None and match.role not in headings:
                headings[match.role] = cell
        if len(_OWN & headings.keys()) > 1:
            columns = Columns({role: (cell.column, cell.right) for role, cell in headings.items()}, headings)
            rows = tuple(_rows(view, columns, max(cell.bottom for cell in headings.values()) + 1, bottom, left))
            end = max((fund.label.bottom for fund in rows), default=row)
            return Funds(rows, money_unit(view, top, bottom, left, right), columns, row, end)
    return Funds((), money_unit(view, top, bottom, left, right), None, 0, 0)


def money_unit(view: View, top: int, bottom: int, left: int, right: int) -> str:
    """万元 or 元, as the form declares it; 万元 where it does not say."""
    for row in view.rows_between(top, bottom):
        for cell in view.filled(row, left, right):
            if len(cell.text) > 40:
                continue
            declared = _UNIT.search(cell.text)
            # 部门整体预算(元) is an indicator's name; only money labels, headings and 单位：万元 declare.
            if declared and (group("blocks").match(cell.text) or group("funds").match(cell.text) or "单位" in cell.text):
                return declared[1]
    return "万元"


def _rows(view: View, columns: Columns, start: int, bottom: int, left: int) -> list[FundRow]:
    first_figure = min(span[0] for role, span in columns.spans.items() if role in _OWN)
    rows: list[FundRow] = []
    blocks = group("blocks")
    for row in view.rows_between(start, bottom):
        cells = list(view.filled(row, left, first_figure - 1))
        matches = [blocks.match(cell.text) for cell in cells]
        if any(match is not None and match.role != "money" and match.role != "total" for match in matches):
            break
        labels = [cell for cell, match in zip(cells, matches, strict=True) if match is None or match.role != "money"]
        figures = {role: _own(columns.cell(view, row, role), row) for role in (*_MONEY, "weight", "rate", "score")}
        filled = any(figures[role] is not None and figures[role].text for role in _MONEY)  # type: ignore[union-attr]
        if not labels and not filled:
            continue
        if labels and group("head").match(labels[0].text):
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
    if any(word in squeezed for word in spellings("funds_rows", "structure")):
        return FundRole.STRUCTURE
    if not any(row.role is FundRole.TOTAL for row in before):
        match = group("funds_rows").match(bare)
        if not before or (match is not None and match.role == "total"):
            return FundRole.TOTAL
    own = re.sub(r"^(?:其中[:：]?)+", "", squeezed)
    detail = any(own.startswith(word) or own[:1].isdigit() and word in own for word in spellings("funds_rows", "detail"))
    return FundRole.DETAIL if detail and any(row.role is FundRole.SOURCE for row in before) else FundRole.SOURCE
