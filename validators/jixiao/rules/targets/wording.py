"""Words where a number is asked for, numbers where words are: which of them a reviewer lets stand."""

from __future__ import annotations

import re

from jixiao.values import AT_MOST, BELOW, PERCENT, Quantity, Words, kind_of, parse_unit, squeeze, unbracketed

# The level of a target reached, 按标准发放, 据实结算, 全部, 三次, 同上: they stand for a number.
_STANDS_FOR_NUMBER = re.compile(
    "目标|预期|达成|指标|标准|合同|全部|全覆盖|全面|全额|全程|足额|所有|一致|百分|^[按依据见详同参]"
    "|[二两三四五六七八九]|十(?!分)|一(?=[个次项家期份套场届])"
)
_NONE_OF_IT = re.compile("^(?:无|未|没有|尚未|暂|零|不涉及|不适用)")
# 三级等保, 5A级景区: reached or not.
_RANKS = frozenset("级 星 星级 等 类 档 A级 级别".split())
_OPTIONS = re.compile("[优良中低差好坏、/一般较]{2,}")
_LEVELS = re.compile(
    "提升|提高|增强|改善|显著|明显|有效|良好|较好|优|熟悉|促进|加强|完善|健全|推动|保障|持续|稳步|逐步|规范|减轻|缓解|较高|较强"
)
_SHARE_LIKE = re.compile("及时|准确|合格|达标|覆盖|满意|完整|正常|到位|公开|按时|按期|准时|齐全")
_SHARE_NAME = re.compile("(?:率|性|度|感|覆盖面|比例|占比)$")
_PLAIN_NUMBERS = (0, 1, 100)


def is_words_for_number(target: Quantity, actual: Words, explained: bool) -> bool:
    """Whether the words in 实际完成值 leave the number open that the target asks for."""
    text = actual.text
    if actual.holds_number or actual.is_period or _STANDS_FOR_NUMBER.search(text):
        return False
    if _NONE_OF_IT.match(text) and (explained or not target.number or target.operator in (AT_MOST, BELOW)):
        return False
    if target.unit in _RANKS:
        return False
    is_year = not target.unit and not target.operator and 1990 <= target.number <= 2100 and not target.places
    return not is_year


def is_number_for_words(name: str, target: Words, actual: Quantity) -> bool:
    """Whether the number in 实际完成值 is no answer to the words of the target.

    及时 → 98%, 提供 → 1份 and 是 → 1 are answers; 有效提升 → 95, 熟悉 → 3 are none.
    """
    text = target.text
    if target.holds_number or target.is_period or _STANDS_FOR_NUMBER.search(text) or _NONE_OF_IT.match(text):
        return False
    if actual.number in _PLAIN_NUMBERS or _OPTIONS.fullmatch(text):
        return False
    says_level = bool(_LEVELS.search(text))
    kind = kind_of(parse_unit(actual.unit).base)
    if actual.unit in ("", PERCENT) or kind == "share":
        if _SHARE_LIKE.search(text) or _SHARE_NAME.search(unbracketed(squeeze(name))):
            return False
        return says_level or not actual.unit
    return says_level and bool(kind)
