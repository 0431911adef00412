"""From a report to its facts: the one place that goes through the checked files for them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING

from jixiao.cross.against_roster import not_listed
from jixiao.cross.agreement import middle, yuan_of
from jixiao.cross.identity import unit_key
from jixiao.report import SKIPPED
from jixiao.reports.facts import Around, Expected, Facts, FormFacts, LeftOver, Problem, Unread
from jixiao.reports.form_facts import file_facts, one_line, problem_of
from jixiao.resubmission import OUTDATED, History
from jixiao.resubmission.changes import FormKey
from jixiao.values import is_not_applicable, plain
from jixiao.words import CLOSING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from jixiao.cross import CrossFinding
    from jixiao.cross.matching import Match
    from jixiao.report import Report, Skipped
    from jixiao.reports.facts import FileFacts
    from jixiao.roster import RosterRow

NO_UNIT = "（没有填单位）"
NO_DEPARTMENT = "（没有填主管部门）"
_YUAN_IN_WAN = Decimal(10000)


def facts_of(report: Report) -> Facts:
    """The facts of a report, all in memory; its files are gone through once. User data never raises."""
    collection = Collection(report)
    forms = list(collection.forms())
    units: dict[str, int] = {}
    for form in forms:
        units.setdefault(form.unit, len(units))
    return Facts(tuple(sorted(forms, key=lambda form: units[form.unit])), collection.around())


class Collection:
    """The facts of a report one form at a time, as its files go by once; then what there is beside the forms.

    known: the facts of every file, in the order of the files, where the workers have made them already.
    """

    def __init__(self, report: Report, known: Iterable[FileFacts] | None = None) -> None:
        self._report = report
        self._files = known if known is not None else map(file_facts, report.files)
        self._names = _Names()
        self._beside: list[Problem] = []
        self._unread: list[Unread] = []
        # Of the forms only those stay that something between files may speak of, and without what is on them.
        self._asked = {path for each in report.cross for path in each.files[:1]}
        self._forms: dict[tuple[str, int], FormFacts] = {}

    def forms(self) -> Iterator[FormFacts]:
        """Every form in the order of the files, those of exact copies once."""
        report = self._report
        for file in self._files:
            if file.path in report.gathering.repeated:
                continue
            sheets: dict[str, FormFacts] = {}
            for index, bare in enumerate(file.forms):
                form = _with_history(self._named(bare), index, report.history)
                sheets.setdefault(form.sheet, form)
                if report.roster is not None or form.path in self._asked:
                    self._forms[form.path, index] = form._replace(problems=(), items=(), resolved=(), not_checked=())
                yield form
            for problem in file.beside:
                form_of = sheets.get(problem.sheet)
                whose = problem._replace(unit=form_of.unit, project=form_of.project) if form_of else problem
                self._beside.append(whose)
                if file.status != "checked":
                    self._unread.append(Unread(file.path, problem.problem, problem.action, problem.code))

    def around(self) -> Around:
        """All that is beside the forms; asked for after these have gone by."""
        report = self._report
        expected, extra = _against_roster(report, self._forms)
        by_sheet: dict[tuple[str, str], FormFacts] = {}
        for form in self._forms.values():
            by_sheet.setdefault((form.path, form.sheet), form)
        return Around(
            beside=tuple(self._beside),
            between=tuple(problem_of(each.finding, each.files, _owner(each, by_sheet)) for each in report.cross),
            unread=(*self._unread, *(Unread(each.path, _why(each), "", "") for each in report.skipped)),
            has_roster=report.roster is not None,
            expected=expected,
            extra=extra,
            left_over=tuple(_left_over(report.history)),
        )

    def _named(self, form: FormFacts) -> FormFacts:
        """With the names under which units go in this set, its problems in the order of the form."""
        unit, department = self._names(form.unit, NO_UNIT), self._names(form.department, NO_DEPARTMENT)
        return form._replace(
            unit=unit,
            department=department,
            problems=tuple(each._replace(unit=unit, project=form.project) for each in form.problems),
            acknowledged=tuple(
                each._replace(unit=unit, project=form.project)
                for each in sorted(form.acknowledged, key=attrgetter("order"))
            ),
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


def _with_history(form: FormFacts, index: int, history: History) -> FormFacts:
    """With what is known of earlier runs; its problems in the order of the form."""
    verdicts, key = history.verdicts, FormKey.parsed(form.key)
    if verdicts is not None and key is not None:
        decided, before = verdicts.about(key, form.fingerprint), verdicts.outdated_about(key, form.fingerprint)
        if before is not None:
            why = f"：{before.reason}" if before.reason else ""
            form = form._replace(decision_reason=f"{OUTDATED}，请重新决定（原决定：{before.decision.value}{why}）")
        if decided is not None:
            form = form._replace(decision=decided.decision.value, decision_reason=decided.reason)
    problems = form.problems
    changes = history.changes_of(form.path, index)
    if changes is not None:
        both = zip(problems, changes.changes, strict=True)
        problems = tuple(each._replace(change=change.value) for each, change in both)
        form = form._replace(returns=changes.returns, resolved=changes.resolved)
    return form._replace(problems=tuple(sorted(problems, key=attrgetter("order"))))


def _owner(each: CrossFinding, by_sheet: Mapping[tuple[str, str], FormFacts]) -> FormFacts | None:
    return by_sheet.get((each.files[0], each.finding.sheet)) if each.files else None


def _against_roster(
    report: Report, known: Mapping[tuple[str, int], FormFacts]
) -> tuple[tuple[Expected, ...], tuple[FormFacts, ...]]:
    if report.roster is None:
        return (), ()
    matches = report.gathering.matches
    departments = {unit_key(form.unit): form.department for form in known.values()}
    coded = {
        match.row.unit_code: known[match.certain[0].key]
        for match in reversed(matches)
        if match.certain and match.row.unit_code
    }
    expected = tuple(_expected(match, known, departments, coded) for match in matches)
    return expected, tuple(known[each.key] for each in not_listed(report.gathering))


def _expected(
    match: Match,
    known: Mapping[tuple[str, int], FormFacts],
    departments: Mapping[str, str],
    coded: Mapping[str, FormFacts],
) -> Expected:
    """A row of the roster; a unit told by its code alone is the one that sent other rows of that code."""
    row = match.row
    found = next((known[each.key] for each in match.certain), None) or (None if row.unit else coded.get(row.unit_code))
    named = one_line(row.unit) or (f"单位编码{row.unit_code}" if row.unit_code else "")
    department = found.department if found is not None else departments.get(unit_key(row.unit), named)
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
        note="；".join(_notes(match)),
    )


def _notes(match: Match) -> Iterator[str]:
    amount = match.row.budget or match.row.initial
    if amount is not None and not amount.unit:
        yield f"名单上是{plain(amount.number)}，没有写明元还是万元"
    if match.is_alike:
        yield "名单上同名的有几行，没有写明单位，分不清是哪一行没有报"


def _budget(row: RosterRow) -> Decimal | None:
    amount = row.budget or row.initial
    if amount is None or not amount.unit:
        return None
    return middle(yuan_of(amount.number, amount.unit)) / _YUAN_IN_WAN
