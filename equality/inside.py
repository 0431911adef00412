"""Runs in LibreOffice's Python: sets the inputs of the bed chunk by chunk and reads what its formulas give."""

from __future__ import annotations

import time
from pathlib import Path

from com.sun.star.beans import PropertyValue

_DELIVER_OWNERSHIP = (True,)


def main(desktop, path: str, inputs: list[list], height: int, columns: list[int]) -> dict[str, object]:
    """The cells from the first to the last of two columns beside every row of inputs; and the seconds that it took.

    height: how many rows the bed has.
    """
    hidden = PropertyValue(Name="Hidden", Value=True)
    document = desktop.loadComponentFromURL(Path(path).as_uri(), "_blank", 0, (hidden,))
    try:
        sheet = document.Sheets.getByIndex(0)
        width = len(inputs[0])
        cells = [sheet.getCellByPosition(column, row) for column in range(width) for row in range(height)]
        formats = [cell.NumberFormat for cell in cells]
        results, seconds = [], 0.0
        for start in range(0, len(inputs), height):
            chunk = [tuple("" if cell is None else cell for cell in row) for row in inputs[start : start + height]]
            chunk += [("",) * width] * (height - len(chunk))
            sheet.getCellRangeByPosition(0, 0, width - 1, height - 1).setDataArray(tuple(chunk))
            for cell, number_format in zip(cells, formats, strict=True):
                # Calc makes a text cell of one that is given text beginning with "=".
                if cell.NumberFormat != number_format:
                    cell.NumberFormat = number_format
            started = time.monotonic()
            document.calculateAll()
            seconds += time.monotonic() - started
            results.extend(sheet.getCellRangeByPosition(columns[0], 0, columns[1], height - 1).getDataArray())
        return {"rows": results[: len(inputs)], "seconds": seconds}
    finally:
        document.close(*_DELIVER_OWNERSHIP)
