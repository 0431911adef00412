"""A VBA project written from source ([MS-OVBA] 2.2, 2.3): no compiled code, so Office compiles it when it is opened.

The shape is that of the add-in which xlwings ships and every user of it has opened: version 0xFFFF, no caches.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jixiao_addin.xlam.compound import compound_file
from jixiao_addin.xlam.compression import compressed

if TYPE_CHECKING:
    from collections.abc import Iterator

STANDARD, CLASS, WORKBOOK, SHEET = "standard", "class", "workbook", "sheet"
# What a document module stands for in Excel's type library.
_BASES = {
    WORKBOOK: "0{00020819-0000-0000-C000-000000000046}",
    SHEET: "0{00020820-0000-0000-C000-000000000046}",
    CLASS: "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}",
}
# Western, as in the shipped add-ins that are known to open everywhere; the text is ASCII on any code page.
_CODE_PAGE, _LANGUAGE = 1252, 0x409
# Found by their GUID in the registry; the paths are only what a person sees. VBA and Excel themselves go unsaid.
_REFERENCES = (
    ("stdole", r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation"),
    (
        "Office",
        r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#C:\Windows\System32\MSO.DLL#Microsoft Office Object Library",
    ),
)
_NO_CACHE = bytes.fromhex("CC61FFFF000100")


@dataclass(frozen=True)
class Module:
    """A module of VBA: its name, its kind and its text with "\\n" between lines, without the attributes on top."""

    name: str
    kind: str
    text: str = ""

    @property
    def source(self) -> str:
        """The text as it is stored: the attributes that name the module, CRLF line ends."""
        return "".join(f"{line}\r\n" for line in (*_attributes(self), *self.text.rstrip("\n").splitlines()))


@dataclass(frozen=True)
class Project:
    """A VBA project: its name, its modules, and the GUID under which the VBA editor knows it."""

    name: str
    identity: str
    modules: tuple[Module, ...]


def vba_project(project: Project) -> bytes:
    """The bytes of vbaProject.bin. UnicodeEncodeError where a module is not plain ASCII."""
    streams = {
        "PROJECT": _properties(project).encode("ascii"),
        "PROJECTwm": _names(project),
        "VBA/_VBA_PROJECT": _NO_CACHE,
        "VBA/dir": compressed(b"".join(_directory(project))),
    }
    for module in project.modules:
        streams[f"VBA/{module.name}"] = compressed(module.source.encode("ascii"))
    return compound_file(streams)


def _attributes(module: Module) -> list[str]:
    name = f'Attribute VB_Name = "{module.name}"'
    if module.kind == STANDARD:
        return [name]
    is_document = module.kind != CLASS
    flags = {
        "GlobalNameSpace": False,
        "Creatable": False,
        "PredeclaredId": is_document,
        "Exposed": is_document,
        "TemplateDerived": False,
        "Customizable": is_document,
    }
    base = f'Attribute VB_Base = "{_BASES[module.kind]}"'
    return [name, base, *(f"Attribute VB_{flag} = {value}" for flag, value in flags.items())]


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HL", kind, len(data)) + data


def _both(kind: int, unicode_kind: int, text: str) -> bytes:
    """A text in the code page and again in UTF-16."""
    return _record(kind, text.encode("ascii")) + _record(unicode_kind, text.encode("utf-16-le"))


def _directory(project: Project) -> Iterator[bytes]:
    """[MS-OVBA] 2.3.4.2: the project, its references, its modules."""
    yield _record(0x01, struct.pack("<L", 1))
    yield _record(0x02, struct.pack("<L", _LANGUAGE))
    yield _record(0x14, struct.pack("<L", _LANGUAGE))
    yield _record(0x03, struct.pack("<H", _CODE_PAGE))
    yield _record(0x04, project.name.encode("ascii"))
    yield _both(0x05, 0x40, "")
    yield _record(0x06) + _record(0x3D)
    yield _record(0x07, struct.pack("<L", 0))
    yield _record(0x08, struct.pack("<L", 0))
    # The length of this one says 4 and 6 bytes follow: so the format has it.
    yield struct.pack("<HLLH", 0x09, 4, 1, 0)
    yield _both(0x0C, 0x3C, "")
    for name, library in _REFERENCES:
        path = library.encode("ascii")
        yield _both(0x16, 0x3E, name) + _record(0x0D, struct.pack("<L", len(path)) + path + bytes(6))
    yield _record(0x0F, struct.pack("<H", len(project.modules)))
    yield _record(0x13, struct.pack("<H", 0xFFFF))
    for module in project.modules:
        yield _both(0x19, 0x47, module.name) + _both(0x1A, 0x32, module.name) + _both(0x1C, 0x48, "")
        # Offset 0: the source text starts at once, no compiled code stands before it.
        yield _record(0x31, struct.pack("<L", 0)) + _record(0x1E, struct.pack("<L", 0))
        yield _record(0x2C, struct.pack("<H", 0xFFFF))
        yield _record(0x21 if module.kind == STANDARD else 0x22) + _record(0x2B)
    yield _record(0x10)


def _properties(project: Project) -> str:
    """[MS-OVBA] 2.3.1: the PROJECT stream, without protection."""
    kinds = {STANDARD: "Module={}", CLASS: "Class={}"}
    lines = [
        f'ID="{project.identity}"',
        *(kinds.get(module.kind, "Document={}/&H00000000").format(module.name) for module in project.modules),
        f'Name="{project.name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{_hidden(project.identity, bytes(4))}"',
        f'DPB="{_hidden(project.identity, bytes(1))}"',
        f'GC="{_hidden(project.identity, bytes([0xFF]))}"',
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in project.modules),
    ]
    return "".join(f"{line}\r\n" for line in lines)


def _names(project: Project) -> bytes:
    """[MS-OVBA] 2.3.3: every module's name in the code page and in UTF-16."""
    names = (module.name for module in project.modules)
    return b"".join(n.encode("ascii") + b"\0" + n.encode("utf-16-le") + b"\0\0" for n in names) + b"\0\0"


def _hidden(identity: str, data: bytes, seed: int = 0x5D, filler: int = 0) -> str:
    """[MS-OVBA] 2.4.3: the way in which the format disguises its protection state; here: visible, no password."""
    key = sum(identity.encode("ascii")) & 0xFF
    done = [seed, seed ^ 2, seed ^ key]
    last = key
    length = struct.pack("<L", len(data))
    for value in bytes([filler] * ((seed & 6) // 2)) + length + data:
        done.append(value ^ ((done[-2] + last) & 0xFF))
        last = value
    return bytes(done).hex().upper()
