"""Findings into sentences: the one place where a finding becomes words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jixiao.rules import rule_of

if TYPE_CHECKING:
    from jixiao.finding import Finding

CLOSING = "以本地财政部门通知为准。"
SEVERITIES = {"error": "必须修改", "warning": "需核对或说明", "info": "提示"}


def message_of(finding: Finding) -> str:
    """The sentence of a finding: 位置 — 问题 — 怎么办 — 问谁."""
    sentence = rule_of(finding.code).sentences[finding.wording]
    return sentence.format(
        cell=finding.cell,
        label=finding.label,
        seen=finding.seen,
        expected=finding.expected,
        sheet=finding.sheet,
        **finding.details,
    )
