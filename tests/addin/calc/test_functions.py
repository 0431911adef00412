"""The cell functions in a real Calc: values, blanks, errors, names in files, help in the wizard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from calc_office import Office
from office import needs_libreoffice

from jixiao import functions
from jixiao.functions import FUNCTIONS

pytestmark = [needs_libreoffice, pytest.mark.libreoffice]
# C: targets, D: actual values, E: 分值; row 5 is empty.
VALUES: dict[str, str | float] = {
    "C1": "≥98%", "D1": "97%", "E1": 10,
    "C2": "≥98%", "D2": 0.97, "E2": 10,
    "C3": "≤3万元", "D3": "35000元", "E3": 5,
    "C4": "提升", "D4": "明显提升", "E4": 8,
    "F1": "合格率", "H1": "产出指标", "I1": "质量指标",
}  # fmt: skip
SHOWN = {
    "=JX.SCORE(C1;D1;E1)": "9.74",
    "=JX.SCORE(C2;D2;E2)": "9.74",
    "=JX.SCORE(C3;D3;E3)": "2.92",
    "=JX.SCORE(C4;D4;E4)": "",
    '=JX.SCORE("≥98%";"97%";10)': "9.74",
    '=JX.SCORE(C1;D1;E1;"mof-2020")': "9.9",
    # A range of one keeps an empty cell empty; the templates write it so.
    "=JX.SCORE(C1:C1;D5:D5;E1:E1)": "",
    "=JX.SCORE(C5:C5;D5:D5;E5:E5)": "",
    "=JX.SCORE(C1;D1;E1;E5)": "9.74",
    "=JX.RATE(40;29.05)": "72.63",
    "=JX.RATE(0;0)": "",
    "=JX.RATE(E5:E5;E5:E5)": "",
    "=JX.RATE_SCORE(40;29.05;10)": "5",
    '=JX.RATE_SCORE(40;29.05;10;;"mof-2021")': "5",
    "=JX.TOTAL(E1:E9)": "33",
    "=JX.TOTAL(E5:E9)": "",
    "=JX.GRADE(94.49)": "优",
    "=JX.GRADE(JX.TOTAL(E1:E9))": "差",
    '=JX.HINT(H1;I1;F1;C1;D1;E1;9.74;"")': "请写偏差原因和改进措施",
    '=JX.HINT(H1;I1;F1;C1;D1;E1;9.74;"设备到货晚")': "",
    "=ROUND(JX.SCORE(C1;D1;E1)+1;1)": "10.7",
    # What makes no sense is an error that SUM does not pass over.
    '=JX.RATE("四十";3)': "#VALUE!",
    '=JX.SCORE(C1;D1;E1;"没有")': "#VALUE!",
    "=JX.SCORE(C1:C3;D1;E1)": "#VALUE!",
    "=JX.SCORE(C1;1/0;E1)": "#DIV/0!",
}
ARRAYS = {"K1:K4": "=JX.SCORES(C1:C4;D1:D4;E1:E4)", "L1:L4": "=JX.HINTS(H1;I1;F1;C1:C4;D1:D4;E1:E4;K1:K4;M1:M4)"}


@pytest.fixture(scope="module")
def calculated(office: Office, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, Any]]]:
    path = tmp_path_factory.mktemp("functions") / "函数.xlsx"
    payload = {"values": VALUES, "formulas": list(SHOWN), "arrays": ARRAYS, "path": str(path)}
    return path, office.ask("formulas", **payload)


def test_the_functions_answer_like_a_spreadsheet_function(calculated: tuple[Path, list[dict[str, Any]]]) -> None:
    _, (typed, _) = calculated
    assert dict(zip(SHOWN, typed["texts"], strict=True)) == SHOWN


def test_the_column_forms_fill_a_block(calculated: tuple[Path, list[dict[str, Any]]]) -> None:
    _, (typed, _) = calculated
    scores, hints = typed["blocks"]
    assert scores == [[9.74], [9.74], [2.92], [""]]
    columns = [[(VALUES[f"{letter}{row}"],) for row in range(1, 5)] for letter in "CDE"]
    said = functions.hints("产出指标", "质量指标", "合格率", *columns, scores, [("",)] * 4)
    assert hints == [list(row) for row in said]
    assert hints[0] == [functions.UNEXPLAINED]


def test_saved_as_xlsx_and_opened_again_nothing_has_changed(calculated: tuple[Path, list[dict[str, Any]]]) -> None:
    _, (typed, opened) = calculated
    assert opened == typed


def test_files_hold_the_names_that_every_libreoffice_knows(calculated: tuple[Path, list[dict[str, Any]]]) -> None:
    path, _ = calculated
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet["A1"].value == "=JX.SCORE(C1,D1,E1)"
    assert sheet["K1"].value.text == "=JX.SCORES(C1:C4,D1:D4,E1:E4)"


def test_the_spelling_of_excel_is_understood_when_typed(office: Office, tmp_path: Path) -> None:
    payload = {"formulas": ["=JX_SCORE(C1;D1;E1)"], "arrays": {}, "path": str(tmp_path / "a.xlsx")}
    typed, _ = office.ask("formulas", values=VALUES, **payload)
    assert (typed["texts"], typed["formulas"]) == (["9.74"], ["=JX.SCORE(C1;D1;E1)"])


def test_the_function_wizard_explains_every_function_in_chinese(office: Office) -> None:
    expected = {
        function.name.replace("_", ".", 1): [
            function.summary,
            [
                [f"{each.title}（可不填）" if each.optional else each.title, f"{each.title}：{each.help}"]
                for each in function.arguments
            ],
        ]
        for function in FUNCTIONS
    }
    listed = office.ask("wizard")
    found = {name: [summary, [each[:2] for each in arguments]] for name, (summary, arguments) in listed.items()}
    assert found == expected
