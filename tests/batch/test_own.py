"""Our own sheets are known by their names wherever these are written down."""

from __future__ import annotations

from jixiao.annotating import MEMORY
from jixiao.check import _MARKED, _SUMMARY
from jixiao.marking import RESULT_SHEET
from jixiao.reports.summary_workbook import SHEETS


def test_the_names_are_those_that_are_written() -> None:
    assert {MEMORY, RESULT_SHEET} == _MARKED
    assert set(SHEETS) >= _SUMMARY
