"""``make bench``: what reading and checking cost, as ratios in one paired run on a corpus of lifelike forms.

Floor: zipfile and expat without any handler over the parts that a check needs. Each file is measured in every way in
turn, by CPU time, so that whatever else the machine does falls on all of them alike.
"""

from __future__ import annotations

import argparse
import gc
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import process_time
from xml.parsers import expat

from corpus import make_corpus

from jixiao.check import Choice, check_file
from jixiao.reading import read_workbook
from jixiao.reports.as_json import json_text
from jixiao.scoring import shipped_profile

CHOICE = Choice(shipped_profile(), declared=True)
NEEDED = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml")
LIMITS = {"read": 4.0, "check": 8.0}
LOAD_TIMES = 12.0
ROUNDS = 3
LOADED = 120


def floor(path: Path) -> None:
    """The least that reading can cost."""
    with zipfile.ZipFile(path) as package:
        names = set(package.namelist())
        sheets = sorted(name for name in names if name.startswith("xl/worksheets/") and name.endswith(".xml"))
        for part in (*NEEDED, *sheets):
            if part in names:
                expat.ParserCreate().Parse(package.read(part), 1)


def read(path: Path) -> None:
    """Our reader."""
    read_workbook(path)


def check(path: Path) -> None:
    """Reading, all rules, and the JSON report of the file."""
    json_text([check_file(path, CHOICE)], CHOICE.profile)


def load(path: Path) -> None:
    """openpyxl alone, once."""
    import openpyxl

    openpyxl.load_workbook(path)


def cost(ways: Sequence[Callable[[Path], None]], paths: Sequence[Path]) -> list[float]:
    """The CPU seconds of each way over all files: the median of the rounds."""
    totals: list[list[float]] = [[] for _ in ways]
    for _ in range(ROUNDS):
        spent = [0.0] * len(ways)
        for path in paths:
            for index, way in enumerate(ways):
                started = process_time()
                way(path)
                spent[index] += process_time() - started
        for total, seconds in zip(totals, spent, strict=True):
            total.append(seconds)
    return [median(total) for total in totals]


def peak_memory(folder: Path) -> float:
    """The peak memory in MiB of a run of the command over a folder."""
    program = (
        "import resource, sys; from jixiao.cli import main; "
        "main(['check', sys.argv[1], '--format', 'json', '-o', sys.argv[2]]); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    command = [sys.executable, "-c", program, str(folder), str(folder / "report.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def main() -> int:
    """Measure, print, and fail where a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=int, default=500)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = make_corpus(folder, options.forms)
        ways = (floor, read, check)
        for way in (*ways, load):
            way(paths[0])
        gc.collect()
        gc.freeze()
        floored, reading, checking = cost(ways, paths)
        some = paths[:: max(1, len(paths) // LOADED)]
        some_checking, loading = cost((check, load), some)
        memory = peak_memory(folder)
    ratios = {"read": reading / floored, "check": checking / floored}
    faster = loading / some_checking
    each = 1000 / len(paths)
    print(
        f"{len(paths)} workbooks, CPU ms each: floor {floored * each:.2f}, read {reading * each:.2f}, "
        f"read+rules+JSON {checking * each:.2f}, "
        f"openpyxl.load_workbook {loading * 1000 / len(some):.1f} ({len(some)} files)"
    )
    print(f"read            {ratios['read']:.2f} x floor    (limit {LIMITS['read']:.0f})")
    print(f"read+rules+JSON {ratios['check']:.2f} x floor    (limit {LIMITS['check']:.0f})")
    print(f"faster than openpyxl.load_workbook alone: {faster:.1f} x    (at least {LOAD_TIMES:.0f})")
    print(f"peak memory of the run over {len(paths)} workbooks: {memory:.0f} MiB")
    held = all(ratios[way] <= limit for way, limit in LIMITS.items()) and faster >= LOAD_TIMES
    return 0 if held else 1


if __name__ == "__main__":
    raise SystemExit(main())
