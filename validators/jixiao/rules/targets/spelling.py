"""305–307, 309, 320: how a target or an actual value is spelled."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jixiao.direction import is_cost_class
from jixiao.finding import Fix, Severity
from jixiao.form import Kind
from jixiao.rules.framework import EVALUATIONS, on_row, rule
from jixiao.rules.subject import quantity
from jixiao.values import EQUAL, NONE, PERCENT, Quantity, Words, kind_of, narrow, parse_value, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.form import Cell, Indicator
    from jixiao.rules.framework import Hit
    from jixiao.rules.subject import Subject
    from jixiao.values import Value

_QUOTES = "'‘’“”\""
_FILLERS = ("约", "为", ":")
# What ends a number with its unit and means nothing: 98%%, 98?, 100#, 3次. – full stops of a sentence are let pass.
_NUMBER_TAIL = re.compile(r"[≥≤<>=≧≦]*(?!(?:19|20)\d\d\.)\d[\d,]*(?:\.\d+)?(\D{1,8})")
_GARBAGE = re.compile(r"[A-Za-z%‰/²³\u4e00-\u9fff]{0,5}[#@!?&^|\\<>=*_~\-.…·:/]+")
_DOUBLED = re.compile(r"(%|‰|元|万元|亿元|次|个|人|项|天|件|家|小时)\1+|%(?:元|万元|亿元|次|个|项|件|天|小时)")
_MONEY_SIGNS = frozenset(("¥", "￥", "$", "€", "£"))
_DEGREES = frozenset(("℃", "°", "°C", "′", "″"))
_RATE_NAME = re.compile(r"(?:率|性|满意度|覆盖面)$")
_MONEY_NAME = re.compile(r"费|金|款|额|资|收|值|价|成本|预算|产|税|薪|贷|债|利润|支出|租|售")
# A period within which something was done is a kept promise, not an unmeasured value.
_WITHIN = re.compile(r".*(?:时|h|分钟|天|日|月|周|年)(?:以|之)?内", re.IGNORECASE)
_TICKS = re.compile(r"[☑☒✓✔√■●◉▣]")
_BOXES = re.compile(r"[□○◯☐]")
_LONGEST_LIST = 60
_PARTED = re.compile(r"[/\\|、,，;；或\s]+")
_RUN_TOGETHER = frozenset(
    "优良中低差 优良中差 优良合格差 优良差 优中差 优中良差 优秀良好一般较差 好中差 好一般差 好坏 "
    "好差 高中低 高低 强弱 强中弱 有无 是否 大中小 快慢 达标不达标 合格不合格 完成未完成 满意不满意 "
    "及时不及时 有效无效".split()
)
# The low end of a scale: without it (有效、及时) several words may well be one answer.
_LOW = frozenset("中 中等 一般 低 较低 差 较差 很差 坏 弱 较弱 否 无 无效 慢".split())
_LEVELS = _LOW | frozenset(
    "优 优秀 良 良好 好 较好 很好 高 较高 强 较强 合格 基本合格 满意 基本满意 较满意 显著 较显著 "
    "明显 较明显 有效 基本有效 是 有 快 及时 基本及时 完成 基本完成 达标 基本达标".split()
)
_PAIRS = "是/否 有/无 好/坏 好/差 高/低 强/弱 快/慢 优/差 有效/无效".split()
_OPPOSITES = frozenset(frozenset(pair.split("/")) for pair in _PAIRS)
_NEGATIONS = ("不", "未", "没", "非")


@rule(
    "JX305",
    "operator-missing",
    Severity.INFO,
    "{cell}“{label}”目标“{seen}”没有写“≥”“≤”或“=”{others}，评分时按“≥”看。今年照批复填；明年申报请写明符号，有疑问问财政部门。",
    needs=("target",),
)
def operator_missing(subject: Subject) -> Iterator[Hit]:
    """数字目标没有写符号

    目标是数字，却没有“≥”“≤”“=”，是上限、下限还是定数看不出来。每张表只提示一处。
    日期、0、补助和收费标准，以及另有“指标性质”栏的版式不在此列。

    违反示例
        培训人数，目标“70人”

    正确示例
        培训人数，目标“≥70人”

    依据
        行业惯例

    怎样改
        今年按批复的目标填报；明年申报时写明符号。
    """
    bare = []
    for row in subject.live if "nature" not in subject.form.headings else ():
        target = row.target_quantity
        if target is not None and target.operator == NONE and target.number and "标准" not in row.name:
            bare.append(row)
    for row in bare[:1]:
        others = f"（另有{len(bare) - 1}处）" if len(bare) > 1 else ""
        yield on_row(row, row.target, row.target.text if row.target else "", others=others)


@rule(
    "JX306",
    "operator-nonstandard",
    Severity.INFO,
    {
        "": "{cell}“{label}”目标“{seen}”的符号不是标准写法，应写“{expected}”。意思不变，可用 jixiao fix 自动更正。",
        "by hand": "{cell}“{label}”目标“{seen}”的符号不是标准写法。请改用“{expected}”，拿不准的问财政部门。",
    },
    kinds=EVALUATIONS - {Kind.EXPORT},
    needs=("target",),
    fixable=True,
)
def operator_nonstandard(subject: Subject) -> Iterator[Hit]:
    """符号不是标准写法

    目标的符号写成了 >=、≧、＞＝、﹦、不低于、以上等，没有用 ≥ ≤ > < =。
    意思看得懂，但汇总和公式认不出来。系统导出的表写 >= 是系统的写法，不提示。

    违反示例
        “>=98%”“≧98%”“不低于98%”“20万元以内”

    正确示例
        “≥98%”“≤20万元”

    依据
        行业惯例

    怎样改
        jixiao fix 可以自动更正，数和单位原样保留。
    """
    for row in subject.live:
        cell, target = row.target, row.target_quantity
        if cell is None or target is None or target.operator == NONE or cell.exact is not None:
            continue
        if target.is_standard and cell.text.lstrip(_QUOTES).startswith(target.operator):
            continue
        # A sign in a column of its own was chosen from a list.
        if row.nature is not None and cell.text[:1].isdigit():
            continue
        value = respelled(cell, target, target.operator)
        fix = Fix(cell.address, value, safe=True) if value else None
        yield on_row(row, cell, cell.text, value or target.operator, wording="" if value else "by hand", fix=fix)


@rule(
    "JX307",
    "target-unit-suspicious",
    Severity.ERROR,
    "{cell}“{label}”目标“{seen}”，数字后的“{tail}”不成单位。请对照批复的绩效目标表改正，问项目经办人。",
    needs=("target",),
)
def target_unit_suspicious(subject: Subject) -> Iterator[Hit]:
    """目标的单位不成单位

    数字后面跟着不可能的单位（比率后面是 ¥），或打字时多出来的符号（98%%、98?、100#）。
    少见的真单位（Gbps、‰、元/㎡·年）不提示。

    违反示例
        网络信息公开及时性，目标“≥98¥”

    正确示例
        网络信息公开及时性，目标“≥98%”

    依据
        行业惯例

    怎样改
        对照批复的绩效目标表，把单位改对。
    """
    for row in subject.live:
        cell = row.target
        if cell is None or cell.exact is not None or cell.formula is not None:
            continue
        target = row.target_quantity
        if target is not None and kind_of(target.unit) and cell.text.endswith(target.unit):
            continue
        tail = _tail(row.target_value, cell.text)
        if tail and _is_garbage(tail, row):
            yield on_row(row, cell, cell.text, PERCENT if _RATE_NAME.search(row.name) else "", tail=tail)


def _tail(value: Value, text: str) -> str:
    """What follows the number as typed; after an operator in words (不低于98¥) what the reader takes for the unit."""
    match = _NUMBER_TAIL.fullmatch(squeeze(text).strip(_QUOTES).rstrip("。;,、"))
    if match:
        return match[1]
    return value.unit if isinstance(value, Quantity) else ""


@rule(
    "JX309",
    "operator-in-actual",
    Severity.WARNING,
    {
        "": "{cell}“{label}”实际值写成“{seen}”。请填测得的数，如93%；没有统计就找业务股室要，不要只删符号。",
        "count": "{cell}“{label}”实际值写成“{seen}”。请填实际的数；没有统计就找业务股室要，不要只删符号。",
        "equals": "{cell}“{label}”实际值写成“{seen}”，多了等号。请只填数“{expected}”；拿不准的问项目经办人。",
    },
    needs=("actual",),
    fixable=True,
)
def operator_in_actual(subject: Subject) -> Iterator[Hit]:
    """实际完成值带着符号

    “实际完成值”要填测得的数，却写了“≥90%”“98%以上”“=9万元”。
    带“=”的去掉等号即可；带“≥”“≤”的是把目标抄了过来，去掉符号等于编一个数。

    违反示例
        实际完成值“≥90%”；“=9万元”

    正确示例
        实际完成值“93%”；“9万元”

    依据
        行业惯例

    怎样改
        “=9万元”可用 jixiao fix 改成“9万元”；其余的向业务股室要统计数。
    """
    for row in subject.live:
        cell, actual = row.actual, row.actual_quantity
        # “达到98%” tells what was reached.
        if cell is None or actual is None or actual.operator == NONE or actual.spelled == "达到":
            continue
        if cell.exact is not None or cell.formula is not None or _WITHIN.fullmatch(squeeze(cell.text)):
            continue
        value = respelled(cell, actual, NONE) if actual.operator == EQUAL else None
        if value is not None:
            yield on_row(row, cell, cell.text, value, wording="equals", fix=Fix(cell.address, value, safe=True))
        else:
            yield on_row(row, cell, cell.text, wording="" if actual.unit == PERCENT else "count")


@rule(
    "JX320",
    "options-left",
    Severity.WARNING,
    {
        "": "{cell}“{label}”实际完成值写着“{seen}”，是一串选项，没有选。请按实际情况填一项，问项目经办人。",
        "target": "{cell}“{label}”目标写着“{seen}”，是一串选项，不是一个目标。请对照批复的绩效目标表核对，问财政部门。",
    },
    needs=("target",),
)
def options_left(subject: Subject) -> Iterator[Hit]:
    """应填一项，写了一串选项

    目标或实际完成值写着“优良中低差”“好坏”“是/否”这样的一串选项，没有选定其中一项，无从判断是否完成。

    违反示例
        实际完成值“优良中低差”；“是□否□”

    正确示例
        实际完成值“良”；“是☑否□”

    依据
        行业惯例

    怎样改
        实际完成值选定一项；目标是系统给定的选项表的，在偏差原因栏写明按哪一档完成，明年申报时写定一档。

    可调参数
        评分口径（--profile）：qualitative.bands 的用语也算选项
    """
    for row in subject.live:
        for cell, value, wording in ((row.target, row.target_value, "target"), (row.actual, row.actual_value, "")):
            if cell is not None and isinstance(value, Words) and _is_options(cell.text, subject):
                yield on_row(row, cell, cell.text, wording=wording)


def respelled(cell: Cell | None, value: Quantity, operator: str) -> str | None:
    """The printed text with another operator in place of its own, all else as it stands; None if that cannot be done.

    ``>= 98%`` with ``≥`` → ``≥98%``; ``20万元以内`` with ``≤`` → ``≤20万元``; ``=9万元`` with none → ``9万元``.
    """
    if cell is None or cell.exact is not None or cell.formula is not None:
        return None
    prefix, suffix = _cut(value.spelled, squeeze(cell.text))
    start, seen = 0, ""
    while len(seen) < len(prefix):
        seen += squeeze(narrow(cell.text[start]))
        start += 1
    rest = cell.text[start:].lstrip()
    if suffix:
        before, found, after = rest.rpartition(suffix)
        if not found:
            return None
        rest = before.rstrip() + after
    if rest.startswith(_FILLERS):
        return None
    # “=98%以上” says two things: only a person can tell which.
    if prefix and suffix and quantity(parse_value(prefix + rest)) != value._replace(spelled=prefix):
        return None
    text = operator + rest
    return text if parse_value(text) == value._replace(operator=operator, spelled=operator) else None


def _cut(spelled: str, text: str) -> tuple[str, str]:
    """The part of a spelled operator that stands before the number, and the part behind it."""
    length = 0
    while length < len(spelled) and length < len(text) and spelled[length] == text[length]:
        length += 1
    return spelled[:length], spelled[length:]


def _is_garbage(tail: str, row: Indicator) -> bool:
    if tail in _MONEY_SIGNS:
        if _RATE_NAME.search(row.name):
            return True
        return not is_cost_class(*row.classes) and not _MONEY_NAME.search(row.name)
    if tail in _DEGREES:
        return bool(_RATE_NAME.search(row.name))
    return bool(_GARBAGE.fullmatch(tail) or _DOUBLED.fullmatch(tail))


def _is_options(text: str, subject: Subject) -> bool:
    if not 1 < len(text) <= _LONGEST_LIST or _TICKS.search(text):
        return False
    boxed = _BOXES.sub("/", text)
    bare = narrow(boxed).strip(" ()[]/")
    if squeeze(bare) in _RUN_TOGETHER:
        return True
    parts = [part for part in _PARTED.split(bare) if part]
    if len(set(parts)) < max(len(parts), 2):
        return False
    if all(subject.profile.band_of(part) for part in parts):
        return True
    if not all(part in _LEVELS or _is_negated(part) for part in parts):
        return False
    if boxed != text:
        return True
    if len(parts) == 2:
        first, second = parts
        return frozenset(parts) in _OPPOSITES or (_is_negated(second) and second[1:] == first)
    return any(part in _LOW or _is_negated(part) for part in parts)


def _is_negated(part: str) -> bool:
    return part.startswith(_NEGATIONS) and part[1:] in _LEVELS
