"""What a person types into 年度指标值 and 实际完成值, and what it is read as."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jixiao.values import Quantity, Words, format_quantity, parse_number, parse_value, plain

OPERATORS = {
    "≥": "≥ >= ≧ ＞＝ => ⩾ ≮ ﹥= 大于等于 大于或等于 不低于 不少于 不小于 至少".split(),
    "≤": "≤ <= ≦ ＜＝ =< ⩽ ≯ ﹤= 小于等于 不超过 不高于 不大于 不多于".split(),
    ">": "> ＞ ﹥ 大于 高于 超过".split(),
    "<": "< ＜ ﹤ 小于 低于".split(),
    "=": "= ＝ ﹦ ═ == 等于".split(),
}
SPELLINGS = [(spelling, operator) for operator, spellings in OPERATORS.items() for spelling in spellings]
UNITS = (
    "|%|‰|个|家|次|次/年|次/每月|人|人次|户|元|万元|元/人|万条|Gbps|m2|㎡|小时|个工作日|天|月|个月|公里|亩|分|套|期"
).split("|")


@pytest.mark.parametrize(("spelling", "operator"), SPELLINGS)
@pytest.mark.parametrize("blank", ["", " ", "　"])
def test_every_spelling_of_an_operator(spelling: str, operator: str, blank: str) -> None:
    value = parse_value(f"{spelling}{blank}98.50 %")
    assert isinstance(value, Quantity)
    assert value[:3] == (operator, Decimal("98.50"), "%")
    assert value.places == 2


@pytest.mark.parametrize(
    ("text", "operator", "number", "unit"),
    [
        ("98%以上", "≥", "98", "%"),
        ("98%（含）以上", "≥", "98", "%"),
        ("90分及以上", "≥", "90", "分"),
        ("超过90%以上", ">", "90", "%"),
        ("2小时内", "≤", "2", "小时"),
        ("5%以内", "≤", "5", "%"),
        ("控制在20万元以内", "≤", "20", "万元"),
        ("30个工作日以内", "≤", "30", "个工作日"),
        ("3个国内展会", "", "3", "个国内展会"),
    ],
)
def test_limits_behind_the_number(text: str, operator: str, number: str, unit: str) -> None:
    value = parse_value(text)
    assert isinstance(value, Quantity)
    assert value[:3] == (operator, Decimal(number), unit)


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("１，２００个", "1200", "个"),
        ("1,234,567.89元", "1234567.89", "元"),
        ("10 000元", "10000", "元"),
        ("１００．５％", "100.5", "%"),
        ("≥95（%）", "95", "%"),
        ("3（个）", "3", "个"),
        ("-5%", "-5", "%"),
        (".5", "0.5", ""),
        ("5.", "5", ""),
        ("98%。", "98", "%"),
        ("'36", "36", ""),
        ("¥36万元", "36", "万元"),
        ("2056.35万元", "2056.35", "万元"),
        ("2023.12万元", "2023.12", "万元"),
        ("≤2023.12", "2023.12", ""),
        ("2056.35", "2056.35", ""),
        ("≥12月", "12", "月"),
        ("36月", "36", "月"),
        ("12个月", "12", "个月"),
        ("4个季度", "4", "个季度"),
        ("100㎡", "100", "㎡"),
        ("100m2", "100", "m2"),
        ("20余家", "20", "余家"),
    ],
)
def test_numbers_and_units(text: str, number: str, unit: str) -> None:
    value = parse_value(text)
    assert isinstance(value, Quantity)
    assert (value.number, value.unit) == (Decimal(number), unit)


WORDS = [
    "及时",
    "有效提升",
    "无",
    "/",
    "……",
    "7*24小时",
    "7×24小时",
    "7天24小时",
    "90%-95%",
    "3-5次",
    "60分-80分",
    "97/98",
    "1:1",
    "1项，2个",
    "3个（含2个市级）",
    "完成100%",
    "100%完成",
    "20家左右",
    "每月不少于2次",
    "≥95%且≤100%",
    "第1名",
    "12,34",
    "1e5",
    "98。5%",
    "²",
    "½",
]
DATES = [
    "12月底前",
    "12月31日前",
    "12月",
    "2023年",
    "2023年12月底",
    "2023.12.31",
    "2023.12",
    "2023/12",
    "2023-12-31",
    "2023年1-12月",
    "12.31前",
    "2023年底前",
    "6月30日以前",
    "第4季度",
]
PERIODS = ["当年", "年底前", "每个工作日", "每日更新", "第四季度", "1-12月", "全年", "上半年"]


@pytest.mark.parametrize("text", WORDS)
def test_words(text: str) -> None:
    value = parse_value(text)
    assert isinstance(value, Words)
    assert not value.is_date


@pytest.mark.parametrize("text", DATES)
def test_dates_are_words(text: str) -> None:
    value = parse_value(text)
    assert isinstance(value, Words)
    assert value.is_date
    assert value.is_period


@pytest.mark.parametrize("text", PERIODS)
def test_periods_are_words(text: str) -> None:
    value = parse_value(text)
    assert isinstance(value, Words)
    assert value.is_period


@pytest.mark.parametrize("text", ["有效提升", "良好", "提供", "熟悉", "基本达成目标", "7*24小时"])
def test_other_words_are_no_period(text: str) -> None:
    value = parse_value(text)
    assert isinstance(value, Words)
    assert not value.is_period


@pytest.mark.parametrize("text", ["", " ", "　", "\n", "\u200b"])
def test_blank_is_nothing(text: str) -> None:
    assert parse_value(text) is None


NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=2) | st.integers(0, 10**7).map(Decimal)


@given(st.sampled_from(SPELLINGS), NUMBERS, st.sampled_from(UNITS))
def test_a_formatted_quantity_is_read_as_itself(spelling: tuple[str, str], number: Decimal, unit: str) -> None:
    value = parse_value(f"{spelling[0]}{number:,f}{unit}")
    assert isinstance(value, Quantity)
    assert value[:3] == (spelling[1], number, unit)
    again = parse_value(format_quantity(value))
    assert isinstance(again, Quantity)
    assert again[:3] == value[:3]
    assert again.is_standard


@given(st.sampled_from(SPELLINGS), NUMBERS, st.sampled_from(UNITS))
def test_width_and_blanks_mean_nothing(spelling: tuple[str, str], number: Decimal, unit: str) -> None:
    text = f"{spelling[0]}{number:,f}{unit}"
    wide = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)
    assert parse_value("　".join(wide)) == parse_value(text)


ODD = st.text(
    alphabet="0123456789.,%≥≤><=-+*/~年月日底前内以上下()（）个次元万 　每无不约余多第季度￥'\"九零²٣﹦", max_size=24
)


@given(ODD | st.text(max_size=40))
@example("9" * 400 + "%")
@example("≥" + "1," * 300)
@example("1" + "内" * 32000)
def test_no_text_raises(text: str) -> None:
    value = parse_value(text)
    if isinstance(value, Quantity):
        assert isinstance(format_quantity(value), str)
        assert value.is_standard in (True, False)
    elif isinstance(value, Words):
        assert value.is_period >= value.is_date
    parse_number(text)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4))
def test_a_plain_number_is_read_as_itself(number: Decimal) -> None:
    assert parse_number(plain(number)) == number
    assert "E" not in plain(number)
