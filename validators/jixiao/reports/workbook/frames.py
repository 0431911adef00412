"""What forms and problems add up to, by unit, by department, by rule: pandas over one small row each.

Amounts and points stay `Decimal` until they are written, so that a sum of cents is a sum of cents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from jixiao.finding import Severity, Verdict
from jixiao.form import Kind
from jixiao.values import half_up

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from jixiao.reports.facts import FormFacts, Problem

FORM_FIELDS = (
    "unit",
    "department",
    "verdict",
    *Severity,
    "is_project",
    "grade",
    "score",
    "budget",
    "spent",
    "lost",
)


def form_row(form: FormFacts) -> tuple[object, ...]:
    """What is counted of a form, in the order of `FORM_FIELDS`; score, budget, spent and lost of project forms only."""
    is_project = form.kind is Kind.PROJECT
    amounts = (form.total, form.budget, form.spent, form.lost) if is_project else (None, None, None, None)
    severities = (form.count(severity) for severity in Severity)
    return form.unit, form.department, form.verdict.value, *severities, is_project, form.grade, *amounts


def problem_row(problem: Problem, form: Hashable) -> tuple[object, ...]:
    """What is counted of a problem: its rule, severity, unit and form, the last two None where it is of no form."""
    return problem.code, problem.severity.value, problem.unit or None, form


def forms_frame(rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    """One row a form, in English."""
    return pd.DataFrame(rows, columns=list(FORM_FIELDS), dtype=object)


class RuleCount(NamedTuple):
    """How often a rule found something, in how many forms of how many units; by_severity: error, warning, info."""

    code: str
    found: int
    by_severity: tuple[int, ...]
    forms: int
    units: int


def rule_counts(rows: Sequence[tuple[object, ...]]) -> list[RuleCount]:
    """By rule, the most frequent first; rows: as `problem_row` gives them."""
    frame = pd.DataFrame(rows, columns=["code", "severity", "unit", "form"])
    grouped = frame.groupby("code")
    counts = pd.crosstab(frame["code"], frame["severity"]).reindex(columns=[*Severity], fill_value=0)
    sizes, forms, units = grouped.size(), grouped["form"].nunique(), grouped["unit"].nunique()
    found = (
        RuleCount(str(code), int(sizes[code]), tuple(map(int, row)), int(forms[code]), int(units[code]))
        for code, row in zip(counts.index, counts.to_numpy(), strict=True)
    )
    return sorted(found, key=lambda each: (-each.found, each.code))


def group_totals(frame: pd.DataFrame, key: str, grades: Sequence[str]) -> list[dict[str, Any]]:
    """What the forms add up to by unit or by department, in the order in which these first come.

    forms, verdicts and severities count every form; projects, grades, budget, spent, rate, unspent, score (the mean)
    and lost only the project forms.
    """
    groups = frame.groupby(key, sort=False)
    projects = frame[frame["is_project"].astype(bool)]
    of_projects = projects.groupby(key, sort=False)
    found = pd.DataFrame({"forms": groups.size()})
    found[[*Verdict]] = _tally(frame, key, "verdict", [*Verdict], found.index)
    for severity in Severity:
        found[severity] = groups[severity].sum()
    found["projects"] = of_projects.size().reindex(found.index, fill_value=0)
    for field in ("budget", "spent", "lost"):
        found[field] = of_projects[field].sum(min_count=1).reindex(found.index)
    points, scored = of_projects["score"].sum(min_count=1), of_projects["score"].count()
    means = [half_up(each / int(count)) if count else None for each, count in zip(points, scored, strict=True)]
    found["score"] = pd.DataFrame({"score": means}, index=points.index, dtype=object)["score"].reindex(found.index)
    found[[*grades]] = _tally(projects, key, "grade", grades, found.index)
    found = found.reset_index().astype(object)
    # pandas fills gaps with NaN, which is unequal to itself.
    return [
        {str(field): value if value == value else None for field, value in row.items()}  # noqa: PLR0124
        for row in found.to_dict("records")
    ]


def totals(frame: pd.DataFrame, grades: Sequence[str]) -> dict[str, Any]:
    """What all forms add up to, in the fields of `group_totals`; empty where there is no form."""
    return next(iter(group_totals(frame.assign(everything=""), "everything", grades)), {})


def _tally(frame: pd.DataFrame, key: str, field: str, values: Sequence[str], index: pd.Index[Any]) -> pd.DataFrame:
    """How often each value comes, by group."""
    return pd.crosstab(frame[key], frame[field]).reindex(index=index, columns=[*values], fill_value=0)
