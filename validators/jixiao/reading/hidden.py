"""Which rows and columns a person does not see."""

from __future__ import annotations

from collections.abc import Iterable

from .addresses import LAST_ROW
from .limits import Room
from .markup import Attributes, flag


class HiddenRows:
    """Gathers the hidden rows while a sheet is streamed.

    by_default: rows that the file does not list are hidden, which is how Excel stores "all below row 30".
    """

    __slots__ = ("_last", "_ranges", "_room", "by_default")

    def __init__(self, ranges: list[tuple[int, int]], room: Room) -> None:
        self.by_default = False
        self._ranges = ranges
        self._room = room
        self._last = 0

    def see(self, row: int, attributes: Attributes) -> None:
        """Take note of a listed row; needed only for rows with a height or a flag unless all are hidden by default."""
        if self.by_default and row > self._last + 1:
            self._add(self._last + 1, row - 1)
        if ("hidden" in attributes and flag(attributes, "hidden")) or is_zero(attributes.get("ht")):
            self._add(row, row)
        self._last = max(self._last, row)

    def finish(self) -> None:
        """Take note that no more rows are listed."""
        if self.by_default and self._last < LAST_ROW:
            self._add(self._last + 1, LAST_ROW)

    def _add(self, first: int, last: int) -> None:
        ranges = self._ranges
        if ranges and ranges[-1][1] + 1 == first:
            ranges[-1] = (ranges[-1][0], last)
        else:
            self._room.take_range()
            ranges.append((first, last))


def is_zero(size: str | None) -> bool:
    """Whether a height or width is given and nothing."""
    return size is not None and size[:1] == "0" and not size.strip("0.")


def coalesced(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Inclusive ranges in ascending order, with those that touch or overlap joined."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined
