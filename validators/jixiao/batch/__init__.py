"""A folder of workbooks in, a report out: `check_folder`, and the parts that the command is made of."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from jixiao.batch.gather import Gathered, Source, gather
from jixiao.batch.own import without_own
from jixiao.batch.record import Settings
from jixiao.batch.run import Engine, Run, report_of, run_over
from jixiao.check import default_choice
from jixiao.roster import read_roster

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from jixiao.report import Report

__all__ = ["Engine", "Gathered", "Run", "Settings", "Source", "check_folder", "gather", "report_of", "run_over"]


def check_folder(
    path: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    profile: str | os.PathLike[str] | None = None,
    *,
    roster: str | os.PathLike[str] | None = None,
    goals: str | os.PathLike[str] | None = None,
    archives: bool = False,
    jobs: int | None = None,
    scheduler: str | None = None,
) -> Report:
    """Check every workbook in a folder and below; also a list of folders and files.

    profile: the name of a shipped scoring profile or a TOML file; by default it is inferred form by form. roster: who
    was to hand in what (.xlsx or .csv). goals: the approved 绩效目标表, a file or folder. archives: whether zip files
    are opened. jobs: how many processes, by default one a core. scheduler: the address of a Dask scheduler that is to
    do the work instead.

    Bad files never raise: they are in the report, with a finding that says what to do. Raises FileNotFoundError where
    a path does not exist, `jixiao.profiles.ProfileError` and `jixiao.roster.RosterError` where those are unusable.
    """
    import os

    started = time.time()
    given = [path] if isinstance(path, (str, os.PathLike)) else list(path)
    choice = default_choice(profile)
    listed = read_roster(os.fspath(roster)) if roster is not None else None
    engine = Engine(jobs=jobs, scheduler=scheduler)
    settings = Settings(choice)
    wanted = _gathered([os.fspath(each) for each in given], archives, os.fspath(roster) if roster is not None else None)
    approved = None
    if goals is not None:
        approved = run_over(_gathered([os.fspath(goals)], archives, None).sources, settings, engine)
    wanted, done = without_own(wanted, run_over(wanted.sources, settings, engine))
    return report_of(wanted, done, settings, listed, approved, started)


def _gathered(paths: Sequence[str], archives: bool, leave_out: str | None) -> Gathered:
    gathered = gather(paths, archives, [leave_out])
    for path, near in gathered.lacking:
        raise FileNotFoundError(f"{path}" + (f" ({near}?)" if near else ""))
    return gathered
