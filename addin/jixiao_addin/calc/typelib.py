"""A UNO type library with one interface, written without LibreOffice's own compiler.

Calc calls add-in functions through reflection, so the interface they belong to has to be a UNO type. Its binary form is
what `unoidl-write` gives for the same declaration, but for the note of its maker; a test that starts LibreOffice shows
that it is understood (the format: unoidl/source/unoidlprovider.cxx of LibreOffice, "UNOIDL\\xFF\\0").
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

ANY = "any"
BLOCK = "[][]any"
_MAGIC = b"UNOIDL\xff\0"
_ROOT = struct.Struct("<II")
_REFERENCE = 0x80000000
_MODULE, _INTERFACE, _IN = 0, 5, 0


class Method(NamedTuple):
    """A method of the interface; its arguments are all handed in. Types are `ANY` or `BLOCK` (rows of cells)."""

    name: str
    result: str
    arguments: tuple[tuple[str, str], ...]
    """(name, type) of each."""


@dataclass
class _Writer:
    """Bytes that refer to each other by their place in the file."""

    data: bytearray = field(default_factory=lambda: bytearray(_MAGIC + bytes(_ROOT.size)))
    strings: dict[str, int] = field(default_factory=dict)

    def number(self, number: int) -> None:
        self.data += struct.pack("<I", number)

    def text(self, text: str) -> None:
        """A counted string; from the second time on, a reference to the first."""
        if text in self.strings:
            self.number(self.strings[text] | _REFERENCE)
            return
        self.strings[text] = len(self.data)
        self.number(len(text))
        self.data += text.encode("ascii")

    def name(self, text: str) -> int:
        """A string that ends with a zero, as maps have them; where it lies."""
        place = len(self.data)
        self.data += text.encode("ascii") + b"\0"
        return place


def type_library(module: str, interface: str, methods: Sequence[Method]) -> bytes:
    """The library that declares `module.interface` with these methods, derived from XInterface."""
    writer = _Writer()
    payload = len(writer.data)
    writer.data.append(_INTERFACE)
    writer.number(1)
    writer.text("com.sun.star.uno.XInterface")
    # No optional bases and no attributes.
    writer.number(0)
    writer.number(0)
    writer.number(len(methods))
    for method in methods:
        _write_method(writer, method)
    name = writer.name(interface)
    module_payload = len(writer.data)
    writer.data.append(_MODULE)
    writer.number(1)
    writer.number(name)
    writer.number(payload)
    module_name = writer.name(module)
    root = len(writer.data)
    writer.number(module_name)
    writer.number(module_payload)
    _ROOT.pack_into(writer.data, len(_MAGIC), root, 1)
    return bytes(writer.data)


def _write_method(writer: _Writer, method: Method) -> None:
    writer.text(method.name)
    writer.text(method.result)
    writer.number(len(method.arguments))
    for name, kind in method.arguments:
        writer.data.append(_IN)
        writer.text(name)
        writer.text(kind)
    # No exceptions are declared, and nothing is annotated.
    writer.number(0)
