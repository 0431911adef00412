"""The report as SARIF 2.1.0 (OASIS), for tools that gather findings of many checkers."""

from __future__ import annotations

import json
import os
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jixiao import __version__
from jixiao.cross import cross_rules
from jixiao.rules import all_rules
from jixiao.words import message_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jixiao.check import CheckedFile
    from jixiao.cross import CrossFinding
    from jixiao.finding import Finding

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def sarif_text(files: Sequence[CheckedFile], cross: Sequence[CrossFinding] = ()) -> str:
    """The report as SARIF text; what was acknowledged is there as suppressed."""
    return json.dumps(sarif(files, cross), ensure_ascii=False, separators=(",", ":"))


def sarif(files: Sequence[CheckedFile], cross: Sequence[CrossFinding] = ()) -> dict[str, Any]:
    """The report as plain data: one run, a workbook is an artifact, a cell a logical location in it."""
    rules = {rule.code: rule for rule in (*all_rules(), *(each.rule for each in cross_rules()))}
    codes = sorted(rules)
    results = [
        _result(finding, (file.path,), codes) for file in files for finding in (*file.findings, *file.acknowledged)
    ]
    results += [_result(each.finding, each.files, codes) for each in cross]
    descriptors = [
        {
            "id": code,
            "name": rules[code].slug,
            "shortDescription": {"text": rules[code].title},
            "fullDescription": {"text": rules[code].page},
            "defaultConfiguration": {"level": _LEVELS[rules[code].severity.value]},
        }
        for code in codes
    ]
    driver = {"name": "jixiao", "version": __version__, "language": "zh-CN", "rules": descriptors}
    return {
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }


def _result(finding: Finding, paths: Sequence[str], codes: list[str]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": _LEVELS[finding.severity.value],
        "message": {"text": message_of(finding)},
        "locations": [_location(finding, path) for path in paths],
        # What a later run is compared by: the row and what stood there, not the address, which moves.
        "partialFingerprints": {"jixiao/1": "/".join(_identity(finding))},
    }
    if finding.acknowledged:
        result["suppressions"] = [{"kind": "external", "justification": finding.acknowledged}]
    return result


def _identity(finding: Finding) -> Iterator[str]:
    for part in (finding.code, finding.sheet, finding.label, finding.seen):
        yield quote(part, safe="")


def _location(finding: Finding, path: str) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": _uri(path)}}}
    if finding.sheet:
        name = f"{finding.sheet}!{finding.cell}" if finding.cell else finding.sheet
        logical = {"name": finding.cell or finding.sheet, "fullyQualifiedName": name, "kind": "element"}
        location["logicalLocations"] = [logical]
    return location


def _uri(path: str) -> str:
    pure = PurePath(path)
    return pure.as_uri() if pure.is_absolute() else quote(os.fsencode(pure.as_posix()))
