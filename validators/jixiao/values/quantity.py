"""Targets and actual values: an operator, a number and a unit, or words.

The one place that reads what a person typed into 年度指标值 and 实际完成值. Nothing here raises: text that is no
quantity is words.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple, Optional, Union

from jixiao.values.text import squeeze

AT_LEAST, ABOVE, AT_MOST, BELOW, EQUAL, NONE = "≥", ">", "≤", "<", "=", ""

_PREFIXES = {
    AT_LEAST: ("≥", "≧", "⩾", ">=", "=>", "≥=", "大于等于", "大于或等于", "高于等于", "不低于", "不少于", "不小于", "不得低于", "不得少于",
               "不应低于", "至少", "最低", "达到"),
    AT_MOST: ("≤", "≦", "⩽", "<=", "=<", "≤=", "小于等于", "小于或等于", "低于等于", "不超过", "不高于", "不大于", "不多于", "不超", "不得超过",
              "不得高于", "不应超过", "至多", "最多", "最高", "控制在"),
    ABOVE: (">", "大于", "高于", "超过", "多于", "超"),
    BELOW: ("<", "小于", "低于", "少于"),
    EQUAL: ("=", "﹦", "═", "==", "等于"),
}
_BY_SPELLING = {spelling: operator for operator, spellings in _PREFIXES.items() for spelling in spellings}
_STANDARD = frozenset(_PREFIXES)
_SUFFIXES = {"及以上": AT_LEAST, "以上": AT_LEAST, "或以上": AT_LEAST, "(含)以上": AT_LEAST, "及以下": AT_MOST, "以下": AT_MOST,
             "以内": AT_MOST, "之内": AT_MOST, "内": AT_MOST, "(含)以下": AT_MOST}
_SUFFIX = re.compile("|".join(sorted(map(re.escape, _SUFFIXES), key=len, reverse=True)))
_OPERATOR = "|".join(sorted(map(re.escape, _BY_SPELLING), key=len, reverse=True))
_NUMBER = r"[-+]?(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
_QUANTITY = re.compile(rf"({_OPERATOR})?(?:约|为|:)?({_NUMBER})(.*)", re.DOTALL)
_PLAIN = re.compile(r"(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|-?\.\d+)(%?)")
# What follows a number in a range, a product, a fraction, a time or a date makes the whole text words.
_RANGE = re.compile(r"%?[^\d]{0,3}[-~—–至到±:*×xX+]+[^\d]{0,2}\d")
_DATE = re.compile(
    r"(?:19|20)\d\d(?:年(?!底)\d{0,2}|年底|[-/.]\d{1,2}).*|\d{1,2}月(?:\d{1,2}[日号]?|底|初|末|中|上旬|中旬|下旬|份).*|\d{1,2}月(?:前|以前|之前|内)"
)
_BARE_MONTH = re.compile(r"(?:[1-9]|1[0-2])月")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d年")
_SENTENCE = re.compile(r"[,;。；，、:!！?？“”\"]|\d")
_TOLD = re.compile(r"%.|[^/]+前$|完成|达到|达标|不|无|按|有|为|已|及时|发放|左右|办结|到位|开展|正常")
_UNIT_DIGITS = re.compile(r"(?:k|c|m|d)?m[23²³]")
_LONGEST_UNIT = 10


class Quantity(NamedTuple):
    """An operator, a number and a unit.

    operator: one of ``≥ > ≤ < =`` or empty; spelled: as it was printed (``>=``, ``不低于``, ``以上``), empty if none.
    number: the number as printed (98% has number 98 and unit ``%``); places: its printed decimals.
    unit: as printed, without blanks, in half-width characters.
    """

    operator: str
    number: Decimal
    unit: str
    spelled: str
    places: int

    @property
    def is_standard(self) -> bool:
        """Whether the operator is absent or written with its one standard sign."""
        return not self.spelled or self.spelled in _STANDARD


class Words(NamedTuple):
    """A target or an actual value that is no quantity: 及时, 12月底前, 7*24小时, 90%-95%."""

    text: str

    @property
    def holds_number(self) -> bool:
        """Whether a digit stands somewhere within the words."""
        return any(character.isdigit() for character in self.text)

    @property
    def is_date(self) -> bool:
        """Whether the words name a day, a month or a year."""
        return bool(_DATE.fullmatch(self.text) or _BARE_MONTH.fullmatch(self.text) or _BARE_YEAR.fullmatch(self.text))


Value = Optional[Union[Quantity, Words]]


@lru_cache(maxsize=8192)
def parse_value(text: str) -> Value:
    """Read a target or an actual value: a quantity, words, or None for blank.

    ``≥98%`` → (≥, 98, %) · ``>=1,200个`` → (≥, 1200, 个) · ``98%以上`` → (≥, 98, %) · ``12月底前`` → words.
    """
    squeezed = squeeze(text).strip("'‘’“”\"")
    if not squeezed:
        return None
    match = _QUANTITY.fullmatch(squeezed)
    if match is None:
        return Words(squeezed)
    spelled, digits, rest = match[1] or "", match[2], match[3].rstrip("。;；,，、")
    operator = _BY_SPELLING.get(spelled, NONE)
    if _is_words(operator, digits + rest, rest):
        return Words(squeezed)
    limit = _SUFFIX.search(rest)
    if limit and operator in (NONE, EQUAL, _SUFFIXES[limit[0]]):
        # “控制在…以内” is one operator spelled around its number.
        operator, spelled = _SUFFIXES[limit[0]], spelled + limit[0]
        rest = rest[: limit.start()] + rest[limit.end() :]
    if rest.startswith("(") and rest.endswith(")"):
        rest = rest[1:-1]
    number = Decimal(digits.replace(",", ""))
    return Quantity(operator, number, rest, spelled, len(digits.partition(".")[2]))


def _is_words(operator: str, body: str, rest: str) -> bool:
    if _DATE.fullmatch(body) or _RANGE.match(rest):
        return True
    if not operator and (_BARE_MONTH.fullmatch(body) or _BARE_YEAR.fullmatch(body)):
        return True
    if rest[:1] in ("*", "×", "/", "-", "~", "±", ":", "+") and rest[1:2].isdigit():
        return True
    unit = _UNIT_DIGITS.sub("", rest)
    return bool(_SENTENCE.search(unit) or _TOLD.search(unit)) or len(unit) > _LONGEST_UNIT


def parse_number(text: str) -> Decimal | None:
    """A plain number with or without thousands separators; a trailing ``%`` is dropped (94.44% → 94.44)."""
    match = _PLAIN.fullmatch(squeeze(text))
    if match is None:
        return None
    try:
        return Decimal(match[1].replace(",", ""))
    except InvalidOperation:  # pragma: no branch
        return None


def plain(number: Decimal) -> str:
    """A number as people write it: no exponent, no trailing zeros."""
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def format_quantity(quantity: Quantity) -> str:
    """The quantity in its standard spelling: ``≥98%``."""
    return f"{quantity.operator}{quantity.number:f}{quantity.unit}"
