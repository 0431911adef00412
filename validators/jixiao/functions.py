"""The cell functions: one registry from which Excel's, Calc's and plain Python's are made.

Whoever adds a function adds it here, with its Chinese help; every host reads `FUNCTIONS`. Standard library only, Python
3.9 syntax. What a cell hands over is a `CellValue`; a column is a tuple of rows, each a tuple of cells. Blank in, blank
out (""); nonsense raises `CellError`, which every host shows as #VALUE!: text would be passed over by SUM in silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Callable, NamedTuple, Union

from jixiao.direction import CEILING, direction_of
from jixiao.scoring import (
    DEFAULT,
    Profile,
    execution_rate,
    profile_names,
    score_execution,
    score_of_no_budget,
    score_row,
    shipped_profile,
)
from jixiao.values import (
    EQUAL,
    NONE,
    Quantity,
    Value,
    half_up,
    in_units_of,
    is_blank,
    is_not_applicable,
    parse_number,
    parse_value,
    plain,
    squeeze,
)

CellValue = Union[None, str, bool, int, float, Decimal, date]
Column = tuple[tuple[CellValue, ...], ...]
BLANK = ""

# What 提示 says, in every edition of the templates and in JX_HINT alike.
UNEXPLAINED = "请写偏差原因和改进措施"
EQUALS_ON_CEILING = "“=”宜为“≤”，请先问财政部门，勿自行改目标"
SCORE_OVER_WEIGHT = "得分超过分值，请核对"
WEIGHTS_NOT_100 = "分值合计不是100，请核对"
TOTAL_OVER_100 = "总分超过100，请核对"
RATE_OVER_100 = "执行率超过100%，请核对预算数和执行数"
UNSCORED = "没有得分，请自行评分"
UNSCORED_ROWS = "有{}行没有得分，请自行评分"
ERROR_VALUE = "格子里是错误值，请改成数"
AMOUNT_UNREAD = "资金表里有的金额不是数，合计没有算；请只填数，不带单位"
BETWEEN_HINTS = "；"
# An explanation with fewer characters says nothing, as `jixiao.rules.phrases` has it.
FEWEST_SAID = 4

COMPLETED, UNCOMPLETED = "已完成", "未完成"
_SCORE_HEADING = "得分"
_YES, _NO = frozenset((COMPLETED, "完成", "是", "1", "true")), frozenset((UNCOMPLETED, "否", "0", "false"))


class CellError(ValueError):
    """What was handed over makes no sense here; the message says what is wrong, in Chinese."""


@dataclass(frozen=True)
class Argument:
    """An argument of a cell function: its name in code, its title and its help for the function wizard."""

    name: str
    title: str
    help: str
    optional: bool = False


@dataclass(frozen=True)
class Function:
    """A cell function. is_column: it takes columns and gives a column of results (an array formula)."""

    name: str
    summary: str
    arguments: tuple[Argument, ...]
    call: Callable[..., object]
    is_column: bool = False


class _Row(NamedTuple):
    target: Value
    actual: Value
    weight: Decimal | None


def rate(budget: CellValue = None, spent: CellValue = None) -> float | str:
    """执行率 in percent (0–100 and beyond), half up to two decimals; blank without a budget."""
    amounts = _amounts(budget, spent)
    exact = execution_rate(*amounts) if amounts is not None else None
    return BLANK if exact is None else float(half_up(exact))


def rate_score(
    budget: CellValue = None,
    spent: CellValue = None,
    weight: CellValue = None,
    completed: CellValue = None,
    profile: CellValue = None,
) -> float | str:
    """执行率得分 by the profile; blank while an amount or 分值 is blank, or where the profile leaves 0 of 0 open."""
    amounts, points, rules = _amounts(budget, spent), _positive(weight, "分值"), _profile(profile)
    done = _completed(completed)
    if amounts is None or points is None:
        return BLANK
    exact = execution_rate(*amounts)
    if exact is not None:
        return float(score_execution(rules, exact, points, done))
    nothing = score_of_no_budget(rules, points) if not amounts[1] else None
    return BLANK if nothing is None else float(nothing)


def score(
    target: CellValue = None, actual: CellValue = None, weight: CellValue = None, profile: CellValue = None
) -> float | str:
    """得分 of a row by the profile; blank while something is blank and where words are for people to judge."""
    row, rules = _row(target, actual, weight), _profile(profile)
    points = score_row(rules, row.target, row.actual, row.weight).score
    return BLANK if points is None else float(points)


def total(scores: object = None) -> float | str:
    """Σ得分 of a range: numbers, also those typed as text; — and / count for nothing; blank while all is blank."""
    numbers = [
        number
        for cell in _cells(scores)
        if not _counts_for_nothing(_text(cell)) and (number := _number(cell, _SCORE_HEADING)) is not None
    ]
    return float(half_up(sum(numbers, Decimal(0)))) if numbers else BLANK


def grade(score: CellValue = None, profile: CellValue = None) -> str:
    """等级 of a total score (0–100) by the profile."""
    number, rules = _positive(score, "总分"), _profile(profile)
    if number is not None and number > 100:
        raise CellError(f"总分{plain(number)}超过100")
    return BLANK if number is None else rules.grade_of(number)


def hint(
    level1: CellValue = None,
    level2: CellValue = None,
    name: CellValue = None,
    target: CellValue = None,
    actual: CellValue = None,
    weight: CellValue = None,
    score: CellValue = None,
    reason: CellValue = None,
    profile: CellValue = None,
) -> str:
    """What is still to be done on a row, blank where nothing is: the same words as 提示 of the templates."""
    row, rules = _row(target, actual, weight), _profile(profile)
    given = _given(score)
    hints = []
    if given is None and row.weight and not is_blank(_text(actual)):
        hints.append(UNSCORED)
    if given is not None and row.weight is not None and given > row.weight:
        hints.append(SCORE_OVER_WEIGHT)
    saving = _is_saving(rules, _text(level1), _text(level2), _text(name), row)
    if saving and isinstance(row.target, Quantity) and row.target.operator == EQUAL:
        hints.append(EQUALS_ON_CEILING)
    result = score_row(rules, row.target, row.actual, row.weight)
    lost = given is not None and row.weight is not None and given < row.weight
    if (lost or (result.is_met is False and not saving)) and _is_unsaid(_text(reason)):
        hints.append(UNEXPLAINED)
    return BETWEEN_HINTS.join(hints)


def scores(
    target: object = None, actual: object = None, weight: object = None, profile: CellValue = None
) -> tuple[tuple[float | str], ...]:
    """得分 of a block of rows in one call."""
    return tuple((score(*row),) for row in _rows(target, actual, weight, profile))


def hints(
    level1: object = None,
    level2: object = None,
    name: object = None,
    target: object = None,
    actual: object = None,
    weight: object = None,
    score: object = None,
    reason: object = None,
    profile: CellValue = None,
) -> tuple[tuple[str], ...]:
    """提示 of a block of rows in one call."""
    return tuple((hint(*row),) for row in _rows(level1, level2, name, target, actual, weight, score, reason, profile))


def _text(cell: CellValue) -> str:
    """A cell's value as a person would have typed it: 0.97, 1200, 2024-12-31; empty for a blank."""
    if cell is None:
        return BLANK
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, (int, float, Decimal)):
        return plain(_finite(cell))
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return cell


def _counts_for_nothing(text: str) -> bool:
    # A template's range begins at the heading, so that a row inserted right below it is taken in.
    return is_not_applicable(text) or squeeze(text) == _SCORE_HEADING


def _finite(number: int | float | Decimal) -> Decimal:
    # A spreadsheet's 0.1 is the binary float nearest to it; its shortest text is what was typed.
    exact = Decimal(repr(number)) if isinstance(number, float) else Decimal(number)
    if not exact.is_finite():
        raise CellError("不是数字")
    return exact


def _number(cell: CellValue, title: str) -> Decimal | None:
    """The number in a cell, None where it is blank."""
    text = _text(cell)
    if is_blank(text):
        return None
    number = None if isinstance(cell, (bool, date)) else parse_number(text)
    if number is None:
        raise CellError(f"{title}“{text[:20]}”不是数字")
    return number


def _positive(cell: CellValue, title: str) -> Decimal | None:
    number = _number(cell, title)
    if number is not None and number < 0:
        raise CellError(f"{title}不能是负数")
    return number


def _amounts(budget: CellValue, spent: CellValue) -> tuple[Decimal, Decimal] | None:
    planned, paid = _positive(budget, "预算数"), _positive(spent, "执行数")
    return None if planned is None or paid is None else (planned, paid)


def _completed(cell: CellValue) -> bool:
    text = squeeze(_text(cell)).lower()
    if text and text not in _YES | _NO:
        raise CellError(f"“{text[:20]}”：请填“{COMPLETED}”或“{UNCOMPLETED}”")
    return text in _YES


def _profile(cell: CellValue) -> Profile:
    name = _text(cell).strip() or DEFAULT
    if name not in profile_names():
        raise CellError(f"没有评分口径“{name[:20]}”，可用：{'、'.join(profile_names())}")
    return shipped_profile(name)


def _row(target: CellValue, actual: CellValue, weight: CellValue) -> _Row:
    return _Row(parse_value(_text(target)), parse_value(_text(actual)), _positive(weight, "分值"))


def _is_saving(profile: Profile, level1: str, level2: str, name: str, row: _Row) -> bool:
    """Whether a ceiling that was not written as one (=36万元) was kept."""
    target, actual = row.target, row.actual
    if not isinstance(target, Quantity) or not isinstance(actual, Quantity) or target.operator not in (EQUAL, NONE):
        return False
    if in_units_of(target, actual) >= target.number:
        return False
    return direction_of(level1, level2, name, target, actual, profile.words).direction == CEILING


def _given(score: CellValue) -> Decimal | None:
    """The score in a cell, None where there is none: words (良好) and -5 are no score either."""
    try:
        return _positive(score, _SCORE_HEADING)
    except CellError:
        return None


def _is_unsaid(reason: str) -> bool:
    """Too short to say anything, or nothing but digits and punctuation."""
    said = squeeze(reason)
    return len(said) < FEWEST_SAID or is_not_applicable(said) or not any(map(str.isalpha, said))


def _cells(area: object) -> tuple[CellValue, ...]:
    """The cells of a range, row by row; a single cell is a range of one."""
    rows = area if isinstance(area, (tuple, list)) else ((area,),)
    return tuple(cell for row in rows for cell in (row if isinstance(row, (tuple, list)) else (row,)))


def _rows(*columns: object) -> list[tuple[CellValue, ...]]:
    """Columns side by side; a single cell stands for every row (one 一级指标 merged over its rows)."""
    areas = [_cells(column) for column in columns]
    length = max(map(len, areas))
    if any(len(area) not in (1, length) for area in areas):
        raise CellError("各栏的行数不一样")
    return list(zip(*(area * length if len(area) == 1 else area for area in areas)))


_BUDGET = Argument("budget", "全年预算数", "全年预算数，与执行数同一单位")
_SPENT = Argument("spent", "全年执行数", "全年执行数，与预算数同一单位")
_TARGET = Argument("target", "年度指标值", "如 ≥98%、≤3万元、12月底前")
_ACTUAL = Argument("actual", "实际完成值", "如 97%、2.8万元")
_WEIGHT = Argument("weight", "分值", "本行的分值")
_PROFILE = Argument("profile", "评分口径", f"可不填，不填按 {DEFAULT}", optional=True)
_ROW = (
    Argument("level1", "一级指标", "如 成本指标"),
    Argument("level2", "二级指标", "如 经济成本指标"),
    Argument("name", "三级指标", "指标的名称"),
    _TARGET,
    _ACTUAL,
    _WEIGHT,
    Argument("score", "得分", "本行的得分"),
    Argument("reason", "偏差原因", "偏差原因分析及改进措施"),
)

FUNCTIONS = (
    Function("JX_RATE", "预算执行率（%）：全年执行数÷全年预算数×100，保留两位小数。", (_BUDGET, _SPENT), rate),
    Function(
        "JX_RATE_SCORE",
        "预算执行率得分，按评分口径。",
        (
            _BUDGET,
            _SPENT,
            _WEIGHT,
            Argument("completed", "是否完成", f"“{COMPLETED}”或“{UNCOMPLETED}”，可不填", optional=True),
            _PROFILE,
        ),
        rate_score,
    ),
    Function(
        "JX_SCORE",
        "一行指标的得分，按评分口径；定性指标请自行评分，这里留空。",
        (_TARGET, _ACTUAL, _WEIGHT, _PROFILE),
        score,
    ),
    Function("JX_TOTAL", "得分合计；写成文本的数字也算。", (Argument("scores", "得分", "得分所在的区域"),), total),
    Function("JX_GRADE", "总分的等级：优、良、中、差。", (Argument("score", "总分", "0至100"), _PROFILE), grade),
    Function("JX_HINT", "一行指标还要做什么；没有就留空。", (*_ROW, _PROFILE), hint),
    Function(
        "JX_SCORES", "一列指标的得分（数组公式）。", (_TARGET, _ACTUAL, _WEIGHT, _PROFILE), scores, is_column=True
    ),
    Function("JX_HINTS", "一列指标的提示（数组公式）。", (*_ROW, _PROFILE), hints, is_column=True),
)
