"""Worker processes: every item is answered, whatever happens to whoever works on it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import batch_work
import psutil
import pytest
from places import ROOT

import jixiao
from jixiao.batch.pool import Lost, pooled

# The jixiao under test, source tree or wheel.
ENGINE = Path(jixiao.__file__).parents[1]

METHODS = ["spawn", *(["fork"] if sys.platform == "linux" else [])]
ITEMS = range(120)


def done(work: Callable[[int], int], method: str | None = None, seconds: float = 30) -> dict[int, object]:
    found = list(pooled(work, ITEMS, jobs=2, seconds=seconds, method=method))
    numbers = [number for number, _ in found]
    assert sorted(numbers) == list(ITEMS), "every item once"
    return dict(found)


@pytest.mark.parametrize("method", METHODS)
def test_every_item_is_worked_on_in_other_processes(method: str) -> None:
    assert done(batch_work.squared, method) == {number: number * number for number in ITEMS}
    assert not multiprocessing.active_children()


@pytest.mark.parametrize("method", METHODS)
def test_an_item_whose_worker_was_killed_is_tried_again(method: str, tmp_path: Path) -> None:
    assert done(partial(batch_work.dies_once, tmp_path / "died"), method) == {number: number for number in ITEMS}
    assert (tmp_path / "died").exists()


def test_an_item_that_kills_its_worker_twice_is_given_up_and_no_other() -> None:
    assert done(batch_work.dies_always) == {number: number for number in ITEMS} | {7: Lost("crashed")}


def test_an_item_that_hangs_is_given_up_and_no_other() -> None:
    began = time.monotonic()
    assert done(batch_work.hangs, seconds=1) == {number: number for number in ITEMS} | {7: Lost("timed-out")}
    assert time.monotonic() - began < 15


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its address space")
def test_an_item_that_takes_all_memory_does_not_get_it() -> None:
    # MemoryError is a matter of the work itself; unanswered it ends the worker, as it would any program.
    assert done(batch_work.fills_memory)[7] == Lost("crashed")


def test_killing_workers_in_the_middle_loses_nothing_and_repeats_one_item_each(tmp_path: Path) -> None:
    killed = 0
    found = []
    for number, result in pooled(partial(batch_work.counts, tmp_path), range(400), jobs=2, seconds=30):
        found.append((number, result))
        if len(found) in (50, 150, 250):
            victim = multiprocessing.active_children()[0]
            assert victim.pid is not None
            os.kill(victim.pid, signal.SIGKILL)
            killed += 1
    assert sorted(found) == [(number, number) for number in range(400)]
    times = [(tmp_path / str(number)).stat().st_size for number in range(400)]
    assert max(times) <= 2
    assert sum(times) <= 400 + killed


def test_workers_end_when_the_one_who_asked_is_killed() -> None:
    program = (
        "import sys, time; sys.path[:0] = sys.argv[1:]\n"
        "import batch_work; from jixiao.batch.pool import pooled\n"
        "for number, _ in pooled(batch_work.squared, range(40), 2, 30):\n"
        "    print('here', flush=True); time.sleep(60)\n"
    )
    path = [str(ENGINE), str(ROOT / "tests" / "support")]
    with subprocess.Popen([sys.executable, "-c", program, *path], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        workers = psutil.Process(parent.pid).children()
        assert len(workers) == 2
        parent.kill()
    gone, alive = psutil.wait_procs(workers, timeout=5)
    assert (len(gone), alive) == (2, [])


def test_a_script_without_a_guard_is_not_run_again_by_its_workers(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import sys; sys.path[:0] = sys.argv[1:]\n"
        "print('top')\n"
        "import batch_work; from jixiao.batch.pool import pooled\n"
        "print(sum(result for _, result in pooled(batch_work.squared, range(40), 2, 30, 'spawn')))\n",
        encoding="utf-8",
    )
    path = [str(ENGINE), str(ROOT / "tests" / "support")]
    ran = subprocess.run([sys.executable, script, *path], capture_output=True, text=True, check=True, timeout=60)
    assert (ran.stdout.split(), ran.stderr) == (["top", str(sum(n * n for n in range(40)))], "")
