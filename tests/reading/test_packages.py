"""How parts are found and put together."""

from __future__ import annotations

import os
import pathlib
import pickle
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable

import pytest

from jixiao.reading import CODES, GridCell, Refused, read_workbook

Parts = dict[str, str | bytes]
PartsMaker = Callable[..., Parts]
Packer = Callable[[Parts], bytes]
BookMaker = Callable[..., bytes]
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = (
    '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>'
    '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
)
EXPECTED = {(1, 1): GridCell("s", "甲", "General", None)}


@pytest.fixture
def parts(parts_of: PartsMaker) -> Parts:
    """A workbook with one string."""
    return parts_of(SHEET, strings="<si><t>甲</t></si>")


def cells_of(content: bytes) -> dict[tuple[int, int], GridCell]:
    (sheet,) = read_workbook(content).sheets
    assert len(sheet.merges) == 1
    return sheet.cells


def edited(parts: Parts, part: str, *changes: tuple[str, str]) -> Parts:
    text = parts[part]
    assert isinstance(text, str)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return {**parts, part: text}


def test_bytes_str_and_path_are_the_same(parts: Parts, pack: Packer, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "表.txt"
    path.write_bytes(pack(parts))
    assert read_workbook(path) == read_workbook(os.fspath(path)) == read_workbook(pack(parts))


def test_the_strict_namespace(parts: Parts, pack: Packer) -> None:
    for part, text in parts.items():
        assert isinstance(text, str)
        parts[part] = text.replace(TRANSITIONAL, STRICT).replace(
            OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
    assert cells_of(pack(parts)) == EXPECTED


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"])
def test_a_prefixed_namespace(parts: Parts, pack: Packer, part: str) -> None:
    text = parts[part]
    assert isinstance(text, str)
    text = text.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:").replace("xmlns=", "xmlns:x=")
    assert cells_of(pack({**parts, part: text})) == EXPECTED


def test_a_part_that_binds_the_namespace_twice(parts: Parts, pack: Packer) -> None:
    changed = edited(
        parts,
        "xl/worksheets/sheet1.xml",
        ("xmlns=", f'xmlns:x="{TRANSITIONAL}" xmlns='),
        ("<c ", "<x:c "),
        ("</c>", "</x:c>"),
    )
    assert cells_of(pack(changed)) == EXPECTED


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-8"])
def test_encodings(parts: Parts, pack: Packer, encoding: str) -> None:
    recoded = {
        part: text.encode(encoding) if isinstance(text, str) and part.startswith("xl/") else text
        for part, text in parts.items()
    }
    assert cells_of(pack(recoded)) == EXPECTED


@pytest.mark.parametrize("target", ["/xl/worksheets/sheet1.xml", "./worksheets/Sheet1.XML", "worksheets\\sheet1.xml"])
def test_targets_that_excel_follows_too(parts: Parts, pack: Packer, target: str) -> None:
    changed = edited(parts, "xl/_rels/workbook.xml.rels", ("worksheets/sheet1.xml", target))
    assert cells_of(pack(changed)) == EXPECTED


def test_part_names_with_backslashes(parts: Parts, pack: Packer) -> None:
    assert cells_of(pack({name.replace("/", "\\"): part for name, part in parts.items()})) == EXPECTED


def test_the_workbook_part_may_have_any_name(parts: Parts, pack: Packer) -> None:
    changed = edited(parts, "_rels/.rels", ("xl/workbook.xml", "/xl/book2.xml"))
    changed["xl/book2.xml"] = changed.pop("xl/workbook.xml")
    changed["xl/_rels/book2.xml.rels"] = changed.pop("xl/_rels/workbook.xml.rels")
    assert cells_of(pack(changed)) == EXPECTED


@pytest.mark.parametrize("kind", ["chartsheet", "dialogsheet", "xlMacrosheet"])
def test_sheets_that_hold_no_grid_are_left_out(parts: Parts, pack: Packer, kind: str) -> None:
    changed = edited(parts, "xl/_rels/workbook.xml.rels", ('/worksheet"', f'/{kind}"'))
    assert read_workbook(pack(changed)).sheets == ()


@pytest.mark.parametrize("state", ["visible", "hidden", "veryHidden"])
def test_sheet_states(parts: Parts, pack: Packer, state: str) -> None:
    changed = edited(parts, "xl/workbook.xml", ("sheetId=", f'state="{state}" sheetId='))
    assert read_workbook(pack(changed)).sheets[0].state == state


def test_what_concerns_the_whole_workbook(book_of: BookMaker) -> None:
    names = (
        '<definedName name="总分">自评表!$H$30</definedName>'
        '<definedName name="_xlnm.Print_Area" localSheetId="0">自评表!$A$1:$H$30</definedName>'
    )
    book = read_workbook(book_of(book=f'<workbookPr date1904="1"/><definedNames>{names}</definedNames>'))
    assert book.date1904
    assert book.defined_names == {"总分": "自评表!$H$30", "自评表!_xlnm.Print_Area": "自评表!$A$1:$H$30"}


def test_zip64_records(parts: Parts, pack: Packer, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = pack(parts)
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 10)
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 1)
    long = pack(parts)
    assert b"PK\6\6" in long
    assert b"PK\6\6" not in plain
    assert read_workbook(long) == read_workbook(plain)


def test_notes(parts: Parts, pack: Packer) -> None:
    relation = f'<Relationship Id="rId1" Type="{OFFICE}/comments" Target="../comments1.xml"/>'
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relation}</Relationships>'
    )
    parts["xl/comments1.xml"] = (
        f'<comments xmlns="{TRANSITIONAL}"><authors><author>审核</author></authors><commentList><comment ref="F12" '
        'authorId="0"><text><r><t>审核:\n</t></r><r><t>口径_x000D_</t></r></text></comment></commentList></comments>'
    )
    assert read_workbook(pack(parts)).sheets[0].notes == {(12, 6): "审核:\n口径\r"}


def test_parts_that_nobody_needs_are_not_opened(parts: Parts, pack: Packer) -> None:
    parts["xl/theme/theme1.xml"] = "<a:not well formed" + "0" * 20_000_000
    assert cells_of(pack(parts)) == EXPECTED


def test_a_refusal_survives_the_way_back_from_a_worker_process() -> None:
    copy = pickle.loads(pickle.dumps(Refused("html", "x")))
    assert (copy.code, copy.detail, str(copy)) == ("html", "x", "html: x")


def test_every_code_used_is_listed() -> None:
    folder = pathlib.Path(sys.modules["jixiao.reading"].__file__ or "").parent
    source = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    used = set(re.findall(r'Refused\(\s*"([a-z0-9-]+)"', source)) | {
        "archive",
        "encrypted",
        "old-xls",
        "et-or-wps",
    }
    assert used == CODES


def test_importing_the_reader_is_cheap() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, jixiao.reading; print(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ).stdout.split()
    assert "jixiao.reading.workbook" in loaded
    assert not {
        "openpyxl",
        "numpy",
        "pandas",
        "json",
        "asyncio",
        "concurrent",
        "typing_extensions",
        "xml.etree",
    } & set(loaded)
