"""Opens workbooks and gives the formulas of each as the button 校验 reads them, and as LibreOffice writes them for a
file when it is asked for one cell at a time; and how often the first way has asked.

fill: how many times every row of formulas is copied downwards before, that there are many of each shape.
"""

from __future__ import annotations

import sys

from document import opened

FORMULA = 16  # com.sun.star.sheet.CellFlags.FORMULA


def main(desktop, paths, roots, fill=0):
    sys.path[:0] = roots
    from jixiao_addin.calc.inside.formulas import Formulas

    answers = []
    for path in paths:
        with opened(desktop, path) as document:
            document.calculateAll()
            sheets = [document.Sheets.getByIndex(index) for index in range(document.Sheets.Count)]
            if fill:
                copy_down(sheets[0], fill)
            formulas = Formulas(document)
            wanted = [(sheet, given(sheet)) for sheet in sheets]
            alone = [{place: one(formulas, sheet, place) for place in found} for sheet, found in wanted]
            asked = [0]
            print_one = formulas.printed

            def counted(tokens, position, asked=asked, print_one=print_one):
                asked[0] += 1
                return print_one(tokens, position)

            formulas.printed = counted
            together = [dict(formulas.of(sheet, found)) for sheet, found in wanted]
            answers.append(
                {
                    "asked": asked[0],
                    "formulas": [
                        [sheet.Name, *place, text, together[number].get(place)]
                        for number, (sheet, _) in enumerate(wanted)
                        for place, text in alone[number].items()
                    ],
                }
            )
    return answers


def given(sheet):
    areas = sheet.queryContentCells(FORMULA)
    return {
        (area.RangeAddress.StartRow + row, area.RangeAddress.StartColumn + column): text
        for area in (areas.getByIndex(index) for index in range(areas.Count))
        for row, texts in enumerate(area.getFormulaArray(), 1)
        for column, text in enumerate(texts, 1)
    }


def one(formulas, sheet, place):
    cell = sheet.getCellByPosition(place[1] - 1, place[0] - 1)
    return formulas.printed(cell.getTokens(), cell.getCellAddress())


def copy_down(sheet, times):
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.getRangeAddress()
    for number in range(1, times + 1):
        target = sheet.getCellByPosition(0, (end.EndRow + 1) * number).getCellAddress()
        sheet.copyRange(target, sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow).getRangeAddress())
