"""Inside LibreOffice: a workbook with macros opened, recalculated, its cells read; array formulas are put in first."""

from __future__ import annotations

import uno
from com.sun.star.beans import PropertyValue

# Macros run without a question.
_ALWAYS = 4


def main(desktop: object, path: str, cells: list[str], arrays: dict[str, str]) -> dict[str, object]:
    options = (
        PropertyValue(Name="Hidden", Value=True),
        PropertyValue(Name="MacroExecutionMode", Value=_ALWAYS),
    )
    document = desktop.loadComponentFromURL(uno.systemPathToFileUrl(path), "_blank", 0, options)
    try:
        sheet = document.Sheets.getByIndex(0)
        for area, formula in arrays.items():
            sheet.getCellRangeByName(area).setArrayFormula(formula)
        document.calculateAll()
        return {cell: _shown(sheet.getCellRangeByName(cell)) for cell in cells}
    finally:
        document.dispose()


def _shown(cell: object) -> object:
    is_number = cell.FormulaResultType2 == uno.getConstantByName("com.sun.star.sheet.FormulaResult.VALUE")
    return cell.Value if is_number else cell.String
