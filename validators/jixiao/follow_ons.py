"""Follow-on findings: what a row's first fault brings about is not told beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.finding import Finding

# At most one finding on a row's score, the first of these.
_SCORE_ORDER = ("JX405", "JX406", "JX407", "JX402", "JX403", "JX404", "JX401")
# A row whose value is a formula's error or a template's prompt is put right first, then judged.
_UNREAD = frozenset(("JX004", "JX007"))
# Read with its sign or its unit put right, such a row may well be met: whether it is missed is not known yet.
_MISREAD = frozenset(("JX209", "JX302", "JX303"))
_IF_MISSED = frozenset(("JX401", "JX403", "JX404", "JX604"))


def without_follow_ons(findings: list[Finding]) -> Iterator[Finding]:
    """The findings of a form without those that only repeat another in other words."""
    unread = {finding.row for finding in findings if finding.code in _UNREAD and finding.row is not None}
    misread = {finding.row for finding in findings if finding.code in _MISREAD and finding.row is not None}
    on_score: dict[int, str] = {}
    for code in _SCORE_ORDER:
        for finding in findings:
            if finding.code == code and finding.row is not None:
                on_score.setdefault(finding.row, code)
    score_is_empty = "JX405" in on_score.values()
    for finding in findings:
        if finding.row is not None:
            if finding.row in unread and finding.code.startswith(("JX3", "JX4")):
                continue
            full = finding.code == "JX601" and finding.wording == "full"
            if finding.row in misread and (full or finding.code in _IF_MISSED):
                continue
            if finding.code in _SCORE_ORDER and on_score[finding.row] != finding.code:
                continue
        if finding.code == "JX502" and score_is_empty:
            continue
        yield finding
