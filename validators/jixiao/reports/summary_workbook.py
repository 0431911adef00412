"""The summary workbook over a folder: who is accepted, who gets what back, who is missing, where money and points went.

Its sheets are always there, empty or not. The order of the columns follows what users of such reports asked for:
whose, where, what is wrong, what to do, then the rule (raft-tech/TANF-app, research on error reports, 2023).
"""

from __future__ import annotations

from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING

from jixiao.report import STOPPED
from jixiao.reports.as_text import closing_lines
from jixiao.reports.collecting import facts_of, stamp
from jixiao.reports.summary import summary_of
from jixiao.rules import rule_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from xlsxwriter import Workbook

    from jixiao.report import Report
    from jixiao.reports.facts import Facts
    from jixiao.reports.workbook.writing import Formats

SHEETS = ("结论", "图表", "问题清单", "按规则", "按单位", "按主管部门", "抽查建议", "评分明细", "未返回", "未能检查")
_TITLE = "绩效自评表校验汇总"
# Rows from which on they are written out at once and not kept.
_MANY = 50_000
_LONGEST_NOTE = 160


def write_summary(report: Report, path: Path, marked: Mapping[str, Path] | None = None) -> None:
    """Write the summary of a report to an .xlsx file; marked: the marked copy of a file, by the file's path.

    Links are relative to the summary: moved together, they stay good. Raises OSError where the file cannot be written.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    from jixiao.reports.workbook.writing import Formats

    facts = facts_of(report)
    # Without the cells in memory xlsxwriter gives the charts no figures of their own; all programs read the cells.
    rows = len(facts.problems) + sum(len(form.items) for form in facts.forms)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": rows > _MANY}
    try:
        with Workbook(str(path), options) as workbook:
            workbook.set_properties({"title": _TITLE, "comments": f"jixiao {report.version}"})
            _draw(workbook, Formats(workbook), report, facts, path.absolute().parent, marked or {})
    except FileCreateError as error:
        # What went wrong in the first place, as any other file tells it.
        raise error.args[0] from None


def _draw(
    workbook: Workbook, formats: Formats, report: Report, facts: Facts, folder: Path, marked: Mapping[str, Path]
) -> None:
    from jixiao.reports.workbook import charts, groups, tabs
    from jixiao.reports.workbook.frames import rule_counts
    from jixiao.reports.workbook.writing import write_tab

    grades = [grade.name for grade in report.choice.profile.grades]
    rules = [(f"{each.code} {rule_of(each.code).title}", each.found) for each in rule_counts(facts)]
    counted = summary_of(report.counts, report.choice.profile, report.cross).grades
    write_tab(workbook, formats, tabs.verdicts(facts, _notes(report), folder, marked), _TITLE)
    charts.write_charts(workbook, formats, facts, _TITLE, counted, rules)
    # One after the other: a large sheet's rows are gone before the next is made.
    for made in (
        partial(tabs.problems, facts, folder),
        partial(groups.by_rule, facts),
        partial(groups.by_unit, facts, grades),
        partial(groups.by_department, facts, grades),
        partial(tabs.spot_checks, facts, folder),
        partial(tabs.items, facts, folder),
        partial(tabs.missing, facts, folder),
        partial(tabs.unread, facts, folder),
    ):
        tab = made()
        write_tab(workbook, formats, tab, tab.name)


def _notes(report: Report) -> tuple[str, ...]:
    """What stands above the verdicts: what it all adds up to, when and with what it was checked."""
    closing = takewhile(bool, closing_lines(report.counts, report.choice.profile, report.cross))
    lines = (*((STOPPED,) if report.interrupted else ()), *closing, stamp(report))
    return tuple(line if len(line) <= _LONGEST_NOTE else f"{line[:_LONGEST_NOTE]}……" for line in lines)
