"""What the formulas of our own templates must have given around the rows: sums of the funds, rates, points, totals.

Formulas that long are not computed by `jixiao.formulas`; what they give is known all the same. A cell whose inputs the
formulas may read otherwise than the reader does is passed over.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from jixiao.form import FundRole
from jixiao.formulas import evaluate
from jixiao.functions import COMPLETED
from jixiao.reading import exact
from jixiao.scoring import execution_rate, score_execution, score_of_no_budget
from jixiao.values import half_up, is_not_applicable, parse_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.form import Cell, FundRow
    from jixiao.rules.subject import Subject

_ROLES = ("initial", "budget", "spent", "forecast")
_NEAR = Decimal("0.005")


class Recounted(NamedTuple):
    """A cell and what its formula gives, None for nothing."""

    cell: Cell
    given: Decimal | None


def miscounted(subject: Subject) -> Iterator[Recounted]:
    """The cells with another result than their formulas give. subject: a form on a template that bears our stamp."""
    for each in _recounted(subject):
        if not _agree(each.cell.number, each.given):
            yield each


def _agree(stored: Decimal | None, given: Decimal | None) -> bool:
    return stored is given or (stored is not None and given is not None and abs(stored - given) <= _NEAR)


def _recounted(subject: Subject) -> Iterator[Recounted]:
    form, total = subject.form, subject.form.fund_total
    amounts: dict[str, Decimal | None] = {}
    if total is not None:
        for found in _sums(subject, total):
            yield found
            amounts[next(role for role in _ROLES if getattr(total, role) is found.cell)] = found.given
        for fund in form.funds:
            yield from _rate(subject, fund, amounts if fund is total else {})
        yield from _execution(subject, total, amounts)
    for role in ("weight", "score"):
        yield from _total(subject, role)


def _total(subject: Subject, role: str) -> Iterator[Recounted]:
    """The sum over everything between heading and total, rows without a name included, and the execution's."""
    form = subject.form
    cell: Cell | None = getattr(form.total, role)
    heading, execution = form.headings.get(role), getattr(form.fund_total, role, None)
    if cell is None or heading is None or not _is_formula(subject, cell) or not _is_plain(execution):
        return
    numbers = [] if execution is None or execution.number is None else [execution.number]
    for (row, column), stored in subject.sheet.cells.items():
        if column == cell.column and heading.bottom < row < cell.row and not is_not_applicable(stored.value):
            number = exact(stored) if stored.kind == "n" else parse_number(stored.value)
            if number is None or "%" in stored.value + stored.number_format or not stored.value.isascii():
                return
            numbers.append(number)
    yield Recounted(cell, half_up(sum(numbers, Decimal(0))) if numbers else None)


def _sums(subject: Subject, total: FundRow) -> Iterator[Recounted]:
    parts = [fund for fund in subject.form.funds if fund.role not in (FundRole.TOTAL, FundRole.STRUCTURE)]
    for role in _ROLES:
        cell = getattr(total, role)
        cells = [each for fund in parts if (each := getattr(fund, role)) is not None]
        if cell is not None and cells and _is_formula(subject, cell) and all(map(_is_plain, cells)):
            numbers = [each.number for each in cells if each.number is not None]
            yield Recounted(cell, sum(numbers, Decimal(0)) if numbers else None)


def _rate(subject: Subject, fund: FundRow, sums: dict[str, Decimal | None]) -> Iterator[Recounted]:
    amounts = _amounts(fund, sums)
    if fund.rate is None or amounts is None or not _is_formula(subject, fund.rate):
        return
    budget, spent = amounts
    rate = execution_rate(budget, spent) if budget is not None and spent is not None else None
    yield Recounted(fund.rate, None if rate is None else half_up(rate))


def _amounts(fund: FundRow, sums: dict[str, Decimal | None]) -> tuple[Decimal | None, Decimal | None] | None:
    """预算数 and 执行数 of a line; None where they cannot be told. sums: those that were added up anew."""
    roles = ("budget" if fund.budget is not None else "initial", "spent")
    cells = [getattr(fund, role) for role in roles]
    if None in cells or not all(_is_plain(cell) or role in sums for role, cell in zip(roles, cells, strict=True)):
        return None
    budget, spent = (sums.get(role, cell.number) for role, cell in zip(roles, cells, strict=True))
    return budget, spent


def _execution(subject: Subject, total: FundRow, sums: dict[str, Decimal | None]) -> Iterator[Recounted]:
    amounts, weight, profile = _amounts(total, sums), total.weight, subject.profile
    if total.score is None or weight is None or amounts is None or not _is_formula(subject, total.score):
        return
    budget, spent = amounts
    points = weight.number
    if not _is_plain(weight) or "%" in weight.text or (points is not None and points < 0):
        return
    if budget is None or spent is None or points is None:
        yield Recounted(total.score, None)
        return
    rate = execution_rate(budget, spent)
    if rate is not None:
        yield Recounted(total.score, score_execution(profile, rate, points, _says_completed(subject)))
    else:
        yield Recounted(total.score, score_of_no_budget(profile, points) if not spent else None)


def _says_completed(subject: Subject) -> bool:
    """Whether somebody chose 已完成 beside the form."""
    title = subject.form.title
    last = max(title.right, title.column) if title is not None else 0
    return any(place[1] > last and cell.value == COMPLETED for place, cell in subject.sheet.cells.items())


def _is_formula(subject: Subject, cell: Cell) -> bool:
    """Whether it holds a stored result of a formula that goes beyond what is computed from its text."""
    return bool(cell.formula) and cell.kind != "z" and evaluate(cell.formula or "", subject.sheet) is None


def _is_plain(cell: Cell | None) -> bool:
    """Whether a formula reads the cell as the reader does: blank, a dash, a number, or digits alone."""
    if cell is None or not cell.is_filled:
        return True
    if cell.kind == "e" or "%" in cell.text:
        return False
    return cell.exact == cell.number if cell.exact is not None else _is_digits(cell)


def _is_digits(cell: Cell) -> bool:
    return cell.text.isascii() and cell.number is not None and parse_number(cell.text) == cell.number
