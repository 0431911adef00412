"""What a rule is: metadata, sentences, and a pure generator over one form; its docstring is its page."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jixiao.finding import Finding, Severity
from jixiao.form import Kind

if TYPE_CHECKING:
    from jixiao.finding import Fix
    from jixiao.form import Cell, Indicator
    from jixiao.rules.subject import Subject

SECTIONS = ("违反示例", "正确示例", "依据", "怎样改")
OPTIONAL_SECTION = "可调参数"

# Self-evaluation forms: those with targets, actual values and scores.
EVALUATIONS = frozenset((Kind.PROJECT, Kind.EXPORT, Kind.DEPARTMENT))
# Forms whose items have points, with and without targets.
SCORED = EVALUATIONS | {Kind.SCORESHEET}
# Every form that a unit fills in; goals forms are what the others are held against.
RETURNED = SCORED | {Kind.MONITORING}


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule yields: where, what is seen, what would be right.

    cell: the origin, None for the form as a whole; label: the row's or field's name; severity: only where it differs
    from the rule's own; wording: which of the rule's sentences; details: further words for that sentence.
    """

    cell: Cell | None
    label: str
    seen: str = ""
    expected: str = ""
    severity: Severity | None = None
    wording: str = ""
    fix: Fix | None = None
    row: int | None = None
    details: dict[str, str] = field(default_factory=dict)


def on_row(
    row: Indicator,
    cell: Cell | None,
    seen: str = "",
    expected: str = "",
    *,
    severity: Severity | None = None,
    wording: str = "",
    fix: Fix | None = None,
    **details: str,
) -> Hit:
    """A hit on an indicator row; without a cell it stands at the row's name."""
    origin = cell if cell is not None else row.level3
    return Hit(origin, row.name, seen, expected, severity, wording, fix, row.position, details)


Check = Callable[["Subject"], Iterator[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the catalogue.

    by_profile: † of the catalogue: one step milder when the profile was not declared. fixable: it offers a safe fix.
    kinds: the forms it looks at. needs: what the form must have for it to be checked: column roles of the indicator
    table, or ``funds`` ``goals`` ``total``. sentences: by wording; "" is the usual one.
    """

    code: str
    slug: str
    severity: Severity
    check: Check
    sentences: dict[str, str]
    kinds: frozenset[Kind] = EVALUATIONS
    needs: tuple[str, ...] = ()
    by_profile: bool = False
    fixable: bool = False

    @property
    def page(self) -> str:
        """The rule's page in Chinese."""
        return inspect.cleandoc(self.check.__doc__ or "")

    @property
    def title(self) -> str:
        """The first line of the page."""
        return self.page.partition("\n")[0].strip()

    def finding(self, hit: Hit, form: int | None, sheet: str, declared: bool) -> Finding:
        """The finding that a hit becomes."""
        severity = hit.severity or self.severity
        if self.by_profile and not declared:
            severity = severity.milder
        cell = hit.cell.address if hit.cell is not None else ""
        return Finding(
            self.code,
            self.slug,
            severity,
            sheet,
            cell,
            hit.label,
            hit.seen,
            hit.expected,
            hit.fix,
            form,
            hit.row,
            hit.wording,
            hit.details,
        )


def rule(
    code: str,
    slug: str,
    severity: Severity,
    sentence: str | dict[str, str],
    *,
    kinds: frozenset[Kind] = EVALUATIONS,
    needs: tuple[str, ...] = (),
    by_profile: bool = False,
    fixable: bool = False,
) -> Callable[[Check], Rule]:
    """Make a rule of a generator function; its docstring must have the sections of a page, in order."""
    sentences = {"": sentence} if isinstance(sentence, str) else sentence

    def made(check: Check) -> Rule:
        return Rule(code, slug, severity, check, sentences, kinds, needs, by_profile, fixable)

    return made
