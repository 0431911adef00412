"""Rule cases as text: a small table of a form in, the findings of one rule out. Ships with the package for local rules.

A case is a mapping, mostly read from ``tests/rules/JXnnn.yml``::

    - name: 节约反被扣分
      rows: |
        成本指标 | 经济成本指标 | 维护费 | =2.8万元 | 1.88 | 10 | 1.79 | 付款流程未走完
      find: [维护费 error]

Whatever a case leaves out is filled in soundly: title, year, head, funds (20 of 20 spent), goals, and a total that adds
up. ``find`` names each finding of the rule as "label severity", in any order; the form is laid out as a sheet and
goes through the whole engine. Keys: ``kind`` (project, export, department, monitoring, scoresheet), ``title``,
``year``, ``head``, ``funds``, ``fund_headings``, ``goals``, ``columns``, ``rows``, ``total`` (weight | score),
``foot`` (lines under the form), ``profile``, ``declared`` (default true), ``hidden_rows``, ``hidden_columns``,
``state``, ``formulas`` (address → text).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from jixiao.check import CheckedFile, Choice, check_workbook
from jixiao.profiles import load
from jixiao.reading.grid import GridCell, Merge, Sheet, Workbook
from jixiao.scoring import DEFAULT, execution_rate, score_execution
from jixiao.values import half_up, parse_number, plain

COLUMNS = "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施"
# What a kind lays out in its own way; the rest is a project form's.
COLUMNS_OF = {
    "monitoring": "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 1-9月执行情况 | 全年预计完成情况"
    " | 经费保障 | 人员保障 | 其他 | 原因说明 | 确定 | 有可能 | 完全不可能",
    "scoresheet": "一级指标 | 三级指标 | 满分 | 评分依据 | 得分",
}
FUND_HEADINGS_OF = {
    "monitoring": "年初预算数 | 1-9月执行数 | 1-9月执行率 | 全年预计执行数",
    "scoresheet": "预算数 | 实际支出 | 资金使用率",
}
FUNDS_OF = {"monitoring": "年度资金总额 | 20 | 15 | 75% | 20", "scoresheet": "年度资金总额 | 20 | 19 | 95%"}
FUND_HEADINGS = "年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分"
FUNDS = "年度资金总额 | 20 | 20 | 20 | 10 | 100% | 10"
HEAD = {"项目名称": "信息系统运行维护费", "主管部门": "某县教育局", "实施单位": "某县电化教育馆"}
DEPARTMENT_HEAD = {"部门名称": "某县教育局"}
GOALS = {
    "预期目标": "保障全县教育信息系统稳定运行，支持教学与管理。",
    "实际完成情况": "系统全年运行稳定，各校教学与管理未受影响。",
}
TITLES = {
    "project": "项目支出绩效自评表",
    "export": "项目绩效自评导出表",
    "department": "部门整体支出绩效自评表",
    "monitoring": "项目支出绩效运行监控表",
    "scoresheet": "项目支出绩效自评评分表",
}

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_SCORE_COLUMN = 6


def run_case(case: Mapping[str, Any]) -> CheckedFile:
    """Lay a case out as a sheet and check it."""
    profile = load(str(case.get("profile", DEFAULT)))
    choice = Choice(profile, declared=bool(case.get("declared", True)))
    return check_workbook(Workbook((case_sheet(case),)), "case.xlsx", choice)


def findings_of(case: Mapping[str, Any], code: str) -> list[str]:
    """What a case gives for one rule, as its ``find`` names it, sorted."""
    return sorted(f"{finding.label} {finding.severity}" for finding in run_case(case).findings if finding.code == code)


def case_sheet(case: Mapping[str, Any]) -> Sheet:
    """The sheet of a case."""
    lines = list(_lines(case))
    cells: dict[tuple[int, int], GridCell] = {}
    for row, line in enumerate(lines, 1):
        for column, text in enumerate(line, 1):
            if text:
                cells[row, column] = grid_cell(text)
    for address, formula in dict(case.get("formulas", {})).items():
        place = _place(address)
        before = cells.get(place, GridCell("z", "", "General", None))
        cells[place] = before._replace(formula=str(formula))
    return Sheet(
        name=str(case.get("sheet", "自评表")),
        state=str(case.get("state", "visible")),
        cells=cells,
        merges=tuple(
            Merge(*(*_place(area.split(":")[0]), *_place(area.split(":")[1]))) for area in case.get("merges", ())
        ),
        hidden_rows=tuple((row, row) for row in case.get("hidden_rows", ())),
        hidden_columns=tuple((column, column) for column in case.get("hidden_columns", ())),
    )


def grid_cell(text: str) -> GridCell:
    """A text of a case as a stored cell: ``34`` a number, ``'34`` text, ``#REF!`` an error, all else text."""
    if text.startswith("'"):
        return GridCell("s", text[1:], "General", None)
    if text.startswith("#") and text.endswith(("!", "?", "A")):
        return GridCell("e", text, "General", None)
    if _NUMBER.fullmatch(text):
        return GridCell("n", text, "General", None)
    return GridCell("s", text, "General", None)


def _lines(case: Mapping[str, Any]) -> Iterator[list[str]]:
    kind = str(case.get("kind", "project"))
    yield [str(case.get("title", TITLES[kind]))]
    yield [str(case.get("year", "（2023年度）"))]
    head = case.get("head", DEPARTMENT_HEAD if kind == "department" else HEAD)
    for label, value in head.items():
        yield [label, "" if value is None else str(value)]
    funds = list(_table(case.get("funds", FUNDS_OF.get(kind, FUNDS))))
    if funds:
        yield [
            "项目资金（万元）" if kind != "department" else "整体支出规模（万元）",
            "",
            *_cut(case.get("fund_headings", FUND_HEADINGS_OF.get(kind, FUND_HEADINGS))),
        ]
        for label, *figures in funds:
            yield ["", label, *figures]
    goals = case.get("goals", {} if kind == "department" or kind in COLUMNS_OF else GOALS)
    if goals:
        yield ["年度总体目标", *goals]
        yield ["", *("" if text is None else str(text) for text in goals.values())]
    columns = _cut(case.get("columns", COLUMNS_OF.get(kind, COLUMNS)))
    yield columns
    rows = list(_table(case.get("rows", "")))
    yield from rows
    if kind != "monitoring":
        yield _total_line(case, columns, rows, funds)
    yield from _table(case.get("foot", ""))


def _total_line(
    case: Mapping[str, Any], columns: list[str], rows: list[list[str]], funds: list[list[str]]
) -> list[str]:
    line = ["总分"] + [""] * (len(columns) - 1)
    given = _cut(case["total"]) if "total" in case else None
    places = [(0, heading, 4) for heading in ("分值", "满分")] + [(1, "得分", _SCORE_COLUMN)]
    for place, heading, fund_column in places:
        if heading in columns:
            index = columns.index(heading)
            line[index] = given[place] if given else _added(rows, index, funds, fund_column)
    return line


def _added(rows: list[list[str]], index: int, funds: list[list[str]], fund_column: int) -> str:
    numbers = [parse_number(row[index]) for row in rows if len(row) > index]
    numbers += [parse_number(funds[0][fund_column])] if funds and len(funds[0]) > fund_column else []
    return plain(sum((number for number in numbers if number is not None), Decimal(0)))


def sound_funds(budget: str, spent: str, profile: str = DEFAULT) -> str:
    """A funds row whose rate and score are right under the profile."""
    rate = execution_rate(Decimal(budget), Decimal(spent)) or Decimal(0)
    score = score_execution(load(profile), rate, Decimal(10))
    return f"年度资金总额 | {budget} | {budget} | {spent} | 10 | {plain(half_up(rate))}% | {plain(score)}"


def _table(text: str) -> Iterator[list[str]]:
    return (_cut(line) for line in text.splitlines() if line.strip())


def _cut(line: str) -> list[str]:
    return [part.strip() for part in line.split("|")]


def _place(address: str) -> tuple[int, int]:
    match = re.fullmatch(r"([A-Z]+)(\d+)", address)
    if match is None:
        raise ValueError(f"not a cell address: {address}")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column
