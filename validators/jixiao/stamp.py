"""The mark that a template bears in a hidden cell: which template it is and by which profile its formulas score."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jixiao.reading.addresses import column_number

if TYPE_CHECKING:
    from jixiao.reading.grid import Workbook

# A name of the sheet, not of the workbook: a copied sheet takes its own along.
NAME = "jixiao_template"
_CELL = re.compile(r"(?:'(?:[^']|'')*'|[^'!]+)!\$([A-Z]{1,3})\$(\d{1,7})")
_WRITTEN = re.compile(r"jixiao:([a-z0-9-]+);([0-9.]+);(\S+)")


class Stamp(NamedTuple):
    """template: its name (project-2021); version: its own, not the program's; profile: the name of the profile."""

    template: str
    version: str
    profile: str

    def __str__(self) -> str:
        """As it is written in the cell."""
        return f"jixiao:{self.template};{self.version};{self.profile}"


def stamp_of(workbook: Workbook, sheet_name: str) -> Stamp | None:
    """The stamp of a sheet; None where it bears none, or one that was tampered with."""
    place = _CELL.fullmatch(workbook.defined_names.get(f"{sheet_name}!{NAME}", ""))
    sheet = next((sheet for sheet in workbook.sheets if sheet.name == sheet_name), None)
    if place is None or sheet is None:
        return None
    cell = sheet.cells.get((int(place[2]), column_number(place[1])))
    written = _WRITTEN.fullmatch(cell.value) if cell is not None else None
    return Stamp(*written.groups()) if written is not None else None
