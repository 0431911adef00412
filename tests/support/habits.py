"""The same forms as other clerks would have typed them: one function per habit, the meaning never changes.

HABITS draw one case into one workbook, GATHERINGS a list of cases into one workbook. What the checker says
may differ only where a habit is itself remarkable:

- ascii_operators, full_width, worded_operators: JX306 on the targets of project and department forms.
- percent_cells: actuals read 97% where the case says 97.
- amounts_in_yuan: the funds are ten thousand times the printed ones; only for cases where that is exact.
- untidy, short_headings, long_headings: the same findings, with the headings' own words in the labels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from cell_habits import (
    amounts_are_exact,
    amounts_in_yuan,
    ascii_operators,
    full_width,
    level2_names,
    numbers_as_text,
    percent_cells,
    rate_as_fraction,
    worded_operators,
)
from gatherings import below_one_another, one_sheet_each, side_by_side
from sheet_habits import (
    inline_strings,
    labels_with_values,
    levels_left_blank,
    levels_repeated,
    long_headings,
    offset,
    short_headings,
    untidy,
)

from jixiao_templates import Case

Habit = Callable[[Case, Path], None]
Gathering = Callable[[Sequence[Case], Path], None]

HABITS: dict[str, Habit] = {
    habit.__name__: habit
    for habit in (
        offset,
        numbers_as_text,
        percent_cells,
        rate_as_fraction,
        amounts_in_yuan,
        ascii_operators,
        full_width,
        worded_operators,
        level2_names,
        short_headings,
        long_headings,
        labels_with_values,
        untidy,
        levels_repeated,
        levels_left_blank,
        inline_strings,
    )
}

GATHERINGS: dict[str, Gathering] = {
    gathering.__name__: gathering for gathering in (one_sheet_each, below_one_another, side_by_side)
}


def applies(name: str, case: Case) -> bool:
    """Whether this habit can be had with this case."""
    return name != "amounts_in_yuan" or amounts_are_exact(case)
