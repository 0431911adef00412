"""The formulas of a form: those that show an error, were never meant as formulas, or do not give what is stored."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from jixiao.formulas import evaluate
from jixiao.rules.fields import fields_of
from jixiao.rules.subject import ERRORS
from jixiao.values import Quantity, half_up, parse_number, parse_value, places, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.form import Cell
    from jixiao.rules.fields import Field
    from jixiao.rules.subject import Subject

_OPERATORS = frozenset("+-*^&()<>=!:$\"'{}")
# 7*24小时 has none of these, =129&"万条" has.
_IN_FORMULAS = frozenset("(!'\"&")
_MICRO, _HALF_CENT, _BEYOND = Decimal("1e-6"), Decimal("0.005"), Decimal("1e15")


def suspicious(subject: Subject) -> Iterator[Field]:
    """The fields with a formula or an error; most forms have none at all."""
    if subject.has_formulas:
        for field in fields_of(subject.form):
            if field.cell.formula is not None or field.cell.text[:1] == "#":
                yield field


def shows_error(cell: Cell) -> bool:
    """Whether the cell shows #REF! and the like, as a result or as text."""
    return cell.kind == "e" or cell.text in ERRORS


def is_typed(field: Field) -> bool:
    """Whether a target or an actual value was typed with a leading "=" and taken for a formula."""
    formula = field.cell.formula
    if not formula or field.part != "row" or field.role not in ("target", "actual"):
        return False
    lost = shows_error(field.cell) or field.cell.kind == "z"
    value = parse_value(formula)
    if isinstance(value, Quantity) and not _OPERATORS.intersection(value.unit) and value.unit[:1] != "/":
        # In an actual value the sign should not stand anyway: 12 typed as =12 has lost nothing.
        return field.role == "target" or lost
    # 7*24小时: no formula has a number followed by Chinese.
    return lost and formula[:1].isdigit() and not formula.isascii() and not _IN_FORMULAS.intersection(formula)


def recomputed(subject: Subject, cell: Cell) -> str:
    """What the formula gives, as the cell would show it, where that is not what is stored; empty otherwise."""
    if cell.formula is None or cell.exact is None:
        return ""
    number = evaluate(cell.formula, subject.sheet)
    if number is None or abs(number) >= _BEYOND or not _differs(subject, cell, number):
        return ""
    return f"{plain(half_up(number * 100))}%" if cell.text.endswith("%") else plain(half_up(number, _MICRO))


def _differs(subject: Subject, cell: Cell, number: Decimal) -> bool:
    """Whether the stored number is not the recomputed one, beyond what rounding as shown would explain."""
    assert cell.exact is not None
    difference = abs(cell.exact - number)
    if difference <= _MICRO * max(Decimal(1), abs(number)):
        return False
    tolerance = _HALF_CENT
    stored = subject.sheet.cells.get((cell.row, cell.column))
    shown = parse_number(cell.text)
    if shown is not None and stored is not None and stored.number_format not in ("General", "@"):
        tolerance = max(tolerance, Decimal(5).scaleb(-places(shown) - 1))
    return difference * (100 if cell.text.endswith("%") else 1) > tolerance
