"""Checked files kept outside memory: in a temporary file that the system takes away with the process."""

from __future__ import annotations

import tempfile
import weakref
import zlib
from array import array
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, overload

from jixiao.batch.record import unpacked

if TYPE_CHECKING:
    from jixiao.batch.record import Record
    from jixiao.check import CheckedFile, Choice

_IN_MEMORY = 1 << 20
_AT_HAND = 64


class Spool(Sequence["CheckedFile"]):
    """A sequence of checked files (`collections.abc.Sequence`, derived from for its interface), filled in any order.

    It holds the files that were put in, in the order of their numbers.
    """

    def __init__(self, size: int, choice: Choice) -> None:
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 -- closed with the spool
        weakref.finalize(self, self._file.close)
        self._choice = choice
        # Of every number: where it begins, how long its body is, how long what was rendered of it.
        self._places = array("q", [-1]) * (3 * size)
        self._end = 0
        self._order: array[int] | None = None
        # Those asked for last: rules that compare files come back to the same ones.
        self._at_hand: dict[int, CheckedFile] = {}

    def put(self, number: int, record: Record) -> None:
        """Keep a file under its number. Raises OSError when the disk is full."""
        body, rendered = record.body, record.rendered
        self._file.seek(self._end)
        self._file.write(body + rendered)
        self._places[3 * number : 3 * number + 3] = array("q", (self._end, len(body), len(rendered)))
        self._end += len(body) + len(rendered)
        self._order = None

    def drop(self, number: int) -> None:
        """Leave a file out that was put in."""
        self._places[3 * number] = -1
        self._order = None

    @property
    def numbers(self) -> array[int]:
        """The numbers of the files that are there, in order."""
        if self._order is None:
            self._order = array("q", (n for n, begin in enumerate(self._places[::3]) if begin >= 0))
        return self._order

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, index: int) -> CheckedFile: ...
    @overload
    def __getitem__(self, index: slice) -> list[CheckedFile]: ...
    def __getitem__(self, index: int | slice) -> CheckedFile | list[CheckedFile]:
        if isinstance(index, slice):
            return [self._loaded(number) for number in self.numbers[index]]
        return self._loaded(self.numbers[index])

    def __iter__(self) -> Iterator[CheckedFile]:
        return map(self._load, self.numbers)

    def rendered(self) -> Iterator[str]:
        """What was rendered of each file."""
        for number in self.numbers:
            begin, body, length = self._places[3 * number : 3 * number + 3]
            yield zlib.decompress(self._read(begin + body, length)).decode("utf-8", "surrogatepass") if length else ""

    def numbered(self, number: int) -> CheckedFile:
        """The file that was put in under this number."""
        return self._load(number)

    def _loaded(self, number: int) -> CheckedFile:
        file = self._at_hand.pop(number, None) or self._load(number)
        self._at_hand[number] = file
        if len(self._at_hand) > _AT_HAND:
            del self._at_hand[next(iter(self._at_hand))]
        return file

    def _load(self, number: int) -> CheckedFile:
        begin, body, _ = self._places[3 * number : 3 * number + 3]
        return unpacked(self._read(begin, body), self._choice)

    def _read(self, begin: int, length: int) -> bytes:
        self._file.seek(begin)
        return self._file.read(length)
