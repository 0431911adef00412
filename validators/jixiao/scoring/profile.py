"""A scoring profile (评分口径): the points rules of one authority as data.

Profiles are written as TOML (``jixiao.profiles``) and compiled to ``profiles.json`` beside this file, so that a cell
function loads them with nothing but the standard library.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jixiao.direction import DirectionWords, shipped_words

DEFAULT = "mof-2021"


@dataclass(frozen=True)
class Tier:
    """From this percentage (0–100) on, this share (0–1) of the weight."""

    start: Decimal
    share: Decimal


@dataclass(frozen=True)
class Band:
    """The shares of the weight (0–1) that go with phrases such as 基本达成目标."""

    phrases: tuple[str, ...]
    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class Step:
    """Every full share (0–1) of the target that is lacking costs so many points: 每减少30件扣1分."""

    share: Decimal
    points: Decimal


@dataclass(frozen=True)
class Grade:
    """A grade and the lowest total that earns it."""

    name: str
    start: Decimal


@dataclass(frozen=True)
class Profile:
    """One set of points rules.

    tiers: of the execution score, highest first; empty when it is linear.
    completed_in_full: a project that was completed within its budget earns the whole execution weight.
    zero_budget: the execution score of 0 spent of 0: "full", "zero", or "none" where places differ.
    threshold: the completion (0–1) up to which a quantitative row earns nothing; 0 is plain proportion.
    step: points lost by steps instead. full_from: the completion that earns all points already.
    overrun: what is left of "≤" when it is overrun: "excess" 1−(A−T)/T, "inverse" T/A, "none".
    graded: tiers by which satisfaction rows may be scored instead.
    quantum: to what row scores are rounded, half up.
    weights_with_cost, weights_without_cost: the usual weights by class, by the presence of a cost class.
    budget_adjustment: how grave an unexplained adjustment of the budget is (JX205).
    layouts: the layouts in which the profile is at home; they break ties when it is inferred.
    """

    name: str
    title: str
    basis: str
    tiers: tuple[Tier, ...]
    completed_in_full: bool
    execution_weight: Decimal
    zero_budget: str
    threshold: Decimal
    step: Step | None
    full_from: Decimal
    overrun: str
    bands: tuple[Band, ...]
    graded: tuple[Tier, ...]
    quantum: Decimal
    grades: tuple[Grade, ...]
    weights_with_cost: Mapping[str, Decimal]
    weights_without_cost: Mapping[str, Decimal]
    execution_floor: Decimal
    over_achievement: Decimal
    small_target: Decimal
    small_margin: Decimal
    budget_adjustment: str
    layouts: tuple[str, ...]
    words: DirectionWords

    def band_of(self, phrase: str) -> Band | None:
        """The band whose phrase this is, if any."""
        return next((band for band in self.bands if phrase in band.phrases), None)

    def grade_of(self, total: Decimal) -> str:
        """The grade of a total score (0–100): 94.49 → 优."""
        return next((grade.name for grade in self.grades if total >= grade.start), self.grades[-1].name)


def profile_from(data: Mapping[str, Any]) -> Profile:
    """Build a profile from plain data that satisfies the profile schema."""
    execution, quantitative, explanations = data["execution"], data["quantitative"], data["explanations"]
    weights, direction = data["weights"], data["direction"]
    linear = execution["method"] == "linear"
    return Profile(
        name=data["name"],
        title=data["title"],
        basis=data["basis"],
        tiers=() if linear else _tiers(execution["tiers"]),
        completed_in_full=bool(execution.get("completed_in_full", False)),
        execution_weight=_decimal(execution["weight"]),
        zero_budget=execution.get("zero_budget", "none"),
        threshold=_decimal(quantitative["threshold"]) if quantitative["method"] == "threshold" else Decimal(0),
        step=_step(quantitative["step"]) if quantitative["method"] == "step" else None,
        full_from=_decimal(quantitative.get("full_from", 1)),
        overrun=quantitative.get("overrun", "excess"),
        bands=tuple(
            Band(tuple(band["phrases"]), _decimal(band["from"]), _decimal(band["to"]))
            for band in data["qualitative"]["bands"]
        ),
        graded=_tiers(data["satisfaction"].get("graded", ())),
        quantum=_decimal(data["rounding"]["quantum"]),
        grades=tuple(
            sorted(
                (Grade(name, _decimal(start)) for name, start in data["grades"].items()),
                key=lambda g: g.start,
                reverse=True,
            )
        ),
        weights_with_cost=_weights(weights.get("with_cost", {})),
        weights_without_cost=_weights(weights.get("without_cost", {})),
        execution_floor=_decimal(explanations["execution_floor"]),
        over_achievement=_decimal(explanations["over_achievement"]),
        small_target=_decimal(explanations["small_target"]),
        small_margin=_decimal(explanations["small_margin"]),
        budget_adjustment=explanations.get("budget_adjustment", "info"),
        layouts=tuple(data.get("layouts", ())),
        words=shipped_words().extended(tuple(direction.get("ceiling", ())), tuple(direction.get("floor", ()))),
    )


def _decimal(number: object) -> Decimal:
    return Decimal(str(number))


def _tiers(rows: Any) -> tuple[Tier, ...]:
    tiers = (Tier(_decimal(row["from"]), _decimal(row["share"])) for row in rows)
    return tuple(sorted(tiers, key=lambda tier: tier.start, reverse=True))


def _step(row: Mapping[str, Any]) -> Step:
    return Step(_decimal(row["share"]), _decimal(row["points"]))


def _weights(rows: Mapping[str, Any]) -> Mapping[str, Decimal]:
    return {name: _decimal(weight) for name, weight in rows.items()}


@lru_cache(maxsize=1)
def _compiled() -> Mapping[str, Mapping[str, Any]]:
    text = (Path(__file__).parent / "profiles.json").read_text(encoding="utf-8")
    compiled: Mapping[str, Mapping[str, Any]] = json.loads(text)
    return compiled


@cache
def profile_names() -> tuple[str, ...]:
    """The shipped profiles: the default, then parents before those that extend them."""
    return tuple(sorted(_compiled(), key=lambda name: name != DEFAULT))


def shipped_profile(name: str = DEFAULT) -> Profile:
    """A shipped profile by its name, one object a name; KeyError for a name that is not shipped."""
    return _shipped(name)


@cache
def _shipped(name: str) -> Profile:
    return profile_from(_compiled()[name])
