"""Telling by its content, never by its name, what a file is that is not an OOXML workbook."""

from __future__ import annotations

import codecs
import re

from .limits import Refused

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES = (
    (b"%PDF", "not-a-spreadsheet", "PDF"),
    (b"\x89PNG", "not-a-spreadsheet", "image"),
    (b"\xff\xd8\xff", "not-a-spreadsheet", "image"),
    (b"GIF8", "not-a-spreadsheet", "image"),
    (b"{\\rtf", "not-a-spreadsheet", "RTF"),
    (b"Rar!", "archive", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "archive", "7z"),
    (b"\x1f\x8b", "archive", "gzip"),
    (b"%TSD-Header", "encrypted", "document protection system"),
    (b"\x09\x00\x04\x00", "old-xls", "BIFF2"),
    (b"\x09\x02\x06\x00", "old-xls", "BIFF3"),
    (b"\x09\x04\x06\x00", "old-xls", "BIFF4"),
    (b"\x09\x08", "old-xls", "BIFF without a container"),
)
_HTML = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|body|table|style|div)\b",
    re.IGNORECASE | re.DOTALL,
)


def is_zip(data: bytes) -> bool:
    """Whether the content is a zip file, from which alone a workbook can be read."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def refusal(data: bytes, name: str = "") -> Refused:
    """Why content that is not a zip file is refused.

    name: the file's name if it has one; it only tells .et from .xls, which share their container and streams.
    """
    if not data:
        return Refused("empty-file")
    if data.startswith(_OLE):
        return _ole(data, name)
    head = data[:4096]
    # Document protection systems that are common in offices put their own header before the encrypted
    # content.
    if b"E-SafeNet" in head[:64]:
        return Refused("encrypted", "document protection system")
    for signature, code, detail in _SIGNATURES:
        if head.startswith(signature):
            return Refused(code, detail)
    text = _text(head)
    if text is None:
        return Refused("not-a-spreadsheet", "binary content" if head.strip(b"\0") else "all zero bytes")
    if text.lstrip().startswith("<?xml"):
        return _xml(text)
    if _HTML.match(text) or text.startswith("MIME-Version:"):
        return Refused("html")
    return Refused("csv-or-text")


def _xml(text: str) -> Refused:
    if "urn:schemas-microsoft-com:office:spreadsheet" in text or 'progid="Excel.Sheet"' in text:
        return Refused("xml-2003")
    if "opendocument" in text:
        return Refused("ods", "flat XML")
    return Refused("html" if "<html" in text.lower() else "not-a-spreadsheet", "XML")


def _ole(data: bytes, name: str) -> Refused:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo") or holds("DRMContent"):
        return Refused("encrypted", "OLE")
    if holds("Workbook\0") or holds("Book\0"):
        return Refused("et-or-wps" if name.lower().endswith((".et", ".ett")) else "old-xls", "OLE")
    if holds("WordDocument") or holds("PowerPoint Document"):
        return Refused("not-a-spreadsheet", "text document or presentation")
    if holds("ETExtData") or holds("WpsContent"):
        return Refused("et-or-wps", "OLE")
    # Cut off before its directory: what is there cannot say more than the container does.
    return Refused("old-xls", "OLE without a known stream")


def _text(head: bytes) -> str | None:
    """The beginning of a text file decoded, or None for binary content."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    if re.search(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]", head):
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            # Incremental: the head may end in the middle of a character.
            return codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
    return None
