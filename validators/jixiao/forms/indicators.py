"""The rows of an indicator table, down to its total."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jixiao.form import Cell, Indicator, Total
from jixiao.forms.head import is_footer
from jixiao.values import is_not_applicable

if TYPE_CHECKING:
    from jixiao.forms.tables import Columns, Header
    from jixiao.forms.view import View
    from jixiao.forms.words import Marks

_LEVELS = ("level1", "level2", "level3")
_OWN = ("level3", "target", "actual")
_FIGURES = ("nature", "target", "unit", "actual", "weight", "score", "reason")


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
        if row <= skip:
            continue
        first = next(view.filled(row, left, right), None)
        if first is None:
            continue
        marked = list(view.marked(row, left, right))
        total = _total(view, columns, row, marked)
        if total is not None:
            return Body(tuple(rows), total, weights, row)
        if row in repeated:
            skip = repeated[row] - 1
            continue
        if is_footer(first.text) or any(marks.starts_form for _, marks in marked):
            break
        levels = _levels(view, columns, row, carried)
        cells = {role: columns.cell(view, row, role) for role in _FIGURES}
        own = [levels["level3"], cells["target"], cells["actual"]]
        if not any(cell is not None and cell.text and cell.row == row for cell in own):
            continue
        end = row
        _note_weight(view, columns, row, levels["level1"], weights)
        rows.append(Indicator(len(rows), **levels, **cells))
    return Body(tuple(rows), Total(None, None, None), weights, end)


def _levels(view: View, columns: Columns, row: int, carried: dict[str, Cell | None]) -> dict[str, Cell | None]:
    """The levels of a row; where a blank cell stands under a level name without a merge, the name goes on."""
    for index, role in enumerate(_LEVELS):
        cell = columns.cell(view, row, role)
        if role == "level3" or cell is None:
            carried[role] = cell
        elif cell.text and not is_not_applicable(cell.text):
            before = carried[role]
            if before is None or (before.row, before.column) != (cell.row, cell.column):
                for deeper in _LEVELS[index + 1 :]:
                    carried[deeper] = None
            carried[role] = cell
    return dict(carried)


def _total(view: View, columns: Columns, row: int, marked: list[tuple[Cell, Marks]]) -> Total | None:
    if not marked:
        return None
    limit = max(columns.spans[role][0] for role in ("weight", "score", "actual", "target") if role in columns.spans)
    label = next((cell for cell, marks in marked if cell.column <= limit and _names_total(marks)), None)
    if label is None:
        return None
    named = columns.cell(view, row, "level3")
    actual = columns.cell(view, row, "actual")
    # An indicator may itself be called 合计: it has a target of its own.
    if named is not None and named.text and named != label and actual is not None and actual.text and actual != label:
        return None
    weight, score = columns.cell(view, row, "weight"), columns.cell(view, row, "score")
    return Total(label, _beside(weight, label), _beside(score, label))


def _names_total(marks: Marks) -> bool:
    return marks.block is not None and marks.block.role == "total"


def _beside(cell: Cell | None, label: Cell) -> Cell | None:
    """A figure of the total row, unless the label's own merge covers its place."""
    return None if cell is None or (cell.row, cell.column) == (label.row, label.column) else cell


def _note_weight(view: View, columns: Columns, row: int, level1: Cell | None, weights: dict[str, Cell]) -> None:
    if level1 is None or not level1.text or level1.text in weights:
        return
    cell = columns.cell(view, row, "level1_weight")
    if cell is not None and cell.text:
        weights[level1.text] = cell
