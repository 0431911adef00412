"""Monitoring forms, clean and with one planted error each (JX701–705)."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from clean import PATTERNS
from patterns import LEVEL1, Pattern

from jixiao.casework import run_case
from jixiao.finding import Finding
from jixiao.values import half_up, plain

_CAUSES = 3


@dataclass(frozen=True)
class Watched:
    """A row of a monitoring form: the figures, which of the causes is ticked, the reason, which outlook is ticked."""

    name: str
    classes: tuple[str, str]
    unit: str
    target: int
    reached: int
    forecast: int
    cause: int | None = None
    reason: str = ""
    outlook: int | None = 0

    def line(self) -> str:
        """The row as a case prints it."""
        causes = ["✓" if index == self.cause else "" for index in range(_CAUSES)]
        outlooks = ["√" if index == self.outlook else "" for index in range(3)]
        figures = [f"≥{self.target}{self.unit}", f"{self.reached}{self.unit}", f"{self.forecast}{self.unit}"]
        return " | ".join([*self.classes, self.name, *figures, *causes, self.reason, *outlooks])


@dataclass(frozen=True)
class Sheet:
    """A monitoring form for January to September."""

    budget: Decimal
    spent: Decimal
    rate: Decimal
    rows: tuple[Watched, ...]

    def findings(self) -> tuple[Finding, ...]:
        """What the checker says of it."""
        funds = (
            f"年度资金总额 | {plain(self.budget)} | {plain(self.spent)} | {plain(self.rate)}% | {plain(self.budget)}"
        )
        return run_case(
            {"kind": "monitoring", "funds": funds, "rows": "\n".join(row.line() for row in self.rows)}
        ).findings


def clean_sheet(rng: random.Random) -> Sheet:
    """A form on schedule, or behind it with the cause told."""
    budget = Decimal(rng.choice((10, 25, 60, 120, 480)))
    spent = half_up(budget * Decimal(str(rng.uniform(0.6, 0.98))))
    field = rng.choice([name for name in PATTERNS if name != "通用"])
    counts = [
        each for each in PATTERNS[field] if each.sign == "≥" and each.unit not in ("%", "‰", "") and "." not in each.low
    ]
    rows = tuple(_on_schedule(rng, pattern) for pattern in counts)
    return Sheet(budget, spent, half_up(spent / budget * 100), rows)


def _on_schedule(rng: random.Random, pattern: Pattern) -> Watched:
    target = rng.randint(max(20, int(pattern.low)), max(40, int(pattern.high)))
    row = Watched(pattern.level3, (LEVEL1[pattern.level2], pattern.level2), pattern.unit, target, target, target)
    if rng.random() < 0.3:
        return replace(row, reached=target // 2, cause=rng.randrange(_CAUSES), reason="集中在四季度实施")
    return replace(row, reached=int(target * rng.uniform(0.78, 1)))


def _rate_wrong(rng: random.Random, sheet: Sheet) -> tuple[Sheet, str]:
    return replace(sheet, rate=sheet.rate - rng.choice((3, 8, 15))), "年度资金总额"


def _changed(rng: random.Random, sheet: Sheet, change: Callable[[Watched], Watched]) -> tuple[Sheet, str]:
    index = rng.randrange(len(sheet.rows))
    row = change(sheet.rows[index])
    return replace(sheet, rows=(*sheet.rows[:index], row, *sheet.rows[index + 1 :])), row.name


PLANTS: dict[str, Callable[[random.Random, Sheet], tuple[Sheet, str]]] = {
    "JX701": _rate_wrong,
    "JX702": lambda rng, sheet: _changed(
        rng, sheet, lambda row: replace(row, reached=row.target // 3, cause=None, reason="", outlook=0)
    ),
    "JX703": lambda rng, sheet: _changed(
        rng,
        sheet,
        lambda row: replace(
            row, forecast=row.target * 4 // 5, reached=row.target * 4 // 5, cause=None, reason="", outlook=1
        ),
    ),
    "JX704": lambda rng, sheet: _changed(rng, sheet, lambda row: replace(row, outlook=None)),
    "JX705": lambda rng, sheet: _changed(
        rng,
        sheet,
        lambda row: replace(
            row, forecast=row.target * 3 // 5, reached=row.target // 2, cause=1, reason="投标流标", outlook=0
        ),
    ),
}
