"""Bounded access to the parts of a zip package.

The directory is walked by hand: `zipfile` accepts two entries of one name, and its bookkeeping would cost a
form as much as parsing its cells does. Nothing is ever extracted to disk; part names are only looked up.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .limits import Limits, Refused

CHUNK = 1 << 16
_PIECE = 1 << 14
_END = struct.Struct("<4s4H2LH")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_ZIP64_END = struct.Struct("<4sQ2H2L4Q")
_ZIP64_LOCATOR = struct.Struct("<4sLQL")
_IN_ZIP64 = 0xFFFFFFFF
_LONGEST_END = 22 + 0xFFFF


class _Entry(NamedTuple):
    name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int


class Package:
    """The parts of a zip file held in memory, read under limits.

    Part names are compared as Excel does: without regard to case, with either slash, with or without a
    leading one.
    """

    __slots__ = ("_data", "_entries", "_limits", "_unpacked")

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Read the directory. Raises Refused."""
        self._data = data
        self._limits = limits
        self._unpacked = 0
        try:
            self._entries = _directory(data, limits)
        except struct.error:
            raise Refused("damaged", "zip directory") from None

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._entries

    def names(self) -> Iterable[str]:
        """The names of all parts, in lower case."""
        return self._entries

    def chunks(self, part: str) -> Iterator[bytes]:
        """The content of a part in pieces of at most `CHUNK` bytes; checksum and size hold once it is used
        up.

        Raises Refused: missing-part, damaged, encrypted, too-large, zip-bomb.
        """
        entry = self._entries.get(part.lower())
        if entry is None:
            raise Refused("missing-part", part)
        limits = self._limits
        self._unpacked += entry.size
        if entry.size > limits.part or self._unpacked > limits.total:
            raise Refused("too-large", f"{part}: {entry.size} bytes")
        if entry.size > limits.ratio_from and entry.size > limits.ratio * entry.packed:
            raise Refused("zip-bomb", f"{part}: {entry.size} bytes out of {entry.packed}")
        start = _content_start(self._data, entry)
        packed = memoryview(self._data)[start : start + entry.packed]
        if entry.method == 0:
            return _checked((bytes(packed[at : at + CHUNK]) for at in range(0, entry.packed, CHUNK)), entry, part)
        if entry.method == 8:
            return _checked(_inflate(packed), entry, part)
        raise Refused("damaged", f"{part}: compression method {entry.method}")


def _inflate(packed: memoryview) -> Iterator[bytes]:
    unpack = zlib.decompressobj(-15)
    for at in range(0, len(packed), _PIECE):
        # Small pieces: what is left of one is copied for every chunk that comes out of it.
        rest: bytes | memoryview = packed[at : at + _PIECE]
        while rest:
            yield unpack.decompress(rest, CHUNK)
            rest = unpack.unconsumed_tail
    while tail := unpack.decompress(b"", CHUNK):
        yield tail


def _checked(chunks: Iterator[bytes], entry: _Entry, part: str) -> Iterator[bytes]:
    crc = size = 0
    try:
        for chunk in chunks:
            size += len(chunk)
            if size > entry.size:
                break
            crc = zlib.crc32(chunk, crc)
            yield chunk
    except zlib.error as error:
        raise Refused("damaged", f"{part}: {error}") from None
    if size != entry.size or crc != entry.crc:
        raise Refused("damaged", f"{part}: checksum or size")


def _content_start(data: bytes, entry: _Entry) -> int:
    """Where the compressed bytes begin, once the local header has confirmed the directory."""
    if entry.offset + _LOCAL.size > len(data):
        raise Refused("damaged", "entry beyond the end of the file")
    magic, _, _, _, _, _, _, _, _, name_size, extra_size = _LOCAL.unpack_from(data, entry.offset)
    start: int = entry.offset + _LOCAL.size
    if magic != b"PK\3\4" or data[start : start + name_size] != entry.name:
        raise Refused("damaged", "local header")
    if entry.flags & 1:
        raise Refused("encrypted", "zip encryption")
    start += name_size + extra_size
    if start + entry.packed > len(data):
        raise Refused("damaged", "entry beyond the end of the file")
    return start


def _directory(data: bytes, limits: Limits) -> dict[str, _Entry]:
    count, at, stop = _directory_place(data, limits)
    entries: dict[str, _Entry] = {}
    while at < stop:
        (
            magic,
            _,
            _,
            flags,
            method,
            _,
            _,
            crc,
            packed,
            full,
            name_size,
            extra_size,
            note_size,
            _,
            _,
            _,
            offset,
        ) = _ENTRY.unpack_from(data, at)
        if magic != b"PK\1\2":
            raise Refused("damaged", "zip directory")
        at += _ENTRY.size
        raw = data[at : at + name_size]
        at += name_size
        if _IN_ZIP64 in (packed, full, offset):
            packed, full, offset = _zip64_sizes(data[at : at + extra_size], packed, full, offset)
        at += extra_size + note_size
        # surrogateescape: names in another encoding (of pictures, say) must stay different from one another.
        name = raw.decode("utf-8", "surrogateescape").replace("\\", "/").lstrip("/").lower()
        if name in entries:
            raise Refused("duplicate-part", name)
        entries[name] = _Entry(raw, flags, method, crc, packed, full, offset)
        if len(entries) > count:
            break
    if len(entries) != count:
        raise Refused("damaged", "zip directory")
    return entries


def _directory_place(data: bytes, limits: Limits) -> tuple[int, int, int]:
    """Number of entries, begin and end of the directory."""
    end = data.rfind(b"PK\5\6", max(0, len(data) - _LONGEST_END))
    if end < 0 or end + _END.size > len(data):
        raise Refused("truncated", "no zip directory")
    _, _, _, _, count, size, at, _ = _END.unpack_from(data, end)
    if count == 0xFFFF or _IN_ZIP64 in (size, at):
        count, size, at = _zip64_end(data, end)
    if count > limits.parts:
        raise Refused("too-large", f"{count} parts")
    if at + size > end:
        raise Refused("damaged", "zip directory")
    return count, at, at + size


def _zip64_end(data: bytes, end: int) -> tuple[int, int, int]:
    """Number of entries, size and offset of the directory as the zip64 records give them."""
    locator = end - _ZIP64_LOCATOR.size
    magic, _, at, _ = _ZIP64_LOCATOR.unpack_from(data, max(locator, 0))
    if magic != b"PK\6\7" or at + _ZIP64_END.size > locator:
        raise Refused("damaged", "zip64 directory")
    magic, _, _, _, _, _, _, count, size, offset = _ZIP64_END.unpack_from(data, at)
    if magic != b"PK\6\6":
        raise Refused("damaged", "zip64 directory")
    return count, size, offset


def _zip64_sizes(extra: bytes, packed: int, full: int, offset: int) -> tuple[int, int, int]:
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        record = extra[at + 4 : at + 4 + size]
        at += 4 + size
        if kind == 1:
            # The record holds only the values that did not fit, in this order.
            numbers = iter([int.from_bytes(record[i : i + 8], "little") for i in range(0, len(record), 8)])
            full, packed, offset = (
                next(numbers, 0) if value == _IN_ZIP64 else value for value in (full, packed, offset)
            )
            break
    return packed, full, offset
