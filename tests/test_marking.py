"""What is marked and what 校验结果 says."""

from __future__ import annotations

from datetime import datetime

import pytest
from places import WORKBOOKS

from jixiao.check import Choice, check_file
from jixiao.finding import Finding, Severity, Verdict
from jixiao.marking import COLUMNS, SIGNATURE, marks_of, result_sheet, verdict_of
from jixiao.rules import all_rules
from jixiao.scoring import shipped_profile
from jixiao.words import message_of, problem_and_action

FORMS = sorted((WORKBOOKS / "项目").glob("*.xlsx"))
WHEN = datetime(2026, 3, 1, 9, 30)


@pytest.mark.parametrize(
    ("code", "wording"), [(rule.code, wording) for rule in all_rules() for wording in rule.sentences]
)
def test_every_wording_says_what_is_wrong_and_what_to_do(code: str, wording: str) -> None:
    sentence = next(rule for rule in all_rules() if rule.code == code).sentences[wording]
    details = dict.fromkeys(_fields(sentence), "某。值")
    finding = Finding(code, "", Severity.INFO, "表", "A1", "名称", "见。到", "应。为", wording=wording, details=details)
    problem, action = problem_and_action(finding)
    assert problem and action
    assert problem + action == message_of(finding)


def _fields(sentence: str) -> set[str]:
    from string import Formatter

    known = {"cell", "label", "seen", "expected", "sheet"}
    return {name for _, name, _, _ in Formatter().parse(sentence) if name} - known


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_every_finding_with_a_cell_is_marked_once_and_every_finding_is_listed(path: object) -> None:
    file = check_file(str(path), Choice(shipped_profile()))
    marks = marks_of(file)
    assert {(mark.sheet, mark.cell) for mark in marks} == {
        (each.sheet, each.cell) for each in file.findings if each.cell
    }
    assert len({(mark.sheet, mark.cell) for mark in marks}) == len(marks)
    for finding in file.findings:
        if finding.cell:
            (mark,) = (each for each in marks if (each.sheet, each.cell) == (finding.sheet, finding.cell))
            assert mark.text.startswith(SIGNATURE) and message_of(finding) in mark.text
            assert mark.severity.rank <= finding.severity.rank
    sheet = result_sheet(file, WHEN)
    assert sorted(line.code for line in sheet.lines) == sorted(each.code for each in file.findings)
    ranks = [line.severity.rank for line in sheet.lines]
    assert ranks == sorted(ranks)
    assert all(len(row) == len(COLUMNS) for row in sheet.rows())


def test_the_head_gives_the_verdict_the_time_and_the_profile() -> None:
    file = check_file(
        str(WORKBOOKS / "项目" / "04-政务乡乡通通信、运维费.xlsx"), Choice(shipped_profile(), declared=True)
    )
    head = "\n".join(result_sheet(file, WHEN).head)
    for words in ("2026-03-01 09:30", "需修改", "总分88.18 良", "mof-2021（指定）", "以本地财政部门通知为准"):
        assert words in head
    assert verdict_of(file) is Verdict.REWORK
