"""The Python API: its page is true, line by line, and what it promises of bad input."""

from __future__ import annotations

import doctest
import shutil
import subprocess
import sys
from pathlib import Path

import pandas
import pytest
from places import ROOT, WORKBOOKS

import jixiao
from jixiao.frames import FINDING_COLUMNS, FORM_COLUMNS
from jixiao.profiles import ProfileError
from jixiao.report import Report
from jixiao.roster import RosterError

# The jixiao under test, source tree or wheel.
ENGINE = Path(jixiao.__file__).parents[1]


def test_every_example_of_the_page_is_true(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = doctest.testfile(str(ROOT / "docs" / "api.md"), module_relative=False, encoding="utf-8")
    assert result.attempted > 10
    assert result.failed == 0


def test_importing_costs_nothing_until_something_is_asked_for() -> None:
    program = "import sys, jixiao; print([name for name in sys.modules if name.startswith('jixiao')])"
    ran = subprocess.run([sys.executable, "-c", program], cwd=ENGINE, capture_output=True, text=True, check=True)
    assert ran.stdout == "['jixiao']\n"
    assert set(jixiao.__all__) == {"Report", "__version__", "check", "check_folder"}
    assert jixiao.Report is Report
    with pytest.raises(AttributeError):
        jixiao.chek  # type: ignore[attr-defined]  # noqa: B018


def test_the_page_names_every_column() -> None:
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    assert not [column for column in (*FORM_COLUMNS, *FINDING_COLUMNS) if f"`{column}`" not in page]


@pytest.fixture(scope="module")
def report() -> Report:
    return jixiao.check_folder(WORKBOOKS)


def test_frames_hold_every_form_and_every_finding(report: Report) -> None:
    forms, findings = report.to_frame(), report.to_frame("findings")
    assert tuple(forms.columns) == FORM_COLUMNS
    assert tuple(findings.columns) == FINDING_COLUMNS
    assert len(forms) == sum(len(file.forms) for file in report.files) == 16
    assert len(findings) == sum(len(file.findings) for file in report.files) + len(report.cross)
    assert forms["year"].dtype == "Int64"
    assert pandas.api.types.is_float_dtype(forms["printed_score"])
    assert forms["errors"].sum() == sum(
        each.severity == "error" for file in report.files for form in file.forms for each in form.findings
    )
    # The forms' own rows, and those between files, which are of no single form.
    assert (findings["unit"] == "").sum() == len(report.cross) == 1
    with pytest.raises(ValueError, match="forms or findings"):
        report.to_frame("rows")


def test_frames_of_nothing_have_their_columns(tmp_path: Path) -> None:
    (tmp_path / "空.xlsx").write_bytes(b"")
    report = jixiao.check_folder(tmp_path)
    assert tuple(report.to_frame().columns) == FORM_COLUMNS
    assert report.to_frame("findings")["code"].tolist() == ["JX001"]


def test_a_list_of_paths_a_roster_and_goals(tmp_path: Path) -> None:
    first, second, *_ = sorted(WORKBOOKS.rglob("0*.xlsx"))
    shutil.copy(first, tmp_path / "一.xlsx")
    roster = tmp_path / "名单.csv"
    roster.write_text("项目名称,预算数（万元）\n没有交的项目,5\n", encoding="utf-8")
    report = jixiao.check_folder([tmp_path, second], roster=roster)
    assert [Path(file.path).name for file in report.files] == ["一.xlsx", second.name]
    assert report.roster is not None and report.root is None
    assert {"JX904"} <= {each.finding.code for each in report.cross}


def test_what_cannot_be_used_raises(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="没有"):
        jixiao.check_folder(tmp_path / "没有")
    with pytest.raises(ProfileError):
        jixiao.check_folder(tmp_path, profile="mof-2012")
    with pytest.raises(RosterError):
        jixiao.check_folder(tmp_path, roster=tmp_path / "没有.csv")
    assert len(jixiao.check_folder(tmp_path).files) == 0
