"""Which way an indicator is better: ceiling (less is better), floor (more is better), or unknown.

A word list as data decides (``data/direction.json``, each word with its evidence); a profile may extend it. A unit of
money or time alone is never evidence, and what cannot be told stays unknown: a false alarm costs more than a missed
trifle.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Optional, Tuple

from jixiao.values import PERCENT, Quantity, Unit, parse_unit, squeeze

CEILING, FLOOR, UNKNOWN = "ceiling", "floor", "unknown"
_COST = "成本"


class DirectionWords(NamedTuple):
    """The word lists, each in order of length, longest first."""

    never: Tuple[str, ...]
    ceiling: Tuple[str, ...]
    floor: Tuple[str, ...]
    guard: Tuple[str, ...]
    service_hours: Tuple[str, ...]

    def extended(self, ceiling: Tuple[str, ...] = (), floor: Tuple[str, ...] = ()) -> DirectionWords:
        """The lists with a profile's own words in front."""
        return self._replace(ceiling=ceiling + self.ceiling, floor=floor + self.floor) if ceiling or floor else self


class Evidence(NamedTuple):
    """A direction and the word that gives it: (ceiling, 响应时间), (ceiling, 成本), (unknown, "")."""

    direction: str
    word: str


_TIMES = frozenset(("", "小时", "个小时", "时", "h", "分钟", "分", "min", "秒", "s", "天", "日", "工作日", "个工作日", "月", "个月", "年"))
_PER_PIECE = re.compile("标准|单价|人均|生均|户均|亩均|每(?!年)")
_UNKNOWN = Evidence(UNKNOWN, "")


@lru_cache(maxsize=1)
def shipped_words() -> DirectionWords:
    """The word lists that come with the package."""
    lists = json.loads((Path(__file__).parent / "data" / "direction.json").read_text(encoding="utf-8"))
    return DirectionWords(
        *(tuple(sorted(lists[key], key=len, reverse=True)) for key in ("never", "ceiling", "floor", "guard", "service_hours"))
    )


def is_cost_class(level1: str, level2: str) -> bool:
    """Whether the row stands under a cost class, on either level."""
    return _COST in level1 or _COST in level2


def unit_of(name: str, target: Optional[Quantity], actual: Optional[Quantity] = None) -> Unit:
    """The unit of a row: the target's, else the one bracketed in the name (部门整体预算(元)), else the actual's."""
    if target is not None and target.unit:
        return parse_unit(target.unit)
    squeezed = squeeze(name)
    if squeezed.endswith(")"):
        return parse_unit(squeezed[squeezed.rfind("(") + 1 : -1])
    return parse_unit(actual.unit if actual is not None else "")


def is_total_money(name: str, target: Optional[Quantity], actual: Optional[Quantity] = None) -> bool:
    """Whether the row's target is an amount of money for all pieces together, not a price of one."""
    return unit_of(name, target, actual).is_total_money and not _is_per_piece(name)


def direction_of(
    level1: str, level2: str, name: str, target: Optional[Quantity], actual: Optional[Quantity] = None,
    words: Optional[DirectionWords] = None,
) -> Evidence:
    """The direction of an indicator and its evidence.

    level1, level2, name: as printed; target, actual: the quantities of the row, None where they are words.
    """
    lists = words or shipped_words()
    if target is not None and target.number == 0:
        return _UNKNOWN
    plain_name = squeeze(name)
    if _first(lists.never, plain_name):
        return _UNKNOWN
    unit = unit_of(name, target, actual)
    ceiling, floor = _last(lists.ceiling, plain_name), _last(lists.floor, plain_name)
    # 响应时间达标率 is a share: of two words the one that stands last says what is measured.
    if ceiling and plain_name.rfind(ceiling) > plain_name.rfind(floor or " "):
        return Evidence(CEILING, ceiling) if _fits(ceiling, unit, target, lists) else _UNKNOWN
    if is_cost_class(squeeze(level1), squeeze(level2)):
        # Rates under 成本 (成本控制率, 成本节约率) say nothing of their direction.
        total = unit.is_total_money and not _is_per_piece(plain_name)
        return Evidence(CEILING, _COST) if total else _UNKNOWN
    if floor and not _first(lists.guard, plain_name) and unit.base in (PERCENT, "分", ""):
        return Evidence(FLOOR, floor)
    return _UNKNOWN


def _fits(word: str, unit: Unit, target: Optional[Quantity], lists: DirectionWords) -> bool:
    """Whether the unit is one in which the word can be measured: a time in hours, a rate in percent, a count in neither."""
    if word.endswith(("时间", "时限", "时长")):
        round_the_clock = unit.base == "小时" and target is not None and str(target.number) in lists.service_hours
        return unit.base in _TIMES and not round_the_clock
    if word.endswith("率"):
        return unit.base in ("", PERCENT, "‰", "/10万", "/万")
    return unit.base != PERCENT


def _is_per_piece(name: str) -> bool:
    return bool(_PER_PIECE.search(name))


def _first(words: Tuple[str, ...], name: str) -> str:
    return next((word for word in words if word in name), "")


def _last(words: Tuple[str, ...], name: str) -> str:
    found = [word for word in words if word in name]
    return max(found, key=lambda word: (name.rfind(word) + len(word), len(word))) if found else ""
