"""A compound file ([MS-CFB] version 3) written at once: the container of a VBA project's streams."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SECTOR, _MINI_SECTOR, _MINI_LIMIT = 512, 64, 4096
_PER_SECTOR = _SECTOR // 4
_FREE, _END, _FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_NOBODY = 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_BLACK = 1
# More would need a second level of tables (DIFAT); a VBA project is a few dozen kilobytes.
_FAT_IN_HEADER = 109
_SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")


class _Entry(NamedTuple):
    name: str
    kind: int
    data: bytes = b""
    child: int = _NOBODY
    left: int = _NOBODY
    right: int = _NOBODY


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """The bytes of a compound file with these streams, by path ("VBA/dir"); storages follow from the paths.

    ValueError where it would grow beyond what the header's own table can address (about 7 MB).
    """
    entries = _directory(streams)
    mini_stream, mini_table, starts = _mini(entries)
    sectors: list[bytes] = []
    table: list[int] = []

    def chain(data: bytes) -> int:
        if not data:
            return _END
        first, count = len(sectors), -(-len(data) // _SECTOR)
        sectors.extend(data[at : at + _SECTOR].ljust(_SECTOR, b"\0") for at in range(0, len(data), _SECTOR))
        table.extend([*range(first + 1, first + count), _END])
        return first

    for index, entry in enumerate(entries):
        if entry.kind == _STREAM and index not in starts:
            starts[index] = chain(entry.data)
    starts[0] = chain(mini_stream)
    mini_table_at = chain(_table(mini_table))
    sizes = {index: len(entry.data) for index, entry in enumerate(entries)} | {0: len(mini_stream)}
    records = b"".join(_record(entry, starts.get(at, 0), sizes[at]) for at, entry in enumerate(entries))
    directory_at = chain(_padded(records, len(entries)))
    fat_at = len(sectors)
    fat_count = _sectors_of_table(len(sectors))
    if fat_count > _FAT_IN_HEADER:
        raise ValueError("too large for a compound file without a second table")
    table.extend([_FAT_SECTOR] * fat_count)
    header = struct.pack(
        "<8s16xHHHHH6x9L",
        _SIGNATURE,
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        fat_count,
        directory_at,
        0,
        _MINI_LIMIT,
        mini_table_at,
        _sectors_of(len(mini_table) * 4),
        _END,
        0,
    )
    fat_places = [*range(fat_at, fat_at + fat_count)] + [_FREE] * (_FAT_IN_HEADER - fat_count)
    return header + struct.pack(f"<{_FAT_IN_HEADER}L", *fat_places) + b"".join(sectors) + _table(table)


def _directory(streams: Mapping[str, bytes]) -> list[_Entry]:
    """The entries, the root first; siblings hang from their storage as a balanced tree."""
    entries = [_Entry("Root Entry", _ROOT)]

    def add(storage: int, inside: Mapping[str, bytes]) -> None:
        names = sorted({path.partition("/")[0] for path in inside}, key=_order)
        places = {}
        for name in names:
            below = {path.partition("/")[2]: data for path, data in inside.items() if path.partition("/")[0] == name}
            places[name] = len(entries)
            if "" in below:
                entries.append(_Entry(name, _STREAM, below[""]))
            else:
                entries.append(_Entry(name, _STORAGE))
                add(places[name], below)
        entries[storage] = entries[storage]._replace(child=_tree(entries, [places[name] for name in names]))

    add(0, streams)
    return entries


def _order(name: str) -> tuple[int, str]:
    # [MS-CFB] 2.6.4: the shorter name first, then by upper case.
    return len(name.encode("utf-16-le")), name.upper()


def _tree(entries: list[_Entry], places: Sequence[int]) -> int:
    """Link the siblings, given in order, and give the one on top. All black is a valid red-black tree to readers."""
    if not places:
        return _NOBODY
    middle = len(places) // 2
    left, right = _tree(entries, places[:middle]), _tree(entries, places[middle + 1 :])
    entries[places[middle]] = entries[places[middle]]._replace(left=left, right=right)
    return places[middle]


def _mini(entries: Sequence[_Entry]) -> tuple[bytes, list[int], dict[int, int]]:
    """Streams under 4096 bytes packed in sectors of 64: the packed stream, its table, where each starts."""
    stream, table, starts = bytearray(), list[int](), dict[int, int]()
    for index, entry in enumerate(entries):
        if entry.kind != _STREAM or len(entry.data) >= _MINI_LIMIT:
            continue
        if not entry.data:
            starts[index] = _END
            continue
        count = -(-len(entry.data) // _MINI_SECTOR)
        starts[index] = len(table)
        table.extend([*range(len(table) + 1, len(table) + count), _END])
        stream += entry.data.ljust(count * _MINI_SECTOR, b"\0")
    return bytes(stream), table, starts


def _record(entry: _Entry, start: int, size: int) -> bytes:
    name = entry.name.encode("utf-16-le")
    if entry.kind == _STORAGE:
        start = size = 0
    links = (entry.left, entry.right, entry.child)
    return struct.pack("<64sHBB3L16xL16xLQ", name, len(name) + 2, entry.kind, _BLACK, *links, 0, start, size)


def _padded(records: bytes, count: int) -> bytes:
    """The directory filled up to whole sectors with entries that nobody uses."""
    unused = struct.pack("<66xBB3L52x", 0, 0, _NOBODY, _NOBODY, _NOBODY)
    return records + unused * (-count % (_SECTOR // 128))


def _table(numbers: Sequence[int]) -> bytes:
    filled = [*numbers, *[_FREE] * (-len(numbers) % _PER_SECTOR)]
    return struct.pack(f"<{len(filled)}L", *filled)


def _sectors_of(size: int) -> int:
    return -(-size // _SECTOR)


def _sectors_of_table(sectors: int) -> int:
    """How many sectors a table takes that covers the others and itself."""
    count = 1
    while count * _PER_SECTOR < sectors + count:
        count += 1
    return count
