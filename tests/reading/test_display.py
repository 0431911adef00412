"""What a person reads in a cell, as a table: stored value, number format, shown text."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jixiao.reading import GridCell, displayed, exact, is_date

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '
SHOWN = [
    # General: all digits, no noise
    ("40", "General", "40"),
    ("0", "General", "0"),
    ("-0", "General", "0"),
    ("007", "General", "7"),
    ("29.05", "General", "29.05"),
    ("29.050", "General", "29.05"),
    ("-3.50", "General", "-3.5"),
    ("0.30000000000000004", "General", "0.3"),
    ("29.050404999999998", "General", "29.050405"),
    ("94.439999999999998", "General", "94.44"),
    ("0.1234567890123456", "General", "0.123456789012346"),
    ("123456789012345678", "General", "123456789012346000"),
    ("110101199003071234", "General", "110101199003071000"),
    ("1E-4", "General", "0.0001"),
    ("1E-12", "General", "1E-12"),
    ("1.5E+25", "General", "1.5E+25"),
    ("12.5", "G/通用格式", "12.5"),
    # fixed decimals, half-up
    ("1.005", "0.00", "1.01"),
    ("2.675", "0.00", "2.68"),
    ("-2.675", "0.00", "-2.68"),
    ("0.125", "0.00", "0.13"),
    ("2.5", "0", "3"),
    ("-0.001", "0.00", "-0.00"),
    ("5", ".00", "5.00"),
    ("0.5", "#.##", ".5"),
    ("5", "0.##", "5."),
    ("5", "0.0#", "5.0"),
    ("45", "0000", "0045"),
    ("13800138000", "000-0000-0000", "138-0013-8000"),
    ("12345", "??", "12345"),
    # thousands and scaling
    ("1234567.891", "#,##0.00", "1,234,567.89"),
    ("123", "#,##0.00", "123.00"),
    ("12", "0,000", "0,012"),
    ("1234", "0,000.0", "1,234.0"),
    ("1500000", "0.0,,", "1.5"),
    ("12345", '0!.0,"万"', "1.2万"),
    ("123456789", '#,##0,"千"', "123,457千"),
    # percent
    ("0.9444", "0.00%", "94.44%"),
    ("0.9444", "0%", "94%"),
    ("0.945", "0%", "95%"),
    ("0.28999999999999998", "0%", "29%"),
    ("94.44", '0.00"%"', "94.44%"),
    ("94.44", "0.00\\%", "94.44%"),
    # literals, colours, currency, padding
    ("36", '0"万元"', "36万元"),
    ("36", "0万元", "36万元"),
    ("36", '"≤"0.0', "≤36.0"),
    ("5", '[Red]General"元"', "5元"),
    ("5", 'G/通用格式"万元"', "5万元"),
    ("1234", "[$¥-804]#,##0.00", "¥1,234.00"),
    ("1234", "[$-804]#,##0", "1,234"),
    ("1234.5", "#,##0.0_);(#,##0.0)", "1,234.5"),
    ("-1234.5", "#,##0.0_);(#,##0.0)", "(1,234.5)"),
    ("3", ACCOUNTING, "3.00"),
    ("-3", ACCOUNTING, "-3.00"),
    ("0", ACCOUNTING, "-"),
    # sections and conditions
    ("5", "0;-0;;@", "5"),
    ("0", "0;-0;;@", ""),
    ("5", ";;;", ""),
    ("-5", '0"万";"负"0', "负5"),
    ("-5", "0.00;(0.00)", "(5.00)"),
    ("0", "0.0;-0.0", "0.0"),
    ("2", '[>=1]"是";"否"', "是"),
    ("0", '[>=1]"是";"否"', "否"),
    ("1", '[=1]"√";[=0]"×";General', "√"),
    ("0", '[=1]"√";[=0]"×";General', "×"),
    ("7", '[=1]"√";[=0]"×";General', "7"),
    ("-7", "[>=100]0;0.0", "-7.0"),
    ("-7", "[<0]0;0.0", "7"),
    ("5", "@", "5"),
    ("-5.5", "@", "-5.5"),
    # scientific, fractions
    ("12345", "0.00E+00", "1.23E+04"),
    ("99999", "0.0E+0", "1.0E+5"),
    ("0.00012", "0.0E+00", "1.2E-04"),
    ("12345", "##0.0E+0", "12.3E+3"),
    ("0", "0.00E+00", "0.00E+00"),
    ("0.5", "# ?/?", "0.5"),
    # dates and times
    ("46347", "yyyy/m/d", "2026/11/21"),
    ("46347", "yyyy-mm-dd", "2026-11-21"),
    ("46347", 'yyyy"年"m"月"d"日"', "2026年11月21日"),
    ("46347", 'yyyy"年"m"月"', "2026年11月"),
    ("46347", "yyyy年m月d日;@", "2026年11月21日"),
    ("46347", 'm"月"d"日"', "11月21日"),
    ("46347", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "Saturday, November 21, 2026"),
    ("46347", "aaaa", "星期六"),
    ("46347", "m/d/yy", "11/21/26"),
    ("46347", "d-mmm-yy", "21-Nov-26"),
    ("46347", '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二六年十一月二十一日"),
    ("46347.5", "yyyy/m/d h:mm", "2026/11/21 12:00"),
    ("46347.999999", "yyyy/m/d h:mm", "2026/11/21 23:59"),
    ("0.75", "h:mm AM/PM", "6:00 PM"),
    ("0", "h:mm AM/PM", "12:00 AM"),
    ("0.75", '上午/下午h"时"mm"分"', "下午6时00分"),
    ("1.5", "[h]:mm", "36:00"),
    ("0.5", "[mm]:ss", "720:00"),
    ("0.06251", "mm:ss.0", "30:00.9"),
    ("46347.123456", "h:mm:ss.00", "2:57:46.60"),
    ("1", "yyyy-m-d", "1900-1-1"),
    ("59", "yyyy-m-d", "1900-2-28"),
    ("60", "yyyy-m-d", "1900-2-29"),
    ("61", "yyyy-m-d", "1900-3-1"),
    ("2958465", "yyyy-m-d", "9999-12-31"),
    ("2958466", "yyyy-m-d", "2958466"),
    ("-1", "yyyy-m-d", "-1"),
]


@pytest.mark.parametrize(("value", "code", "shown"), SHOWN)
def test_numbers(value: str, code: str, shown: str) -> None:
    assert displayed(GridCell("n", value, code, None)) == shown


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (GridCell("s", "=36万元", "General", None), "=36万元"),
        (GridCell("s", "=36万元", "@", None), "=36万元"),
        (GridCell("s", "94.44%", "0.00%", None), "94.44%"),
        (GridCell("s", "甲", '0;-0;0;"项目："@', None), "项目：甲"),
        (GridCell("s", "甲", '@"级"', None), "甲级"),
        (GridCell("s", "甲", ACCOUNTING, None), "甲"),
        (GridCell("s", "甲", ";;;", None), ""),
        (GridCell("s", "", "General", '""'), ""),
        (GridCell("b", "1", "0.00", None), "TRUE"),
        (GridCell("b", "0", "General", None), "FALSE"),
        (GridCell("e", "#REF!", "0.00", "A1"), "#REF!"),
        (GridCell("z", "", "0.00", "SUM(A1:A3)"), ""),
        (GridCell("d", "2026-11-21", "yyyy-mm-dd", None), "2026-11-21"),
        (GridCell("d", "2026-11-21T06:30:00", "h:mm", None), "6:30"),
        (GridCell("d", "2026-11-21T06:30:00Z", "General", None), "2026/11/21"),
        (GridCell("d", "1900-02-28", "General", None), "1900/2/28"),
        (GridCell("d", "明年", "yyyy-mm-dd", None), "明年"),
        (GridCell("d", "2026-13-41", "yyyy-mm-dd", None), "2026-13-41"),
        (GridCell("n", "不是数", "0.00", None), "不是数"),
    ],
)
def test_other_kinds(cell: GridCell, shown: str) -> None:
    assert displayed(cell) == shown


def test_the_1904_system() -> None:
    cell = GridCell("n", "44885", "yyyy-mm-dd aaa", None)
    assert displayed(cell, date1904=True) == "2026-11-21 周六"
    assert displayed(GridCell("n", "0", "yyyy-m-d", None), date1904=True) == "1904-1-1"
    assert displayed(GridCell("d", "2026-11-21", "yyyy-mm-dd", None), date1904=True) == "2026-11-21"


@pytest.mark.parametrize(
    ("kind", "value", "code", "number"),
    [
        ("n", "40", "General", Decimal(40)),
        ("n", "0.9444", "0.00%", Decimal("0.9444")),
        ("n", "29.050404999999998", "General", Decimal("29.050405")),
        ("n", "0.30000000000000004", "0.0", Decimal("0.3")),
        ("n", "1E-4", "General", Decimal("0.0001")),
        ("n", "123456789012345678", "General", Decimal(123456789012346000)),
        ("n", "46347", "yyyy-mm-dd", None),
        ("n", "0.5", "h:mm", None),
        ("n", "NaN", "General", None),
        ("n", "1E+999999999", "General", None),
        ("n", "1E-999999999", "General", Decimal(0)),
        ("s", "40", "General", None),
        ("b", "1", "General", None),
        ("z", "", "General", None),
        ("d", "2026-11-21", "General", None),
    ],
)
def test_exact(kind: str, value: str, code: str, number: Decimal | None) -> None:
    assert exact(GridCell(kind, value, code, None)) == number


@pytest.mark.parametrize(
    ("code", "date"),
    [
        ("yyyy-mm-dd", True),
        ('yyyy"年"', True),
        ("[h]:mm", True),
        ("mm:ss", True),
        ("[$-804]aaaa", True),
        ("General", False),
        ("0.00", False),
        ("0.00E+00", False),
        ('0"day"', False),
        ("0\\d", False),
        ("[Red]0", False),
        ("[$USD-409]0", False),
        ('[=1]"yes";0', False),
        ("@", False),
        ("G/通用格式", False),
    ],
)
def test_is_date(code: str, date: bool) -> None:
    assert is_date(GridCell("n", "46347", code, None)) is date
    assert is_date(GridCell("s", "46347", code, None)) is False


@given(st.integers(min_value=1, max_value=2_958_465))
@example(60)
def test_every_day_is_the_one_of_the_calendar(serial: int) -> None:
    shown = displayed(GridCell("n", str(serial), "yyyy-mm-dd", None))
    if serial == 60:
        assert shown == "1900-02-29"
    else:
        day = datetime.date(1899, 12, 30 if serial > 60 else 31) + datetime.timedelta(days=serial)
        assert shown == day.isoformat()
        assert displayed(GridCell("d", shown, "yyyy-mm-dd", None)) == shown


decimals = st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False, places=5)


@given(decimals)
def test_general_and_exact_agree(number: Decimal) -> None:
    cell = GridCell("n", str(number), "General", None)
    assert exact(cell) == number
    assert Decimal(displayed(cell)) == number


@given(decimals)
def test_a_binary_float_shows_the_decimal_that_was_typed(number: Decimal) -> None:
    stored = f"{float(number):.17g}"
    assert exact(GridCell("n", stored, "General", None)) == number


@given(decimals, st.integers(min_value=0, max_value=4))
def test_fixed_decimals_are_the_nearest_half_up(number: Decimal, places: int) -> None:
    code = "0." + "0" * places if places else "0"
    shown = Decimal(displayed(GridCell("n", str(number), code, None)))
    assert abs(shown - number) <= Decimal(5).scaleb(-places - 1)
    if abs(shown - number) == Decimal(5).scaleb(-places - 1):
        assert abs(shown) > abs(number)


@given(decimals, st.sampled_from(["0.00", "0.00%", "0"]))
def test_separators_change_nothing_else(number: Decimal, code: str) -> None:
    plain = displayed(GridCell("n", str(number), code, None))
    grouped = displayed(GridCell("n", str(number), "#,##" + code, None))
    assert grouped.replace(",", "") == plain


@given(
    st.text(alphabet='0#?.,%@;"\\_*[]<>=-+/ymdhsaeE!GgRd万元 $¥General', max_size=30),
    st.sampled_from(["0", "1", "-1.5", "46347.25", "1E+300", "1E-300", "-0.00001", "999999999999999"]),
)
def test_no_format_code_breaks_it(code: str, value: str) -> None:
    cell = GridCell("n", value, code, None)
    assert isinstance(displayed(cell), str)
    assert isinstance(displayed(cell._replace(kind="s")), str)
    assert (exact(cell) is None) is is_date(cell)


def test_a_monstrous_format_code_is_passed_over() -> None:
    assert displayed(GridCell("n", "1.5", "0" * 1_000_000, None)) == "1.5"
