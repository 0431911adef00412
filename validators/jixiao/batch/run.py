"""A run: every file through a worker, the results to the spool, then what the files say against each other."""

from __future__ import annotations

import copy
import math
import os
import sys
import time
from collections.abc import Callable, Generator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jixiao.batch.pool import Lost, pooled
from jixiao.batch.record import Record, examine, lost
from jixiao.batch.spool import Spool
from jixiao.cross import Gathering, cross_findings
from jixiao.cross.gathering import Entry
from jixiao.report import Counts, Report, Skipped

if TYPE_CHECKING:
    from jixiao.batch.gather import Gathered, Source
    from jixiao.batch.record import Outcome, Settings
    from jixiao.roster import Roster

_Results = Generator[tuple[int, Record], None, None]

SECONDS_A_FILE = 60.0
# Fewer files are checked before a second process has so much as begun.
_FILES_A_PROCESS = 15


class Engine(NamedTuple):
    """Where the work is done: in processes of this machine, or on the Dask cluster whose scheduler is named.

    jobs: how many processes, None for one a core; seconds: what one file may take; method: see `pooled`.
    """

    jobs: int | None = None
    seconds: float = SECONDS_A_FILE
    scheduler: str | None = None
    method: str | None = None


class Run(NamedTuple):
    """What came of a run; outcomes: of the deed, by path; traces: where our own program failed."""

    files: Spool
    entries: Sequence[Entry]
    counts: Counts
    outcomes: dict[str, Outcome]
    traces: tuple[tuple[str, str], ...]
    interrupted: bool


def run_over(
    sources: Sequence[Source],
    settings: Settings,
    engine: Engine = Engine(),  # noqa: B008 -- it is frozen
    tick: Callable[[], object] = lambda: None,
) -> Run:
    """Check every source. Interrupted (Ctrl-C), it ends with what is done. Raises OSError when the disk is full.

    tick: called after every file.
    """
    spool = Spool(len(sources), settings.choice)
    entries: dict[int, Entry] = {}
    counts, unread = Counts(), {}
    outcomes: dict[str, Outcome] = {}
    traces = []
    interrupted = False
    results = _results(sources, settings, engine)
    try:
        for number, record in results:
            spool.put(number, record)
            entries[number] = _shared(record.entry, sources[number])
            if record.counts.unread:
                unread[number] = record.entry.path
            counts.add(record.counts)
            if any(record.outcome):
                outcomes[record.entry.path] = record.outcome
            if record.trace:
                traces.append((record.entry.path, record.trace))
            tick()
    except KeyboardInterrupt:
        interrupted = True
    finally:
        results.close()
    counts.unread = [unread[number] for number in sorted(unread)]
    ordered = [entries[number] for number in spool.numbers]
    return Run(spool, ordered, counts, outcomes, tuple(sorted(traces)), interrupted)


def _shared(entry: Entry, source: Source) -> Entry:
    """The entry with strings that are in memory already: it stays as long as the run, and there may be a million."""
    forms = (
        (kind, identity._replace(unit=sys.intern(identity.unit), department=sys.intern(identity.department)))
        for kind, identity in entry.forms
    )
    return Entry(source.path, entry.digest, tuple(forms), entry.own)


def _results(sources: Sequence[Source], settings: Settings, engine: Engine) -> _Results:
    if engine.scheduler is not None:
        from jixiao.batch.cluster import clustered

        yield from clustered(sources, settings, engine.scheduler)
        return
    work = partial(examine, settings=settings)
    jobs = min(engine.jobs or cores(), math.floor(len(sources) / _FILES_A_PROCESS))
    if jobs <= 1:
        yield from ((number, work(source)) for number, source in enumerate(sources))
        return
    for number, result in pooled(work, sources, jobs, engine.seconds, engine.method):
        yield number, lost(sources[number], settings, result.why) if isinstance(result, Lost) else result


def cores() -> int:
    """How many processes can work at a time here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def report_of(
    gathered: Gathered,
    done: Run,
    settings: Settings,
    roster: Roster | None = None,
    goals: Run | None = None,
    started: float = 0.0,
) -> Report:
    """The report on a run; started: seconds since the epoch. Of an interrupted one nothing is said between files."""
    gathering = Gathering(
        done.files,
        roster,
        goals.files if goals is not None else (),
        done.entries,
        goals.entries if goals is not None else (),
    )
    counts, skipped = done.counts, gathered.skipped
    if gathering.repeated:
        counts = copy.deepcopy(counts)
        for entry, number in zip(done.entries, range(len(done.files)), strict=True):
            if entry.path in gathering.repeated:
                counts.take_once(done.files[number])
        same = (Skipped(path, "copy", f"“{Path(by).name}”") for path, by in sorted(gathering.repeated.items()))
        skipped = (*skipped, *same)
    if done.interrupted:
        checked = {entry.path for entry in done.entries}
        left = (Skipped(source.path, "interrupted") for source in gathered.sources if source.path not in checked)
        skipped = (*skipped, *left)
    return Report(
        files=done.files,
        # What was not reached would look as if it had never come.
        cross=() if done.interrupted else cross_findings(gathering, settings.choice),
        choice=settings.choice,
        roster=roster,
        skipped=skipped,
        root=gathered.root,
        started=datetime.fromtimestamp(started).astimezone().isoformat(timespec="seconds"),
        seconds=time.time() - started,
        interrupted=done.interrupted,
        known_counts=counts,
        known_gathering=gathering,
    )
