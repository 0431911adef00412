"""A workbook that a spreadsheet program hands over as plain data (``grid.schema.json``), without a file between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from .addresses import LAST_COLUMN, LAST_ROW
from .cells import LONGEST_NUMBER, NUMBER
from .grid import GridCell, Merge, Sheet, Workbook
from .limits import Limits, Refused

_STATES = ("visible", "hidden", "veryHidden")
_KINDS = frozenset("nsbedz")


class GridError(ValueError):
    """The data is no such workbook; the message says where, for a log."""


def workbook_from(data: object, limits: Limits | None = None) -> Workbook:
    """The workbook of a grid. Raises GridError, and Refused where it is larger than a file may be."""
    limits = limits or Limits()
    if not isinstance(data, dict) or data.get("schema") != 1:
        _refuse("not a grid of schema 1")
    sheets = _list(data, "sheets")
    if not sheets:
        _refuse("no sheets")
    if len(sheets) > limits.sheets:
        raise Refused("too-large", "sheets")
    built = tuple(_sheet(each) for each in sheets)
    if sum(len(sheet.cells) for sheet in built) > limits.cells:
        raise Refused("too-large", "cells")
    if sum(len(sheet.merges) for sheet in built) > limits.merges:
        raise Refused("too-large", "merged ranges")
    names = data.get("defined_names", {})
    if not isinstance(names, dict) or not all(isinstance(each, str) for each in names.values()):
        _refuse("defined_names")
    return Workbook(built, _flag(data, "date1904"), dict(names))


def _sheet(data: object) -> Sheet:
    if not isinstance(data, dict) or not isinstance(data.get("name"), str):
        _refuse("a sheet without a name")
    state = data.get("state", "visible")
    if state not in _STATES:
        _refuse(f"state of sheet {data['name'][:99]}")
    return Sheet(
        name=data["name"],
        state=state,
        cells=dict(map(_cell, _list(data, "cells"))),
        merges=tuple(map(_merge, _list(data, "merges"))),
        hidden_rows=tuple(_ranges(data, "hidden_rows", LAST_ROW)),
        hidden_columns=tuple(_ranges(data, "hidden_columns", LAST_COLUMN)),
        notes=dict(map(_note, _list(data, "notes"))),
        protected=_flag(data, "protected"),
    )


def _cell(data: object) -> tuple[tuple[int, int], GridCell]:
    if not isinstance(data, (list, tuple)) or len(data) != 6:
        _refuse(f"cell {data!r:.99}")
    row, column, kind, value, number_format, formula = data
    texts = (kind, value, number_format) if formula is None else (kind, value, number_format, formula)
    if not all(isinstance(each, str) for each in texts) or kind not in _KINDS:
        _refuse(f"cell {data!r:.99}")
    if kind == "n" and (len(value) > LONGEST_NUMBER or not NUMBER.fullmatch(value)):
        _refuse(f"number {value[:99]}")
    return _place(row, column), GridCell(kind, value, number_format, formula)


def _place(row: object, column: object) -> tuple[int, int]:
    if not _counts(row, LAST_ROW) or not _counts(column, LAST_COLUMN):
        _refuse(f"place {row!r:.20}, {column!r:.20}")
    return row, column  # type: ignore[return-value]  # _counts has seen that they are integers


def _merge(data: object) -> Merge:
    if not isinstance(data, (list, tuple)) or len(data) != 4:
        _refuse(f"merge {data!r:.99}")
    (top, left), (bottom, right) = _place(*data[:2]), _place(*data[2:])
    if top > bottom or left > right:
        _refuse(f"merge {data!r:.99}")
    return Merge(top, left, bottom, right)


def _note(data: object) -> tuple[tuple[int, int], str]:
    if not isinstance(data, (list, tuple)) or len(data) != 3 or not isinstance(data[2], str):
        _refuse(f"note {data!r:.99}")
    return _place(*data[:2]), data[2]


def _ranges(data: Mapping[str, Any], key: str, last: int) -> Iterator[tuple[int, int]]:
    for each in _list(data, key):
        if not isinstance(each, (list, tuple)) or len(each) != 2 or not all(_counts(end, last) for end in each):
            _refuse(f"{key} {each!r:.99}")
        yield each[0], each[1]


def _counts(number: object, last: int) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and 0 < number <= last


def _list(data: Mapping[str, Any], key: str) -> list[object]:
    found = data.get(key, [])
    if not isinstance(found, list):
        _refuse(key)
    return found


def _flag(data: Mapping[str, Any], key: str) -> bool:
    found = data.get(key, False)
    if not isinstance(found, bool):
        _refuse(key)
    return found


def _refuse(what: str) -> NoReturn:
    raise GridError(what)
