"""From a file to its findings: gates, rules, follow-on findings dropped, verdict. User data never raises."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from types import ModuleType
from typing import TYPE_CHECKING

from jixiao.finding import Finding, Severity, Verdict
from jixiao.follow_ons import without_follow_ons
from jixiao.form import Kind
from jixiao.forms import find_forms
from jixiao.inference import evidence, infer
from jixiao.reading import Refused, read_content, read_workbook
from jixiao.rules import rule_of, rules_for
from jixiao.rules.framework import EVALUATIONS, Hit
from jixiao.rules.subject import Subject
from jixiao.scoring import profile_names, shipped_profile
from jixiao.stamp import stamp_of

if TYPE_CHECKING:
    from collections.abc import Callable, Set
    from decimal import Decimal

    from jixiao.form import Form
    from jixiao.reading.grid import Sheet, Workbook
    from jixiao.rules.framework import Rule
    from jixiao.rules.inferred import Inference
    from jixiao.scoring import Profile

_UNCHECKED = frozenset(("JX001", "JX002"))
# What we call the sheets of our summary and those that marking adds (reports.summary_workbook, marking, annotating, all
# of them above this module; tests/batch/test_own.py holds them together).
_SUMMARY = frozenset(("结论", "问题清单", "按规则", "评分明细", "未返回", "未能检查"))
_MARKED = frozenset(("校验结果", "校验标注记录"))
# Without a sound total row the other funds rules would only repeat what JX203 says.
_FUNDS_FOLLOW_ON = frozenset(("JX201", "JX202", "JX204", "JX207", "JX208", "JX211", "JX212"))
# Where no profile explains the deductions, one finding (JX409) speaks for these.
_BY_PROFILE = frozenset(("JX401", "JX202", "JX403"))
_LACKING = {
    "funds": "没有资金表",
    "funds.initial": "资金表没有“年初预算数”栏",
    "funds.rate": "资金表没有“执行率”栏",
    "funds.score": "资金表没有“得分”栏",
    "goals": "没有总体目标栏",
    "total": "没有总分行",
    "level1": "指标表没有“一级指标”栏",
    "level2": "指标表没有“二级指标”栏",
    "level3": "指标表没有“三级指标”栏",
    "target": "指标表没有“年度指标值”栏",
    "actual": "指标表没有“实际完成值”栏",
    "weight": "指标表没有“分值”栏",
    "score": "指标表没有“得分”栏",
    "reason": "指标表没有“偏差原因”栏",
}


@dataclass(frozen=True, slots=True)
class NotChecked:
    """A rule that could not be checked on a form, and why."""

    code: str
    why: str


@dataclass(frozen=True)
class CheckedForm:
    """A form with what was found on it.

    acknowledged: what was looked at and explained; unlisted: what was found but not asked for (--select and the like).
    """

    subject: Subject
    profile_source: str
    findings: tuple[Finding, ...]
    not_checked: tuple[NotChecked, ...]
    inference: Inference | None = None
    acknowledged: tuple[Finding, ...] = ()
    unlisted: tuple[Finding, ...] = ()

    @property
    def form(self) -> Form:
        """The form itself."""
        return self.subject.form

    @cached_property
    def verdict(self) -> Verdict:
        """可上报, 需说明 or 需修改; leaving rules out of the report makes no form better."""
        return Verdict.of({finding.severity for finding in (*self.findings, *self.unlisted)})

    @property
    def printed_score(self) -> Decimal | None:
        """The printed total."""
        cell = self.form.total.score
        return cell.number if cell is not None else None

    @property
    def evidence(self) -> str:
        """What speaks for the profile where it was inferred, empty where there was nothing to infer it from."""
        return evidence(self.subject) if self.inference is not None else ""

    @property
    def grade(self) -> str | None:
        """The grade of the printed total, else of the computed one."""
        total = self.printed_score if self.printed_score is not None else self.subject.computed_total
        return None if total is None else self.subject.profile.grade_of(total)


@dataclass(frozen=True)
class CheckedFile:
    """A file with its forms, or with the finding that says why it could not be read.

    digest: SHA-256 of its content, empty where it was not read from a file. own: "summary" or "marked" where our own
    sheets are in it.
    """

    path: str
    status: str
    seconds: float
    forms: tuple[CheckedForm, ...] = ()
    file_findings: tuple[Finding, ...] = ()
    digest: bytes = b""
    own: str = ""

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, those of the file first."""
        return (*self.file_findings, *(finding for form in self.forms for finding in form.findings))

    @property
    def acknowledged(self) -> tuple[Finding, ...]:
        """What was looked at and explained; it counts for nothing."""
        return tuple(finding for form in self.forms for finding in form.acknowledged)


@dataclass(frozen=True, slots=True)
class Choice:
    """What to look for: the profile, whether it was declared, and which codes."""

    profile: Profile
    declared: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    least: Severity = Severity.INFO

    def takes(self, finding: Finding) -> bool:
        """Whether the finding is one that was asked for; a code may be given by its beginning (JX2)."""
        # A file that could not be checked is never passed over in silence.
        if finding.code in _UNCHECKED:
            return True
        if finding.severity.rank > self.least.rank:
            return False
        if self.select and not finding.code.startswith(self.select):
            return False
        return not (self.ignore and finding.code.startswith(self.ignore))


def check_file(path: str | os.PathLike[str], choice: Choice, read: Callable[[], bytes] | None = None) -> CheckedFile:
    """Check one workbook file.

    read: how to come by its content where the path is only a name (a file within an archive); may raise Refused.
    """
    started = time.perf_counter()
    try:
        content = read() if read is not None else read_content(path)
        workbook = read_workbook(content, name=os.fspath(path))
    except Refused as refusal:
        return unreadable(path, refusal.code, choice, refusal.detail, started)
    checked = check_workbook(workbook, path, choice, started)
    return replace(checked, digest=hashlib.sha256(content).digest())


def check_grid(grid: object, path: str, choice: Choice) -> CheckedFile:
    """Check a workbook that a spreadsheet program hands over as plain data. Raises `jixiao.reading.given.GridError`."""
    from jixiao.reading.given import workbook_from

    try:
        workbook = workbook_from(grid)
    except Refused as refusal:
        return unreadable(path, refusal.code, choice, refusal.detail)
    return check_workbook(workbook, path, choice)


def unreadable(
    path: str | os.PathLike[str], code: str, choice: Choice, detail: str = "", started: float | None = None
) -> CheckedFile:
    """What is said of a file that could not be checked; code: which of the sentences of JX001."""
    started = time.perf_counter() if started is None else started
    details = {"code": code, "detail": detail}
    return _without_forms(path, "unreadable", "JX001", code, details, started, choice)


def check_workbook(
    workbook: Workbook, path: str | os.PathLike[str], choice: Choice, started: float | None = None
) -> CheckedFile:
    """Check a workbook that was read already; the path is only a name."""
    started = time.perf_counter() if started is None else started
    forms = find_forms(workbook)
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    if any(sheets[form.sheet].state == "visible" for form in forms):
        # A hidden sheet beside a visible form is last year's copy: JX006 names it, no other rule reads it.
        judged = [form for form in forms if sheets[form.sheet].state == "visible"]
        hidden = [form for form in forms if sheets[form.sheet].state != "visible"]
    else:
        judged, hidden = forms, []
    own = own_of(sheets.keys())
    if not judged:
        return replace(_without_forms(path, "no-form", "JX002", "", {}, started, choice), own=own)
    checked = tuple(
        check_form(_subject(form, workbook, sheets[form.sheet], choice), index, choice)
        for index, form in enumerate(judged)
    )
    beside = tuple(_hidden_sheet(form) for form in hidden)
    seconds = time.perf_counter() - started
    return CheckedFile(str(path), "checked", seconds, checked, tuple(filter(choice.takes, beside)), own=own)


def own_of(sheets: Set[str]) -> str:
    """What the names of a workbook's sheets tell of it: "summary" or "marked" where our own are among them."""
    if sheets >= _SUMMARY:
        return "summary"
    return "marked" if sheets & _MARKED else ""


def check_form(subject: Subject, index: int, choice: Choice) -> CheckedForm:
    """Run every rule that looks at this kind of form."""
    form = subject.form
    source, inference = _source(subject, choice)
    if inference is not None and not inference.is_convincing:
        subject = replace(subject, unexplained=inference)
    elif inference is not None and inference.profile is not subject.profile:
        subject = replace(subject, profile=inference.profile)
    unexplained = subject.unexplained is not None
    runnable, skipped = _agenda(form.kind, _present(form), subject.total_left_out, unexplained)
    known = source != "inferred"
    found = [rule.finding(hit, index, form.sheet, known) for rule in runnable for hit in rule.check(subject)]
    standing = list(without_follow_ons(found))
    if inference is not None and any(tally.execution for tally in inference.tallies):
        # Places score rows by one rule and the execution by another (R1 beside R10): nobody said which.
        standing = [finding for finding in standing if finding.code != "JX202"]
    kept = tuple(finding for finding in standing if choice.takes(finding))
    unlisted = tuple(finding for finding in standing if not choice.takes(finding)) if len(kept) < len(standing) else ()
    return CheckedForm(subject, source, kept, skipped, inference, unlisted=unlisted)


def _subject(form: Form, workbook: Workbook, sheet: Sheet, choice: Choice) -> Subject:
    """The form under the profile that was declared, else under the one by which its template scores."""
    stamp = None if choice.declared else stamp_of(workbook, form.sheet)
    # A template may score by a local profile that this machine does not have: then it is inferred as ever.
    if stamp is None or stamp.profile not in profile_names():
        return Subject(form, sheet, choice.profile)
    return Subject(form, sheet, shipped_profile(stamp.profile), is_stamped=True)


def _source(subject: Subject, choice: Choice) -> tuple[str, Inference | None]:
    """Where the form's profile comes from: "declared" on the command line, "workbook", else "inferred"."""
    if choice.declared:
        return "declared", None
    if subject.is_stamped:
        return "workbook", None
    return "inferred", infer(subject) if subject.form.kind in EVALUATIONS else None


@lru_cache(maxsize=64)
def _agenda(
    kind: Kind, present: frozenset[str], total_left_out: bool, unexplained: bool
) -> tuple[tuple[Rule, ...], tuple[NotChecked, ...]]:
    """The rules that can be checked on a form of this kind with these columns and blocks, and those that cannot."""
    runnable, skipped = [], []
    for rule in rules_for(kind):
        lacking = next((need for need in rule.needs if need not in present), None)
        if total_left_out and rule.code in _FUNDS_FOLLOW_ON:
            skipped.append(NotChecked(rule.code, "资金总额行为0或空而来源行有数，先改JX203"))
        elif lacking is not None:
            skipped.append(NotChecked(rule.code, _LACKING[lacking]))
        elif unexplained and rule.code in _BY_PROFILE:
            skipped.append(NotChecked(rule.code, "没有口径能解释扣分，见JX409"))
        else:
            runnable.append(rule)
    return tuple(runnable), tuple(skipped)


def _present(form: Form) -> frozenset[str]:
    total = form.fund_total
    blocks = {
        "funds": form.funds,
        "funds.initial": total is not None and total.initial is not None,
        "funds.rate": any(row.rate is not None for row in form.funds),
        "funds.score": any(row.score is not None for row in form.funds),
        "goals": form.goals is not None,
        "total": form.total.score is not None,
    }
    return frozenset((*form.headings, *(block for block, there in blocks.items() if there)))


def _hidden_sheet(form: Form) -> Finding:
    hit = Hit(form.title, "工作表", form.sheet, wording="sheet")
    return rule_of("JX006").finding(hit, None, form.sheet, declared=True)


def _without_forms(
    path: str | os.PathLike[str],
    status: str,
    code: str,
    wording: str,
    details: dict[str, str],
    started: float,
    choice: Choice,
) -> CheckedFile:
    hit = Hit(None, "文件", wording=wording, details=details)
    finding = rule_of(code).finding(hit, None, "", declared=True)
    seconds = time.perf_counter() - started
    return CheckedFile(str(path), status, seconds, (), tuple(filter(choice.takes, (finding,))))


def default_choice(profile: str | os.PathLike[str] | None = None) -> Choice:
    """Everything is looked for, under this profile (a name or a TOML file) or an inferred one.

    Raises `jixiao.profiles.ProfileError`.
    """
    if profile is None:
        return Choice(shipped_profile())
    from jixiao.profiles import load

    return Choice(load(os.fspath(profile)), declared=True)


def check(path: str | os.PathLike[str], profile: str | os.PathLike[str] | None = None) -> CheckedFile:
    """Check one workbook; profile: the name of a shipped one or a TOML file, by default it is inferred.

    A bad file never raises. Raises `jixiao.profiles.ProfileError` for a bad profile.
    """
    return check_file(path, default_choice(profile))


class _Callable(ModuleType):
    """`jixiao.check(path)` is the function people want, and `jixiao.check` this module: so the module can be called."""

    def __call__(self, path: str | os.PathLike[str], profile: str | os.PathLike[str] | None = None) -> CheckedFile:
        """`check`."""
        return check(path, profile)


sys.modules[__name__].__class__ = _Callable
