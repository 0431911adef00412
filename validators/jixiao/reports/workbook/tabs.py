"""The sheets about forms and problems: 结论, 问题清单, 评分明细, 抽查建议, 未返回, 未能检查."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from jixiao.cross.gathering import KIND_WORDS
from jixiao.finding import Severity
from jixiao.listing import DECISION, KEY
from jixiao.reports.workbook.links import to_cell, to_file
from jixiao.reports.workbook.tables import Column, Look, Tab, Table
from jixiao.resubmission import Decision
from jixiao.resubmission.decisions import FINGERPRINT, REASON
from jixiao.rules import rule_of
from jixiao.words import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from jixiao.reports.facts import Facts, FormFacts, LeftOver, Problem

WHOSE = (Column("单位", 22, Look.WRAPPED), Column("项目", 26, Look.WRAPPED))
COUNTS = tuple(Column(words, 9, Look.COUNT) for words in SEVERITIES.values())
ACKNOWLEDGED = "已说明"
LEFT_OVER = "以前的决定（这次没有对应的表，或表已改动）"
_FORMS = (
    *WHOSE,
    Column("年度", 7, Look.COUNT),
    Column("结论", 9, Look.WORD),
    Column("总分", 9, Look.POINTS),
    Column("复算总分", 9, Look.POINTS),
    Column("等级", 6, Look.WORD),
    Column("预算（万元）", 12, Look.MONEY),
    Column("执行（万元）", 12, Look.MONEY),
    Column("执行率", 9, Look.PERCENT),
    *COUNTS,
    Column(DECISION, 10, Look.WORD, choices=tuple(Decision)),
    Column(REASON, 22, Look.WRAPPED),
    Column("报送次数", 9, Look.COUNT),
    Column("已改", 7, Look.COUNT),
    Column("文件", 26, Look.WRAPPED),
    Column("标注副本", 10, Look.WORD),
    Column("表", 16),
    Column("主管部门", 22, Look.WRAPPED),
    Column("评分口径", 14),
    Column(KEY, 10, is_hidden=True),
    Column(FINGERPRINT, 10, is_hidden=True),
)
_PROBLEMS = (
    *WHOSE,
    Column("单元格", 8),
    Column("问题", 44, Look.WRAPPED),
    Column("怎么办", 44, Look.WRAPPED),
    Column("规则", 8),
    Column("程度", 13, Look.WORD),
    Column("与上次比", 9, Look.WORD),
    Column("指标或栏目", 20, Look.WRAPPED),
    Column("填的是", 16, Look.WRAPPED),
    Column("应为", 16, Look.WRAPPED),
    Column("已作说明", 20, Look.WRAPPED),
    Column("工作表", 18, Look.WRAPPED),
    Column("文件", 30, Look.WRAPPED),
)
_RESOLVED = (
    *WHOSE,
    Column("单元格", 8),
    Column("上次的问题", 44, Look.WRAPPED),
    Column("规则", 44),
    Column("指标或栏目", 20, Look.WRAPPED),
    Column("文件", 20, Look.WRAPPED),
)
_ITEMS = (
    *WHOSE,
    Column("单元格", 8),
    Column("一级指标", 12, Look.WRAPPED),
    Column("二级指标", 14, Look.WRAPPED),
    Column("三级指标", 26, Look.WRAPPED),
    Column("年度指标值", 14, Look.WRAPPED),
    Column("实际完成值", 14, Look.WRAPPED),
    Column("分值", 8, Look.POINTS),
    Column("得分", 8, Look.POINTS),
    Column("复算得分", 9, Look.POINTS),
    Column("相差", 8, Look.POINTS),
    Column("偏差原因", 34, Look.WRAPPED),
    Column("文件", 26, Look.WRAPPED),
)
_SPOT_CHECKS = (
    *WHOSE,
    Column("为什么", 46, Look.WRAPPED),
    Column("总分", 9, Look.POINTS),
    Column("等级", 6, Look.WORD),
    Column("执行率", 9, Look.PERCENT),
    Column("文件", 34, Look.WRAPPED),
)
_MISSING = (
    Column("单位编码", 12),
    *WHOSE,
    Column("项目编码", 18),
    Column("预算（万元）", 12, Look.MONEY),
    Column("联系人", 20, Look.WRAPPED),
    Column("截止日", 12),
    Column("说明", 26, Look.WRAPPED),
)
_EXTRA = (Column("表", 12), *WHOSE, Column("工作表", 18), Column("预算（万元）", 12, Look.MONEY), Column("文件", 32))
_UNREAD = (
    Column("文件", 40, Look.WRAPPED),
    Column("问题", 44, Look.WRAPPED),
    Column("怎么办", 44, Look.WRAPPED),
    Column("规则", 8),
)
_NOT_CHECKED = (
    Column("没有核对的规则", 40, Look.WRAPPED),
    Column("为什么", 44, Look.WRAPPED),
    Column("表数", 44, Look.COUNT),
    Column("规则", 8),
)


def frame_of(columns: Sequence[Column], rows: Iterable[tuple[object, ...]]) -> pd.DataFrame:
    """Rows under the headings of columns; values stay as they are."""
    return pd.DataFrame(list(rows), columns=[column.title for column in columns], dtype=object)


def _upto(columns: Sequence[Column], title: str) -> int:
    """The number of columns up to the one of this title."""
    return next(number for number, column in enumerate(columns, 1) if column.title == title)


def verdicts(facts: Facts, notes: tuple[str, ...], folder: Path, marked: Mapping[str, Path]) -> Tab:
    """结论: one row a form."""
    rows = (
        (
            form.unit,
            form.project,
            form.year,
            form.verdict.value,
            form.printed,
            form.computed,
            form.grade,
            form.budget,
            form.spent,
            form.rate,
            *(form.count(severity) for severity in Severity),
            form.decision,
            form.decision_reason,
            form.returns,
            len(form.resolved) if form.returns is not None else None,
            to_cell(Path(form.path).name, form.path, form.sheet, form.anchor, folder),
            to_file("打开", marked[form.path], folder) if form.path in marked else "",
            KIND_WORDS[form.kind],
            form.department,
            form.profile,
            form.key,
            form.fingerprint,
        )
        for form in facts.forms
    )
    table = Table(_FORMS, frame_of(_FORMS, rows), "没有找到可以检查的表。")
    tables: tuple[Table, ...] = (table,)
    if facts.left_over:
        # Under the same headings: it is read back like the rows above.
        kept = Table(_FORMS, frame_of(_FORMS, map(_left_over, facts.left_over)), "", LEFT_OVER)
        tables = (table, kept)
    return Tab("结论", notes, tables, printed=_upto(_FORMS, DECISION))


def _left_over(each: LeftOver) -> tuple[object, ...]:
    said = {
        "单位": each.unit,
        "项目": each.project,
        "年度": int(each.year) if each.year.isdecimal() else None,
        DECISION: each.decision,
        REASON: each.reason,
        "表": each.kind,
        "主管部门": each.department,
        KEY: each.key,
        FINGERPRINT: each.fingerprint,
    }
    blank = {Look.TEXT: "", Look.WRAPPED: "", Look.WORD: ""}
    return tuple(said.get(column.title, blank.get(column.look)) for column in _FORMS)


def problems(facts: Facts, folder: Path) -> Tab:
    """问题清单: one row a problem, form by form; what was explained last in each form."""
    listed = (
        *(problem for form in facts.forms for problem in (*form.problems, *form.acknowledged)),
        *facts.beside,
        *facts.between,
    )
    rows = (
        (
            problem.unit,
            problem.project,
            to_cell(problem.cell or "打开", problem.files[0], problem.sheet, problem.cell, folder)
            if problem.files
            else "",
            problem.problem,
            problem.action,
            problem.code,
            _degree(problem),
            problem.change,
            problem.label,
            problem.seen,
            problem.expected,
            problem.acknowledged,
            problem.sheet,
            "、".join(Path(file).name for file in problem.files),
        )
        for problem in listed
    )
    notes = ("点“单元格”可打开原表的那一格。“必须修改”的请改好再报；“需核对或说明”的核对无误即可，写明原因。",)
    table = Table(_PROBLEMS, frame_of(_PROBLEMS, rows), "没有发现问题。")
    resolved = tuple(
        (form.unit, form.project, past.cell, past.message, past.code, past.label, Path(form.path).name)
        for form in facts.forms
        for past in form.resolved
    )
    tables: tuple[Table, ...] = (table,)
    if any(form.returns is not None for form in facts.forms):
        gone = Table(_RESOLVED, frame_of(_RESOLVED, resolved), "没有。", heading="已改：上次有、这次没有的问题")
        tables = (table, gone)
    return Tab("问题清单", notes, tables, printed=_upto(_PROBLEMS, "程度"))


def _degree(problem: Problem) -> str:
    return ACKNOWLEDGED if problem.acknowledged else SEVERITIES[problem.severity]


def items(facts: Facts, folder: Path) -> Tab:
    """评分明细: one row an indicator, as printed and as recomputed."""
    rows = (
        (
            form.unit,
            form.project,
            to_cell(item.cell, form.path, form.sheet, item.cell, folder),
            item.level1,
            item.level2,
            item.name,
            item.target,
            item.actual,
            item.weight,
            item.score,
            item.computed,
            item.score - item.computed if item.score is not None and item.computed is not None else None,
            item.reason,
            Path(form.path).name,
        )
        for form in facts.forms
        for item in form.items
    )
    notes = ("“复算得分”按评分口径算出；定性指标和口径算不出的留空。“相差”是得分减复算得分。",)
    table = Table(_ITEMS, frame_of(_ITEMS, rows), "没有指标行。")
    return Tab("评分明细", notes, (table,), printed=_upto(_ITEMS, "相差"))


def spot_checks(facts: Facts, folder: Path) -> Tab:
    """抽查建议: forms that may be in order and still deserve a look."""
    rows = (
        (
            form.unit,
            form.project,
            why,
            form.printed,
            form.grade,
            form.rate,
            to_cell(Path(form.path).name, form.path, form.sheet, form.anchor, folder),
        )
        for form in facts.forms
        for why in form.spot_checks
    )
    notes = ("列出的不一定有错，只是值得请人看一眼：等级为优而执行率低于60%的；定量指标个个恰好完成的。",)
    return Tab("抽查建议", notes, (Table(_SPOT_CHECKS, frame_of(_SPOT_CHECKS, rows), "没有要建议抽查的表。"),))


def missing(facts: Facts, folder: Path) -> Tab:
    """未返回: what the roster names and nobody sent; below it what came and the roster does not name."""
    due = [each for each in facts.expected if not each.returned]
    rows = (
        (each.unit_code, each.unit, each.project, each.project_code, each.budget, each.contact, each.due, each.note)
        for each in due
    )
    extra = (
        (_kind(form), form.unit, form.project, form.sheet, form.budget, _file(form, folder)) for form in facts.extra
    )
    if facts.has_roster:
        counted = f"名单上应报{len(facts.expected)}项，已报{len(facts.expected) - len(due)}项，未返回{len(due)}项"
        notes = (f"{counted}；名单以外多报{len(facts.extra)}张表，列在下面。",)
        nothing = ("名单上的都已返回。", "没有名单以外的表。")
    else:
        notes = ("没有给名单，不知道谁没有返回。请用 --roster 给出名单（.xlsx 或 .csv）再查一次。",)
        nothing = ("没有给名单。", "没有给名单。")
    return Tab(
        "未返回",
        notes,
        (
            Table(_MISSING, frame_of(_MISSING, rows), nothing[0]),
            Table(_EXTRA, frame_of(_EXTRA, extra), nothing[1], "多报：收到了而名单上没有的"),
        ),
    )


def _kind(form: FormFacts) -> str:
    return KIND_WORDS[form.kind]


def _file(form: FormFacts, folder: Path) -> object:
    return to_cell(Path(form.path).name, form.path, form.sheet, form.anchor, folder)


def unread(facts: Facts, folder: Path) -> Tab:
    """未能检查: files that were not checked; below them rules that could not be checked, and why."""
    rows = ((to_file(each.path, each.path, folder), each.problem, each.action, each.code) for each in facts.unread)
    counts = Counter(skipped for form in facts.forms for skipped in form.not_checked)
    rules = ((rule_of(code).title, why, count, code) for (code, why), count in sorted(counts.items()))
    notes = (f"{len(facts.unread)}个文件没有检查。表上缺栏的，有些规则无从核对，也列在下面。",)
    return Tab(
        "未能检查",
        notes,
        (
            Table(_UNREAD, frame_of(_UNREAD, rows), "文件全部检查了。"),
            Table(_NOT_CHECKED, frame_of(_NOT_CHECKED, rules), "各条规则都核对了。", "没有核对的规则"),
        ),
    )
