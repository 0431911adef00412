"""另存上报版 and 批量校验 in a real Calc, with either engine: new files appear beside the old ones, which stay."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from calc_office import STARTER, Office
from office import converted, needs_libreoffice
from places import CASES, WORKBOOKS

from jixiao.check import Choice, check_file
from jixiao.scoring import shipped_profile
from jixiao_templates.case import load_case
from jixiao_templates.templates import build

pytestmark = [needs_libreoffice, pytest.mark.libreoffice]


@pytest.fixture(params=["in-process", "subprocess"])
def configured(request: pytest.FixtureRequest, office: Office) -> Iterator[Office]:
    before = office.configuration.read_bytes()
    content = {"engine": [sys.executable, "-c", STARTER], "in_process": request.param == "in-process"}
    office.configuration.write_text(json.dumps(content), encoding="utf-8")
    yield office
    office.configuration.write_bytes(before)


def test_final_leaves_values_in_the_official_columns(configured: Office, tmp_path: Path) -> None:
    form = tmp_path / "自评表.xlsx"
    form.write_bytes(build("project-2021", edition="udf", host="calc", filled=load_case(CASES / "03.json")))
    edited = {"at": "I11", "text": "已核实"}
    _, after = configured.ask("pressed", path=str(form), steps=[edited, {"press_": "final", "answers": ["yes"]}])
    assert "会换成别的字体" in after["said"][0] and "没有动" not in after["said"][-1]
    target = tmp_path / "自评表-上报版.xlsx"
    assert "“自评表-上报版.xlsx”" in after["said"][-1]
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["项目支出绩效自评表"]
    sheet = book.worksheets[0]
    assert not [cell.coordinate for row in sheet for cell in row if cell.data_type == "f"]
    # The official form ends with 偏差原因分析及改进措施 in column I.
    assert not [cell.coordinate for row in sheet.iter_rows(min_col=10) for cell in row if cell.value is not None]
    (checked,) = check_file(target, Choice(shipped_profile())).forms
    assert checked.printed_score == checked.subject.computed_total
    assert sorted(path.name for path in tmp_path.iterdir()) == ["自评表-上报版.xlsx", "自评表.xlsx"]


def test_final_of_an_untouched_form_keeps_it_and_its_fonts(configured: Office, tmp_path: Path) -> None:
    form = tmp_path / "自评表.xlsx"
    shutil.copy(next(WORKBOOKS.rglob("03-*.xlsx")), form)
    before = form.read_bytes()
    (after,) = configured.ask("pressed", path=str(form), steps=[{"press_": "final"}])
    assert "这份没有动" in after["said"][-1] and len(after["said"]) == 1
    assert form.read_bytes() == before
    given, made = (openpyxl.load_workbook(path).worksheets[0] for path in (form, tmp_path / "自评表-上报版.xlsx"))
    fonts = {cell.coordinate: cell.font.name for row in made.iter_rows() for cell in row}
    assert fonts == {address: given[address].font.name for address in fonts} and len(set(fonts.values())) > 0


def test_final_of_formulas_without_results_saves_them_first(configured: Office, tmp_path: Path) -> None:
    form = tmp_path / "自评表.xlsx"
    book = openpyxl.load_workbook(next(WORKBOOKS.rglob("03-*.xlsx")))
    book.worksheets[0]["L30"] = "=5+5"
    book.save(form)
    refused, made = configured.ask(
        "pressed", path=str(form), steps=[{"press_": "final"}, {"press_": "final", "answers": ["yes"]}]
    )
    assert "重算" in refused["said"][-1] and "校验程序出错" not in refused["said"][-1]
    assert "上报版已存为" in made["said"][-1]
    assert openpyxl.load_workbook(tmp_path / "自评表-上报版.xlsx").worksheets[0]["L30"].value == 10


def test_final_of_another_format_is_refused_before_anything_is_saved(office: Office, tmp_path: Path) -> None:
    form = tmp_path / "自评表.ods"
    form.write_bytes(converted([next(WORKBOOKS.rglob("03-*.xlsx"))], tmp_path / "ods", "ods").popitem()[1].read_bytes())
    before = form.read_bytes()
    (after,) = office.ask("pressed", path=str(form), steps=[{"press_": "final", "answers": ["yes"]}])
    assert len(after["said"]) == 1 and "存成 .xlsx" in after["said"][0]
    assert form.read_bytes() == before


def test_final_is_not_made_where_saving_was_not_agreed_to(office: Office, tmp_path: Path) -> None:
    form = tmp_path / "自评表.xlsx"
    shutil.copy(next(WORKBOOKS.rglob("03-*.xlsx")), form)
    before = form.read_bytes()
    office.ask("pressed", path=str(form), steps=[{"at": "B1", "text": "改"}, {"press_": "final", "answers": ["no"]}])
    assert [path.name for path in tmp_path.iterdir()] == ["自评表.xlsx"]
    assert form.read_bytes() == before


def test_check_folder_opens_a_summary_that_lies_beside_the_folder(configured: Office, tmp_path: Path) -> None:
    folder = tmp_path / "返回的表"
    folder.mkdir()
    for path in sorted((WORKBOOKS / "项目").glob("0[1-4]-*.xlsx")):
        shutil.copy(path, folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    after = configured.ask("foldered", folder=str(folder))
    (opened,) = map(Path, after["opened"])
    assert opened.parent == tmp_path and opened.name.startswith("返回的表-校验汇总-")
    assert "查了4个文件" in after["said"][-1]
    assert "结论" in openpyxl.load_workbook(opened, read_only=True).sheetnames
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_an_empty_folder_is_said_to_be_empty(configured: Office, tmp_path: Path) -> None:
    after = configured.ask("foldered", folder=str(tmp_path))
    assert after["opened"] == []
    assert "没有找到表格文件" in after["said"][-1]
