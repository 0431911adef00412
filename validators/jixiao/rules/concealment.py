"""What a form hides: rows and columns out of sight that hold something somebody filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jixiao.reading import column_letters
from jixiao.reading.hidden import coalesced
from jixiao.rules.fields import Field, fields_of, name_of
from jixiao.rules.framework import Hit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jixiao.form import Cell
    from jixiao.rules.subject import Subject

_FILLED_IN = frozenset(("target", "actual", "score", "reason"))
# A row's class and unit alone are the template's, not what somebody filled in.
_TEMPLATES_OWN = frozenset(("level1", "level2", "nature", "unit"))


def hidden_rows(subject: Subject) -> Iterator[Hit]:
    """A hit on every run of hidden rows with content of the form."""
    if subject.sheet.hidden_rows:
        yield from _hidden(subject, subject.sheet.hidden_rows, lambda cell: (cell.row, cell.bottom), _rows)


def hidden_columns(subject: Subject) -> Iterator[Hit]:
    """A hit on every run of hidden columns with content of the form."""
    if subject.sheet.hidden_columns:
        yield from _hidden(subject, subject.sheet.hidden_columns, lambda cell: (cell.column, cell.right), _columns)


def _hidden(
    subject: Subject,
    ranges: tuple[tuple[int, int], ...],
    span: Callable[[Cell], tuple[int, int]],
    named: Callable[[int, int], str],
) -> Iterator[Hit]:
    form = subject.form
    content = [Field(cell, name_of(cell), "heading", role) for role, cell in form.headings.items()]
    content += [field for field in fields_of(form) if _is_content(field)]
    furthest = max((span(field.cell)[1] for field in content), default=0)
    for first, last in coalesced(ranges):
        # A merged cell is seen as long as one of its rows and columns is.
        inside = [field for field in content if first <= span(field.cell)[0] and span(field.cell)[1] <= last]
        if inside:
            yield Hit(inside[0].cell, inside[0].label, named(first, min(last, furthest)))


def _is_content(field: Field) -> bool:
    """Whether somebody filled this in; zeros of the funds, dashes and unused rows hide nothing."""
    if field.role == "contact" or not field.cell.is_filled:
        return False
    if field.part == "row" and field.role in _TEMPLATES_OWN:
        return False
    if field.part == "funds":
        return field.cell.number != 0
    return field.row is None or field.row.is_live or field.role in _FILLED_IN


def _rows(first: int, last: int) -> str:
    return f"第{first}行" if first >= last else f"第{first}–{last}行"


def _columns(first: int, last: int) -> str:
    letters = column_letters(first)
    return f"{letters}列" if first >= last else f"{letters}–{column_letters(last)}列"
