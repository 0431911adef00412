"""Actual values in the units of their targets: percent scales, money, times, and units of different things."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.values import (
    Quantity,
    different_things,
    in_units_of,
    is_met,
    off_by_ten_thousand,
    parse_unit,
    parse_value,
    percent_of,
    same_thing,
)


def quantity(text: str) -> Quantity:
    value = parse_value(text)
    assert isinstance(value, Quantity)
    return value


@pytest.mark.parametrize(
    ("target", "actual", "reached"),
    [
        ("≥98%", "97", "97"),
        ("≥98%", "0.97", "97"),
        ("≥98%", "97%", "97"),
        ("=100%", "1", "100"),
        ("≥6%", "7", "7"),
        ("≥6%", "0.07", "7"),
        ("≥12%", "12", "12"),
        ("≤5%", "0.3", "0.3"),
        ("≤5%", "0.04", "4"),
        ("≤5‰", "0.3%", "3"),
        ("0.98", "97%", "0.97"),
        ("98", "97%", "97"),
        ("1", "100%", "1"),
        ("≥128万条", "129", "129"),
        ("≥128万条", "129万条", "129"),
        ("≥128万条", "1290000条", "129"),
        ("≥128万条", "129万", "129"),
        ("=250854元", "25.8054万元", "258054"),
        ("=25.0854万元", "258054元", "25.8054"),
        ("≤0.5亿元", "4000万元", "0.4"),
        ("≤2小时", "30分钟", "0.5"),
        ("≥1年", "12个月", "1"),
        ("≥3公里", "3000米", "3"),
        ("≥2公顷", "30亩", "2"),
        ("≤5个工作日", "3天", "3"),
        ("≥20家", "20余家", "20"),
        ("≥3万条", "3万多条", "3"),
        ("=32期", "40万件", "40"),
    ],
)
def test_actual_in_the_units_of_its_target(target: str, actual: str, reached: str) -> None:
    assert in_units_of(quantity(target), quantity(actual)) == Decimal(reached)


@given(st.integers(1, 10**9))
def test_yuan_and_ten_thousands_of_them_are_one_amount(cents: int) -> None:
    yuan = Decimal(cents) / 100
    in_wan = quantity(f"={yuan / 10000:f}万元")
    assert in_units_of(in_wan, quantity(f"{yuan:f}元")) == in_wan.number
    assert off_by_ten_thousand(yuan, in_wan.number)


@given(st.integers(2, 1000), st.integers(2, 1000))
def test_a_share_is_the_same_in_every_scale(thousandths: int, target: int) -> None:
    # Written next to a target of its own size, a bare fraction is that fraction.
    share, wanted = Decimal(thousandths) / 1000, Decimal(target) / 10
    read = percent_of(share, wanted)
    assert read in (share, share * 100)
    if abs(share * 100 - wanted) <= wanted / 2:
        assert read == share * 100


@pytest.mark.parametrize(
    ("target", "actual", "met"),
    [
        ("≥98%", "98", True),
        (">98%", "98", False),
        ("≤4次", "4", True),
        ("<4次", "4", False),
        ("=7条", "8", True),
        ("7条", "6", False),
        ("0起", "0", True),
        ("0起", "1", False),
        ("=0", "0", True),
        ("≥0", "1", True),
    ],
)
def test_met(target: str, actual: str, met: bool) -> None:
    wanted = quantity(target)
    assert is_met(wanted, in_units_of(wanted, quantity(actual))) is met


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("个", "家"),
        ("个", "人"),
        ("人", "名"),
        ("份", "件"),
        ("期", "场"),
        ("天", "工作日"),
        ("小时", "天"),
        ("公里", "米"),
        ("户", "家"),
        ("项", "次"),
        ("人次", "次"),
        ("起", "次"),
        ("%", "‰"),
        ("%", "个百分点"),
        ("个村", "个"),
        ("个村", "家"),
        ("", "人"),
        ("分", "%"),
        ("某某", "人"),
        ("¥", "%"),
        ("辆", "台"),
        ("亩", "公顷"),
    ],
)
def test_what_may_be_one_thing(first: str, second: str) -> None:
    assert not different_things(first, second)
    assert not different_things(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("期", "件"),
        ("人", "人次"),
        ("人", "次"),
        ("户", "人"),
        ("个", "%"),
        ("人", "%"),
        ("次", "小时"),
        ("次", "台"),
        ("元", "个"),
        ("元", "%"),
        ("公里", "亩"),
        ("家", "人"),
        ("月", "次"),
        ("吨", "个"),
        ("个村", "%"),
        ("条", "次"),
    ],
)
def test_what_are_different_things(first: str, second: str) -> None:
    assert different_things(first, second)
    assert different_things(second, first)
    assert not same_thing(first, second)


@pytest.mark.parametrize(
    ("text", "scale", "base", "per"),
    [
        ("万元", 10000, "元", ""),
        ("次/每月", 1, "次", "月"),
        ("元/人", 1, "元", "人"),
        ("元每人", 1, "元", "人"),
        ("万条", 10000, "条", ""),
        ("千米", 1, "千米", ""),
        ("亿元", 10**8, "元", ""),
        ("万人次", 10000, "人次", ""),
        ("个(家)", 1, "个", ""),
        ("(%)", 1, "%", ""),
        ("余家", 1, "家", ""),
        ("余万元", 10000, "元", ""),
        ("万", 10000, "", ""),
        ("百分点", 1, "百分点", ""),
        ("多媒体", 1, "多媒体", ""),
    ],
)
def test_units_taken_apart(text: str, scale: int, base: str, per: str) -> None:
    assert parse_unit(text) == (scale, base, per)


@given(st.text(max_size=12), st.text(max_size=12))
def test_no_unit_raises(first: str, second: str) -> None:
    one, other = parse_unit(first), parse_unit(second)
    assert different_things(one.base, other.base) == different_things(other.base, one.base)
    assert not different_things(one.base, one.base)
