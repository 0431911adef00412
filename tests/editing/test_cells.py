"""New values for given cells on a copy: nothing else moves, not a byte of any other part."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packages import changed_parts, compressed_parts, package, part

from jixiao.editing import Edit, EditRefused, OnFormula, edited
from jixiao.reading import GridCell, read_workbook

SHEET = "xl/worksheets/sheet1.xml"
ROW = (
    '<row r="2" spans="1:4" ht="30" customHeight="1">'
    '<c r="A2" s="1" t="s"><v>0</v></c><c r="C2" s="3"><v>1.79</v></c></row>'
)
STRINGS = "<si><t>=2.8万元</t></si>"
FORM = package(ROW, strings=STRINGS)


def edit(address: str, value: str | Decimal, on_formula: OnFormula = OnFormula.REFUSE) -> Edit:
    column, row = ord(address[0]) - 64, int(address[1:])
    return Edit("自评表", row, column, value, on_formula)


def cell(data: bytes, address: str) -> GridCell | None:
    return read_workbook(data).sheets[0].cells.get((int(address[1:]), ord(address[0]) - 64))


def only(data: bytes, *edits: Edit) -> bytes:
    result = edited(data, edits)
    assert not result.refused
    return result.data


# -- values and styles -----------------------------------------------------------


def test_a_number_keeps_its_style_and_touches_the_sheet_alone() -> None:
    copy = only(FORM, edit("C2", Decimal("9.74")))
    assert '<c r="C2" s="3"><v>9.74</v></c>' in part(copy, SHEET)
    assert changed_parts(FORM, copy) == {SHEET}


def test_text_stands_in_the_cell_so_that_the_shared_strings_stay() -> None:
    copy = only(FORM, edit("A2", "≤2.8万元"))
    assert cell(copy, "A2") == GridCell("s", "≤2.8万元", "General", None)
    assert changed_parts(FORM, copy) == {SHEET}


def test_text_with_a_leading_equals_sign_is_text_and_stays_text_when_it_is_edited() -> None:
    copy = only(FORM, edit("A2", "=36万元"))
    again = openpyxl.load_workbook(io.BytesIO(copy))["自评表"]["A2"]
    assert (again.value, again.data_type) == ("=36万元", "s")
    assert again.quotePrefix
    assert (again.font.name, again.font.b, again.alignment.horizontal) == ("黑体", True, "center")
    # Other cells of the style keep it: one was added.
    assert changed_parts(FORM, copy) == {SHEET, "xl/styles.xml"}
    assert 'count="5"' in part(copy, "xl/styles.xml")


def test_a_cell_in_text_format_needs_no_other_style() -> None:
    form = package('<row r="1"><c r="A1" s="2" t="inlineStr"><is><t>＝36万元</t></is></c></row>')
    copy = only(form, edit("A1", "=36万元"))
    assert changed_parts(form, copy) == {SHEET}
    assert cell(copy, "A1") == GridCell("s", "=36万元", "@", None)


def test_equal_styles_are_added_once() -> None:
    form = package('<row r="1"><c r="A1" s="1"/><c r="B1" s="1"/></row>')
    copy = only(form, edit("A1", "=1个"), edit("B1", "=2个"))
    assert 'count="5"' in part(copy, "xl/styles.xml")


@pytest.mark.parametrize(
    "text",
    ["<≤&\"'>", "甲\n乙", "  前后有空格  ", "_x0041_", "回车\r符", "\x07", "𠮷野家", "=SUM(A1)", "+1", "-1", "@x"],
)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    stored = cell(only(FORM, edit("A2", text)), "A2")
    assert stored is not None and (stored.kind, stored.value) == ("s", text)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\ufffe\uffff"), min_size=1, max_size=40))
def test_whatever_text_is_written_only_its_cell_changes(text: str) -> None:
    copy = only(FORM, edit("A2", text))
    stored = cell(copy, "A2")
    assert stored is not None and stored.value == text
    assert cell(copy, "C2") == cell(FORM, "C2")
    assert changed_parts(FORM, copy) <= {SHEET, "xl/styles.xml"}


# -- places ----------------------------------------------------------------------


def test_a_cell_that_is_not_there_is_put_between_its_neighbours() -> None:
    sheet = part(only(FORM, edit("B2", Decimal(5)), edit("D2", "丁")), SHEET)
    assert sheet.index('r="A2"') < sheet.index('r="B2"') < sheet.index('r="C2"') < sheet.index('r="D2"')


def test_rows_that_are_not_there_are_put_in_order() -> None:
    copy = only(FORM, edit("A1", "上"), edit("A3", "下"), edit("A9", "末"))
    sheet = part(copy, SHEET)
    assert [sheet.index(f'<row r="{row}"') for row in (1, 2, 3, 9)] == sorted(
        sheet.index(f'<row r="{row}"') for row in (1, 2, 3, 9)
    )
    assert openpyxl.load_workbook(io.BytesIO(copy))["自评表"]["A9"].value == "末"


@pytest.mark.parametrize("body", ["", '<row r="1"/>', '<row r="1"></row>', "<row/>"])
def test_an_empty_row_or_sheet_takes_a_cell(body: str) -> None:
    stored = cell(only(package(body), edit("B1", "甲")), "B1")
    assert stored is not None and stored.value == "甲"


def test_a_sheet_without_any_row_takes_a_cell() -> None:
    empty = package("")
    parts = {SHEET: part(empty, SHEET).replace("<sheetData></sheetData>", "<sheetData/>")}
    stored = cell(only(package("", more=parts), edit("A1", Decimal(1))), "A1")
    assert stored == GridCell("n", "1", "General", None)


def test_cells_without_addresses_are_counted() -> None:
    form = package('<row><c t="inlineStr"><is><t>甲</t></is></c><c><v>2</v></c></row><row><c><v>3</v></c></row>')
    copy = only(form, edit("B1", Decimal(7)), edit("A2", Decimal(8)))
    assert [stored.value for stored in read_workbook(copy).sheets[0].cells.values()] == ["甲", "7", "8"]


def test_a_place_within_a_merged_range_stands_for_its_upper_left_cell() -> None:
    form = package(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"/></row>', after='<mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
    )
    copy = only(form, edit("B2", Decimal(5)))
    assert read_workbook(copy).sheets[0].cells == {(1, 1): GridCell("n", "5", "General", None)}


def test_the_marks_of_the_row_and_other_attributes_stay() -> None:
    sheet = part(only(FORM, edit("A2", "甲")), SHEET)
    assert '<row r="2" spans="1:4" ht="30" customHeight="1">' in sheet
    assert '<c r="C2" s="3"><v>1.79</v></c>' in sheet


# -- formulas --------------------------------------------------------------------

SUM = package(
    '<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="1"><f>A1*2</f><v>2</v></c><c r="C1"><f>B1+1</f><v>3</v></c></row>',
    calculation='<calcPr calcId="191029"/>',
    chain='<c r="C1" i="1"/><c r="B1"/>',
)


def test_a_formula_is_not_touched_unless_asked() -> None:
    result = edited(SUM, [edit("B1", Decimal(5))])
    assert result.refused == ((edit("B1", Decimal(5)), "formula"),)
    assert result.data == SUM


def test_a_formula_gives_way_on_explicit_choice_and_the_order_of_calculation_with_it() -> None:
    copy = only(SUM, edit("B1", Decimal(5), OnFormula.REPLACE))
    assert cell(copy, "B1") == GridCell("n", "5", "General", None)
    assert "xl/calcChain.xml" not in compressed_parts(copy)
    assert "calcChain" not in part(copy, "[Content_Types].xml") + part(copy, "xl/_rels/workbook.xml.rels")
    assert "fullCalcOnLoad" in part(copy, "xl/workbook.xml")
    assert openpyxl.load_workbook(io.BytesIO(copy))["自评表"]["C1"].value == "=B1+1"


def test_only_the_stored_result_of_a_formula_may_be_new() -> None:
    copy = only(SUM, edit("B1", Decimal(8), OnFormula.RESULT))
    assert cell(copy, "B1") == GridCell("n", "8", "General", "A1*2")
    assert changed_parts(SUM, copy) == {SHEET, "xl/workbook.xml"}


def test_formulas_elsewhere_are_calculated_when_the_copy_is_opened() -> None:
    copy = only(SUM, edit("A1", Decimal(4)))
    assert '<calcPr calcId="191029" fullCalcOnLoad="1"/>' in part(copy, "xl/workbook.xml")
    without = package('<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1</f><v>1</v></c></row>')
    assert '</sheets><calcPr fullCalcOnLoad="1"/></workbook>' in part(
        only(without, edit("A1", Decimal(2))), "xl/workbook.xml"
    )


@pytest.mark.parametrize("kind", ['t="shared" si="0" ref="A1:A2"', 't="array" ref="A1:A2"'])
def test_a_formula_on_which_others_depend_is_left(kind: str) -> None:
    form = package(f'<row r="1"><c r="A1"><f {kind}>B1</f><v>1</v></c></row>')
    result = edited(form, [edit("A1", Decimal(5), OnFormula.REPLACE)])
    assert [why for _, why in result.refused] == ["shared-formula"]
    assert result.data == form


def test_a_cell_that_only_uses_a_shared_formula_may_be_replaced() -> None:
    form = package(
        '<row r="1"><c r="A1"><f t="shared" si="0" ref="A1:A2">B1</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>1</v></c></row>'
    )
    copy = only(form, edit("A2", Decimal(5), OnFormula.REPLACE))
    assert cell(copy, "A1") == GridCell("n", "1", "General", "B1")
    assert cell(copy, "A2") == GridCell("n", "5", "General", None)


# -- the file as a whole ---------------------------------------------------------


def test_without_any_edit_the_bytes_are_the_same() -> None:
    assert edited(FORM, []).data is FORM


def test_an_unknown_sheet_or_a_cell_given_twice_is_told() -> None:
    twice = package('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>')
    result = edited(twice, [edit("A1", "甲"), Edit("没有", 1, 1, "乙")])
    assert sorted(why for _, why in result.refused) == ["ambiguous", "no-sheet"]


def refusal(data: bytes) -> str:
    with pytest.raises(EditRefused) as refused:
        edited(data, [edit("A1", "甲")])
    return refused.value.code


def test_what_cannot_be_edited_without_risk_is_refused_with_a_word() -> None:
    text = part(FORM, SHEET)
    prefixed = text.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")
    assert read_workbook(package("", strings=STRINGS, more={SHEET: prefixed}))
    assert refusal(package("", strings=STRINGS, more={SHEET: prefixed})) == "namespaces"
    assert refusal(package("", strings=STRINGS, more={SHEET: text.encode("utf-16")})) == "encoding"
    assert refusal(package("", strings=STRINGS, more={"_xmlsignatures/sig1.xml": "<Signature/>"})) == "signed"
    bare = text[: text.index("<sheetData>")] + "</worksheet>"
    assert refusal(package("", strings=STRINGS, more={SHEET: bare})) == "no-cells"


def test_a_byte_order_mark_and_a_declaration_move_nothing() -> None:
    text = '\ufeff<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + part(FORM, SHEET)
    form = package("", strings="<si><t>甲</t></si>", more={SHEET: text.encode()})
    assert cell(only(form, edit("C2", Decimal(2))), "C2") == GridCell("n", "2", "0.00_ ", None)


def test_entries_written_as_a_stream_are_copied_too() -> None:
    # Sizes then stand behind the content, as libraries write them that do not know them before.
    class Stream(io.RawIOBase):
        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            self.data += bytes(data)  # type: ignore[call-overload]
            return len(bytes(data))  # type: ignore[call-overload]

    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive, zipfile.ZipFile(io.BytesIO(FORM)) as old:
        for name in old.namelist():
            archive.writestr(name, old.read(name))
    streamed = bytes(stream.data)
    copy = only(streamed, edit("C2", Decimal(2)))
    assert changed_parts(streamed, copy) == {SHEET}
    assert cell(copy, "C2") == GridCell("n", "2", "0.00_ ", None)


def test_macros_stay_byte_for_byte() -> None:
    form = package(ROW, strings="<si><t>甲</t></si>", more={"xl/vbaProject.bin": bytes(range(256)) * 20})
    assert changed_parts(form, only(form, edit("C2", Decimal(2)))) == {SHEET}
