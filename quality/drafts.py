"""A form as data, and as the sheet of a layout: what the measure of rightness plants its errors in.

Every field of a draft has a key, so that a planted error knows the cell in which it must be found: ``row 3 actual``,
``fund 0 rate``, ``total score``, ``goal actual``, ``head 项目名称``, ``heading actual``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from jixiao.casework import grid_cell
from jixiao.reading.grid import Merge, Sheet, a1
from jixiao.values import parse_number, plain

ROLES = ("level1", "level2", "level3", "target", "actual", "weight", "score", "reason")
FUND_ROLES = ("initial", "budget", "spent", "weight", "rate", "score")
HEADINGS = {
    "level1": "一级指标",
    "level2": "二级指标",
    "level3": "三级指标",
    "nature": "指标性质",
    "target": "年度指标值",
    "unit": "度量单位",
    "actual": "实际完成值",
    "weight": "分值",
    "score": "得分",
    "reason": "偏差原因分析及改进措施",
}
FUND_HEADINGS = {
    "initial": "年初预算数",
    "budget": "全年预算数",
    "spent": "全年执行数",
    "weight": "分值",
    "rate": "执行率",
    "score": "得分",
}


@dataclass(frozen=True)
class Row:
    """An indicator row as printed; sign, number and unit make up the target unless words do."""

    level1: str
    level2: str
    name: str
    sign: str
    number: str
    unit: str
    actual: str
    weight: str
    score: str
    reason: str = ""

    @property
    def target(self) -> str:
        """The target as one text."""
        return f"{self.sign}{self.number}{self.unit}"


@dataclass(frozen=True)
class Fund:
    """A row of the funds table as printed."""

    label: str
    initial: str
    budget: str
    spent: str
    weight: str = ""
    rate: str = ""
    score: str = ""


@dataclass(frozen=True)
class Style:
    """How a layout prints a draft: title, columns in order, and the words of its headings."""

    name: str
    kind: str
    title: str
    columns: tuple[str, ...]
    headings: dict[str, str] = field(default_factory=dict)
    head: tuple[str, ...] = ("项目名称", "主管部门", "实施单位")
    merged: bool = True


@dataclass(frozen=True)
class Draft:
    """A whole form. extras: texts that a planted error puts into single cells, by key (``formula row 3 score``)."""

    style: Style
    head: dict[str, str]
    funds: tuple[Fund, ...]
    goals: dict[str, str]
    rows: tuple[Row, ...]
    weight: str
    score: str
    year: str = "（2023年度）"
    grade: str = ""
    formulas: dict[str, str] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    hidden_rows: tuple[int, ...] = ()

    def with_row(self, index: int, **changes: str) -> Draft:
        """The draft with one row changed."""
        return replace(self, rows=(*self.rows[:index], replace(self.rows[index], **changes), *self.rows[index + 1 :]))

    def with_fund(self, index: int, **changes: str) -> Draft:
        """The draft with one row of the funds changed."""
        funds = (*self.funds[:index], replace(self.funds[index], **changes), *self.funds[index + 1 :])
        return replace(self, funds=funds)

    def added_up(self) -> Draft:
        """The draft with a total that is the sum of its scores and weights."""
        scores = [self.funds[0].score, *(row.score for row in self.rows)]
        weights = [self.funds[0].weight, *(row.weight for row in self.rows)]
        return replace(self, score=_sum(scores), weight=_sum(weights))


def _sum(texts: list[str]) -> str:
    numbers = (parse_number(text) for text in texts)
    return plain(sum((number for number in numbers if number is not None), Decimal(0)))


def laid_out(draft: Draft) -> tuple[Sheet, dict[str, str]]:
    """The sheet of a draft, and the address of every field by its key."""
    lines = list(_lines(draft))
    places = {key: (row, column) for row, (_, keys) in enumerate(lines, 1) for column, key in keys.items()}
    cells = {
        (row, column): grid_cell(text)
        for row, (line, _) in enumerate(lines, 1)
        for column, text in enumerate(line, 1)
        if text
    }
    for key, formula in draft.formulas.items():
        cells[places[key]] = cells[places[key]]._replace(formula=formula)
    merges = _merges(draft, places["row 0 level1"][0]) if draft.style.merged else []
    cells = {place: cell for place, cell in cells.items() if not _covered(place, merges)}
    hidden = tuple((places[f"row {index} target"][0],) * 2 for index in draft.hidden_rows)
    sheet = Sheet("自评表", cells=cells, merges=tuple(merges), hidden_rows=hidden)  # type: ignore[arg-type]
    return sheet, {key: a1(*place) for key, place in places.items()}


Line = tuple[list[str], dict[int, str]]


def _lines(draft: Draft) -> Iterator[Line]:
    """The rows of the sheet, each with the keys of its fields by column."""
    style = draft.style
    yield [style.title], {1: "title"}
    yield [draft.year], {1: "year"}
    for label in style.head:
        yield [label, draft.head[label]], {2: f"head {label}"}
    yield ["项目资金（万元）", "", *FUND_HEADINGS.values()], {}
    for index, fund in enumerate(draft.funds):
        figures = [getattr(fund, role) for role in FUND_ROLES]
        yield ["", fund.label, *figures], {3 + i: f"fund {index} {role}" for i, role in enumerate(FUND_ROLES)}
    if draft.goals:
        yield ["年度总体目标", "预期目标", "", "", "实际完成情况"], {}
        yield ["", draft.goals["expected"], "", "", draft.goals["actual"]], {2: "goal expected", 5: "goal actual"}
    words = {**HEADINGS, **style.headings, **draft.headings}
    yield ["绩效指标", *(words[role] for role in style.columns)], _keys("heading", style)
    for index, row in enumerate(draft.rows):
        yield ["", *(_value(row, role, style) for role in style.columns)], _keys(f"row {index}", style)
    sums = {"weight": draft.weight, "score": draft.score}
    yield ["总分", *(sums.get(role, "") for role in style.columns)], _keys("total", style)
    if draft.grade:
        yield ["评价等级", "", draft.grade], {3: "total grade"}


def _keys(part: str, style: Style) -> dict[int, str]:
    return {column: f"{part} {role}" for column, role in enumerate(style.columns, 2)}


def _value(row: Row, role: str, style: Style) -> str:
    if role == "level3":
        return row.name
    if role == "target":
        return row.target if "nature" not in style.columns else row.number
    if role == "nature":
        return row.sign or "定性"
    return str(getattr(row, role))


def _merges(draft: Draft, first: int) -> list[Merge]:
    """The title over all columns, 绩效指标 beside all rows, the levels over their rows."""
    width = len(draft.style.columns) + 1
    merges = [Merge(1, 1, 1, width), Merge(first - 1, 1, first - 1 + len(draft.rows), 1)]
    for role in ("level1", "level2"):
        column = draft.style.columns.index(role) + 2
        start = 0
        for index in range(1, len(draft.rows) + 1):
            same = index < len(draft.rows) and all(
                getattr(draft.rows[index], each) == getattr(draft.rows[start], each)
                for each in (("level1",) if role == "level1" else ("level1", "level2"))
            )
            if not same:
                if index - start > 1:
                    merges.append(Merge(first + start, column, first + index - 1, column))
                start = index
    return merges


def _covered(place: tuple[int, int], merges: list[Merge]) -> bool:
    row, column = place
    return any(
        m.top <= row <= m.bottom and m.left <= column <= m.right and (row, column) != (m.top, m.left) for m in merges
    )
