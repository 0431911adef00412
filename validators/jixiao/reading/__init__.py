"""Reading workbooks: bytes → a grid of cells, and what a person sees in each of them."""

from __future__ import annotations

from .display import displayed, exact, is_date
from .grid import GridCell, Merge, Sheet, Workbook, a1, column_letters
from .limits import CODES, Limits, Refused
from .properties import saved_at
from .workbook import read_content, read_workbook

__all__ = [
    "CODES",
    "GridCell",
    "Limits",
    "Merge",
    "Refused",
    "Sheet",
    "Workbook",
    "a1",
    "column_letters",
    "displayed",
    "exact",
    "is_date",
    "read_content",
    "read_workbook",
    "saved_at",
]
