"""Runs under the system's Python against a LibreOffice: the measurements of in_calc.py."""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests" / "addin" / "calc" / "inside"))

from document import opened, press, sheet_of


def main(desktop, what, **payload):
    return {"cells": cells, "bed": bed, "check": check, "many": many}[what](desktop, **payload)


def cells(desktop, count):
    """Microseconds a cell of the cell function and of a trivial formula, each on a sheet of its own document."""
    function = '=JX.SCORE(A{row}:A{row};B{row}:B{row};C{row}:C{row};"mof-2021")'
    return {
        "count": count,
        "function": _microseconds(desktop, count, function),
        "trivial": _microseconds(desktop, count, "=ROUND(C{row}*D{row}/100;2)"),
    }


def _microseconds(desktop, count, formula):
    with opened(desktop, None) as document:
        sheet = sheet_of(document)
        data = tuple(("≥98%", f"{90 + row % 10}%", 10.0, 90.0 + row % 10) for row in range(count))
        sheet.getCellRangeByPosition(0, 0, 3, count - 1).setDataArray(data)
        area = sheet.getCellRangeByPosition(4, 0, 4, count - 1)
        area.setFormulaArray(tuple((formula.format(row=row),) for row in range(1, count + 1)))
        return _recalculation(document) / count * 1e6


def _recalculation(document):
    def once():
        started = time.perf_counter()
        document.calculateAll()
        return time.perf_counter() - started

    once()
    return statistics.median(once() for _ in range(5))


def bed(desktop, path, lines, column):
    """Seconds of a recalculation of the formula edition over these rows."""
    with opened(desktop, path) as document:
        rows = tuple(tuple("" if each is None else each for each in line) for line in lines)
        sheet_of(document).getCellRangeByPosition(0, 0, len(rows[0]) - 1, len(rows) - 1).setDataArray(rows)
        filled = sheet_of(document).getCellRangeByPosition(column, 0, column, len(rows) - 1).getDataArray()
        assert any(isinstance(value, float) for (value,) in filled)
        return {"seconds": _recalculation(document)}


def check(desktop, path, rounds):
    """Seconds of 校验, the median of several."""
    with opened(desktop, path) as document:
        press(document, "check")
        times = []
        for _ in range(rounds):
            started = time.perf_counter()
            press(document, "check")
            times.append(time.perf_counter() - started)
        return statistics.median(times)


def many(desktop, paths):
    """Seconds to open, check and close these."""
    started = time.perf_counter()
    for path in paths:
        with opened(desktop, path) as document:
            press(document, "check")
    return time.perf_counter() - started
