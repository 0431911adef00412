"""Cell addresses as files write them."""

from __future__ import annotations

from functools import lru_cache

from .grid import Merge, column_letters
from .limits import Refused

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
COLUMNS: dict[str, int] = {column_letters(number): number for number in range(1, 27)}
"""Letters → number of the columns met so far; `column_number` adds to it."""


def column_number(letters: str) -> int:
    """The number of a column, counted from 1; 0 when the sheet has none of that name."""
    number = COLUMNS.get(letters, 0)
    if not number and len(letters) <= 3 and letters.isascii() and letters.isalpha() and letters.isupper():
        for letter in letters:
            number = number * 26 + ord(letter) - 64
        if number > LAST_COLUMN:
            return 0
        COLUMNS[letters] = number
    return number


# Returned forms share their layout, so the same addresses come back with every file of a batch.
@lru_cache(maxsize=8192)
def position(reference: str) -> tuple[int, int]:
    """The (row, column) of an A1 address. Raises Refused when there is no such cell."""
    letters = reference.rstrip("0123456789")
    digits = reference[len(letters) :]
    column = COLUMNS.get(letters) or column_number(letters)
    if column and digits and digits[0] != "0" and len(digits) <= 7:
        row = int(digits)
        if row <= LAST_ROW:
            return row, column
    raise Refused("bad-reference", reference[:99])


@lru_cache(maxsize=4096)
def merge(reference: str) -> Merge:
    """A range such as A1:C3. Raises Refused when it leaves the sheet."""
    first, colon, last = reference.partition(":")
    top, left = position(first)
    bottom, right = position(last) if colon else (top, left)
    return Merge(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def address(row: int, column: int) -> str:
    """The A1 address of a cell. Raises Refused when there is no such cell."""
    if row > LAST_ROW or column > LAST_COLUMN:
        raise Refused("bad-reference", f"row {row}, column {column}")
    return f"{column_letters(column)}{row}"
