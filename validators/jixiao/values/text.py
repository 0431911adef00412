"""Width and blanks: the forms mix full-width and half-width characters freely; meaning never depends on it."""

from __future__ import annotations

import re
from functools import lru_cache

_NARROW = {0x3000: " ", 0xA0: " ", 0x2002: " ", 0x2003: " ", 0x2009: " ", 0x200B: None, 0xFEFF: None, 0xFE52: "."}
_NARROW.update({code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)})
# Brackets that never close would be searched to the end again and again.
_LONGEST_LABEL = 500
_BRACKETED = re.compile(r"[(\[【〔][^)\]】〕]*[)\]】〕]")
# Dashes, slashes and dots that a clerk types where nothing applies.
NOTHING = frozenset("/\\-—–―－一…⋯.。·、*无|_~")


def narrow(text: str) -> str:
    """The text in half-width characters, every other character as it is."""
    return text if text.isascii() else text.translate(_NARROW)


@lru_cache(maxsize=4096)
def squeeze(text: str) -> str:
    """The text in half-width characters and without any blank or line break: the form in which words are compared."""
    return "".join(narrow(text).split())


@lru_cache(maxsize=4096)
def unbracketed(text: str) -> str:
    """The text without its bracketed parts: 分值（10分） → 分值."""
    return _BRACKETED.sub("", text) if len(text) <= _LONGEST_LABEL else text


def is_blank(text: str) -> bool:
    """Nothing but blanks."""
    return not text or not narrow(text).strip()


def is_not_applicable(text: str) -> bool:
    """Blank, or one of the marks by which clerks say that a field does not apply: ``/`` ``—`` ``……``."""
    if not text:
        return True
    if text[0].isalnum() and text[0] != "一":
        return False
    squeezed = squeeze(text)
    return not squeezed or (len(squeezed) <= 6 and squeezed != "一" and NOTHING.issuperset(squeezed))
