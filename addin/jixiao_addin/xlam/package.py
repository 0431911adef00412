"""The package around the VBA project: a workbook by xlsxwriter, made into an add-in, the same bytes every time."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

from jixiao_addin.xlam.modules import SHEETS, WORKBOOK_MODULE, addin_project
from jixiao_addin.xlam.project import SHEET, Project, vba_project
from jixiao_addin.xlam.ribbon import custom_ui
from jixiao_addin.xlam.versions import stamp
from jixiao_addin.xlam.words import FUNCTIONS_SHEET, WORDS_SHEET, function_rows, word_rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE_NAME = "jixiao.xlam"
_MOMENT = (1980, 1, 1, 0, 0, 0)
_MACRO_WORKBOOK = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_ADD_IN = b"application/vnd.ms-excel.addin.macroEnabled.main+xml"
_RIBBON_PART = "customUI/customUI.xml"
# 2006: read by Excel 2007 and everything since, and by WPS.
_RIBBON_RELATION = (
    b'<Relationship Id="rIdRibbon" Type="http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"'
    b' Target="customUI/customUI.xml"/>'
)


def build_xlam(folder: Path) -> Path:
    """Write jixiao.xlam into the folder and give its path. OSError where it cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE_NAME
    path.write_bytes(addin_bytes())
    return path


def addin_bytes() -> bytes:
    """The bytes of jixiao.xlam, for the xlwings that is installed here."""
    parts = _workbook_parts(addin_project(version("xlwings")))
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(_MACRO_WORKBOOK, _ADD_IN)
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"</Relationships>", _RIBBON_RELATION + b"</Relationships>")
    parts[_RIBBON_PART] = custom_ui()
    return _zipped(parts)


def macro_workbook(project: Project, cells: Mapping[str, Mapping[str, str | float]] | None = None) -> bytes:
    """An .xlsm with a VBA project and, besides the add-in's sheets, others: their cells by A1, "=…" a formula.

    LibreOffice does not open add-ins: what is to be proven in it is put into such a workbook.
    """
    return _zipped(_workbook_parts(project, cells or {}))


def _workbook_parts(project: Project, cells: Mapping[str, Mapping[str, str | float]] | None = None) -> dict[str, bytes]:
    import xlsxwriter

    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # Its own time would be the only thing that differs between two builds.
    workbook.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC), "comments": stamp()})
    workbook.add_vba_project(io.BytesIO(vba_project(project)), is_stream=True)
    workbook.set_vba_name(WORKBOOK_MODULE)
    names = iter(module.name for module in project.modules if module.kind == SHEET)
    for name, given in (cells or {}).items():
        sheet = workbook.add_worksheet(name)
        sheet.set_vba_name(next(names))
        for cell, value in given.items():
            write = sheet.write_formula if str(value).startswith("=") else sheet.write
            write(cell, value)
    rows = {WORDS_SHEET: word_rows(), FUNCTIONS_SHEET: function_rows()}
    for name in SHEETS:
        sheet = workbook.add_worksheet(name)
        sheet.set_vba_name(next(names))
        for number, row in enumerate(rows[name]):
            sheet.write_row(number, 0, row)
    workbook.close()
    with zipfile.ZipFile(stream) as archive:
        return {name: _dated(archive.read(name)) for name in archive.namelist()}


def _dated(content: bytes) -> bytes:
    return re.sub(rb"<dcterms:modified([^>]*)>[^<]*<", rb"<dcterms:modified\1>2026-01-01T00:00:00Z<", content)


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _MOMENT)
            # Stored: what comes out of a compressor depends on its version.
            entry.external_attr, entry.create_system = 0o644 << 16, 3
            archive.writestr(entry, content)
    return stream.getvalue()
