"""What the lifelike forms are made of: indicators and projects by policy field, read from the tables here."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from jixiao.scoring import score_row, shipped_profile
from jixiao.values import parse_value

PROFILE = shipped_profile()
HERE = Path(__file__).resolve().parent
# The class of level 1 under which each class of level 2 stands.
LEVEL1 = {
    "经济成本指标": "成本指标",
    "数量指标": "产出指标",
    "质量指标": "产出指标",
    "时效指标": "产出指标",
    "经济效益指标": "效益指标",
    "社会效益指标": "效益指标",
    "生态效益指标": "效益指标",
    "可持续影响指标": "效益指标",
    "服务对象满意度": "满意度指标",
}


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of indicators.tsv: a target without 符号 is words (in 下限)."""

    level2: str
    level3: str
    sign: str
    low: str
    high: str
    unit: str


def data_rows(name: str) -> Iterator[list[str]]:
    """The rows of a table beside this module, without its headings."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        yield from list(csv.reader(file, delimiter="\t"))[1:]


def patterns_by_field() -> dict[str, list[Pattern]]:
    """The indicators of every 领域; those of 通用 suit all."""
    patterns: dict[str, list[Pattern]] = {}
    for policy_field, *rest in data_rows("indicators.tsv"):
        patterns.setdefault(policy_field, []).append(Pattern(*rest))
    return patterns


def even_points(total: int, parts: int) -> list[Decimal]:
    """Whole points as even as can be, the larger ones first."""
    each, rest = divmod(total, parts)
    return [Decimal(each + (index < rest)) for index in range(parts)]


def scored(target: str, actual: str, weight: Decimal) -> Decimal:
    """得分 under the default profile; words are given in full."""
    score = score_row(PROFILE, parse_value(target), parse_value(actual), weight).score
    return weight if score is None else score
