"""The read-only model of a form: every value keeps its sheet, its cell and the text as printed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from jixiao.reading.grid import a1
from jixiao.values import PERCENT, Quantity, Value, is_not_applicable, parse_number, parse_value, squeeze


_NO_SIGN = frozenset(("定性", "定量", "正向", "反向", "/", "—", "-"))


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

    @property
    def address(self) -> str:
        """The address a person reads: F12."""
        return a1(self.row, self.column)

    @property
    def is_empty(self) -> bool:
        """Nothing but blanks; a dash is not empty."""
        return not self.text

    @property
    def is_filled(self) -> bool:
        """Something that is neither blank nor a dash, slash or dots."""
        return bool(self.text) and not is_not_applicable(self.text)

    @property
    def number(self) -> Decimal | None:
        """The number of a funds, weight or score cell: the exact one, else the one typed as text.

        A cell shown as a percentage gives the percentage (0.7263 shown as 72.63% → 72.63).
        """
        if self.exact is not None:
            return self.exact * 100 if self.text.endswith("%") else self.exact
        return parse_number(self.text) if self.text else None

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
    """A row of 项目资金; a column that the form does not have is None. Amounts in the form's money unit."""

    role: FundRole
    label: Cell
    initial: Cell | None = None
    budget: Cell | None = None
    spent: Cell | None = None
    weight: Cell | None = None
    rate: Cell | None = None
    score: Cell | None = None


@dataclass(frozen=True)
class Indicator:
    """An indicator row; a column that the form does not have is None.

    position: from 0, unique in its form. Cells merged over rows are the same cell on each of the rows.
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

    @cached_property
    def name(self) -> str:
        """The indicator's name, without the form's own “指标1：”."""
        text = self.level3.text if self.level3 is not None else ""
        prefix, separator, rest = text.replace("：", ":").partition(":")
        return rest.strip() if separator and squeeze(prefix).rstrip("0123456789") == "指标" else text

    @property
    def place(self) -> Cell | None:
        """Where the row is found: its target, else its name, else its score."""
        return self.target or self.level3 or self.score

    @cached_property
    def classes(self) -> tuple[str, str]:
        """The names of level 1 and level 2, squeezed."""
        return (squeeze(self.level1.text) if self.level1 else "", squeeze(self.level2.text) if self.level2 else "")

    @cached_property
    def is_live(self) -> bool:
        """Has a name and (a target or a weight); ``/`` ``—`` ``……`` and blank rows are not applicable."""
        if is_not_applicable(self.name):
            return False
        return any(cell is not None and cell.is_filled for cell in (self.target, self.weight))

    @cached_property
    def target_text(self) -> str:
        """The target as printed; a layout that splits it gives 性质, 值 and 单位 in one, 定性 left out."""
        value = self.target.text if self.target is not None else ""
        if self.nature is None and self.unit is None:
            return value
        nature = squeeze(self.nature.text) if self.nature is not None else ""
        unit = squeeze(self.unit.text) if self.unit is not None else ""
        sign = "" if nature in _NO_SIGN or not value or not value[0].isdigit() else nature
        return sign + value + ("" if is_not_applicable(unit) or value.endswith(unit) else unit)

    @cached_property
    def target_value(self) -> Value:
        """What the target says: the cell, with sign and unit from their own columns where the layout splits them."""
        if self.target is None:
            return None
        value = self.target.value
        if self.target_text == self.target.text:
            return value
        joined = parse_value(self.target_text)
        if isinstance(joined, Quantity) and isinstance(value, Quantity):
            return joined._replace(number=value.number)
        return joined

    @cached_property
    def actual_value(self) -> Value:
        """What the actual cell says."""
        return self.actual.value if self.actual is not None else None


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


@dataclass(frozen=True)
class Form:
    """One form as found in a sheet.

    head: fields by role (project, department, unit, year …), only those whose label is printed.
    headings: the column headings of the indicator table by role; missing: roles that the layout requires and the
    sheet lacks, each with the nearest text found there.
    money_unit: 万元 or 元, of the funds table; years: every cell that prints a year, title first.
    remarks: explanations that stand for the whole form (执行率偏差原因, one at the foot); hidden_sheet: the sheet's state.
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
    bounds: tuple[int, int, int, int]

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
