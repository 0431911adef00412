"""New values for given cells of a workbook, on a copy of its bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from jixiao.reading import Limits, Sheet, Workbook, read_workbook

from .copying import Copy
from .sheet import Located, Place, Written, located, with_cells
from .styles import Styles


class OnFormula(StrEnum):
    """What becomes of a formula in a cell: nothing is written, the value takes its place, or only its stored result
    is new.
    """

    REFUSE = "refuse"
    REPLACE = "replace"
    RESULT = "result"


class Edit(NamedTuple):
    """A new value for a cell; rows and columns from 1. A place within a merged range stands for its upper left cell."""

    sheet: str
    row: int
    column: int
    value: str | Decimal
    on_formula: OnFormula = OnFormula.REFUSE


class Edited(NamedTuple):
    """The new bytes; refused: edits that were not made, by reason.

    ``no-sheet`` ``formula`` (not to be touched) ``shared-formula`` (others depend on it) ``ambiguous`` (given twice).
    """

    data: bytes
    refused: tuple[tuple[Edit, str], ...]


def edited(data: bytes, edits: Iterable[Edit], limits: Limits | None = None) -> Edited:
    """A copy of a workbook with these cells changed; without any edit the very same bytes.

    Text stays text, also when it begins with "="; formats stay; untouched parts keep their compressed bytes.
    Raises Refused for what cannot be read, EditRefused for what cannot be edited without risk.
    """
    limits = limits or Limits()
    wanted = list(edits)
    if not wanted:
        return Edited(data, ())
    workbook = read_workbook(data, limits)
    copy = Copy(data, limits)
    parts, book, styles = copy.parts, copy.book, copy.styles
    refused: list[tuple[Edit, str]] = []
    replaced = changed = False
    for name, group in _by_sheet(wanted).items():
        sheet = next((each for each in workbook.sheets if each.name == name), None)
        if sheet is None or name not in book.sheets:
            refused.extend((each, "no-sheet") for each in group)
            continue
        places = {_anchor(sheet, (each.row, each.column)): each for each in group}
        found = located(parts.read(book.sheets[name]), frozenset(places))
        denied = {place: why for place, each in places.items() if (why := _denied(found, place, each))}
        refused.extend((places[place], why) for place, why in denied.items())
        writes = {place: _written(found, place, each, styles) for place, each in places.items() if place not in denied}
        replaced = replaced or any(place in found.formulas and not new.keep_formula for place, new in writes.items())
        if writes:
            parts.write(book.sheets[name], with_cells(found, writes))
            changed = True
    if not changed:
        return Edited(data, tuple(refused))
    if replaced:
        book.drop_calculation_chain()
    if _has_formulas(workbook):
        book.calculate_on_load()
    return Edited(copy.packed(), tuple(refused))


def _by_sheet(edits: Iterable[Edit]) -> Mapping[str, list[Edit]]:
    groups: dict[str, list[Edit]] = {}
    for each in edits:
        groups.setdefault(each.sheet, []).append(each)
    return groups


def _anchor(sheet: Sheet, place: Place) -> Place:
    row, column = place
    for merge in sheet.merges:
        if merge.top <= row <= merge.bottom and merge.left <= column <= merge.right:
            return merge.top, merge.left
    return place


def _denied(found: Located, place: Place, edit: Edit) -> str:
    """Why a cell is not to be written, empty where it may be."""
    if place in found.twice:
        return "ambiguous"
    formula = found.formulas.get(place)
    if formula is None or edit.on_formula is OnFormula.RESULT:
        return ""
    if edit.on_formula is OnFormula.REFUSE:
        return "formula"
    # The text of a shared formula stands in its first cell only; an array fills other cells too.
    kind = formula.attributes.get("t", "normal")
    return "shared-formula" if kind not in ("normal", "shared") or "ref" in formula.attributes else ""


def _written(found: Located, place: Place, edit: Edit, styles: Styles | None) -> Written:
    keep = edit.on_formula is OnFormula.RESULT and place in found.formulas
    style = None
    if isinstance(edit.value, str) and edit.value.startswith("=") and styles is not None and not keep:
        style = styles.typed_as_text(found.style_of(place))
    return Written(edit.value, style, keep)


def _has_formulas(workbook: Workbook) -> bool:
    return any(cell.formula is not None for sheet in workbook.sheets for cell in sheet.cells.values())
