"""A workbook as the grid that the add-ins hand to `jixiao check -` (``grid.schema.json``)."""

from __future__ import annotations

from typing import Any

from jixiao.reading import Sheet, Workbook


def grid_of(workbook: Workbook, name: str = "表.xlsx") -> dict[str, Any]:
    """The grid of a workbook that was read from a file."""
    return {
        "schema": 1,
        "name": name,
        "date1904": workbook.date1904,
        "defined_names": workbook.defined_names,
        "sheets": [_sheet(sheet) for sheet in workbook.sheets],
    }


def _sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "state": sheet.state,
        "protected": sheet.protected,
        "cells": [[*place, *cell] for place, cell in sheet.cells.items()],
        "merges": [list(merge) for merge in sheet.merges],
        "hidden_rows": [list(part) for part in sheet.hidden_rows],
        "hidden_columns": [list(part) for part in sheet.hidden_columns],
        "notes": [[*place, text] for place, text in sheet.notes.items()],
    }
