"""The read-only model of a form: every value keeps its sheet, its cell and the text as printed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from jixiao.reading.grid import a1
from jixiao.values import AT_MOST, PERCENT, Quantity, Value, is_not_applicable, parse_value, squeeze

_NO_SIGN = re.compile("定性|定量|正向|反向|逆向|正指标|负指标|[/—-]")
_LESS_IS_BETTER = re.compile("反向|逆向|负指标")


class Kind(StrEnum):
    """What a form is for."""

    PROJECT = "project"
    EXPORT = "export"
    DEPARTMENT = "department"
    MONITORING = "monitoring"
    SCORESHEET = "scoresheet"
    GOALS = "goals"


class Cell(NamedTuple):
    """A value of the form with its origin; an empty field is a cell with empty text.

    text: as a person sees it in the sheet, outer blanks removed; exact: the number behind a numeric cell, else None.
    kind, formula: as in ``reading.grid.GridCell``; kind is empty for an empty cell.
    row, column: of the cell's upper left corner, from 1; bottom, right: of its lower right one (merged cells).
    number: of a funds, weight or score cell: the exact one, else the one typed as text (9.5分); a cell shown as a
    percentage gives the percentage (0.7263 shown as 72.63% → 72.63).
    is_filled: something that is neither blank nor a dash, slash or dots stands there.
    """

    sheet: str
    row: int
    column: int
    text: str
    exact: Decimal | None = None
    kind: str = ""
    formula: str | None = None
    bottom: int = 0
    right: int = 0
    number: Decimal | None = None
    is_filled: bool = False

    @property
    def address(self) -> str:
        """The address a person reads: F12."""
        return a1(self.row, self.column)

    @property
    def is_empty(self) -> bool:
        """Nothing but blanks; a dash is not empty."""
        return not self.text

    def saying(self, text: str, number: Decimal | None = None) -> Cell:
        """The same cell with another text: a part of what stands in it."""
        return self._replace(text=text, number=number, is_filled=bool(text) and not is_not_applicable(text))

    @property
    def value(self) -> Value:
        """The target or actual value that stands here; a numeric cell gives its exact number, not the shown one."""
        value = parse_value(self.text) if self.text else None
        if self.exact is None or not isinstance(value, Quantity):
            return value
        exact = self.exact * 100 if value.unit == PERCENT else self.exact
        return value if exact == value.number else value._replace(number=exact)


class Labelled(NamedTuple):
    """A field of the head: its label and its value."""

    label: Cell
    value: Cell


class FundRole(StrEnum):
    """What a row of the funds table is: the total, a source of it, a detail of a source, or a part by use."""

    TOTAL = "total"
    SOURCE = "source"
    DETAIL = "detail"
    STRUCTURE = "structure"


@dataclass(frozen=True, slots=True)
class FundRow:
    """A row of 项目资金; a column that the form does not have is None. Amounts in the form's money unit.

    forecast: 全年预计执行数 of a monitoring form, whose spent and rate are those of its period.
    """

    role: FundRole
    label: Cell
    initial: Cell | None = None
    budget: Cell | None = None
    spent: Cell | None = None
    weight: Cell | None = None
    rate: Cell | None = None
    score: Cell | None = None
    reason: Cell | None = None
    forecast: Cell | None = None


@dataclass(frozen=True)
class Indicator:
    """An indicator row; a column that the form does not have is None.

    position: from 0, unique in its form. Cells merged over rows are the same cell on each of the rows.
    name: without the form's own “指标1：”. classes: the names of level 1 and level 2, squeezed.
    is_live: has a name and (a target or a weight); ``/`` ``—`` ``……`` and blank rows are not applicable.
    target_text: as printed; a layout that splits it gives 性质, 值 and 单位 in one, 定性 left out.
    method: 评分标准 or 得分计算方法.
    target_value, actual_value: what the cells say; target_quantity, actual_quantity: None where that is words.
    """

    position: int
    level1: Cell | None = None
    level2: Cell | None = None
    level3: Cell | None = None
    nature: Cell | None = None
    target: Cell | None = None
    unit: Cell | None = None
    actual: Cell | None = None
    weight: Cell | None = None
    score: Cell | None = None
    reason: Cell | None = None
    method: Cell | None = None
    name: str = field(init=False)
    classes: tuple[str, str] = field(init=False)
    is_live: bool = field(init=False)
    target_text: str = field(init=False)
    target_value: Value = field(init=False)
    actual_value: Value = field(init=False)
    target_quantity: Quantity | None = field(init=False)
    actual_quantity: Quantity | None = field(init=False)

    def __post_init__(self) -> None:
        """Work out once what every rule asks."""
        level1, level2, target, actual = self.level1, self.level2, self.target, self.actual
        name = _name_in(self.level3.text) if self.level3 is not None else ""
        text = _target_text(target, self.nature, self.unit)
        target_value = _target_value(target, text, self.nature)
        actual_value = actual.value if actual is not None else None
        filled = (target is not None and target.is_filled) or (self.weight is not None and self.weight.is_filled)
        vars(self).update(
            name=name,
            classes=(squeeze(level1.text) if level1 else "", squeeze(level2.text) if level2 else ""),
            is_live=filled and not is_not_applicable(name),
            target_text=text,
            target_value=target_value,
            actual_value=actual_value,
            target_quantity=target_value if isinstance(target_value, Quantity) else None,
            actual_quantity=actual_value if isinstance(actual_value, Quantity) else None,
        )

    @property
    def place(self) -> Cell | None:
        """Where the row is found: its target, else its name, else its score."""
        return self.target or self.level3 or self.score


def _name_in(text: str) -> str:
    if "\n" in text:
        text = "".join(line.strip() for line in text.splitlines())
    prefix, separator, rest = text.replace("：", ":").partition(":")
    return rest.strip() if separator and squeeze(prefix).rstrip("0123456789") == "指标" else text


def _target_text(target: Cell | None, nature: Cell | None, unit: Cell | None) -> str:
    value = target.text if target is not None else ""
    if nature is None and unit is None:
        return value
    sign = squeeze(nature.text) if nature is not None else ""
    if _NO_SIGN.match(sign) or not value[:1].isdigit():
        sign = ""
    counted = squeeze(unit.text) if unit is not None else ""
    return sign + value + ("" if is_not_applicable(counted) or value.endswith(counted) else counted)


def _target_value(target: Cell | None, text: str, nature: Cell | None) -> Value:
    """The target with sign and unit from their own columns where the layout splits them; 反向指标 is a ceiling."""
    if target is None:
        return None
    value = target.value
    if text != target.text:
        joined = parse_value(text)
        if isinstance(joined, Quantity) and isinstance(value, Quantity):
            joined = joined._replace(number=value.number)
        value = joined
    if nature is None or not isinstance(value, Quantity) or value.operator:
        return value
    return value._replace(operator=AT_MOST) if _LESS_IS_BETTER.match(squeeze(nature.text)) else value


class Goals(NamedTuple):
    """年度总体目标: the expected and the actual text; None where the form prints no such field."""

    expected: Cell | None
    actual: Cell | None


class Total(NamedTuple):
    """The total row; grade is the printed grade wherever the form has one."""

    label: Cell | None
    weight: Cell | None
    score: Cell | None
    grade: Cell | None = None


class Progress(NamedTuple):
    """What a monitoring form adds to an indicator row; the row's actual is that of the period, its reason 原因说明.

    forecast: 全年预计完成情况. causes, outlooks: what is ticked of 偏差原因 and 完成目标可能性, each with its heading.
    outlook_place: where an outlook belongs; None where the form does not ask for one.
    """

    indicator: Indicator
    forecast: Cell | None
    causes: tuple[Labelled, ...]
    outlooks: tuple[Labelled, ...]
    outlook_place: Cell | None


class SubProject(NamedTuple):
    """A line of the sub-project table: 预算金额, 到位金额, 拨付金额; a column that it does not have is None."""

    label: Cell
    budget: Cell | None
    received: Cell | None
    paid: Cell | None
    is_total: bool


class Monitoring(NamedTuple):
    """What only a monitoring form has.

    months: of the year that had passed at the end of the period (1–9月 → 9), None where no heading says.
    asks_causes: whether the form has a place for causes or for a reason.
    """

    months: int | None
    asks_causes: bool
    rows: tuple[Progress, ...]
    subprojects: tuple[SubProject, ...]


@dataclass(frozen=True)
class Form:
    """One form as found in a sheet.

    head: fields by role (project, department, unit, year …), only those whose label is printed.
    headings: the column headings of the indicator table by role; missing: roles that the layout requires and the
    sheet lacks, each with the nearest text found there.
    money_unit: 万元 or 元, of the funds table; years: every cell that prints a year, title first.
    remarks: explanations at the foot, which stand for every row; execution_remarks: those beside the funds
    (执行率偏差原因). bounds: top, left, bottom and right of all that belongs to the form.
    level1_weights, level1_scores: 分值 and 得分 printed for a whole level 1 (a score sheet's section), by its name.
    monitoring: on monitoring forms only.
    """

    kind: Kind
    layout: str
    sheet: str
    title: Cell | None
    head: dict[str, Labelled]
    years: tuple[Labelled, ...]
    funds: tuple[FundRow, ...]
    goals: Goals | None
    headings: dict[str, Cell]
    missing: tuple[tuple[str, Cell | None], ...]
    indicators: tuple[Indicator, ...]
    total: Total
    money_unit: str
    level1_weights: dict[str, Cell]
    remarks: tuple[Labelled, ...]
    execution_remarks: tuple[Labelled, ...]
    bounds: tuple[int, int, int, int]
    level1_scores: dict[str, Cell] = field(default_factory=dict)
    monitoring: Monitoring | None = None

    @cached_property
    def live(self) -> tuple[Indicator, ...]:
        """The live rows."""
        return tuple(row for row in self.indicators if row.is_live)

    @cached_property
    def fund_total(self) -> FundRow | None:
        """The row 年度资金总额."""
        return next((row for row in self.funds if row.role is FundRole.TOTAL), None)

    def text_of(self, role: str) -> str:
        """A head field's text, empty where it is not printed."""
        field = self.head.get(role)
        return field.value.text if field is not None else ""

    @cached_property
    def year(self) -> int | None:
        """The year of the form, as first printed."""
        return next((int(year.value.text) for year in self.years if year.value.text), None)

    @property
    def project(self) -> str:
        """项目名称."""
        return self.text_of("project")
