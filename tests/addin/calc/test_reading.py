"""What stands on the screen of Calc is read as what stands in the file."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
from calc_office import ROOTS, Office
from office import needs_libreoffice
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula
from places import ROOT

from jixiao.reading import GridCell, Limits, Sheet, Workbook, displayed, exact, is_date, read_workbook
from jixiao.reading.given import workbook_from
from jixiao.rules.refusals import SENTENCES
from jixiao_addin.buttons.outcome import MOST_CELLS, TOO_LARGE

pytestmark = [needs_libreoffice, pytest.mark.libreoffice]
FORMS = sorted((ROOT / "examples").rglob("*.xlsx"))


def seen(cell: GridCell) -> tuple[Any, ...]:
    """What the engine makes of a cell; how a format code is spelt is the program's affair."""
    return cell.kind, displayed(cell), exact(cell), is_date(cell), cell.formula


def as_read(sheet: Sheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "state": sheet.state,
        "protected": sheet.protected,
        "cells": {place: seen(cell) for place, cell in sheet.cells.items()},
        "merges": sorted(sheet.merges),
        "hidden_rows": sheet.hidden_rows,
        "hidden_columns": sheet.hidden_columns,
        "notes": sheet.notes,
    }


def read_in_calc(office: Office, paths: list[Path]) -> list[Workbook]:
    grids = office.ask("grids", paths=[str(path) for path in paths], roots=ROOTS)
    schema = json.loads(files("jixiao.reading").joinpath("grid.schema.json").read_text(encoding="utf-8"))
    for grid in grids:
        jsonschema.validate(grid, schema)
    return [workbook_from(grid) for grid in grids]


def test_the_real_forms_are_read_alike(office: Office, tmp_path: Path) -> None:
    forms = [Path(shutil.copy(path, tmp_path)) for path in FORMS]
    for path, on_screen in zip(forms, read_in_calc(office, forms), strict=True):
        in_file = read_workbook(path)
        assert [as_read(sheet) for sheet in on_screen.sheets] == [as_read(sheet) for sheet in in_file.sheets], path


def test_every_kind_of_cell_is_read_alike(office: Office, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "自评 '表'"
    other = book.create_sheet("数据")
    values: list[tuple[Any, str]] = [
        (12, "General"), (0.1, "General"), (1e-7, "General"), (123456789012, "General"), (-3.5, "0.00"),
        (0.97, "0%"), (0.9712, "0.00%"), (1234567.891, "#,##0.00"), (1200, '#,##0"个"'), (3.14159, "0.0_ "),
        (dt.date(2023, 12, 5), "yyyy/m/d"), (dt.date(2023, 12, 5), 'yyyy"年"m"月"d"日"'),
        (dt.date(2023, 12, 5), 'm"月"d"日"'),
        ("98%", "@"), ("文字", "General"), ("12", "General"), ("12", "@"), (" 两边空 ", "General"),
        ("一行\n两行", "General"),
        (True, "General"), (False, "General"), (5, '0.00;-0.00;"—"'), (0, '0.00;-0.00;"—"'), (43, '_ * #,##0.00_ '),
    ]  # fmt: skip
    for row, (value, code) in enumerate(values, 1):
        sheet.cell(row, 1, value).number_format = code
    for row, text in enumerate(["=36万元", "=1+1", "+5", "'97"], 1):
        sheet.cell(row, 2, text).data_type = "s"
    formulas = ["=SUM(A1:A2)", '=数据!A1&"，"&数据!$B$2', "=1/0", '=IF(A1>0,"",1)', "=A6", "=NOT(TRUE)", "=ROUND(A5,1)"]
    for row, formula in enumerate(formulas, 1):
        sheet.cell(row, 3, formula)
    sheet["C5"].number_format = "0%"
    for place, formula in (("I1:I3", "=A1:A3*2"), ("K1", "=SUM(A1:A3*2)"), ("K2", "=SUM(A1:A3*2)")):
        sheet[place.partition(":")[0]] = ArrayFormula(place, formula)
    other["A1"], other["B2"] = "甲", 2
    sheet.merge_cells("E1:G2")
    sheet.merge_cells("E5:E7")
    sheet.merge_cells("F5:F7")
    sheet["E1"] = "合并"
    sheet["E9"], sheet["H12"] = "注", "远"
    sheet["E9"].comment = Comment("请核对\n第二行", "审核人")
    sheet["F9"].comment = Comment("空格上的批注", "审核人")
    sheet.row_dimensions[4].hidden = True
    sheet.row_dimensions[30].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet.protection.enable()
    other.sheet_state = "hidden"
    book.defined_names["口径"] = DefinedName("口径", attr_text="数据!$B$2")
    given = tmp_path / "各种.xlsx"
    book.save(given)
    # openpyxl computes nothing: LibreOffice does, and saves what the reader then reads.
    calculated = tmp_path / "saved" / "各种.xlsx"
    office.ask("resaved", path=str(given), to=str(calculated))
    (on_screen,) = read_in_calc(office, [given])
    in_file = read_workbook(calculated)
    assert [as_read(each) for each in on_screen.sheets] == [as_read(each) for each in in_file.sheets]
    assert on_screen.defined_names == {"口径": "数据!$B$2"}
    places = on_screen.sheets[0].cells
    assert [places[row, 9].formula for row in (1, 2, 3)] == ["A1:A3*2", None, None]
    assert [places[row, 3].kind for row in range(1, 8)] == ["n", "s", "e", "s", "n", "b", "n"]
    assert displayed(places[5, 3]) == "97%"
    assert places[1, 2].kind == "s" and places[1, 2].formula is None


def test_what_is_too_large_for_the_file_reader_is_refused_in_the_same_words(office: Office) -> None:
    assert (Limits().cells, SENTENCES["too-large"]) == (MOST_CELLS, TOO_LARGE)
    refused, checked = office.ask("filled", rows=[MOST_CELLS // 4, MOST_CELLS // 4 - 1])
    assert refused["said"] == [TOO_LARGE]
    assert checked["said"] != [TOO_LARGE] and len(checked["said"]) == 1
    assert refused["sheets"] == checked["sheets"] and refused["undo"] == []
