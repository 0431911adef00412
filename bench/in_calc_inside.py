"""Runs under the system's Python against a LibreOffice: the measurements of in_calc.py."""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests" / "addin" / "calc" / "inside"))

from document import opened, press, sheet_of

_FUNCTION = '=JX.SCORE(D{row}:D{row};E{row}:E{row};F{row}:F{row};"mof-2021")'
_HINT = "=JX.HINT(" + ";".join(f"{letter}{{row}}:{letter}{{row}}" for letter in "ABCDEFHG") + ")"
_LONG_ENOUGH = 0.2
_TRIVIAL = "=ROUND(F{row}*10/100;2)"


def main(desktop, what, **payload):
    return {"cells": cells, "bed": bed, "check": check}[what](desktop, **payload)


def _typed(row):
    """A row of a form, as far as it is typed; the actual values differ."""
    return "产出指标", "质量指标", "信息报送及时率", "≥98%", f"{90 + row % 10}%", 10.0, ""


def cells(desktop, process, count):
    """Microseconds a row: a trivial formula; the cell function for the score; that and the one for the hint."""
    return {
        "trivial": _microseconds(desktop, process, count, _TRIVIAL),
        "score": _microseconds(desktop, process, count, _FUNCTION),
        "score and hint": _microseconds(desktop, process, count, _FUNCTION, _HINT),
    }


def _microseconds(desktop, process, count, *formulas):
    with opened(desktop, None) as document:
        sheet = sheet_of(document)
        sheet.getCellRangeByPosition(0, 0, 6, count - 1).setDataArray(tuple(map(_typed, range(count))))
        area = sheet.getCellRangeByPosition(7, 0, 6 + len(formulas), count - 1)
        area.setFormulaArray(tuple(tuple(each.format(row=row) for each in formulas) for row in range(1, count + 1)))
        seconds = _recalculation(document, process)
        assert all(isinstance(line[0], float) for line in area.getDataArray())
        return seconds / count * 1e6


def _recalculation(document, process):
    """Processor seconds of LibreOffice: how long it takes would tell of the machine's other work."""
    times = max(1, int(_LONG_ENOUGH / _spent(document, process, 1)))
    return statistics.median(_spent(document, process, times) for _ in range(3))


def _spent(document, process, times):
    started = _processor(process)
    for _ in range(times):
        document.calculateAll()
    return (_processor(process) - started) / times


def _processor(process):
    # The clock of another process: clock_getcpuclockid(3) of Linux.
    return time.clock_gettime(~process << 3 | 2)


def bed(desktop, process, path, forms, rows, column, times):
    """Microseconds a row of the formula edition: the workbook holds so many forms, repeated so many times.

    rows: of a form, which has a line above them; column: of the score.
    """
    lines = tuple(
        ("", *[""] * 6) if not line else _typed(form * rows + line) for form in range(forms) for line in range(rows + 1)
    )
    with opened(desktop, path) as document:
        sheet = sheet_of(document)
        sheet.getCellRangeByPosition(0, 0, 6, len(lines) - 1).setDataArray(lines)
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)  # noqa: FBT003
        block = sheet.getCellRangeByPosition(0, 0, cursor.getRangeAddress().EndColumn, len(lines) - 1)
        for number in range(1, times):
            place = sheet.getCellByPosition(0, number * len(lines)).getCellAddress()
            sheet.copyRange(place, block.getRangeAddress())
        seconds = _recalculation(document, process)
        filled = sheet.getCellRangeByPosition(column, 0, column, times * len(lines) - 1).getDataArray()
        assert sum(isinstance(value, float) for (value,) in filled) >= times * forms * rows
        return seconds / (times * forms * rows) * 1e6


def check(desktop, path, rounds):
    """Seconds of opening and closing a form and of 校验, each the median of several."""
    opening = statistics.median(_opening(desktop, path) for _ in range(rounds))
    with opened(desktop, path) as document:
        press(document, "check")
        times = []
        for _ in range(rounds):
            started = time.perf_counter()
            press(document, "check")
            times.append(time.perf_counter() - started)
        return opening, statistics.median(times)


def _opening(desktop, path):
    started = time.perf_counter()
    with opened(desktop, path):
        pass
    return time.perf_counter() - started
