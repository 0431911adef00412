"""The JSON report: a contract, held by ``check.schema.json`` beside this file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from jixiao import __version__
from jixiao.reports.summary import summarize
from jixiao.values import half_up, is_not_applicable
from jixiao.words import message_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from jixiao.check import CheckedFile, CheckedForm
    from jixiao.cross import CrossFinding
    from jixiao.finding import Finding
    from jixiao.form import Cell, Indicator
    from jixiao.scoring import Profile

SCHEMA = 1


def json_text(files: Sequence[CheckedFile], profile: Profile, cross: Sequence[CrossFinding] = ()) -> str:
    """The report as JSON text, without a final line break."""
    return json.dumps(report(files, profile, cross), ensure_ascii=False, separators=(",", ":"))


def report(files: Sequence[CheckedFile], profile: Profile, cross: Sequence[CrossFinding] = ()) -> dict[str, Any]:
    """The report as plain data; cross: what was found between the files."""
    summary = summarize(files, profile, cross)
    return {
        "schema": SCHEMA,
        "version": __version__,
        "profile": profile.name,
        "files": [_file(file) for file in files],
        "cross": [{**_finding(each.finding), "files": list(each.files)} for each in cross],
        "summary": {
            "files": summary.files,
            "forms": summary.forms,
            "verdicts": summary.verdicts,
            "grades": summary.grades,
            "spent_total": _number(summary.spent_total),
            "by_code": summary.by_code,
            "by_severity": summary.by_severity,
            "acknowledged": sum(len(file.acknowledged) for file in files),
        },
    }


def _file(file: CheckedFile) -> dict[str, Any]:
    return {
        "path": file.path,
        "status": file.status,
        "seconds": round(file.seconds, 4),
        "forms": [_form(form) for form in file.forms],
        "findings": [_finding(finding) for finding in (*file.findings, *file.acknowledged)],
    }


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
