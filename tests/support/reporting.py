"""Reports over files and over cases written as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from jixiao.casework import case_sheet
from jixiao.check import CheckedFile, Choice, check_file, check_workbook
from jixiao.cross import Gathering, cross_findings
from jixiao.reading.grid import Workbook
from jixiao.report import Report, Skipped
from jixiao.roster import Roster
from jixiao.scoring import shipped_profile

CHOICE = Choice(shipped_profile("mof-2021"), declared=True)
STARTED = "2024-03-01T09:30:00+08:00"


def report_of(
    files: Iterable[CheckedFile], roster: Roster | None = None, skipped: Iterable[Skipped] = (), **more: Any
) -> Report:
    """What a run over these files comes to."""
    checked = tuple(files)
    cross = tuple(cross_findings(Gathering(checked, roster), CHOICE))
    return replace(Report(checked, cross, CHOICE, roster, tuple(skipped), started=STARTED), **more)


def report_on(folder: Path, roster: Roster | None = None, skipped: Iterable[Skipped] = ()) -> Report:
    """What a run over a folder comes to."""
    paths = sorted(path for path in folder.rglob("*.xls*") if path.suffix in (".xlsx", ".xls"))
    return report_of((check_file(path, CHOICE) for path in paths), roster, skipped, root=folder)


def of_cases(*cases: Mapping[str, Any], names: Iterable[str] = ()) -> tuple[CheckedFile, ...]:
    """Cases of ``jixiao.casework``, each checked as a file of its own."""
    paths = [*names, *(f"{number:02d}.xlsx" for number in range(len(list(names)) + 1, len(cases) + 1))]
    return tuple(
        check_workbook(Workbook((case_sheet(case),)), path, CHOICE) for case, path in zip(cases, paths, strict=True)
    )
