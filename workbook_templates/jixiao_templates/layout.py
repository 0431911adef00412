"""What a layout is made of: headings, spans and the roles of the cells, as data.

Spans count the columns of the layout's fine grid (`widths`); the spans of every row add up to that grid.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """A heading row's label and the cell beside it (项目名称 | …)."""

    label: str
    role: str
    label_span: int
    span: int


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table with its heading above; columns that stand side by side may share a heading over theirs."""

    heading: str
    role: str
    span: int = 1
    group: str = ""


@dataclass(frozen=True, slots=True)
class FundsTable:
    """项目资金（万元）: the caption is merged over all lines.

    dashed: roles printed as — on the lines below 年度资金总额 when they have no value.
    plain_labels: lines where they stay blank.
    """

    caption: str
    caption_span: int
    columns: tuple[Column, ...]
    dashed: frozenset[str] = frozenset()
    plain_labels: frozenset[str] = frozenset()
    remark: Field | None = None


@dataclass(frozen=True, slots=True)
class GoalsTable:
    """年度总体目标: 预期目标 beside 实际完成情况.

    label: where there is but one text, what stands left of it in place of a heading.
    """

    caption: str
    caption_span: int
    columns: tuple[Column, ...]
    label: Field | None = None


@dataclass(frozen=True, slots=True)
class IndicatorTable:
    """The indicators; `caption` is the vertical 绩效指标 (absent on department forms).

    total_label: None where the form has no total. boundary: a thin empty row stands above the total, so that its sums
    take in a row inserted right above it.
    """

    columns: tuple[Column, ...]
    caption: str | None = None
    caption_span: int = 0
    total_label: str | None = "总分"
    boundary: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """An official form."""

    title: str
    sheet_name: str
    widths: tuple[float, ...]
    header: tuple[tuple[Field, ...], ...]
    funds: FundsTable | None
    goals: GoalsTable | None
    indicators: IndicatorTable
    footnotes: tuple[str, ...] = ()
