"""Which cells a row's and a form's formulas refer to, and the hidden helper cells that a row needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Helper(NamedTuple):
    """A hidden helper cell of every indicator row: its name in code and the heading of its column."""

    name: str
    title: str


_OF_A_VALUE = (
    ("text", "半角文本"),
    ("start", "数字起点"),
    ("run", "数字和标点"),
    ("digits", "数字串"),
    ("whole", "整数部分"),
    ("decimals", "小数部分"),
    ("before", "数字之前"),
    ("sign", "符号"),
    ("tail", "数字之后"),
    ("limit", "以上以内"),
    ("rest", "去掉以上以内"),
    ("unit", "单位"),
    ("number", "数值"),
    ("plain", "单位的主体"),
    ("counted", "计量部分"),
    ("scale", "万、亿的倍数"),
    ("base", "基本单位"),
    ("measure", "换算"),
)
# In the order in which each follows from those before it.
HELPERS = (
    *(Helper(f"target_{name}", f"目标·{title}") for name, title in _OF_A_VALUE),
    *(Helper(f"actual_{name}", f"实际·{title}") for name, title in _OF_A_VALUE),
    Helper("operator", "目标·比较方式"),
    Helper("points", "分值·数值"),
    Helper("given", "得分·数值"),
    Helper("reached", "按目标单位的实际值"),
    Helper("excess", "超出目标的比例"),
    Helper("met", "是否达成"),
    Helper("completion", "完成程度"),
    Helper("saving", "节约"),
    Helper("unscored", "没有得分"),
)


class RowRefs(NamedTuple):
    """The cells of one indicator row as A1 addresses ("F12", "$F12"); merged cells by their upper left one.

    helpers: the address of each helper cell by its name (`helpers_of` tells which an edition needs).
    """

    level1: str
    level2: str
    name: str
    target: str
    actual: str
    weight: str
    score: str
    reason: str
    helpers: Mapping[str, str]


class RowFormulas(NamedTuple):
    """Formula text for one row; helpers: by name, in the order of `HELPERS`."""

    helpers: Mapping[str, str]
    score: str
    hint: str


class FormRefs(NamedTuple):
    """The cells of one form as A1 addresses.

    budget, spent: 全年预算数 and 全年执行数 of 年度资金总额; execution_weight: its 分值; completed: the cell that says
    已完成 or 未完成, None without one; rate, execution_score: its 执行率 and 得分.
    weights, scores: the ranges of 分值 and 得分 over the indicator rows, so that a row put in without formulas counts
    too; weights_read, scores_read: those of the helpers `points` and `given`, for text such as 9.5分.
    total_weight, total: the sums of the total row, execution included; total is empty where the form has no 得分.
    budget_read, spent_read: the helpers that hold the two amounts as numbers; without them the cells are read alone.
    unscored: the range of the helper `unscored`.
    """

    budget: str
    spent: str
    execution_weight: str
    completed: str | None
    rate: str
    execution_score: str
    weights: str
    scores: str
    total_weight: str
    total: str
    weights_read: str = ""
    scores_read: str = ""
    budget_read: str = ""
    spent_read: str = ""
    unscored: str = ""


class FormFormulas(NamedTuple):
    """Formula text for one form; rate is 0–100 with two decimals, hints are blank while there is nothing to say."""

    rate: str
    execution_score: str
    total_weight: str
    total: str
    grade: str
    rate_hint: str
    total_hint: str
