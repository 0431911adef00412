"""Whether the total line of a sub-project table is the sum of its lines."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from jixiao.rules.framework import Hit
from jixiao.rules.funds.printed import amount_in
from jixiao.values import Interval, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.form import Cell
    from jixiao.rules.subject import Subject

_COLUMNS = {"budget": "预算金额", "received": "到位金额", "paid": "拨付金额"}
_ZERO = Interval(Decimal(0), Decimal(0))


def subproject_sums(subject: Subject) -> Iterator[Hit]:
    """A hit on every column whose 合计 differs from the lines above it."""
    lines = subject.form.monitoring.subprojects if subject.form.monitoring is not None else ()
    total = next((line for line in lines if line.is_total), None)
    if total is None or len(lines) < 2:
        return
    for role, column in _COLUMNS.items():
        cell: Cell | None = getattr(total, role)
        whole = amount_in(cell)
        cells: list[Cell] = [part for line in lines if not line.is_total and (part := getattr(line, role)) is not None]
        if cell is None or whole is None or any(part.is_filled and part.number is None for part in cells):
            continue
        parts = [part for each in cells if (part := amount_in(each)) is not None]
        if parts and not sum(parts, _ZERO).meets(whole):
            added = sum((each.number or Decimal(0) for each in cells), Decimal(0))
            yield Hit(cell, total.label.text, cell.text, plain(added), details={"column": column, "parts": "各子项目"})
