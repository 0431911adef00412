"""Forms that come in more than once: which version counts, what changed since the last run, what a person decided."""

from jixiao.resubmission.changes import Change, Changes, FormChanges, Previous, PreviousError, read_previous
from jixiao.resubmission.decisions import Decision, DecisionError, Verdicts, read_decisions
from jixiao.resubmission.versions import Superseded, superseded

__all__ = [
    "Change",
    "Changes",
    "Decision",
    "DecisionError",
    "FormChanges",
    "Previous",
    "PreviousError",
    "Superseded",
    "Verdicts",
    "read_decisions",
    "read_previous",
    "superseded",
]
