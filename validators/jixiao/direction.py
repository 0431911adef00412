"""Which way an indicator is better: ceiling (less is better), floor (more is better), or unknown.

Word lists as data decide (``data/direction.json``, each word with its evidence); a profile may extend them. A unit of
money or time alone is never evidence, a word is evidence only with a unit that fits it and only where it ends the
name: Chinese puts last what is measured (响应时间达标率 is a share, 事故数据采集量 no accident). What cannot be told
stays unknown: a false alarm costs more than a missed trifle.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from jixiao.values import PERCENT, Quantity, Unit, parse_unit, squeeze, unbracketed

CEILING, FLOOR, UNKNOWN = "ceiling", "floor", "unknown"
# The word of the evidence where the class is what tells: a total amount of money under 成本.
COST = "成本"


class DirectionWords(NamedTuple):
    """The word lists, each in order of length, longest first.

    never: anywhere in the name, it is no ceiling; more_is_better: likewise, unless one of cost_heads ends the name;
    payout: money that is somebody's due, and no ceiling unless one of cost_names ends the name (演出补助总成本).
    per_piece: the money is a price of one; harmless: phrases in which the words of these lists say nothing.
    ceiling, floor: evidence at the end of a name; handled: before a ceiling's count, pieces that were worked off.
    guard: anywhere in the name, it is no floor; service_hours: numbers of hours that mean round the clock.
    """

    never: tuple[str, ...]
    payout: tuple[str, ...]
    cost_names: tuple[str, ...]
    more_is_better: tuple[str, ...]
    cost_heads: tuple[str, ...]
    per_piece: tuple[str, ...]
    harmless: tuple[str, ...]
    ceiling: tuple[str, ...]
    handled: tuple[str, ...]
    floor: tuple[str, ...]
    guard: tuple[str, ...]
    service_hours: tuple[str, ...]

    def extended(self, ceiling: tuple[str, ...] = (), floor: tuple[str, ...] = ()) -> DirectionWords:
        """The lists with a profile's own words in front."""
        return self._replace(ceiling=ceiling + self.ceiling, floor=floor + self.floor) if ceiling or floor else self


class Evidence(NamedTuple):
    """A direction and the word that gives it: (ceiling, 响应时间), (ceiling, 成本), (unknown, "")."""

    direction: str
    word: str


# 月 and 年 are left out: 办理时间 =12月 names December.
_TIMES = frozenset(("", *"小时 个小时 时 h H 分钟 分 min 秒 秒钟 s 天 日 工作日 个工作日 个月".split()))
_TIME_WORDS = ("时间", "时限", "时长")
# A rate of failures above one half is no rate of failures: 故障率 ≥98% means something else.
_LARGEST_RATE = 50
_SMALLEST_SHARE = 50
_LONGEST_NAME = 200
_TEN_THOUSAND = 10**4
_PER_MANY = ("10万", "十万", "百万", "万", "千")
# 不合格率, 未完成率, 非正常率 are the opposite of what their end says.
_NEGATIONS = frozenset("不未非无欠")
# 满意度达到95%, 满意度≥95%, 满意度指标: the name goes on after what is measured.
_TAIL = re.compile(r"(?:(?:达到?|达成|不低于|不少于|不超过|[≥≤<>=]+)\d+(?:\.\d+)?\D{0,4}|指标)$")
_UNKNOWN = Evidence(UNKNOWN, "")


@lru_cache(maxsize=1)
def shipped_words() -> DirectionWords:
    """The word lists that come with the package."""
    lists = json.loads((Path(__file__).parent / "data" / "direction.json").read_text(encoding="utf-8"))
    return DirectionWords(*(tuple(sorted(lists[key], key=len, reverse=True)) for key in DirectionWords._fields))


def is_cost_class(level1: str, level2: str) -> bool:
    """Whether the row stands under a cost class, on either level."""
    return COST in level1 or COST in level2


def unit_of(name: str, target: Quantity | None, actual: Quantity | None = None) -> Unit:
    """The unit of a row: the target's, else the one bracketed in the name (部门整体预算(元)), else the actual's."""
    if target is not None and target.unit:
        return parse_unit(target.unit)
    squeezed = squeeze(name)
    if squeezed.endswith(")"):
        return parse_unit(squeezed[squeezed.rfind("(") + 1 : -1])
    return parse_unit(actual.unit if actual is not None else "")


def is_total_money(name: str, target: Quantity | None, actual: Quantity | None = None) -> bool:
    """Whether a cost row's target is an amount of money for all pieces together, not a price of one."""
    if not _is_total(unit_of(name, target, actual)):
        return False
    lists = shipped_words()
    return not _first(lists.per_piece, _without_harmless(squeeze(name), lists))


def direction_of(
    level1: str,
    level2: str,
    name: str,
    target: Quantity | None,
    actual: Quantity | None = None,
    words: DirectionWords | None = None,
) -> Evidence:
    """The direction of an indicator and its evidence.

    level1, level2, name: as printed; target, actual: the quantities of the row, None where they are words.
    """
    if (target is not None and target.number == 0) or len(name) > _LONGEST_NAME:
        return _UNKNOWN
    lists = words or shipped_words()
    full_name = squeeze(name)
    measured = _TAIL.sub("", unbracketed(full_name) if "(" in full_name else full_name)
    unit = unit_of(full_name, target, actual)
    if measured.endswith(lists.ceiling):
        word = _ending(lists.ceiling, measured)
        return Evidence(CEILING, word) if _is_ceiling(word, measured, unit, target, lists) else _UNKNOWN
    if is_cost_class(squeeze(level1), squeeze(level2)):
        # Rates under 成本 (成本控制率, 成本节约率) say nothing of their direction.
        return Evidence(CEILING, COST) if _is_total(unit) and _is_spending(measured, lists) else _UNKNOWN
    if measured.endswith(lists.floor) and _is_share(unit, target):
        word = _ending(lists.floor, measured)
        negated = measured[: -len(word)][-1:] in _NEGATIONS
        if not negated and not _first(lists.guard, measured):
            return Evidence(FLOOR, word)
    return _UNKNOWN


def _is_ceiling(word: str, name: str, unit: Unit, target: Quantity | None, lists: DirectionWords) -> bool:
    """Whether the word is measured in a unit that fits: a time in hours, a rate in percent, a count in pieces."""
    if _first(lists.never, name):
        return False
    if word.endswith(_TIME_WORDS):
        round_the_clock = unit.base == "小时" and target is not None and str(target.number) in lists.service_hours
        return unit.base in _TIMES and not round_the_clock
    if word.endswith("率"):
        fits = unit.base in ("", PERCENT, "‰") or unit.per.startswith(_PER_MANY)
        return fits and (target is None or target.number <= _LARGEST_RATE)
    return unit.base != PERCENT and not unit.is_money and not _first(lists.handled, name)


def _is_total(unit: Unit) -> bool:
    """An amount of money; under a cost class 12万 is 12万元."""
    return unit.is_total_money or (not unit.base and not unit.per and unit.scale >= _TEN_THOUSAND)


def _is_spending(name: str, lists: DirectionWords) -> bool:
    """Whether a total amount under a cost class is money spent on getting something done."""
    plain_name = _without_harmless(name, lists)
    if _first(lists.per_piece, plain_name) or _first(lists.never, plain_name):
        return False
    if _first(lists.payout, plain_name) and not plain_name.endswith(lists.cost_names):
        return False
    return plain_name.endswith(lists.cost_heads) or not _first(lists.more_is_better, plain_name)


def _is_share(unit: Unit, target: Quantity | None) -> bool:
    """Whether the value can be a share or a mark: 98%, 98, 0.98, 98分; 及时性 3 may well be days."""
    if unit.base == PERCENT:
        return True
    if unit.base not in ("", "分"):
        return False
    return target is None or 0 < target.number <= 1 or _SMALLEST_SHARE <= target.number <= 100


def _without_harmless(name: str, lists: DirectionWords) -> str:
    for phrase in lists.harmless:
        name = name.replace(phrase, "")
    return name


def _first(words: tuple[str, ...], name: str) -> str:
    return next((word for word in words if word in name), "")


def _ending(words: tuple[str, ...], name: str) -> str:
    return next(word for word in words if name.endswith(word))
