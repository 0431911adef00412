"""Whose form it is: names, codes and units as they are compared between files.

Clerks and systems print one project as 信息系统通信、运维费 and 信息系统通信，运维费, a unit as 某县教育局 and
[316001]某县教育局（本级）: width, blanks, punctuation and codes in front of a name never make two of one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from jixiao.values import is_not_applicable, squeeze

if TYPE_CHECKING:
    from jixiao.form import Form

# The point within 5.0 is no punctuation.
_PUNCTUATION = re.compile(r"(?<!\d)\.|\.(?!\d)|[^\w.]|_")
# 36040223P000012-赣服通…, [316001]某县教育局, 316001某县教育局; but 120急救中心 and 2023年… are names.
_PROJECT_CODE = re.compile(
    r"[\[(【]?(?=(?:[A-Za-z-]*\d){6})(\d[0-9A-Za-z]{7,}|\d[0-9A-Za-z-]{11,})(?:[\])】]|[-—_:])+(?=\D)"
)
_UNIT_CODE = re.compile(r"(?:[\[(【]\d{3,}[\])】]|\d{3,}[-—_:]|\d{4,}(?=[^\d年月日]))[-—_:]*")


@lru_cache(maxsize=8192)
def name_key(text: str) -> str:
    """A name as it is compared: half-width, without blanks and punctuation."""
    return "" if is_not_applicable(text) else _PUNCTUATION.sub("", squeeze(text)).casefold()


@lru_cache(maxsize=2048)
def unit_key(text: str) -> str:
    """The name of a unit as it is compared: without its code and without 本级."""
    return name_key(_UNIT_CODE.sub("", squeeze(text), count=1)).removesuffix("本级")


def code_key(text: str) -> str:
    """A code as it is compared."""
    return "" if is_not_applicable(text) else squeeze(text).upper().strip("[]()【】")


class Identity(NamedTuple):
    """Whose form it is; every text as it is compared, empty where the form does not print it."""

    project: str
    code: str
    unit: str
    department: str
    year: int | None

    @property
    def keys(self) -> tuple[str, ...]:
        """By what a project is looked up: its name, and its code behind a “#”."""
        return tuple(key for key in (self.project, f"#{self.code}" if self.code else "") if key)

    @property
    def place(self) -> str:
        """The unit, else the department."""
        return self.unit or self.department


def identity_of(form: Form) -> Identity:
    """The identity that a form prints."""
    text = form.text_of
    return identity_from(form.project, text("code"), text("unit"), text("department"), form.year)


def identity_from(project: str, code: str, unit: str, department: str, year: int | None) -> Identity:
    """The identity of printed texts; a code in front of the project's name counts as its code."""
    squeezed = squeeze(project)
    before = _PROJECT_CODE.match(squeezed)
    name = squeezed[before.end() :] if before else squeezed
    known = code_key(code) or (code_key(before[1]) if before else "")
    return Identity(name_key(name), known, unit_key(unit), unit_key(department), year)


def may_be_one_project(first: Identity, second: Identity) -> bool:
    """Whether two forms are of one project: by code where both print one, else by name; unit and year must allow it."""
    if first.code and second.code:
        named = first.code == second.code
    else:
        named = bool(first.project) and first.project == second.project
    years_agree = first.year is None or second.year is None or first.year == second.year
    return named and years_agree and may_be_one_unit(first, second)


def may_be_one_unit(first: Identity, second: Identity) -> bool:
    """Whether nothing printed speaks against one unit."""
    if first.unit and second.unit:
        return first.unit == second.unit
    return not (first.place and second.place) or bool(
        {first.unit, first.department} & {second.unit, second.department} - {""}
    )
