"""Lays rows into a bed of the formula edition, with calls of the cell functions beside it; what both give."""

from __future__ import annotations

from document import opened, sheet_of


def main(desktop, path, lines, scores, profile, hints):
    with opened(desktop, path) as document:
        sheet = sheet_of(document)
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        height, free, width = cursor.RangeAddress.EndRow + 1, cursor.RangeAddress.EndColumn + 1, len(lines[0])
        called = [formulas(row, scores, profile)[: 2 if hints else 1] for row in range(1, height + 1)]
        calls = sheet.getCellRangeByPosition(free, 0, free + len(called[0]) - 1, height - 1)
        calls.setFormulaArray(called)
        columns = [sheet.getCellRangeByPosition(column, 0, column, height - 1) for column in range(width)]
        formats = [[column.getCellByPosition(0, row).NumberFormat for column in columns] for row in range(height)]
        # Each chunk is calculated once, when it lies there.
        document.enableAutomaticCalculation(False)
        document.addActionLock()
        results = []
        for start in range(0, len(lines), height):
            chunk = [tuple("" if each is None else each for each in line) for line in lines[start : start + height]]
            chunk += [("",) * width] * (height - len(chunk))
            sheet.getCellRangeByPosition(0, 0, width - 1, height - 1).setDataArray(tuple(chunk))
            for row, line in enumerate(chunk):
                for column, value in enumerate(line):
                    # Calc makes a text cell of one that is given text beginning with "=".
                    if isinstance(value, str) and value.startswith("="):
                        columns[column].getCellByPosition(0, row).NumberFormat = formats[row][column]
            document.calculateAll()
            drawn = sheet.getCellRangeByPosition(scores, 0, scores, height - 1).getDataArray()
            results.extend([*ours, *theirs] for ours, theirs in zip(drawn, calls.getDataArray(), strict=True))
    return results[: len(lines)]


def formulas(row, scores, profile):
    """JX.SCORE and JX.HINT over the columns of the bed: classes and name, target, actual, 分值, reason, then 得分."""
    level1, level2, name, target, actual, weight, reason = (f"{letter}{row}:{letter}{row}" for letter in "ABCDEFG")
    score = f"{chr(65 + scores)}{row}:{chr(65 + scores)}{row}"
    return (
        f'=JX.SCORE({target};{actual};{weight};"{profile}")',
        f'=JX.HINT({level1};{level2};{name};{target};{actual};{weight};{score};{reason};"{profile}")',
    )
