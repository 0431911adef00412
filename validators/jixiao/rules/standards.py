"""What the text of a score sheet's item says: its full points, its threshold or steps, the actual, the points given."""

from __future__ import annotations

import re
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, NamedTuple

from jixiao.direction import CEILING, direction_of
from jixiao.values import (
    AT_MOST,
    NONE,
    PERCENT,
    Quantity,
    in_units_of,
    is_met,
    kind_of,
    parse_unit,
    parse_value,
    same_thing,
    squeeze,
)

if TYPE_CHECKING:
    from jixiao.form import Cell, Indicator

_NUMBER = r"\d+(?:\.\d+)?"
_FACTS = re.compile("实际|此项|本项")
_CLAUSES = re.compile(r"[，。；,;\n]+")
_FULL = re.compile(rf"满分(?:为|是)?({_NUMBER})分")
_GIVEN = re.compile(rf"(?<!可)得(?:分为?)?({_NUMBER})分")
_EARNS = re.compile(rf"得(?:满分|{_NUMBER}分)")
# What must be reached stands right before the points: 大于95%得满分, 达到8500件的得3分.
_THRESHOLD = re.compile(
    rf"(大于或?等于|小于或?等于|不低于|不少于|不超过|不高于|大于|高于|超过|达到?|小于|低于|[≥≤><]=?)?({_NUMBER}[^\d得]{{0,8}}?)"
    rf"(?:的|时|者|，|,)*得(?:满分|({_NUMBER})分)"
)
_TARGET = re.compile(r"^目标值?(?:为|是)?(.+)$")
_LAST_NUMBER = re.compile(rf"({_NUMBER}[^\d]{{0,5}})$")
_STEP = re.compile(
    rf"每(?:减少|降低|下降|低于|少于|少|低|差|超过|超出|超|增加|高|多|延迟|推迟|逾期|延期|晚)({_NUMBER}|一)?"
    rf"(个?百分点|[^\d，,。；;扣减]{{0,3}}?)[，,]?的?(?:扣|减)({_NUMBER})分"
)
_CONDITION = re.compile(r"([^，。；,;\d]{2,20}?)的?得满分")
_BUT = re.compile("扣|但|未|不|没|缺|差(?!异)|欠|尚|部分|基本")
_DENIED = re.compile("[未不没非]有?$")


class Standard(NamedTuple):
    """A quantity that earns full points, the steps by which a miss is deducted, and the actual that was reached."""

    target: Quantity
    actual: Quantity
    step: Decimal | None
    points: Decimal


class Item(NamedTuple):
    """The text of an item: the standard by which it is scored, and the facts that are scored."""

    standard: str
    facts: str

    @property
    def full(self) -> Decimal | None:
        """满分N分, where the text says one number only."""
        numbers = {Decimal(number) for number in _FULL.findall(self.standard + self.facts)}
        return numbers.pop() if len(numbers) == 1 else None

    @property
    def given(self) -> Decimal | None:
        """The points that the facts end with: 此项得2分."""
        numbers = _GIVEN.findall(self.facts)
        return Decimal(numbers[-1]) if numbers else None

    @property
    def mentions_loss(self) -> bool:
        """Whether the facts give any reason for fewer points."""
        return bool(_BUT.search(self.facts))

    @property
    def condition_is_met(self) -> bool:
        """Whether the facts repeat, undenied, the words that earn full points: 无差异得满分；实际无差异."""
        match = _CONDITION.search(self.standard)
        if match is None:
            return False
        words = match[1]
        place = self.facts.find(words)
        rest = self.facts.replace(words, "", 1)
        return place >= 0 and not _DENIED.search(self.facts[:place]) and not _BUT.search(rest)

    @property
    def stated(self) -> Quantity | None:
        """The actual value in the facts: the last number of the clause 实际…."""
        clause = next((part for part in _CLAUSES.split(self.facts) if "实际" in part), "")
        match = _LAST_NUMBER.search(clause)
        value = parse_value(match[1]) if match else None
        return value if isinstance(value, Quantity) else None


def item_of(row: Indicator) -> Item:
    """The text of an item, from its standard, its basis and its actual."""
    method, basis = _text(row.method), _text(row.reason)
    if method:
        return Item(method, basis)
    facts = _FACTS.search(basis)
    return Item(basis[: facts.start()], basis[facts.start() :]) if facts else Item(basis, "")


def _text(cell: Cell | None) -> str:
    return squeeze(cell.text).replace("，", ",") if cell is not None and cell.is_filled else ""


def standard_of(row: Indicator, item: Item) -> Standard | None:
    """The item's threshold and what was reached, as far as both are quantities that compare; else None."""
    actual = row.actual_quantity or item.stated
    target = row.target_quantity or _threshold(item.standard, row)
    if target is None or actual is None or not _compares(target, actual):
        return None
    if target.operator == NONE:
        # 3 days against a bare 2 may be better or worse.
        if kind_of(parse_unit(target.unit).base) == "time":
            return None
        if direction_of(*row.classes, row.name, target, actual).direction == CEILING:
            target = target._replace(operator=AT_MOST)
    steps = _STEP.findall(item.standard)
    if len(steps) > 1 or (not steps and "每" in item.standard):
        return None
    if not steps:
        return Standard(target, actual, None, Decimal(0))
    number, unit, points = steps[0]
    if not _is_unit_of(unit, target):
        return None
    return Standard(target, actual, Decimal(1) if number in ("", "一") else Decimal(number), Decimal(points))


def _threshold(standard: str, row: Indicator) -> Quantity | None:
    if len(_EARNS.findall(standard)) > 1:
        return None
    match = _THRESHOLD.search(standard)
    full = row.weight.number if row.weight is not None else None
    if match is not None:
        if match[3] and Decimal(match[3]) != full:
            return None
        text = (match[1] or "").replace("达到", "≥").replace("达", "≥") + match[2]
    else:
        clause = next((found[1] for part in _CLAUSES.split(standard) if (found := _TARGET.match(part))), "")
        text = clause
    value = parse_value(text) if text else None
    return value if isinstance(value, Quantity) else None


def _compares(target: Quantity, actual: Quantity) -> bool:
    if (target.unit == PERCENT) != (actual.unit == PERCENT):
        return False
    return same_thing(parse_unit(target.unit).base, parse_unit(actual.unit).base)


def _is_unit_of(unit: str, target: Quantity) -> bool:
    if unit.endswith(("百分点", PERCENT)):
        return target.unit == PERCENT
    return unit == target.unit or (not unit and target.unit != PERCENT)


def allowed(standard: Standard, full: Decimal) -> tuple[Decimal, Decimal] | None:
    """The least and the most points that the standard gives; None for a miss whose deduction it does not tell."""
    reached = in_units_of(standard.target, standard.actual)
    if is_met(standard.target, reached):
        return full, full
    if standard.step is None or not standard.step:
        return None
    steps = abs(standard.target.number - reached) / standard.step
    least = full - steps.to_integral_value(ROUND_CEILING) * standard.points
    most = full - steps.to_integral_value(ROUND_FLOOR) * standard.points
    return max(Decimal(0), least), max(Decimal(0), most)
