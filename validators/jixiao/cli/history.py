"""What ``check`` is told of earlier runs: the last report, the decisions of a person, and which versions count."""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jixiao.listing import ListingError, first_table, is_summary, read_listing
from jixiao.report import Skipped
from jixiao.resubmission import (
    Changes,
    DecisionError,
    History,
    NoDecisions,
    PreviousError,
    decisions_in,
    key_of,
    read_decisions,
    read_previous,
    superseded,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from jixiao.batch.gather import Gathered
    from jixiao.check import CheckedFile
    from jixiao.cross import Gathering
    from jixiao.resubmission import Decided, Previous, Verdicts
    from jixiao.resubmission.changes import FormKey


class HistoryError(Exception):
    """What was given of earlier runs cannot be used; the message says why, in Chinese."""


class Earlier:
    """What was given, read before the run begins: a slip in it is told at once, not after an hour."""

    def __init__(self, options: argparse.Namespace) -> None:
        """Raises HistoryError."""
        try:
            self._previous: Previous | None = read_previous(Path(options.previous)) if options.previous else None
            self._verdicts = _verdicts(options)
            self._has_summary = bool(options.summary)
        except (PreviousError, DecisionError) as error:
            raise HistoryError(str(error)) from None

    def of(self, files: Sequence[CheckedFile]) -> History:
        """The history of a run; what is worth a word is said."""
        changes = None
        if self._previous is not None:
            changes = Changes.since(self._previous, files)
            counts = "，".join(f"{change}{number}处" for change, number in changes.totals().items())
            print(f"与上次相比：{counts}。", file=sys.stderr)
            if self._previous.interrupted:
                print("上次的检查中途停止过：只比较上次查完的表，其余的不作比较。", file=sys.stderr)
        if self._verdicts is None:
            return History(changes)
        left_over = self._verdicts.left_over(form for file in files for form in file.forms)
        _tell_verdicts(self._verdicts, files, left_over, has_summary=self._has_summary)
        return History(changes, self._verdicts, left_over)


def _verdicts(options: argparse.Namespace) -> Verdicts | None:
    """Those of the summary that is about to be written anew; those of the table that was named go before them."""
    known = _of_summary(Path(options.summary)) if options.summary else None
    if not options.decisions:
        return known
    named = read_decisions(Path(options.decisions))
    return known.with_those_of(named) if known is not None else named


class Standing(NamedTuple):
    """A file that lies where the summary is to be written, as far as it concerns us.

    is_ours: whether it is a summary that we wrote; verdicts: the decisions in it, None where it has none; problem: why
    they cannot be used.
    """

    is_ours: bool
    verdicts: Verdicts | None = None
    problem: str = ""


def standing(path: Path) -> Standing:
    """What lies at this path, read once as long as it does not change: a large one takes seconds."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return Standing(is_ours=False)
    return _standing(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=1)
def _standing(path: Path, changed: int, size: int) -> Standing:
    del changed, size
    try:
        # 结论 comes first, unless a person has put the sheets in another order.
        tables = [first_table(path)]
        if not is_summary(tables[0]):
            tables = read_listing(path, "汇总表")
        if not any(map(is_summary, tables)):
            return Standing(is_ours=False)
        verdicts = decisions_in(tables, path)
    except (ListingError, NoDecisions):
        return Standing(is_ours=False)
    except DecisionError as error:
        return Standing(is_ours=True, problem=str(error))
    return Standing(is_ours=True, verdicts=verdicts if verdicts.forms else None)


def _of_summary(path: Path) -> Verdicts | None:
    found = standing(path)
    if found.problem:
        raise DecisionError(found.problem)
    return found.verdicts


def _tell_verdicts(
    verdicts: Verdicts,
    files: Sequence[CheckedFile],
    left_over: Sequence[tuple[FormKey, Decided]],
    *,
    has_summary: bool,
) -> None:
    here = {key_of(form) for file in files for form in file.forms}
    absent = {key: None for key, _ in left_over if key not in here}
    changed = {key: None for key, _ in left_over if key in here}
    print(f"沿用{len(verdicts.forms) - len(absent) - len(changed)}条人工决定。", file=sys.stderr)
    if changed:
        print(f"有{len(changed)}张表作出决定后又报过，内容有改动，请重新决定（{_names(changed)}）。", file=sys.stderr)
    if absent:
        kept = "，汇总表里另列，以后仍然有效" if has_summary else ""
        print(f"另有{len(absent)}条决定，这次没有对应的表（{_names(absent)}）{kept}。", file=sys.stderr)


def _names(keys: Iterable[FormKey]) -> str:
    names = [key.project or key.place for key in keys]
    return "、".join(names[:5]) + ("……" if len(names) > 5 else "")


def newest_of(gathered: Gathered, gathering: Gathering) -> Gathered:
    """Without the files that a newer one of the same project, or an equal one, replaces; those are listed."""
    dropped = {each.path: each for each in superseded(gathering)}
    if not dropped:
        return gathered
    skipped = tuple(
        Skipped(path, "copy" if each.copy else "superseded", Path(each.by).name) for path, each in dropped.items()
    )
    print(f"同一项目交了几次的，只查最新的：有{len(dropped)}个旧版或相同的文件没有计入。", file=sys.stderr)
    for each in skipped[:20]:
        print(f"  {each.path}（以 {each.detail} 为准）", file=sys.stderr)
    kept = tuple(source for source in gathered.sources if source.path not in dropped)
    return gathered._replace(sources=kept, skipped=(*gathered.skipped, *skipped))
