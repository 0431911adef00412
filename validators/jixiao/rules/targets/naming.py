"""What an indicator's name says by itself: a number, a unit, what it counts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jixiao.direction import unit_of
from jixiao.values import Quantity, Unit, kind_of, parse_unit, parse_value, squeeze, unbracketed

if TYPE_CHECKING:
    from jixiao.form import Indicator

# 7*24小时, 1-12月, 第3次, 前3名 and V2套 hold no target; nor do a period's, a class's or a year's number.
_AT_END = re.compile(r"(?<![第前\d.,*×/:~～至到A-Za-z-])(\d+(?:\.\d+)?)([^\d]{1,8})$")
_AFTER = re.compile(r"(?:完成数?|达到|[≥>≤<]=?|不低于|不少于|不超过)(\d+(?:\.\d+)?)([^\d(),、]{1,4})")
_LIMIT = re.compile("(?:及?以上|以内)?[)]?$")
_NAMING = frozenset("月 日 期 级 批 班 届 季度 年度 里 m t s h".split())
_YEAR = 1900

_COUNTED = "money time length area volume weight share"
_CLASHES = {
    "率": "money time people visits households events matters things length area volume weight",
    "次数": f"{_COUNTED} people households",
    "人数": f"{_COUNTED} events households things",
    "人次": f"{_COUNTED} households things",
    "户数": f"{_COUNTED} people visits events",
    "面积": "money time length weight share people visits events households",
    "里程": "money time area volume weight share people visits events households",
    "天数": "money length area volume weight share people visits households events",
    "时间": "money length area volume weight people visits households events things",
    "场次": "money length area volume weight share people visits households",
    "金额": "time length area volume weight people visits households events matters things",
    "台数": f"{_COUNTED} people",
}
_ALIKE = {
    "人次": "人次数",
    "里程": "长度",
    "天数": "日数",
    "时间": "时限 时长",
    "场次": "期次 场数 期数 场次数",
    "台数": "套数 件数 条数 篇数 份数",
}
_CLASH_OF = {
    tail: frozenset(kinds.split()) for name, kinds in _CLASHES.items() for tail in (name, *_ALIKE.get(name, "").split())
}
# 频率 速率 功率 分辨率 容积率 and their like are no shares.
_TAIL = re.compile(
    "("
    + "|".join(sorted(_CLASH_OF, key=len, reverse=True))
    + ")(?<![频速功利汇税费倍码比]率)(?<!(?<!有)效率)(?<!分辨率)(?<!容积率)$"
)
# 减少死亡人数 ≥5% is a change, and in percent by right.
_CHANGE = re.compile("增加|增长|提高|提升|减少|降低|下降|压减|同比")


class Numbered(NamedTuple):
    """A number that stands in an indicator's name, and the words of it."""

    value: Quantity
    text: str


def number_in(name: str) -> Numbered | None:
    """The target that a name holds: “…完成数5个” → 5个; None for 5G, 2023年, 7*24小时, 12345热线."""
    squeezed = squeeze(name)
    if not any(character.isdigit() for character in squeezed):
        return None
    tail = _AT_END.search(_LIMIT.sub("", squeezed))
    found = _numbered(tail[1], tail[2]) if tail is not None else None
    if found is not None:
        return found
    for match in _AFTER.finditer(squeezed):
        for length in range(len(match[2]), 0, -1):
            found = _numbered(match[1], match[2][:length])
            if found is not None:
                return found
    return None


def _numbered(digits: str, unit: str) -> Numbered | None:
    base = parse_unit(unit).base
    if not kind_of(base) or base in _NAMING or (base == "年" and float(digits) >= _YEAR):
        return None
    value = parse_value(digits + unit)
    return Numbered(value, digits + unit) if isinstance(value, Quantity) else None


def unit_asked(row: Indicator, target: Quantity | None) -> Unit:
    """The unit of a row's target: as printed with it, in the form's unit column, or bracketed in the name."""
    if (target is None or not target.unit) and row.unit is not None and row.unit.is_filled:
        return parse_unit(row.unit.text)
    return unit_of(row.name, target)


def clash_of(name: str, unit: Unit) -> str:
    """The word at the end of a name (次数, 率 …) that says it counts something other than the unit; else empty."""
    plain_name = unbracketed(squeeze(name))
    tail = _TAIL.search(plain_name)
    kind = kind_of(unit.base)
    if tail is None or kind not in _CLASH_OF[tail[1]] or (kind == "share" and _CHANGE.search(plain_name)):
        return ""
    # 走访入户次数 1200户次: each of them a time.
    if tail[1].startswith(("次", "场")) and unit.base.endswith("次"):
        return ""
    # 死亡率 5人/10万人, 更新时间 2次/天
    return "" if unit.per and tail[1] in ("率", "时间", "时限", "时长") else tail[1]
