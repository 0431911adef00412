"""Rounding intervals, width, blanks and the marks of what does not apply."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.values import (
    amount_of,
    half_up,
    is_blank,
    is_not_applicable,
    narrow,
    places,
    rounding_of,
    squeeze,
    unbracketed,
)

NUMBERS = st.decimals(min_value=0, max_value=10**8, places=6)


@pytest.mark.parametrize(
    ("number", "rounded"), [("4.745", "4.75"), ("4.7449", "4.74"), ("-4.745", "-4.75"), ("10", "10.00")]
)
def test_half_up(number: str, rounded: str) -> None:
    assert str(half_up(Decimal(number))) == rounded


def test_a_number_too_long_is_left_as_it_is() -> None:
    assert half_up(Decimal("3" * 40)) == Decimal("3" * 40)


@given(NUMBERS, st.integers(0, 4))
def test_the_interval_holds_what_was_rounded(number: Decimal, decimals: int) -> None:
    printed = half_up(number, Decimal(1).scaleb(-decimals))
    interval = rounding_of(printed)
    assert places(printed) == decimals
    assert interval.low <= number <= interval.high


@given(NUMBERS)
def test_the_interval_of_an_amount_holds_its_cents(number: Decimal) -> None:
    cents = half_up(number)
    short = Decimal(format(cents.normalize(), "f"))
    assert amount_of(short).low <= cents <= amount_of(short).high


@pytest.mark.parametrize(
    ("printed", "parts", "agrees"),
    [
        ("562.50", ("108.62", "453.89"), True),
        ("562.5", ("108.62", "453.89"), True),
        ("36", ("20.2", "16"), False),
        ("29.05", ("29.050405",), True),
        ("40", ("29.05",), False),
    ],
)
def test_amounts_agree_within_their_intervals(printed: str, parts: tuple[str, ...], agrees: bool) -> None:
    total = amount_of(Decimal(parts[0]))
    for part in parts[1:]:
        total += amount_of(Decimal(part))
    assert amount_of(Decimal(printed)).meets(total) is agrees


@pytest.mark.parametrize(
    "text", ["", " ", "　", "/", "／", "-", "—", "——", "……", "…", "--", "\\", " / ", "－", "*", "\n/\n"]
)
def test_marks_of_what_does_not_apply(text: str) -> None:
    assert is_not_applicable(text)


@pytest.mark.parametrize("text", ["无", "一", "0", "零", "-1", "……等", "/年", "———————————"])
def test_what_is_no_such_mark(text: str) -> None:
    assert not is_not_applicable(text)


@given(st.text(max_size=30))
def test_no_text_raises(text: str) -> None:
    assert squeeze(squeeze(text)) == squeeze(text)
    assert is_blank(text) == (not narrow(text).strip())
    assert not is_blank(text) or is_not_applicable(text)
    assert len(unbracketed(text)) <= len(text)
