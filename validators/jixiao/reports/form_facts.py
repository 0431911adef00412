"""From a checked file to its facts: what it says by itself, made where it is checked."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from jixiao.cross.gathering import KIND_WORDS
from jixiao.form import Kind
from jixiao.reports.as_text import folded, place_of
from jixiao.reports.facts import FileFacts, FormFacts, Item, Problem
from jixiao.resubmission import fingerprint_of, key_of
from jixiao.values import half_up, in_units_of, plain
from jixiao.words import problem_and_action

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jixiao.check import CheckedFile, CheckedForm
    from jixiao.finding import Finding
    from jixiao.form import Cell
    from jixiao.rules.subject import Subject

NO_PROJECT = "（没有填项目名称）"
_YUAN_IN_WAN = Decimal(10000)
_LOW_RATE = Decimal(60)
# Two equal rows happen; from three on it looks like copying.
_FEWEST_EQUAL = 3


def file_facts(file: CheckedFile, *, with_items: bool = True) -> FileFacts:
    """The facts of a file; its indicator rows only where they are wanted. User data never raises."""
    return FileFacts(
        file.path,
        file.status,
        tuple(_form(file.path, checked, with_items) for checked in file.forms),
        tuple(problem_of(finding, (file.path,)) for finding in file.file_findings),
    )


def problem_of(finding: Finding, files: tuple[str, ...], form: FormFacts | None = None) -> Problem:
    """A finding in words; files: what it concerns; form: whose it is, where it is known."""
    problem, action = problem_and_action(finding)
    return Problem(
        unit=form.unit if form is not None else "",
        project=form.project if form is not None else finding.label,
        files=files,
        sheet=finding.sheet,
        cell=finding.cell,
        label=one_line(finding.label),
        problem=problem,
        action=action,
        code=finding.code,
        severity=finding.severity,
        seen=finding.seen,
        expected=finding.expected,
        acknowledged=finding.acknowledged,
    )


def one_line(text: str) -> str:
    """A text without its line breaks and outer blanks."""
    return " ".join(text.split())


def _form(path: str, checked: CheckedForm, with_items: bool) -> FormFacts:
    form, subject = checked.form, checked.subject
    department = form.text_of("department") or (form.text_of("unit") if form.kind is Kind.DEPARTMENT else "")
    nameless = NO_PROJECT if "project" in form.head else KIND_WORDS[form.kind]
    rate = subject.rate
    facts = FormFacts(
        path=path,
        sheet=form.sheet,
        anchor=form.title.address if form.title is not None else "A1",
        kind=form.kind,
        unit=form.text_of("unit") or department,
        department=department,
        project=one_line(form.project) or nameless,
        called=form.project or (form.title.text if form.title is not None else "") or form.sheet,
        year=form.year,
        verdict=checked.verdict,
        printed=checked.printed_score,
        # Nothing to hold against the printed total where no profile explains the form.
        computed=subject.computed_total if subject.unexplained is None else None,
        grade=checked.grade or "",
        budget=_in_wan(subject.budget, form.money_unit),
        spent=_in_wan(subject.spent, form.money_unit),
        rate=half_up(rate) if rate is not None else None,
        lost=_lost(subject),
        profile="没有口径能解释" if subject.unexplained else subject.profile.name,
        problems=tuple(_problems(checked.findings, path)),
        acknowledged=tuple(_problems(checked.acknowledged, path)),
        items=tuple(_items(subject)) if with_items else (),
        not_checked=tuple((skipped.code, skipped.why) for skipped in checked.not_checked),
        spot_checks=(),
        key=str(key_of(checked)),
        fingerprint=fingerprint_of(form),
    )
    return facts._replace(spot_checks=tuple(_spot_checks(facts, subject)))


def _problems(findings: Sequence[Finding], path: str) -> Iterator[Problem]:
    groups = {id(finding): number for number, group in enumerate(folded(findings)) for finding in group}
    places = {id(finding): number for number, finding in enumerate(sorted(findings, key=place_of))}
    for finding in findings:
        yield problem_of(finding, (path,))._replace(order=places[id(finding)], group=groups[id(finding)])


def _in_wan(amount: Decimal | None, unit: str) -> Decimal | None:
    return amount if amount is None or unit == "万元" else amount / _YUAN_IN_WAN


def _lost(subject: Subject) -> Decimal | None:
    """The points that rows and execution lost, None where no score is printed."""
    lost = [scored.lost for scored in subject.scored if scored.lost is not None]
    if subject.printed_execution is not None:
        lost.append(subject.execution_weight - subject.printed_execution)
    return sum((points for points in lost if points > 0), Decimal(0)) if lost else None


def _items(subject: Subject) -> Iterator[Item]:
    for row in subject.live:
        result = subject.scores.get(row.position)
        yield Item(
            level1=_text(row.level1),
            level2=_text(row.level2),
            name=one_line(row.name),
            target=row.target_text,
            actual=_text(row.actual),
            weight=row.weight.number if row.weight is not None else None,
            score=row.score.number if row.score is not None else None,
            computed=result.score if result is not None and subject.unexplained is None else None,
            reason=_text(row.reason),
            cell=row.place.address if row.place is not None else "",
        )


def _text(cell: Cell | None) -> str:
    return cell.text if cell is not None else ""


def _spot_checks(facts: FormFacts, subject: Subject) -> Iterator[str]:
    if facts.grade == "优" and facts.rate is not None and facts.rate < _LOW_RATE:
        yield f"等级为优，而执行率只有{plain(facts.rate)}%"
    pairs = [
        (row.target_quantity, row.actual_quantity)
        for row in subject.live
        if row.target_quantity is not None and row.actual_quantity is not None
    ]
    equal = len(pairs) >= _FEWEST_EQUAL and all(
        in_units_of(target, actual) == target.number for target, actual in pairs
    )
    if equal:
        yield f"{len(pairs)}项定量指标的实际完成值个个恰好等于年度指标值"
