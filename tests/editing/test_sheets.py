"""Sheets left out and names with them: what remains points where it pointed before."""

from __future__ import annotations

import re

import pytest
from packages import MAIN, OFFICE, part
from rich_packages import rich_workbook
from wholeness import well_formed

from jixiao.editing.copying import Copy
from jixiao.editing.sheets import NewSheet, add_sheets, remove_names, remove_sheets
from jixiao.reading import read_workbook

NAMES = (
    "<definedNames>"
    '<definedName name="甲" localSheetId="0">自评表!$A$1</definedName><definedName name="乙">1</definedName>'
    '<definedName name="丙" localSheetId="1">附表!$A$1</definedName>'
    "</definedNames>"
)


def with_names(names: str, view: str = '<workbookView firstSheet="1" activeTab="1"/>') -> bytes:
    book = part(rich_workbook(), "xl/workbook.xml")
    book = re.sub("<definedNames>.*</definedNames>", names, book)
    return rich_workbook({"xl/workbook.xml": re.sub("<workbookView[^>]*>", view, book)})


def without(data: bytes, *names: str) -> bytes:
    copy = Copy(data)
    remove_sheets(copy.parts, copy.book, names)
    return copy.packed()


def test_a_sheet_goes_with_its_parts_and_its_names_and_the_others_are_renumbered() -> None:
    copy = without(with_names(NAMES), "自评表")
    well_formed(copy)
    workbook = read_workbook(copy)
    assert [sheet.name for sheet in workbook.sheets] == ["附表"]
    assert workbook.defined_names == {"乙": "1", "附表!丙": "附表!$A$1"}
    gone = ("sheet1.xml", "drawing1.xml", "vmlDrawing1.vml", "comments1.xml", "threadedComment1.xml", "image1.png")
    types = part(copy, "[Content_Types].xml")
    assert not any(name in types for name in gone)
    assert 'firstSheet="0"' in part(copy, "xl/workbook.xml")
    assert 'activeTab="0"' in part(copy, "xl/workbook.xml")


def test_parts_that_another_sheet_uses_too_stay() -> None:
    shared = part(rich_workbook(), "xl/worksheets/_rels/sheet1.xml.rels")
    more = f'<Relationship Id="rId7" Type="{OFFICE}/image" Target="../media/image1.png"/></Relationships>'
    second = part(rich_workbook(), "xl/worksheets/_rels/sheet2.xml.rels").replace("</Relationships>", more)
    copy = without(rich_workbook({"xl/worksheets/_rels/sheet2.xml.rels": second}), "自评表")
    assert "image1.png" in shared
    well_formed(copy)


def test_with_the_last_name_their_list_goes() -> None:
    copy = Copy(with_names('<definedNames><definedName name="甲" localSheetId="0">1</definedName></definedNames>'))
    remove_names(copy.parts, copy.book, {"甲"})
    assert "definedName" not in part(copy.packed(), "xl/workbook.xml")


@pytest.mark.parametrize("view", ['<workbookView activeTab="1"/>', "<workbookView></workbookView>", ""])
def test_a_new_sheet_is_the_last_and_the_one_that_is_shown(view: str) -> None:
    form = with_names(NAMES, view)
    if not view:
        book = part(form, "xl/workbook.xml").replace("<bookViews></bookViews>", "")
        form = rich_workbook({"xl/workbook.xml": book})
    copy = Copy(form)
    content = f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'.encode()
    add_sheets(copy.parts, copy.book, [NewSheet("新", content), NewSheet("藏", content, hidden=True)], shown="新")
    data = copy.packed()
    well_formed(data)
    assert [(sheet.name, sheet.state) for sheet in read_workbook(data).sheets] == [
        *(("自评表", "visible"), ("附表", "visible")),
        *(("新", "visible"), ("藏", "veryHidden")),
    ]
    written = part(data, "xl/workbook.xml")
    assert 'activeTab="2"' in written
    assert written.index("<bookViews>") < written.index("<sheets>")
    assert 'sheetId="8"' in written
    assert "tabSelected" not in part(data, "xl/worksheets/sheet1.xml")
