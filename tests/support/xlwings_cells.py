"""What Excel does with a cell: what it hands over as value and as formula, and what it makes of what it is given.

The behaviours that bite are kept: all numbers are floats, currency comes cut to four decimals, an error is a number,
the formula property of a constant is the constant, typed text that looks like a number, a date or a formula is one.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from openpyxl.cell import Cell
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import from_excel, to_excel

ERRORS = {
    "#DIV/0!": -2146826281,
    "#N/A": -2146826246,
    "#NAME?": -2146826259,
    "#NULL!": -2146826288,
    "#NUM!": -2146826252,
    "#REF!": -2146826265,
    "#VALUE!": -2146826273,
}
ERROR_TEXTS = {number: text for text, number in ERRORS.items()}
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[Ee][-+]?\d+)?")
_DATE = re.compile(r"(\d{1,2})[-/](\d{1,2})")
_MONTH_DAY = re.compile(r"(\d{1,2})月(\d{1,2})日")
# Whatever else Excel's parser refuses: a number that runs into a word, a lone operator.
_NO_FORMULA = re.compile(r"=\s*(?:[\d.]+\s*[^\W\d_]|[<>=≥≤].*|$|[\d.]+\s+\w)|=.*[，；：（）％]")


class Invalid(ValueError):
    """What Excel refuses to take (0x800A03EC)."""


def value_of(cell: Cell, cached: Any) -> Any:
    """What ``Range.Value`` gives; cached: the stored result of a formula."""
    held = cached if cell.data_type == "f" else cell.value
    if held is None or held == "":
        return None
    if isinstance(held, bool):
        return held
    if isinstance(held, str):
        return ERRORS.get(held, held) if cell.data_type in "ef" else held
    if isinstance(held, (datetime, date, time)):
        return _moment(held)
    if is_date_format(cell.number_format):
        return _moment(from_excel(held))
    if any(sign in cell.number_format for sign in "¥$￥"):
        return Decimal(repr(held)).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    return float(held)


def formula_of(cell: Cell) -> str:
    """What ``Range.Formula`` gives: the formula, or a constant as text in English."""
    held = cell.value
    if held is None:
        return ""
    if isinstance(held, bool):
        return "TRUE" if held else "FALSE"
    if isinstance(held, (datetime, date, time)):
        return f"{to_excel(held):.15g}"
    if isinstance(held, (int, float)):
        return f"{held:.15g}".replace("e", "E")
    return str(getattr(held, "text", held))


def put(cell: Cell, given: Any) -> None:
    """What becomes of a cell that is given a value. Raises Invalid."""
    cell.quotePrefix = False
    if given is None or given == "":
        cell.value = None
    elif not isinstance(given, str):
        cell.value = given
    elif given.startswith("'"):
        _as_text(cell, given[1:])
        cell.quotePrefix = True
    elif cell.number_format == "@":
        _as_text(cell, given)
    elif given.startswith("="):
        if _NO_FORMULA.match(given):
            raise Invalid(given)
        cell.value = given
        cell.data_type = "f"
    else:
        _parse(cell, given)


def _parse(cell: Cell, given: str) -> None:
    if _NUMBER.fullmatch(given):
        cell.value = float(given.replace(",", ""))
    elif _NUMBER.fullmatch(given[:-1]) and given.endswith("%"):
        cell.value = float(given[:-1].replace(",", "")) / 100
        cell.number_format = "0%"
    elif match := _DATE.fullmatch(given) or _MONTH_DAY.fullmatch(given):
        cell.value = datetime(2026, int(match[1]), int(match[2]))
        cell.number_format = "m/d/yyyy"
    elif given.upper() in ("TRUE", "FALSE"):
        cell.value = given.upper() == "TRUE"
    else:
        _as_text(cell, given)


def _as_text(cell: Cell, text: str) -> None:
    cell.value = text
    cell.data_type = "s"


def _moment(held: Any) -> datetime:
    if isinstance(held, time):
        return datetime.combine(date(1899, 12, 30), held)
    return held if isinstance(held, datetime) else datetime.combine(held, time())
