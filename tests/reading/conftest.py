"""Workbooks written by hand, part by part, so that each test shows the XML that it is about."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

Packer = Callable[[dict[str, str | bytes]], bytes]
BookMaker = Callable[..., bytes]


def pack_parts(parts: dict[str, str | bytes]) -> bytes:
    """A zip file of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def minimal_parts(sheet: str = "", *, strings: str = "", styles: str = "", book: str = "") -> dict[str, str | bytes]:
    """The parts of a workbook with one sheet.

    sheet: what stands inside <worksheet>; strings: inside <sst>; styles: inside <styleSheet>; book: the workbook's
    elements besides its list of sheets.
    """
    relations = f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    parts: dict[str, str | bytes] = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>',
    }
    if strings:
        relations += f'<Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'
    if styles:
        relations += f'<Relationship Id="rId3" Type="{OFFICE}/styles" Target="styles.xml"/>'
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{book}'
        '<sheets><sheet name="自评表" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    parts["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>'
    return parts


@pytest.fixture(scope="session")
def pack() -> Packer:
    """Parts → the bytes of a package."""
    return pack_parts


@pytest.fixture(scope="session")
def parts_of() -> Callable[..., dict[str, str | bytes]]:
    """The parts of a small workbook, to be changed before they are packed."""
    return minimal_parts


@pytest.fixture(scope="session")
def book_of() -> BookMaker:
    """XML fragments → the bytes of a workbook."""

    def make(sheet: str = "", **fragments: str) -> bytes:
        return pack_parts(minimal_parts(sheet, **fragments))

    return make
