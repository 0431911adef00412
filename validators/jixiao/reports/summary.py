"""What a set of checked files adds up to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jixiao.finding import Severity, Verdict
from jixiao.report import Counts
from jixiao.values import half_up

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from jixiao.check import CheckedFile
    from jixiao.cross import CrossFinding
    from jixiao.scoring import Profile


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
    return summary_of(Counts.over(files), profile, cross)


def summary_of(counts: Counts, profile: Profile, cross: Sequence[CrossFinding] = ()) -> Summary:
    """The summary of what was counted already."""
    both = counts.findings + Counter((each.finding.code, each.finding.severity.value) for each in cross)
    codes: Counter[str] = Counter()
    severities: Counter[str] = Counter()
    for (code, severity), count in both.items():
        codes[code] += count
        severities[severity] += count
    return Summary(
        files=counts.files,
        forms=dict(sorted(counts.forms.items())),
        verdicts={
            verdict.value: counts.verdicts[verdict.value] for verdict in Verdict if counts.verdicts[verdict.value]
        },
        grades={grade.name: counts.grades[grade.name] for grade in profile.grades},
        spent_total=half_up(counts.spent),
        by_code=dict(sorted(codes.items())),
        by_severity={severity.value: severities[severity.value] for severity in Severity},
        by_both=dict(both),
    )
