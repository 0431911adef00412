"""Pieces of formula text: literals, chains of SUBSTITUTE, and questions about text that every program answers alike."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from jixiao.values import plain

# A text literal in a formula may hold no more (Excel's limit).
LONGEST_TEXT = 255


def text(literal: str) -> str:
    """A text literal: 5"个 → "5""个"; a long one in pieces."""
    pieces = [literal[at : at + LONGEST_TEXT] for at in range(0, len(literal), LONGEST_TEXT)] or [""]
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)


def number(value: Decimal) -> str:
    """A number literal."""
    return plain(value)


def array(values: Iterable[str | int | Decimal]) -> str:
    """An array literal of texts or numbers, in one row."""
    return _array(tuple(values))


@lru_cache(maxsize=256)
def _array(values: tuple[str | int | Decimal, ...]) -> str:
    return "{" + ",".join(text(each) if isinstance(each, str) else number(Decimal(each)) for each in values) + "}"


def replaced(source: str, pairs: Iterable[tuple[str, str]]) -> str:
    """The text with each first string replaced by its second, in order; one may be a formula such as CHAR(10)."""
    for old, new in pairs:
        source = f"SUBSTITUTE({source},{old if old.startswith('CHAR(') else text(old)},{text(new)})"
    return source


def has(part: str, whole: str) -> str:
    """Whether a text stands in another, to the letter (FIND knows no wildcards, no case and no width)."""
    return f"ISNUMBER(FIND({part},{whole}))"


def is_one_of(value: str, words: Iterable[str]) -> str:
    """Whether a text is exactly one of the words."""
    return has(f'"|"&{value}&"|"', text(f"|{'|'.join(words)}|"))


def has_any(words: Iterable[str], whole: str) -> str:
    """Whether one of the words stands in the text. SUMPRODUCT takes arrays as they are, without Ctrl+Shift+Enter."""
    return f"SUMPRODUCT(--ISNUMBER(FIND({array(words)},{whole})))>0"


def ends_with(value: str, words: tuple[str, ...]) -> str:
    """The length of the longest of the words that ends the text, 0 for none."""
    lengths = array(len(word) for word in words)
    return f"SUMPRODUCT(MAX((RIGHT({value},{lengths})={array(words)})*{lengths}))"


def group_of(value: str, groups: Iterable[Iterable[str]]) -> str:
    """The number, from 1, of the one group of words that holds the text, 0 for none."""
    joined = [f"|{'|'.join(group)}|" for group in groups]
    return f'SUMPRODUCT(ISNUMBER(FIND("|"&{value}&"|",{array(joined)}))*{array(range(1, len(joined) + 1))})'


def rounded(value: str, quantum: Decimal) -> str:
    """Half up to the quantum; what binary floats leave of a tie (1.00499999999999) counts as the tie."""
    exponent = quantum.as_tuple().exponent
    assert isinstance(exponent, int)
    return f"ROUND(ROUND({value},10),{-exponent})"
