"""What a set of checked files adds up to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from jixiao.check import projects
from jixiao.values import half_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jixiao.check import CheckedFile
    from jixiao.cross import CrossFinding
    from jixiao.scoring import Profile

_YUAN_IN_WAN = Decimal(10000)


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over files. grades and spent_total (万元, to the cent) are of the ``project`` forms.

    by_both: by code and severity, for one rule may speak more or less gravely.
    """

    files: int
    forms: dict[str, int]
    verdicts: dict[str, int]
    grades: dict[str, int]
    spent_total: Decimal
    by_code: dict[str, int]
    by_severity: dict[str, int]
    by_both: dict[tuple[str, str], int]


def summarize(files: Sequence[CheckedFile], profile: Profile, cross: Sequence[CrossFinding] = ()) -> Summary:
    """Count forms, verdicts, grades and findings, those between files too; every grade is listed, also at 0."""
    forms = Counter(form.form.kind.value for file in files for form in file.forms)
    verdicts = Counter(form.verdict.value for file in files for form in file.forms)
    grades = Counter(form.grade for form in projects(files) if form.grade is not None)
    findings = [*(finding for file in files for finding in file.findings), *(each.finding for each in cross)]
    codes = Counter(finding.code for finding in findings)
    severities = Counter(finding.severity.value for finding in findings)
    both = Counter((finding.code, finding.severity.value) for finding in findings)
    spent = Decimal(0)
    for form in projects(files):
        amount = form.subject.spent or Decimal(0)
        spent += amount if form.form.money_unit == "万元" else amount / _YUAN_IN_WAN
    return Summary(
        files=len(files),
        forms=dict(sorted(forms.items())),
        verdicts=dict(verdicts),
        grades={grade.name: grades[grade.name] for grade in profile.grades},
        spent_total=half_up(spent),
        by_code=dict(sorted(codes.items())),
        by_severity={severity: severities[severity] for severity in ("error", "warning", "info")},
        by_both=dict(both),
    )
