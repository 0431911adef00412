"""JX901: the same unit, project and year twice among forms of one kind; copies of a file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from places import WORKBOOKS

from jixiao.casework import sound_funds
from jixiao.check import Choice, check_file
from jixiao.cross import Gathering, cross_findings
from jixiao.scoring import shipped_profile
from jixiao.words import message_of

DECLARED = Choice(shipped_profile("mof-2021"), declared=True)


def test_one_project_in_two_files(found, form) -> None:
    (each,) = found("JX901", [form(), form("别的项目"), form("信息系统 运行维护费。")])
    assert each.finding.severity == "warning"
    assert each.finding.label == "信息系统 运行维护费。"
    assert sorted(each.files) == ["01.xlsx", "03.xlsx"]
    assert "01.xlsx、03.xlsx" in message_of(each.finding)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"project": "信息系统运行维护费（二期）"}, id="another project"),
        pytest.param({"unit": "某县实验小学"}, id="another unit of one department"),
        pytest.param({"year": "（2022年度）"}, id="another year"),
        pytest.param({"kind": "export"}, id="another kind of form"),
        pytest.param({"year": ""}, id="no year"),
        pytest.param({"unit": "", "department": ""}, id="nobody's"),
    ],
)
def test_what_is_no_duplicate(other: dict[str, str], found, form) -> None:
    assert found("JX901", [form(), form(**other)]) == []


def test_the_code_decides_where_both_print_one(found, form) -> None:
    assert found("JX901", [form(code="360402001"), form(code="360402002")]) == []
    (each,) = found("JX901", [form(code="360402001"), form("信息系统运维费", code="360402001")])
    assert set(each.files) == {"01.xlsx", "02.xlsx"}
    # The code may stand in front of the name, and one of two forms may lack it.
    (each,) = found("JX901", [form("36040223P000012-信息系统运维费"), form("信息系统运维费")])
    assert set(each.files) == {"01.xlsx", "02.xlsx"}


def test_without_a_year_the_amounts_decide(found, form) -> None:
    undated = form(year="", funds=sound_funds("20", "18"))
    assert len(found("JX901", [undated, undated])) == 1
    assert found("JX901", [undated, form(year="", funds=sound_funds("25", "25"))]) == []


def test_a_department_s_own_form_and_that_of_its_head_office(found, whole) -> None:
    assert found("JX901", [whole("20", "20"), whole("20", "20", title="单位整体支出绩效自评表")]) == []
    assert len(found("JX901", [whole("20", "20"), whole("21", "20")])) == 1


def test_files_that_are_equal_byte_for_byte_are_one_finding(tmp_path: Path) -> None:
    original = next(WORKBOOKS.rglob("04-*.xlsx"))
    paths = [tmp_path / name for name in ("甲.xlsx", "乙.xlsx", "丙.xlsx")]
    for path in paths:
        shutil.copy(original, path)
    files = [check_file(path, DECLARED) for path in paths]
    (each,) = cross_findings(Gathering(files), DECLARED)
    assert each.finding.code == "JX901"
    assert each.files == tuple(map(str, paths))
    assert "内容完全相同" in message_of(each.finding)


def test_empty_files_are_no_copies(tmp_path: Path) -> None:
    for name in ("甲.xlsx", "乙.xlsx"):
        (tmp_path / name).write_bytes(b"")
    files = [check_file(tmp_path / name, DECLARED) for name in ("甲.xlsx", "乙.xlsx")]
    assert cross_findings(Gathering(files), DECLARED) == ()
