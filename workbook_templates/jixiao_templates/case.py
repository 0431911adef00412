"""A filled-in form as plain values: what a 绩效自评表 says, apart from where it says it.

Numbers are decimals so that 29.050405 stays what was printed; None is a cell that was left blank.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

Kind = Literal["project", "department", "export", "monitoring", "goals"]


@dataclass(frozen=True, slots=True)
class FundsLine:
    """One line of 项目资金: 年初预算数, 全年预算数, 全年执行数, 分值, 执行率 (0-100), 得分, 全年预计执行数."""

    label: str
    initial: Decimal | None = None
    budget: Decimal | None = None
    spent: Decimal | None = None
    weight: Decimal | None = None
    rate: Decimal | None = None
    score: Decimal | None = None
    forecast: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Goals:
    """年度总体目标: 预期目标 and 实际完成情况."""

    expected: str = ""
    actual: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: 一级 二级 三级指标, 年度指标值, 实际完成值, 分值, 得分, 偏差原因.

    On a monitoring form: forecast, 全年预计完成情况; cause and outlook, the headings under which a tick stands.
    """

    level1: str
    level2: str
    level3: str
    target: str | None = None
    actual: str | None = None
    weight: Decimal | None = None
    score: Decimal | None = None
    reason: str | None = None
    forecast: str | None = None
    cause: str | None = None
    outlook: str | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """总分: the printed sums of 分值 and 得分."""

    weight: Decimal | None = None
    score: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One form. `department` is 主管部门, `unit` 实施单位.

    year: None where it is left open. department_name, subordinate_units, level1_weights: on department forms only.
    completed: whether the project was completed within its budget, None where nobody said so.
    """

    kind: Kind
    year: int | None
    project: str | None
    department: str | None
    unit: str | None
    funds: tuple[FundsLine, ...]
    goals: Goals
    indicators: tuple[Indicator, ...]
    total: Total
    department_name: str | None = None
    subordinate_units: Decimal | None = None
    level1_weights: Mapping[str, Decimal] = field(default_factory=dict)
    completed: bool | None = None


def case_from(data: Mapping[str, Any]) -> Case:
    """The case that a JSON object describes; keys that are notes (`source`, …) are passed over."""
    return Case(
        kind=data["kind"],
        year=int(data["year"]),
        project=data["project"],
        department=data["department"],
        unit=data["unit"],
        funds=tuple(FundsLine(**line) for line in data["funds"]),
        goals=Goals(**data["goals"]),
        indicators=tuple(Indicator(**row) for row in data["indicators"]),
        total=Total(**data["total"]),
        department_name=data.get("department_name"),
        subordinate_units=data.get("subordinate_units"),
        level1_weights=data.get("level1_weights", {}),
    )


def load_data(path: Path) -> Mapping[str, Any]:
    """Read a case file as plain data, every number a decimal."""
    data: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal)
    return data


def load_case(path: Path) -> Case:
    """Read one case file."""
    return case_from(load_data(path))


def load_cases(folder: Path) -> dict[str, Case]:
    """All cases of a folder by file stem, in the order of their names."""
    return {path.stem: load_case(path) for path in sorted(folder.glob("*.json"))}
