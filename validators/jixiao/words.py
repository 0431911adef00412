"""Findings into sentences: the one place where a finding becomes words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jixiao.rules import rule_of

if TYPE_CHECKING:
    from jixiao.finding import Finding

CLOSING = "以本地财政部门通知为准。"
_PROBLEM = re.compile(r"^(.*?[。？])(?=.)", re.DOTALL)
SEVERITIES = {"error": "必须修改", "warning": "需核对或说明", "info": "提示"}


def message_of(finding: Finding) -> str:
    """The sentence of a finding: 位置 — 问题 — 怎么办 — 问谁."""
    return _filled(rule_of(finding.code).sentences[finding.wording], finding)


def problem_and_action(finding: Finding) -> tuple[str, str]:
    """The sentence in two: what is wrong, then what to do and whom to ask."""
    # Parted before it is filled: what a cell says may hold a full stop of its own.
    sentence = rule_of(finding.code).sentences[finding.wording]
    _, problem, action = _PROBLEM.split(sentence, maxsplit=1)
    return _filled(problem, finding), _filled(action, finding)


def _filled(sentence: str, finding: Finding) -> str:
    return sentence.format(
        cell=finding.cell,
        label=finding.label,
        seen=finding.seen,
        expected=finding.expected,
        sheet=finding.sheet,
        **finding.details,
    )
