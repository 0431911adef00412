"""The JSON report is a contract: its schema, and field by field what a program may rely on."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from places import ROOT, WORKBOOKS

import jixiao
from jixiao import __version__
from jixiao.casework import case_sheet
from jixiao.check import CheckedFile, Choice, check_file, check_workbook
from jixiao.cross import Gathering, cross_findings
from jixiao.reading.grid import Workbook
from jixiao.reports.as_json import json_text
from jixiao.scoring import shipped_profile

SCHEMA = json.loads((Path(jixiao.__file__).parent / "reports" / "check.schema.json").read_text(encoding="utf-8"))
INFERRED = Choice(shipped_profile("mof-2021"))
DECLARED = Choice(shipped_profile("mof-2021"), declared=True)
EXAMPLES = sorted((ROOT / "examples").rglob("*.xlsx"))


def report_of(files: list[CheckedFile], choice: Choice = DECLARED) -> dict[str, Any]:
    cross = cross_findings(Gathering(files), choice)
    report: dict[str, Any] = json.loads(json_text(files, choice.profile, cross))
    jsonschema.validate(report, SCHEMA, jsonschema.Draft202012Validator)
    return report


@pytest.fixture(scope="module")
def published() -> dict[str, Any]:
    """The report on the 16 published forms, with paths from the examples folder on."""
    files = [check_file(path, DECLARED) for path in sorted(WORKBOOKS.rglob("*.xlsx"))]
    return report_of(files)


def only(file: CheckedFile) -> dict[str, Any]:
    (one,) = report_of([file])["files"]
    return dict(one)


def of_case(**case: object) -> dict[str, Any]:
    file = only(check_workbook(Workbook((case_sheet(case),)), "a.xlsx", DECLARED))
    (form,) = file["forms"]
    return {**file, "form": form}


# -- the schema


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("choice", [DECLARED, INFERRED], ids=["declared", "inferred"])
def test_every_example_fits_the_schema(choice: Choice) -> None:
    report = report_of([check_file(path, choice) for path in EXAMPLES], choice)
    assert len(report["files"]) == len(EXAMPLES)


def test_broken_files_fit_the_schema(tmp_path: Path) -> None:
    whole = min(WORKBOOKS.rglob("*.xlsx")).read_bytes()
    contents = {
        "空.xlsx": b"",
        "文本.xlsx": "项目名称".encode(),
        "网页.xls": b"<html></html>",
        "截断.xlsx": whole[:1000],
        "损坏.xlsx": whole[:200] + bytes(200) + whole[400:],
        "旧.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "换行\n名.xlsx": b"",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    files = [check_file(tmp_path / name, DECLARED) for name in (*contents, "没有.xlsx")]
    report = report_of(files)
    assert {file["status"] for file in report["files"]} == {"unreadable"}
    for file in report["files"]:
        (finding,) = file["findings"]
        assert (finding["code"], finding["form"], finding["cell"], finding["sheet"]) == ("JX001", None, "", "")


def test_a_workbook_without_a_form() -> None:
    file = only(check_workbook(Workbook(()), "b.xlsx", DECLARED))
    assert (file["status"], file["forms"], [each["code"] for each in file["findings"]]) == ("no-form", [], ["JX002"])


def test_the_schema_refuses_what_is_not_promised() -> None:
    report = report_of([check_file(EXAMPLES[0], DECLARED)])
    for change in ({"more": 1}, {"schema": 2}, {"cross": [{**report["files"][0]["findings"][0]}]}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**report, **change}, SCHEMA)


# -- field by field


def test_the_frame(published: dict[str, Any]) -> None:
    assert (published["schema"], published["version"], published["profile"]) == (1, __version__, "mof-2021")
    assert set(published) == {"schema", "version", "profile", "files", "cross", "summary"}
    assert all(isinstance(file["seconds"], float) for file in published["files"])


def test_paths_are_as_given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shutil.copy(EXAMPLES[0], tmp_path / "a.xlsx")
    monkeypatch.chdir(tmp_path)
    assert only(check_file("./a.xlsx", DECLARED))["path"] == "./a.xlsx"


def test_the_form(published: dict[str, Any]) -> None:
    (form,) = next(file for file in published["files"] if "04-" in file["path"])["forms"]
    assert {key: value for key, value in form.items() if key not in ("rows", "not_checked")} == {
        "sheet": form["sheet"],
        "kind": "project",
        "layout": form["layout"],
        "project": "政务乡乡通通信、运维费",
        "department": "九江市浔阳区数字经济发展中心",
        "unit": "九江市浔阳区数字经济发展中心",
        "year": 2023,
        "profile": "mof-2021",
        "profile_source": "declared",
        "verdict": "需修改",
        "printed_score": 88.18,
        "computed_score": 88.18,
        "grade": "良",
        "budget": 4.8,
        "spent": 3.88,
        "money_unit": "万元",
        "execution_rate": 80.83,
    }


def test_the_unit_of_a_department_form_is_the_department(published: dict[str, Any]) -> None:
    (form,) = next(file for file in published["files"] if "14-" in file["path"])["forms"]
    assert (form["kind"], form["project"], form["unit"]) == ("department", "", "九江市浔阳区数字经济发展中心")


def test_a_row() -> None:
    row = "产出指标 | 数量指标 | 巡检次数 | ≥12次 | 11 | 20 | 15.83 | 疫情期间停检一次，已补检"
    (printed,) = of_case(rows=row)["form"]["rows"]
    assert printed == {
        "level1": "产出指标",
        "level2": "数量指标",
        "level3": "巡检次数",
        "target": "≥12次",
        "actual": "11",
        "weight": 20,
        "score": 15.83,
        "computed": 15.83,
        "reason": "疫情期间停检一次，已补检",
        "cell": "D11",
    }


def test_a_row_of_words_has_no_computed_score_and_counts_as_printed() -> None:
    rows = """
    产出指标 | 质量指标 | 服务水平 | 良好 | 基本达成目标 | 50 | 48 |
    产出指标 | 数量指标 | 次数 | ≥2次 | 2 | 40 | 40 |
    """
    form = of_case(rows=rows)["form"]
    assert [row["computed"] for row in form["rows"]] == [None, 40]
    assert (form["printed_score"], form["computed_score"], form["grade"]) == (98, 98, "优")


def test_a_split_target_is_joined_and_words_about_its_kind_are_left_out() -> None:
    columns = "一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 实际完成值 | 分值 | 得分 | 偏差原因"
    rows = """
    产出指标 | 数量指标 | 巡检次数 | ≥ | 12 | 次 | 12 | 50 | 50 |
    产出指标 | 质量指标 | 服务水平 | 定性 | 良好 | | 良好 | 40 | 40 |
    """
    printed = of_case(columns=columns, rows=rows, total="100 | 100")["form"]["rows"]
    assert [row["target"] for row in printed] == ["≥12次", "良好"]


def test_values_are_the_text_a_person_sees() -> None:
    from jixiao.reading.grid import GridCell

    sheet = case_sheet({"rows": "满意度指标 | 满意度 | 用户满意度 | ≥95% | 97 | 90 | 90 |"})
    sheet.cells[11, 5] = GridCell("n", "0.97", "0%", None)
    file = only(check_workbook(Workbook((sheet,)), "a.xlsx", DECLARED))
    assert file["forms"][0]["rows"][0]["actual"] == "97%"


def test_the_grade_follows_the_printed_score_else_the_computed_one() -> None:
    row = "产出指标 | 数量指标 | 巡检次数 | ≥12次 | 12 | 90 | 90 |"
    assert of_case(rows=row, total="100 | 79.5")["form"]["grade"] == "中"
    unsummed = of_case(rows=row, total="100 | ")["form"]
    assert (unsummed["printed_score"], unsummed["grade"]) == (None, "优")


def test_what_could_not_be_checked_is_said() -> None:
    row = "产出指标 | 数量指标 | 巡检次数 | ≥12次 | 12 | 90 | 90 |"
    skipped = of_case(rows=row, funds="")["form"]["not_checked"]
    assert {"code": "JX201", "why": "没有资金表"} in skipped


def test_a_finding(published: dict[str, Any]) -> None:
    file = next(file for file in published["files"] if "04-" in file["path"])
    finding = next(each for each in file["findings"] if each["code"] == "JX301")
    assert {key: value for key, value in finding.items() if key != "message"} == {
        "form": 0,
        "code": "JX301",
        "rule": "ceiling-written-as-equals",
        "severity": "error",
        "sheet": file["forms"][0]["sheet"],
        "cell": finding["cell"],
        "label": "维护费",
        "seen": "=2.8万元",
        "expected": "≤2.8万元",
        "fix": {"cell": finding["cell"], "value": "≤2.8万元", "safe": False},
    }
    assert finding["message"].startswith(f"{finding['cell']}“维护费”")
    row = next(row for row in file["forms"][0]["rows"] if row["level3"] == "维护费")
    assert row["cell"] == finding["cell"]


def test_a_finding_between_files_names_them(published: dict[str, Any]) -> None:
    (finding,) = published["cross"]
    assert (finding["code"], finding["form"]) == ("JX903", None)
    assert [Path(path).name[:2] for path in finding["files"]] == ["02", "15"]
    paths = {file["path"] for file in published["files"]}
    assert set(finding["files"]) <= paths


def test_the_summary_counts_project_forms(published: dict[str, Any]) -> None:
    summary = published["summary"]
    assert summary["files"] == 16
    assert summary["forms"] == {"department": 1, "export": 2, "project": 13}
    assert summary["grades"] == {"优": 6, "良": 2, "中": 4, "差": 1}
    assert summary["spent_total"] == 191.53
    findings = [each for file in published["files"] for each in file["findings"]] + published["cross"]
    assert sum(summary["by_code"].values()) == sum(summary["by_severity"].values()) == len(findings)
    assert sum(summary["verdicts"].values()) == 16


def test_two_runs_give_the_same_bytes_but_for_the_seconds() -> None:
    texts = []
    for _ in range(2):
        files = [check_file(path, DECLARED) for path in sorted(WORKBOOKS.rglob("*.xlsx"))]
        texts.append(json_text(files, DECLARED.profile, cross_findings(Gathering(files), DECLARED)))
    first, second = (re.sub(r'"seconds":[\d.e-]+', '"seconds":0', text) for text in texts)
    assert first == second
