"""What ``check`` is told of earlier runs: the last report, the decisions of a person, and which versions count."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from jixiao.report import Skipped
from jixiao.resubmission import (
    Changes,
    DecisionError,
    History,
    NoDecisions,
    PreviousError,
    key_of,
    read_decisions,
    read_previous,
    superseded,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from jixiao.batch.gather import Gathered
    from jixiao.check import CheckedFile
    from jixiao.cross import Gathering
    from jixiao.resubmission import Previous, Verdicts


class HistoryError(Exception):
    """What was given of earlier runs cannot be used; the message says why, in Chinese."""


class Earlier:
    """What was given, read before the run begins: a slip in it is told at once, not after an hour."""

    def __init__(self, options: argparse.Namespace) -> None:
        """Raises HistoryError."""
        try:
            self._previous: Previous | None = read_previous(Path(options.previous)) if options.previous else None
            self._verdicts = _verdicts(options)
        except (PreviousError, DecisionError) as error:
            raise HistoryError(str(error)) from None

    def of(self, files: Sequence[CheckedFile]) -> History:
        """The history of a run; what is worth a word is said."""
        changes = None
        if self._previous is not None:
            changes = Changes.since(self._previous, files)
            counts = "，".join(f"{change}{number}处" for change, number in changes.totals().items())
            print(f"与上次相比：{counts}。", file=sys.stderr)
        if self._verdicts is not None:
            _tell_unused(self._verdicts, files)
        return History(changes, self._verdicts)


def _verdicts(options: argparse.Namespace) -> Verdicts | None:
    """Those of the table that was named, else of the summary that is about to be written anew."""
    if options.decisions:
        return read_decisions(Path(options.decisions))
    if not options.summary or not Path(options.summary).is_file():
        return None
    try:
        verdicts = read_decisions(Path(options.summary))
    except NoDecisions:
        return None
    return verdicts if verdicts.forms else None


def _tell_unused(verdicts: Verdicts, files: Sequence[CheckedFile]) -> None:
    here = {key_of(form) for file in files for form in file.forms}
    unused = [key for key in verdicts.forms if key not in here]
    print(f"沿用{len(verdicts.forms) - len(unused)}条人工决定。", file=sys.stderr)
    if unused:
        names = "、".join(key.project or key.place for key in unused[:5]) + ("……" if len(unused) > 5 else "")
        print(f"另有{len(unused)}条决定，这次没有对应的表（{names}），汇总表里不再列出。", file=sys.stderr)


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
