"""Score sheets: what is printed for a section against its items, and for the sheet against its sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jixiao.rules import readings, sums
from jixiao.rules.framework import Hit
from jixiao.values import plain, squeeze, unbracketed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from jixiao.form import Cell, Form, Indicator
    from jixiao.rules.sums import Sum


def weight_hits(form: Form) -> Iterator[Hit]:
    """The sections whose printed 分值 is not their items', and the total that is neither items nor sections."""
    for name, cell, printed, items in _differing(form, "weight"):
        yield Hit(cell, name, readings.points(items), plain(printed), wording="parent")
    total, choices = form.total.weight, _totals(form, "weight")
    if total is not None and total.number is not None and choices and not sums.give(choices, total.number):
        added = readings.points(choices[0].number)
        details = {"indicators": added, "execution": "未列分值"}
        yield Hit(total, "总分", added, plain(total.number), wording="printed", details=details)


def score_hits(form: Form) -> Iterator[Hit]:
    """The sections whose printed 得分 is not their items', and the total that is neither items nor sections."""
    for name, cell, printed, added in _differing(form, "score"):
        yield Hit(cell, name, readings.points(printed), readings.points(added), wording="section")
    total, choices = form.total.score, _totals(form, "score")
    printed_total = total.number if total is not None else None
    if printed_total is not None and choices and not sums.give(choices, printed_total, sums.half_of(printed_total)):
        yield Hit(total, "总分", readings.points(printed_total), readings.points(choices[0].number), wording="sheet")


def _differing(form: Form, role: str) -> Iterator[tuple[str, Cell, Decimal, Decimal]]:
    """The sections whose printed weight or score is not their items': name, cell, what is printed, the sum."""
    for name, cell in _printed(form, role).items():
        added = _added((row for row in form.live if row.level1 is not None and row.level1.text == name), role)
        if cell.number is not None and added is not None and not added.gives(cell.number, sums.half_of(cell.number)):
            yield unbracketed(squeeze(name)), cell, cell.number, added.number


def _totals(form: Form, role: str) -> list[Sum]:
    """What the sheet may add up to: its items, or its sections as printed where every item stands in one."""
    found = [added] if (added := _added(form.live, role)) is not None else []
    printed = _printed(form, role)
    if printed and all(row.level1 is not None and row.level1.text in printed for row in form.live):
        numbers = sums.numbers_in(printed.values())
        found += [_sum(numbers, role)] if numbers is not None else []
    return found


def _printed(form: Form, role: str) -> dict[str, Cell]:
    return form.level1_weights if role == "weight" else form.level1_scores


def _added(rows: Iterable[Indicator], role: str) -> Sum | None:
    numbers = sums.numbers_in(getattr(row, role) for row in rows)
    return _sum(numbers, role) if numbers is not None else None


def _sum(numbers: list[Decimal], role: str) -> Sum:
    return sums.of_weights(numbers) if role == "weight" else sums.of_scores(numbers)
