"""The sheets of the summary as they fill, form by form; what grows with the number of forms is kept outside memory."""

from __future__ import annotations

import math
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from jixiao.form import Kind
from jixiao.reports.workbook import frames, groups, tabs
from jixiao.reports.workbook.charts import write_charts
from jixiao.reports.workbook.stored import Stored
from jixiao.rules import rule_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from jixiao.reports.facts import Around, FormFacts, Problem
    from jixiao.reports.workbook.tables import Tab
    from jixiao.reports.workbook.writing import Drawn


class Listed:
    """Takes the forms as they come and lists them by unit, the units as they first came.

    folder: where the workbook will lie. Taking raises OSError when the disk is full.
    """

    def __init__(self, folder: Path, marked: Mapping[str, Path]) -> None:
        self._folder, self._marked = folder, marked
        self._forms, self._problems, self._resolved, self._items, self._spot_checks = (Stored() for _ in range(5))
        # What is added up: a small row each.
        self._counted: list[tuple[object, ...]] = []
        self._found: list[tuple[object, ...]] = []
        self._not_checked: Counter[tuple[str, str]] = Counter()
        # Of each form the number of its unit, and what the chart shows of it.
        self._numbers: dict[str, int] = {}
        self._unit_of: list[int] = []
        self._points: list[tuple[float, float] | None] = []
        self._has_earlier = False

    def take(self, form: FormFacts) -> None:
        """List a form."""
        folder = self._folder
        self._forms.put([tabs.form_row(form, folder, self._marked)])
        self._problems.put([tabs.problem_row(each, folder) for each in (*form.problems, *form.acknowledged)])
        self._resolved.put(list(tabs.resolved_rows(form)))
        self._items.put(list(tabs.item_rows(form, folder)))
        self._spot_checks.put(list(tabs.spot_check_rows(form, folder)))
        self._found += (frames.problem_row(each, len(self._counted)) for each in form.problems)
        self._counted.append(frames.form_row(form))
        self._not_checked.update(form.not_checked)
        self._unit_of.append(self._numbers.setdefault(form.unit, len(self._numbers)))
        self._points.append(_point(form))
        self._has_earlier = self._has_earlier or form.returns is not None

    def sheets(
        self, around: Around, grades: Mapping[str, int], title: str, notes: tuple[str, ...]
    ) -> tuple[Tab | Drawn, ...]:
        """All sheets in their order, when all forms were taken; grades: how many forms have each."""
        order = sorted(range(len(self._unit_of)), key=self._unit_of.__getitem__)
        for stored in (self._forms, self._problems, self._resolved, self._items, self._spot_checks):
            stored.sort(order)
        others = (*around.beside, *around.between)
        self._problems.put([tabs.problem_row(each, self._folder) for each in others])
        rules = frames.rule_counts([*self._found, *(frames.problem_row(each, _form_of(each)) for each in others)])
        forms = frames.forms_frame(self._counted)
        frequent = [(f"{each.code} {rule_of(each.code).title}", each.found) for each in rules]
        points = [point for number in order if (point := self._points[number]) is not None]
        return (
            tabs.verdicts(self._forms, notes, around.left_over, title),
            partial(write_charts, title=title, grades=grades, rules=frequent, points=points),
            tabs.problems(self._problems, self._resolved if self._has_earlier else None),
            groups.by_rule(rules),
            groups.by_unit(forms, list(grades)),
            groups.by_department(forms, around, list(grades)),
            tabs.spot_checks(self._spot_checks),
            tabs.items(self._items),
            tabs.missing(around, self._folder),
            tabs.unread(around, self._not_checked, self._folder),
        )


def _form_of(problem: Problem) -> tuple[str, ...] | None:
    """What tells the form that a problem beside or between the forms is of; None where it is of none."""
    return (*problem.files[:1], problem.sheet, problem.project) if problem.unit else None


def _point(form: FormFacts) -> tuple[float, float] | None:
    if form.kind is not Kind.PROJECT or form.rate is None or form.total is None:
        return None
    point = float(form.rate / 100), float(form.total)
    return point if all(map(math.isfinite, point)) else None
