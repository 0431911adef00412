"""What surrounds the cells: cut to the columns that are kept; colours told as they look; frames that fit."""

from __future__ import annotations

import pytest
from packages import MAIN

from jixiao.editing.colours import shown
from jixiao.editing.extent import Extent, height_of
from jixiao.editing.narrowing import narrowed
from jixiao.editing.outline import outline

BEFORE = (
    '<dimension ref="A1:F9"/><cols><col min="1" max="2" width="9"/><col min="3" max="6" width="12" hidden="1"/></cols>'
)
WIDE = '<mergeCell ref="A1:C1"/><mergeCell ref="B2:E2"/><mergeCell ref="E4:F4"/>'
LISTS = '<dataValidation type="list" sqref="{}"><formula1>"甲"</formula1></dataValidation>'
COLOURED = '<conditionalFormatting sqref="{}"><cfRule/></conditionalFormatting>'


def sheet(before: str, after: str, rows: str = "") -> bytes:
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'.encode()


def cut(before: str, after: str) -> str:
    return narrowed(sheet(before, after), 3).decode()


def test_widths_and_the_dimension_end_at_the_last_column() -> None:
    assert '<dimension ref="A1:C9"/>' in cut(BEFORE, "")
    assert cut(BEFORE, "").count("<col ") == 2
    assert '<col min="3" max="3" width="12" hidden="1"/>' in cut(BEFORE, "")


@pytest.mark.parametrize(
    ("after", "left"),
    [
        (
            f'<mergeCells count="3">{WIDE}</mergeCells>',
            '<mergeCells count="2"><mergeCell ref="A1:C1"/><mergeCell ref="B2:C2"/></mergeCells>',
        ),
        ('<mergeCells count="1"><mergeCell ref="E4:F4"/></mergeCells>', ""),
        ('<mergeCells count="1"><mergeCell ref="A1:C4"/></mergeCells>',) * 2,
        (
            f'<dataValidations count="2">{LISTS.format("A1 E1:F2 C1:D9")}{LISTS.format("D1")}</dataValidations>',
            f'<dataValidations count="1">{LISTS.format("A1 C1:C9")}</dataValidations>',
        ),
        (COLOURED.format("E1") + COLOURED.format("C1:E1"), COLOURED.format("C1")),
        ('<hyperlinks><hyperlink ref="F2" location="A1"/></hyperlinks>', ""),
    ],
)
def test_what_reaches_beyond_is_cut_and_what_lies_beyond_goes(after: str, left: str) -> None:
    tail = cut("", after).partition("</sheetData>")[2]
    assert tail == f"{left}</worksheet>"


@pytest.mark.parametrize(
    ("colour", "digits"),
    [
        ("rgb=FFE2EFDA", "E2EFDA"),
        ("rgb=E2EFDA", "E2EFDA"),
        ("indexed=9", "FFFFFF"),
        ("indexed=2", "FF0000"),
        ("indexed=43", "FFFF99"),
        ("indexed=64", None),
        ("theme=0", "FFFFFF"),
        ("theme=1", "000000"),
        # As Excel shows them for the Office theme.
        ("theme=4 tint=0.7999", "DAE3F3"),
        ("theme=0 tint=-0.1499", "D9D9D9"),
        ("theme=99", None),
        ("other", None),
        ("", None),
    ],
)
def test_a_colour_is_told_as_it_looks(colour: str, digits: str | None) -> None:
    theme = (
        b'<a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1><a:lt1><a:sysClr val="window" lastClr="FFFFFF"/>'
        b'</a:lt1><a:accent1><a:srgbClr val="4472C4"/></a:accent1>'
    )
    assert shown(colour, theme) == digits


def test_a_frame_ends_where_its_size_ends_past_hidden_columns_and_high_rows() -> None:
    rows = '<row r="2" ht="30" customHeight="1"/><row r="3" hidden="1" ht="90"/>'
    data = sheet('<cols><col min="2" max="3" width="0" hidden="1"/><col min="4" max="4" width="60"/></cols>', "", rows)
    left, _, top, _, right, _, bottom, _ = map(int, Extent(data, outline(data)).anchor((2, 1), 60).split(","))
    assert (left, top) == (1, 1)
    # 60 pixels from row 2 of 40: row 3 is hidden, row 4 of 19 lies within, row 5 takes the rest.
    assert (right, bottom) == (3, 4)


def test_chinese_takes_twice_the_room() -> None:
    assert height_of("字" * 100) > height_of("x" * 100) > height_of("")
