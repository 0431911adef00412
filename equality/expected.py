"""What the engine gives for what was typed: cells as the checker reads them, scores as `jixiao.scoring` has them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from rows import FORMATS, Form, Row, Typed

from jixiao.form import Cell
from jixiao.forms.view import View
from jixiao.functions import BETWEEN_HINTS, COMPLETED, CellError, hint
from jixiao.reading.grid import GridCell, Sheet
from jixiao.scoring import Profile, execution_rate, score_execution, score_of_no_budget, score_row
from jixiao.values import half_up


class Whole(NamedTuple):
    """A form's rate, execution score, total and grade; None and empty where there is none."""

    rate: Decimal | None
    execution_score: Decimal | None
    total: Decimal | None
    grade: str


def cells_of(values: Sequence[Typed], formats: Sequence[str]) -> list[Cell]:
    """The cells that the checker reads where these values stand."""
    stored = {
        (1, column): GridCell("s" if isinstance(value, str) else "n", str(value), code, None)
        for column, (value, code) in enumerate(zip(values, formats, strict=True), 1)
        if value is not None
    }
    view = View(Sheet("", cells=stored))
    return [view.cell(1, column) for column in range(1, len(values) + 1)]


def row_score(profile: Profile, row: Row, index: int) -> Decimal | None:
    """得分 of the row at this place of its form."""
    codes = (*FORMATS[index % len(FORMATS)], "General")
    target, actual, weight = cells_of((row.target, row.actual, row.weight), codes)
    return score_row(profile, target.value, actual.value, weight.number).score


def row_hints(profile: Profile, row: Row, score: Decimal | None) -> frozenset[str] | None:
    """What JX_HINT says; None where it refuses the cells."""
    values = (*row[:6], None if score is None else float(score), row.reason, profile.name)
    try:
        return frozenset(filter(None, hint(*values).split(BETWEEN_HINTS)))
    except CellError:
        return None


def whole(profile: Profile, form: Form, scores: Sequence[Decimal | None]) -> Whole:
    """The form around rows that have these scores."""
    budget, spent, weight = (cell.number for cell in cells_of(form[:3], ("General",) * 3))
    rate = score = None
    if budget is not None and spent is not None:
        rate = execution_rate(budget, spent)
        if weight is not None and rate is not None:
            score = score_execution(profile, rate, weight, form.completed == COMPLETED)
        elif weight is not None and not spent:
            score = score_of_no_budget(profile, weight)
    known = [each for each in (*scores, score) if each is not None]
    total = half_up(sum(known, Decimal(0))) if known else None
    return Whole(
        None if rate is None else half_up(half_up(rate, Decimal("1E-10"))),
        score,
        total,
        "" if total is None else profile.grade_of(total),
    )
