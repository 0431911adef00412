"""Which of several files of one project counts: the newest; equal copies count once."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from jixiao.cross.duplicates import same_project_groups
from jixiao.reading import Refused, saved_at
from jixiao.rules.framework import EVALUATIONS
from jixiao.values import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jixiao.cross import Gathering
    from jixiao.cross.gathering import Return

# 表(2).xlsx, 表 - 副本.xlsx, 表v3.xlsx, 表-最终版.xlsx, 表（修改后）.xlsx: what a later copy is called.
_NUMBER = re.compile(r"[(\[](\d{1,2})[)\]]$|[-_]?[vV](\d{1,2})(?:\.\d+)?$|第(\d{1,2})(?:次|稿|版)$")
_FINAL = re.compile(r"最终|终稿|定稿|正式|final", re.IGNORECASE)
_REVISED = re.compile(r"修改|修订|更正|改后|改\d?$|新版?$|重报|再报|补正")
_ORIGINAL, _LATER, _LAST = 0, 1, 2


class Superseded(NamedTuple):
    """A file in whose place a newer one counts; copy: the two are equal byte for byte."""

    path: str
    by: str
    copy: bool


class _Age(NamedTuple):
    """By what versions are ordered: when the workbook was saved, then what its name says, then the file's own date."""

    saved: datetime
    name: tuple[int, int]
    changed: float


def superseded(gathering: Gathering) -> tuple[Superseded, ...]:
    """The files that a newer one replaces. A file with several forms is replaced only when each of its forms is."""
    found = []
    for group in gathering.copies:
        # Of equal files the one whose name is no copy's stays: 表.xlsx, not 表(1).xlsx.
        kept = min((file.path for file in group), key=lambda path: (_by_name(path), path))
        found += [Superseded(file.path, kept, copy=True) for file in group if file.path != kept]
    older: dict[str, dict[int, str]] = {}
    for group in same_project_groups(gathering.of_kind(*EVALUATIONS)):
        for each, by in _replaced(group):
            older.setdefault(each.path, {})[each.number] = by
    counts = {entry.path: len(entry.forms) for entry in gathering.entries if entry.path in older}
    found += [
        Superseded(path, next(iter(by.values())), copy=False) for path, by in older.items() if len(by) == counts[path]
    ]
    return tuple(sorted(found))


def _replaced(group: Sequence[Return]) -> Iterator[tuple[Return, str]]:
    paths = dict.fromkeys(each.path for each in group)
    if len(paths) == 1:
        # Two sheets of one workbook: which of them counts, only its writer knows (JX901).
        return
    newest = max(paths, key=_age)
    for each in group:
        if each.path != newest:
            yield each, newest


def _age(path: str) -> _Age:
    return _Age(_saved(path), _by_name(path), _changed(path))


def _saved(path: str) -> datetime:
    try:
        return saved_at(path) or datetime.min.replace(tzinfo=UTC)
    except Refused:
        return datetime.min.replace(tzinfo=UTC)


def _changed(path: str) -> float:
    try:
        return Path(path).stat().st_mtime
    except OSError:
        return 0.0


def _by_name(path: str) -> tuple[int, int]:
    stem = squeeze(PurePath(path).stem)
    number = _NUMBER.search(stem)
    count = int(next(group for group in number.groups() if group)) if number else 0
    if _FINAL.search(stem):
        return _LAST, count
    return (_LATER if _REVISED.search(stem) or number else _ORIGINAL), count
