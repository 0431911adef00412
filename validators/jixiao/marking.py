"""What is marked in a workbook and what its sheet 校验结果 says: values, whoever draws them (file, Excel, Calc)."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from jixiao import __version__
from jixiao.cross.gathering import KIND_WORDS
from jixiao.finding import Severity, Verdict
from jixiao.values import plain
from jixiao.words import CLOSING, SEVERITIES, message_of, problem_and_action

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from jixiao.check import CheckedFile, CheckedForm
    from jixiao.finding import Finding

RESULT_SHEET = "校验结果"
# A note that begins so is ours: it is replaced by the next check and taken away by 清除标注.
SIGNATURE = "【校验】"
# Pale, so that print and the form's own colours stay readable; told apart without colour by the note's first word.
FILLS = {Severity.ERROR: "FFD9D9", Severity.WARNING: "FFF2CC", Severity.INFO: "DDEBF7"}
COLUMNS = ("单元格", "项目", "问题", "怎么办", "程度", "规则")


class Mark(NamedTuple):
    """A cell to be marked; cell is an A1 address (of a merged range its upper left cell), text the signed note."""

    sheet: str
    cell: str
    severity: Severity
    text: str


class ResultLine(NamedTuple):
    """A finding on 校验结果; sheet and cell are where its link leads, empty for what has no cell."""

    sheet: str
    cell: str
    label: str
    problem: str
    action: str
    severity: Severity
    code: str


class ResultSheet(NamedTuple):
    """The sheet 校验结果: the lines of its head, then a table of `COLUMNS`."""

    head: tuple[str, ...]
    lines: tuple[ResultLine, ...]

    def rows(self) -> Iterator[tuple[str, ...]]:
        """The table's rows as text, in the order of `COLUMNS`."""
        for line in self.lines:
            where = f"{line.sheet}!{line.cell}" if line.cell else line.sheet
            yield where, line.label, line.problem, line.action, SEVERITIES[line.severity], line.code


def marks_of(file: CheckedFile) -> tuple[Mark, ...]:
    """One mark a cell, coloured by the gravest of its findings; those without a cell stand on 校验结果 only."""
    addressed = sorted((each for each in file.findings if each.cell), key=lambda each: (each.sheet, each.cell))
    return tuple(_mark(list(group)) for _, group in groupby(addressed, key=lambda each: (each.sheet, each.cell)))


def _mark(findings: list[Finding]) -> Mark:
    findings.sort(key=lambda each: each.severity.rank)
    gravest = findings[0]
    lines = (f"{SEVERITIES[each.severity]} {each.code} {message_of(each)}" for each in findings)
    return Mark(gravest.sheet, gravest.cell, gravest.severity, "\n".join((SIGNATURE, *lines)))


def result_sheet(file: CheckedFile, when: datetime) -> ResultSheet:
    """校验结果 of a workbook: verdict, time, version and profile on top, then the findings, the gravest first."""
    head = [f"校验结果（{when:%Y-%m-%d %H:%M}，jixiao {__version__}）"]
    head.extend(_about(form) for form in file.forms)
    head.append(CLOSING)
    ordered = sorted(file.findings, key=lambda each: each.severity.rank)
    return ResultSheet(tuple(head), tuple(_line(each) for each in ordered))


def verdict_of(file: CheckedFile) -> Verdict:
    """The verdict of a workbook: that of its worst form."""
    return Verdict.of({each.severity for each in file.findings})


def _about(checked: CheckedForm) -> str:
    form = checked.form
    facts = [f"{form.sheet}：{checked.verdict.value}", KIND_WORDS[form.kind]]
    if checked.printed_score is not None:
        facts.append(f"总分{plain(checked.printed_score)} {checked.grade}")
    computed = checked.subject.computed_total
    if computed is not None and computed != checked.printed_score:
        facts.append(f"复算{plain(computed)}")
    facts.append(f"口径 {checked.subject.profile.name}{_SOURCES[checked.profile_source]}")
    return "，".join(facts)


_SOURCES = {"declared": "（指定）", "workbook": "（模板）", "inferred": "（推断）"}


def _line(finding: Finding) -> ResultLine:
    problem, action = problem_and_action(finding)
    return ResultLine(finding.sheet, finding.cell, finding.label, problem, action, finding.severity, finding.code)
