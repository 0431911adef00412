"""The cell functions through xlwings' real dispatch, only the COM layer under it faked (tests/support/com_stubs.py)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import pytest
from com_stubs import MISSING, Excel, com
from hypothesis import given
from hypothesis import strategies as st

from jixiao import functions
from jixiao.functions import FUNCTIONS, CellError
from jixiao.scoring import DEFAULT, score_row, shipped_profile
from jixiao.values import parse_value

PROFILE = shipped_profile(DEFAULT)


@pytest.fixture(scope="module")
def excel() -> Iterator[Excel]:
    with com() as found:
        yield found


def expected(target: str, actual: str, weight: str) -> float | str:
    points = score_row(PROFILE, parse_value(target), parse_value(actual), Decimal(weight)).score
    return "" if points is None else float(points)


# -- what Excel is told about them


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda each: each.name)
def test_every_function_is_described_as_in_the_registry(excel: Excel, function: functions.Function) -> None:
    told = excel.function(function.name).__xlfunc__
    assert told["name"] == function.name
    assert told["category"] == "绩效自评"
    assert told["ret"]["doc"] == function.summary
    assert [each["name"] for each in told["args"]] == [each.name for each in function.arguments]
    for argument, shown in zip(function.arguments, told["args"], strict=True):
        assert shown["doc"] == f"{argument.title}：{argument.help}"
        assert ("optional" in shown) == argument.optional
        # Excel cuts the rest off.
        assert len(shown["doc"]) <= 255


def test_nothing_is_recalculated_all_the_time(excel: Excel) -> None:
    assert not any(excel.function(each.name).__xlfunc__["volatile"] for each in FUNCTIONS)


# -- scalars


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("≥98%", "97%"),
        ("≤3万元", "2.8万元"),
        ("=36万元", "34万元"),
        ("12套", "12套"),
        ("12月底前", "已完成"),
        ("≥95", "60"),
    ],
)
def test_a_cell_gets_what_scoring_gives(excel: Excel, target: str, actual: str) -> None:
    cells = [excel.cells.put("A1", target), excel.cells.put("B1", actual), excel.cells.put("C1", 10)]
    assert excel.call("JX_SCORE", *cells, MISSING) == expected(target, actual, "10")


@given(
    st.sampled_from(["≥", "≤", "=", ""]),
    st.decimals(0, 10**6, places=2),
    st.decimals(0, 10**6, places=2),
    st.integers(1, 30),
)
def test_numbers_in_cells_score_as_typed_ones(
    excel: Excel, sign: str, target: Decimal, actual: Decimal, weight: int
) -> None:
    cells = [
        excel.cells.put("A1", f"{sign}{target}"),
        excel.cells.put("B1", float(actual)),
        excel.cells.put("C1", float(weight)),
    ]
    assert excel.call("JX_SCORE", *cells, MISSING) == expected(f"{sign}{target}", str(actual), str(weight))


def test_a_percentage_is_its_value_whatever_its_format(excel: Excel) -> None:
    target, weight = excel.cells.put("A1", "≥98%"), excel.cells.put("C1", 10.0)
    as_format = excel.cells.put("B1", 0.97, "0%")
    assert excel.call("JX_SCORE", target, as_format, weight, MISSING) == expected("≥98%", "97%", "10")


def test_an_argument_may_be_typed_into_the_formula(excel: Excel) -> None:
    assert excel.call("JX_SCORE", "≥98%", 0.97, 10.0, MISSING) == expected("≥98%", "97%", "10")


def test_a_date_is_read_as_its_day(excel: Excel) -> None:
    target, weight = excel.cells.put("A1", "12月底前"), excel.cells.put("C1", 10.0)
    actual = excel.cells.put("B1", datetime(2023, 12, 20), "yyyy/m/d")
    assert excel.call("JX_SCORE", target, actual, weight, MISSING) == expected("12月底前", "2023-12-20", "10")
    with pytest.raises(CellError, match="不是数字"):
        excel.call("JX_RATE", 40.0, actual)


def test_a_profile_may_be_named(excel: Excel) -> None:
    other = "ningde-2018"
    points = score_row(shipped_profile(other), parse_value("≥100%"), parse_value("80%"), Decimal(10)).score
    assert points is not None and float(points) != expected("≥100%", "80%", "10")
    assert excel.call("JX_SCORE", "≥100%", "80%", 10.0, other) == float(points)


def test_rate_rate_score_total_and_grade(excel: Excel) -> None:
    budget, spent = excel.cells.put("A1", 40.0), excel.cells.put("B1", 29.050405)
    assert excel.call("JX_RATE", budget, spent) == 72.63
    assert excel.call("JX_RATE_SCORE", budget, spent, 10.0, MISSING, MISSING) == functions.rate_score(40, 29.050405, 10)
    for row, points in enumerate([10.0, "9.7", None, "—", 4.5], 1):
        excel.cells.put(f"D{row}", points)
    assert excel.call("JX_TOTAL", excel.cells.area("D1:D5")) == 24.2
    assert excel.call("JX_GRADE", 94.49, MISSING) == "优"


def test_a_money_format_does_not_cut_the_amount(excel: Excel) -> None:
    # Excel hands such a cell over with four decimals: 29.050405 comes as 29.0504. For an execution rate it is enough.
    budget, spent = excel.cells.put("A1", 40, "¥#,##0.00"), excel.cells.put("B1", 29.050405, "¥#,##0.00")
    assert excel.call("JX_RATE", budget, spent) == 72.63


def test_a_hint_says_what_is_to_be_done(excel: Excel) -> None:
    row = ("产出指标", "质量指标", "合格率", "≥98%", "60%", 10.0, 2.0)
    assert excel.call("JX_HINT", *row, excel.cells.put("A1", None), MISSING) == functions.UNEXPLAINED
    assert excel.call("JX_HINT", *row, "设备到货迟，已催，3月底前补齐", MISSING) == ""


# -- blanks, errors and nonsense


@pytest.mark.parametrize("blank", ["A1", "B1", "C1"])
def test_blank_in_blank_out(excel: Excel, blank: str) -> None:
    for address, value in {"A1": "≥98%", "B1": "97%", "C1": 10.0}.items():
        excel.cells.put(address, None if address == blank else value)
    cells = [excel.cells.area(address) for address in ("A1", "B1", "C1")]
    assert excel.call("JX_SCORE", *cells, MISSING) == ""


@pytest.mark.parametrize("error", ["#DIV/0!", "#N/A", "#REF!", "#VALUE!"])
def test_an_error_in_gives_an_error_and_never_a_blank(excel: Excel, error: str) -> None:
    spent = excel.cells.put("B1", error)
    with pytest.raises(CellError):
        excel.call("JX_RATE", 40.0, spent)
    excel.cells.put("D1", 10.0)
    excel.cells.put("D2", error)
    with pytest.raises(CellError):
        excel.call("JX_TOTAL", excel.cells.area("D1:D2"))


def test_an_error_that_xlwings_does_not_know_is_one_too(excel: Excel) -> None:
    # #SPILL! as Excel hands it over by value
    with pytest.raises(CellError):
        excel.call("JX_RATE", 40.0, -2146826207)


@pytest.mark.parametrize("nonsense", ["三十", "abc", True])
def test_nonsense_raises_with_a_word_for_the_log(excel: Excel, nonsense: object) -> None:
    with pytest.raises(CellError, match="不是数字"):
        excel.call("JX_RATE", 40.0, nonsense)


def test_an_unknown_profile_raises(excel: Excel) -> None:
    with pytest.raises(CellError, match="mof-2021"):
        excel.call("JX_SCORE", "≥98%", "97%", 10.0, "没有的")


# -- columns


def test_a_column_is_scored_in_one_call(excel: Excel) -> None:
    rows = [("≥98%", "97%", 10.0), ("≤3万元", "2.8万元", 5.0), (None, None, None), ("12月底前", "已完成", 5.0)]
    for number, row in enumerate(rows, 1):
        for column, value in zip("ABC", row, strict=True):
            excel.cells.put(f"{column}{number}", value)
    areas = [excel.cells.area(f"{column}1:{column}4") for column in "ABC"]
    singles = [
        [excel.call("JX_SCORE", *(excel.cells.area(f"{column}{number}") for column in "ABC"), MISSING)]
        for number in range(1, 5)
    ]
    assert excel.call("JX_SCORES", *areas, MISSING) == singles
    assert singles[0] == [expected("≥98%", "97%", "10")] and singles[2] == [""]


def test_a_column_of_one_row_is_a_column_too(excel: Excel) -> None:
    cells = [excel.cells.put("A1", "≥98%"), excel.cells.put("B1", "97%"), excel.cells.put("C1", 10.0)]
    assert excel.call("JX_SCORES", *cells, MISSING) == expected("≥98%", "97%", "10")


def test_columns_of_unequal_length_are_refused(excel: Excel) -> None:
    areas = [excel.cells.area("A1:A3"), excel.cells.area("B1:B2"), excel.cells.area("C1:C3")]
    with pytest.raises(CellError, match="行数"):
        excel.call("JX_SCORES", *areas, MISSING)


def test_one_column_call_costs_less_than_a_thousand_scalar_ones(excel: Excel) -> None:
    count = 1000
    for number in range(1, count + 1):
        excel.cells.put(f"A{number}", f"≥{number % 90 + 1}%")
        excel.cells.put(f"B{number}", (number * 7 % 100) / 100)
        excel.cells.put(f"C{number}", 10.0)
    rows = [[excel.cells.area(f"{column}{number}") for column in "ABC"] for number in range(1, count + 1)]
    areas = [excel.cells.area(f"{column}1:{column}{count}") for column in "ABC"]
    started = time.process_time()
    scalars = [[excel.call("JX_SCORE", *row, MISSING)] for row in rows]
    between = time.process_time()
    column = excel.call("JX_SCORES", *areas, MISSING)
    ended = time.process_time()
    assert column == scalars
    print(f"1000 scalar calls {between - started:.3f} s, one column call {ended - between:.3f} s (Python's side)")
    assert ended - between < between - started
