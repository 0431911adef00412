"""Findings are values: a code, a severity, an origin and what was seen; words are made at the edge (``words``)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """error 必须修改（或经财政部门确认后说明） · warning 需核对或说明 · info 提示."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def milder(self) -> Severity:
        """One step down; info stays info."""
        return Severity.WARNING if self is Severity.ERROR else Severity.INFO

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return ("error", "warning", "info").index(self.value)


class Verdict(StrEnum):
    """What becomes of a form: 需修改 (any error), 需说明 (warnings), 可上报."""

    REWORK = "需修改"
    EXPLAIN = "需说明"
    ACCEPT = "可上报"

    @classmethod
    def of(cls, severities: set[Severity]) -> Verdict:
        """The verdict that goes with the severities found."""
        if Severity.ERROR in severities:
            return cls.REWORK
        return cls.EXPLAIN if Severity.WARNING in severities else cls.ACCEPT


class Fix(NamedTuple):
    """What could be written into a cell instead; safe when it changes no meaning."""

    cell: str
    value: str
    safe: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a reviewer would send back.

    form: the form's index in its file, None for the whole file. cell: an A1 address, empty where none applies.
    row: the indicator's position in its form, None for a finding of another field. wording, details: which of the
    rule's sentences it is, and what goes into it. acknowledged: the reason for which it was let stand.
    """

    code: str
    rule: str
    severity: Severity
    sheet: str
    cell: str
    label: str
    seen: str = ""
    expected: str = ""
    fix: Fix | None = None
    form: int | None = None
    row: int | None = None
    wording: str = ""
    details: dict[str, str] = field(default_factory=dict)
    acknowledged: str = ""
