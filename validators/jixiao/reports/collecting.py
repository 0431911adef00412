"""From a report to its facts: the one place that goes through the checked files for them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from jixiao.cross.against_roster import matched, not_listed
from jixiao.cross.agreement import middle, yuan_of
from jixiao.cross.gathering import KIND_WORDS
from jixiao.cross.identity import unit_key
from jixiao.form import Kind
from jixiao.report import SKIPPED
from jixiao.reports.as_text import folded, place_of
from jixiao.reports.facts import Expected, Facts, FormFacts, Item, LeftOver, Problem, Unread
from jixiao.resubmission import OUTDATED, History, fingerprint_of, key_of
from jixiao.values import half_up, in_units_of, is_not_applicable, plain
from jixiao.words import CLOSING, problem_and_action

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jixiao.check import CheckedForm
    from jixiao.cross import CrossFinding
    from jixiao.cross.against_roster import Match
    from jixiao.finding import Finding
    from jixiao.form import Cell
    from jixiao.report import Report, Skipped
    from jixiao.roster import RosterRow
    from jixiao.rules.subject import Subject

NO_UNIT = "（没有填单位）"
NO_DEPARTMENT = "（没有填主管部门）"
NO_PROJECT = "（没有填项目名称）"
_YUAN_IN_WAN = Decimal(10000)
_LOW_RATE = Decimal(60)
# Two equal rows happen; from three on it looks like copying.
_FEWEST_EQUAL = 3


def facts_of(report: Report) -> Facts:
    """The facts of a report; its files are gone through once. User data never raises."""
    names = _Names()
    known: dict[tuple[str, int], FormFacts] = {}
    by_sheet: dict[tuple[str, str], FormFacts] = {}
    beside: list[Problem] = []
    unread: list[Unread] = []
    repeated = report.gathering.repeated
    for file in report.files:
        if file.path in repeated:
            continue
        for index, checked in enumerate(file.forms):
            form = _with_history(_form(file.path, checked, names), checked, index, report.history)
            known[file.path, index] = form
            by_sheet.setdefault((form.path, form.sheet), form)
        for finding in file.file_findings:
            beside.append(_problem(finding, by_sheet.get((file.path, finding.sheet)), (file.path,)))
            if file.status != "checked":
                unread.append(Unread(file.path, beside[-1].problem, beside[-1].action, finding.code))
    unread += (Unread(each.path, _why(each), "", "") for each in report.skipped)
    units = {form.unit: number for number, form in reversed(list(enumerate(known.values())))}
    expected, extra = _against_roster(report, known)
    return Facts(
        forms=tuple(sorted(known.values(), key=lambda form: units[form.unit])),
        beside=tuple(beside),
        between=tuple(_problem(each.finding, _owner(each, by_sheet), each.files) for each in report.cross),
        unread=tuple(unread),
        has_roster=report.roster is not None,
        expected=expected,
        extra=extra,
        left_over=tuple(_left_over(report.history)),
    )


def _left_over(history: History) -> Iterator[LeftOver]:
    for key, each in history.left_over:
        names = (each.unit or key.place, each.project or key.project, each.year, each.kind, each.department)
        yield LeftOver(str(key), each.fingerprint, *names, each.decision.value, each.reason)


class _Names:
    """Units by the name under which they first came: [316001]某县教育局 and 某县教育局（本级） are one."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}

    def __call__(self, text: str, fallback: str) -> str:
        shown = one_line(text)
        if is_not_applicable(shown):
            return fallback
        return self._first.setdefault(unit_key(shown) or shown, shown)


def _why(skipped: Skipped) -> str:
    return "：".join(filter(None, (SKIPPED[skipped.why], skipped.detail)))


def stamp(report: Report) -> str:
    """When and with what the files were checked: who must prove that he checked has it in writing."""
    at = datetime.fromisoformat(report.started).strftime("%Y-%m-%d %H:%M") if report.started else ""
    return " · ".join(filter(None, (f"检查时间 {at}" if at else "", f"jixiao {report.version}", CLOSING)))


def one_line(text: str) -> str:
    """A text without its line breaks and outer blanks."""
    return " ".join(text.split())


def _form(path: str, checked: CheckedForm, names: _Names) -> FormFacts:
    form, subject = checked.form, checked.subject
    department = form.text_of("department") or (form.text_of("unit") if form.kind is Kind.DEPARTMENT else "")
    unit = names(form.text_of("unit") or department, NO_UNIT)
    nameless = NO_PROJECT if "project" in form.head else KIND_WORDS[form.kind]
    rate = subject.rate
    facts = FormFacts(
        path=path,
        sheet=form.sheet,
        anchor=form.title.address if form.title is not None else "A1",
        kind=form.kind,
        unit=unit,
        department=names(department, NO_DEPARTMENT),
        project=one_line(form.project) or nameless,
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
        problems=(),
        acknowledged=(),
        items=tuple(_items(subject)),
        not_checked=tuple((skipped.code, skipped.why) for skipped in checked.not_checked),
        spot_checks=(),
    )
    return facts._replace(
        problems=tuple(_in_order(checked.findings, facts)),
        acknowledged=tuple(_in_order(checked.acknowledged, facts)),
        spot_checks=tuple(_spot_checks(facts, subject)),
    )


def _with_history(form: FormFacts, checked: CheckedForm, index: int, history: History) -> FormFacts:
    decided = history.decided(checked)
    form = form._replace(key=str(key_of(checked)), fingerprint=fingerprint_of(checked.form))
    before = history.outdated(checked)
    if before is not None:
        why = f"：{before.reason}" if before.reason else ""
        form = form._replace(decision_reason=f"{OUTDATED}，请重新决定（原决定：{before.decision.value}{why}）")
    if decided is not None:
        form = form._replace(decision=decided.decision.value, decision_reason=decided.reason)
    changes = history.changes_of(form.path, index)
    if changes is None:
        return form
    by_place = {
        (finding.code, finding.cell, one_line(finding.label)): change.value
        for finding, change in zip(checked.findings, changes.changes, strict=True)
    }
    problems = tuple(each._replace(change=by_place[each.code, each.cell, each.label]) for each in form.problems)
    return form._replace(problems=problems, returns=changes.returns, resolved=changes.resolved)


def _in_order(findings: tuple[Finding, ...], form: FormFacts) -> Iterator[Problem]:
    groups = {id(finding): number for number, group in enumerate(folded(findings)) for finding in group}
    for finding in sorted(findings, key=place_of):
        yield _problem(finding, form, (form.path,))._replace(group=groups[id(finding)])


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


def _problem(finding: Finding, form: FormFacts | None, files: tuple[str, ...]) -> Problem:
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


def _owner(each: CrossFinding, by_sheet: Mapping[tuple[str, str], FormFacts]) -> FormFacts | None:
    return by_sheet.get((each.files[0], each.finding.sheet)) if each.files else None


def _against_roster(
    report: Report, known: Mapping[tuple[str, int], FormFacts]
) -> tuple[tuple[Expected, ...], tuple[FormFacts, ...]]:
    if report.roster is None:
        return (), ()
    matches = matched(report.gathering)
    departments = {unit_key(form.unit): form.department for form in known.values()}
    coded = {
        match.row.unit_code: known[match.returns[0].key]
        for match in reversed(matches)
        if match.returns and match.row.unit_code
    }
    expected = tuple(_expected(match, known, departments, coded) for match in matches)
    return expected, tuple(known[each.key] for each in not_listed(report.gathering, matches))


def _expected(
    match: Match,
    known: Mapping[tuple[str, int], FormFacts],
    departments: Mapping[str, str],
    coded: Mapping[str, FormFacts],
) -> Expected:
    """A row of the roster; a unit told by its code alone is the one that sent other rows of that code."""
    row = match.row
    found = next((known[each.key] for each in match.returns), None) or (None if row.unit else coded.get(row.unit_code))
    named = one_line(row.unit) or (f"单位编码{row.unit_code}" if row.unit_code else "")
    department = found.department if found is not None else departments.get(unit_key(row.unit), named)
    amount = row.budget or row.initial
    return Expected(
        unit_code=row.unit_code,
        unit=one_line(row.unit) or (found.unit if found is not None else ""),
        department=department or NO_DEPARTMENT,
        project_code=row.project_code,
        project=one_line(row.name),
        budget=_budget(row),
        contact=one_line(row.contact),
        due=row.due,
        returned=bool(match.returns),
        note=f"名单上是{plain(amount.number)}，没有写明元还是万元" if amount is not None and not amount.unit else "",
    )


def _budget(row: RosterRow) -> Decimal | None:
    amount = row.budget or row.initial
    if amount is None or not amount.unit:
        return None
    return middle(yuan_of(amount.number, amount.unit)) / _YUAN_IN_WAN
