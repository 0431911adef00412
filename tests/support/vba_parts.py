"""The parts of a workbook with macros, taken apart and put together again: to look into it, and to break it."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Callable, Mapping
from typing import NamedTuple

import olefile

from jixiao_addin.xlam.compound import compound_file
from jixiao_addin.xlam.compression import compressed

with warnings.catch_warnings():
    # Its use of pyparsing is out of date.
    warnings.simplefilter("ignore")
    from oletools.olevba import VBA_Parser, decompress_stream

VBA_PART = "xl/vbaProject.bin"


def parts_of(package: bytes) -> dict[str, bytes]:
    """The parts of a zip package by name."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def package_of(parts: Mapping[str, bytes]) -> bytes:
    """A zip package with these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def streams_of(compound: bytes) -> dict[str, bytes]:
    """The streams of a compound file by path; olefile at its strictest raises where the file is not as it should be."""
    with olefile.OleFileIO(io.BytesIO(compound), raise_defects=olefile.DEFECT_UNSURE) as file:
        return {"/".join(path): file.openstream(path).read() for path in file.listdir()}


def sources_by_olevba(file: bytes) -> dict[str, str]:
    """The source of every module by its file name, as an independent reader gives it."""
    return {name: source for _, _, name, source in VBA_Parser("file", data=file).extract_macros()}


def unpacked(container: bytes) -> bytes:
    """What is in a compressed container, by oletools."""
    return bytes(decompress_stream(bytearray(container)))


class Record(NamedTuple):
    """A record of the dir stream."""

    kind: int
    data: bytes


def directory_of(streams: Mapping[str, bytes]) -> list[Record]:
    """The records of the dir stream in their order."""
    data, at, records = unpacked(streams["VBA/dir"]), 0, []
    while at < len(data):
        kind, size = struct.unpack_from("<HL", data, at)
        # PROJECTVERSION: the length says 4, six bytes follow.
        size = 6 if kind == 0x09 else size
        records.append(Record(kind, data[at + 6 : at + 6 + size]))
        at += 6 + size
    return records


def sources_of(package: bytes) -> dict[str, str]:
    """The source of every module in the project's own order, byte for byte (as Latin 1)."""
    streams = streams_of(parts_of(package)[VBA_PART])
    names = [record.data.decode("ascii") for record in directory_of(streams) if record.kind == 0x19]
    return {name: unpacked(streams[f"VBA/{name}"]).decode("latin-1") for name in names}


def with_part(package: bytes, name: str, change: Callable[[bytes], bytes | None]) -> bytes:
    """The package with one part changed, or left out (None)."""
    parts = parts_of(package)
    changed = change(parts.pop(name))
    return package_of(parts if changed is None else {**parts, name: changed})


def with_stream(package: bytes, path: str, change: Callable[[bytes], bytes | None]) -> bytes:
    """The package with one stream of its VBA project changed, or left out."""

    def rebuilt(compound: bytes) -> bytes:
        streams = streams_of(compound)
        changed = change(streams.pop(path))
        return compound_file(streams if changed is None else {**streams, path: changed})

    return with_part(package, VBA_PART, rebuilt)


def with_source(package: bytes, module: str, change: Callable[[str], str]) -> bytes:
    """The package with the source of one module changed."""
    return with_stream(
        package, f"VBA/{module}", lambda data: compressed(change(unpacked(data).decode("latin-1")).encode("latin-1"))
    )
