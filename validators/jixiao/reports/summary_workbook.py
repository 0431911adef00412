"""The summary workbook over a folder: who is accepted, who gets what back, who is missing, where money and points went.

Its sheets are always there, empty or not. The order of the columns follows what users of such reports asked for:
whose, where, what is wrong, what to do, then the rule (raft-tech/TANF-app, research on error reports, 2023).
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from jixiao.report import STOPPED
from jixiao.reports.as_text import closing_lines
from jixiao.reports.collecting import Collection, stamp
from jixiao.reports.summary import summary_of
from jixiao.reports.workbook.listed import Listed
from jixiao.reports.workbook.writing import write_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from jixiao.report import Report
    from jixiao.reports.facts import FileFacts

SHEETS = ("结论", "图表", "问题清单", "按规则", "按单位", "按主管部门", "抽查建议", "评分明细", "未返回", "未能检查")
_TITLE = "绩效自评表校验汇总"
_LONGEST_NOTE = 160


def write_summary(
    report: Report,
    path: Path,
    marked: Mapping[str, Path] | None = None,
    known: Iterable[FileFacts] | None = None,
) -> None:
    """Write the summary of a report to an .xlsx file; marked: the marked copy of a file, by the file's path.

    known: as in `jixiao.reports.collecting.Collection`. Links are relative to the summary: moved together, they stay
    good. Raises OSError where the file cannot be written.
    """
    collection = Collection(report, known)
    listed = Listed(path.absolute().parent, marked or {})
    for form in collection.forms():
        listed.take(form)
    grades = summary_of(report.counts, report.choice.profile, report.cross).grades
    sheets = listed.sheets(collection.around(), grades, _TITLE, _notes(report))
    write_workbook(path, sheets, {"title": _TITLE, "comments": f"jixiao {report.version}"})


def _notes(report: Report) -> tuple[str, ...]:
    """What stands above the verdicts: what it all adds up to, when and with what it was checked."""
    closing = takewhile(bool, closing_lines(report.counts, report.choice.profile, report.cross))
    lines = (*((STOPPED,) if report.interrupted else ()), *closing, stamp(report))
    return tuple(line if len(line) <= _LONGEST_NOTE else f"{line[:_LONGEST_NOTE]}……" for line in lines)
