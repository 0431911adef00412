"""The bed: forms of the formula edition, one below the other, whose inputs are set and whose results are read."""

from __future__ import annotations

from itertools import cycle, islice
from pathlib import Path

from rows import FORMATS, ROWS_OF_A_FORM

from jixiao.reading import a1
from jixiao.scoring import Profile
from jixiao_templates.live import FormFormulas, FormRefs, RowRefs, form_formulas, helpers_of, row_formulas

# The columns of a row: what is typed, what is worked out, the helpers. A form has a line above its rows.
INPUTS = ("level1", "level2", "name", "target", "actual", "weight", "reason")
HEAD_INPUTS = ("budget", "spent", "weight", "completed")
SCORE, HINT = len(INPUTS), len(INPUTS) + 1
RESULTS = FormFormulas._fields
FORMS = 10
PITCH = ROWS_OF_A_FORM + 1


def make_bed(path: Path, profile: Profile, forms: int = FORMS) -> None:
    """Write the workbook, with room for so many forms."""
    from openpyxl import Workbook

    # xlsxwriter looks through every formula for functions to rename, thirty times over.
    workbook = Workbook()
    sheet = workbook.active
    helpers = {helper.name: HINT + 1 + index for index, helper in enumerate(helpers_of("formula"))}
    for top in range(0, forms * PITCH, PITCH):
        for column, formula in enumerate(_form(profile, top, helpers), SCORE):
            sheet.cell(top + 1, column + 1).value = f"={formula}"
        for row, pair in enumerate(islice(cycle(FORMATS), ROWS_OF_A_FORM), top + 1):
            for column, code in zip((3, 4), pair, strict=True):
                sheet.cell(row + 1, column + 1).number_format = code
            cells = {name: a1(row + 1, column + 1) for column, name in enumerate(INPUTS)}
            places = {name: a1(row + 1, column + 1) for name, column in helpers.items()}
            made = row_formulas(profile, RowRefs(**cells, score=a1(row + 1, SCORE + 1), helpers=places))
            sheet[a1(row + 1, SCORE + 1)] = f"={made.score}"
            sheet[a1(row + 1, HINT + 1)] = f"={made.hint}"
            for name, formula in made.helpers.items():
                sheet[places[name]] = f"={formula}"
    workbook.save(path)


def _form(profile: Profile, top: int, helpers: dict[str, int]) -> FormFormulas:
    def down(column: int) -> str:
        return f"{a1(top + 2, column + 1)}:{a1(top + 1 + ROWS_OF_A_FORM, column + 1)}"

    inputs = {name: a1(top + 1, column + 1) for column, name in enumerate(HEAD_INPUTS)}
    results = {name: a1(top + 1, SCORE + 1 + index) for index, name in enumerate(RESULTS)}
    refs = FormRefs(
        budget=inputs["budget"],
        spent=inputs["spent"],
        execution_weight=inputs["weight"],
        completed=inputs["completed"],
        rate=results["rate"],
        execution_score=results["execution_score"],
        weights=down(INPUTS.index("weight")),
        scores=down(SCORE),
        weights_read=down(helpers["points"]),
        scores_read=down(helpers["given"]),
        total_weight=results["total_weight"],
        total=results["total"],
    )
    return form_formulas(profile, refs)
