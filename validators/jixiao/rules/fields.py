"""The cells of a form that a person fills in, each with the name under which a finding speaks of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jixiao.forms.words import bare_label
from jixiao.rules.framework import Hit
from jixiao.values import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.finding import Severity
    from jixiao.form import Cell, Form, Indicator

GOAL_EXPECTED, GOAL_ACTUAL = "预期目标", "实际完成情况"
_FUNDS = ("initial", "budget", "spent", "weight", "rate", "score", "reason")
_ROW = ("level1", "level2", "level3", "nature", "target", "unit", "actual", "weight", "score", "reason")


class Field(NamedTuple):
    """A cell, its name and its place in the form.

    part: head, funds, goals, row, total, level1 or remark; role: within that part, as the model names it.
    """

    cell: Cell
    label: str
    part: str
    role: str
    row: Indicator | None = None

    def hit(
        self, seen: str = "", expected: str = "", *, severity: Severity | None = None, wording: str = "", **details: str
    ) -> Hit:
        """A hit on this cell."""
        row = self.row.position if self.row is not None else None
        return Hit(self.cell, self.label, seen, expected, severity, wording, None, row, details)


def fields_of(form: Form) -> Iterator[Field]:
    """Every field from the head down to the total; a merged cell comes once."""
    for role, labelled in form.head.items():
        yield Field(labelled.value, name_of(labelled.label), "head", role)
    for fund in form.funds:
        label = squeeze(fund.label.text) or "项目资金"
        for role in _FUNDS:
            if (cell := getattr(fund, role)) is not None:
                yield Field(cell, label, "funds", role)
    yield from goals_of(form)
    yield from _rows_of(form)
    for label, weight in form.level1_weights.items():
        yield Field(weight, squeeze(label), "level1", "weight")
    label = squeeze(form.total.label.text) if form.total.label is not None else "总分"
    for role in ("weight", "score", "grade"):
        if (cell := getattr(form.total, role)) is not None:
            yield Field(cell, "评价等级" if role == "grade" else label, "total", role)
    for remark in form.remarks:
        yield Field(remark.value, name_of(remark.label), "remark", "reason")


def goals_of(form: Form) -> Iterator[Field]:
    """The two texts of 年度总体目标, as far as they are printed."""
    if form.goals is not None and form.goals.expected is not None:
        yield Field(form.goals.expected, GOAL_EXPECTED, "goals", "expected")
    if form.goals is not None and form.goals.actual is not None:
        yield Field(form.goals.actual, GOAL_ACTUAL, "goals", "actual")


def name_of(label: Cell) -> str:
    """The name of a printed label: 项目名称： → 项目名称."""
    return bare_label(label.text.replace("：", ":").partition(":")[0])


def _rows_of(form: Form) -> Iterator[Field]:
    seen: set[tuple[int, int]] = set()
    for row in form.indicators:
        name = row.name or (squeeze(row.level3.text) if row.level3 is not None else "")
        for role in _ROW:
            cell = getattr(row, role)
            if cell is None or (place := (cell.row, cell.column)) in seen:
                continue
            seen.add(place)
            yield Field(cell, name, "row", role, row)
