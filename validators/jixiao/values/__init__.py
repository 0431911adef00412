"""Text to meaning: quantities and words, percent, money, units, rounding. Standard library only, Python 3.9 syntax."""

from jixiao.values.compare import in_units_of, is_met, off_by_ten_thousand, percent_of
from jixiao.values.quantity import (
    ABOVE,
    AT_LEAST,
    AT_MOST,
    BELOW,
    EQUAL,
    NONE,
    Quantity,
    Value,
    Words,
    format_quantity,
    parse_number,
    parse_value,
    plain,
)
from jixiao.values.rounding import CENT, Interval, amount_of, half_up, places, rounding_of
from jixiao.values.text import is_blank, is_not_applicable, narrow, squeeze, unbracketed
from jixiao.values.units import MONEY, PERCENT, Unit, parse_unit, same_thing

__all__ = [
    "ABOVE",
    "AT_LEAST",
    "AT_MOST",
    "BELOW",
    "CENT",
    "EQUAL",
    "MONEY",
    "NONE",
    "PERCENT",
    "Interval",
    "Quantity",
    "Unit",
    "Value",
    "Words",
    "amount_of",
    "format_quantity",
    "half_up",
    "in_units_of",
    "is_blank",
    "is_met",
    "is_not_applicable",
    "narrow",
    "off_by_ten_thousand",
    "parse_number",
    "parse_unit",
    "parse_value",
    "percent_of",
    "places",
    "plain",
    "rounding_of",
    "same_thing",
    "squeeze",
    "unbracketed",
]
