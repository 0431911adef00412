"""The 上报版 of a workbook: values instead of formulas, and of our own templates nothing but the official form.

Bytes in, bytes out. Helper columns, 提示, 填报说明, marks and 校验结果 are for the clerk; who receives the form gets
what it prints. A form that is none of our templates keeps all that is in it but its formulas.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from jixiao.annotating import unmark
from jixiao.check import Choice, check_workbook
from jixiao.editing.copying import Copy
from jixiao.editing.narrowing import narrowed
from jixiao.editing.outline import outline, restyled, without
from jixiao.editing.sheets import remove_names, remove_sheets
from jixiao.editing.values import with_values
from jixiao.formulas import evaluate
from jixiao.profiles import load
from jixiao.reading import a1, exact, read_workbook
from jixiao.recounting import miscounted
from jixiao.scoring import DEFAULT
from jixiao.stamp import NAME, TINTS, place_of, stamp_of
from jixiao.values import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.check import CheckedForm
    from jixiao.reading import Limits, Sheet, Workbook

GUIDE = "填报说明"
_NEAR = Decimal("1e-6")
_NO_RESULT = "空"
_GROUNDS = frozenset(f"rgb=FF{tint}" for tint in TINTS)


class Stale(NamedTuple):
    """A formula whose stored result is not there (empty), or not what the formula gives (shown, expected)."""

    sheet: str
    cell: str
    shown: str = ""
    expected: str = ""


class Final(NamedTuple):
    """The copy; stale: the formulas for which it could not be made, then data is empty.

    removed: names of the sheets left out; values: how many formulas gave way; stamped: the sheets of our templates.
    left_out: what somebody wrote right of 提示, as sheet!A1.
    """

    data: bytes
    stale: tuple[Stale, ...]
    removed: tuple[str, ...] = ()
    values: int = 0
    stamped: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def final(data: bytes, limits: Limits | None = None) -> Final:
    """The 上报版 of a workbook.

    Raises Refused for what cannot be read, EditRefused for what cannot be edited without risk.
    """
    copy = Copy(data, limits)
    copy.refuse_strict()
    workbook = read_workbook(data, copy.limits)
    forms = check_workbook(workbook, "", Choice(load(DEFAULT))).forms
    official = dict(_official(workbook, forms))
    before = set(copy.book.sheets)
    unmark(copy, data)
    if official:
        remove_sheets(copy.parts, copy.book, {GUIDE} & copy.book.sheets.keys())
        remove_names(copy.parts, copy.book, {NAME})
    kept = [sheet for sheet in workbook.sheets if sheet.name in copy.book.sheets]
    stale = (*_stale(kept, official), *_misscored(forms), *_miscounted(forms))
    if stale:
        return Final(b"", tuple(dict.fromkeys(stale)))
    for sheet in kept:
        if any(cell.formula is not None for cell in sheet.cells.values()) or sheet.name in official:
            copy.write_sheet(sheet.name, _finished(copy, sheet, official.get(sheet.name, 0)))
    copy.book.drop_calculation_chain()
    count = sum(
        _is_kept(sheet, place, official) for sheet in kept for place, cell in sheet.cells.items() if cell.formula
    )
    gone = tuple(sheet.name for sheet in workbook.sheets if sheet.name in before - copy.book.sheets.keys())
    return Final(copy.packed(), (), gone, count, tuple(official), tuple(_left_out(workbook, official)))


def _official(workbook: Workbook, forms: tuple[CheckedForm, ...]) -> Iterator[tuple[str, int]]:
    """The sheets of our templates with the last of their official columns, which the title is merged over."""
    for checked in forms:
        form = checked.form
        if stamp_of(workbook, form.sheet) is not None:
            cells = [*form.headings.values(), *([form.title] if form.title is not None else [])]
            yield form.sheet, max((max(cell.right, cell.column) for cell in cells), default=0)


def _left_out(workbook: Workbook, official: dict[str, int]) -> Iterator[str]:
    for sheet in workbook.sheets:
        stamped = place_of(workbook, sheet.name) if sheet.name in official else None
        for place, cell in sorted(sheet.cells.items()) if stamped is not None else ():
            # Right of the stamp stand a narrow empty column and 提示.
            if stamped is not None and place[1] > stamped[1] + 2 and cell.formula is None and cell.value.strip():
                yield f"{sheet.name}!{a1(*place)}"


def _finished(copy: Copy, sheet: Sheet, last: int) -> bytes:
    data = with_values(copy.sheet(sheet.name), copy.styles, last)
    if not last:
        return data
    data = narrowed(data, last)
    # They colour what is still to be explained: hints too.
    data = without(data, "conditionalFormatting")
    # What to type is no longer asked, and paper shows the tints.
    data = _untinted(without(data, "dataValidations"), copy, sheet, last)
    protection = next((each for each in outline(data) if each.name == "sheetProtection"), None)
    # Ours has no password and guards formulas; what somebody else locked stays locked.
    if protection is not None and not protection.attributes.keys() & {"password", "hashValue"}:
        data = without(data, "sheetProtection")
    return data


def _untinted(data: bytes, copy: Copy, sheet: Sheet, last: int) -> bytes:
    """The sheet without the grounds by which our templates tell where to type; any other colour stays."""
    styles = copy.styles
    if styles is None:
        return data
    height = max((row for row, _ in sheet.cells), default=0)
    places = frozenset((row, column) for row in range(1, height + 1) for column in range(1, last + 1))

    def change(_: tuple[int, int], index: str) -> str:
        return styles.filled(index, "") if styles.colour(index) in _GROUNDS else index

    return restyled(data, places, change)


def _is_kept(sheet: Sheet, place: tuple[int, int], official: dict[str, int]) -> bool:
    last = official.get(sheet.name, 0)
    return not last or place[1] <= last


def _stale(sheets: list[Sheet], official: dict[str, int]) -> Iterator[Stale]:
    for sheet in sheets:
        for place, cell in sheet.cells.items():
            if cell.formula is None or not _is_kept(sheet, place, official):
                continue
            if cell.kind == "z":
                yield Stale(sheet.name, a1(*place))
                continue
            number, stored = evaluate(cell.formula, sheet), exact(cell)
            if number is not None and (stored is None or abs(number - stored) > _NEAR * max(Decimal(1), abs(number))):
                yield Stale(sheet.name, a1(*place), cell.value, str(number))


def _misscored(forms: tuple[CheckedForm, ...]) -> Iterator[Stale]:
    """Scores that our own formulas cannot have given: the template was filled in by a program that does not reckon."""
    for checked in forms:
        for row in checked.subject.scored if checked.subject.is_stamped else ():
            cell = row.score_cell
            calculated = cell is not None and cell.formula is not None and cell.kind != "z"
            if cell is not None and calculated and row.computed not in (None, row.score):
                yield Stale(cell.sheet, cell.address, cell.text, str(row.computed))


def _miscounted(forms: tuple[CheckedForm, ...]) -> Iterator[Stale]:
    """The same of sums, rates, the points of the execution and totals."""
    for checked in forms:
        for cell, given in miscounted(checked.subject) if checked.subject.is_stamped else ():
            yield Stale(cell.sheet, cell.address, cell.text, _NO_RESULT if given is None else plain(given))
