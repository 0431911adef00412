"""The udf edition of a template in Calc: an input changes, and score, total and hint follow."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from calc_office import Office
from office import needs_libreoffice
from places import CASES

from jixiao.check import Choice, check_file
from jixiao.scoring import shipped_profile
from jixiao_templates.case import load_case
from jixiao_templates.templates import build

pytestmark = [needs_libreoffice, pytest.mark.libreoffice]


def test_score_total_and_hint_follow_the_actual_value(office: Office, tmp_path: Path) -> None:
    path, target = tmp_path / "自评表.xlsx", tmp_path / "存过.xlsx"
    path.write_bytes(build("project-2021", edition="udf", host="calc", filled=load_case(CASES / "03.json")))
    sheet = openpyxl.load_workbook(path).worksheets[0]
    row = next(cell.row for (cell,) in sheet["D13:D60"] if cell.value == "百姓短信接收率")
    total = next(cell.row for (cell,) in sheet["A13:A60"] if cell.value == "总分")
    hint = next(cell.coordinate for cell in sheet[row] if str(cell.value).startswith("=JX.HINT("))
    seen = [f"H{row}", f"H{total}", hint]
    changes = [(f"F{row}", "90%"), (f"F{row}", ""), (f"F{row}", "95%")]
    states = office.ask("edited", path=str(path), changes=changes, seen=seen, to=str(target))
    assert [tuple(state.values()) for state in states] == [
        ("10", "99.61", ""),
        ("8.68", "98.29", "请写偏差原因和改进措施"),
        ("", "89.61", ""),
        ("10", "99.61", ""),
    ]
    # What LibreOffice saved is what the checker recomputes.
    (checked,) = check_file(target, Choice(shipped_profile())).forms
    assert str(checked.printed_score) == "99.61" == str(checked.subject.computed_total)
