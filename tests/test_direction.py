"""Which way indicators of many policy fields are better: a table of names with a reasoned expectation each."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

import jixiao.direction as direction_module
from jixiao.direction import CEILING, FLOOR, UNKNOWN, direction_of, is_total_money, shipped_words
from jixiao.values import Quantity, parse_value

HERE = Path(__file__).parent
with (HERE / "direction.tsv").open(encoding="utf-8", newline="") as table:
    ROWS = list(csv.DictReader(table, delimiter="\t"))
LISTS = json.loads((Path(direction_module.__file__).parent / "data" / "direction.json").read_text(encoding="utf-8"))


def quantity(text: str) -> Quantity | None:
    value = parse_value(text)
    return value if isinstance(value, Quantity) else None


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['领域']}-{row['指标']}{row['目标']}")
def test_direction_is_as_reasoned(row: dict[str, str]) -> None:
    evidence = direction_of(row["一级"], row["二级"], row["指标"], quantity(row["目标"]))
    assert evidence.direction == row["方向"], row["理由"]
    assert bool(evidence.word) == (evidence.direction != UNKNOWN)


def test_the_table_is_broad() -> None:
    fields = Counter(row["领域"] for row in ROWS)
    assert len(ROWS) >= 200
    assert len(fields) >= 10
    assert {row["方向"] for row in ROWS} == {CEILING, FLOOR, UNKNOWN}
    assert all(row["理由"] for row in ROWS)
    found = Counter(row["方向"] for row in ROWS)
    print(f"{len(ROWS)} names, {len(fields)} fields, {found}, silence {found[UNKNOWN] / len(ROWS):.0%}")


def test_every_name_of_the_example_forms_is_in_the_table() -> None:
    named = {row["指标"] for row in ROWS}
    for path in sorted((HERE.parent / "examples" / "cases" / "xunyang-2023").glob("*.json")):
        indicators = json.loads(path.read_text(encoding="utf-8"))["indicators"]
        assert indicators
        assert not {row["level3"] for row in indicators} - named, path.name


@pytest.mark.parametrize("name", [name for name in LISTS if name != "service_hours"])
def test_every_word_has_its_evidence(name: str) -> None:
    assert all(LISTS[name].values())


def test_no_word_says_both() -> None:
    assert not set(LISTS["ceiling"]) & set(LISTS["floor"])
    # A ceiling word that holds a word of the list against it could never be evidence.
    assert not [word for word in LISTS["ceiling"] if any(against in word for against in LISTS["never"])]
    assert not [word for word in LISTS["floor"] if any(against in word for against in LISTS["guard"])]


def test_a_profile_adds_its_own_words() -> None:
    words = shipped_words().extended(ceiling=("空驶率",), floor=("好差评率",))
    assert direction_of("产出指标", "质量指标", "公交空驶率", quantity("≤5%")).direction == UNKNOWN
    assert direction_of("产出指标", "质量指标", "公交空驶率", quantity("≤5%"), words=words).direction == CEILING
    assert direction_of("产出指标", "质量指标", "好差评率", quantity("≥95%"), words=words).direction == FLOOR


def test_the_class_may_stand_on_either_level() -> None:
    assert direction_of("成本指标", "经济成本指标", "维护费", quantity("=3万元")).direction == CEILING
    assert direction_of("产出指标", "成本", "维护费", quantity("=3万元")).direction == CEILING
    assert direction_of("产出指标", "数量指标", "维护费", quantity("=3万元")).direction == UNKNOWN


def test_the_unit_may_stand_in_the_actual_value() -> None:
    assert direction_of("成本指标", "经济成本指标", "维护费", quantity("=3"), quantity("2.5万元")).direction == CEILING
    assert direction_of("成本指标", "经济成本指标", "维护费", quantity("=3"), quantity("2.5")).direction == UNKNOWN


@pytest.mark.parametrize(
    ("name", "target", "total"),
    [
        ("维护费", "≤3万元", True),
        ("每年维护费", "≤3万元/年", True),
        ("高标准农田建设成本", "≤3万元", True),
        ("人均培训费", "≤300元", False),
        ("补助标准", "=300元", False),
        ("培训费", "≤300元/人", False),
        ("单位造价", "≤3000元", False),
        ("成本控制率", "≤100%", False),
    ],
)
def test_total_money_is_no_price_of_one(name: str, target: str, total: bool) -> None:
    assert is_total_money(name, quantity(target)) is total
