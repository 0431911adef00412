"""What a worksheet may hold, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jixiao.reading import GridCell, Merge, read_workbook

BookMaker = Callable[..., bytes]
STYLES = (
    '<numFmts count="1"><numFmt numFmtId="176" formatCode="0.00&quot;万元&quot;"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="1"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="176"/><xf numFmtId="14"/></cellXfs>'
)


def row(cells: str) -> str:
    return f'<sheetData><row r="1">{cells}</row></sheetData>'


@pytest.mark.parametrize(
    ("xml", "kind", "value", "formula"),
    [
        ('<c r="A1"><v>29.050404999999998</v></c>', "n", "29.050404999999998", None),
        ('<c r="A1" t="n"><v> 1E-4 </v></c>', "n", "1E-4", None),
        ('<c r="A1" t="s"><v>0</v></c>', "s", "甲", None),
        ('<c r="A1" t="s"><v>\n1\n</v></c>', "s", " 乙 ", None),
        ('<c r="A1" t="b"><v>1</v></c>', "b", "1", None),
        ('<c r="A1" t="b"><v>false</v></c>', "b", "0", None),
        ('<c r="A1" t="e"><v>#DIV/0!</v></c>', "e", "#DIV/0!", None),
        ('<c r="A1" t="d"><v>2026-11-21</v></c>', "d", "2026-11-21", None),
        ('<c r="A1" t="str"><v>≤3万元 </v></c>\n', "s", "≤3万元 ", None),
        ('<c r="A1" t="str"><f>B1&amp;"元"</f><v>3元</v></c>', "s", "3元", 'B1&"元"'),
        ('<c r="A1" t="str"><f>""</f><v></v></c>', "s", "", '""'),
        ('<c r="A1"><f>SUM(B1:B3)</f><v>6</v></c>', "n", "6", "SUM(B1:B3)"),
        ('<c r="A1">\n <f>SUM(B1:B3)</f>\n <v>6</v>\n</c>', "n", "6", "SUM(B1:B3)"),
        ('<c r="A1"><f>98%</f></c>', "z", "", "98%"),
        ('<c r="A1" t="str"><f>B1</f></c>', "z", "", "B1"),
        ('<c r="A1"><f>98%</f><v/></c>', "z", "", "98%"),
        ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "e", "#DIV/0!", "1/0"),
        ('<c r="A1"><f t="array" ref="A1:A3">B1:B3*2</f><v>6</v></c>', "n", "6", "B1:B3*2"),
        ('<c r="A1" t="inlineStr"><is><t>=36万元</t></is></c>', "s", "=36万元", None),
        ('<c r="A1" t="inlineStr"><is>\n<t>a b</t>\n</is></c>', "s", "a b", None),
        ('<c r="A1" t="inlineStr"><is><r><t>合</t></r><r><rPr/><t> 计</t></r></is></c>', "s", "合 计", None),
        (
            '<c r="A1" t="inlineStr"><is><t>東京</t><rPh sb="0" eb="2"><t>トウ</t></rPh></is></c>',
            "s",
            "東京",
            None,
        ),
        ('<c r="A1"><v>5</v><extLst><ext uri="x">junk</ext></extLst></c>', "n", "5", None),
        ('<c r="A1" t="str"><v><![CDATA[a<b]]>&#x4E07;</v></c>', "s", "a<b万", None),
    ],
)
def test_each_kind_of_cell(book_of: BookMaker, xml: str, kind: str, value: str, formula: str | None) -> None:
    strings = '<si><t>甲</t></si><si><t xml:space="preserve"> 乙 </t></si>'
    sheet = read_workbook(book_of(row(xml), strings=strings)).sheets[0]
    assert sheet.cells == {(1, 1): GridCell(kind, value, "General", formula)}


@pytest.mark.parametrize(
    "xml",
    [
        '<c r="A1" s="2"/>',
        '<c r="A1"><v/></c>',
        '<c r="A1" t="s"><v> </v></c>',
        '<c r="A1" t="s"><v>0</v></c>',
        '<c r="A1" t="inlineStr"><is><t/></is></c>',
        '<c r="A1" t="inlineStr"/>',
    ],
)
def test_a_cell_without_content_is_not_kept(book_of: BookMaker, xml: str) -> None:
    content = read_workbook(book_of(row(f'{xml}<c r="B1"><v>7</v></c>'), strings="<si><t/></si>")).sheets[0].cells
    assert content == {(1, 2): GridCell("n", "7", "General", None)}


@pytest.mark.parametrize("after", ["", "<pageMargins/>", '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>', "\n"])
def test_the_last_cell_is_kept_whatever_follows(book_of: BookMaker, after: str) -> None:
    cells = read_workbook(book_of(row('<c r="A1"><v>7</v></c>') + after)).sheets[0].cells
    assert cells == {(1, 1): GridCell("n", "7", "General", None)}


def test_number_formats_come_from_the_cell_styles_alone(book_of: BookMaker) -> None:
    xml = "".join(
        f'<c r="{c}1" s="{s}"><v>1</v></c>' for c, s in zip("ABCDEF", ["0", "1", "2", "3", "99", "-1"], strict=True)
    )
    cells = read_workbook(book_of(row(xml), styles=STYLES)).sheets[0].cells
    formats = [cells[1, column].number_format for column in range(1, 7)]
    assert formats == ["General", "0.00%", '0.00"万元"', "yyyy/m/d", "General", "General"]


@pytest.mark.parametrize(
    ("strings", "text"),
    [
        ("<si><t>项目</t></si>", "项目"),
        ("<si><r><rPr><b/></rPr><t>项</t></r><r><t>目</t></r></si>", "项目"),
        ('<si><t>項目</t><rPh sb="0" eb="2"><t>コウモク</t></rPh><phoneticPr fontId="1"/></si>', "項目"),
        ('<si><t>项目</t><phoneticPr fontId="1" type="noConversion"/></si>', "项目"),
        ("<si>\n  <t>项目</t>\n</si>\n", "项目"),
        ("<si>\n  <r><t>项</t></r>\n  <r><t>目</t></r>\n</si>\n", "项目"),
        ('<si><t xml:space="preserve"> a\n b </t></si>', " a\n b "),
        ("<si><t>a_x000D_\nb_x005F_x000D_c_x4E07_</t></si>", "a\r\nb_x000D_c万"),
        ("<si><t>_xD83D__xDE00__xD83D_</t></si>", "\U0001f600\ufffd"),
        ("<si><t>" + "长" * 30_000 + "</t></si>", "长" * 30_000),
    ],
)
def test_shared_strings(book_of: BookMaker, strings: str, text: str) -> None:
    xml = row('<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>')
    cells = read_workbook(book_of(xml, strings=strings + "<si><t>次</t></si>")).sheets[0].cells
    assert [cell.value for cell in cells.values()] == [text, "次"]


def test_cells_and_rows_without_an_address_follow_the_one_before(book_of: BookMaker) -> None:
    xml = (
        "<sheetData><row><c><v>1</v></c><c/><c><v>3</v></c></row>"
        '<row r="5"><c r="C5"><v>4</v></c><c><v>5</v></c></row><row><c><v>6</v></c></row></sheetData>'
    )
    cells = read_workbook(book_of(xml)).sheets[0].cells
    assert {at: cell.value for at, cell in cells.items()} == {
        (1, 1): "1",
        (1, 3): "3",
        (5, 3): "4",
        (5, 4): "5",
        (6, 1): "6",
    }


def test_a_shared_formula_is_moved_to_each_cell_that_refers_to_it(book_of: BookMaker) -> None:
    master = "$A1+B$1+SUM(B1:C2)+LOG10(B1)+\"B1\"&amp;'B1 表'!B1+表!C1+X.B1+B:B+2:2"
    xml = (
        f'<sheetData><row r="1"><c r="D1"><f t="shared" ref="D1:E2" si="0">{master}</f><v>1</v></c></row>'
        '<row r="2"><c r="E2"><f t="shared" si="0"/><v>2</v></c><c r="F2"><f t="shared" si="9"/><v>3</v></c>'
        '<c r="A2"><f t="shared" si="0"/></c></row></sheetData>'
    )
    cells = read_workbook(book_of(xml)).sheets[0].cells
    assert cells[2, 5].formula == "$A2+C$1+SUM(C2:D3)+LOG10(C2)+\"B1\"&'B1 表'!C2+表!D2+X.B1+C:C+3:3"
    assert cells[2, 6].formula == ""
    assert (cells[2, 1].formula or "").startswith("$A2+#REF!+SUM(#REF!:#REF!)")


def test_merges_are_kept_as_given(book_of: BookMaker) -> None:
    refs = ("A1:C3", "N1:XFD1048576", "B2:D4", "E5", "D9:C8")
    xml = "<sheetData/><mergeCells>" + "".join(f'<mergeCell ref="{ref}"/>' for ref in refs) + "</mergeCells>"
    assert read_workbook(book_of(xml)).sheets[0].merges == (
        Merge(1, 1, 3, 3),
        Merge(1, 14, 1_048_576, 16_384),
        Merge(2, 2, 4, 4),
        Merge(5, 5, 5, 5),
        Merge(8, 3, 9, 4),
    )


def test_hidden_rows_come_as_ranges(book_of: BookMaker) -> None:
    rows = [
        'r="1"',
        'r="2" hidden="1"',
        'r="3" ht="0" customHeight="1"',
        'r="4" hidden="true"',
        'r="5" ht="14.25"',
    ]
    xml = "<sheetData>" + "".join(f"<row {about}/>" for about in [*rows, 'r="9" hidden="1"']) + "</sheetData>"
    assert read_workbook(book_of(xml)).sheets[0].hidden_rows == ((2, 4), (9, 9))


def test_rows_hidden_by_default_are_those_that_the_file_does_not_list(book_of: BookMaker) -> None:
    rows = '<row r="2"/><row r="3" hidden="1"/>'
    xml = f'<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/><sheetData>{rows}</sheetData>'
    assert read_workbook(book_of(xml)).sheets[0].hidden_rows == ((1, 1), (3, 1_048_576))


def test_hidden_columns_come_as_ranges(book_of: BookMaker) -> None:
    xml = (
        '<cols><col min="1" max="2" width="9"/><col min="3" max="4" hidden="1"/><col min="5" max="5" width="0"/>'
        '<col min="9" max="16384" width="9" hidden="1"/></cols><sheetData/>'
    )
    assert read_workbook(book_of(xml)).sheets[0].hidden_columns == ((3, 5), (9, 16_384))


@pytest.mark.parametrize(("about", "protected"), [('sheet="1" objects="1"', True), ('sheet="0"', False), ("", False)])
def test_protection(book_of: BookMaker, about: str, protected: bool) -> None:
    xml = f"<sheetData/><sheetProtection {about}/>"
    assert read_workbook(book_of(xml)).sheets[0].protected is protected


def test_the_far_corner(book_of: BookMaker) -> None:
    xml = '<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    assert list(read_workbook(book_of(xml)).sheets[0].cells) == [(1_048_576, 16_384)]


def test_very_many_styled_empty_rows(book_of: BookMaker) -> None:
    # More white space between them than the text of one cell may have.
    rows = "\n      ".join(f'<row r="{r}" s="1"><c r="A{r}" s="1"/></row>' for r in range(1, 200_001))
    sheet = read_workbook(book_of(f"<sheetData>{rows}</sheetData>")).sheets[0]
    assert (sheet.cells, sheet.hidden_rows) == ({}, ())


def test_a_sheet_of_many_chunks_loses_nothing_at_their_seams(book_of: BookMaker) -> None:
    rows = "".join(
        f'<row r="{r}"><c r="A{r}"><v>{r}.25</v></c><c r="B{r}" t="inlineStr"><is><t>第{r}行</t></is></c>'
        f'<c r="C{r}" t="str"><f>A{r}&amp;""</f><v>值{r}</v></c></row>'
        for r in range(1, 5_001)
    )
    cells = read_workbook(book_of(f"<sheetData>{rows}</sheetData>")).sheets[0].cells
    assert len(cells) == 15_000
    assert all(cells[r, 1].value == f"{r}.25" for r in range(1, 5_001))
    assert all(cells[r, 2].value == f"第{r}行" for r in range(1, 5_001))
    assert all(cells[r, 3][1:] == (f"值{r}", "General", f'A{r}&""') for r in range(1, 5_001))
