"""Sets of forms as text: cases of ``jixiao.casework``, each checked as a file of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook as DrawnWorkbook

from jixiao.casework import HEAD, case_sheet, sound_funds
from jixiao.check import CheckedFile, Choice, check_file, check_workbook
from jixiao.cross import CrossFinding, Gathering, cross_findings
from jixiao.reading.grid import Workbook
from jixiao.roster import Roster, read_roster
from jixiao.scoring import shipped_profile

CHOICE = Choice(shipped_profile("mof-2021"), declared=True)
ROWS = """
成本指标 | 经济成本指标 | 维护费 | ≤20万元 | 20 | 20 | 20 |
产出指标 | 数量指标 | 巡检次数 | ≥12次 | 12 | 40 | 40 |
满意度指标 | 服务对象满意度 | 用户满意度 | ≥95% | 96% | 30 | 30 |
"""


def case(
    project: str = "信息系统运行维护费",
    *,
    unit: str = "某县电化教育馆",
    department: str = "某县教育局",
    code: str = "",
    **more: Any,
) -> dict[str, Any]:
    head = HEAD | {"项目名称": project, "主管部门": department, "实施单位": unit} | ({"项目编码": code} if code else {})
    return {"head": head, "rows": ROWS, **more}


def department(budget: str, spent: str, **more: Any) -> dict[str, Any]:
    funds = "\n".join(
        (
            sound_funds(budget, spent),
            "资金结构：基本支出 | 0 | 0 | 0 | | |",
            f"项目支出 | {budget} | {budget} | {spent} | | |",
        )
    )
    return {"kind": "department", "funds": funds, "rows": ROWS, **more}


def checked(cases: Iterable[Mapping[str, Any]]) -> list[CheckedFile]:
    return [
        check_workbook(Workbook((case_sheet(each),)), f"{number:02d}.xlsx", CHOICE)
        for number, each in enumerate(cases, 1)
    ]


Found = Callable[..., list[CrossFinding]]


@pytest.fixture
def found() -> Found:
    """What one rule finds in some cases (or checked files)."""

    def run(
        code: str,
        cases: Iterable[Mapping[str, Any]] | list[CheckedFile],
        roster: Roster | None = None,
        goals: Iterable[CheckedFile] = (),
    ) -> list[CrossFinding]:
        given = list(cases)
        files = given if given and isinstance(given[0], CheckedFile) else checked(given)
        gathering = Gathering(files, roster, tuple(goals))
        return [each for each in cross_findings(gathering, CHOICE) if each.finding.code == code]

    return run


@pytest.fixture
def roster(tmp_path: Path) -> Callable[[str], Roster]:
    """A roster from the text of a CSV file."""

    def read(text: str) -> Roster:
        path = tmp_path / "名单.csv"
        path.write_text(text, encoding="utf-8-sig")
        return read_roster(path)

    return read


@pytest.fixture
def goals(tmp_path: Path) -> Callable[..., CheckedFile]:
    """An approved 绩效目标表 drawn with openpyxl; rows: level 1, level 2, level 3, target, weight."""

    def draw(
        rows: Iterable[tuple[object, ...]],
        project: str = "信息系统运行维护费",
        headings: tuple[str, ...] = ("一级指标", "二级指标", "三级指标", "指标值", "分值"),
        name: str = "目标.xlsx",
        **head: str,
    ) -> CheckedFile:
        book = DrawnWorkbook()
        sheet = book.active
        sheet.append(["项目支出绩效目标表"])
        sheet.append(["（2023年度）"])
        for label, value in {"项目名称": project, "实施单位": "某县电化教育馆", **head}.items():
            sheet.append([label, value])
        sheet.append(list(headings))
        for row in rows:
            sheet.append(list(row))
            for cell in sheet[sheet.max_row]:
                # “=20万元” is text, not a formula.
                cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
        book.save(tmp_path / name)
        return check_file(tmp_path / name, CHOICE)

    return draw


APPROVED = (
    ("成本指标", "经济成本指标", "维护费", "≤20万元", 20),
    ("产出指标", "数量指标", "巡检次数", "≥12次", 40),
    ("满意度指标", "服务对象满意度", "用户满意度", "≥95%", 30),
)


@pytest.fixture
def approved() -> tuple[tuple[object, ...], ...]:
    """The goals that the usual case of this folder was approved with."""
    return APPROVED


@pytest.fixture
def form() -> Callable[..., dict[str, Any]]:
    """A project form, as a case."""
    return case


@pytest.fixture
def whole() -> Callable[..., dict[str, Any]]:
    """A department form with its 项目支出, as a case."""
    return department
