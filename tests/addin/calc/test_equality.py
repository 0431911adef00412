"""The cell functions in Calc, the formulas of the formula edition and plain Python: one score, one hint, row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bed import INPUTS, SCORE, make_bed
from calc_office import Office
from office import needs_libreoffice
from rows import FORMATS, Form, Row, make_forms

from jixiao import functions
from jixiao.scoring import DEFAULT, shipped_profile

pytestmark = [needs_libreoffice, pytest.mark.libreoffice, pytest.mark.slow]
ROWS, HINTS = 10_000, 1_000
ERROR = object()


def answered(call: Callable[..., Any], *arguments: Any) -> Any:
    try:
        return call(*arguments)
    except functions.CellError:
        return ERROR


def has_percent_number(row: Row, formats: tuple[str, str]) -> bool:
    """Whether a number stands in a cell with a percent format: a function is handed 0.97, never the format, and cannot
    know that 97% is meant. The templates' cells for target and actual value are text cells."""
    return any("%" in code and isinstance(value, float) for value, code in zip(row[3:5], formats, strict=True))


def laid(office: Office, path: Path, forms: list[Form], *, hints: bool) -> Iterator[tuple[Row, list[Any]]]:
    """Every row, with what its formula gives (得分), what JX.SCORE gives and, if asked for, what JX.HINT gives."""
    make_bed(path, shipped_profile(DEFAULT))
    # A form has a line of its own above its rows; it stays empty here.
    lines = [line for form in forms for line in ([None] * len(INPUTS), *map(list, form.rows))]
    results = iter(office.ask("beside", path=str(path), lines=lines, scores=SCORE, profile=DEFAULT, hints=hints))
    for form in forms:
        next(results)
        for row, codes in zip(form.rows, FORMATS, strict=True):
            result = next(results)
            if not has_percent_number(row, codes):
                yield row, result


def test_ten_thousand_rows_have_one_score_in_all_three(office: Office, tmp_path: Path) -> None:
    compared = scored = 0
    different = []
    for row, (drawn, called) in laid(office, tmp_path / "bed.xlsx", make_forms(ROWS * 7 // 5, seed=6), hints=False):
        score = answered(functions.score, row.target, row.actual, row.weight)
        compared += 1
        scored += isinstance(score, float)
        # LibreOffice gives no value for a cell with an error.
        if not (called is None if score is ERROR else called == score == drawn):
            different.append((row, drawn, called, score))
    assert not different, (len(different), different[:20])
    assert compared >= ROWS and scored > ROWS // 2


def test_hints_are_the_same_words_in_calc(office: Office, tmp_path: Path) -> None:
    said = 0
    different = []
    for row, (drawn, _, called) in laid(office, tmp_path / "bed.xlsx", make_forms(HINTS, seed=7), hints=True):
        level1, level2, name, target, actual, weight, reason = row
        hint = answered(functions.hint, level1, level2, name, target, actual, weight, drawn, reason)
        said += bool(hint) and hint is not ERROR
        if not (called is None if hint is ERROR else called == hint):
            different.append((row, drawn, called, hint))
    assert not different, (len(different), different[:20])
    assert said > HINTS // 20
