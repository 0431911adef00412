"""Rows of a table kept outside memory until it is known where they stand."""

from __future__ import annotations

import marshal
import tempfile
import weakref
from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jixiao.reports.workbook.tables import Row

_IN_MEMORY = 1 << 20


class Stored:
    """Rows, group by group; handed out in the order in which the groups were put in, or in the one that was set.

    Putting raises OSError when the disk is full.
    """

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 -- closed with the rows
        weakref.finalize(self, self._file.close)
        self._ends = array("q", [0])
        self._rows = 0
        self._order: Sequence[int] = ()

    def put(self, rows: list[Row]) -> None:
        """Keep a group."""
        # Written and read by this very process, and plain values only: nothing is faster.
        self._file.seek(self._ends[-1])
        self._ends.append(self._ends[-1] + self._file.write(marshal.dumps(rows)))
        self._rows += len(rows)

    def sort(self, order: Sequence[int]) -> None:
        """The numbers of the first groups, in the order in which they are wanted; later ones follow as they came."""
        self._order = order

    def __len__(self) -> int:
        return self._rows

    def __iter__(self) -> Iterator[Row]:
        for group in (*self._order, *range(len(self._order), len(self._ends) - 1)):
            begin, end = self._ends[group : group + 2]
            self._file.seek(begin)
            yield from marshal.loads(self._file.read(end - begin))
