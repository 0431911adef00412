"""What a run over a set of files comes to: the one object that every report is written from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from jixiao import __version__
from jixiao.cross import Gathering
from jixiao.form import Kind
from jixiao.resubmission import NO_HISTORY, History
from jixiao.rules.framework import EVALUATIONS

if TYPE_CHECKING:
    from pathlib import Path

    import pandas

    from jixiao.check import CheckedFile, CheckedForm, Choice
    from jixiao.cross import CrossFinding
    from jixiao.roster import Roster

_YUAN_IN_WAN = Decimal(10000)


class Skipped(NamedTuple):
    """A file that was met and not checked; why: one of `SKIPPED`, detail: what more is known, in Chinese."""

    path: str
    why: str
    detail: str = ""


SKIPPED = {
    "temporary": "临时文件",
    "superseded": "同一项目的旧版，以新的为准",
    "copy": "与另一个文件完全相同，只计一次",
    "summary": "校验的汇总表，不是自评表",
    "marked": "标注的副本，原件已查",
    "not-a-table": "不是表格文件，没有查",
    "archive": "压缩包",
    "closed-archive": "打不开的压缩包",
    "closed-folder": "打不开的文件夹",
    "unreachable": "打不开：链接的文件不在了，或者不是普通文件",
    "interrupted": "中途停止，没有查到",
}
"""Why a file may be skipped, and the word for it. Files of a kind that no form comes in are not listed at all."""

STOPPED = "中途停止，这里只有停止以前查完的文件，跨表的核对没有做。"
"""What every report of an interrupted run says."""


@dataclass(slots=True)
class Counts:
    """What is counted over files; grades and spent (万元) are of the ``project`` forms.

    findings: by code and severity, those between files not included. profiles: of the evaluations whose profile was
    inferred, by name, empty where none explains the form. unread: the paths of files that are not ``checked``.
    """

    files: int = 0
    acknowledged: int = 0
    spent: Decimal = Decimal(0)
    forms: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    grades: Counter[str] = field(default_factory=Counter)
    findings: Counter[tuple[str, str]] = field(default_factory=Counter)
    profiles: Counter[str] = field(default_factory=Counter)
    unread: list[str] = field(default_factory=list)

    @classmethod
    def over(cls, files: Sequence[CheckedFile]) -> Counts:
        """The counts of some files; the forms of exact copies count once, as in `jixiao.cross.Gathering`."""
        counts, seen = cls(), set[bytes]()
        for file in files:
            counts.take(file)
            if file.forms and file.digest in seen:
                counts.take_once(file)
            elif file.digest:
                seen.add(file.digest)
        return counts

    def take(self, file: CheckedFile) -> None:
        """Count a file."""
        self.files += 1
        if file.status != "checked":
            self.unread.append(file.path)
        for finding in file.findings:
            self.findings[finding.code, finding.severity.value] += 1
        for form in file.forms:
            self._take_form(form)

    def take_once(self, file: CheckedFile) -> None:
        """Take back what the forms of an exact copy add up to; its findings stand where it is listed."""
        other = Counts()
        for form in file.forms:
            other._take_form(form)
        self.spent -= other.spent
        for name in ("forms", "verdicts", "grades", "profiles"):
            setattr(self, name, getattr(self, name) - getattr(other, name))

    def take_back(self, file: CheckedFile) -> None:
        """Take back a file as a whole."""
        self.take_once(file)
        self.files -= 1
        self.findings -= Counter((each.code, each.severity.value) for each in file.findings)
        self.acknowledged -= len(file.acknowledged)
        self.unread = [path for path in self.unread if path != file.path]

    def _take_form(self, checked: CheckedForm) -> None:
        form, subject = checked.form, checked.subject
        self.forms[form.kind.value] += 1
        self.verdicts[checked.verdict.value] += 1
        self.acknowledged += len(checked.acknowledged)
        if form.kind in EVALUATIONS and checked.inference is not None:
            self.profiles["" if subject.unexplained else subject.profile.name] += 1
        if form.kind is not Kind.PROJECT:
            return
        if checked.grade is not None:
            self.grades[checked.grade] += 1
        spent = subject.spent or Decimal(0)
        self.spent += spent if form.money_unit == "万元" else spent / _YUAN_IN_WAN

    def add(self, other: Counts) -> None:
        """Count what was counted elsewhere."""
        self.files += other.files
        self.acknowledged += other.acknowledged
        self.spent += other.spent
        self.forms.update(other.forms)
        self.verdicts.update(other.verdicts)
        self.grades.update(other.grades)
        self.findings.update(other.findings)
        self.profiles.update(other.profiles)
        self.unread.extend(other.unread)


@dataclass(frozen=True)
class Report:
    """What was found in a set of files.

    files: the checked files in the order of their paths as given. Over many files it is no tuple but a sequence that
    keeps them outside memory and hands them out anew each time: go through it as seldom as can be, one by one, and
    tell forms by path and index, not by ``id``. Their sheets keep the cells that findings name and no others; form,
    scores, findings and verdict are whole. cross: what was found between the files. choice: what was looked for,
    with the profile. roster: None where none was given. skipped: what was met and not checked. root: the folder that
    was checked, where it was exactly one. started: in ISO 8601 with the offset from UTC; seconds: what the run took.
    history: what is known of earlier runs.
    interrupted: the user stopped it; what was done until then is in it, and nothing between files was looked at.
    """

    files: Sequence[CheckedFile]
    cross: tuple[CrossFinding, ...]
    choice: Choice
    roster: Roster | None = None
    skipped: tuple[Skipped, ...] = ()
    root: Path | None = None
    started: str = ""
    seconds: float = 0.0
    version: str = __version__
    interrupted: bool = False
    history: History = NO_HISTORY
    known_counts: Counts | None = None
    known_gathering: Gathering | None = None

    @cached_property
    def counts(self) -> Counts:
        """What is counted over the files, without what was found between them; the forms of exact copies once."""
        return self.known_counts if self.known_counts is not None else Counts.over(self.files)

    @cached_property
    def gathering(self) -> Gathering:
        """The files as one set: whose forms they are, exact copies, the roster matched."""
        return self.known_gathering if self.known_gathering is not None else Gathering(self.files, self.roster)

    def to_frame(self, rows: str = "forms") -> pandas.DataFrame:
        """The report as a pandas data frame: one row a form (``"forms"``) or one row a finding (``"findings"``).

        Columns of forms: path, sheet, kind, project, department, unit, year, verdict, printed_score, computed_score,
        grade, budget, spent (in money_unit), money_unit, execution_rate (0–100), profile, errors, warnings, hints.
        Columns of findings: path, sheet, cell, code, severity, label, seen, expected, message, project, unit; sheet,
        project and unit are empty where a finding is of no form. Numbers are floats, missing ones NaN. Raises
        ValueError for another name.
        """
        from jixiao.frames import findings_frame, forms_frame

        if rows == "forms":
            return forms_frame(self.files)
        if rows == "findings":
            return findings_frame(self.files, self.cross)
        raise ValueError(f"rows must be forms or findings, not {rows!r}")
