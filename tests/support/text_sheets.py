"""A sheet written as text: one line a row, cells parted by "|", ``\\n`` a line break within a cell."""

from __future__ import annotations

from jixiao.casework import grid_cell
from jixiao.form import Form
from jixiao.forms import forms_in
from jixiao.reading.grid import Merge, Sheet


def text_sheet(text: str, *, top: int = 1, left: int = 1, merges: tuple[Merge, ...] = ()) -> Sheet:
    """The sheet of a text; its first cell stands at row ``top`` and column ``left``."""
    cells = {
        (row, column): grid_cell(shown)
        for row, line in enumerate(text.strip("\n").split("\n"), top)
        for column, part in enumerate(line.split("|"), left)
        if (shown := part.strip().replace("\\n", "\n"))
    }
    return Sheet("表", cells=cells, merges=merges)


def only_form(sheet: Sheet) -> Form:
    """The one form of a sheet."""
    (form,) = forms_in(sheet)
    return form


def names(form: Form) -> list[str]:
    """The indicators of a form."""
    return [row.name for row in form.indicators]
