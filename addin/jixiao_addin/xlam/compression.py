"""The compression of VBA source text ([MS-OVBA] 2.4.1): chunks of 4096 bytes, each a run of literals and copies."""

from __future__ import annotations

import struct
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK = 4096
_SHORTEST = 3
_RAW_HEADER, _COMPRESSED_HEADER = 0x3FFF, 0xB000
# Earlier places with the same three bytes that are tried; more finds a few bytes and costs most of the time.
_TRIED = 32


def compressed(data: bytes) -> bytes:
    """The data as a compressed container; empty data gives the container's signature alone.

    ValueError for noise whose last, short chunk would not fit: the format would pad it, and give back more than went
    in. Source text never is like that.
    """
    chunks = (data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK))
    return b"\x01" + b"".join(map(_chunk, chunks))


def _chunk(data: bytes) -> bytes:
    body = b"".join(_groups(data))
    if len(body) > _CHUNK:
        if len(data) < _CHUNK:
            raise ValueError("noise cannot be compressed")
        return struct.pack("<H", _RAW_HEADER) + data
    return struct.pack("<H", _COMPRESSED_HEADER | (len(body) - 1)) + body


def _groups(data: bytes) -> Iterator[bytes]:
    """Up to eight tokens behind a byte that says which of them are copies."""
    flags, tokens = 0, list[bytes]()
    for is_copy, token in _tokens(data):
        flags |= is_copy << len(tokens)
        tokens.append(token)
        if len(tokens) == 8:
            yield bytes([flags]) + b"".join(tokens)
            flags, tokens = 0, []
    if tokens:
        yield bytes([flags]) + b"".join(tokens)


def _tokens(data: bytes) -> Iterator[tuple[bool, bytes]]:
    seen: defaultdict[bytes, list[int]] = defaultdict(list)
    at = 0
    while at < len(data):
        bits = _offset_bits(at)
        offset, length = _match(data, at, seen[data[at : at + _SHORTEST]], (0xFFFF >> bits) + _SHORTEST)
        if length:
            yield True, struct.pack("<H", (offset - 1) << (16 - bits) | (length - _SHORTEST))
        else:
            yield False, data[at : at + 1]
        for place in range(at, at + max(length, 1)):
            seen[data[place : place + _SHORTEST]].append(place)
        at += max(length, 1)


def _offset_bits(at: int) -> int:
    """How many bits of a copy token hold its offset: as many as the place in the chunk needs, at least four."""
    return max((at - 1).bit_length(), 4)


def _match(data: bytes, at: int, places: list[int], longest: int) -> tuple[int, int]:
    """Offset and length of the longest earlier run; length 0 where there is none of three bytes."""
    offset = length = 0
    limit = min(longest, len(data) - at)
    if limit < _SHORTEST:
        return 0, 0
    for place in reversed(places[-_TRIED:]):
        run = _SHORTEST
        while run < limit and data[place + run] == data[at + run]:
            run += 1
        if run > length:
            offset, length = at - place, run
    return offset, length
