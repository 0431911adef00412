"""The compound file: olefile at its strictest finds nothing to complain about and reads every byte."""

from __future__ import annotations

import io

import olefile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vba_parts import streams_of

from jixiao_addin.xlam.compound import compound_file

NAMES = st.text("abcdefgXYZ_0123456789", min_size=1, max_size=31)
# About the sector, the small sector, the limit of small streams, and a second sector of the table.
SIZES = st.sampled_from([0, 1, 63, 64, 65, 511, 512, 513, 4095, 4096, 4097, 70_000])


@given(st.dictionaries(NAMES, SIZES, max_size=20), st.dictionaries(NAMES, SIZES, max_size=12))
@settings(max_examples=80, deadline=None)
def test_every_stream_is_read_back(outside: dict[str, int], inside: dict[str, int]) -> None:
    unique = {name.upper(): size for name, size in outside.items() if name.upper() != "VBA"}
    streams = {name: (name * size)[:size].encode() for name, size in unique.items()}
    streams |= {f"VBA/{n}": (n * size)[:size].encode() for n, size in {k.upper(): v for k, v in inside.items()}.items()}
    assert streams_of(compound_file(streams)) == streams


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 8, 33])
def test_siblings_are_found_by_their_order(count: int) -> None:
    # A reader descends the tree of siblings: shorter names to the left, then by letter.
    names = [f"{'m' * (1 + index % 4)}{index}" for index in range(count)]
    with olefile.OleFileIO(io.BytesIO(compound_file({name: name.encode() for name in names}))) as file:
        root = file.direntries[0]

        def found(name: str) -> bool:
            at = root.sid_child
            while at != olefile.NOSTREAM:
                entry = file._load_direntry(at) if file.direntries[at] is None else file.direntries[at]
                here, wanted = (len(entry.name), entry.name.upper()), (len(name), name.upper())
                if here == wanted:
                    return True
                at = entry.sid_left if wanted < here else entry.sid_right
            return False

        assert all(found(name) for name in names)
        assert not found("nobody")


def test_a_damaged_file_is_noticed() -> None:
    sound = compound_file({"VBA/dir": b"x" * 100, "PROJECT": b"y" * 5000})
    # The first entry of the sector table.
    with pytest.raises(OSError, match=r"FAT|sector|incorrect|incomplete|OLE"):
        streams_of(sound[:-512] + b"\x07\0\0\0" + sound[-508:])


def test_what_would_need_a_second_table_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        compound_file({"x": bytes(8_000_000)})
