"""The mark that a template bears in a hidden cell: which template it is and by which profile its formulas score."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jixiao.reading.addresses import column_number

if TYPE_CHECKING:
    from jixiao.reading.grid import Workbook

# A name of the sheet, not of the workbook: a copied sheet takes its own along.
NAME = "jixiao_template"
# The grounds of the cells to type into and of the scores that may be typed over, RRGGBB: pale enough for white paper.
INPUT, JUDGED = TINTS = ("FFFDF0", "F2F8FC")
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


def place_of(workbook: Workbook, sheet_name: str) -> tuple[int, int] | None:
    """The row and the column where a sheet says that its stamp is."""
    place = _CELL.fullmatch(workbook.defined_names.get(f"{sheet_name}!{NAME}", ""))
    return None if place is None else (int(place[2]), column_number(place[1]))


def stamp_of(workbook: Workbook, sheet_name: str) -> Stamp | None:
    """The stamp of a sheet; None where it bears none, or one that was tampered with."""
    place = place_of(workbook, sheet_name)
    sheet = next((sheet for sheet in workbook.sheets if sheet.name == sheet_name), None)
    if place is None or sheet is None:
        return None
    cell = sheet.cells.get(place)
    written = _WRITTEN.fullmatch(cell.value) if cell is not None else None
    return Stamp(*written.groups()) if written is not None else None
