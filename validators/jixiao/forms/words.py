"""The words of the forms: headings, labels and titles, from ``headings.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from jixiao.values import narrow, squeeze, unbracketed

_LONGEST_LABEL = 40
_LONGEST_TITLE = 60
_LONGEST_INLINE = 200
_TRAILING = re.compile(r"[A-Z]$|[:：*＊★※]+$|(?<=[值分重])\d+分$")
_NUMBERING = re.compile(r"^(?:(?:[一二三四五六七八九十]+|\d{1,2})[、.．](?!\d)|[*＊★※]+|20\d\d年度?(?=.))")
_YEAR_LINE = re.compile(r"[(（\[]\s*(20\d\d|[\s_＿]*)\s*年度?\s*[)）\]]|(20\d\d)\s*年度?")
_TITLE_ENDS = ("表", "表格", "年度", "年")
_TITLE_ROLES = ("monitoring", "export", "goals", "department", "project")


class Match(NamedTuple):
    """A role and how well the text fits it: 0 is the form's own first word for it."""

    role: str
    rank: int


class Marks(NamedTuple):
    """All that a text may be in a form: a heading of the tables, a label, a title; None where it is none of a group.

    head, block: of the part before a colon where the cell holds label and value; inline: the length of that part,
    0 where label and value are not in one cell. year: what a line （2023年度） holds, empty for one left open.
    """

    table: Match | None
    funds: Match | None
    head: Match | None
    block: Match | None
    inline: int
    title: str | None
    year: str | None

    @property
    def is_heading_line(self) -> bool:
        """Whether a title or a year stands here; 2023年 may also be a value, so it opens a form only on its own."""
        return self.title is not None or self.year is not None


class Words(NamedTuple):
    """One group of roles: exact spellings, and patterns for what people vary freely."""

    exact: dict[str, Match]
    patterns: tuple[tuple[re.Pattern[str], Match], ...]

    def match(self, bare: str) -> Match | None:
        """The role of a bare heading or label."""
        found = self.exact.get(bare)
        if found is None and self.patterns:
            found = next((match for pattern, match in self.patterns if pattern.fullmatch(bare)), None)
        return found


@lru_cache(maxsize=4096)
def bare_label(text: str) -> str:
    """A label as it is compared: 全年预算数（A）： → 全年预算数, 一、项目名称 → 项目名称."""
    bare = unbracketed(squeeze(text))
    while True:
        shorter = _NUMBERING.sub("", _TRAILING.sub("", bare))
        if shorter == bare:
            return bare
        bare = shorter


@lru_cache(maxsize=4096)
def marks_of(text: str) -> Marks | None:
    """What a text may be in a form; None for what is none of its words."""
    if len(text) > _LONGEST_INLINE:
        return None
    label, inline = _label(text)
    head = block = table = funds = None
    if len(label) <= _LONGEST_LABEL:
        bare = bare_label(label)
        head, block = group("head").match(bare), group("blocks").match(bare)
        if not inline:
            table, funds = group("table").match(bare), group("funds").match(bare)
    title = _title_kind(text)
    line = _YEAR_LINE.fullmatch(text) if len(text) <= 16 else None
    year = (line[1] or line[2] or "").strip(" _＿\u3000") if line else None
    if head is None and block is None and table is None and funds is None and title is None and year is None:
        return None
    return Marks(table, funds, head, block, inline if head or block else 0, title, year)


def _label(text: str) -> tuple[str, int]:
    """The label of a cell that holds label and value together (项目名称：信息用稿费), and its length; else the text."""
    label, colon, rest = narrow(text).partition(":")
    if colon and rest.strip() and len(label) <= 20:
        return label, len(label)
    return text, 0


def _title_kind(text: str) -> str | None:
    if len(text) > _LONGEST_TITLE or "表" not in text:
        return None
    squeezed = squeeze(text)
    if not unbracketed(squeezed).endswith(_TITLE_ENDS):
        return None
    for role in _TITLE_ROLES:
        if any(word in squeezed for word in spellings("titles", role)):
            return role
    return None


@lru_cache(maxsize=1)
def _groups() -> dict[str, Words]:
    data = tomllib.loads((Path(__file__).parent / "headings.toml").read_text(encoding="utf-8"))
    return {name: _compiled(roles) for name, roles in data.items()}


def _compiled(roles: dict[str, list[str]]) -> Words:
    exact: dict[str, Match] = {}
    patterns = []
    for role, words in roles.items():
        for rank, word in enumerate(words):
            if word.startswith("~"):
                patterns.append((re.compile(word[1:]), Match(role, rank)))
            else:
                exact.setdefault(bare_label(word), Match(role, rank))
    return Words(exact, tuple(patterns))


def group(name: str) -> Words:
    """The words of one group of ``headings.toml``."""
    return _groups()[name]


@lru_cache(maxsize=64)
def spellings(name: str, role: str) -> tuple[str, ...]:
    """The exact spellings of one role, the form's own word first."""
    return tuple(spelling for spelling, match in _groups()[name].exact.items() if match.role == role)
