"""What stands around the tables: title, year, project and units, goals, remarks and the grade."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jixiao.form import Goals, Labelled
from jixiao.forms.words import Marks, marks_of
from jixiao.values import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.form import Cell
    from jixiao.forms.funds import Funds
    from jixiao.forms.view import View

_YEAR_IN_TITLE = re.compile(r"(20\d\d)(?:年|\))")
# A title or year line stands alone, at most beside a unit such as 单位：万元.
_HEADING_LINE = 2
_WIDE_GAP = re.compile(r"\s{2,}(?=\S{2,12}[:：])")
_YEAR_VALUE = re.compile(r"(20\d\d)(?:年度?)?(?:\.0)?")


def find_title(view: View, top: int, bottom: int, left: int, right: int) -> tuple[Cell, str] | None:
    """The first title between two rows, and the kind of form that it names."""
    for row in view.rows_between(top, bottom):
        for cell, marks in view.marked(row, left, right):
            if marks.title is not None:
                return cell, marks.title
    return None


def starts_form(view: View, row: int, left: int, right: int) -> bool:
    """Whether a new form begins in this row: a title, a year line or the label 项目名称."""
    marked = [marks for _, marks in view.marked(row, left, right)]
    if any(marks.head is not None and marks.head.role == "project" for marks in marked):
        return True
    if not any(marks.is_heading_line for marks in marked):
        return False
    return sum(1 for _ in view.filled(row, left, right)) <= _HEADING_LINE


def read_head(view: View, top: int, bottom: int, left: int, right: int) -> dict[str, Labelled]:
    """The labelled fields between two rows, by role; the first filled one of a role counts, else the first."""
    fields: dict[str, Labelled] = {}
    for row in view.rows_between(top, bottom):
        for cell, marks in view.marked(row, left, right):
            if marks.head is None:
                continue
            if marks.inline:
                for role, field in _further(cell):
                    fields.setdefault(role, field)
            before = fields.get(marks.head.role)
            if before is None or before.value.is_empty:
                field = Labelled(cell, _value_of(view, cell, marks, right))
                if before is None or not field.value.is_empty:
                    fields[marks.head.role] = field
    return fields


def _value_of(view: View, label: Cell, marks: Marks, right: int) -> Cell:
    """A label's value: after the colon in its own cell, else the next cell that is no label, else its neighbour."""
    if marks.inline:
        return label.saying(_WIDE_GAP.split(label.text[marks.inline + 1 :].strip())[0])
    for cell in view.filled(label.row, label.right + 1, right):
        other = marks_of(cell.text)
        if other is not None and (other.head is not None or other.block is not None):
            break
        return cell
    return view.cell(label.row, label.right + 1)


def _further(cell: Cell) -> Iterator[tuple[str, Labelled]]:
    """More labels in one cell: 主管部门：教育局　　实施单位：第一中学."""
    for part in _WIDE_GAP.split(cell.text)[1:]:
        marks = marks_of(part)
        if marks is not None and marks.head is not None and marks.inline:
            value = cell.saying(part[marks.inline + 1 :].strip())
            yield marks.head.role, Labelled(cell.saying(part[: marks.inline]), value)


def read_years(
    view: View, title: Cell | None, head: dict[str, Labelled], top: int, bottom: int, left: int, right: int
) -> tuple[Labelled, ...]:
    """Every place that prints the year, the title first; a line （　　年度） left open gives an empty value."""
    years = []
    if title is not None and (found := _YEAR_IN_TITLE.search(squeeze(title.text))):
        years.append(Labelled(title, title.saying(found[1])))
    years += [
        Labelled(cell, cell.saying(marks.year))
        for row in view.rows_between(top, bottom)
        if starts_form(view, row, left, right)
        for cell, marks in view.marked(row, left, right)
        if marks.year is not None
    ]
    field = head.get("year")
    if field is not None:
        match = _YEAR_VALUE.fullmatch(squeeze(field.value.text))
        years.append(Labelled(field.label, field.value.saying(match[1] if match else "")))
    return tuple(years)


def read_goals(view: View, top: int, bottom: int, left: int, right: int, funds: Funds) -> Goals | None:
    """年度总体目标: the texts under (else beside) 预期目标 and 实际完成情况; None where no such block is printed."""
    found: dict[str, Cell] = {}
    for row in view.rows_between(top, bottom):
        # 完成情况 may also head a column of the funds.
        if funds.top <= row <= funds.bottom:
            continue
        for cell, marks in view.marked(row, left, right):
            match = marks.block
            if match is not None and match.role in ("goal_expected", "goal_actual") and match.role not in found:
                found[match.role] = cell
    if not found:
        return None
    side_by_side = len({cell.row for cell in found.values()}) == 1 and len(found) > 1
    texts = {role: _goal_text(view, heading, bottom, right, side_by_side) for role, heading in found.items()}
    return Goals(texts.get("goal_expected"), texts.get("goal_actual"))


def _goal_text(view: View, heading: Cell, bottom: int, right: int, side_by_side: bool) -> Cell:
    if not side_by_side:
        return next(view.filled(heading.row, heading.right + 1, right), view.cell(heading.row, heading.right + 1))
    for row in view.rows_between(heading.bottom + 1, bottom):
        for column in range(heading.column, heading.right + 1):
            cell = view.cell(row, column)
            if cell.text:
                return cell
    return view.cell(heading.bottom + 1, heading.column)


def read_remarks(view: View, top: int, bottom: int, left: int, right: int) -> Iterator[Labelled]:
    """Explanations for the whole form: a label such as 偏差大或目标未完成原因分析 and its text."""
    for row in view.rows_between(top, bottom):
        for cell, marks in view.marked(row, left, right):
            if marks.block is not None and marks.block.role == "remark":
                yield Labelled(cell, _value_of(view, cell, marks, right))


def find_grade(view: View, head: dict[str, Labelled], top: int, bottom: int, left: int, right: int) -> Cell | None:
    """The printed grade: 评价等级 in the head, under or beside the total."""
    if "grade" in head:
        return head["grade"].value
    for row in view.rows_between(top, bottom):
        for cell, marks in view.marked(row, left, right):
            if marks.head is not None and marks.head.role == "grade":
                return _value_of(view, cell, marks, right)
    return None


def is_footer(text: str) -> bool:
    """Whether a row's first text belongs under the form: 填表人, 注：, 说明1."""
    return bool(_FOOTER.match(text if len(text) > 40 else squeeze(text)))


_FOOTER = re.compile(
    r"(?:填表|填报|制表|审核|复核|经办|联系|分管|单位负责|部门负责|项目负责|财务负责|负责人|主要负责|单位公章|单位盖章)"
    r"|(?:注|备注|说明|填表说明|附)(?:[:：1-9(（]|$)"
)
