"""The funds table: 项目资金, 整体支出规模."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jixiao.form import FundRole, FundRow
from jixiao.forms.tables import Columns
from jixiao.forms.words import bare_label, group, marks_of, spellings
from jixiao.values import Quantity, parse_unit, parse_value, squeeze

if TYPE_CHECKING:
    from jixiao.form import Cell
    from jixiao.forms.view import View

_MONEY = ("initial", "budget", "spent")
_OWN = frozenset((*_MONEY, "rate"))
_FIGURES = (*_MONEY, "weight", "rate", "score", "reason", "forecast")
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
            rows = tuple(_rows(view, columns, start, bottom, left, unit))
            end = max((fund.label.bottom for fund in rows), default=row)
            return Funds(rows, unit, columns, row, end)
    return Funds((), unit, None, 0, 0)


def _columns(view: View, headings: dict[str, Cell]) -> tuple[Columns, int]:
    """The columns and the row where the figures start: under the headings, or beside them (预算数：36 执行数：34)."""
    beside = {role: _beside(view, cell) for role, cell in headings.items()}
    if all(cell.number is not None for role, cell in beside.items() if role in _OWN):
        return Columns({role: (cell.column, cell.right) for role, cell in beside.items()}, headings), min(
            cell.row for cell in headings.values()
        )
    spans = {role: (cell.column, cell.right) for role, cell in headings.items()}
    return Columns(spans, headings), max(cell.bottom for cell in headings.values()) + 1


def _beside(view: View, heading: Cell) -> Cell:
    cell = view.cell(heading.row, heading.right + 1)
    return cell if cell.text else next(view.filled(heading.row, heading.right + 1), cell)


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


def _rows(view: View, columns: Columns, start: int, bottom: int, left: int, unit: str) -> list[FundRow]:
    first_figure = min(span[0] for role, span in columns.spans.items() if role in _OWN)
    found: list[tuple[Cell, dict[str, Cell | None]]] = []
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
        found.append(
            (label, {role: _in_money(cell, unit) if role in _MONEY else cell for role, cell in figures.items()})
        )
    rows: list[FundRow] = []
    total = _total_among([label for label, _ in found])
    for index, (label, figures) in enumerate(found):
        rows.append(FundRow(FundRole.TOTAL if index == total else _role(label, rows), label, **figures))
    return rows


def _own(cell: Cell | None, row: int) -> Cell | None:
    """A cell that belongs to this row; one merged from above belongs to the row where it starts."""
    return cell if cell is not None and cell.row == row else None


def _in_money(cell: Cell | None, unit: str) -> Cell | None:
    """An amount typed with its unit (20万元, ￥200,000.00元) has its number in the form's unit."""
    if cell is None or cell.number is not None or not cell.text:
        return cell
    value = parse_value(cell.text)
    if not isinstance(value, Quantity):
        return cell
    printed = parse_unit(value.unit) if value.unit else parse_unit(unit)
    return (
        cell._replace(number=value.number * printed.scale / parse_unit(unit).scale) if printed.is_total_money else cell
    )


def _total_among(labels: list[Cell]) -> int | None:
    """Which of the rows is the total: the one that says so, wherever it stands, else the first."""
    for index, label in enumerate(labels):
        match = group("funds_rows").match(bare_label(label.text))
        if (match is not None and match.role == "total") or _says_total(squeeze(label.text)):
            return index
    return None if not labels or _is_structure(squeeze(labels[0].text)) else 0


def _says_total(label: str) -> bool:
    return "总额" in label or "合计" in label


def _is_structure(label: str) -> bool:
    return not _says_total(label) and any(word in label for word in spellings("funds_rows", "structure"))


def _role(label: Cell, before: list[FundRow]) -> FundRole:
    squeezed = squeeze(label.text)
    if _is_structure(squeezed):
        return FundRole.STRUCTURE
    own = re.sub(r"^(?:其中[:：]?)+", "", squeezed)
    words = spellings("funds_rows", "detail")
    detail = own.startswith(words) or (own[:1].isdigit() and any(word in own for word in words))
    return FundRole.DETAIL if detail and any(row.role is FundRole.SOURCE for row in before) else FundRole.SOURCE
