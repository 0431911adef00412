"""What stands around the tables: title, year, project and units, goals, remarks and the grade."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jixiao.form import Goals, Labelled
from jixiao.forms.words import bare_label, group, spellings
from jixiao.values import narrow, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.form import Cell
    from jixiao.forms.view import View

_YEAR_IN_TITLE = re.compile(r"(20\d\d)(?:年|\))")
_YEAR_LINE = re.compile(r"[(（\[]?\s*(20\d\d|[\s_＿]*)\s*年度?\s*[)）\]]?")
_YEAR_VALUE = re.compile(r"(20\d\d)(?:年度?)?(?:\.0)?")
_TITLE_LENGTH = 60


def title_kind(text: str) -> str | None:
    """The kind of form that a title names: 2023年度项目支出绩效自评表 → project; None for what is no title."""
    squeezed = squeeze(text)
    if not squeezed or len(squeezed) > _TITLE_LENGTH or not squeezed.rstrip(")）").endswith(("表", "表格", "年度", "年")):
        return None
    for role in ("monitoring", "export", "goals", "department", "project"):
        if any(word in squeezed for word in spellings("titles", role)):
            return role
    return None


def find_title(view: View, top: int, bottom: int, left: int, right: int) -> Cell | None:
    """The first title between two rows."""
    for row in view.rows_between(top, bottom):
        for cell in view.filled(row, left, right):
            if title_kind(cell.text):
                return cell
    return None


def starts_form(view: View, row: int, left: int, right: int) -> bool:
    """Whether a new form begins in this row: a title, a year line or the label 项目名称."""
    for cell in view.filled(row, left, right):
        if title_kind(cell.text) or _YEAR_LINE.fullmatch(cell.text):
            return True
        label, _ = _split(cell)
        match = group("head").match(label)
        if match is not None and match.role == "project":
            return True
    return False


def read_head(view: View, top: int, bottom: int, left: int, right: int) -> dict[str, Labelled]:
    """The labelled fields between two rows, by role; the first of a role counts."""
    fields: dict[str, Labelled] = {}
    words = group("head")
    for row in view.rows_between(top, bottom):
        for cell in view.filled(row, left, right):
            text, inline = _split(cell)
            match = words.match(text)
            if match is None or match.role in fields:
                continue
            fields[match.role] = Labelled(cell, inline or _right_of(view, cell, right))
    return fields


def _split(cell: Cell) -> tuple[str, Cell | None]:
    """A cell that holds label and value together: 项目名称：信息用稿费."""
    label, colon, rest = narrow(cell.text).partition(":")
    if not colon or len(label) > 20:
        return cell.text, None
    value = cell.text[len(label) + 1 :].strip()
    return (label, cell._replace(text=value)) if rest.strip() else (label, None)


def _right_of(view: View, label: Cell, right: int) -> Cell:
    """The value beside a label: the next cell with text that is no label itself, else the empty neighbour."""
    neighbour = view.cell(label.row, label.right + 1)
    for cell in view.filled(label.row, label.right + 1, right):
        if group("head").match(_split(cell)[0]) or group("blocks").match(cell.text):
            break
        return cell
    return neighbour


def read_years(view: View, title: Cell | None, head: dict[str, Labelled], span: tuple[int, int, int, int]) -> tuple[Labelled, ...]:
    """Every place that prints the year, the title first; a line （　　年度） left open gives an empty value."""
    years = []
    if title is not None and (found := _YEAR_IN_TITLE.search(squeeze(title.text))):
        years.append(Labelled(title, title._replace(text=found[1])))
    top, bottom, left, right = span
    for row in view.rows_between(top, bottom):
        for cell in view.filled(row, left, right):
            if len(cell.text) <= 16 and (line := _YEAR_LINE.fullmatch(cell.text)):
                years.append(Labelled(cell, cell._replace(text=line[1].strip(" _＿\u3000"))))
    field = head.get("year")
    if field is not None:
        match = _YEAR_VALUE.fullmatch(squeeze(field.value.text))
        years.append(Labelled(field.label, field.value._replace(text=match[1] if match else "")))
    return tuple(years)


def read_goals(view: View, top: int, bottom: int, left: int, right: int) -> Goals | None:
    """年度总体目标: the texts under (else beside) 预期目标 and 实际完成情况; None where no such block is printed."""
    found: dict[str, Cell] = {}
    blocks = group("blocks")
    for row in view.rows_between(top, bottom):
        for cell in view.filled(row, left, right):
            match = blocks.match(cell.text)
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
    """Explanations for the whole form: a label such as 偏差大或目标未完成原因分析 with its text beside or after a colon."""
    blocks = group("blocks")
    for row in view.rows_between(top, bottom):
        for cell in view.filled(row, left, right):
            text, inline = _split(cell)
            match = blocks.match(text)
            if match is not None and match.role == "remark":
                yield Labelled(cell, inline or _right_of(view, cell, right))


def find_grade(view: View, head: dict[str, Labelled], rows: tuple[int, int], left: int, right: int) -> Cell | None:
    """The printed grade: 评价等级 in the head, under or beside the total."""
    if "grade" in head:
        return head["grade"].value
    words = group("head")
    for row in view.rows_between(*rows):
        for cell in view.filled(row, left, right):
            text, inline = _split(cell)
            match = words.match(text)
            if match is not None and match.role == "grade":
                return inline or _right_of(view, cell, right)
    return None


def is_footer(text: str) -> bool:
    """Whether a row's first text belongs under the form: 填表人, 注：, 说明1."""
    return bool(_FOOTER.match(squeeze(text)))


_FOOTER = re.compile(
    r"(?:填表|填报|制表|审核|复核|经办|联系|分管|单位负责|部门负责|项目负责|财务负责|负责人|主要负责|单位公章|单位盖章)"
    r"|(?:注|备注|说明|填表说明|附)(?:[:：1-9(（]|$)"
)


def is_total(text: str) -> bool:
    """Whether a label names the total row: 总分, 合计."""
    return bare_label(text) in _totals()


def _totals() -> frozenset[str]:
    return frozenset(spellings("blocks", "total"))
