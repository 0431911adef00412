"""5xx: what the rows add up to — weights, scores, grade — and which classes they make up."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from jixiao.finding import Severity
from jixiao.form import Kind
from jixiao.rules import grades, readings, sections, sums
from jixiao.rules.framework import SCORED, Hit, on_row, rule
from jixiao.values import parse_number, plain, squeeze, unbracketed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jixiao.form import Cell, Form, Indicator
    from jixiao.rules.subject import Subject

_ZERO, _HUNDRED, _FIFTY = Decimal(0), Decimal(100), Decimal(50)
_PRINTED_WEIGHT = re.compile(r"\((\d+(?:\.\d+)?)[分%]?\)")
_CLASSES = ("成本", "产出", "效益", "满意")
_CLASS_NAMES = {"满意": "满意度"}
_EFFECTS = re.compile("效益|效果|效应|效能|影响|可持续")
_LEAST_CERTAIN = Decimal("0.1")


@rule(
    "JX501",
    "weights-not-100",
    Severity.ERROR,
    {
        "": "{cell}分值合计{seen}（指标{indicators}，执行率{execution}），应为{expected}。"
        "请对照批复的绩效目标表核对各行分值。",
        "printed": "{cell}总分栏的分值印{expected}，各行分值合计{seen}（指标{indicators}，执行率{execution}）。"
        "请核对。",
        "parent": "{cell}“{label}”分值{expected}，其下各行合计{seen}。请对照批复的绩效目标表核对各行分值。",
    },
    kinds=SCORED,
    needs=("weight",),
)
def weights_not_100(subject: Subject) -> Iterator[Hit]:
    """分值合计不是100

    全表分值（合并的格只算一次）加上执行率的分值，应为 100，并与“总分”行印的分值一致；
    一级指标印了分值的，其下各行之和应等于它。印成小数的分值按四舍五入的区间比较。

    违反示例
        指标分值合计 88，执行率 10

    正确示例
        指标分值合计 90，执行率 10

    依据
        财预〔2020〕10号；财预〔2021〕101号附件1（参考试行）

    怎样改
        与批复的绩效目标表逐行核对分值，改正填错的一行；指标有删减的，问财政部门余下的分值怎样分配。
    """
    form = subject.form
    if form.kind is Kind.SCORESHEET:
        yield from sections.weight_hits(form)
        return
    numbers = sums.numbers_in(row.weight for row in form.live)
    # A missing or invalid weight explains the gap: JX406 speaks.
    if numbers is None or not all(numbers):
        return
    rows, execution = sums.of_weights(numbers), sums.execution_in(form, "weight")
    printed = form.total.weight.number if form.total.weight is not None else None
    choices = [rows + sums.of_weights([execution or _ZERO])]
    if execution is None:
        choices.append(rows + sums.of_weights([subject.profile.execution_weight]))
    elif not sums.give(choices, _HUNDRED) and sums.is_listed(form.live, execution):
        choices.append(rows)
    # The total row may stand for the indicators alone.
    makes_100, as_printed = sums.give(choices, _HUNDRED), sums.give([*choices, rows], printed)
    if not (makes_100 and as_printed) and (rest := sums.in_other_rows(form, "weight")):
        choices.extend([each + sums.of_weights(rest) for each in choices])
        makes_100, as_printed = sums.give(choices, _HUNDRED), sums.give([*choices, rows], printed)
    if makes_100 and as_printed:
        yield from _parents(form)
        return
    given = form.total.weight is not None
    yield Hit(
        form.total.weight or form.headings["weight"],
        "总分" if given else "分值合计",
        readings.points(choices[0].number),
        plain(printed) if makes_100 and printed is not None else "100",
        wording="printed" if makes_100 else "",
        details={
            "indicators": readings.points(rows.number),
            "execution": "未列分值" if execution is None else readings.points(execution),
        },
    )


def _parents(form: Form) -> Iterator[Hit]:
    """Level 1 names whose printed weight differs from their rows'."""
    groups: dict[str, list[Indicator]] = {}
    for row in form.live:
        if row.level1 is not None and row.level1.text:
            groups.setdefault(row.level1.text, []).append(row)
    for name, rows in groups.items():
        cell = form.level1_weights.get(name)
        bracketed = _PRINTED_WEIGHT.search(squeeze(name))
        weight = cell.number if cell is not None else None
        if weight is None and bracketed:
            weight = parse_number(bracketed[1])
        numbers = sums.numbers_in(row.weight for row in rows)
        if weight is None or numbers is None:
            continue
        added = sums.of_weights(numbers)
        if not added.gives(weight):
            origin = cell if cell is not None else rows[0].level1
            label = unbracketed(squeeze(name))
            yield Hit(origin, label, readings.points(added.number), plain(weight), wording="parent")


@rule(
    "JX502",
    "total-score-mismatch",
    Severity.ERROR,
    {
        "": "{cell}总分{seen}，各行得分合计{expected}（指标{indicators}，执行率{execution}）。"
        "请逐行核对得分，改正总分。",
        "section": "{cell}“{label}”得分{seen}，其下各项得分合计{expected}。请逐项核对得分，改正这一部分的得分和总分。",
        "sheet": "{cell}总分{seen}，各项得分合计{expected}。请逐项核对得分，改正总分。",
    },
    kinds=SCORED,
    needs=("score", "total"),
)
def total_score_mismatch(subject: Subject) -> Iterator[Hit]:
    """总分不等于各行得分之和

    各行得分（合并的格只算一次）加执行率得分，应等于总分。印成小数的数按四舍五入的区间比较，
    有一行得分空缺时不查。

    违反示例
        各行得分合计 84.49，执行率得分 10，总分 95

    正确示例
        各行得分合计 84.49，执行率得分 10，总分 94.49

    依据
        行业惯例

    怎样改
        先改正填错的行得分，再把总分改成各行之和；用公式求和可免手算。
    """
    form = subject.form
    if form.kind is Kind.SCORESHEET:
        yield from sections.score_hits(form)
        return
    printed = form.total.score.number if form.total.score is not None else None
    # Without a column of weights a blank score belongs to no points of its own.
    scored = form.live if "weight" in form.headings else [row for row in form.live if row.score and row.score.text]
    numbers = sums.numbers_in(row.score for row in scored)
    if printed is None or numbers is None:
        return
    rows, execution = sums.of_scores(numbers), sums.execution_in(form, "score")
    if execution is None and subject.rate is None and rows.number <= printed <= rows.number + subject.execution_weight:
        # The execution score is not on the form, and neither is what it could be worked out from.
        return
    choices = [rows + sums.of_scores([each]) for each in sums.execution_choices(subject, execution)]
    if sums.give(choices, printed, sums.half_of(printed)):
        return
    if sums.without_execution(subject, execution):
        choices.append(rows)
    choices.append(choices[0] + sums.of_scores(sums.in_other_rows(form, "score")))
    if sums.give(choices, printed, sums.half_of(printed)):
        return
    yield Hit(
        form.total.score,
        "总分",
        readings.points(printed),
        readings.points(choices[0].number),
        details={
            "indicators": readings.points(rows.number),
            "execution": "未印得分" if execution is None else readings.points(execution),
        },
    )


@rule(
    "JX503",
    "level-weights-differ",
    Severity.INFO,
    "{cell}一级指标分值为{seen}，口径（{profile}）为{expected}。批复如此的不必改；否则请核对。",
    kinds=frozenset((Kind.PROJECT,)),
    needs=("weight", "level1"),
)
def level_weights_differ(subject: Subject) -> Iterator[Hit]:
    """一级指标的分值与口径的惯例不同

    评分口径给出各类指标的一般分值：设成本指标的 20/40/20/10，未设的 50/30/10，没有满意度的归入效益。
    批复的绩效目标另有分配的，以批复为准，本条只是提示。

    违反示例
        产出指标 30，效益指标 50，满意度指标 10

    正确示例
        产出指标 50，效益指标 30，满意度指标 10

    依据
        财预〔2020〕10号；财预〔2021〕101号附件1（参考试行）

    怎样改
        与批复的绩效目标表核对；一致的不必改，申报下年度目标时参照口径分配。

    可调参数
        评分口径（--profile）：weights
    """
    found: dict[str, dict[tuple[int, int], Cell]] = {}
    first: dict[str, Cell | None] = {}
    for row in subject.live:
        name = next((each for each in _CLASSES if each in row.classes[0]), None)
        # A framework of its own (投入 过程 …) has weights of its own.
        if name is None or row.weight is None:
            return
        found.setdefault(name, {})[row.weight.row, row.weight.column] = row.weight
        first.setdefault(name, row.level1)
    printed = {name: sums.numbers_in(cells.values()) for name, cells in found.items()}
    added = {name: sum(numbers, _ZERO) for name, numbers in printed.items() if numbers is not None}
    # Without a class of effects JX505 speaks, with weights that do not make 100 JX501 or JX406.
    if len(added) < len(printed) or "效益" not in added or "产出" not in added:
        return
    whole = sum(added.values(), subject.execution_weight)
    usual = _usual_weights(subject, added.keys())
    if abs(whole - _HUNDRED) > _LEAST_CERTAIN or not usual:
        return
    differing = [name for name in usual if abs(added.get(name, _ZERO) - usual[name]) > _LEAST_CERTAIN]
    if differing:
        origin = next((first[name] for name in differing if name in first), None)
        yield Hit(
            origin,
            "一级指标分值",
            _listed(added),
            _listed(usual),
            details={"profile": subject.profile.name},
        )


def _usual_weights(subject: Subject, classes: Iterable[str]) -> dict[str, Decimal]:
    """The profile's weights for the classes that the form has; what satisfaction lacks goes to the effects."""
    present, profile = set(classes), subject.profile
    source = profile.weights_with_cost if "成本" in present else profile.weights_without_cost
    # 产出与效益 in one is neither.
    single = {name: weight for name, weight in source.items() if sum(key in name for key in _CLASSES) == 1}
    usual = {key: weight for key in _CLASSES for name, weight in single.items() if key in name}
    if "满意" in usual and "满意" not in present and "效益" in usual:
        usual["效益"] += usual.pop("满意")
    return usual


def _listed(weights: dict[str, Decimal]) -> str:
    known = (key for key in _CLASSES if key in weights)
    return "、".join(f"{_CLASS_NAMES.get(key, key)}{readings.points(weights[key])}" for key in known)


@rule(
    "JX504",
    "grade-mismatch",
    Severity.ERROR,
    "{cell}等级写“{seen}”，总分{total}按口径为“{expected}”。请改等级；当地等级线不同的，请用本地口径。",
    kinds=SCORED,
    needs=("total",),
)
def grade_mismatch(subject: Subject) -> Iterator[Hit]:
    """等级与总分不符

    印出的评价等级与总分在评分口径里对应的等级不同。

    违反示例
        总分 94.49，等级“良”

    正确示例
        总分 94.49，等级“优”

    依据
        财预〔2020〕10号（90、80、60 分为界）

    怎样改
        先核对总分，再按总分改等级。

    可调参数
        评分口径（--profile）：grades
    """
    total, cell = subject.form.total, subject.form.total.grade
    score = total.score.number if total.score is not None else None
    whole = total.weight.number if total.weight is not None else None
    if cell is None or not cell.is_filled or score is None or whole not in (None, _HUNDRED):
        return
    known = {grades.usual_name(grade.name) for grade in subject.profile.grades}
    printed, right = grades.grade_in(cell.text, known), subject.profile.grade_of(score)
    if printed is not None and printed != grades.usual_name(right):
        yield Hit(cell, "评价等级", cell.text, right, details={"total": readings.points(score)})


@rule(
    "JX505",
    "class-missing",
    Severity.INFO,
    {
        "": "{cell}表中没有{label}。批复的绩效目标如此的不必改；下年度申报时请补设。",
        "heavy": "{cell}“{label}”一行占{seen}分。批复如此的不必改；下年度申报时请把分值分到几个指标。",
    },
    needs=("level1",),
)
def class_missing(subject: Subject) -> Iterator[Hit]:
    """缺少效益或满意度指标，或一行分值过重

    项目绩效一般设产出、效益、满意度指标；只有一两类，或一个指标占 50 分以上，得分说明不了问题。

    违反示例
        全表只有产出指标；一行分值 60

    正确示例
        产出、效益、满意度各类都有，没有一行达到 50 分

    依据
        财预〔2020〕10号

    怎样改
        批复的目标不在自评时改；申报下年度目标时补设。确实没有服务对象的，写明。
    """
    form = subject.form
    # A class that is printed with a dash was left out on purpose.
    classes = {name for row in form.indicators for name in row.classes if name}
    if not classes or not subject.live:
        return
    if not any(_EFFECTS.search(name) for name in classes):
        yield Hit(form.headings["level1"], "效益指标")
    if not any("满意" in name for name in classes) and not any("满意" in row.name for row in subject.live):
        yield Hit(form.headings["level1"], "满意度指标")
    for row in subject.live:
        weight = row.weight
        if weight is None or weight.bottom > weight.row:
            continue
        if (number := weight.number) is not None and number >= _FIFTY:
            yield on_row(row, weight, readings.points(number), wording="heavy")
