"""The rows of an indicator table, down to its total.

What stands in a row decides: a name with figures beside it is an indicator whatever its words are (审核及时率, 合计),
and only a row without that shape may be a total, a note, a page's repeated heading, or the end of the table.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jixiao.form import Cell, Indicator, Total
from jixiao.forms.head import is_footer, starts_form
from jixiao.forms.words import marks_of
from jixiao.values import is_not_applicable, parse_number, squeeze

if TYPE_CHECKING:
    from jixiao.forms.tables import Columns, Header
    from jixiao.forms.view import View

_LEVELS = ("level1", "level2", "level3")
_BESIDE_NAME = ("target", "actual", "weight", "score")
_FIGURES = frozenset(("nature", "target", "unit", "actual", "weight", "score", "reason", "method"))
# 1 2 3 …, A B C …, ① ② … under the headings number the columns.
_COLUMN_NUMBER = re.compile(r"[(（]?(?:[一二三四五六七八九十]{1,2}|[\dA-Z①-⑳=/+×*÷%()（）-]{1,12})[)）]?")
_LONGEST_TOTAL = 24
_TOTAL_LIKE = re.compile(r".{0,6}(?:总分|总得分|总评分|合计|总计|综合得分|综合评分|最终得分|自评得分).{0,6}")


class Body(NamedTuple):
    """The indicator rows, the total, the weights printed for level 1, and the last row that was read."""

    indicators: tuple[Indicator, ...]
    total: Total
    level1_weights: dict[str, Cell]
    end: int


def read_body(view: View, header: Header, others: list[Header], bottom: int, left: int, right: int) -> Body:
    """Read the rows under a header; a header repeated on the next page without a new form goes on."""
    columns = header.columns
    repeated = {other.row: other.body for other in others if other.left == header.left and other.row > header.row}
    rows: list[Indicator] = []
    carried: dict[str, Cell | None] = dict.fromkeys(_LEVELS)
    weights: dict[str, Cell] = {}
    end = skip = header.body - 1
    for row in view.rows_between(header.body, bottom):
        if row <= skip or (row == header.body and _numbers_columns(view, row, left, right)):
            continue
        cells = columns.row(view, row)
        shaped = _is_indicator(columns, row, cells)
        if not shaped:
            total = _total(view, columns, row, left)
            if total is not None:
                total = _both(total, _total_below(view, columns, row, bottom, left))
                return Body(tuple(rows), total, weights, row)
            if row in repeated:
                skip = repeated[row] - 1
                continue
            first = next(view.filled(row, left, right), None)
            if first is None or (is_footer(first.text) or starts_form(view, row, left, right)):
                goes_on = any(row < other <= bottom for other in repeated)
                if first is not None and not goes_on and not _has_total(view, columns, row, bottom, left):
                    break
                continue
        own = (cells.get(role) for role in ("level3", "target", "actual"))
        if not shaped and (_is_line(columns, cells.get("level3")) or not any(_stands_in(cell, row) for cell in own)):
            continue
        end = row
        _carry(cells, carried)
        _note_weight(carried["level1"], cells.get("level1_weight"), weights)
        figures = {role: cell for role, cell in cells.items() if role in _FIGURES}
        rows.append(Indicator(len(rows), **carried, **figures))
    return Body(tuple(rows), Total(None, None, None), weights, end)


def _is_indicator(columns: Columns, row: int, cells: dict[str, Cell]) -> bool:
    """Whether the row has a name of its own and a figure beside it; a total has no target and no actual value."""
    name = cells.get("level3")
    if name is None or not _stands_in(name, row) or _is_line(columns, name):
        return False
    beside = [cell for role in _BESIDE_NAME if (cell := cells.get(role)) is not None and cell.text]
    if not beside:
        return False
    if len(name.text) <= _LONGEST_TOTAL and _TOTAL_LIKE.fullmatch(squeeze(name.text)):
        return _stands_in(cells.get("target"), row) or _stands_in(cells.get("actual"), row)
    # The heading of the next page stands in its own columns too.
    return not (_is_heading(name) and any(_is_heading(cell) for cell in beside))


def _is_heading(cell: Cell) -> bool:
    marks = marks_of(cell.text)
    return marks is not None and marks.table is not None


def _stands_in(cell: Cell | None, row: int) -> bool:
    """Whether a cell has text and begins in this row."""
    return cell is not None and bool(cell.text) and cell.row == row


def _is_line(columns: Columns, cell: Cell | None) -> bool:
    """Whether a cell is merged from the names over the figures: a note or a total across the table."""
    if cell is None or cell.right == cell.column:
        return False
    figures = (columns.spans[role][0] for role in ("target", "actual") if role in columns.spans)
    return any(cell.column < column <= cell.right for column in figures)


def _numbers_columns(view: View, row: int, left: int, right: int) -> bool:
    texts = [squeeze(cell.text) for cell in view.filled(row, left, right)]
    return len(texts) > 2 and all(_COLUMN_NUMBER.fullmatch(text) for text in texts)


def _carry(cells: dict[str, Cell], carried: dict[str, Cell | None]) -> None:
    """Take over the levels of a row; where a blank stands under a level name without a merge, the name goes on."""
    carried["level3"] = cells.get("level3")
    for index, role in enumerate(_LEVELS[:2]):
        cell = cells.get(role)
        if cell is None or not cell.text or is_not_applicable(cell.text):
            continue
        before = carried[role]
        if before is not cell and index == 0:
            carried["level2"] = None
        carried[role] = cell


def _total(view: View, columns: Columns, row: int, left: int) -> Total | None:
    """The total that stands in a row that is no indicator."""
    limit = max(columns.spans[role][0] for role in _BESIDE_NAME if role in columns.spans)
    label = next((cell for cell in view.filled(row, left, limit) if _names_total(cell)), None)
    if label is None:
        return None
    weight = _beside(columns.cell(view, row, "weight"), label)
    score = _beside(columns.cell(view, row, "score"), label)
    if score is None or not score.text:
        # 总分：94.49分 in one cell, or the figure right beside its label.
        inline = squeeze(label.text).partition(":")[2].removesuffix("分")
        figures = [cell for cell in view.filled(row, label.right + 1) if cell.number is not None and cell != weight]
        if inline and (number := parse_number(inline)) is not None:
            score = label.saying(inline, number)
        elif len(figures) == 1:
            score = figures[0]
    known = marks_of(label.text)
    if (known is None or known.block is None) and not any(cell is not None and cell.text for cell in (weight, score)):
        return None
    return Total(label, weight, score)


def _names_total(cell: Cell) -> bool:
    marks = marks_of(cell.text)
    if marks is not None and marks.block is not None and marks.block.role == "total":
        return True
    text = squeeze(cell.text)
    return len(text) <= _LONGEST_TOTAL and _TOTAL_LIKE.fullmatch(text) is not None


def _total_below(view: View, columns: Columns, row: int, bottom: int, left: int) -> Total | None:
    """A second total right under the first: 分值合计 over 总分."""
    below = next((each for each in view.rows_between(row + 1, min(row + 2, bottom))), None)
    if below is None or _is_indicator(columns, below, columns.row(view, below)):
        return None
    return _total(view, columns, below, left)


def _both(first: Total, second: Total | None) -> Total:
    """One total of two: what the first lacks is the second's."""
    if second is None:
        return first
    weight = first.weight if first.weight is not None and first.weight.text else second.weight
    score = first.score if first.score is not None and first.score.text else second.score
    if score is first.score:
        return Total(first.label, weight, score)
    return Total(second.label, weight, score)


def _has_total(view: View, columns: Columns, row: int, bottom: int, left: int) -> bool:
    return any(
        not _is_indicator(columns, each, columns.row(view, each)) and _total(view, columns, each, left) is not None
        for each in view.rows_between(row + 1, bottom)
    )


def _beside(cell: Cell | None, label: Cell) -> Cell | None:
    """A figure of the total row, unless the label's own merge covers its place."""
    return None if cell is None or (cell.row, cell.column) == (label.row, label.column) else cell


def _note_weight(level1: Cell | None, weight: Cell | None, weights: dict[str, Cell]) -> None:
    if level1 is not None and level1.text and weight is not None and weight.text:
        weights.setdefault(level1.text, weight)
