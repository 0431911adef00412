"""Which of several files of one project counts: the newest; equal copies count once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jixiao.cross.duplicates import same_project_groups
from jixiao.cross.naming import rank_of_name
from jixiao.reading import Refused, saved_at
from jixiao.rules.framework import EVALUATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jixiao.cross import Gathering
    from jixiao.cross.gathering import Return


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
    found = [Superseded(path, by, copy=True) for path, by in gathering.repeated.items()]
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
    return _Age(_saved(path), rank_of_name(path), _changed(path))


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
