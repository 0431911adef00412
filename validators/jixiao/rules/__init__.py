"""The rules: one function each, a module a family. Importing this package imports no family; ``all_rules`` does."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

from jixiao.rules.framework import Rule

if TYPE_CHECKING:
    from jixiao.form import Kind

FAMILIES = (
    "gates",
    "head",
    "funds.execution",
    "funds.amounts",
    "targets.signs",
    "targets.spelling",
    "targets.values",
    "targets.names",
    "scores",
    "inferred",
    "totals",
    "explanations",
    "monitoring",
    "scoresheet",
)


@lru_cache(maxsize=1)
def all_rules() -> tuple[Rule, ...]:
    """Every rule in the order of the codes; a code that comes twice is an error of ours."""
    found: dict[str, Rule] = {}
    for family in FAMILIES:
        for rule in vars(import_module(f"jixiao.rules.{family}")).values():
            if isinstance(rule, Rule) and found.setdefault(rule.code, rule) is not rule:
                raise ValueError(f"{rule.code} is defined twice")
    # Rules over a set of files stand in a layer above this one; here they are only listed and explained.
    found.update((each.rule.code, each.rule) for each in import_module("jixiao.cross").cross_rules())
    return tuple(found[code] for code in sorted(found))


@lru_cache(maxsize=1)
def _by_code() -> dict[str, Rule]:
    return {rule.code: rule for rule in all_rules()}


def rule_of(code: str) -> Rule:
    """A rule by its code; KeyError for a code that is none."""
    return _by_code()[code]


@lru_cache(maxsize=8)
def rules_for(kind: Kind) -> tuple[Rule, ...]:
    """The rules that look at forms of a kind."""
    return tuple(rule for rule in all_rules() if kind in rule.kinds)
