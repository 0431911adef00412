"""The formulas as text: old functions only, short enough for Excel, other ones for another profile."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from jixiao.functions import FUNCTIONS
from jixiao.reading import a1
from jixiao.scoring import Profile, profile_names, shipped_profile
from jixiao_templates.live import FormRefs, RowRefs, form_formulas, helpers_of, row_formulas

# All in Excel 2007, in WPS and in LibreOffice 7.4.
KNOWN = frozenset(
    "ABS AND CELL CHAR COUNT EXACT FIND IF IFERROR INT ISERROR ISLOGICAL ISNUMBER ISTEXT LEFT LEN LOOKUP MAX MID MIN "
    "MOD N NOT OR REPLACE RIGHT ROUND SIGN SUBSTITUTE SUM SUMPRODUCT TRIM VALUE".split()
)
LONGEST, DEEPEST, LONGEST_TEXT = 8192, 64, 255
TEXT = re.compile(r'"(?:[^"]|"")*"')
PROFILES = [
    *map(shipped_profile, profile_names()),
    replace(shipped_profile(), zero_budget="full", overrun="none", quantum=Decimal(1)),
]


def row_refs(line: int = 9) -> RowRefs:
    helpers = {
        helper.name: f"$A{chr(65 + index // 26)}{chr(65 + index % 26)}{line}" for index, helper in enumerate(HELPERS)
    }
    return RowRefs(*(a1(line, column) for column in range(1, 9)), helpers=helpers)


HELPERS = helpers_of("formula")
FORM = FormRefs("E7", "F7", "G7", "L6", "H7", "I7", "G12:G40", "H12:H40", "G41", "H41", "$AB12:$AB40", "$AC12:$AC40")


def formulas(profile: Profile, edition: str = "formula", host: str = "excel") -> Iterator[str]:
    row, form = row_formulas(profile, row_refs(), edition, host), form_formulas(profile, FORM, edition, host)
    yield from (*row.helpers.values(), row.score, row.hint, *form)


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: f"{profile.name}-{profile.overrun}")
def test_every_program_since_excel_2007_knows_the_formulas(profile: Profile) -> None:
    for formula in formulas(profile):
        bare = TEXT.sub('""', formula)
        assert set(re.findall(r"([A-Z][A-Z0-9.]*)\(", bare)) <= KNOWN
        assert len(formula) <= LONGEST
        assert max(len(each) - 2 for each in [*TEXT.findall(formula), '""']) <= LONGEST_TEXT
        assert depth(bare) <= DEEPEST
        assert bare.isascii()


def depth(formula: str) -> int:
    level = deepest = 0
    for character in formula:
        level += (character == "(") - (character == ")")
        deepest = max(deepest, level)
    assert level == 0
    return deepest


def test_a_row_s_formulas_stay_in_their_row() -> None:
    """So that a row can be copied, moved and filled down."""
    made = row_formulas(shipped_profile(), row_refs(9))
    for formula in (*made.helpers.values(), made.score, made.hint):
        bare = re.sub(r"\{[^}]*\}", "", TEXT.sub('""', formula))
        assert set(re.findall(r"\$?[A-Z]{1,3}(\d+)", bare.replace("1E", "").replace("10^", ""))) <= {"9"}


def test_nothing_depends_on_the_locale() -> None:
    """VALUE is handed digits only: no decimal point, no date, no percent sign."""
    for formula in formulas(shipped_profile()):
        for start in (match.end() for match in re.finditer(r"VALUE\(", formula)):
            assert re.match(r'SUBSTITUTE\(SUBSTITUTE\(.*?,",",""\),"\.",""\)\)/10\^LEN', formula[start:])


def test_another_profile_gives_other_formulas() -> None:
    by_name = {name: row_formulas(shipped_profile(name), row_refs()).score for name in profile_names()}
    assert "0.6" in by_name["mof-2021"] and "0.6" not in by_name["mof-2020"]
    assert "0.95" in by_name["ningde-2018"] and "0.05" in by_name["ningde-2018"]
    completion = {
        name: row_formulas(shipped_profile(name), row_refs()).helpers["completion"] for name in profile_names()
    }
    assert completion["hubei"] != completion["mof-2021"]
    form = {name: form_formulas(shipped_profile(name), FORM) for name in profile_names()}
    assert "{0,60,80,100}" in form["mof-2021"].execution_score and "已完成" in form["mof-2021"].execution_score
    assert "LOOKUP" not in form["mof-2020"].execution_score and "已完成" not in form["mof-2020"].execution_score
    grades = replace(shipped_profile(), grades=shipped_profile().grades[:2])
    assert form_formulas(grades, FORM).grade == 'IF(ISNUMBER(H41),IF(H41>=90,"优","良"),"")'


def test_the_udf_edition_calls_the_functions_of_the_registry() -> None:
    profile = shipped_profile("mof-2020")
    row, form = row_formulas(profile, row_refs(), "udf"), form_formulas(profile, FORM, "udf")
    assert row.helpers == {} and helpers_of("udf") == ()
    assert row.score == 'JX_SCORE(D9,E9,F9,"mof-2020")'
    assert row.hint == 'JX_HINT(A9,B9,C9,D9,E9,F9,G9,H9,"mof-2020")'
    assert form.rate == "JX_RATE(E7,F7)"
    assert form.execution_score == 'JX_RATE_SCORE(E7,F7,G7,L6,"mof-2020")'
    assert form.total == 'IF(JX_TOTAL(H12:H40)="",I7,JX_TOTAL(H12:H40)+N(I7))'
    assert form.grade == 'JX_GRADE(H41,"mof-2020")'


def test_what_is_called_takes_so_many_arguments() -> None:
    known = {function.name: function for function in FUNCTIONS}
    for host, mark in (("excel", "_"), ("calc", ".")):
        for formula in formulas(shipped_profile(), "udf", host):
            for name, arguments in re.findall(rf"JX\{mark}([A-Z_]+)\(([^()]*)\)", formula):
                function = known[f"JX_{name}"]
                required = sum(not argument.optional for argument in function.arguments)
                assert required <= len(arguments.split(",")) <= len(function.arguments)


def test_calc_s_files_hold_the_name_of_its_add_in() -> None:
    called = [
        name for formula in formulas(shipped_profile(), "udf", "calc") for name in re.findall(r"JX.[A-Z_]+", formula)
    ]
    assert set(called) == {"JX.SCORE", "JX.HINT", "JX.RATE", "JX.RATE_SCORE", "JX.TOTAL", "JX.GRADE"}


def test_the_same_profile_gives_the_same_text_in_every_process() -> None:
    program = (
        "import sys; sys.path[:] = sys.argv[1:]; from jixiao.scoring import shipped_profile; "
        "from jixiao_templates.live import *; h = {x.name: 'A1' for x in HELPERS}; "
        "print(row_formulas(shipped_profile(), RowRefs(*'ABCDEFGH', helpers=h)))"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", program, *sys.path],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(seen) == 1
