"""Marked copies: fills, notes and 校验结果 are there, nothing else is another, and all of it can go again."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from corpus import make_corpus
from hypothesis import given, settings
from hypothesis import strategies as st
from office import converted, needs_libreoffice
from packages import MAIN, changed_parts, package, part
from rich_packages import BUTTONS, VBA, rich_workbook
from wholeness import well_formed

from jixiao.annotating import MEMORY, Marked, marked, unmark
from jixiao.check import Choice, check_file, check_workbook
from jixiao.editing import EditRefused
from jixiao.editing.copying import Copy
from jixiao.finding import Severity
from jixiao.marking import FILLS, RESULT_SHEET, SIGNATURE, Mark, ResultLine, ResultSheet, marks_of, result_sheet
from jixiao.reading import Refused, read_workbook
from jixiao.scoring import shipped_profile
from jixiao_addin.buttons import memory

SHEET = "xl/worksheets/sheet1.xml"
CHOICE = Choice(shipped_profile("mof-2021"), declared=True)
WHEN = datetime(2024, 3, 1, 9, 30)
WRONG = f"{SIGNATURE}\n必须修改 JX301 C2“维护费”应写“≤”。请改。"
DOUBT = f"{SIGNATURE}\n需核对或说明 JX601 A2没有原因。请补。"
RESULT = ResultSheet(
    ("校验结果（2024-03-01 09:30，jixiao）", "自评表：需修改"),
    (ResultLine("自评表", "C2", "=36万元", "“维护费”应写“≤”。", "请改。", Severity.ERROR, "JX301"),),
)
ROW = '<row r="2"><c r="A2" s="1" t="s"><v>0</v></c><c r="C2" s="3"><v>1.79</v></c></row>'
FORM = package(ROW, strings="<si><t>甲</t></si>")


def mark(cell: str, text: str = WRONG, severity: Severity = Severity.ERROR, sheet: str = "自评表") -> Mark:
    return Mark(sheet, cell, severity, text)


def made(data: bytes, *marks: Mark, result: ResultSheet | None = RESULT) -> bytes:
    done = marked(data, marks, result)
    assert not done.refused
    return done.data


def unmarked(data: bytes) -> bytes:
    copy = Copy(data)
    unmark(copy, data)
    return copy.packed()


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), rich_text=True)


def note(data: bytes, cell: str, sheet: str = "自评表") -> str:
    comment = opened(data)[sheet][cell].comment
    return comment.text if comment is not None else ""


def fill(data: bytes, cell: str, sheet: str = "自评表") -> str:
    pattern = opened(data)[sheet][cell].fill
    return str(pattern.fgColor.rgb)[-6:] if pattern.fill_type == "solid" else ""


def looks(data: bytes) -> dict[tuple[str, str], tuple[object, ...]]:
    """Value, format, font, border, alignment, protection and fill of every cell that was there."""
    book = opened(data)
    return {
        (sheet.title, cell.coordinate): (
            *(cell.value, cell.data_type, cell.number_format),
            *map(repr, (cell.font, cell.border, cell.alignment, cell.protection, cell.fill)),
        )
        for sheet in book
        if sheet.title not in (RESULT_SHEET, MEMORY)
        for row in sheet.iter_rows()
        for cell in row
    }


# -- a mark ----------------------------------------------------------------------


def test_a_marked_cell_has_a_pale_fill_and_a_signed_note_and_keeps_all_else() -> None:
    copy = made(FORM, mark("C2"), mark("A2", DOUBT, Severity.WARNING))
    assert (fill(copy, "C2"), note(copy, "C2")) == (FILLS[Severity.ERROR], WRONG)
    assert (fill(copy, "A2"), note(copy, "A2")) == (FILLS[Severity.WARNING], DOUBT)
    before, after = looks(FORM), looks(copy)
    assert {place: look[:-1] for place, look in after.items()} == {place: look[:-1] for place, look in before.items()}
    well_formed(copy)


def test_only_what_a_mark_needs_is_another() -> None:
    copy = made(FORM, mark("C2"), result=None)
    changed = changed_parts(FORM, copy)
    assert changed == {
        *(SHEET, "xl/styles.xml", "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"),
        *("xl/comments1.xml", "xl/drawings/vmlDrawing1.vml", "xl/worksheets/_rels/sheet1.xml.rels"),
        "xl/worksheets/sheet2.xml",
    }


def test_a_cell_that_is_not_there_comes_into_being_for_its_fill() -> None:
    copy = made(FORM, mark("B2"), mark("E9"))
    assert fill(copy, "B2") == fill(copy, "E9") == FILLS[Severity.ERROR]
    assert note(copy, "E9") == WRONG
    sheet = part(copy, SHEET)
    assert sheet.index('r="A2"') < sheet.index('r="B2"') < sheet.index('r="C2"') < sheet.index('<row r="9"')


@pytest.mark.parametrize(
    "body",
    [
        '<row><c t="inlineStr"><is><t>甲</t></is></c><c><v>2</v></c></row>',
        "<row r='1'><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c></row>",
        '<!-- <c r="B1"/> --><row r="1"><c r="B1"><v>2</v></c></row>',
    ],
)
def test_odd_ways_of_writing_cells_are_no_obstacle(body: str) -> None:
    copy = made(package(body), mark("B1"))
    assert (fill(copy, "B1"), note(copy, "B1")) == (FILLS[Severity.ERROR], WRONG)
    assert read_workbook(copy).sheets[0].cells[1, 2].value == "2"


def test_elements_of_the_sheet_stay_in_their_order() -> None:
    after = (
        '<pageMargins left="0.7" right="0.7" top="0.7" bottom="0.7" header="0.3" footer="0.3"/>'
        '<tableParts count="0"/><extLst><ext uri="x"/></extLst>'
    )
    sheet = part(made(package(ROW, strings="<si><t>甲</t></si>", after=after), mark("C2")), SHEET)
    order = [sheet.index(f"<{name}") for name in ("sheetData", "pageMargins", "legacyDrawing", "tableParts", "extLst")]
    assert order == sorted(order)


def test_the_frame_of_a_note_grows_with_its_text_and_lies_beside_merged_cells() -> None:
    def rows(copy: bytes) -> int:
        anchor = re.search("<x:Anchor>(.*?)</x:Anchor>", part(copy, "xl/drawings/vmlDrawing1.vml"))
        assert anchor is not None
        left, _, top, _, _, _, bottom, _ = map(int, anchor[1].split(","))
        assert left == 3
        return bottom - top

    form = package(
        '<row r="2"><c r="A2" t="inlineStr"><is><t>长</t></is></c><c r="B2"/><c r="C2"/></row>',
        after='<mergeCells count="1"><mergeCell ref="A2:C2"/></mergeCells>',
    )
    assert rows(made(form, mark("A2", f"{SIGNATURE}\n提示 JX301 {'请核对' * 60}"))) > rows(made(form, mark("A2"))) + 4


# -- what was there already --------------------------------------------------------


def test_a_rich_workbook_loses_nothing() -> None:
    before = rich_workbook()
    copy = made(before, mark("C2"), mark("A2", DOUBT, Severity.WARNING))
    well_formed(copy)
    untouched = set(zipfile.ZipFile(io.BytesIO(before)).namelist()) - changed_parts(before, copy)
    assert untouched >= {
        *("xl/vbaProject.bin", "xl/drawings/drawing1.xml", "xl/media/image1.png", "xl/calcChain.xml"),
        *("xl/threadedComments/threadedComment1.xml", "xl/persons/person.xml", "customXml/item1.xml"),
        *("xl/cellimages.xml", "xl/sharedStrings.xml", "xl/comments2.xml", "xl/drawings/vmlDrawing2.vml"),
        *("xl/worksheets/sheet2.xml", "xl/worksheets/_rels/sheet1.xml.rels"),
    }
    sheet = part(copy, SHEET)
    for kept in ("x14:sparklineGroups", "<picture", "<legacyDrawing", "dataValidation", "cfRule", "sheetProtection"):
        assert sheet.count(kept) == part(before, SHEET).count(kept)
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        assert archive.read("xl/vbaProject.bin") == VBA
    stored = read_workbook(copy).sheets[0].cells
    assert {place: stored[place] for place in read_workbook(before).sheets[0].cells} == dict(
        read_workbook(before).sheets[0].cells
    )


def test_a_note_of_somebody_else_stays_with_its_fonts_and_ours_stands_below_it() -> None:
    copy = made(rich_workbook(), mark("C2"))
    assert note(copy, "C2") == f"王会计:\n与合同核对过\n\n{WRONG}"
    written = part(copy, "xl/comments1.xml")
    assert '<r><rPr><b/><sz val="9"/><rFont val="黑体"/></rPr><t>王会计:</t></r>' in written
    again = made(copy, mark("C2", DOUBT, Severity.WARNING))
    assert note(again, "C2") == f"王会计:\n与合同核对过\n\n{DOUBT}"
    assert part(unmarked(again), "xl/comments1.xml").count("<r>") == part(rich_workbook(), "xl/comments1.xml").count(
        "<r>"
    )


def test_a_plain_note_becomes_a_run_of_its_own_beside_ours() -> None:
    copy = made(rich_workbook(), mark("A3", sheet="附表"))
    assert note(copy, "A3", "附表") == f"附表的批注\n\n{WRONG}"
    assert "<text><r><t>附表的批注</t></r><r>" in part(copy, "xl/comments2.xml")


def test_a_conversation_is_left_to_the_program_that_holds_it() -> None:
    before = rich_workbook()
    done = marked(before, [mark("A3"), mark("A2")], RESULT)
    assert [(each.cell, why) for each, why in done.refused] == [("A3", "thread")]
    assert note(done.data, "A3") == "[线程批注]"
    assert fill(done.data, "A3") == ""
    assert fill(done.data, "A2") == FILLS[Severity.ERROR]


def test_buttons_stay_and_frames_get_numbers_that_nobody_has() -> None:
    before = rich_workbook()
    copy = made(before, mark("A2"), mark("B2"), mark("A1", sheet="附表"))
    first, second = (part(copy, f"xl/drawings/vmlDrawing{number}.vml") for number in (1, 2))
    assert first.startswith(BUTTONS[: BUTTONS.index("</xml>")])
    numbers = re.findall(r'id="_x0000_s(\d+)"', first + second)
    assert len(numbers) == len(set(numbers)) == 9
    assert first.count('id="_x0000_t202"') == second.count('id="_x0000_t202"') == 1
    assert all(int(number) // 1024 == 1 for number in re.findall(r'id="_x0000_s(\d+)"', first))


def test_a_full_block_of_numbers_makes_room_in_another() -> None:
    full = BUTTONS.replace("_x0000_s1031", "_x0000_s2047")
    copy = made(rich_workbook({"xl/drawings/vmlDrawing1.vml": full}), mark("A2"))
    drawing = part(copy, "xl/drawings/vmlDrawing1.vml")
    assert 'data="1,3"' in drawing
    assert 'id="_x0000_s3073"' in drawing


def test_notes_that_openpyxl_wrote_are_continued() -> None:
    book = openpyxl.Workbook()
    book.active["B2"] = 5
    book.active["B2"].comment = openpyxl.comments.Comment("请看合同", "王会计")
    buffer = io.BytesIO()
    book.save(buffer)
    copy = made(buffer.getvalue(), mark("B2", sheet="Sheet"), mark("C3", sheet="Sheet"))
    well_formed(copy)
    assert note(copy, "B2", "Sheet") == f"请看合同\n\n{WRONG}"
    assert note(copy, "C3", "Sheet") == WRONG


# -- marked again, and unmarked ----------------------------------------------------


@pytest.mark.parametrize("form", [FORM, rich_workbook()], ids=["plain", "rich"])
def test_marking_a_marked_copy_gives_the_same_bytes(form: bytes) -> None:
    copy = made(form, mark("C2"), mark("A2", DOUBT, Severity.WARNING))
    assert made(copy, mark("C2"), mark("A2", DOUBT, Severity.WARNING)) == copy


@pytest.mark.parametrize("form", [FORM, rich_workbook()], ids=["plain", "rich"])
def test_a_mark_that_is_no_longer_due_goes_without_a_trace(form: bytes) -> None:
    copy = made(form, mark("C2"), mark("A2"), mark("B2"))
    cleared = unmarked(copy)
    assert looks(cleared) == {
        place: look for place, look in looks(cleared).items() if place in looks(form) or look[0] is None
    }
    assert {place: looks(cleared)[place] for place in looks(form)} == looks(form)
    assert opened(cleared).sheetnames == opened(form).sheetnames
    assert SIGNATURE not in "".join(
        part(cleared, name) for name in zipfile.ZipFile(io.BytesIO(cleared)).namelist() if name.endswith(".xml")
    )
    well_formed(cleared)


def test_a_cell_gets_its_own_colour_back() -> None:
    form = rich_workbook()
    copy = made(form, mark("A2"))
    assert fill(copy, "A2") == FILLS[Severity.ERROR]
    assert 's="4"' in re.search('<c r="A2"[^>]*>', part(unmarked(copy), SHEET))[0]  # type: ignore[index]


def test_a_colour_of_the_theme_is_kept_as_it_is_named_and_as_it_looks() -> None:
    form = rich_workbook()
    copy = made(form, mark("C3"))
    assert fill(copy, "C3") == FILLS[Severity.ERROR]
    (row,) = list(opened(copy)[MEMORY].iter_rows(min_row=2, values_only=True))
    assert (row[1], row[5]) == ("DAE3F3", "theme=4 tint=0.7999")
    assert '<c r="C3" s="5">' in part(unmarked(copy), SHEET)


def test_a_colour_that_nothing_could_tell_stays_and_the_note_alone_marks_the_cell() -> None:
    copy = made(rich_workbook({"xl/theme/theme1.xml": "<a:theme xmlns:a='a'/>"}), mark("C3"))
    assert note(copy, "C3") == WRONG
    assert '<c r="C3" s="5">' in part(copy, SHEET)


def test_what_the_clerk_answers_in_our_note_stays() -> None:
    copy = made(FORM, mark("C2"))
    written = part(copy, "xl/comments1.xml")
    answered = written.replace("请改。</t>", "请改。</t></r><r><t xml:space='preserve'>\n已问财政局，可以不改</t>")
    parts = {
        name: zipfile.ZipFile(io.BytesIO(copy)).read(name) for name in zipfile.ZipFile(io.BytesIO(copy)).namelist()
    }
    with zipfile.ZipFile(buffer := io.BytesIO(), "w") as archive:
        for name, content in {**parts, "xl/comments1.xml": answered}.items():
            archive.writestr(name, content)
    again = made(buffer.getvalue(), mark("C2", DOUBT, Severity.WARNING))
    assert note(again, "C2") == f"\n已问财政局，可以不改\n\n{DOUBT}"


def test_a_colour_that_the_clerk_gave_since_stays() -> None:
    book = opened(made(FORM, mark("C2")))
    book["自评表"]["C2"].fill = openpyxl.styles.PatternFill("solid", fgColor="FF00B050")
    book.save(buffer := io.BytesIO())
    assert fill(unmarked(buffer.getvalue()), "C2") == "00B050"


def test_what_the_marks_cover_is_kept_as_the_buttons_keep_it() -> None:
    copy = made(rich_workbook(), mark("A2"), mark("C2"))
    book = opened(copy)
    assert memory.SHEET == MEMORY
    assert book[MEMORY].sheet_state == "veryHidden"
    head, *rows = book[MEMORY].iter_rows(values_only=True)
    assert tuple(head[:5]) == memory.HEADINGS
    covered = {str(row[0]): [each or "" for each in row[1:5]] for row in rows}
    assert all(memory._REFERENCE.fullmatch(reference) for reference in covered)
    assert covered["='自评表'!$A$2"] == ["E2EFDA", FILLS[Severity.ERROR], "", WRONG]
    theirs = "王会计:\n与合同核对过"
    assert covered["='自评表'!$C$2"] == ["", FILLS[Severity.ERROR], theirs, f"{theirs}\n\n{WRONG}"]


@settings(max_examples=40, deadline=None)
@given(
    st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=60)
)
def test_whatever_a_finding_quotes_the_note_says_it_and_goes_again(quoted: str) -> None:
    text = f"{SIGNATURE}\n必须修改 JX301 C2“{quoted}”。"
    copy = made(FORM, mark("C2", text))
    assert read_workbook(copy).sheets[0].notes == {(2, 3): text}
    assert read_workbook(unmarked(copy)).sheets[0].notes == {}


def test_a_line_break_within_a_finding_makes_no_line_of_its_own() -> None:
    copy = made(FORM, mark("C2", f"{SIGNATURE}\n必须修改 JX301 “甲\n乙”。\n提示 JX302 丙。"))
    assert note(copy, "C2") == f"{SIGNATURE}\n必须修改 JX301 “甲 乙”。\n提示 JX302 丙。"
    assert read_workbook(unmarked(copy)).sheets[0].notes == {}


# -- 校验结果 ----------------------------------------------------------------------


def test_the_copy_opens_on_the_result_sheet_with_links_to_the_cells() -> None:
    book = opened(made(rich_workbook(), mark("C2")))
    assert book.sheetnames == ["自评表", "附表", RESULT_SHEET, MEMORY]
    assert book.active.title == RESULT_SHEET
    assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == [RESULT_SHEET]
    sheet = book[RESULT_SHEET]
    assert [cell.value for cell in sheet[4]] == ["单元格", "项目", "问题", "怎么办", "程度", "规则"]
    assert [cell.value for cell in sheet[5]] == [
        "自评表!C2",
        "=36万元",
        "“维护费”应写“≤”。",
        "请改。",
        "必须修改",
        "JX301",
    ]
    # A text that begins with "=" is no formula.
    assert sheet["B5"].data_type == "s"
    assert sheet["A5"].hyperlink.location == "'自评表'!C2"
    assert book.defined_names == {}
    assert book["附表"].print_area == "'附表'!$A$1:$C$3"


def test_a_copy_without_findings_says_so() -> None:
    done = marked(FORM, [], ResultSheet(("校验结果（2024-03-01 09:30，jixiao）",), ()))
    sheet = opened(done.data)[RESULT_SHEET]
    assert [row[0] for row in sheet.iter_rows(values_only=True)][-1] == "没有发现问题。"
    assert changed_parts(FORM, done.data).isdisjoint({SHEET, "xl/comments1.xml"})


def test_a_protected_structure_gets_no_sheet_and_the_notes_carry_all() -> None:
    book = part(rich_workbook(), "xl/workbook.xml").replace(
        "<bookViews>", '<workbookProtection lockStructure="1"/><bookViews>'
    )
    form = rich_workbook({"xl/workbook.xml": book})
    done = marked(form, [mark("A2"), mark("C2")], RESULT)
    assert not done.has_result
    assert opened(done.data).sheetnames == ["自评表", "附表"]
    # Nothing could give A2 its own colour back.
    assert (fill(done.data, "A2"), note(done.data, "A2")) == ("E2EFDA", WRONG)
    assert fill(done.data, "C2") == FILLS[Severity.ERROR]
    assert looks(unmarked(done.data)) == looks(form)


def test_a_sheet_of_the_units_own_by_that_name_stays() -> None:
    book = part(rich_workbook(), "xl/workbook.xml").replace("附表", RESULT_SHEET)
    done = marked(rich_workbook({"xl/workbook.xml": book}), [mark("A2")], RESULT)
    assert not done.has_result
    assert opened(done.data).sheetnames == ["自评表", RESULT_SHEET, MEMORY]
    assert opened(done.data)[RESULT_SHEET]["A1"].value == 1


def test_a_sheet_that_is_gone_is_told() -> None:
    done = marked(FORM, [mark("A1", sheet="没有")], RESULT)
    assert [why for _, why in done.refused] == ["no-sheet"]
    assert done.has_result


@pytest.mark.parametrize(
    "text", ["财务科【校验】已通过，勿动", SIGNATURE, f"{SIGNATURE}\n必须修改 JX304 请看合同", f"已核\n{DOUBT}。"]
)
def test_a_note_that_somebody_else_signed_so_stays(text: str) -> None:
    book = opened(FORM)
    for cell in ("A2", "D4"):
        book["自评表"][cell].comment = openpyxl.comments.Comment(text, "张")
    book.save(buffer := io.BytesIO())
    form = buffer.getvalue()
    assert note(unmarked(form), "A2") == text
    copy = made(form, mark("A2"), mark("C2"))
    assert note(copy, "A2") == f"{text}\n\n{WRONG}"
    assert [note(unmarked(copy), cell) for cell in ("A2", "C2", "D4")] == [text, "", text]


def test_a_copied_row_gets_back_what_the_row_had() -> None:
    book = opened(made(rich_workbook(), mark("A2")))
    source, target = book["自评表"]["A2"], book["自评表"]["A9"]
    target.comment = openpyxl.comments.Comment(source.comment.text, "Excel")
    target._style = source._style
    book.save(buffer := io.BytesIO())
    cleared = unmarked(buffer.getvalue())
    assert (fill(cleared, "A9"), note(cleared, "A9")) == ("E2EFDA", "")


def test_a_sheet_of_the_units_own_named_as_our_memory_stays() -> None:
    book = opened(FORM)
    book.create_sheet(MEMORY)["A1"] = "局里的记录"
    book.save(buffer := io.BytesIO())
    copy = made(buffer.getvalue(), mark("C2"))
    assert opened(copy)[MEMORY]["A1"].value == "局里的记录"
    assert (note(copy, "C2"), fill(copy, "C2")) == (WRONG, FILLS[Severity.ERROR])
    cleared = unmarked(copy)
    assert opened(cleared)[MEMORY]["A1"].value == "局里的记录"
    assert (note(cleared, "C2"), fill(cleared, "C2")) == ("", "")


def test_a_note_with_no_room_left_stays_and_the_fill_marks_the_cell() -> None:
    book = opened(FORM)
    book["自评表"]["C2"].comment = openpyxl.comments.Comment("核" * 32_700, "张")
    book.save(buffer := io.BytesIO())
    copy = made(buffer.getvalue(), mark("C2"))
    assert (len(note(copy, "C2")), fill(copy, "C2")) == (32_700, FILLS[Severity.ERROR])
    cleared = unmarked(copy)
    assert (len(note(cleared, "C2")), fill(cleared, "C2")) == (32_700, "")


# -- refused -----------------------------------------------------------------------


def refusal(data: bytes) -> str:
    with pytest.raises(EditRefused) as refused:
        marked(data, [mark("C2")], RESULT)
    return refused.value.code


def test_what_cannot_be_marked_without_risk_is_refused_with_a_word() -> None:
    text = part(FORM, SHEET)
    prefixed = text.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")
    strings = "<si><t>甲</t></si>"
    assert refusal(package("", strings=strings, more={SHEET: prefixed})) == "namespaces"
    assert refusal(package("", strings=strings, more={SHEET: text.encode("utf-16")})) == "encoding"
    assert refusal(package("", strings=strings, more={"_xmlsignatures/sig1.xml": "<Signature/>"})) == "signed"
    strict = part(FORM, "xl/workbook.xml").replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
    assert refusal(package(ROW, strings=strings, more={"xl/workbook.xml": strict})) == "strict"
    assert refusal(rich_workbook({"xl/drawings/vmlDrawing1.vml": "<xml"})) == "drawing"


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_refused_or_marked_and_never_raises_anything_else(data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(rich_workbook())) as archive:
        name = data.draw(
            st.sampled_from([each for each in archive.namelist() if each.endswith(("xml", "rels", "vml"))])
        )
        old = archive.read(name).decode()
    values = [match.span(1) for match in re.finditer(r'="([^"]*)"', old)]
    start, end = data.draw(st.sampled_from(values or [(0, 0)]))
    new = data.draw(
        st.sampled_from(["", "-1", "x", "²", "1 2", "99999999999999999999", "A0", "ZZZZ1", "true", "<", "\0"])
    )
    broken = rich_workbook({name: old[:start] + new + old[end:]})
    for change in (lambda: marked(broken, [mark("C2"), mark("A3", sheet="附表")], RESULT), lambda: unmarked(broken)):
        with suppress(Refused, EditRefused):
            change()


# -- a folder of forms -------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return make_corpus(tmp_path_factory.mktemp("corpus"), forms=100)


@pytest.fixture(scope="module")
def copies(folder: list[Path]) -> list[tuple[bytes, list[Mark], Marked]]:
    found = []
    for path in folder:
        data, file = path.read_bytes(), check_file(path, CHOICE)
        marks = list(marks_of(file))
        found.append((data, marks, marked(data, marks, result_sheet(file, WHEN))))
    return found


def ours(names: Iterable[str]) -> list[str]:
    return [name for name in names if name in (RESULT_SHEET, MEMORY)]


def test_of_a_hundred_forms_every_cell_and_every_finding_is_the_same_after_marking(
    copies: list[tuple[bytes, list[Mark], Marked]],
) -> None:
    assert sum(len(marks) for _, marks, _ in copies) > 100
    for data, marks, done in copies:
        assert not done.refused and done.has_result
        before, after = read_workbook(data), read_workbook(done.data)
        assert [sheet.name for sheet in after.sheets][: len(before.sheets)] == [sheet.name for sheet in before.sheets]
        for old, new in zip(before.sheets, after.sheets, strict=False):
            assert (old.cells, old.merges, old.hidden_rows) == (new.cells, new.merges, new.hidden_rows)
            assert all(text.startswith(SIGNATURE) for text in new.notes.values())
        assert sum(len(sheet.notes) for sheet in after.sheets) == len(marks)
        first, second = (check_workbook(each, "", CHOICE).findings for each in (before, after))
        assert first == second


def test_openpyxl_finds_every_mark_and_every_look_of_some_forms(copies: list[tuple[bytes, list[Mark], Marked]]) -> None:
    for data, marks, done in copies[:6]:
        well_formed(done.data)
        book = opened(done.data)
        for each in marks:
            cell = book[each.sheet][each.cell]
            assert str(cell.fill.fgColor.rgb) == f"FF{FILLS[each.severity]}"
            assert cell.comment.text == each.text
        before = looks(data)
        marked_places = {(each.sheet, each.cell) for each in marks}
        assert {place: look for place, look in looks(done.data).items() if place not in marked_places} == {
            place: look for place, look in before.items() if place not in marked_places
        }
        assert looks(unmarked(done.data)) == before


@pytest.mark.libreoffice
@needs_libreoffice
def test_libreoffice_opens_marked_forms_and_keeps_their_marks(
    copies: list[tuple[bytes, list[Mark], Marked]], tmp_path: Path
) -> None:
    chosen = [each for each in copies if each[1]][:15]
    paths = []
    for number, (_, _, done) in enumerate(chosen):
        paths.append(tmp_path / f"form{number}.xlsx")
        paths[-1].write_bytes(done.data)
    paths.append(tmp_path / "rich.xlsm")
    paths[-1].write_bytes(made(rich_workbook(), mark("C2"), mark("A2", DOUBT, Severity.WARNING)))
    saved = converted(paths, tmp_path, "xlsx")
    for number, (_, marks, done) in enumerate(chosen):
        again = opened(saved[f"form{number}"].read_bytes())
        assert again.sheetnames == opened(done.data).sheetnames
        assert again.active.title == RESULT_SHEET
        for each in marks:
            cell = again[each.sheet][each.cell]
            assert cell.comment.text == each.text
            assert str(cell.fill.fgColor.rgb)[-6:] == FILLS[each.severity]
        # What LibreOffice saved is unmarked like any other.
        assert not any(sheet.notes for sheet in read_workbook(unmarked(saved[f"form{number}"].read_bytes())).sheets)
    rich = opened(saved["rich"].read_bytes())
    assert rich["自评表"]["C2"].comment.text.endswith(WRONG)
    assert rich["自评表"]["A2"].comment.text == DOUBT
