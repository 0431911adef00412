"""Text in columns: a Chinese character is two columns wide."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def width(text: str) -> int:
    """The columns that a text takes in a terminal."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(each) in "WF" else 1 for each in text)


def padded(text: str, columns: int) -> str:
    """The text filled up with blanks on its right."""
    return text + " " * max(0, columns - width(text))


def table(rows: Sequence[Sequence[str]], gap: str = "  ") -> Iterator[str]:
    """Rows as aligned lines; the last column is left as it is."""
    widths = [max(width(row[index]) for row in rows) for index in range(len(rows[0]))] if rows else []
    for row in rows:
        yield gap.join(padded(text, columns) for text, columns in zip(row, widths, strict=True)).rstrip()
