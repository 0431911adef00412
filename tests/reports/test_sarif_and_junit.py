"""The reports that other tools read: SARIF and JUnit."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as Xml

import pytest
from places import WORKBOOKS

from jixiao.acknowledge import acknowledged, line_of
from jixiao.check import CheckedFile, Choice, check_file
from jixiao.cross import CrossFinding, Gathering, cross_findings
from jixiao.reports.as_junit import junit_text
from jixiao.reports.as_sarif import sarif_text
from jixiao.rules import all_rules
from jixiao.scoring import shipped_profile
from jixiao.words import message_of

CHOICE = Choice(shipped_profile(), declared=True)


@pytest.fixture(scope="module")
def files() -> list[CheckedFile]:
    broken = WORKBOOKS.parent / "cases" / "xunyang-2023" / "README.md"
    paths = [*sorted(WORKBOOKS.rglob("*.xlsx")), broken if broken.exists() else Path(__file__)]
    return [check_file(path, CHOICE) for path in paths]


@pytest.fixture(scope="module")
def cross(files: list[CheckedFile]) -> tuple[CrossFinding, ...]:
    return cross_findings(Gathering(files), CHOICE)


def test_sarif_has_every_finding_with_its_file_cell_rule_and_level(
    files: list[CheckedFile], cross: tuple[CrossFinding, ...]
) -> None:
    run = json.loads(sarif_text(files, cross))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert {rule.code for rule in all_rules()} <= {rule["id"] for rule in rules}
    assert {"JX901", "JX906"} <= {rule["id"] for rule in rules}
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    findings = [(file.path, finding) for file in files for finding in file.findings]
    assert len(run["results"]) == len(findings) + len(cross)
    for (path, finding), result in zip(findings, run["results"], strict=False):
        (location,) = result["locations"]
        assert unquote(location["physicalLocation"]["artifactLocation"]["uri"]).endswith(path)
        assert result["message"]["text"] == message_of(finding)
        assert result["level"] == {"error": "error", "warning": "warning", "info": "note"}[finding.severity.value]
        if finding.cell:
            name = location["logicalLocations"][0]["fullyQualifiedName"]
            assert name == f"{finding.sheet}!{finding.cell}"
    for each, result in zip(cross, run["results"][len(findings) :], strict=True):
        assert len(result["locations"]) == len(each.files)


def test_what_was_acknowledged_is_suppressed_in_sarif(files: list[CheckedFile]) -> None:
    file = next(file for file in files if file.findings and file.forms)
    form = file.forms[0]
    line = line_of(form, form.findings[0])._replace(reason="合同固定价")
    results = json.loads(sarif_text([acknowledged(file, [line])]))["runs"][0]["results"]
    assert len(results) == len(file.findings)
    (suppressed,) = (result for result in results if "suppressions" in result)
    assert suppressed["suppressions"][0]["justification"] == "合同固定价"


def test_junit_fails_the_forms_with_errors_and_errs_for_files_that_cannot_be_read(
    files: list[CheckedFile], cross: tuple[CrossFinding, ...]
) -> None:
    root = Xml.fromstring(junit_text(files, cross))
    suites = {suite.get("name"): suite for suite in root}
    assert len(suites) == len(files) + bool(cross)
    for file in files:
        suite = suites[file.path]
        outcomes = Counter(child.tag for case in suite for child in case)
        if not file.forms:
            assert (suite.get("errors"), suite.get("failures")) == ("1", "0")
            continue
        grave = [form for form in file.forms if any(each.severity.value == "error" for each in form.findings)]
        assert suite.get("failures") == str(len(grave)) == str(outcomes["failure"])
        assert suite.get("tests") == str(len(file.forms))
        told = "".join(suite.itertext())
        assert all(message_of(finding) in told for finding in file.findings)


def test_junit_survives_what_xml_cannot_hold(files: list[CheckedFile]) -> None:
    from dataclasses import replace

    odd = replace(files[0], path="a\x00b\x0b<&>\ud800.xlsx")
    assert "<&>" in (Xml.fromstring(junit_text([odd]))[0].get("name") or "")
