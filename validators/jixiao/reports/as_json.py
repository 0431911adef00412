"""The JSON report: a contract, held by ``check.schema.json`` beside this file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from jixiao import __version__
from jixiao.report import Counts
from jixiao.reports.summary import summary_of
from jixiao.resubmission import NO_HISTORY
from jixiao.values import half_up, is_not_applicable
from jixiao.words import message_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from jixiao.check import CheckedFile, CheckedForm
    from jixiao.cross import CrossFinding
    from jixiao.finding import Finding
    from jixiao.form import Cell, Indicator
    from jixiao.report import Skipped
    from jixiao.resubmission import History
    from jixiao.scoring import Profile

SCHEMA = 1


def json_text(files: Sequence[CheckedFile], profile: Profile, cross: Sequence[CrossFinding] = ()) -> str:
    """The report as JSON text, without a final line break; cross: what was found between the files."""
    return "".join(json_parts(map(file_text, files), Counts.over(files), profile, cross))


def json_parts(
    files: Iterable[str],
    counts: Counts,
    profile: Profile,
    cross: Sequence[CrossFinding] = (),
    *,
    skipped: Sequence[Skipped] = (),
    interrupted: bool = False,
) -> Iterator[str]:
    """The same piece by piece, for reports that are larger than memory; files: each as its `file_text`.

    skipped: what was met and not checked.
    """
    head: dict[str, object] = {"schema": SCHEMA, "version": __version__, "profile": profile.name}
    if interrupted:
        head["interrupted"] = True
    yield f'{_dumped(head)[:-1]},"files":['
    for number, text in enumerate(files):
        yield f",{text}" if number else text
    between = [{**_finding(each.finding), "files": list(each.files)} for each in cross]
    passed_over = [{name: value for name, value in each._asdict().items() if value} for each in skipped]
    aside = f',"skipped":{_dumped(passed_over)}' if passed_over else ""
    yield f'],"cross":{_dumped(between)}{aside},"summary":{_dumped(_summary(counts, profile, cross))}}}'


def file_text(file: CheckedFile, history: History = NO_HISTORY) -> str:
    """What the report says of one file, as JSON text."""
    return _dumped(_file(file, history))


# json.dumps would make one anew for each file.
_dumped = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _summary(counts: Counts, profile: Profile, cross: Sequence[CrossFinding]) -> dict[str, Any]:
    summary = summary_of(counts, profile, cross)
    return {
        "files": summary.files,
        "forms": summary.forms,
        "verdicts": summary.verdicts,
        "grades": summary.grades,
        "spent_total": _number(summary.spent_total),
        "by_code": summary.by_code,
        "by_severity": summary.by_severity,
        "acknowledged": counts.acknowledged,
    }


def _file(file: CheckedFile, history: History) -> dict[str, Any]:
    forms = [_form(form) for form in file.forms]
    findings = [_finding(finding) for finding in (*file.findings, *file.acknowledged)]
    for index, (form, checked) in enumerate(zip(forms, file.forms, strict=True)):
        _add_history(form, findings, file, index, checked, history)
    data = {
        "path": file.path,
        "status": file.status,
        "seconds": round(file.seconds, 4),
        "forms": forms,
        "findings": findings,
    }
    if file.digest:
        data["sha256"] = file.digest.hex()
    return data


def _add_history(
    form: dict[str, Any],
    findings: list[dict[str, Any]],
    file: CheckedFile,
    index: int,
    checked: CheckedForm,
    history: History,
) -> None:
    decided = history.decided(checked)
    if decided is not None:
        form["decision"] = {"decision": decided.decision.value, "reason": decided.reason}
    changes = history.changes_of(file.path, index)
    if changes is None:
        return
    form["returns"] = changes.returns
    form["resolved"] = [past._asdict() for past in changes.resolved]
    own = (each for each in findings if each["form"] == index and "acknowledged" not in each)
    for each, change in zip(own, changes.changes, strict=True):
        each["change"] = change.value


def _form(checked: CheckedForm) -> dict[str, Any]:
    form, subject = checked.form, checked.subject
    total = subject.computed_total
    rate = subject.rate
    return {
        "sheet": form.sheet,
        "kind": form.kind.value,
        "layout": form.layout,
        "project": form.project,
        "department": form.text_of("department"),
        "unit": form.text_of("unit"),
        "year": form.year,
        "profile": subject.profile.name,
        "profile_source": checked.profile_source,
        "verdict": checked.verdict.value,
        "printed_score": _number(checked.printed_score),
        "computed_score": _number(total),
        "grade": checked.grade,
        "budget": _number(subject.budget),
        "spent": _number(subject.spent),
        "money_unit": form.money_unit,
        "execution_rate": _number(half_up(rate)) if rate is not None else None,
        "rows": [_row(checked, row) for row in form.indicators if not is_not_applicable(row.name)],
        "not_checked": [{"code": skipped.code, "why": skipped.why} for skipped in checked.not_checked],
    }


def _row(checked: CheckedForm, row: Indicator) -> dict[str, Any]:
    result = checked.subject.scores.get(row.position)
    return {
        "level1": _text(row.level1),
        "level2": _text(row.level2),
        "level3": _text(row.level3),
        "target": row.target_text,
        "actual": _text(row.actual),
        "weight": _number(row.weight.number) if row.weight is not None else None,
        "score": _number(row.score.number) if row.score is not None else None,
        "computed": _number(result.score) if result is not None else None,
        "reason": _text(row.reason),
        "cell": row.place.address if row.place is not None else "",
    }


def _finding(finding: Finding) -> dict[str, Any]:
    fix = finding.fix
    data: dict[str, Any] = {
        "form": finding.form,
        "code": finding.code,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "label": finding.label,
        "message": message_of(finding),
        "seen": finding.seen,
        "expected": finding.expected,
        "fix": None if fix is None else {"cell": fix.cell, "value": fix.value, "safe": fix.safe},
    }
    if finding.acknowledged:
        data["acknowledged"] = finding.acknowledged
    return data


def _text(cell: Cell | None) -> str:
    return cell.text if cell is not None else ""


def _number(number: Decimal | None) -> int | float | None:
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)
