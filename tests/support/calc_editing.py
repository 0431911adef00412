"""Edits workbooks as a person does, inside LibreOffice: type, paste, copy rows, delete rows; tells what is shown."""

from __future__ import annotations

from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.table import CellRangeAddress

_DELIVER_OWNERSHIP, _WITHOUT_EXPANDING = (True,), (False,)


def main(desktop: object, files: list[dict]) -> list[list[dict[str, object]]]:
    """Work through every file; what its watched cells hold at the start and after each step.

    A file: path; watch, addresses on the first sheet; steps, each ["type", address, text or number],
    ["formula", address, text], ["insert", row],
    ["copy", row, column] (a new row below takes its cells from that column on) or ["delete", row], rows counted from 1;
    store, a path to save to as .xlsx.
    """
    return [list(_edited(desktop, **file)) for file in files]


def _edited(desktop, path, watch=(), steps=(), store=None):
    document = desktop.loadComponentFromURL(Path(path).as_uri(), "_blank", 0, (_property("Hidden", value=True),))
    try:
        document.calculateAll()
        sheet = document.Sheets.getByIndex(0)
        yield _seen(sheet, watch)
        for step, *arguments in steps:
            _STEPS[step](sheet, *arguments)
            yield _seen(sheet, watch)
        if store is not None:
            document.storeToURL(Path(store).as_uri(), (_property("FilterName", "Calc MS Excel 2007 XML"),))
    finally:
        document.close(*_DELIVER_OWNERSHIP)


def _type(sheet, address: str, value: object) -> None:
    cell = sheet.getCellRangeByName(address)
    if isinstance(value, str):
        cell.String = value
    else:
        cell.Value = value


def _formula(sheet, address: str, formula: str) -> None:
    sheet.getCellRangeByName(address).Formula = formula


def _insert(sheet, row: int) -> None:
    sheet.unprotect("")
    sheet.Rows.insertByIndex(row - 1, 1)


def _copy(sheet, row: int, first: str) -> None:
    """Insert a row below and copy into it the cells of this one, from a column on: fill down (Ctrl+D)."""
    _insert(sheet, row + 1)
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(*_WITHOUT_EXPANDING)
    left = sheet.getCellRangeByName(f"{first}1").CellAddress.Column
    source = CellRangeAddress(0, left, row - 1, cursor.RangeAddress.EndColumn, row - 1)
    sheet.copyRange(sheet.getCellByPosition(left, row).CellAddress, source)


def _delete(sheet, row: int) -> None:
    sheet.unprotect("")
    sheet.Rows.removeByIndex(row - 1, 1)


_STEPS = {"type": _type, "formula": _formula, "insert": _insert, "copy": _copy, "delete": _delete}


def _seen(sheet, watch) -> dict[str, object]:
    seen: dict[str, object] = {}
    for address in watch:
        cell = sheet.getCellRangeByName(address)
        is_number = cell.FormulaResultType2 == 1 if cell.Type.value == "FORMULA" else cell.Type.value == "VALUE"
        seen[address] = round(cell.Value, 6) if is_number else cell.String
    return seen


def _property(name: str, value: object) -> PropertyValue:
    return PropertyValue(name, 0, value, uno.Enum("com.sun.star.beans.PropertyState", "DIRECT_VALUE"))
