"""Formulas read for whole areas are what LibreOffice writes for a file, cell by cell."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from calc_office import ROOTS, Office
from office import needs_libreoffice
from places import ROOT

from jixiao_templates.blank_forms import TEMPLATES
from jixiao_templates.templates import build

pytestmark = [needs_libreoffice, pytest.mark.libreoffice]
ROWS = 4
COPIES = 8
# Relative references move with every copy: there are many different formulas of every shape.
NASTY = [
    "A1+$B$2", "-A1%", "SUM(A1:B2,C3)", 'IF(A2>=1,"完成；A1,B1","未""完""成")', "SUM(A:A)", "SUM(1:1)", "SUM($A:C)",
    "SUM(A1:A1048576)", "SUM($A$1:$A$1048576)", "SUM(A1:XFD1)", "SUM(A1:C1048576)", "VLOOKUP(A2,数据!$A:$B,2,0)",
    "数据!A1&数据!$B$2", "'a b''c.d'!A1+'1月'!B2", "SUM('1月'!A1:B2)", "SUM(数据:'1月'!A1:B2)", "AB12!B2+'2023'!C3",
    "SUM(R1C1!A1:B2)", "x.y!A1", "SUM({1,2;3,4})*A1", 'SUM({"a;b","c|d"})', "口径*A1+rate1", "局部+A1", "#REF!+A1",
    "SUM(#REF!,A1)", "1/0+A1", "36万元", "9 万元", "7*24小时", "12个", "nosuch(A1,2)", "NOSUCH!A1", "A1 B1",
    "SUM(A1:B3 B2:C4)", "ROUND(A1,)", "IF(A1,,2)", "LOG10(A1)+ATAN2(A1,B1)", "CEILING(A1,2)", "FLOOR(A1,2)",
    "_xlfn.IFS(A1>1,2,TRUE,3)", '_xlfn.TEXTJOIN(",",TRUE,A1:A3)', "_xlfn.STDEV.S(A1:A3)", "EDATE(A1,1)",
    "NETWORKDAYS(A1,B1)", "1E3+1.50+A1", "1E-7*A1+1.5E+20", "0.30000000000000004+A1", "A1<>B1", "--A1^-2", "TRUE",
    "'[外.xlsx]表1'!$A$1+A1", "VLOOKUP(A2,'[外.xlsx]表1'!$A:$C,2,0)", "VLOOKUP($A$1,'[外.xlsx]表1'!$A$1:$C$9,2,0)",
    'INDIRECT("数据.A"&A1)', "OFFSET(A1,1,1)", "SUM(表一[金额])+A1", "JX.SCORE(A1,B1,C1)", '"x"&A1:A3',
    'HYPERLINK("http://a.b/c?d=1;2","x"&A1)', "A1:INDEX(A:A,3)", "@A1", "_xlfn.XLOOKUP(A1,A1:A3,B1:B3)",
]  # fmt: skip


def nasty(path: Path) -> None:
    """A workbook with formulas of every kind in its first sheet, several rows below each other."""
    book = xlsxwriter.Workbook(path)
    first = book.add_worksheet("表")
    second, *_ = [book.add_worksheet(name) for name in ("数据", "a b'c.d", "1月", "AB12", "2023", "R1C1", "x.y")]
    table = book.add_worksheet("列表")
    table.add_table(
        "A1:B3", {"name": "表一", "columns": [{"header": "金额"}, {"header": "A1"}], "data": [[1, 2], [3, 4]]}
    )
    for row in range(ROWS):
        first.write_row(row, 0, [row + 1, row + 2.5, row * 3])
        second.write_formula(row, 0, f"=表!A{row + 1}*2+局部")
    for column, formula in enumerate(NASTY, 5):
        first.write_formula(0, column, f"={formula}")
    for row in range(1, ROWS):
        first.write_array_formula(row, 5, row, 5, f"{{=SUM(A{row}:A{row + 2}*2)}}")
    first.write_array_formula("G2:H3", "{=A2:B3*2}")
    first.write_array_formula("I2:J2", "{={1,2}}")
    first.write_array_formula("K2", "{=SUM($A$1:$A$3)}")
    first.write_array_formula("L2", "{=SUM($A$1:$A$3)}")
    book.define_name("口径", "=数据!$B$2")
    book.define_name("rate1", "=数据!$B$2+1")
    book.define_name("局部", "=表!$A$2")
    book.define_name("数据!局部", "=表!$B$2")
    book.close()


def translated(office: Office, paths: list[Path], fill: int = 0) -> list[Any]:
    answers: list[Any] = office.ask("translated", paths=[str(path) for path in paths], roots=ROOTS, fill=fill)
    return answers


def test_templates_and_real_forms_have_the_formulas_that_single_cells_have(office: Office, tmp_path: Path) -> None:
    paths = [Path(shutil.copy(path, tmp_path)) for path in sorted((ROOT / "examples").rglob("*.xlsx"))]
    for name in TEMPLATES:
        paths.append(tmp_path / f"{name}.xlsx")
        paths[-1].write_bytes(build(name, edition="udf", host="calc"))
    # The templates of the formula edition differ little in their formulas, of which each has a thousand long ones.
    paths.append(tmp_path / "公式版.xlsx")
    paths[-1].write_bytes(build("department"))
    count = 0
    for path, answer in zip(paths, translated(office, paths), strict=True):
        assert [line for line in answer["formulas"] if line[3] != line[4]] == [], path
        count += len(answer["formulas"])
    assert count > 1000


def test_formulas_of_every_kind_are_those_that_single_cells_have(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "各种公式.xlsx"
    nasty(path)
    (answer,) = translated(office, [path], fill=COPIES)
    different = [line for line in answer["formulas"] if line[3] != line[4]]
    # An array formula is written in its first cell; of its other cells LibreOffice says #NAME?.
    assert {(line[3], line[4]) for line in different} == {("#NAME?", None)}
    assert len(different) == (3 + 1) * (COPIES + 1)
    texts = {line[3] for line in answer["formulas"]}
    assert {'IF(A2>=1,"完成；A1,B1","未""完""成")', "SUM({1,2;3,4})*A1", "数据!A5&数据!$B$2"} <= texts
    # One question for a shape, not one for a cell.
    assert answer["asked"] < len(answer["formulas"]) / 4
