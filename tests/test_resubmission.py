"""Forms that come in more than once: which counts, what changed, what a person decided."""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from places import CASES, WORKBOOKS

from jixiao.check import CheckedFile, Choice, check_file
from jixiao.cross import Gathering
from jixiao.reading import saved_at
from jixiao.report import Counts
from jixiao.reports.as_json import file_text, json_parts, json_text
from jixiao.resubmission import (
    Change,
    Changes,
    Decision,
    DecisionError,
    PreviousError,
    fingerprint_of,
    key_of,
    read_decisions,
    read_previous,
    superseded,
)
from jixiao.scoring import shipped_profile
from jixiao_templates import Case, case_page, load_case, workbook_bytes

CHOICE = Choice(shipped_profile(), declared=True)
CASE = load_case(CASES / "01.json")


def saved(case: Case, path: Path, when: str = "") -> Path:
    """A form as a workbook that says when it was saved."""
    path.write_bytes(workbook_bytes([case_page(case)]))
    if when:
        with zipfile.ZipFile(path) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        core = parts["docProps/core.xml"].decode()
        head, _, rest = core.partition('<dcterms:modified xsi:type="dcterms:W3CDTF">')
        parts["docProps/core.xml"] = f'{head}<dcterms:modified xsi:type="dcterms:W3CDTF">{when}{rest[20:]}'.encode()
        with zipfile.ZipFile(path, "w") as package:
            for name, data in parts.items():
                package.writestr(name, data)
    return path


def scored(case: Case, points: str) -> Case:
    return replace(case, total=replace(case.total, score=Decimal(points)))


def dropped(*paths: Path) -> dict[str, str]:
    found = superseded(Gathering([check_file(path, CHOICE) for path in paths]))
    return {Path(each.path).name: Path(each.by).name for each in found}


def test_a_workbook_tells_when_it_was_saved(tmp_path: Path) -> None:
    moment = saved_at(saved(CASE, tmp_path / "a.xlsx", "2024-03-05T08:00:00Z"))
    assert moment is not None and moment.isoformat() == "2024-03-05T08:00:00+00:00"
    (tmp_path / "b.xlsx").write_text("这不是工作簿", encoding="utf-8")
    assert saved_at(tmp_path / "b.xlsx") is None


def test_equal_files_count_once(tmp_path: Path) -> None:
    first = saved(CASE, tmp_path / "表.xlsx")
    shutil.copy(first, tmp_path / "表(1).xlsx")
    assert dropped(first, tmp_path / "表(1).xlsx") == {"表(1).xlsx": "表.xlsx"}


@pytest.mark.parametrize(
    ("names", "newest"),
    [
        ("表.xlsx、表(1).xlsx、表(2).xlsx", "表(2).xlsx"),
        ("表-最终版.xlsx、表(3).xlsx、表.xlsx", "表-最终版.xlsx"),
        ("表v2.xlsx、表v10.xlsx、表.xlsx", "表v10.xlsx"),
        ("表（修改后）.xlsx、表.xlsx", "表（修改后）.xlsx"),
        ("表.xlsx、表 - 副本.xlsx", "表.xlsx"),
        ("表.xlsx、表 - Copy.xlsx", "表.xlsx"),
        ("表.xlsx、复件 表.xlsx、表 - 副本(2).xlsx", "表.xlsx"),
        ("表 - 副本.xlsx、表（修改后）.xlsx", "表（修改后）.xlsx"),
    ],
)
def test_of_versions_saved_at_one_time_the_name_tells_the_newest(names: str, newest: str, tmp_path: Path) -> None:
    paths = [saved(scored(CASE, str(80 + number)), tmp_path / name) for number, name in enumerate(names.split("、"))]
    assert dropped(*paths) == {path.name: newest for path in paths if path.name != newest}


def test_what_the_workbook_says_of_itself_goes_before_its_name(tmp_path: Path) -> None:
    old = saved(scored(CASE, "80"), tmp_path / "表-最终版.xlsx", "2024-03-01T08:00:00Z")
    new = saved(scored(CASE, "90"), tmp_path / "表.xlsx", "2024-03-09T08:00:00Z")
    assert dropped(old, new) == {"表-最终版.xlsx": "表.xlsx"}


def test_other_projects_years_and_units_are_no_versions(tmp_path: Path) -> None:
    forms = (
        CASE,
        replace(CASE, project="另一个项目"),
        replace(CASE, year=CASE.year + 1),
        replace(CASE, unit="另一个单位", department="另一个部门"),
    )
    assert not dropped(*(saved(case, tmp_path / f"表({number}).xlsx") for number, case in enumerate(forms)))


def test_a_file_with_another_form_beside_is_kept(tmp_path: Path) -> None:
    both = tmp_path / "两张.xlsx"
    other = replace(CASE, project="另一个项目")
    both.write_bytes(workbook_bytes([case_page(scored(CASE, "80"), name="一"), case_page(other, name="二")]))
    again = saved(CASE, tmp_path / "两张(1).xlsx")
    assert dropped(both, again) == {}


# Changes since the last run


def run_and_compare(before: list[CheckedFile], after: list[CheckedFile], folder: Path) -> Changes:
    path = folder / "上次.json"
    path.write_text(json_text(before, CHOICE.profile), encoding="utf-8")
    return Changes.since(read_previous(path), after)


def test_each_finding_is_resolved_standing_or_new(tmp_path: Path) -> None:
    first, second, *rest = CASE.indicators
    before = replace(CASE, indicators=(replace(first, score=None), replace(second, score=Decimal(99)), *rest))
    after = replace(
        CASE, indicators=(first, replace(second, score=Decimal(98)), replace(rest[0], weight=None), *rest[1:])
    )
    old = check_file(saved(before, tmp_path / "表.xlsx"), CHOICE)
    new = check_file(saved(after, tmp_path / "改过的表.xlsx"), CHOICE)
    (changes,) = run_and_compare([old], [new], tmp_path).forms.values()
    by_code = {finding.code: change for finding, change in zip(new.findings, changes.changes, strict=True)}
    assert by_code["JX402"] is Change.STANDING
    assert by_code["JX406"] is Change.NEW
    assert "JX405" in {past.code for past in changes.resolved}
    assert changes.returns == 2


def test_the_same_file_again_is_no_new_return_and_all_its_findings_stand(tmp_path: Path) -> None:
    files = [check_file(path, CHOICE) for path in sorted((WORKBOOKS / "项目").glob("*.xlsx"))]
    changes = run_and_compare(files, files, tmp_path)
    assert {form.returns for form in changes.forms.values()} == {1}
    assert changes.totals() == {
        Change.RESOLVED: 0,
        Change.STANDING: sum(len(file.findings) for file in files),
        Change.NEW: 0,
    }


def test_a_form_that_was_not_there_is_new(tmp_path: Path) -> None:
    file = check_file(saved(replace(CASE, indicators=CASE.indicators[:3]), tmp_path / "表.xlsx"), CHOICE)
    (form,) = run_and_compare([], [file], tmp_path).forms.values()
    assert form.returns == 1 and set(form.changes) == {Change.NEW}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("不是 JSON", "不是 JSON"),
        ("[]", "不是 jixiao"),
        ('{"files":[{"forms":[{}]}]}', "不是 jixiao"),
        ("[" * 99999, "不是 JSON"),
    ],
)
def test_a_file_that_is_no_report_is_told(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "上次.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PreviousError, match=told):
        read_previous(path)
    with pytest.raises(PreviousError, match="打不开"):
        read_previous(tmp_path / "没有.json")


def test_what_an_interrupted_run_never_reached_is_not_new(tmp_path: Path) -> None:
    one, other = (check_file(path, CHOICE) for path in sorted((WORKBOOKS / "项目").glob("0[34]-*.xlsx")))
    path = tmp_path / "上次.json"
    path.write_text(
        "".join(json_parts([file_text(one)], Counts.over([one]), CHOICE.profile, interrupted=True)), "utf-8"
    )
    previous = read_previous(path)
    assert previous.interrupted
    assert {where for where, _ in Changes.since(previous, [one, other]).forms} == {one.path}


# Decisions


def test_a_decision_holds_for_its_form_in_every_later_run(tmp_path: Path) -> None:
    table = tmp_path / "决定.csv"
    lines = (
        "单位,项目,年度,表,人工决定,决定理由",
        f"{CASE.unit},{CASE.project},{CASE.year}年度,项目支出自评表,同意保留,合同固定价",
    )
    table.write_text("\n".join(lines), encoding="gb18030")
    verdicts = read_decisions(table)
    moved = check_file(saved(scored(CASE, "70"), tmp_path / "别的名字.xlsx"), CHOICE)
    decided = verdicts.of(moved.forms[0])
    assert decided is not None and (decided.decision, decided.reason) == (Decision.LET_STAND, "合同固定价")
    other = check_file(saved(replace(CASE, project="另一个项目"), tmp_path / "另一个.xlsx"), CHOICE)
    assert verdicts.of(other.forms[0]) is None


def test_a_word_that_is_no_decision_is_told_with_its_line(tmp_path: Path) -> None:
    table = tmp_path / "决定.csv"
    table.write_text("项目,人工决定\n甲,\n乙,算了\n", encoding="utf-8")
    with pytest.raises(DecisionError, match="第3行：“算了”不是可选的决定。请填：接收、退回、同意保留"):
        read_decisions(table)
    table.write_text("项目,人工决定,决定理由\n甲,,等李科长回复\n", encoding="utf-8")
    with pytest.raises(DecisionError, match="第2行写了“决定理由”，没有选“人工决定”。请选接收、退回、同意保留之一"):
        read_decisions(table)
    table.write_text("项目,结果\n甲,接收\n", encoding="utf-8")
    with pytest.raises(DecisionError, match="没有找到"):
        read_decisions(table)


def test_a_decision_is_about_what_the_form_printed(tmp_path: Path) -> None:
    """One that notes what it was taken on holds for that content alone, whatever becomes of the file around it."""
    first = check_file(saved(CASE, tmp_path / "表.xlsx"), CHOICE).forms[0]
    resaved = check_file(saved(CASE, tmp_path / "表(1).xlsx", "2024-03-05T08:00:00Z"), CHOICE).forms[0]
    changed = check_file(saved(scored(CASE, "70"), tmp_path / "表(2).xlsx"), CHOICE).forms[0]
    table = tmp_path / "决定.csv"
    table.write_text(
        f"项目,标识,表的内容,人工决定,决定理由\n{CASE.project},{key_of(first)},{fingerprint_of(first.form)},接收,已核\n",
        encoding="utf-8",
    )
    verdicts = read_decisions(table)
    assert verdicts.of(first) is not None
    assert verdicts.of(resaved) == verdicts.of(first)
    assert verdicts.of(changed) is None
    before = verdicts.outdated(changed)
    assert before is not None and before.decision is Decision.ACCEPT
    assert verdicts.left_over([first]) == () != verdicts.left_over([changed])
