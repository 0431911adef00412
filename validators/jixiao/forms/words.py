"""The words of the forms: headings, labels and titles, from ``headings.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from jixiao.values import squeeze, unbracketed

_LONGEST = 40
_MARKS = re.compile(r"[A-Z]$|[:：*＊]+$")
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+|\d{1,2})[、.．](?!\d)")


class Match(NamedTuple):
    """A role and how well the text fits it: 0 is the form's own first word for it."""

    role: str
    rank: int


class Words(NamedTuple):
    """One group of roles: exact spellings, and patterns for what people vary freely."""

    exact: dict[str, Match]
    patterns: tuple[tuple[re.Pattern[str], Match], ...]

    def match(self, text: str) -> Match | None:
        """The role of a heading or label; blanks, brackets, colons and width do not count."""
        if not text or len(text) > _LONGEST:
            return None
        bare = bare_label(text)
        found = self.exact.get(bare)
        if found is None and self.patterns:
            found = next((match for pattern, match in self.patterns if pattern.fullmatch(bare)), None)
        return found


@lru_cache(maxsize=4096)
def bare_label(text: str) -> str:
    """A label as it is compared: 全年预算数（A）： → 全年预算数, 一、项目名称 → 项目名称."""
    squeezed = squeeze(text)
    bare = unbracketed(squeezed)
    while True:
        shorter = _NUMBERING.sub("", _MARKS.sub("", bare))
        if shorter == bare:
            return bare
        bare = shorter


@lru_cache(maxsize=1)
def _groups() -> dict[str, Words]:
    data = tomllib.loads((Path(__file__).parent / "headings.toml").read_text(encoding="utf-8"))
    return {group: _compiled(roles) for group, roles in data.items()}


def _compiled(roles: dict[str, list[str]]) -> Words:
    exact: dict[str, Match] = {}
    patterns = []
    for role, spellings in roles.items():
        for rank, spelling in enumerate(spellings):
            if spelling.startswith("~"):
                patterns.append((re.compile(spelling[1:]), Match(role, rank)))
            else:
                exact.setdefault(bare_label(spelling), Match(role, rank))
    return Words(exact, tuple(patterns))


def group(name: str) -> Words:
    """The words of one group of ``headings.toml``."""
    return _groups()[name]


def spellings(name: str, role: str) -> tuple[str, ...]:
    """The exact spellings of one role, the form's own word first."""
    return tuple(spelling for spelling, match in _groups()[name].exact.items() if match.role == role)
