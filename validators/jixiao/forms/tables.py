"""Where the indicator tables stand: header rows found by their headings, columns by the width of these."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.form import Cell
    from jixiao.forms.view import View
    from jixiao.forms.words import Match

_NAMES = ("level3", "level2", "level1")
_FIGURES = ("target", "actual", "weight", "score")
_FUND_ONLY = frozenset(("initial", "budget", "spent", "rate"))
# Into what 年度指标值 is parted where its heading spans several columns.
_PARTS = frozenset(("nature", "target", "unit"))
_ENOUGH = 3


class Columns(NamedTuple):
    """The columns of a table by role, as (first, last); and the heading cell of each."""

    spans: dict[str, tuple[int, int]]
    headings: dict[str, Cell]

    def cell(self, view: View, row: int, role: str) -> Cell | None:
        """What stands in a row under a heading: the first cell with text, else the first; None without it."""
        span = self.spans.get(role)
        if span is None:
            return None
        first = view.cell(row, span[0])
        if not first.text and span[1] > span[0]:
            return next(
                (cell for column in range(span[0] + 1, span[1] + 1) if (cell := view.cell(row, column)).text), first
            )
        return first

    def row(self, view: View, row: int) -> dict[str, Cell]:
        """What stands in a row, by role."""
        cells = {}
        for role, (first, last) in self.spans.items():
            cell = view.cell(row, first)
            if not cell.text and last > first:
                cell = self.cell(view, row, role) or cell
            cells[role] = cell
        return cells


class Header(NamedTuple):
    """The header of one indicator table: its first row, the row where the body starts, and its columns."""

    row: int
    body: int
    columns: Columns

    @property
    def left(self) -> int:
        """The leftmost column of the headings."""
        return min(span[0] for span in self.columns.spans.values())

    @property
    def right(self) -> int:
        """The rightmost column of the headings."""
        return max(span[1] for span in self.columns.spans.values())


def find_headers(view: View) -> list[Header]:
    """All headers of indicator tables in a sheet, top down and left to right."""
    headers: list[Header] = []
    rows = [(row, found) for row in view.rows if len(found := list(_table_cells(view, row))) > 1]
    taken = 0
    for index, (row, found) in enumerate(rows):
        if row <= taken:
            continue
        # Headings in two lines: 绩效指标 over 一级 二级 三级, beside 年度指标值 that spans both.
        in_two_lines = index + 1 < len(rows) and rows[index + 1][0] <= max(cell.bottom for cell, _ in found) + 1
        for segment in _segments(_joined(found, rows[index + 1][1]) if in_two_lines else found):
            header = _header(row, segment)
            if header is not None:
                headers.append(header)
                taken = header.body - 1
    return headers


def _table_cells(view: View, row: int) -> Iterator[tuple[Cell, Match]]:
    marked = list(view.marked(row))
    if sum(marks.table is not None for _, marks in marked) < 2:
        return
    fund_roles = {marks.funds.role for _, marks in marked if marks.funds is not None}
    if len(fund_roles & _FUND_ONLY) > 1:
        return
    for cell, marks in marked:
        if marks.table is not None:
            yield cell, marks.table


def _joined(first: list[tuple[Cell, Match]], second: list[tuple[Cell, Match]]) -> list[tuple[Cell, Match]]:
    """Both lines of headings in one; what is parted below (指标值 into 符号, 值, 单位) gives way to its parts."""
    nexts = [cell.column for cell, _ in first[1:]] + [1 << 14]
    parted = {
        cell.column
        for (cell, _), following in zip(first, nexts, strict=True)
        if sum(cell.column <= part.column < following for part, match in second if match.role in _PARTS) > 1
        or sum(cell.column <= part.column <= cell.right for part, _ in second) > 1
    }
    first = [pair for pair in first if pair[0].column not in parted]
    covered = [(cell.column, cell.right) for cell, _ in first]
    apart = all(not (low <= cell.column <= high) for cell, _ in second for low, high in covered)
    known = {match.role for _, match in first}
    if not apart or any(match.role in known for _, match in second):
        return first
    return sorted((*first, *second), key=lambda pair: pair[0].column)


def _segments(found: list[tuple[Cell, Match]]) -> Iterator[list[tuple[Cell, Match]]]:
    """Tables side by side: a new one starts where the first level comes again."""
    roles = [match.role for _, match in found]
    start = next((role for role in ("level1", "level2", "level3") if role in roles), None)
    segment: list[tuple[Cell, Match]] = []
    for cell, match in found:
        if match.role == start and any(each.role == start for _, each in segment):
            yield segment
            segment = []
        segment.append((cell, match))
    yield segment


def _header(row: int, segment: list[tuple[Cell, Match]]) -> Header | None:
    best: dict[str, tuple[Cell, Match]] = {}
    names = [cell.column for cell, match in segment if match.role in ("level2", "level3")]
    for cell, match in segment:
        role = match.role
        # 部门整体支出绩效自评表 prints the weights of level 1 between level 1 and level 2.
        if role == "weight" and names and cell.column < min(names):
            role = "level1_weight"
        if role not in best or match.rank < best[role][1].rank:
            best[role] = (cell, match)
    figures = sum(role in best for role in _FIGURES)
    if len(best) < _ENOUGH or not figures or (not any(role in best for role in _NAMES) and figures < _ENOUGH):
        return None
    spans = {role: (cell.column, cell.right) for role, (cell, _) in best.items()}
    headings = {role: cell for role, (cell, _) in best.items()}
    return Header(row, max(cell.bottom for cell in headings.values()) + 1, Columns(spans, headings))
