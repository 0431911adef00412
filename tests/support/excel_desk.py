"""A clerk at Excel: a workbook open on the screen, the buttons of the ribbon, and what the workbook then is."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import xlwings_engine

from jixiao_addin.buttons import memory
from jixiao_addin.buttons.checking import RESULT_SHEET
from jixiao_addin.excel import buttons, host


class Desk:
    """One workbook open in a fresh Excel; answers are given before a button is pressed."""

    def __init__(self, path: Path | None = None, workbook: openpyxl.Workbook | None = None) -> None:
        host._session.cache_clear()
        self.app = xlwings_engine.excel()
        self.book = xlwings_engine.opened(self.app, path, workbook)

    @property
    def workbook(self) -> openpyxl.Workbook:
        """What is open."""
        return self.book.workbook

    @property
    def form(self) -> Any:
        """Its first sheet."""
        return self.workbook.worksheets[0]

    @property
    def results(self) -> list[tuple[Any, ...]]:
        """The rows of 校验结果."""
        return list(self.workbook[RESULT_SHEET].iter_rows(values_only=True))

    @property
    def told(self) -> list[str]:
        return self.app.dialogs.told

    @property
    def asked(self) -> list[str]:
        return self.app.dialogs.asked

    def press(self, button: Callable[[], None], *answers: str, folder: str = "") -> str:
        """Press a button; the last thing that was said, "" if nothing was."""
        before = len(self.told)
        self.app.dialogs.answers = list(answers)
        self.app.dialogs.folder = folder
        button()
        assert not self.app.dialogs.answers, "an answer was given to a question that was not asked"
        assert self.app.screen_updating and self.app.status_bar is False
        return self.told[-1] if len(self.told) > before else ""

    def check(self, *answers: str) -> str:
        return self.press(buttons.check_book, *(answers or (() if host._session() else ("yes",))))

    def clear(self) -> str:
        marked = {RESULT_SHEET, memory.SHEET} & set(self.workbook.sheetnames)
        asks = marked and not host._session() and buttons.checking.memory.is_kept(buttons._host())
        return self.press(buttons.clear_marks, *(["yes"] if asks else []))

    def saved(self) -> bytes:
        """The workbook as it would be saved now."""
        data = io.BytesIO()
        self.workbook.save(data)
        return data.getvalue()

    def reopened(self, path: Path) -> Desk:
        """The workbook saved, closed and opened again in another Excel."""
        path.write_bytes(self.saved())
        return Desk(path)


def everything(workbook: openpyxl.Workbook) -> dict[str, Any]:
    """All that a person could see or that a program could read of a workbook, our own sheets too."""
    return {
        "sheets": [(sheet.title, sheet.sheet_state) for sheet in workbook.worksheets],
        "shown": workbook.active.title,
        "cells": {
            (sheet.title, cell.coordinate): _looks(cell)
            for sheet in workbook.worksheets
            for cell in list(sheet._cells.values())
            if _looks(cell) != _NOTHING
        },
    }


def contents(workbook: openpyxl.Workbook) -> dict[tuple[str, str], Any]:
    """What stands in the cells of all sheets but ours."""
    return {
        (sheet.title, cell.coordinate): (cell.value, cell.data_type, cell.number_format, bool(cell.quotePrefix))
        for sheet in workbook.worksheets
        if sheet.title not in (RESULT_SHEET, memory.SHEET)
        for cell in list(sheet._cells.values())
        if cell.value is not None
    }


def _looks(cell: Any) -> tuple[Any, ...]:
    fill = cell.fill
    colour = fill.fgColor.rgb if fill.fill_type and fill.fgColor.type == "rgb" else fill.fill_type
    note = cell.comment.text if cell.comment is not None else ""
    return cell.value, cell.number_format, bool(cell.quotePrefix), cell.font.b, colour, note


_NOTHING = (None, "General", False, False, None, "")
