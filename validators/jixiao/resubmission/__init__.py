"""Forms that come in more than once: which version counts, what changed since the last run, what a person decided."""

from jixiao.resubmission.changes import (
    Change,
    Changes,
    FormChanges,
    Past,
    Previous,
    PreviousError,
    key_of,
    read_previous,
)
from jixiao.resubmission.decisions import (
    OUTDATED,
    Decided,
    Decision,
    DecisionError,
    NoDecisions,
    Verdicts,
    decisions_in,
    read_decisions,
)
from jixiao.resubmission.fingerprint import fingerprint_of
from jixiao.resubmission.history import NO_HISTORY, History
from jixiao.resubmission.versions import Superseded, superseded

__all__ = [
    "NO_HISTORY",
    "OUTDATED",
    "Change",
    "Changes",
    "Decided",
    "Decision",
    "DecisionError",
    "FormChanges",
    "History",
    "NoDecisions",
    "Past",
    "Previous",
    "PreviousError",
    "Superseded",
    "Verdicts",
    "decisions_in",
    "fingerprint_of",
    "key_of",
    "read_decisions",
    "read_previous",
    "superseded",
]
