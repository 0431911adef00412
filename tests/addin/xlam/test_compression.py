"""VBA's compression: what oletools, an independent reader, gives back is what went in."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vba_parts import unpacked

from jixiao_addin.xlam.compression import compressed

# Text as source has it (much said twice), noise, and lengths about the size of a chunk.
WORDS = st.lists(st.sampled_from([b"End Function\r\n", b"    ", b"Public Sub ", b"x", b"\0", b"aaaa"]), max_size=900)


@given(st.one_of(st.binary(max_size=600), WORDS.map(b"".join)))
@settings(max_examples=150, deadline=None)
def test_what_is_compressed_comes_back(data: bytes) -> None:
    assert unpacked(compressed(data)) == data


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4095, 4096, 4097, 8191, 8192, 8193, 40_000])
def test_at_the_borders_of_a_chunk(size: int) -> None:
    for data in (b"a" * size, bytes(range(256)) * (size // 256) + b"z" * (size % 256)):
        assert unpacked(compressed(data)) == data


def test_noise_is_kept_in_whole_chunks_and_refused_in_a_part_of_one() -> None:
    noise = os.urandom(8192)
    assert unpacked(compressed(noise)) == noise
    with pytest.raises(ValueError, match="noise"):
        compressed(noise[:-1])


def test_the_example_of_the_specification() -> None:
    # [MS-OVBA] 3.2.3: the run of "a" is one literal and one copy.
    assert compressed(b"a" * 73) == bytes.fromhex("01 03B0 02 61 4500")


def test_source_grows_small() -> None:
    source = b"    If Not IsFullPath(interpreter) Then Exit Sub\r\n" * 100
    assert len(compressed(source)) < len(source) / 10
