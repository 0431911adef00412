"""Rules over a set of files: what no single form can show. One rule, one function with its page, as in ``rules``."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

from jixiao.cross.framework import CrossFinding, CrossRule, findings_of
from jixiao.cross.gathering import Gathering

if TYPE_CHECKING:
    from jixiao.check import Choice

__all__ = ["CrossFinding", "CrossRule", "Gathering", "cross_findings", "cross_rules"]

FAMILIES = ("duplicates", "departments", "same_project", "against_roster", "against_goals")


@lru_cache(maxsize=1)
def cross_rules() -> tuple[CrossRule, ...]:
    """Every rule over a set of files, in the order of the codes."""
    found = (
        each
        for family in FAMILIES
        for each in vars(import_module(f"jixiao.cross.{family}")).values()
        if isinstance(each, CrossRule)
    )
    return tuple(sorted(found, key=lambda each: each.rule.code))


def cross_findings(gathering: Gathering, choice: Choice) -> tuple[CrossFinding, ...]:
    """What the files say against each other, against the roster and against the approved goals."""
    return tuple(
        found
        for each in cross_rules()
        for found in findings_of(each, gathering, choice.declared)
        if choice.takes(found.finding)
    )
