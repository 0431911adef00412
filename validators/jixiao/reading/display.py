"""What a person reads in a cell, and the exact number behind it."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from .dates import date_text, serial_of
from .grid import GridCell
from .numbers import general_text, number_text, parsed
from .numfmt import Section, choose, sections

# What General shows exactly as it is stored, up to 15 characters: nearly every number of a form.
_AS_SHOWN = re.compile(r"0|-?(?:[1-9][0-9]*(?:\.[0-9]*[1-9])?|0\.[0-9]*[1-9])", re.ASCII)


def displayed(cell: GridCell, date1904: bool = False) -> str:
    """The text that the sheet shows for a cell.

    Width plays no part: no #### and no rounding to fit. In General a number has up to 15 significant digits.
    Padding (``_x``, ``*x``, ``?``) and colours are left out. A number that is no possible date is shown as
    General; fractions (``# ?/?``) too. A formula without a cached value shows nothing.
    """
    kind, value, code, _ = cell
    if kind == "n":
        if code == "General" and len(value) <= 15 and _AS_SHOWN.fullmatch(value):
            return value
        number = parsed(value)
        return value if number is None else _number(number, code, date1904)
    if kind == "s":
        return value if code in ("General", "@") else _text(value, code)
    if kind == "b":
        return "TRUE" if value == "1" else "FALSE"
    if kind == "d":
        serial = serial_of(value, date1904)
        if serial is None:
            return value
        return _number(serial, code if _shows_date(code) else "yyyy/m/d", date1904)
    return value if kind == "e" else ""


def exact(cell: GridCell) -> Decimal | None:
    """The number in a cell, free of the noise of binary floats; None for dates and all that is no number."""
    if cell.kind != "n" or _shows_date(cell.number_format):
        return None
    return parsed(cell.value)


def is_date(cell: GridCell) -> bool:
    """Whether a cell holds a date or a time: an ISO date, or a number with a format that shows one."""
    return cell.kind == "d" or (cell.kind == "n" and _shows_date(cell.number_format))


@lru_cache(maxsize=512)
def _shows_date(code: str) -> bool:
    parts = sections(code)
    return bool(parts) and parts[0].is_date


def _number(number: Decimal, code: str, date1904: bool) -> str:
    parts = sections(code)
    if not parts:
        return general_text(number)
    simple = len(parts) == 1 and parts[0].condition is None
    section, minus = (parts[0], number < 0) if simple else choose(parts, number)
    if section.is_date:
        shown = date_text(section, number, date1904)
        return general_text(number) if shown is None else shown
    return number_text(section, number, minus)


def _text(value: str, code: str) -> str:
    section = _text_section(code)
    if section is None:
        return value
    return "".join(value if kind == "at" else text if kind == "text" else "" for kind, text in section.tokens)


@lru_cache(maxsize=512)
def _text_section(code: str) -> Section | None:
    """The section that a format code has for text: the last with an @, or the fourth."""
    parts = sections(code)
    if len(parts) > 3:
        return parts[3]
    return next((part for part in reversed(parts) if part.has("at")), None)
