"""Number format codes: taken apart once, applied to many values.

A format code has up to four sections (positive; negative; zero; text), each a row of tokens. Padding, fill
and colours are taken for nothing: what counts is which characters a person reads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple


class Token(NamedTuple):
    """A piece of a format code.

    kind: ``text`` literal, ``digit`` placeholder (0 # ?), ``point``, ``comma``, ``percent``, ``exp`` (E+ or
    E-), ``general``, ``at``, ``date`` (a part of a date or time, ``n`` for minutes), ``elapsed`` ([h] and the
    like), ``fraction`` (of a second; the text has a 0 for each digit).
    """

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One section. condition: an operator and a number, as in [>=1]. chinese: dates in Chinese numerals."""

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None = None
    chinese: bool = False

    def has(self, *kinds: str) -> bool:
        """Whether there is a token of one of these kinds."""
        return any(token.kind in kinds for token in self.tokens)

    @property
    def is_date(self) -> bool:
        """Whether it shows a number as a date or a time."""
        return self.has("date", "elapsed")


_TOKEN = re.compile(
    r"""
      "(?P<quoted>[^"]*)"?
    | [\\!](?P<escaped>.)
    | _. | \*.
    | \[(?P<bracket>[^\]]*)\]
    | (?P<general>General | G/通用格式)
    | (?P<ampm>AM/PM | A/P | 上午/下午)
    | (?P<exp>E[+-])
    | (?P<digit>[0#?]) | (?P<point>\.) | (?P<comma>,) | (?P<percent>%) | (?P<at>@)
    | (?P<date>y+ | m+ | d+ | h+ | s+ | e+ | aaaa | aaa)
    | (?P<plain>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*([+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?)", re.ASCII)
_ELAPSED = re.compile("h+|m+|s+", re.IGNORECASE)
_LONGEST = 1_000
_POSITIVE, _NOT_NEGATIVE = (">", Decimal(0)), (">=", Decimal(0))
_NEGATIVE, _ANY = ("<", Decimal(0)), ("<>", Decimal(0))


@lru_cache(maxsize=512)
def sections(code: str) -> tuple[Section, ...]:
    """The sections of a format code; none for one that shows numbers as they are."""
    if code in ("General", "", "G/通用格式"):
        return ()
    # Spreadsheet programs allow 255 characters; what is longer by far is not for showing anything.
    if len(code) > _LONGEST:
        return ()
    draft = _Draft([], None, chinese=False)
    found: list[Section] = []
    for match in _TOKEN.finditer(code):
        kind, text = match.lastgroup, match[0]
        if kind == "plain" and text == ";":
            found.append(_section(draft))
            draft = _Draft([], None, chinese=False)
        elif kind == "bracket":
            _take_bracket(match[kind], draft)
        elif kind in ("quoted", "escaped", "plain"):
            draft.tokens.append(Token("text", match[kind]))
        elif kind is not None:
            draft.tokens.append(Token("date" if kind == "ampm" else kind, text.lower() if kind == "date" else text))
    found.append(_section(draft))
    return tuple(found)


@dataclass(slots=True)
class _Draft:
    tokens: list[Token]
    condition: tuple[str, Decimal] | None
    chinese: bool


def _take_bracket(inner: str, draft: _Draft) -> None:
    if limit := _CONDITION.fullmatch(inner):
        draft.condition = (limit[1], Decimal(limit[2]))
    elif inner.startswith("$"):
        draft.tokens.append(Token("text", inner[1:].partition("-")[0]))
    elif _ELAPSED.fullmatch(inner):
        draft.tokens.append(Token("elapsed", inner.lower()))
    elif inner.upper() == "DBNUM1":
        draft.chinese = True


def _section(draft: _Draft) -> Section:
    tokens = draft.tokens
    # "m" means minutes next to hours or seconds, months otherwise.
    dates = [index for index, token in enumerate(tokens) if token.kind in ("date", "elapsed")]
    for position, index in enumerate(dates):
        if tokens[index].kind == "date" and tokens[index].text in ("m", "mm"):
            before = tokens[dates[position - 1]].text[:1] if position else ""
            after = tokens[dates[position + 1]].text[:1] if position + 1 < len(dates) else ""
            if before == "h" or after == "s":
                tokens[index] = Token("date", "n" * len(tokens[index].text))
    return Section(tuple(_with_fractions(tokens) if dates else tokens), draft.condition, draft.chinese)


def _with_fractions(tokens: list[Token]) -> list[Token]:
    """The tokens of a date, with ".00" taken as fractions of a second and other number tokens as text."""
    out: list[Token] = []
    for token in tokens:
        if token.kind == "digit" and out and out[-1].kind == "fraction":
            out[-1] = Token("fraction", out[-1].text + "0")
        elif token.kind == "point":
            out.append(Token("fraction", ""))
        elif token.kind in ("digit", "comma", "percent", "exp"):
            out.append(Token("text", token.text))
        else:
            out.append(token)
    return out


def choose(parts: tuple[Section, ...], value: Decimal) -> tuple[Section, bool]:
    """The section for a number, and whether its minus sign is still to be written."""
    numeric = [part for part in parts[:3] if not part.has("at")] or [parts[0]]
    last = len(numeric) - 1
    # What a section without a condition is for depends on how many there are.
    defaults = (_POSITIVE if last == 2 else _NOT_NEGATIVE, _NEGATIVE, _ANY)
    for index, part in enumerate(numeric):
        rest = index == last and part.condition is None
        condition = part.condition or defaults[index]
        if rest or _meets(value, condition):
            operator, limit = condition
            signed_by_hand = (operator in ("<", "<=") and limit <= 0) or (operator == "=" and limit < 0)
            if rest and (index != 1 or numeric[0].condition):
                signed_by_hand = False
            return part, value < 0 and not signed_by_hand
    return numeric[last], value < 0


def _meets(value: Decimal, condition: tuple[str, Decimal]) -> bool:
    operator, limit = condition
    order = (value > limit) - (value < limit)
    return order in {"<": (-1,), "<=": (-1, 0), "=": (0,), ">=": (0, 1), ">": (1,), "<>": (-1, 1)}[operator]
