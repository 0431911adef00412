"""What the summary workbook and the HTML report say, as plain rows: forms, problems, indicator rows, the roster."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from jixiao.form import Kind
from jixiao.rules import rule_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from jixiao.finding import Severity, Verdict
    from jixiao.resubmission import Past


class Item(NamedTuple):
    """An indicator row as printed; computed: the profile's score, None for words. cell: the target's."""

    level1: str
    level2: str
    name: str
    target: str
    actual: str
    weight: Decimal | None
    score: Decimal | None
    computed: Decimal | None
    reason: str
    cell: str


class Problem(NamedTuple):
    """A finding in words. files: what it concerns, its own cell's file first; acknowledged: why it was let stand.

    order: by which the problems of one form follow each other on paper; group: the same number for those of one form
    that have one cause; change: 未改 or 新增 since an earlier run.
    """

    unit: str
    project: str
    files: tuple[str, ...]
    sheet: str
    cell: str
    label: str
    problem: str
    action: str
    code: str
    severity: Severity
    seen: str
    expected: str
    acknowledged: str
    order: int = 0
    group: int = 0
    change: str = ""

    @property
    def title(self) -> str:
        """What the rule looks at."""
        return rule_of(self.code).title


class FormFacts(NamedTuple):
    """A form. budget, spent: 万元; rate: percent; lost: points lost by rows and execution; anchor: its first cell.

    unit, department: as first printed in the set for one and the same unit; placeholders where nothing is printed.
    called: what a person calls the form, its project or its title, as printed.
    spot_checks: why it should be looked at by a person though it may have no finding. key: by which a later run knows
    the form again, fingerprint: whether it is unchanged; returns: how often it came in, resolved: what is gone since,
    both only beside an earlier run.
    """

    path: str
    sheet: str
    anchor: str
    kind: Kind
    unit: str
    department: str
    project: str
    called: str
    year: int | None
    verdict: Verdict
    printed: Decimal | None
    computed: Decimal | None
    grade: str
    budget: Decimal | None
    spent: Decimal | None
    rate: Decimal | None
    lost: Decimal | None
    profile: str
    problems: tuple[Problem, ...]
    acknowledged: tuple[Problem, ...]
    items: tuple[Item, ...]
    not_checked: tuple[tuple[str, str], ...]
    spot_checks: tuple[str, ...]
    key: str = ""
    returns: int | None = None
    resolved: tuple[Past, ...] = ()
    decision: str = ""
    decision_reason: str = ""
    fingerprint: str = ""

    @property
    def total(self) -> Decimal | None:
        """The printed total, else the computed one."""
        return self.printed if self.printed is not None else self.computed

    def count(self, severity: Severity) -> int:
        """How many problems of a severity it has."""
        return sum(problem.severity is severity for problem in self.problems)


class FileFacts(NamedTuple):
    """What a checked file has to say by itself, whatever else was handed in and is known of earlier runs.

    forms: with units as each prints them, problems in the order of the findings. beside: what was found in the file
    outside its forms, that it could not be read included.
    """

    path: str
    status: str
    forms: tuple[FormFacts, ...]
    beside: tuple[Problem, ...]


class Expected(NamedTuple):
    """A row of the roster. budget: 万元, None where the roster gives none or no unit; department: as far as known.

    note: what is to be said of the budget where the roster gives no unit.
    """

    unit_code: str
    unit: str
    department: str
    project_code: str
    project: str
    budget: Decimal | None
    contact: str
    due: str
    returned: bool
    note: str = ""


class LeftOver(NamedTuple):
    """A decision of a person about a form that is not here, or not as it was then; all as the last summary had it."""

    key: str
    fingerprint: str
    unit: str
    project: str
    year: str
    kind: str
    department: str
    decision: str
    reason: str


class Unread(NamedTuple):
    """A file that could not be checked, or that was passed over; problem, action: in words."""

    path: str
    problem: str
    action: str
    code: str


class Around(NamedTuple):
    """All that is to be reported beside the forms.

    between: what was found between files; beside: what was found in a file outside its forms, that it could not be
    read included; has_roster: without a roster nobody can say what is missing; extra: forms that it does not name.
    """

    beside: tuple[Problem, ...]
    between: tuple[Problem, ...]
    unread: tuple[Unread, ...]
    has_roster: bool
    expected: tuple[Expected, ...]
    extra: tuple[FormFacts, ...]
    left_over: tuple[LeftOver, ...]


@dataclass(frozen=True)
class Facts:
    """All that is to be reported, in memory. forms: by unit, the units as they first come in."""

    forms: tuple[FormFacts, ...]
    around: Around

    @cached_property
    def by_unit(self) -> dict[str, tuple[FormFacts, ...]]:
        """The forms by unit, in order."""
        units: dict[str, list[FormFacts]] = {}
        for form in self.forms:
            units.setdefault(form.unit, []).append(form)
        return {unit: tuple(forms) for unit, forms in units.items()}

    @property
    def projects(self) -> Iterator[FormFacts]:
        """The ``project`` forms: those that grades and sums of money count."""
        return (form for form in self.forms if form.kind is Kind.PROJECT)
