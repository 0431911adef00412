"""Builds jixiao.oxt, the extension for LibreOffice Calc: a zip, the same bytes from the same sources everywhere."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from jixiao import __version__
from jixiao.functions import FUNCTIONS
from jixiao_addin.calc import settings
from jixiao_addin.calc.inside.names import IDENTIFIER, INTERFACE_MODULE, INTERFACE_NAME, method_of
from jixiao_addin.calc.typelib import ANY, BLOCK, Method, type_library
from jixiao_addin.calc.vendoring import INSIDE, vendored

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE_NAME = "jixiao.oxt"
# What every part of the extension is tested with (docs/libreoffice.md).
_LEAST_VERSION = "7.4"
# The first moment that a zip can name: no build date goes into the bytes.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_TYPES, _PYTHON, _SETTINGS = (
    "application/vnd.sun.star.uno-typelibrary;type=RDB",
    "application/vnd.sun.star.uno-component;type=Python",
    "application/vnd.sun.star.configuration-data",
)
_SUMMARY = "绩效自评表的评分函数与校验按钮：逐格指出审核会退回的问题。离线运行。"


def build_oxt(folder: Path) -> Path:
    """Write jixiao.oxt into the folder and give its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE_NAME
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in _parts():
            entry = zipfile.ZipInfo(name, _MOMENT)
            # Stored: what comes out of a compressor depends on its version.
            entry.external_attr = 0o644 << 16
            # As on Unix wherever it is built.
            entry.create_system = 3
            archive.writestr(entry, content)
    return path


def _parts() -> Iterator[tuple[str, bytes]]:
    parts = [
        ("types.rdb", _TYPES, _types()),
        ("functions.py", _PYTHON, _component("functions")),
        ("buttons.py", _PYTHON, _component("buttons")),
        ("CalcAddIns.xcu", _SETTINGS, settings.add_in_functions().encode()),
        ("Addons.xcu", _SETTINGS, settings.menu_and_toolbar().encode()),
        ("CalcWindowState.xcu", _SETTINGS, settings.window_state().encode()),
        ("ProtocolHandler.xcu", _SETTINGS, settings.protocol_handler().encode()),
    ]
    # The types come first: what follows is registered with them.
    yield "META-INF/manifest.xml", _manifest((name, kind) for name, kind, _ in parts)
    yield "description.xml", _description()
    for name, _, content in parts:
        yield name, content
    for name, content in vendored():
        yield f"pythonpath/{name}", content


def _types() -> bytes:
    methods = [
        Method(
            method_of(function.name),
            BLOCK if function.is_column else ANY,
            # A cell, a text, a range or nothing: `any` takes them all and may be left out.
            tuple((argument.name, ANY) for argument in function.arguments),
        )
        for function in FUNCTIONS
    ]
    return type_library(INTERFACE_MODULE, INTERFACE_NAME, methods)


def _component(module: str) -> bytes:
    """A file beside the folder pythonpath: that is how the loader comes to know the folder."""
    return f"from {INSIDE}.{module} import implementations\n\ng_ImplementationHelper = implementations()\n".encode()


def _manifest(entries: Iterator[tuple[str, str]]) -> bytes:
    lines = "".join(
        f' <manifest:file-entry manifest:media-type="{kind}" manifest:full-path="{name}"/>\n' for name, kind in entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">\n'
        f"{lines}</manifest:manifest>\n"
    ).encode()


def _description() -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<description xmlns="http://openoffice.org/extensions/description/2006"'
        ' xmlns:l="http://libreoffice.org/extensions/description/2011">\n'
        f' <identifier value="{IDENTIFIER}"/>\n'
        f' <version value="{__version__}"/>\n'
        f' <display-name><name lang="zh-CN">{settings.TITLE} jixiao</name></display-name>\n'
        f' <dependencies><l:LibreOffice-minimal-version value="{_LEAST_VERSION}" l:name="LibreOffice'
        f' {escape(_LEAST_VERSION)}"/></dependencies>\n'
        "</description>\n"
    ).encode()
