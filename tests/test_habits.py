"""The same forms in other clerks' habits give the same rows and the same findings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from habits import GATHERINGS, HABITS, applies
from places import ROOT

from jixiao.check import CheckedForm, Choice, check_file
from jixiao.scoring import shipped_profile
from jixiao.values import Quantity, Words, parse_value, squeeze
from jixiao_templates import load_cases

if TYPE_CHECKING:
    from jixiao_templates import Case

CASES = load_cases(ROOT / "examples/cases/xunyang-2023")
DECLARED = Choice(shipped_profile("mof-2021"), declared=True)
WORKBOOKS = {path.name[:2]: path for path in (ROOT / "examples/xunyang-2023").rglob("*.xlsx")}
# Habits that are themselves remarkable: what they add or take away.
OWN_FINDINGS = {
    "ascii_operators": {"JX306"},
    "full_width": {"JX306"},
    "worded_operators": {"JX306"},
}


def meaning(text: str) -> object:
    """A target or an actual value without its spelling."""
    value = parse_value(text)
    if isinstance(value, Quantity):
        return value.operator, value.number.normalize(), value.unit.rstrip("%")
    return squeeze(value.text) if isinstance(value, Words) else ""


def rows(checked: CheckedForm) -> list[tuple[object, ...]]:
    return [
        (
            squeeze(row.classes[0]).removesuffix("指标"),
            squeeze(row.classes[1]).removesuffix("指标"),
            squeeze(row.name),
            meaning(row.target_text),
            meaning(row.actual.text if row.actual else ""),
            row.weight.number if row.weight else None,
            row.score.number if row.score else None,
            squeeze(row.reason.text) if row.reason else "",
        )
        for row in checked.form.indicators
    ]


def findings(checked: CheckedForm, habit: str) -> list[tuple[str, str, str]]:
    own = OWN_FINDINGS.get(habit, set())
    return sorted(
        (finding.code, finding.severity.value, squeeze(finding.label))
        for finding in checked.findings
        if finding.code not in own
    )


def as_drawn(case: Case) -> CheckedForm:
    stem = next(stem for stem, each in CASES.items() if each is case)
    (checked,) = check_file(WORKBOOKS[stem[:2]], DECLARED).forms
    return checked


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
@pytest.mark.parametrize("habit", HABITS)
def test_a_habit_changes_neither_rows_nor_findings(habit: str, case: Case, tmp_path: Path) -> None:
    if not applies(habit, case):
        assert habit == "amounts_in_yuan"
        return
    path = tmp_path / "form.xlsx"
    HABITS[habit](case, path)
    (checked,) = check_file(path, DECLARED).forms
    official = as_drawn(case)
    assert rows(checked) == rows(official)
    assert findings(checked, habit) == findings(official, habit)


@pytest.mark.parametrize("gathering", GATHERINGS)
@pytest.mark.parametrize("kind", ["project", "export", "department"])
def test_forms_gathered_in_one_workbook_are_told_apart(gathering: str, kind: str, tmp_path: Path) -> None:
    cases = [case for case in CASES.values() if case.kind == kind]
    path = tmp_path / "forms.xlsx"
    GATHERINGS[gathering](cases, path)
    checked = check_file(path, DECLARED).forms
    assert [rows(form) for form in checked] == [rows(as_drawn(case)) for case in cases]
    for form, case in zip(checked, cases, strict=True):
        assert findings(form, gathering) == findings(as_drawn(case), gathering)
