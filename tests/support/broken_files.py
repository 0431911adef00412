"""Thirty and more ways in which a file that somebody returns is no workbook, made from one that is."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

import packages

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
_SHEET = "xl/worksheets/sheet1.xml"
_TOP = f'<worksheet xmlns="{packages.MAIN}"><sheetData>'
_LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def broken_files(sound: bytes) -> dict[str, tuple[bytes, str]]:
    """File name → its bytes and a word that its finding must hold; sound: a workbook with a form."""
    return {
        # not what its name says
        "空.xlsx": (b"", "空文件"),
        "文本.xlsx": ("项目名称,得分\n".encode("gb18030") * 50, "文本文件"),
        "文本.xls": ("项目名称\t得分\n".encode("utf-16"), "文本文件"),
        "网页.xls": (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        "单页网页.xls": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "网页"),
        "老格式.xls": (_OLE + _entry("Workbook"), ".xls"),
        "老格式改名.xlsx": (_OLE + _entry("Workbook"), ".xls"),
        "金山.et": (_OLE + _entry("Workbook"), "WPS"),
        "加密.xlsx": (_OLE + _entry("EncryptionInfo") + _entry("EncryptedPackage"), "打开密码"),
        "文档.xlsx": (_OLE + _entry("WordDocument"), "不是表格文件"),
        "图片.xlsx": (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "不是表格文件"),
        "打印稿.xlsx": (b"%PDF-1.7\n", "不是表格文件"),
        "压缩包.xlsx": (_zip({"表.xlsx": sound}), "压缩包"),
        "压缩包.rar.xlsx": (b"Rar!\x1a\x07\x01\0", "压缩包"),
        "开放文档.ods": (_zip({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "OpenDocument"),
        "二进制.xlsb": (_with(sound, {"xl/workbook.bin": b"\x83\1\0"}, rels="xl/workbook.bin"), "xlsb"),
        "旧式.xls": (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook>', "XML"),
        "乱码.xlsx": (b"\x93\x01\x00\xfe" * 999, "不是表格文件"),
        # damaged on the way
        "截断.xlsx": (sound[: len(sound) // 2], "不完整"),
        "截尾.xlsx": (sound[:-9], "不完整"),
        "缺中段.xlsx": (sound[:100] + sound[400:], "损坏"),
        "坏字节.xlsx": (_flipped(sound), "损坏"),
        "缺部件.xlsx": (_with(sound, {_SHEET: None}), "缺了一部分"),
        "坏标记.xlsx": (_with(sound, {_SHEET: f"{_TOP}<row><c></row>"}), "内容不完整"),
        "坏位置.xlsx": (_with(sound, {_SHEET: _cell('r="XFE1"', "1")}), "位置"),
        "坏数字.xlsx": (_with(sound, {_SHEET: _cell('r="A1"', "1.2.3")}), "不是数字"),
        "坏序号.xlsx": (_with(sound, {_SHEET: _cell('r="A1" t="s"', "99999999")}), "位置"),
        "重名.xlsx": (_doubled(sound), "两份"),
        # hostile
        "笑声.xlsx": (_with(sound, {_SHEET: f"{_LAUGHS}]>{_TOP}&i;</sheetData></worksheet>"}), "夹带"),
        "炸弹.xlsx": (_with(sound, {_SHEET: _TOP.encode() + b" " * (64 << 20)}), "大得不合常理"),
        "长标记.xlsx": (_with(sound, {_SHEET: f'{_TOP}<row a="{"x" * (5 << 20)}"/></sheetData></worksheet>'}), "过大"),
        "多部件.xlsx": (_with(sound, {f"xl/{number}.xml": b"" for number in range(2100)}), "过大"),
        "满格.xlsx": (_with(sound, {_SHEET: _many_cells()}), "过大"),
    }


def _cell(attributes: str, value: str) -> str:
    return f"{_TOP}<row><c {attributes}><v>{value}</v></c></row></sheetData></worksheet>"


def _entry(name: str) -> bytes:
    return name.encode("utf-16-le").ljust(64, b"\0") + b"\0" * 64


def _parts(data: bytes) -> dict[str, str | bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _with(sound: bytes, changes: Mapping[str, str | bytes | None], rels: str = "") -> bytes:
    parts = _parts(sound)
    if rels:
        text = parts["_rels/.rels"]
        assert isinstance(text, bytes)
        parts["_rels/.rels"] = text.replace(b"xl/workbook.xml", rels.encode())
    for name, content in changes.items():
        if content is None:
            del parts[name]
        else:
            parts[name] = content
    return packages.packed(parts)


def _zip(members: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def _flipped(sound: bytes) -> bytes:
    """One byte of the sheet's compressed data is another."""
    data = bytearray(sound)
    with zipfile.ZipFile(io.BytesIO(sound)) as archive:
        start = archive.getinfo(_SHEET).header_offset
    name, extra = struct.unpack_from("<HH", data, start + 26)
    data[start + 30 + name + extra + 200] ^= 0xFF
    return bytes(data)


def _doubled(sound: bytes) -> bytes:
    """Two sheets of one name."""
    other = "xl/worksheets/sheetX.xml"
    data = _with(sound, {other: _parts(sound)[_SHEET]})
    return data.replace(other.encode(), _SHEET.encode())


def _many_cells() -> str:
    row = "".join(f'<c r="{letter}{{0}}"><v>1</v></c>' for letter in "ABCDEFGHIJ")
    rows = "".join(f'<row r="{number}">{row.format(number)}</row>' for number in range(1, 32_000))
    return f"{_TOP}{rows}</sheetData></worksheet>"
