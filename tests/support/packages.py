"""Workbooks written part by part, to be edited: what the tests say about single bytes needs single bytes."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TYPES = {
    "xl/workbook.xml": "sheet.main",
    "xl/worksheets/sheet1.xml": "worksheet",
    "xl/styles.xml": "styles",
    "xl/sharedStrings.xml": "sharedStrings",
    "xl/calcChain.xml": "calcChain",
}
STYLES = (
    '<numFmts count="1"><numFmt numFmtId="176" formatCode="0.00_ "/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="宋体"/></font>'
    '<font><b/><sz val="12"/><name val="黑体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"><alignment horizontal="center"/></xf>'
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="176" fontId="1" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles>'
)


def package(
    body: str,
    *,
    after: str = "",
    strings: str = "",
    calculation: str = "",
    chain: str = "",
    more: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A workbook with one sheet.

    body: what stands inside <sheetData>, after: what follows it; strings: inside <sst>; calculation: what follows the
    list of sheets; chain: inside <calcChain>; more: other parts, or other content for these.
    """
    parts: dict[str, str | bytes] = {
        "_rels/.rels": _relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "docProps/app.xml": "<Properties>" + "x" * 500 + "</Properties>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><bookViews><workbookView/></bookViews>'
        f'<sheets><sheet name="自评表" sheetId="1" r:id="rId1"/></sheets>{calculation}</workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData>{after}</worksheet>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{STYLES}</styleSheet>',
    }
    relations = {"rId1": ("worksheet", "worksheets/sheet1.xml"), "rId2": ("styles", "styles.xml")}
    if strings:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'
        relations["rId3"] = ("sharedStrings", "sharedStrings.xml")
    if chain:
        parts["xl/calcChain.xml"] = f'<calcChain xmlns="{MAIN}">{chain}</calcChain>'
        relations["rId4"] = ("calcChain", "calcChain.xml")
    parts["xl/_rels/workbook.xml.rels"] = _relations(relations)
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{_KINDS}.{kind}+xml"/>'
        for part, kind in _TYPES.items()
        if part in parts
    )
    content_types = (
        f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>'
    )
    return packed({"[Content_Types].xml": content_types, **parts, **(more or {})})


def _relations(relations: Mapping[str, tuple[str, str]]) -> str:
    lines = (
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for key, (kind, target) in relations.items()
    )
    return f'<Relationships xmlns="{PACKAGE}">{"".join(lines)}</Relationships>'


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def part(data: bytes, name: str) -> str:
    """The text of a part."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return archive.read(name).decode()


def compressed_parts(data: bytes) -> dict[str, tuple[object, ...]]:
    """Every part as it lies in the file: its compressed bytes, checksum, sizes, time and attributes."""
    found: dict[str, tuple[object, ...]] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            name, extra = struct.unpack_from("<HH", data, info.header_offset + 26)
            start = info.header_offset + 30 + name + extra
            content = data[start : start + info.compress_size]
            found[info.filename] = (content, info.CRC, info.file_size, info.date_time, info.external_attr)
    return found


def changed_parts(before: bytes, after: bytes) -> set[str]:
    """The parts that are not the very same bytes any more."""
    old, new = compressed_parts(before), compressed_parts(after)
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
