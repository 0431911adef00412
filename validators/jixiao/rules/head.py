"""1xx: what stands above the figures: title, year, project and units, and the year's goals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jixiao.finding import Severity
from jixiao.form import Kind
from jixiao.rules.fields import GOAL_ACTUAL, Field, goals_of, name_of
from jixiao.rules.framework import RETURNED, Hit, rule
from jixiao.rules.prompts import is_prompt, leaves_year_open
from jixiao.values import Quantity, parse_value, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.form import Form, Labelled
    from jixiao.rules.subject import Subject

_NAMED = ("project", "department", "unit")
# A line for the stamp or the sender, often left to the printout; it says nothing that the form's own fields do not.
_FOR_THE_STAMP = re.compile("章|填报")
_ANY_YEAR = re.compile("20[0-9]{2}|二[〇○零OＯ][〇○零OＯ一二三四五六七八九]{2}")
_PUNCTUATION = re.compile(r"[\W_]+")
_SHORTEST_COPY = 6
_NO_GOALS = frozenset(
    (
        "完成 已完成 全部完成 已全部完成 全部已完成 均已完成 基本完成 按时完成 按期完成 完成目标 已完成目标 完成任务 "
        "目标完成 达标 已达标 是 无"
    ).split()
)
_QUOTED = re.compile(r"[“「『《\"]([^”」』》\"]{4,40})[”」』》\"]")
_BRACKETED = re.compile(r"[(（\[【]([^()（）\[\]【】]{5,40})[)）\]】]")
_NAME_OF_PROJECT = re.compile(r"(?:项目|工程|经费|专项|补助|补贴|费)$")
_NAME_OF_KIND = re.compile(
    r"20\d\d|年度|项目支出|部门|单位|预算|转移支付|专项资金|专项经费|专项项目|公用经费|人员经费|本级|上级|一级|二级"
    r"|省级|市级|县级|区级|中央|地方|附件|附表|参考|表|类|延续|一次性|经常性|重点|新增|单个|其他|每个|各"
)
# 自评年度 and 评价年度 may be the year in which the form is filled in, or the one that it is about.
_YEAR_OF_WRITING = re.compile("自评|评价|填报|填表")


@rule(
    "JX101",
    "header-field-empty",
    Severity.ERROR,
    {
        "": "{cell}“{label}”没有填。请按批复的预算填写全称，不要用简称。",
        "year": "{cell}年度没有填，标题里也没有。请填自评的年度，如2023年度。",
    },
    kinds=RETURNED,
)
def header_field_empty(subject: Subject) -> Iterator[Hit]:
    """表头栏目没有填

    表上印着“项目名称”“主管部门”“实施单位”（部门整体表只看部门名称），后面是空的或只画了一横；
    或者印着年度而没有填，标题里也没有年度。

    违反示例
        项目名称：（空）；（　　年度）

    正确示例
        项目名称：信息系统运行维护费；（2023年度）

    依据
        行业惯例

    怎样改
        项目名称、单位名称与批复的预算一致，写全称；年度写资金所属的年度。
    """
    form = subject.form
    for role in ("unit",) if form.kind is Kind.DEPARTMENT else _NAMED:
        field = form.head.get(role)
        if field is not None and not field.value.is_filled and not _is_left_open_rightly(form, field):
            yield Hit(field.value, name_of(field.label), field.value.text)
    yield from _year_left_open(subject)


def _is_left_open_rightly(form: Form, field: Labelled) -> bool:
    label = field.label
    if _FOR_THE_STAMP.search(label.text) and "名称" not in label.text:
        return True
    # Labels side by side: the values stand below them, if anywhere.
    return any(other.label.row == label.row and other.label.right + 1 == label.column for other in form.head.values())


def _year_left_open(subject: Subject) -> Iterator[Hit]:
    form = subject.form
    if not form.years or form.year is not None:
        return
    title = form.title.text if form.title is not None else ""
    if _ANY_YEAR.search(squeeze(title)) or leaves_year_open(title):
        return
    printed = form.head.get("year")
    if printed is not None and printed.value.is_filled:
        return
    place = form.years[0].value
    beside = (cell.value for (row, _), cell in subject.sheet.cells.items() if row == place.row)
    if not any(_ANY_YEAR.search(squeeze(text)) for text in beside):
        yield Hit(place, "年度", wording="year")


@rule(
    "JX102",
    "goal-empty",
    Severity.ERROR,
    {
        "": "{cell}“{label}”没有填。请照批复的绩效目标表填写年度总体目标，不要改写，问预算编报人。",
        "actual": "{cell}“{label}”没有填。请对照预期目标，逐项写明做了什么、做到什么程度，问项目经办人。",
    },
    needs=("goals",),
)
def goal_empty(subject: Subject) -> Iterator[Hit]:
    """年度总体目标没有填

    表上印着“预期目标”“实际完成情况”，下面是空的或只画了一横。

    违反示例
        预期目标：保障全县教育信息系统稳定运行；实际完成情况：（空）

    正确示例
        实际完成情况：系统全年稳定运行，完成12所学校的网络改造

    依据
        行业惯例

    怎样改
        预期目标照批复的绩效目标表填；实际完成情况对照它逐项写。系统导出的空表，请在系统里补填后重新导出。
    """
    for field in goals_of(subject.form):
        if not field.cell.is_filled:
            yield field.hit(field.cell.text, wording="actual" if field.role == "actual" else "")


@rule(
    "JX103",
    "goal-copied",
    Severity.WARNING,
    "{cell}“{label}”与预期目标一字不差。请写明实际做了什么、做到什么程度，能用数字的用数字，问项目经办人。",
    needs=("goals",),
)
def goal_copied(subject: Subject) -> Iterator[Hit]:
    """实际完成情况照抄预期目标

    两栏除标点外一字不差，看不出实际完成了什么。不到6个字的不算。

    违反示例
        预期目标“完成示范点创建工作并向社区延伸。”，实际完成情况“完成示范点创建工作并向社区延伸”

    正确示例
        实际完成情况“6月底完成街道示范点创建并通过验收，已延伸到8个社区。”

    依据
        行业惯例

    怎样改
        对照预期目标逐项写结果：数量、时间、程度；没有完成的也要写。
    """
    goals = subject.form.goals
    if goals is None or goals.expected is None or goals.actual is None:
        return
    expected = _bare(goals.expected.text)
    if len(expected) >= _SHORTEST_COPY and expected == _bare(goals.actual.text) and not is_prompt(goals.actual.text):
        yield Field(goals.actual, GOAL_ACTUAL, "goals", "actual").hit()


@rule(
    "JX104",
    "goal-is-no-goal",
    Severity.INFO,
    {
        "": "{cell}“{label}”只写了“{seen}”，看不出要做什么、做到什么程度。请照批复的绩效目标表写全。",
        "actual": "{cell}“{label}”只写了“{seen}”，看不出做了什么、做到什么程度。请对照预期目标写明结果。",
    },
    needs=("goals",),
)
def goal_is_no_goal(subject: Subject) -> Iterator[Hit]:
    """年度总体目标没有内容

    预期目标或实际完成情况里只有一个数、项目的名称，或“完成”“已完成”。

    违反示例
        预期目标“100%”；实际完成情况“已完成”

    正确示例
        实际完成情况“完成12所学校的网络改造，全年没有发生中断”

    依据
        行业惯例

    怎样改
        写明做什么、做到什么程度、有什么效果。
    """
    project = _bare(subject.form.project)
    for field in goals_of(subject.form):
        text = _bare(field.cell.text)
        if text and (text in _NO_GOALS or text in (project, f"{project}项目") or _is_number(field.cell.text)):
            yield field.hit(field.cell.text, wording="actual" if field.role == "actual" else "")


def _is_number(text: str) -> bool:
    value = parse_value(text) if len(text) <= 20 else None
    # 12所学校网络改造 says what was to be done.
    return isinstance(value, Quantity) and len(value.unit) <= 3


@rule(
    "JX106",
    "header-contradicts",
    Severity.WARNING,
    {
        "": "{cell}“{label}”写的是{seen}，标题或前面写的是{expected}。请核对是哪一年的自评，改成一致。",
        "project": "标题里的项目是“{seen}”，{cell}“{label}”写的是“{expected}”。请核对是哪个项目，与批复的预算一致。",
    },
    kinds=RETURNED,
)
def header_contradicts(subject: Subject) -> Iterator[Hit]:
    """标题与表头不一致

    标题与表头写了不同的年度，或标题的引号、括号里是另一个项目的名称。多半是拿旧表改的，有一处没有改。

    违反示例
        标题“2023年度项目支出绩效自评表”，下面写“（2022年度）”

    正确示例
        标题“2023年度项目支出绩效自评表”，下面写“（2023年度）”

    依据
        行业惯例

    怎样改
        年度写资金所属的年度，项目名称与批复的预算一致，全表改成一致。
    """
    yield from _other_years(subject.form)
    yield from _other_project(subject.form)


def _other_years(form: Form) -> Iterator[Hit]:
    years = [labelled for labelled in form.years if labelled.value.text]
    title = squeeze(form.title.text) if form.title is not None else ""
    for labelled in years[1:]:
        first, year = years[0].value.text, labelled.value.text
        if year == first or year in title:
            continue
        if int(year) == int(first) + 1 and _YEAR_OF_WRITING.search(labelled.label.text):
            continue
        yield Hit(labelled.value, "年度", year, first)


def _other_project(form: Form) -> Iterator[Hit]:
    field = form.head.get("project")
    if field is None or not field.value.is_filled or form.title is None or is_prompt(field.value.text):
        return
    title, project = form.title.text, _bare(field.value.text)
    if project in _bare(title):
        return
    for name in (*_QUOTED.findall(title), *_BRACKETED.findall(title)):
        if not _NAME_OF_PROJECT.search(name) or _NAME_OF_KIND.search(name):
            continue
        # Half the characters in common may well be one project under a shorter or an older name.
        one, other = set(_bare(name)), set(project)
        if len(one & other) * 2 < min(len(one), len(other)):
            yield Hit(field.value, name_of(field.label), name, field.value.text, wording="project")
            return


def _bare(text: str) -> str:
    return _PUNCTUATION.sub("", squeeze(text))
