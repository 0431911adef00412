"""What a template works out: the formulas of its cells by their places."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.reading import a1, column_letters
from jixiao.values import Quantity, parse_value
from jixiao_templates.case import Case
from jixiao_templates.drawn import AMOUNTS, LEVELS, Drawn
from jixiao_templates.live import (
    FormFormulas,
    FormRefs,
    RowRefs,
    amount_number,
    amount_text,
    amounts_hint,
    amounts_sum,
    amounts_unread,
    form_formulas,
    row_formulas,
)
from jixiao_templates.page import Formula


def formulas_of(drawn: Drawn) -> Iterator[tuple[tuple[int, int], Formula]]:
    """Every formula by its place."""
    for role, row, text in (*_funds_formulas(drawn), *_total_formulas(drawn)):
        yield (row, drawn.hint if role == "hint" else drawn.column(role)), Formula(text)
    yield from _amount_formulas(drawn)
    if drawn.is_live:
        for index, row in enumerate(drawn.rows):
            yield from _row_formulas(drawn, index, row)


def _row_formulas(drawn: Drawn, index: int, row: int) -> Iterator[tuple[tuple[int, int], Formula]]:
    helpers = {name: a1(row + 1, column + 1) for name, column in drawn.helpers.items()}
    cells = {role: drawn.at(role, row) for role in ("target", "actual", "weight", "score", "reason")}
    refs = RowRefs(helpers.pop("level1"), helpers.pop("level2"), drawn.at("level3", row), **cells, helpers=helpers)
    made = row_formulas(drawn.profile, refs, drawn.edition, drawn.host)
    for level in LEVELS:
        # The name stands in the first of the merged rows; looked up so that rows may be deleted and copied.
        column = column_letters(drawn.column(level) + 1)
        above = f"{column}${drawn.heading + 1}:{column}{row + 1}"
        yield (row, drawn.helpers[level]), Formula(f'IFERROR(LOOKUP(2,1/({above}<>""),{above}),"")')
    for name, text in made.helpers.items():
        yield (row, drawn.helpers[name]), Formula(text)
    if not _is_judged(drawn.case, index):
        yield (row, drawn.column("score")), Formula(made.score)
    yield (row, drawn.hint), Formula(made.hint)


def _is_judged(case: Case, index: int) -> bool:
    """Whether a row of words has its score already, which somebody typed."""
    row = case.indicators[index]
    return row.score is not None and not isinstance(parse_value(row.target or ""), Quantity)


def _funds_formulas(drawn: Drawn) -> Iterator[tuple[str, int, str]]:
    """The total of the funds, the rate of each line, the points; and 提示 beside them."""
    total = drawn.funds[0]
    first, last = drawn.funds[0], drawn.funds[-1]
    unread = []
    for role in (role for role in AMOUNTS if role in drawn.by_role):
        if drawn.parts and _adds_up(drawn, role.removeprefix("funds.")):
            parts = f"{drawn.at(role, drawn.parts[0])}:{drawn.at(role, drawn.parts[-1])}"
            read = f"{drawn.amount(role, drawn.parts[0])}:{drawn.amount(role, drawn.parts[-1])}"
            yield role, total, amounts_sum(parts, read)
        every = f"{drawn.at(role, first)}:{drawn.at(role, last)}"
        unread.append(amounts_unread(every, f"{drawn.amount(role, first)}:{drawn.amount(role, last)}"))
    rate_hint = '""'
    if "funds.rate" in drawn.by_role:
        for row in drawn.funds:
            yield "funds.rate", row, _form_formulas(drawn, row).rate
        rate_hint = _form_formulas(drawn, total).rate_hint
    # Beside the total stands the question whether the project is completed.
    yield "hint", drawn.funds[min(1, len(drawn.funds) - 1)], amounts_hint(unread, rate_hint)
    if "funds.score" in drawn.by_role:
        yield "funds.score", total, _form_formulas(drawn, total).execution_score


def _amount_formulas(drawn: Drawn) -> Iterator[tuple[tuple[int, int], Formula]]:
    for role in (role for role in AMOUNTS if role in drawn.by_role):
        for row in drawn.funds:
            typed = f"{role}_text"
            yield (row, drawn.amounts[typed]), Formula(amount_text(drawn.at(role, row)))
            yield (row, drawn.amounts[role]), Formula(amount_number(drawn.at(role, row), drawn.amount(typed, row)))


def _adds_up(drawn: Drawn, role: str) -> bool:
    """Whether the total is the sum of the lines below it; a total typed without its parts stays as it is."""
    total, *parts = drawn.case.funds
    return getattr(total, role) is None or any(getattr(part, role) is not None for part in parts)


def _total_formulas(drawn: Drawn) -> Iterator[tuple[str, int, str]]:
    if "total.weight" not in drawn.by_role:
        return
    row = drawn.by_role["total.weight"][0].top
    made = _form_formulas(drawn, drawn.funds[0])
    yield "total.weight", row, made.total_weight
    yield "hint", row, made.total_hint
    if "total.score" in drawn.by_role:
        yield "total.score", row, made.total
        yield "hint", row + 1, made.grade


def _form_formulas(drawn: Drawn, row: int) -> FormFormulas:
    budget = "funds.budget" if "funds.budget" in drawn.by_role else "funds.initial"
    total = drawn.by_role["total.weight"][0].top if "total.weight" in drawn.by_role else 0
    refs = FormRefs(
        budget=drawn.at(budget, row),
        spent=drawn.at("funds.spent", row),
        rate=drawn.at("funds.rate", row),
        execution_weight=drawn.at("funds.weight", row),
        execution_score=drawn.at("funds.score", row),
        completed=a1(drawn.funds[0] + 1, drawn.hint + 1) if drawn.asks_completion else None,
        weights=drawn.down("weight"),
        scores=drawn.down("score"),
        total_weight=drawn.at("total.weight", total),
        total=drawn.at("total.score", total),
        weights_read=drawn.down("points"),
        scores_read=drawn.down("given"),
        budget_read=drawn.amount(budget, row),
        spent_read=drawn.amount("funds.spent", row),
        unscored=drawn.down("unscored"),
    )
    return form_formulas(drawn.profile, refs, drawn.edition, drawn.host)
