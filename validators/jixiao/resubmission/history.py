"""What a run knows of earlier ones: what changed since, and what a person decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from jixiao.check import CheckedForm
    from jixiao.resubmission.changes import Changes, FormChanges, FormKey
    from jixiao.resubmission.decisions import Decided, Verdicts


class History(NamedTuple):
    """changes: None where no earlier run was given; verdicts: None where nobody decided anything.

    left_over: the decisions that no form of this run takes up.
    """

    changes: Changes | None = None
    verdicts: Verdicts | None = None
    left_over: tuple[tuple[FormKey, Decided], ...] = ()

    def changes_of(self, path: str, index: int) -> FormChanges | None:
        """A form of this run against the earlier one."""
        return self.changes.forms.get((path, index)) if self.changes is not None else None

    def decided(self, checked: CheckedForm) -> Decided | None:
        """What a person decided about a form as it is."""
        return self.verdicts.of(checked) if self.verdicts is not None else None


NO_HISTORY = History()
