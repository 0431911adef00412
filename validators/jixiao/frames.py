"""What was found as pandas data frames; pandas is imported when the first is made."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from jixiao.values import half_up
from jixiao.words import message_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    import pandas

    from jixiao.check import CheckedFile, CheckedForm
    from jixiao.cross import CrossFinding
    from jixiao.finding import Finding

FORM_COLUMNS = (
    *("path", "sheet", "kind", "project", "department", "unit", "year", "verdict", "printed_score", "computed_score"),
    *("grade", "budget", "spent", "money_unit", "execution_rate", "profile", "errors", "warnings", "hints"),
)
FINDING_COLUMNS = (
    *("path", "sheet", "cell", "code", "severity", "label", "seen", "expected", "message", "project", "unit"),
)


def forms_frame(files: Iterable[CheckedFile]) -> pandas.DataFrame:
    """One row a form; see `jixiao.Report.to_frame`."""
    import pandas

    rows = (_form_row(file.path, form) for file in files for form in file.forms)
    # A year that is not printed is missing, and the others stay whole numbers.
    return pandas.DataFrame(rows, columns=list(FORM_COLUMNS)).astype({"year": "Int64"})


def findings_frame(files: Iterable[CheckedFile], cross: Iterable[CrossFinding] = ()) -> pandas.DataFrame:
    """One row a finding; see `jixiao.Report.to_frame`."""
    import pandas

    return pandas.DataFrame(_finding_rows(files, cross), columns=list(FINDING_COLUMNS))


def _form_row(path: str, checked: CheckedForm) -> tuple[object, ...]:
    form, subject = checked.form, checked.subject
    counts = Counter(finding.severity.value for finding in checked.findings)
    rate = subject.rate
    return (
        path,
        form.sheet,
        form.kind.value,
        form.project,
        form.text_of("department"),
        form.text_of("unit"),
        form.year,
        checked.verdict.value,
        _number(checked.printed_score),
        _number(subject.computed_total),
        checked.grade,
        _number(subject.budget),
        _number(subject.spent),
        form.money_unit,
        _number(half_up(rate)) if rate is not None else None,
        subject.profile.name,
        counts["error"],
        counts["warning"],
        counts["info"],
    )


def _finding_rows(files: Iterable[CheckedFile], cross: Iterable[CrossFinding]) -> Iterator[tuple[object, ...]]:
    for file in files:
        for finding in file.findings:
            form = file.forms[finding.form].form if finding.form is not None else None
            whose = (form.project, form.text_of("unit")) if form is not None else ("", "")
            yield (file.path, *_columns(finding), *whose)
    for each in cross:
        yield (each.files[0], *_columns(each.finding), "", "")


def _columns(finding: Finding) -> tuple[str, ...]:
    where = (finding.sheet, finding.cell, finding.code, finding.severity.value)
    return (*where, finding.label, finding.seen, finding.expected, message_of(finding))


def _number(number: Decimal | None) -> float | None:
    return None if number is None else float(number)
