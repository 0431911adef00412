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

PREFIXES = {
    AT_LEAST: (
        "≥ ≧ ⩾ ≮ >= => ≥= ﹥= ﹥﹦ 大于等于 大于或等于 高于等于 不低于 不少于 不小于 不得低于 不得少于 "
        "不应低于 至少 最低 达到"
    ),
    AT_MOST: (
        "≤ ≦ ⩽ ≯ <= =< ≤= ﹤= ﹤﹦ 小于等于 小于或等于 低于等于 不超过 不高于 不大于 不多于 不超 不得超过 不得高于 "
        "不应超过 至多 最多 最高 控制在"
    ),
    ABOVE: "> ﹥ 大于 高于 超过 多于 超",
    BELOW: "< ﹤ 小于 低于 少于",
    EQUAL: "= ﹦ ═ == 等于",
}
_BY_SPELLING = {spelling: operator for operator, spellings in PREFIXES.items() for spelling in spellings.split()}
_STANDARD = frozenset(PREFIXES)
_STRICT = {AT_LEAST: ABOVE, AT_MOST: BELOW}
SUFFIXES = dict.fromkeys(("及以上", "以上", "或以上", "(含)以上"), AT_LEAST)
SUFFIXES.update(dict.fromkeys(("及以下", "以下", "(含)以下", "以内", "之内", "内"), AT_MOST))
# Only at the end: “3个国内展会” sets no limit.
_SUFFIX = re.compile("(" + "|".join(sorted(map(re.escape, SUFFIXES), key=len, reverse=True)) + r")(?:\(含\))?$")
_OPERATOR = "|".join(sorted(map(re.escape, _BY_SPELLING), key=len, reverse=True))
_NUMBER = r"[-+]?(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
_QUANTITY = re.compile(rf"({_OPERATOR})?(?:约|为|:|¥|￥|人民币)?({_NUMBER})(.*)", re.DOTALL)
_PLAIN = re.compile(r"(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|-?\.\d+)(%?)")
# What follows a number in a range, a product, a fraction, a time or a date makes the whole text words.
_RANGE = re.compile(r"%?[^\d]{0,3}[-~—–至到±:*×xX+]+[^\d]{0,2}\d")
_MONTH = r"(?:0?[1-9]|1[0-2])(?!\d)"
_DATE = re.compile(
    rf"(?:19|20)\d\d(?:年.*|[-/]{_MONTH}.*|\.{_MONTH}\.\d{{1,2}}.*)"
    r"|\d{1,2}月(?:\d{1,2}[日号]?|底|初|末|中|上旬|中旬|下旬|份).*|\d{1,2}月(?:前|以前|之前|内)|\d{1,2}\.\d{1,2}(?:日|号|前)+"
)
# Without an operator; 2023.12万元 and ≤12月 are quantities.
_BARE_DATE = re.compile(rf"(?:[1-9]|1[0-2])月|(?:19|20)\d\d\.{_MONTH}(?:月|底|前)*|第?[1-4]季度.*")
_PERIOD = re.compile(
    r"当[年月日天]|年[底末内初]|月[底末内初]|全[年天]|每|季度|半年|按[年月季日周天]|实时|随时|长期|日常|\d-\d+月"
)
_SENTENCE = re.compile(r"[,;。；，、:!！?？“”\"]|\d")
_TOLD = re.compile(r"%.|[^/]*前$|完成|达到|达标|不|无|按|有|为|已|及时|发放|左右|办结|到位|开展|正常")
_UNIT_DIGITS = re.compile(r"(?:k|c|m|d)?m[23²³]")
_LONGEST_UNIT = 10
# With a limit and brackets around the unit; what is longer is a sentence.
_LONGEST_REST = 24


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
        return bool(_DATE.fullmatch(self.text) or _BARE_DATE.fullmatch(self.text))

    @property
    def is_period(self) -> bool:
        """Whether the words are a date or say when or how often: 年底前, 每日更新, 第四季度, 当年."""
        return self.is_date or bool(_PERIOD.search(self.text))


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
    spelled, digits, rest = match[1] or "", match[2], match[3].rstrip("。.;；,，、")
    operator = _BY_SPELLING.get(spelled, NONE)
    if len(rest) > _LONGEST_REST or _is_date(operator, digits + rest):
        return Words(squeezed)
    while limit := _SUFFIX.search(rest):
        meant = SUFFIXES[limit[1]]
        if operator not in (NONE, EQUAL, meant, _STRICT[meant]):
            break
        # “控制在…以内” is one operator spelled around its number, “超过90%以上” says “超过” twice.
        operator, spelled = operator if operator == _STRICT[meant] else meant, spelled + limit[1]
        rest = rest[: limit.start()]
    while rest.startswith("(") and rest.endswith(")"):
        rest = rest[1:-1]
    if _is_words(rest):
        return Words(squeezed)
    number = Decimal(digits.replace(",", ""))
    return Quantity(operator, number, rest, spelled, len(digits.partition(".")[2]))


def _is_date(operator: str, body: str) -> bool:
    return bool(_DATE.fullmatch(body)) or (not operator and bool(_BARE_DATE.fullmatch(body)))


def _is_words(rest: str) -> bool:
    if _RANGE.match(rest) or (rest[:1] in ("*", "×", "/", "-", "~", "±", ":", "+") and rest[1:2].isdigit()):
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
