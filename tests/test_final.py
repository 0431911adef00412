"""`jixiao final`: what the office receives says what the clerk saw, with no formula, helper, hint or mark in it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from office import converted, needs_libreoffice, shown_in
from packages import changed_parts, package, part
from places import WORKBOOKS
from rich_packages import rich_workbook
from template_cases import CLEAN, FILLED, template_of
from wholeness import well_formed

from jixiao.annotating import MEMORY, marked
from jixiao.check import Choice, check_workbook
from jixiao.cli import main
from jixiao.editing import EditRefused
from jixiao.finishing import GUIDE, final
from jixiao.forms import find_forms
from jixiao.marking import RESULT_SHEET, marks_of, result_sheet
from jixiao.reading import GridCell, Workbook, read_workbook
from jixiao.scoring import shipped_profile
from jixiao.stamp import NAME, TINTS
from jixiao_templates.blank_forms import TEMPLATES
from jixiao_templates.guide import SHEET as GUIDE_SHEET
from jixiao_templates.templates import build

SHEET = "xl/worksheets/sheet1.xml"
CHOICE = Choice(shipped_profile("mof-2021"), declared=True)
WHEN = datetime(2024, 3, 1, 9, 30)
REAL = sorted(WORKBOOKS.rglob("*.xlsx"))


def cells(data: bytes) -> Mapping[str, GridCell]:
    sheet = read_workbook(data).sheets[0]
    return {f"{chr(64 + column)}{row}": cell for (row, column), cell in sheet.cells.items()}


def finished(data: bytes) -> bytes:
    result = final(data)
    assert not result.stale
    return result.data


# -- formulas ----------------------------------------------------------------------


def test_formulas_give_way_to_their_stored_results() -> None:
    form = package(
        '<row r="1"><c r="A1"><v>2</v></c><c r="B1" s="3"><f>A1*2</f><v>4</v></c>'
        '<c r="C1" t="str"><f>A1&amp;"个"</f><v>2个</v></c><c r="D1" t="b"><f>A1&gt;1</f><v>1</v></c>'
        '<c r="E1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="F1" s="1" t="str"><f>IF(A1=3,1,"")</f><v></v></c>'
        '<c r="G1" t="s"><v>0</v></c></row>',
        strings="<si><t>=36万元</t></si>",
        calculation='<calcPr calcId="191029"/>',
        chain='<c r="B1" i="1"/>',
    )
    result = final(form)
    copy = result.data
    assert result.values == 5
    assert {place: (cell.kind, cell.value, cell.formula) for place, cell in cells(copy).items()} == {
        "A1": ("n", "2", None),
        "B1": ("n", "4", None),
        "C1": ("s", "2个", None),
        "D1": ("b", "1", None),
        "E1": ("e", "#DIV/0!", None),
        "G1": ("s", "=36万元", None),
    }
    assert '<c r="F1" s="1"/>' in part(copy, SHEET)
    assert "calcChain" not in part(copy, "[Content_Types].xml") + part(copy, "xl/_rels/workbook.xml.rels")
    well_formed(copy)


def test_a_result_that_begins_with_an_equals_sign_is_text_and_stays_it_when_edited() -> None:
    copy = finished(package('<row r="1"><c r="A1" s="1" t="str"><f>"="&amp;"36万元"</f><v>=36万元</v></c></row>'))
    cell = openpyxl.load_workbook(io.BytesIO(copy)).active["A1"]
    assert (cell.value, cell.data_type, cell.quotePrefix, cell.font.name) == ("=36万元", "s", True, "黑体")


def test_shared_array_and_dynamic_formulas_give_way_too() -> None:
    form = package(
        '<row r="1"><c r="A1"><f t="shared" si="0" ref="A1:A2">C1*1</f><v>1</v></c>'
        '<c r="B1" cm="1"><f t="array" ref="B1:B2">C1:C2</f><v>1</v></c><c r="C1"><v>1</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c><c r="B2"><v>2</v></c><c r="C2"><v>2</v></c></row>'
    )
    copy = finished(form)
    assert {place: (cell.value, cell.formula) for place, cell in cells(copy).items()} == {
        place: (place[1], None) for place in ("A1", "B1", "C1", "A2", "B2", "C2")
    }
    assert "cm=" not in part(copy, SHEET)


def test_without_a_result_or_with_another_than_the_formula_gives_there_is_no_copy() -> None:
    form = package(
        '<row r="1"><c r="A1"><v>2</v></c><c r="B1"><f>A1*2</f></c><c r="C1"><f>A1*3</f><v>5</v></c>'
        '<c r="D1"><f>VLOOKUP(A1,E:F,2)</f><v>9</v></c></row>'
    )
    result = final(form)
    assert result.data == b""
    assert [(each.cell, each.shown, each.expected) for each in result.stale] == [("B1", "", ""), ("C1", "5", "6")]


def test_a_workbook_that_is_none_of_our_templates_loses_its_formulas_and_nothing_else() -> None:
    before = rich_workbook()
    copy = finished(before)
    types = {"[Content_Types].xml", "xl/_rels/workbook.xml.rels"}
    assert changed_parts(before, copy) == {SHEET, "xl/calcChain.xml", *types}
    assert part(copy, SHEET) == part(before, SHEET).replace("<f>A2*2</f>", "").replace(
        '<c r="B3" t="str"><f>IF(A3=5,"是","")</f><v>是</v></c>',
        '<c r="B3" t="inlineStr"><is><t xml:space="preserve">是</t></is></c>',
    )


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem[:8])
def test_a_real_form_without_formulas_stays_as_it_is(path: Path) -> None:
    assert changed_parts(path.read_bytes(), finished(path.read_bytes())) == set()


def test_marks_and_their_sheets_go() -> None:
    (path, *_) = REAL
    data = path.read_bytes()
    file = check_workbook(read_workbook(data), path, CHOICE)
    copy = marked(data, marks_of(file), result_sheet(file, WHEN)).data
    result = final(copy)
    assert result.removed == (RESULT_SHEET, MEMORY)
    assert read_workbook(result.data) == read_workbook(data)


def test_what_cannot_be_edited_without_risk_is_refused() -> None:
    with pytest.raises(EditRefused):
        final(rich_workbook({"_xmlsignatures/sig1.xml": "<Signature/>"}))


# -- our templates -----------------------------------------------------------------

CASES = {"clean": CLEAN, **{name: FILLED[name] for name in FILLED if not name.startswith(("0", "10", "11", "12"))}}


@pytest.fixture(scope="module")
def calculated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The templates as a spreadsheet program stores them once they are filled in."""
    folder = tmp_path_factory.mktemp("templates")
    paths = []
    for name, case in CASES.items():
        paths.append(folder / f"{name}.xlsx")
        paths[-1].write_bytes(build(template_of(case), filled=case))
    return {name: path.read_bytes() for name, path in converted(paths, folder, "xlsx").items()}


def official(name: str, workbook: Workbook) -> dict[tuple[int, int], tuple[str, str, str]]:
    """What stands in the columns of the form."""
    columns = len(TEMPLATES[template_of(CASES[name])].layout.widths)
    return {
        place: (cell.kind, cell.value, cell.number_format)
        for place, cell in workbook.sheets[0].cells.items()
        if place[1] <= columns and cell.value
    }


def findings(workbook: Workbook) -> list[tuple[Any, ...]]:
    return [(each.code, each.cell, each.seen, each.expected) for each in check_workbook(workbook, "", CHOICE).findings]


@pytest.mark.libreoffice
@needs_libreoffice
@pytest.mark.parametrize("name", CASES)
def test_of_a_template_the_official_form_is_left_and_says_the_same(calculated: dict[str, bytes], name: str) -> None:
    before = calculated[name]
    result = final(before)
    assert not result.stale
    assert result.removed == (GUIDE,)
    well_formed(result.data)
    old, new = read_workbook(before), read_workbook(result.data)
    assert (
        official(name, new)
        == official(name, old)
        == {place: (cell.kind, cell.value, cell.number_format) for place, cell in new.sheets[0].cells.items()}
    )
    assert findings(new) == findings(old)
    assert not any(cell.formula for cell in new.sheets[0].cells.values())
    assert not any(NAME in key for key in new.defined_names)
    assert not new.sheets[0].protected


@pytest.mark.libreoffice
@needs_libreoffice
def test_print_area_widths_merges_and_looks_of_the_form_stay(calculated: dict[str, bytes]) -> None:
    before, after = (
        openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
        for data in (calculated["clean"], finished(calculated["clean"]))
    )
    last = after.max_column
    assert after.print_area == before.print_area
    assert after.print_title_rows == before.print_title_rows
    assert after.print_area.endswith(f"${openpyxl.utils.get_column_letter(last)}${after.max_row}")
    assert sorted(map(str, after.merged_cells.ranges)) == sorted(map(str, before.merged_cells.ranges))
    assert not any(after.column_dimensions[letter].hidden for letter in after.column_dimensions)
    assert [after.row_dimensions[row].height for row in range(1, 30)] == [
        before.row_dimensions[row].height for row in range(1, 30)
    ]
    for row in before.iter_rows(max_col=last):
        for cell in row:
            other = after[cell.coordinate]
            assert [repr(look) for look in (other.font, other.border, other.alignment)] == [
                repr(look) for look in (cell.font, cell.border, cell.alignment)
            ]
            # Paper shows where one was to type; no other colour is touched.
            tinted = cell.fill.fgColor.rgb in {f"FF{tint}" for tint in TINTS}
            assert other.fill.patternType is None if tinted else repr(other.fill) == repr(cell.fill)
    assert any(cell.fill.patternType for row in before.iter_rows(max_col=last) for cell in row)
    assert not after.data_validations.dataValidation
    # They colour what is still to be explained.
    assert len(after.conditional_formatting) == 0


@pytest.mark.libreoffice
@needs_libreoffice
def test_libreoffice_opens_the_copies_and_shows_what_was_seen(calculated: dict[str, bytes], tmp_path: Path) -> None:
    paths = {}
    for name in ("clean", "14-department", "monitoring"):
        for kind, data in (("live", calculated[name]), ("final", finished(calculated[name]))):
            paths[name, kind] = tmp_path / f"{name}-{kind}.xlsx"
            paths[name, kind].write_bytes(data)
    shown = {
        path.stem: shown_in(found)
        for path, found in zip(paths.values(), converted(list(paths.values()), tmp_path, "csv").values(), strict=True)
    }
    for name in ("clean", "14-department", "monitoring"):
        live, copy = shown[f"{name}-live"], shown[f"{name}-final"]
        width = len(copy[0])
        assert width < len(live[0])
        assert [row[:width] for row in live[: len(copy)]] == copy
        # Below the form only the grade beside it.
        assert not any(any(row[:width]) for row in live[len(copy) :])


@pytest.mark.libreoffice
@needs_libreoffice
def test_marks_on_a_template_go_and_its_inputs_get_their_colour_back(calculated: dict[str, bytes]) -> None:
    data = calculated["14-department"]
    file = check_workbook(read_workbook(data), "", CHOICE)
    assert marks_of(file)
    copy = marked(data, marks_of(file), result_sheet(file, WHEN)).data
    assert final(copy).removed == (GUIDE, RESULT_SHEET, MEMORY)
    plain, cleared = (
        openpyxl.load_workbook(io.BytesIO(each)).worksheets[0] for each in (finished(data), finished(copy))
    )
    for row in plain.iter_rows():
        for cell in row:
            other = cleared[cell.coordinate]
            assert (other.value, repr(other.fill), other.comment) == (cell.value, repr(cell.fill), None)


def test_a_template_that_was_filled_in_without_being_calculated_is_refused() -> None:
    result = final(build("project-2021", filled=CLEAN))
    assert not result.data
    assert all(not each.expected for each in result.stale)


@pytest.mark.libreoffice
@needs_libreoffice
def test_scores_that_the_template_cannot_have_given_are_refused(calculated: dict[str, bytes]) -> None:
    form = find_forms(read_workbook(calculated["clean"]))[0]
    (row,) = (each for each in form.live if each.name == "使用单位满意度")
    assert row.score is not None
    sheet = part(calculated["clean"], SHEET)
    stored = sheet.index("<v>", sheet.index(f'r="{row.score.address}"'))
    assert sheet[stored:].startswith("<v>9.47<")
    wrong = {SHEET: f"{sheet[:stored]}<v>9.9<{sheet[stored + len('<v>9.47<') :]}".encode()}
    with zipfile.ZipFile(io.BytesIO(calculated["clean"])) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(buffer := io.BytesIO(), "w") as archive:
        for name, content in {**parts, **wrong}.items():
            archive.writestr(name, content)
    stale = final(buffer.getvalue()).stale
    assert (row.score.address, "9.9", "9.47") in [(each.cell, each.shown, each.expected) for each in stale]


def with_stored(data: bytes, values: Mapping[str, str]) -> bytes:
    """The workbook with other stored results or numbers in some cells: nothing was calculated anew."""
    sheet = part(data, SHEET)
    for address, value in values.items():
        sheet, count = re.subn(rf'(<c r="{address}"[^>]*>(?:<f[^>]*>[^<]*</f>)?<v>)[^<]*', rf"\g<1>{value}", sheet)
        assert count == 1, address
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(buffer := io.BytesIO(), "w") as archive:
        for name, content in {**parts, SHEET: sheet.encode()}.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.libreoffice
@needs_libreoffice
def test_sums_rates_and_totals_that_the_template_cannot_have_given_are_refused(calculated: dict[str, bytes]) -> None:
    clean = calculated["clean"]
    (form,) = find_forms(read_workbook(clean))
    total, source = form.fund_total, form.funds[1]
    assert total is not None and total.spent is not None and total.rate is not None and total.score is not None
    assert source.spent is not None and source.rate is not None
    assert form.total.score is not None and form.total.weight is not None

    def refused(**values: str) -> dict[str, str]:
        return {each.cell: each.expected for each in final(with_stored(clean, values)).stale}

    # An amount was changed by a program that does not reckon: the sum above it and the rates are those of before.
    assert refused(**{source.spent.address: "30"}) == {
        total.spent.address: "30",
        total.rate.address: "75",
        source.rate.address: "75",
    }
    assert refused(**{total.score.address: "5"}) == {total.score.address: "10", form.total.score.address: "94.47"}
    assert refused(**{form.total.score.address: "98"}) == {form.total.score.address: "99.47"}
    assert refused(**{form.total.weight.address: "99"}) == {form.total.weight.address: "100"}
    assert refused() == {}


@pytest.mark.libreoffice
@needs_libreoffice
def test_what_was_written_right_of_the_hints_is_said_to_be_left_out(calculated: dict[str, bytes]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(calculated["clean"]), data_only=True)
    sheet = book.worksheets[0]
    written = sheet.cell(3, sheet.max_column + 2, "王科长看过")
    book.save(buffer := io.BytesIO())
    assert final(buffer.getvalue()).left_out == (f"{sheet.title}!{written.coordinate}",)
    assert final(calculated["clean"]).left_out == ()


def test_the_guide_is_known_by_its_name() -> None:
    assert GUIDE == GUIDE_SHEET


# -- the command -------------------------------------------------------------------


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "自评表.xlsx"
    path.write_bytes(REAL[0].read_bytes())
    return path


def test_the_command_writes_the_copy_and_leaves_the_original(form: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = form.read_bytes()
    target = form.with_name("上报版.xlsx")
    assert main(["final", str(form), "-o", str(target)]) == 0
    assert form.read_bytes() == before
    assert "原文件没有动：表里没有公式，内容与原文件相同。" in capsys.readouterr().out
    assert target.exists()


def test_a_copy_that_is_there_is_kept_unless_it_may_go(form: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = form.with_name("上报版.xlsx")
    target.write_bytes(b"mine")
    assert main(["final", str(form), "-o", str(target)]) == 2
    assert "已经有了，没有覆盖。请换一个文件名；确要覆盖，加 --force。" in capsys.readouterr().err
    assert target.read_bytes() == b"mine"
    assert main(["final", str(form), "-o", str(target), "--force"]) == 0
    assert target.read_bytes() != b"mine"


def test_the_original_is_never_written_to(form: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = form.read_bytes()
    assert main(["final", str(form), "-o", str(form)]) == 2
    assert "-o 就是原文件" in capsys.readouterr().err
    assert main(["final", str(form)]) == 2
    assert "请用 -o 写明上报版放在哪里。" in capsys.readouterr().err
    assert form.read_bytes() == before


def test_what_was_not_calculated_is_named_with_what_to_do(form: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form.write_bytes(build("project-2021", filled=CLEAN))
    target = form.with_name("上报版.xlsx")
    assert main(["final", str(form), "-o", str(target)]) == 1
    told = capsys.readouterr().err
    assert "的公式还没有算出结果。" in told
    assert "请用 Excel 或 WPS 打开原文件，等算完后保存一次，再做上报版。" in told
    assert not target.exists()


def test_what_is_no_form_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "名单.txt"
    path.write_text("甲", encoding="utf-8")
    assert main(["final", str(path), "-o", str(tmp_path / "x.xlsx")]) == 1
    assert "另存" in capsys.readouterr().err
