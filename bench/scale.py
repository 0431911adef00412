"""``python bench/scale.py``: what a whole run over a folder costs, as ratios in one run.

One process, two, and a Dask cluster of two processes over the same forms; with everything written (JSON, summary,
marked copies, slips), each apart and all together; the peak memory over ten times as many. Wall times need a machine
with nothing else to do: the processor time beside them says what the work costs on a busy one.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from corpus import make_corpus
from measure import floor

ROUNDS = 3
LOADED = 60
FASTER_BY_TWO = 1.7
MORE_MEMORY = 1.5
# Of a marked copy, in floors of reading (measure.floor): 3 ms where that is half a millisecond.
MARKED = 6.0
# What is written beside the report, and where in the folder of a run.
WRITTEN = {"--summary": "summary.xlsx", "--slips": "slips", "--marked": "marked"}
_COMMAND = (
    "import os, resource, sys; from jixiao.cli import main; code = main(sys.argv[1:]); "
    "own, below = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)); "
    "sys.stderr.write(f'\\n{own.ru_utime + own.ru_stime + below.ru_utime + below.ru_stime} {own.ru_maxrss}'); "
    "sys.stderr.flush(); os._exit(code)"
)


class Cost(NamedTuple):
    """Of one run: wall and processor seconds, peak memory of the main process in MiB."""

    wall: float
    cpu: float
    memory: float


def cost(*arguments: object) -> Cost:
    """Run the command in a process of its own."""
    started = time.perf_counter()
    command = [sys.executable, "-c", _COMMAND, "check", *map(str, arguments), "--no-progress"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wall = time.perf_counter() - started
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr)
    cpu, memory = done.stderr.split()[-2:]
    return Cost(wall, float(cpu), float(memory) / 1024)


def middle(costs: Iterable[Cost]) -> Cost:
    """The median of each figure."""
    return Cost(*map(median, zip(*costs, strict=True)))


def multiplied(paths: Sequence[Path], folder: Path, times: int) -> None:
    """So many times the forms, every one of a project of its own."""
    for path in paths:
        number, unit, project = path.stem.split("-", 2)
        with zipfile.ZipFile(path) as source:
            parts = [(info.filename, source.read(info)) for info in source.infolist()]
        for batch in range(times):
            target = folder / f"{batch}" / f"{number}-{unit}-{project}.xlsx"
            target.parent.mkdir(parents=True, exist_ok=True)
            with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
                for name, content in parts:
                    copy.writestr(name, content.replace(project.encode(), f"{project}{batch}".encode()))


def each(way: Callable[[Path], object], paths: Sequence[Path]) -> float:
    """The processor seconds of a way to read a file, over some of them."""
    way(paths[0])
    some = paths[:: max(1, len(paths) // LOADED)]
    started = time.process_time()
    for path in some:
        way(path)
    return (time.process_time() - started) / len(some)


def main() -> int:
    """Measure, print, and fail where a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=int, default=1000)
    parser.add_argument("--times", type=int, default=10, help="how many times as many for the memory; 0 leaves it out")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        inbox = base / "inbox"
        paths = make_corpus(inbox, options.forms)
        return measured(base, inbox, paths, options.times)


def measured(base: Path, inbox: Path, paths: Sequence[Path], times: int) -> int:
    """All figures of a corpus, printed; the exit code."""
    runs = Runs(base, inbox)
    runs.cost(jobs=1)
    print(f"{len(paths)} forms, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    rounds = [(runs.cost(jobs=1), runs.cost(jobs=2)) for _ in range(ROUNDS)]
    one, two = middle(first for first, _ in rounds), middle(second for _, second in rounds)
    faster = median(first.wall / second.wall for first, second in rounds)
    show("1 process", one, len(paths))
    show("2 processes", two, len(paths))
    print(f"  wall {faster:.2f} x faster (at least {FASTER_BY_TWO}); processor time {two.cpu / one.cpu:.2f} x")
    dask = on_cluster(runs)
    print(f"Dask, 2 processes: wall {dask:.2f} s, {one.wall / dask:.2f} x faster than 1 process")
    import openpyxl

    floored, loaded = each(floor, paths), each(openpyxl.load_workbook, paths)
    copies = apart(runs, len(paths), floored)
    everything, by_two = (middle(runs.cost(*WRITTEN, jobs=jobs) for _ in range(ROUNDS)) for jobs in (1, 2))
    show("everything written, 1 process", everything, len(paths))
    show("everything written, 2 processes", by_two, len(paths))
    print(f"openpyxl.load_workbook alone {loaded * 1000:.1f} ms a file; this many times faster is, by processor time,")
    # The limit on reading, rules and JSON by themselves is held by measure.py; this is a command from start to end.
    print(f"  {loaded * len(paths) / one.cpu:.1f} all rules and JSON, 1 process")
    print(f"  {loaded * len(paths) / everything.cpu:.1f} everything written, 1 process")
    print(f"and by wall time {loaded * len(paths) / by_two.wall:.1f} everything written, 2 processes")
    growth = 1.0
    if times:
        many = base / "many"
        multiplied(paths, many, times)
        large = Runs(base / "large", many).cost(jobs=2)
        show(f"{times * len(paths)} forms, 2 processes", large, times * len(paths))
        growth = large.memory / two.memory
        print(f"  peak memory {growth:.2f} x that of {len(paths)} forms (at most {MORE_MEMORY})")
    return 0 if faster >= FASTER_BY_TWO and growth <= MORE_MEMORY and copies <= MARKED else 1


class Runs:
    """Runs over a folder, each of which writes where nothing is: an earlier summary would be read back first."""

    def __init__(self, base: Path, inbox: Path) -> None:
        self._base, self._inbox = base, inbox
        self._count = 0

    def cost(self, *written: str, jobs: int | None = None, more: Sequence[object] = ()) -> Cost:
        """What a run costs that writes this beside the JSON report."""
        self._count += 1
        folder = self._base / f"run{self._count}"
        folder.mkdir(parents=True)
        beside = [each for option in written for each in (option, folder / WRITTEN[option])]
        work = ("--jobs", jobs) if jobs else ()
        return cost(self._inbox, "--format", "json", "-o", folder / "report.json", *work, *beside, *more)

    def last(self, option: str) -> Path:
        """What the last run wrote."""
        return self._base / f"run{self._count}" / WRITTEN[option]


def apart(runs: Runs, forms: int, floored: float) -> float:
    """What is written beside the report, each apart; the cost of a marked copy in floors (seconds a file)."""
    plain = []
    more: dict[str, list[float]] = {option: [] for option in WRITTEN}
    copies = 0
    # In turn, so that whatever else the machine does falls on all of them alike.
    for _ in range(ROUNDS):
        plain.append(runs.cost(jobs=1).cpu)
        for option, spent in more.items():
            spent.append(runs.cost(option, jobs=1).cpu - plain[-1])
            if option == "--marked":
                copies = sum(1 for _ in runs.last(option).rglob("*.xlsx"))
    for option, spent in more.items():
        print(f"  {option}: {median(spent) * 1000 / forms:.2f} ms a form more")
    each_copy = median(more["--marked"]) / max(1, copies)
    print(f"  marked copies: {copies}, {each_copy * 1000:.1f} ms each, {each_copy / floored:.1f} x", end=" ")
    print(f"the floor of reading, {floored * 1000:.2f} ms (at most {MARKED:.0f} x)")
    return each_copy / floored


def show(what: str, spent: Cost, forms: int) -> None:
    """One line of figures."""
    print(
        f"{what}: wall {spent.wall:.2f} s, processor {spent.cpu:.2f} s ({spent.cpu * 1000 / forms:.1f} ms a form), "
        f"peak memory {spent.memory:.0f} MiB"
    )


def on_cluster(runs: Runs) -> float:
    """The wall seconds of a run on a Dask cluster of two processes that is there already."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster:
        engine = ("--engine", "dask", "--scheduler", cluster.scheduler_address)
        runs.cost(more=engine)
        return runs.cost(more=engine).wall


if __name__ == "__main__":
    raise SystemExit(main())
