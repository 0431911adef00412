"""Files that are not workbooks, broken ones, and hostile ones: each is refused with its code, and soon."""

from __future__ import annotations

import io
import os
import pathlib
import struct
import time
import warnings
import zipfile
from collections.abc import Callable

import pytest

from jixiao.reading import Limits, Refused, read_workbook
from jixiao.reading.package import Package

Parts = dict[str, str | bytes]
PartsMaker = Callable[..., Parts]
Packer = Callable[[Parts], bytes]
BookMaker = Callable[..., bytes]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
SHEET_PART = "xl/worksheets/sheet1.xml"


def refused(content: bytes | pathlib.Path, limits: Limits | None = None) -> Refused:
    start = time.process_time()
    with pytest.raises(Refused) as caught:
        read_workbook(content, limits) if limits else read_workbook(content)
    assert time.process_time() - start < 2
    return caught.value


def directory_entry(name: str) -> bytes:
    return name.encode("utf-16-le").ljust(64, b"\0") + b"\0" * 64


def a_zip(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", "empty-file", id="empty"),
        pytest.param(b"\0" * 9000, "not-a-spreadsheet", id="zeros"),
        pytest.param(b"\x93\x01\x00\xfe" * 64, "not-a-spreadsheet", id="noise"),
        pytest.param("绩效自评表\n项目名称,得分\n".encode(), "csv-or-text", id="csv"),
        pytest.param("项目名称,得分\n".encode("gb18030") * 500, "csv-or-text", id="csv-gbk"),
        pytest.param("项目名称\t得分\n".encode("utf-16"), "csv-or-text", id="csv-utf16"),
        pytest.param(b"\xef\xbb\xbf\r\n <HTML><body><table>", "html", id="html"),
        pytest.param("<!-- 导出 -->\n<table border=1>".encode("gbk"), "html", id="html-table"),
        pytest.param(b"<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML'>", "html", id="html-doctype"),
        pytest.param(b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', "html", id="xhtml"),
        pytest.param(b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "html", id="mhtml"),
        pytest.param(
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook>',
            "xml-2003",
            id="xml-2003",
        ),
        pytest.param(b'<?xml version="1.0"?><a/>', "not-a-spreadsheet", id="xml"),
        pytest.param(b"%PDF-1.7\n", "not-a-spreadsheet", id="pdf"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "not-a-spreadsheet", id="png"),
        pytest.param(b"Rar!\x1a\x07\x01\0", "archive", id="rar"),
        pytest.param(
            OLE + directory_entry("EncryptionInfo") + directory_entry("EncryptedPackage"),
            "encrypted",
            id="locked",
        ),
        pytest.param(b"\x62\x14\x23\x65\x87\2\0\0E-SafeNet\0LOCK", "encrypted", id="protection-system"),
        pytest.param(OLE + directory_entry("Workbook"), "old-xls", id="xls"),
        pytest.param(OLE + directory_entry("Book"), "old-xls", id="xls-95"),
        pytest.param(OLE, "old-xls", id="xls-cut-off"),
        pytest.param(OLE + directory_entry("WordDocument"), "not-a-spreadsheet", id="doc"),
        pytest.param(b"\x09\x08\x08\0\0\5\x10\0", "old-xls", id="biff-bare"),
        pytest.param(b"PK\5\6" + b"\0" * 18, "archive", id="zip-empty"),
        pytest.param(a_zip(a=b"1"), "archive", id="zip-other"),
        pytest.param(a_zip(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "ods", id="ods"),
        pytest.param(a_zip(mimetype=b"application/vnd.oasis.opendocument.text"), "not-a-spreadsheet", id="odt"),
        pytest.param(b"PK\3\4" + b"\x93\x01\x00\xfe" * 700, "truncated", id="zip-noise"),
        pytest.param(b"PK\3\4" + b"x" * 100 + b"PK\5\6" + b"\xff" * 18, "damaged", id="zip-noise-with-end"),
    ],
)
def test_by_content(content: bytes, code: str) -> None:
    assert refused(content).code == code


def test_wps_is_told_from_excel_by_its_name_alone(tmp_path: pathlib.Path) -> None:
    for name, code in (("表.et", "et-or-wps"), ("表.xls", "old-xls"), ("表.xlsx", "old-xls")):
        (tmp_path / name).write_bytes(OLE + directory_entry("Workbook"))
        assert refused(tmp_path / name).code == code


def test_what_cannot_be_opened(tmp_path: pathlib.Path) -> None:
    assert refused(tmp_path).code == "cannot-open"
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert refused(tmp_path / "pipe").code == "cannot-open"
    assert refused(tmp_path / "不在.xlsx").code == "cannot-open"
    assert refused(pathlib.Path("a\0b")).code == "cannot-open"


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("xl/workbook.bin", "xlsb"),
        ("word/document.xml", "not-a-spreadsheet"),
        ("xl/absent.xml", "missing-part"),
        ("../../../etc/passwd", "missing-part"),
    ],
)
def test_packages_of_something_else(parts_of: PartsMaker, pack: Packer, part: str, code: str) -> None:
    parts = parts_of()
    rels = parts["_rels/.rels"]
    assert isinstance(rels, str)
    parts["_rels/.rels"] = rels.replace("xl/workbook.xml", part)
    parts["xl/workbook.bin"] = b"\x83\1\0"
    assert refused(pack(parts)).code == code


# -- damaged on the way ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("share", [0.5, 0.9, 0.999])
def test_a_truncated_file(book_of: BookMaker, share: float) -> None:
    content = book_of("<sheetData/>")
    assert refused(content[: int(len(content) * share)]).code == "truncated"


def test_a_file_with_its_middle_missing(book_of: BookMaker) -> None:
    content = book_of("<sheetData/>")
    assert refused(content[:100] + content[300:]).code == "damaged"


def at_part(content: bytes, part: str) -> tuple[int, int]:
    """Where the local header and the directory entry of a part begin."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        header = archive.getinfo(part).header_offset
    return header, content.rindex(part.encode()) - 46


def patched(content: bytes, at: int, fmt: str, value: int) -> bytes:
    return content[:at] + struct.pack(fmt, value) + content[at + struct.calcsize(fmt) :]


@pytest.mark.parametrize(
    ("field", "fmt", "value", "code"),
    [
        (16, "<L", 0xDEADBEEF, "damaged"),  # checksum
        (24, "<L", 10, "damaged"),  # size: less than there is, as a bomb would say
        (24, "<L", 1_000_000, "damaged"),  # size: more than there is
        (24, "<L", 0x7FFFFFFF, "too-large"),
        (20, "<L", 0x7FFFFFFF, "damaged"),  # compressed size
        (42, "<L", 0x7FFFFFFF, "damaged"),  # offset
        (42, "<L", 1, "damaged"),
        (10, "<H", 99, "damaged"),  # compression method
        (8, "<H", 1, "encrypted"),  # flags
    ],
)
def test_a_directory_that_lies(book_of: BookMaker, field: int, fmt: str, value: int, code: str) -> None:
    content = book_of("<sheetData/>" + "<!-- -->" * 10)
    _, entry = at_part(content, SHEET_PART)
    assert content[entry : entry + 4] == b"PK\1\2"
    assert refused(patched(content, entry + field, fmt, value)).code == code


def test_no_more_is_unpacked_than_the_directory_says(book_of: BookMaker) -> None:
    content = book_of("<sheetData/>" + " " * 10_000_000)
    _, entry = at_part(content, SHEET_PART)
    package = Package(patched(content, entry + 24, "<L", 1000), Limits())
    unpacked: list[bytes] = []
    with pytest.raises(Refused) as caught:
        unpacked.extend(package.chunks(SHEET_PART))
    assert caught.value.code == "damaged"
    assert sum(map(len, unpacked)) <= 1000


def test_a_local_header_of_another_name(book_of: BookMaker) -> None:
    content = book_of("<sheetData/>")
    header, _ = at_part(content, SHEET_PART)
    at = header + 30 + len("xl/worksheets/sheet")
    assert refused(content[:at] + b"2" + content[at + 1 :]).code == "damaged"


def test_damaged_compressed_data(book_of: BookMaker) -> None:
    content = book_of("<sheetData/>" + "".join(f"<!-- {n} -->" for n in range(500)))
    header, _ = at_part(content, SHEET_PART)
    at = header + 30 + len(SHEET_PART) + 40
    assert refused(content[:at] + b"\xff" * 40 + content[at + 40 :]).code == "damaged"


def test_two_parts_of_one_name(parts_of: PartsMaker) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, content in parts_of("<sheetData/>").items():
            archive.writestr(name, content)
        archive.writestr(SHEET_PART.replace("sheet1", "SHEET1"), "<worksheet/>")
    assert refused(target.getvalue()).code == "duplicate-part"


@pytest.mark.parametrize(
    "part",
    ["xl/workbook.xml", SHEET_PART, "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml"],
)
def test_a_missing_part(parts_of: PartsMaker, pack: Packer, part: str) -> None:
    parts = parts_of("<sheetData/>", strings="<si/>", styles="<cellXfs/>")
    del parts[part]
    assert refused(pack({**parts, "[Content_Types].xml": "<Types/>"})).code == "missing-part"


def test_a_sheet_outside_the_file(parts_of: PartsMaker, pack: Packer) -> None:
    parts = parts_of("<sheetData/>")
    rels = parts["xl/_rels/workbook.xml.rels"]
    assert isinstance(rels, str)
    parts["xl/_rels/workbook.xml.rels"] = rels.replace(
        'Target="worksheets/sheet1.xml"', 'Target="http://127.0.0.1/x.xml" TargetMode="External"'
    )
    assert refused(pack(parts)).code == "missing-part"


# -- XML -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "part",
    [
        SHEET_PART,
        "xl/workbook.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/_rels/workbook.xml.rels",
        "_rels/.rels",
    ],
)
@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("</", "</z", "corrupt-xml"),
        (">", ">\0", "corrupt-xml"),
        (">", ">&nosuch;", "corrupt-xml"),
        ("<", "", "corrupt-xml"),
        ("<", '<?xml version="1.0" encoding="no-such-code"?><', "corrupt-xml"),
        ("<", '<?xml version="1.0" encoding="gb2312"?><', "corrupt-xml"),
        ("<", '<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><', "doctype"),
        ("<", '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><', "doctype"),
        ("<", '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><', "doctype"),
    ],
)
def test_broken_xml_in_any_part(parts_of: PartsMaker, pack: Packer, part: str, old: str, new: str, code: str) -> None:
    parts = parts_of("<sheetData>项</sheetData>", strings="<si><t>项</t></si>", styles='<a b="项"/><cellXfs/>')
    text = parts[part]
    assert isinstance(text, str)
    changed = text.replace(old, new, 1)
    assert changed != text
    assert refused(pack({**parts, part: changed})).code == code


def test_bytes_that_are_no_text(parts_of: PartsMaker, pack: Packer) -> None:
    parts = parts_of('<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>XX</t></is></c></row></sheetData>')
    text = parts[SHEET_PART]
    assert isinstance(text, str)
    assert refused(pack({**parts, SHEET_PART: text.encode().replace(b"XX", b"\xd0\xff")})).code == "corrupt-xml"


@pytest.mark.parametrize("part", [SHEET_PART, "xl/workbook.xml", "xl/sharedStrings.xml"])
def test_a_part_that_is_something_else(parts_of: PartsMaker, pack: Packer, part: str) -> None:
    assert refused(pack({**parts_of("<sheetData/>", strings="<si/>"), part: "<worksheet/>"})).code == "corrupt-xml"


def test_very_deep_nesting_is_no_harm(book_of: BookMaker) -> None:
    depth = 100_000
    assert read_workbook(book_of("<a>" * depth + "</a>" * depth)).sheets[0].cells == {}


# -- references and values -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ('<c r="A1" t="s"><v>-1</v></c>', "bad-reference"),
        ('<c r="A1" t="s"><v>1</v></c>', "bad-reference"),
        ('<c r="A1" t="s"><v>0.5</v></c>', "bad-reference"),
        ('<c r="A1" t="s"><v>²</v></c>', "bad-reference"),
        ('<c r="A1" t="s"><v>' + "9" * 5000 + "</v></c>", "bad-reference"),
        ('<c r="XFD1048577"><v>1</v></c>', "bad-reference"),
        ('<c r="XFE1"><v>1</v></c>', "bad-reference"),
        ('<c r="AAAAAAAA1"><v>1</v></c>', "bad-reference"),
        ('<c r="A0"><v>1</v></c>', "bad-reference"),
        ('<c r="A"><v>1</v></c>', "bad-reference"),
        ('<c r="1"><v>1</v></c>', "bad-reference"),
        ('<c r="A٣"><v>1</v></c>', "bad-reference"),
        ('<c r=""><v>1</v></c>', "bad-reference"),
        ('<c r="XFD1"/><c><v>1</v></c>', "bad-reference"),
        ('</row><row r="1048577">', "bad-reference"),
        ('</row><row r="0">', "bad-reference"),
        ('</row><row r="-1">', "bad-reference"),
        ('</row><row r="99999999999999999999">', "bad-reference"),
        ('</row><row r="1048576"/><row>', "bad-reference"),
        ('<c r="A1"><v>NaN</v></c>', "bad-value"),
        ('<c r="A1"><v>inf</v></c>', "bad-value"),
        ('<c r="A1"><v>1_000</v></c>', "bad-value"),
        ('<c r="A1"><v>１２</v></c>', "bad-value"),
        ('<c r="A1"><v>三</v></c>', "bad-value"),
        ('<c r="A1"><v>1E99999</v></c>', "bad-value"),
        ('<c r="A1"><v>' + "1" * 400 + "</v></c>", "bad-value"),
        ('<c r="A1" t="zz"><v>1</v></c>', "bad-value"),
        ('<c r="A1"><v>1</v><f>B1</f></c>', "corrupt-xml"),
    ],
)
def test_cells_that_cannot_be(book_of: BookMaker, cell: str, code: str) -> None:
    content = book_of(f'<sheetData><row r="1">{cell}</row></sheetData>', strings="<si><t>甲</t></si>")
    assert refused(content).code == code


@pytest.mark.parametrize("ref", ["A1:XFE2", "A1:B1048577", "A-1:B0", "A0:B1", "", "A1:", "A:C", "A1:B2:C3", "甲1"])
def test_merges_that_cannot_be(book_of: BookMaker, ref: str) -> None:
    content = book_of(f'<sheetData/><mergeCells><mergeCell ref="{ref}"/></mergeCells>')
    assert refused(content).code == "bad-reference"


@pytest.mark.parametrize(
    "about", ['min="0" max="1"', 'min="2" max="1"', 'min="1" max="16385"', 'max="x"', 'min="-1" max="2"']
)
def test_columns_that_cannot_be(book_of: BookMaker, about: str) -> None:
    assert refused(book_of(f'<cols><col {about} hidden="1"/></cols><sheetData/>')).code == "bad-reference"


# -- too much ---------------------------------------------------------------------------------------------------------


def raw_zip(parts: Parts, bombs: dict[str, tuple[bytes, bytes, int, bytes]]) -> bytes:
    """A package with parts of which only the compressed bytes are ever made: head, block, times, tail."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            if name not in bombs:
                archive.writestr(name, content)
        for name, (head, block, times, tail) in bombs.items():
            with archive.open(name, "w") as part:
                part.write(head)
                for _ in range(times):
                    part.write(block)
                part.write(tail)
    return target.getvalue()


MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OPEN = b'<worksheet xmlns="' + MAIN + b'"><sheetData>'


@pytest.mark.parametrize(
    ("part", "head", "block"),
    [
        (SHEET_PART, OPEN, b" " * (1 << 20)),
        (SHEET_PART, OPEN, b"<row/>" * (1 << 17)),
        ("xl/sharedStrings.xml", b'<sst xmlns="' + MAIN + b'"><si><t>', b"0" * (1 << 20)),
        ("xl/styles.xml", b'<styleSheet xmlns="' + MAIN + b'">', b" " * (1 << 20)),
    ],
)
def test_bombs(parts_of: PartsMaker, part: str, head: bytes, block: bytes) -> None:
    parts = parts_of("<sheetData/>", strings="<si/>", styles="<cellXfs/>")
    assert refused(raw_zip(parts, {part: (head, block, 40, b"")})).code == "zip-bomb"


def test_a_bomb_that_nobody_needs_is_no_harm(parts_of: PartsMaker) -> None:
    content = raw_zip(parts_of("<sheetData/>"), {"xl/theme/theme1.xml": (b"", b" " * (1 << 20), 40, b"")})
    assert len(read_workbook(content).sheets) == 1


def test_sixty_thousand_entries(parts_of: PartsMaker, pack: Packer) -> None:
    content = pack({**parts_of("<sheetData/>"), **{f"x/{n}": "" for n in range(60_000)}})
    assert refused(content).code == "too-large"


@pytest.mark.parametrize(
    ("limits", "sheet"),
    [
        (Limits(file=100), "<sheetData/>"),
        (Limits(parts=2), "<sheetData/>"),
        (Limits(sheets=0), "<sheetData/>"),
        (Limits(part=100), "<sheetData/>"),
        (Limits(total=600), "<sheetData/>"),
        (Limits(cells=1), "<sheetData><row><c><v>1</v></c><c><v>1</v></c></row></sheetData>"),
        (
            Limits(merges=1),
            '<sheetData/><mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A2:B2"/></mergeCells>',
        ),
        (Limits(ranges=1), '<sheetData><row r="1" hidden="1"/><row r="3" hidden="1"/></sheetData>'),
        (
            Limits(text=99),
            '<sheetData><row><c t="inlineStr"><is><t>' + "x" * 99 + "</t></is></c></row></sheetData>",
        ),
        (Limits(text=99), '<sheetData><row><c t="str"><v>' + "x" * 100 + "</v></c></row></sheetData>"),
        (Limits(text=99), "<sheetData><row><c><f>" + "x" * 100 + "</f></c></row></sheetData>"),
        (Limits(strings=1), "<sheetData/>"),
        (Limits(styles=2), "<sheetData/>"),
        (Limits(names=0), "<sheetData/>"),
    ],
)
def test_each_limit(book_of: BookMaker, limits: Limits, sheet: str) -> None:
    content = book_of(
        sheet,
        strings="<si><t>甲</t></si><si><t>乙</t></si>",
        styles="<cellXfs><xf/><xf/><xf/></cellXfs>",
        book="<definedNames><definedName name='a'>1</definedName></definedNames>",
    )
    assert read_workbook(content).sheets
    assert refused(content, limits).code == "too-large"


@pytest.mark.parametrize("token", ['<row a="{}">', "<!--{}-->", "<row a='{}'/>", "<?x {}?>"])
def test_a_huge_token(book_of: BookMaker, token: str) -> None:
    # Hex of noise hardly compresses, so that the rule on the ratio stays out of it.
    content = book_of("<sheetData>" + token.format(os.urandom(3_000_000).hex()))
    assert refused(content).code == "too-large"


@pytest.mark.parametrize(
    "xml",
    ['<c r="A1" t="str"><v>{}', '<c r="A1" t="inlineStr"><is><t>{}', '<c r="A1"><f>{}', '<c r="A1"><v>{}'],
)
def test_a_huge_text(book_of: BookMaker, xml: str) -> None:
    content = book_of('<sheetData><row r="1">' + xml.format(os.urandom(3_000_000).hex()))
    assert refused(content).code == "too-large"


def test_a_huge_shared_string(book_of: BookMaker) -> None:
    assert refused(book_of("", strings="<si><t>" + os.urandom(3_000_000).hex())).code == "too-large"


def test_shared_formulas_cannot_multiply_text_without_end(book_of: BookMaker) -> None:
    rows = "".join(f'<row r="{r}"><c r="A{r}"><f t="shared" si="0"/></c></row>' for r in range(2, 30_000))
    master = '<row r="1"><c r="A1"><f t="shared" si="0">' + "+".join(["B1"] * 2_000) + "</f></c></row>"
    assert refused(book_of(f"<sheetData>{master}{rows}</sheetData>")).code == "too-large"


def test_a_count_is_only_a_claim(parts_of: PartsMaker, pack: Packer) -> None:
    parts = parts_of('<sheetData><row><c t="s"><v>0</v></c></row></sheetData>', strings="<si><t>甲</t></si>")
    text = parts["xl/sharedStrings.xml"]
    assert isinstance(text, str)
    parts["xl/sharedStrings.xml"] = text.replace("<sst ", '<sst uniqueCount="4294967295" ')
    assert read_workbook(pack(parts)).sheets[0].cells[1, 1].value == "甲"


def test_crc_of_an_uncompressed_part(parts_of: PartsMaker) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts_of("<sheetData><row><c><v>123</v></c></row></sheetData>").items():
            archive.writestr(name, content)
    content = target.getvalue()
    assert read_workbook(content).sheets[0].cells[1, 1].value == "123"
    assert refused(content.replace(b"<v>123</v>", b"<v>124</v>")).code == "damaged"
