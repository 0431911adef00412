"""Numbers: what a stored number means, and how a section of a format code shows it."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

from .numfmt import Section

_FIFTEEN = Context(prec=15, rounding=ROUND_HALF_UP)
_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)
_LARGEST, _SMALLEST = 308, -308
_LONGEST = 400
_MARKS = ("digit", "point", "comma", "percent")
_PLAIN = re.compile(r"[x%]*(?P<whole>0|#,##0)(?P<decimals>\.0*)?(?P<after>[x%]*)")


def parsed(text: str) -> Decimal | None:
    """The number that a cell stores, to the 15 significant digits that spreadsheet programs keep; None if it
    is none.

    29.050404999999998 is how a binary float of 29.050405 gets into a file.
    """
    if len(text) > _LONGEST:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or number.adjusted() > _LARGEST:
        return None
    if number.adjusted() < _SMALLEST:
        return Decimal(0)
    if len(text) > 15 and len(number.as_tuple().digits) > 15:
        number = _FIFTEEN.plus(number).normalize(_FIFTEEN)
        if number.as_tuple().exponent > 0:  # type: ignore[operator]  # only infinities and NaN have letters
            number = number.quantize(Decimal(1), context=_WIDE)
    return number


def general_text(number: Decimal) -> str:
    """A number in the format General: all its digits, an exponent only beyond 20 digits or below 1E-9."""
    if not number:
        return "0"
    size = number.adjusted()
    if -10 < size < 21:
        text = f"{number:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    digits = number.normalize(_FIFTEEN).scaleb(-size)
    return f"{digits:f}E{'-' if size < 0 else '+'}{abs(size):02}"


def number_text(section: Section, number: Decimal, minus: bool) -> str:
    """A number as a section shows it; minus: whether to write a minus sign for a negative one."""
    number = abs(number)
    sign = "-" if minus else ""
    plain = _plain(section)
    if plain is not None:
        shown = _WIDE.scaleb(number, plain.scale).quantize(plain.unit, context=_WIDE)
        digits = f"{shown:,f}" if plain.groups else f"{shown:f}"
        return f"{sign}{plain.before}{digits}{plain.after}"
    if not section.has("digit"):
        return sign + _around(section, general_text(number))
    if any(token.kind == "text" and token.text == "/" for token in section.tokens) and _is_fraction(section):
        return sign + general_text(number)
    if section.has("exp"):
        return sign + _scientific(section, number)
    return sign + _fixed(section, number)


class _Plain(NamedTuple):
    before: str
    after: str
    scale: int
    unit: Decimal
    groups: bool


@lru_cache(maxsize=512)
def _plain(section: Section) -> _Plain | None:
    """What makes up nearly every format in use, such as 0.00% or #,##0.00; None for other formats."""
    shape = "".join(token.text if token.kind in _MARKS else "x" for token in section.tokens)
    match = _PLAIN.fullmatch(shape)
    if match is None:
        return None
    texts = [token.text for token in section.tokens]
    places = max(len(match["decimals"] or "") - 1, 0)
    return _Plain(
        before="".join(texts[: match.start("whole")]),
        after="".join(texts[match.end() - len(match["after"]) :]),
        scale=2 * shape.count("%"),
        unit=Decimal(1).scaleb(-places),
        groups="," in match["whole"],
    )


def _around(section: Section, shown: str) -> str:
    """Literals with the whole number in place of the token that stands for it."""
    out = []
    for kind, text in section.tokens:
        if kind in ("general", "at"):
            out.append(shown)
        elif kind in ("text", "percent", "point", "comma"):
            out.append(text)
    return "".join(out)


def _is_fraction(section: Section) -> bool:
    """Whether a slash stands between placeholders: # ?/?"""
    kinds = [(token.kind, token.text) for token in section.tokens]
    at = kinds.index(("text", "/"))
    return "digit" in {kind for kind, _ in kinds[:at]} and "digit" in {kind for kind, _ in kinds[at + 1 :]}


def _fixed(section: Section, number: Decimal) -> str:
    tokens = section.tokens
    digits = [index for index, token in enumerate(tokens) if token.kind == "digit"]
    point = next((index for index, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    whole = [index for index in digits if index < point]
    decimals = [index for index in digits if index > point]
    # A comma between placeholders groups by thousands, one after the last of them divides by a thousand.
    commas = [index for index, token in enumerate(tokens) if token.kind == "comma"]
    groups = any(whole and whole[0] < index < whole[-1] for index in commas)
    scale = sum(2 for token in tokens if token.kind == "percent")
    at = (whole[-1] if whole else point) + 1
    while at < len(tokens) and tokens[at].kind == "comma":
        scale -= 3
        at += 1
    if not whole or decimals:
        at = (decimals[-1] if decimals else point) + 1
        while at < len(tokens) and tokens[at].kind == "comma":
            scale -= 3
            at += 1
    rounded = f"{_WIDE.scaleb(number, scale).quantize(Decimal(1).scaleb(-len(decimals)), context=_WIDE):f}"
    left, _, right = rounded.partition(".")
    shown = _whole_digits([tokens[index].text for index in whole], left.lstrip("0"), groups)
    places = dict(zip(whole, shown, strict=True))
    shown = _decimal_digits([tokens[index].text for index in decimals], right)
    places.update(zip(decimals, shown, strict=True))
    out = []
    for index, (kind, text) in enumerate(tokens):
        if kind == "digit":
            out.append(places[index])
        elif kind == "point":
            # Without a place for them the digits before the point are written all the same: .00 shows 12.50.
            out.append(("" if whole else left.lstrip("0")) + text if index == point else "")
        elif kind in ("text", "percent"):
            out.append(text)
    return "".join(out)


def _whole_digits(placeholders: list[str], digits: str, groups: bool) -> list[str]:
    """What each placeholder before the point shows; the first takes all digits that are left over."""
    shown: list[str] = []
    count = 0
    for position in range(len(placeholders) - 1, -1, -1):
        take = digits if position == 0 else digits[-1:]
        digits = digits[: len(digits) - len(take)]
        if not take and placeholders[position] == "0":
            take = "0"
        text = ""
        for digit in reversed(take):
            text = digit + ("," if groups and count and count % 3 == 0 else "") + text
            count += 1
        shown.append(text)
    return shown[::-1]


def _decimal_digits(placeholders: list[str], digits: str) -> list[str]:
    """What each placeholder after the point shows: # and ? leave out zeros at the end."""
    shown = list(digits)
    for position in range(len(shown) - 1, -1, -1):
        if placeholders[position] == "0" or shown[position] != "0":
            break
        shown[position] = ""
    return shown


def _scientific(section: Section, number: Decimal) -> str:
    tokens = section.tokens
    exp = next(index for index, token in enumerate(tokens) if token.kind == "exp")
    point = next((index for index, token in enumerate(tokens[:exp]) if token.kind == "point"), exp)
    whole = sum(token.kind == "digit" for token in tokens[:point])
    width = sum(token.kind == "digit" for token in tokens[exp:])
    mantissa = Section(tokens[:exp])
    decimals = sum(token.kind == "digit" for token in tokens[point:exp])
    step = max(whole, 1)
    power = number.adjusted() // step * step if number else 0
    rounded = _WIDE.scaleb(number, -power).quantize(Decimal(1).scaleb(-decimals), context=_WIDE)
    if rounded and rounded.adjusted() >= step:
        power += step
    shown = _fixed(mantissa, _WIDE.scaleb(number, -power))
    sign = "-" if power < 0 else "+" if tokens[exp].text.endswith("+") else ""
    tail = "".join(text for kind, text in tokens[exp + 1 :] if kind in ("text", "percent"))
    return f"{shown}E{sign}{abs(power):0{max(width, 1)}}{tail}"
