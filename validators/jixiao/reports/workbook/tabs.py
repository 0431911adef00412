"""The sheets about forms and problems: 结论, 问题清单, 评分明细, 抽查建议, 未返回, 未能检查."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from jixiao.cross.gathering import KIND_WORDS
from jixiao.finding import Severity
from jixiao.listing import DECISION, KEY
from jixiao.reports.workbook.links import to_cell, to_file
from jixiao.reports.workbook.tables import Column, Look, Tab, Table, figure, share, upto
from jixiao.resubmission import Decision
from jixiao.resubmission.decisions import FINGERPRINT, REASON
from jixiao.rules import rule_of
from jixiao.words import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jixiao.reports.facts import Around, FormFacts, LeftOver, Problem
    from jixiao.reports.workbook.links import Link
    from jixiao.reports.workbook.tables import Row, Rows

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


# ---- rows, form by form


def form_row(form: FormFacts, folder: Path, marked: Mapping[str, Path]) -> Row:
    """The row of a form in 结论."""
    return (
        form.unit,
        form.project,
        form.year,
        form.verdict.value,
        figure(form.printed),
        figure(form.computed),
        form.grade,
        figure(form.budget),
        figure(form.spent),
        share(form.rate),
        *(form.count(severity) for severity in Severity),
        form.decision,
        form.decision_reason,
        form.returns,
        len(form.resolved) if form.returns is not None else None,
        _file(form, folder),
        to_file("打开", marked[form.path], folder) if form.path in marked else "",
        KIND_WORDS[form.kind],
        form.department,
        form.profile,
        form.key,
        form.fingerprint,
    )


def problem_row(problem: Problem, folder: Path) -> Row:
    """The row of a problem in 问题清单."""
    files = problem.files
    return (
        problem.unit,
        problem.project,
        to_cell(problem.cell or "打开", files[0], problem.sheet, problem.cell, folder) if files else "",
        problem.problem,
        problem.action,
        problem.code,
        ACKNOWLEDGED if problem.acknowledged else SEVERITIES[problem.severity],
        problem.change,
        problem.label,
        problem.seen,
        problem.expected,
        problem.acknowledged,
        problem.sheet,
        "、".join(map(_name, files)),
    )


def resolved_rows(form: FormFacts) -> Iterator[Row]:
    """What an earlier run found on a form and this one does not, in the second table of 问题清单."""
    name = _name(form.path)
    for past in form.resolved:
        yield form.unit, form.project, past.cell, past.message, past.code, past.label, name


def item_rows(form: FormFacts, folder: Path) -> Iterator[Row]:
    """The rows of a form in 评分明细, one an indicator."""
    name = _name(form.path)
    for item in form.items:
        yield (
            form.unit,
            form.project,
            to_cell(item.cell, form.path, form.sheet, item.cell, folder),
            item.level1,
            item.level2,
            item.name,
            item.target,
            item.actual,
            figure(item.weight),
            figure(item.score),
            figure(item.computed),
            figure(item.score - item.computed) if item.score is not None and item.computed is not None else None,
            item.reason,
            name,
        )


def spot_check_rows(form: FormFacts, folder: Path) -> Iterator[Row]:
    """The rows of a form in 抽查建议, one a reason."""
    for why in form.spot_checks:
        yield form.unit, form.project, why, figure(form.printed), form.grade, share(form.rate), _file(form, folder)


@lru_cache(maxsize=1024)
def _name(path: str) -> str:
    return Path(path).name


def _file(form: FormFacts, folder: Path) -> Link | str:
    return to_cell(_name(form.path), form.path, form.sheet, form.anchor, folder)


# ---- sheets


def verdicts(rows: Rows, notes: tuple[str, ...], left_over: tuple[LeftOver, ...], title: str) -> Tab:
    """结论: one row a form."""
    tables: tuple[Table, ...] = (Table(_FORMS, rows, "没有找到可以检查的表。"),)
    if left_over:
        # Under the same headings: it is read back like the rows above.
        tables = (*tables, Table(_FORMS, [_left_over(each) for each in left_over], "", LEFT_OVER))
    return Tab("结论", notes, tables, printed=upto(_FORMS, DECISION), title=title)


def _left_over(each: LeftOver) -> Row:
    said: dict[str, str | int | None] = {
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
    return tuple(said.get(column.title) for column in _FORMS)


def problems(rows: Rows, resolved: Rows | None) -> Tab:
    """问题清单: one row a problem, form by form; what was explained last in each form.

    resolved: what is gone since an earlier run, None where none was given.
    """
    notes = ("点“单元格”可打开原表的那一格。“必须修改”的请改好再报；“需核对或说明”的核对无误即可，写明原因。",)
    tables: tuple[Table, ...] = (Table(_PROBLEMS, rows, "没有发现问题。"),)
    if resolved is not None:
        tables = (*tables, Table(_RESOLVED, resolved, "没有。", heading="已改：上次有、这次没有的问题"))
    return Tab("问题清单", notes, tables, printed=upto(_PROBLEMS, "程度"))


def items(rows: Rows) -> Tab:
    """评分明细: one row an indicator, as printed and as recomputed."""
    notes = ("“复算得分”按评分口径算出；定性指标和口径算不出的留空。“相差”是得分减复算得分。",)
    return Tab("评分明细", notes, (Table(_ITEMS, rows, "没有指标行。"),), printed=upto(_ITEMS, "相差"))


def spot_checks(rows: Rows) -> Tab:
    """抽查建议: forms that may be in order and still deserve a look."""
    notes = ("列出的不一定有错，只是值得请人看一眼：等级为优而执行率低于60%的；定量指标个个恰好完成的。",)
    return Tab("抽查建议", notes, (Table(_SPOT_CHECKS, rows, "没有要建议抽查的表。"),))


def missing(around: Around, folder: Path) -> Tab:
    """未返回: what the roster names and nobody sent; below it what came and the roster does not name."""
    due = [each for each in around.expected if not each.returned]
    rows: list[Row] = [
        (
            each.unit_code,
            each.unit,
            each.project,
            each.project_code,
            figure(each.budget),
            each.contact,
            each.due,
            each.note,
        )
        for each in due
    ]
    extra: list[Row] = [
        (KIND_WORDS[form.kind], form.unit, form.project, form.sheet, figure(form.budget), _file(form, folder))
        for form in around.extra
    ]
    if around.has_roster:
        counted = f"名单上应报{len(around.expected)}项，已报{len(around.expected) - len(due)}项，未返回{len(due)}项"
        notes = (f"{counted}；名单以外多报{len(around.extra)}张表，列在下面。",)
        nothing = ("名单上的都已返回。", "没有名单以外的表。")
    else:
        notes = ("没有给名单，不知道谁没有返回。请用 --roster 给出名单（.xlsx 或 .csv）再查一次。",)
        nothing = ("没有给名单。", "没有给名单。")
    tables = (Table(_MISSING, rows, nothing[0]), Table(_EXTRA, extra, nothing[1], "多报：收到了而名单上没有的"))
    return Tab("未返回", notes, tables)


def unread(around: Around, not_checked: Mapping[tuple[str, str], int], folder: Path) -> Tab:
    """未能检查: files that were not checked; below them rules that could not be checked, by code and why, counted."""
    rows: list[Row] = [
        (to_file(each.path, each.path, folder), each.problem, each.action, each.code) for each in around.unread
    ]
    rules: list[Row] = [(rule_of(code).title, why, count, code) for (code, why), count in sorted(not_checked.items())]
    notes = (f"{len(around.unread)}个文件没有检查。表上缺栏的，有些规则无从核对，也列在下面。",)
    tables = (
        Table(_UNREAD, rows, "文件全部检查了。"),
        Table(_NOT_CHECKED, rules, "各条规则都核对了。", "没有核对的规则"),
    )
    return Tab("未能检查", notes, tables)
