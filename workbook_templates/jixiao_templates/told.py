"""What a person is told on going to a cell: the 怎样改 of the rule that would otherwise send the form back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from jixiao.rules import rule_of
from jixiao.rules.framework import OPTIONAL_SECTION, SECTIONS

# The longest input message that Excel takes.
_LONGEST = 255
_RIGHT, _TO_DO = SECTIONS[1], SECTIONS[3]

# The title of the message and the rule that speaks about the cell, by the role of the box.
TOLD: Mapping[str, tuple[str, str]] = {
    "year": ("年度", "JX101"),
    "project": ("项目名称", "JX101"),
    "department": ("主管部门", "JX101"),
    "unit": ("实施单位", "JX101"),
    "department_name": ("部门名称", "JX101"),
    "funds.initial": ("年初预算数", "JX205"),
    "funds.budget": ("全年预算数", "JX204"),
    "funds.spent": ("执行数", "JX209"),
    "funds.weight": ("执行率分值", "JX501"),
    "goals.expected": ("预期目标", "JX102"),
    "goals.actual": ("实际完成情况", "JX103"),
    "remark": ("执行率偏差原因", "JX211"),
    "level2": ("二级指标", "JX319"),
    "level3": ("三级指标", "JX315"),
    "target": ("年度指标值", "JX305"),
    "actual": ("实际完成值", "JX312"),
    "weight": ("分值", "JX406"),
    "score": ("得分", "JX408"),
    "reason": ("偏差原因和改进措施", "JX601"),
    "forecast": ("全年预计完成情况", "JX705"),
    "cause": ("偏差原因", "JX703"),
    "outlook": ("完成目标可能性", "JX704"),
}


@lru_cache(maxsize=64)
def advice(code: str) -> str:
    """What the page of a rule tells to do, with its example of how it is right."""
    page = rule_of(code).page
    return f"{_section(page, _TO_DO)}\n例：{_section(page, _RIGHT)}"[:_LONGEST]


def _section(page: str, heading: str) -> str:
    """The text of a section of a page, in one paragraph."""
    lines = page.partition(f"\n{heading}\n")[2].splitlines()
    end = next((index for index, line in enumerate(lines) if line in (*SECTIONS, OPTIONAL_SECTION)), len(lines))
    return "".join(line.strip() for line in lines[:end])
