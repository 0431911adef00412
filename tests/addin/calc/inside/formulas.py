"""Puts formulas into an empty sheet with some values and tells what they show; saves it, opens it, tells it again."""

from __future__ import annotations

from document import opened, saved, sheet_of


def main(desktop, values, formulas, arrays, path):
    with opened(desktop, None) as document:
        sheet = sheet_of(document)
        for address, value in values.items():
            cell = sheet.getCellRangeByName(address).getCellByPosition(0, 0)
            if isinstance(value, str):
                cell.setString(value)
            else:
                cell.setValue(value)
        for row, formula in enumerate(formulas):
            sheet.getCellByPosition(0, row).setFormula(formula)
        for area, formula in arrays.items():
            sheet.getCellRangeByName(area).setArrayFormula(formula)
        first = shown(sheet, formulas, arrays)
        saved(document, path)
    with opened(desktop, path) as document:
        document.calculateAll()
        return [first, shown(sheet_of(document), formulas, arrays)]


def shown(sheet, formulas, arrays):
    cells = [sheet.getCellByPosition(0, row) for row in range(len(formulas))]
    blocks = [[list(row) for row in sheet.getCellRangeByName(area).getDataArray()] for area in arrays]
    return {"texts": [cell.String for cell in cells], "formulas": [cell.Formula for cell in cells], "blocks": blocks}
