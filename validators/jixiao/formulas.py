"""What a simple formula gives, computed from the stored values of the cells that it refers to.

Sums, differences, products and quotients, percentages, brackets and the functions of a funds table; whatever goes
beyond that cannot be told, and neither can a formula on texts, dates, error values or other sheets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple

from jixiao.reading import exact
from jixiao.reading.addresses import column_number

if TYPE_CHECKING:
    from jixiao.reading.grid import GridCell, Sheet

# Longer, deeper or wider ones are not worth the time that a hostile file could make them cost.
_LONGEST = 400
_DEEPEST = 30
_LARGEST = 3000
_TOKEN = re.compile(
    r"""
    \s* (?:
        (?P<area>\$?[A-Z]{1,3}\$?[0-9]{1,7} : \$?[A-Z]{1,3}\$?[0-9]{1,7})
      | (?P<cell>\$?[A-Z]{1,3}\$?[0-9]{1,7}) (?![\w(.!:])
      | (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)) (?![\w.:])
      | (?P<function>SUM|ROUND|MAX|MIN|AVERAGE) (?=\()
      | (?P<sign>[-+*/%(),])
    )
    """,
    re.VERBOSE,
)
_PLACE = re.compile(r"\$?([A-Z]+)\$?([0-9]+)")
_NOTHING, _HUNDRED = Decimal(0), Decimal(100)
_MIDDLE, _CLOSE = Decimal("0.5"), Decimal("1e-7")

_AGGREGATES: dict[str, Callable[[list[Decimal]], Decimal]] = {
    "SUM": lambda numbers: sum(numbers, _NOTHING),
    "MAX": lambda numbers: max(numbers, default=_NOTHING),
    "MIN": lambda numbers: min(numbers, default=_NOTHING),
    "AVERAGE": lambda numbers: sum(numbers, _NOTHING) / len(numbers),
}


class _CannotTellError(Exception):
    """The formula goes beyond what is computed here."""


class _Token(NamedTuple):
    kind: str
    text: str


_END = _Token("end", "")


def evaluate(formula: str, sheet: Sheet) -> Decimal | None:
    """The number that a formula gives, None where it cannot be told.

    formula: without the leading "="; sheet: the one it stands in. Stored values are taken as they are, so a value
    that depends on a stale one is only as fresh as that.
    """
    if len(formula) > _LONGEST:
        return None
    try:
        return _Parser(list(_tokens(formula)), sheet).result()
    except (_CannotTellError, ArithmeticError):
        return None


def _tokens(formula: str) -> Iterator[_Token]:
    at, end = 0, len(formula.rstrip())
    while at < end:
        match = _TOKEN.match(formula, at)
        if match is None or match.lastgroup is None:
            raise _CannotTellError
        yield _Token(match.lastgroup, match[match.lastgroup])
        at = match.end()


class _Parser:
    """Descends through one formula: sums of products of signed, bracketed and percent values."""

    def __init__(self, tokens: list[_Token], sheet: Sheet) -> None:
        self._tokens = tokens
        self._sheet = sheet
        self._at = 0
        self._depth = 0

    def result(self) -> Decimal:
        value = self._sum()
        if self._peek() is not _END:
            raise _CannotTellError
        return value

    def _peek(self, ahead: int = 0) -> _Token:
        at = self._at + ahead
        return self._tokens[at] if at < len(self._tokens) else _END

    def _take(self, *signs: str) -> str:
        """The next sign if it is one of these, else nothing."""
        token = self._peek()
        if token.kind != "sign" or token.text not in signs:
            return ""
        self._at += 1
        return token.text

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise _CannotTellError

    def _sum(self) -> Decimal:
        value = self._product()
        while sign := self._take("+", "-"):
            other = self._product()
            value = value + other if sign == "+" else value - other
        return value

    def _product(self) -> Decimal:
        value = self._signed()
        while sign := self._take("*", "/"):
            other = self._signed()
            value = value * other if sign == "*" else value / other
        return value

    def _signed(self) -> Decimal:
        negative = False
        while sign := self._take("+", "-"):
            negative ^= sign == "-"
        value = self._single()
        while self._take("%"):
            value /= _HUNDRED
        return -value if negative else value

    def _single(self) -> Decimal:
        token = self._peek()
        self._at += 1
        if token.kind == "number":
            return Decimal(token.text)
        if token.kind == "cell":
            return _number(self._sheet.cells.get(_place(token.text)))
        if token.kind == "function":
            return self._deeper(lambda: self._function(token.text))
        if token.text == "(":
            value = self._deeper(self._sum)
            self._expect(")")
            return value
        raise _CannotTellError

    def _deeper(self, part: Callable[[], Decimal]) -> Decimal:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _CannotTellError
        value = part()
        self._depth -= 1
        return value

    def _function(self, name: str) -> Decimal:
        self._expect("(")
        if name == "ROUND":
            value = self._sum()
            self._expect(",")
            digits = self._sum()
            self._expect(")")
            return _rounded(value, digits)
        numbers = self._argument()
        while self._take(","):
            numbers += self._argument()
        self._expect(")")
        return _AGGREGATES[name](numbers)

    def _argument(self) -> list[Decimal]:
        """The numbers of one argument; a reference passes over texts and blanks, a computation does not."""
        token, after = self._peek(), self._peek(1)
        if token.kind == "area" or (token.kind == "cell" and after.kind == "sign" and after.text in ",)"):
            self._at += 1
            first, _, last = token.text.partition(":")
            return list(self._area(_place(first), _place(last or first)))
        return [self._sum()]

    def _area(self, first: tuple[int, int], last: tuple[int, int]) -> Iterator[Decimal]:
        (top, bottom), (left, right) = sorted((first[0], last[0])), sorted((first[1], last[1]))
        cells, size = self._sheet.cells, (bottom - top + 1) * (right - left + 1)
        if min(size, len(cells)) > _LARGEST:
            raise _CannotTellError
        # An area may well be a whole column long; then by the cells that are stored.
        places = (
            (place for place in cells if top <= place[0] <= bottom and left <= place[1] <= right)
            if size > len(cells)
            else ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
        )
        for place in places:
            cell = cells.get(place)
            if cell is not None and cell.kind not in "sb":
                yield _number(cell)


def _place(reference: str) -> tuple[int, int]:
    match = _PLACE.fullmatch(reference)
    if match is None or not (column := column_number(match[1])):
        raise _CannotTellError
    return int(match[2]), column


def _number(cell: GridCell | None) -> Decimal:
    """The number of a cell; a blank counts as 0."""
    if cell is None:
        return _NOTHING
    number = exact(cell)
    # Programs differ in what they make of a number stored as text.
    if number is None:
        raise _CannotTellError
    return number


def _rounded(value: Decimal, digits: Decimal) -> Decimal:
    places = int(digits)
    if not -9 <= places <= 9:
        raise _CannotTellError
    scaled = value.scaleb(places)
    from_middle = abs(abs(scaled - scaled.to_integral_value(ROUND_DOWN)) - _MIDDLE)
    # Exactly in the middle is rounded up; a hair beside it depends on the program, which computes in binary.
    if 0 < from_middle < _CLOSE:
        raise _CannotTellError
    return scaled.to_integral_value(ROUND_HALF_UP).scaleb(-places)
