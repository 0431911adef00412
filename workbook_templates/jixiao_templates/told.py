"""What a person is told on going to a cell: the 怎样改 of the rule that would otherwise send the form back.

Where a page speaks of what a cell of the template does not take, or of a form that is filled in already, own words
stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from jixiao.rules import rule_of
from jixiao.rules.framework import OPTIONAL_SECTION, SECTIONS

# The longest input message that Excel takes.
_LONGEST = 255
_RIGHT, _TO_DO = SECTIONS[1], SECTIONS[3]

OWN = ""
_ONLY_A_NUMBER = "只填数，不带单位，单位见表头（万元）；没有的留空。合计自动相加。"
_IN_OWN_WORDS = {
    "funds.initial": f"照年初批复的预算填。{_ONLY_A_NUMBER}",
    "funds.budget": f"填年中调整后的全年预算，没有调整的与年初预算相同。{_ONLY_A_NUMBER}",
    "funds.spent": f"按支付凭证填实际支出。{_ONLY_A_NUMBER}",
    "funds.forecast": f"填预计到年底的支出。{_ONLY_A_NUMBER}",
    "completed": "项目已经完成、又没有超预算的，选“已完成”，执行率得满分；没有完成的选“未完成”，得分按执行率自动算。",
}

# The title of the message and the rule that speaks about the cell, by the role of the box; OWN for the words above.
TOLD: Mapping[str, tuple[str, str]] = {
    "year": ("年度", "JX101"),
    "project": ("项目名称", "JX101"),
    "department": ("主管部门", "JX101"),
    "unit": ("实施单位", "JX101"),
    "department_name": ("部门名称", "JX101"),
    "funds.initial": ("年初预算数", OWN),
    "funds.budget": ("全年预算数", OWN),
    "funds.spent": ("执行数", OWN),
    "funds.forecast": ("全年预计执行数", OWN),
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


def told_on(role: str, code: str) -> str:
    """What is told on a cell of this role."""
    return advice(code) if code != OWN else _IN_OWN_WORDS[role]


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
