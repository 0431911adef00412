"""The cell functions, as a person in a spreadsheet would call them."""

from __future__ import annotations

import inspect
import math
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao import functions
from jixiao.functions import FUNCTIONS, CellError
from jixiao.scoring import profile_names, score_row, shipped_profile
from jixiao.values import parse_value

BY_NAME = {each.name: each.call for each in FUNCTIONS}

CALLS = [
    ("JX_RATE", (40, 29.050405), 72.63),
    ("JX_RATE", ("4.8", 3.883432), 80.9),
    ("JX_RATE", ("1,200", 600), 50),
    ("JX_RATE", (0, 0), ""),
    ("JX_RATE", (None, 3), ""),
    ("JX_RATE", (4.8, "  "), ""),
    ("JX_RATE_SCORE", (100, 85, 10), 7),
    ("JX_RATE_SCORE", (100, 85, 10, "已完成"), 10),
    ("JX_RATE_SCORE", (100, 85, 10, "未完成"), 7),
    ("JX_RATE_SCORE", (100, 85, 10, None, "mof-2020"), 8.5),
    ("JX_RATE_SCORE", (100, 100, 10), 10),
    ("JX_RATE_SCORE", (100, 85, None), ""),
    ("JX_RATE_SCORE", (0, 0, 10), ""),
    ("JX_SCORE", ("≥98%", 0.97, 10), 9.74),
    ("JX_SCORE", ("≥98%", 97, 10), 9.74),
    ("JX_SCORE", ("≥98%", "97%", 10), 9.74),
    ("JX_SCORE", (">=1,200个", "1100个", 5), 3.96),
    ("JX_SCORE", ("=36万元", "35万元", 10), 9.31),
    ("JX_SCORE", ("≤9万元", 9.5, 10), 8.61),
    ("JX_SCORE", ("＝36", 36, 10), 10),
    ("JX_SCORE", ("≥98%", "97%", 10, "mof-2020"), 9.9),
    ("JX_SCORE", ("12月底前", "12月", 10), ""),
    ("JX_SCORE", ("显著提高", "显著提高", 10), ""),
    ("JX_SCORE", ("≥98%", None, 10), ""),
    ("JX_SCORE", (None, None, None), ""),
    ("JX_TOTAL", (((1,), ("—",), ("9.5",), (None,)),), 10.5),
    ("JX_TOTAL", (((None,), ("/",)),), ""),
    ("JX_TOTAL", ((("得 分",), (9,), (None,)),), 9),
    ("JX_TOTAL", (7,), 7),
    ("JX_TOTAL", (((0.1,), (0.2,)),), 0.3),
    ("JX_GRADE", (94.49,), "优"),
    ("JX_GRADE", ("59.99",), "差"),
    ("JX_GRADE", ("",), ""),
    ("JX_GRADE", (0,), "差"),
    ("JX_GRADE", (100,), "优"),
    (
        "JX_HINT",
        ("成本指标", "经济成本指标", "维护费", "=2.8万元", "1.88万元", 10, 10, ""),
        functions.EQUALS_ON_CEILING,
    ),
    ("JX_HINT", ("产出指标", "质量指标", "合格率", "≥98%", "97%", 10, 9.74, None), functions.UNEXPLAINED),
    ("JX_HINT", ("产出指标", "质量指标", "合格率", "≥98%", "97%", 10, 9.74, "—"), functions.UNEXPLAINED),
    ("JX_HINT", ("产出指标", "质量指标", "合格率", "≥98%", "97%", 10, 9.74, "人手不足，已增配"), ""),
    ("JX_HINT", ("产出指标", "质量指标", "合格率", "≥98%", "98%", 10, 11, ""), functions.SCORE_OVER_WEIGHT),
    ("JX_HINT", ("效益指标", "社会效益", "作用", "显著", "显著", 10, 9, ""), functions.UNEXPLAINED),
    ("JX_HINT", ("效益指标", "社会效益", "作用", "显著", "显著", 10, 10, ""), ""),
    ("JX_HINT", (None,) * 8, ""),
    ("JX_SCORES", ((("≥98%",), ("好",)), ((97,), ("好",)), ((10,), (5,))), ((9.74,), ("",))),
    ("JX_SCORES", ((("≥98%",), ("≥98%",)), ((97,), (98,)), 10), ((9.74,), (10.0,))),
]


@pytest.mark.parametrize(("name", "arguments", "expected"), CALLS)
def test_a_cell_gets(name: str, arguments: tuple[object, ...], expected: object) -> None:
    assert BY_NAME[name](*arguments) == expected


NONSENSE = [
    ("JX_RATE", ("四十万", 3), "预算数“四十万”不是数字"),
    ("JX_RATE", (-1, 3), "负数"),
    ("JX_RATE", (math.nan, 3), "不是数字"),
    ("JX_RATE", (True, 3), "不是数字"),
    ("JX_RATE", (datetime(2024, 1, 1), 3), "不是数字"),
    ("JX_RATE_SCORE", (4, 3, 10, "快了"), "已完成"),
    ("JX_SCORE", ("≥98%", 97, "十分"), "分值“十分”不是数字"),
    ("JX_SCORE", ("≥98%", 97, 10, "mof-2012"), "没有评分口径“mof-2012”"),
    ("JX_TOTAL", ((("9分",),),), "得分“9分”不是数字"),
    ("JX_GRADE", ("优秀",), "总分“优秀”不是数字"),
    ("JX_GRADE", (150,), "总分150超过100"),
    ("JX_GRADE", (100.5,), "总分100.5超过100"),
    ("JX_GRADE", (-3,), "总分不能是负数"),
    ("JX_SCORE", ("≥98%", 97, -5), "分值不能是负数"),
    ("JX_SCORE", ("显著提高", "显著提高", -5), "分值不能是负数"),
    ("JX_RATE_SCORE", (100, 85, -10), "分值不能是负数"),
    ("JX_HINT", ("产出指标", "质量指标", "合格率", "≥98%", "97%", -10, 9, ""), "分值不能是负数"),
    ("JX_SCORES", (((1,), (2,)), ((1,), (2,), (3,)), 5), "行数不一样"),
]


@pytest.mark.parametrize(("name", "arguments", "words"), NONSENSE)
def test_nonsense_is_an_error_that_says_why(name: str, arguments: tuple[object, ...], words: str) -> None:
    with pytest.raises(CellError, match=words):
        BY_NAME[name](*arguments)


_CELLS = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(-(10**9), 10**9) | st.just(Decimal("NaN")),
    st.sampled_from(["≥98%", "=36万元", "12月底前", "=1+1", "９８％", "1,200个", "—"]),
)


@given(st.sampled_from(FUNCTIONS), st.data())
def test_whatever_a_cell_holds_the_answer_is_a_value_or_a_cell_error(
    function: functions.Function, data: st.DataObject
) -> None:
    arguments = [data.draw(_CELLS) for _ in function.arguments]
    try:
        result = function.call(*arguments)
    except CellError:
        return
    assert isinstance(result, (str, float, tuple))


@given(
    st.sampled_from(["≥98%", "=36万元", "≤9万元", "50", ">3个"]),
    st.decimals("0", "120", places=2),
    st.integers(1, 20),
    st.sampled_from(profile_names()),
)
def test_the_score_is_the_engines(target: str, actual: Decimal, weight: int, profile: str) -> None:
    row = score_row(shipped_profile(profile), parse_value(target), parse_value(str(actual)), Decimal(weight))
    assert functions.score(target, float(actual), weight, profile) == float(row.score or 0)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda each: each.name)
def test_the_registry_tells_the_arguments_as_they_are(function: functions.Function) -> None:
    parameters = list(inspect.signature(function.call).parameters)
    assert [each.name for each in function.arguments] == parameters
    optional = [each.optional for each in function.arguments]
    assert optional == sorted(optional)
    assert all(each.title and each.help for each in function.arguments) and function.summary.endswith("。")
