"""Every rule has a case file; every case gives just the findings of its rule that it names."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from jixiao.casework import findings_of, run_case
from jixiao.cross import cross_rules
from jixiao.rules import all_rules
from jixiao.words import message_of

# A case is a sheet, so none can be a file that cannot be read (tests/test_gates.py) nor several files (tests/cross).
FILE_RULES = frozenset(("JX001", *(each.rule.code for each in cross_rules())))
FILES = sorted(Path(__file__).parent.glob("JX*.yml"))
CASES = [
    pytest.param(path.stem, case, id=f"{path.stem}-{case['name']}")
    for path in FILES
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("code", "case"), CASES)
def test_case_gives_what_it_names(code: str, case: dict[str, object]) -> None:
    assert findings_of(case, code) == sorted(case["find"])


@pytest.mark.parametrize("case", [pytest.param(each.values[1], id=each.id) for each in CASES])
def test_every_finding_has_a_complete_sentence(case: dict[str, object]) -> None:
    for finding in run_case(case).findings:
        sentence = message_of(finding)
        assert "{" not in sentence and "None" not in sentence and sentence.endswith("。"), sentence


@pytest.mark.parametrize(
    "rule", [rule for rule in all_rules() if rule.code not in FILE_RULES], ids=lambda rule: rule.code
)
def test_rule_has_cases_that_pass_and_cases_that_fail(rule: object) -> None:
    path = Path(__file__).parent / f"{rule.code}.yml"
    assert path.is_file(), f"no case file for {rule.code}"
    expected = [bool(case["find"]) for case in yaml.safe_load(path.read_text(encoding="utf-8"))]
    assert True in expected and False in expected
