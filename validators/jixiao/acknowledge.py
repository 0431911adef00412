"""Findings that were looked at and explained: one table, kept beside the workbooks, that a clerk edits in Excel.

A line sticks to the row and not to its address: 项目, 年度, 表, 规则号, 指标 and 原值 say which finding it speaks of.
It is stale once another value stands there; without 说明 it is no explanation yet.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from jixiao.finding import Severity
from jixiao.listing import decoded
from jixiao.reading.addresses import position
from jixiao.rules import all_rules
from jixiao.values import narrow, squeeze

if TYPE_CHECKING:
    from jixiao.check import CheckedFile, CheckedForm
    from jixiao.finding import Finding

COLUMNS = ("项目", "年度", "表", "规则号", "指标", "原值", "说明", "日期")
KINDS = {
    "project": "项目自评",
    "export": "系统导出",
    "department": "部门整体",
    "monitoring": "运行监控",
    "scoresheet": "评分表",
    "goals": "绩效目标",
}
_NEEDED = ("项目", "规则号", "指标", "原值", "说明")
_QUOTES = "“”\"'"


class Acknowledgement(NamedTuple):
    """A line of the table: which finding (year and form may be empty: any), why it may stay, and since when."""

    project: str
    year: str
    form: str
    code: str
    label: str
    seen: str
    reason: str
    day: str = ""


class Stale(NamedTuple):
    """A line whose finding is still there with another value (now), or is gone (now is None)."""

    line: Acknowledgement
    now: str | None


class TableError(Exception):
    """The table cannot be used; problems: sentences for the user, each with its line."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


_Key = tuple[str, str, str, str, str]


def acknowledged(file: CheckedFile, lines: Sequence[Acknowledgement]) -> CheckedFile:
    """The file with its explained findings set apart: they no longer count for verdict, summary and exit code."""
    reasons = {(_key(line), _plain(line.seen)): line.reason for line in lines if line.reason}
    if not reasons:
        return file
    forms = tuple(_form_acknowledged(form, reasons) for form in file.forms)
    return replace(file, forms=forms)


def _form_acknowledged(form: CheckedForm, reasons: dict[tuple[_Key, str], str]) -> CheckedForm:
    kept: list[Finding] = []
    explained: list[Finding] = []
    for finding in form.findings:
        line = line_of(form, finding)
        seen = _plain(line.seen)
        reason = next((reasons[key, seen] for key in _keys(line) if (key, seen) in reasons), "")
        if reason:
            explained.append(replace(finding, acknowledged=reason))
        else:
            kept.append(finding)
    return replace(form, findings=tuple(kept), acknowledged=tuple(explained)) if explained else form


def line_of(form: CheckedForm, finding: Finding) -> Acknowledgement:
    """The line that would speak of a finding, still without a reason."""
    year = str(form.form.year or "")
    kind = KINDS[form.form.kind.value]
    return Acknowledgement(_project(form), year, kind, finding.code, finding.label, _seen(form, finding), "")


def _project(form: CheckedForm) -> str:
    return form.form.project or form.form.text_of("unit") or form.form.text_of("department")


def _seen(form: CheckedForm, finding: Finding) -> str:
    """What the finding saw, else the cell that it names."""
    if finding.seen or not finding.cell:
        return finding.seen
    stored = form.subject.sheet.cells.get(position(finding.cell))
    return stored.value if stored is not None else ""


def stale(files: Iterable[CheckedFile], lines: Sequence[Acknowledgement]) -> list[Stale]:
    """The lines of forms in this run that no longer speak of what is there; files: with what was explained set apart.

    A line of another project is not stale, it is not asked for.
    """
    if not lines:
        return []
    now: dict[_Key, list[str]] = {}
    present: set[tuple[str, str, str]] = set()
    for form in (form for file in files for form in file.forms):
        for about in _keys(Acknowledgement(_project(form), str(form.form.year or ""), _kind(form), "", "", "", "")):
            present.add(about[:3])
        for finding in (*form.findings, *form.acknowledged):
            line = line_of(form, finding)
            for key in _keys(line):
                now.setdefault(key, []).append(line.seen)
    found = []
    for line in lines:
        key = _key(line)
        values = now.get(key, [])
        if key[:3] not in present or not line.reason or _plain(line.seen) in map(_plain, values):
            continue
        found.append(Stale(line, values[0] if values else None))
    return found


def _kind(form: CheckedForm) -> str:
    return KINDS[form.form.kind.value]


def _keys(line: Acknowledgement) -> Iterator[_Key]:
    """The keys under which a finding may stand in the table: year and form may be left out there."""
    project, year, form, code, label = _key(line)
    for given_year in dict.fromkeys((year, "")):
        for given_form in dict.fromkeys((form, "")):
            yield project, given_year, given_form, code, label


def _key(line: Acknowledgement) -> _Key:
    return _plain(line.project), _plain(line.year), _plain(line.form), line.code, _plain(line.label)


def _plain(text: str) -> str:
    return squeeze(text).strip(_QUOTES)


def lines_for(files: Iterable[CheckedFile], known: Sequence[Acknowledgement] = ()) -> list[Acknowledgement]:
    """The table of a run: the known lines as they are, then one for every other error and warning, to be explained."""
    lines = list(known)
    have = {(_key(line), _plain(line.seen)) for line in lines}
    for form in (form for file in files for form in file.forms):
        for finding in form.findings:
            line = line_of(form, finding)
            places = {(key, _plain(line.seen)) for key in _keys(line)}
            if finding.severity is not Severity.INFO and not places & have:
                have.add((_key(line), _plain(line.seen)))
                lines.append(line)
    return lines


def table_bytes(lines: Iterable[Acknowledgement], today: date) -> bytes:
    """The table as CSV that Excel opens by a double click; values stand in “”, or Excel would calculate with them."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for line in lines:
        seen = f"“{line.seen.strip(_QUOTES)}”" if line.seen else ""
        guarded = (_guarded(field) for field in (line.project, line.year, line.form, line.code, line.label))
        writer.writerow((*guarded, seen, _guarded(line.reason), line.day or today.isoformat()))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _guarded(text: str) -> str:
    """A text that a spreadsheet program would take for a formula, in “”."""
    return f"“{text}”" if narrow(text[:1]) in ("=", "+", "-", "@") and text else text


def read_table(data: bytes) -> list[Acknowledgement]:
    """The lines of a table, as Excel or WPS saves it: UTF-8 or the Chinese code page, commas or tabs.

    Raises TableError.
    """
    rows = _rows(decoded(data))
    headings = [squeeze(cell) for cell in rows[0][1]] if rows else []
    lacking = [name for name in _NEEDED if name not in headings]
    if lacking:
        raise TableError([f"缺少“{'、'.join(lacking)}”列；各列为：{' '.join(COLUMNS)}。"])
    codes = {rule.code for rule in all_rules()}
    problems, lines = [], []
    for number, row in rows[1:]:
        cells = dict(zip(headings, (cell.strip() for cell in row), strict=False))
        line = Acknowledgement(*(cells.get(name, "") for name in COLUMNS))
        line = line._replace(code=squeeze(line.code).upper(), year=squeeze(line.year).removesuffix("年"))
        if line.code not in codes:
            problems.append(f"第{number}行：没有规则“{line.code}”。规则号见 jixiao rules。")
        lines.append(line)
    if problems:
        raise TableError(problems)
    return lines


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """The rows that are not blank, with the numbers of their lines."""
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error:
        raise TableError([f"第{reader.line_num}行：不是能读的表格。请用 Excel 另存为 CSV（逗号分隔）。"]) from None
