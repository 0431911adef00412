"""Worker processes that may die or hang: each costs the one file it had in hand, never the run.

concurrent.futures gives up as a whole when one worker dies, and cannot stop a task; hence these few lines.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from multiprocessing.context import SpawnContext
    from multiprocessing.process import BaseProcess

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_CHUNK = 16
# Enough for every limit of the reader several times over; a worker that wants more is stopped by the system.
_ROOM = 768 << 20
_SECONDS_TO_START = 60.0
_READY = "ready"


class Lost(NamedTuple):
    """Stands for a result that never came; why: ``crashed`` (twice) or ``timed-out``."""

    why: str


@dataclass(eq=False)
class _Worker:
    """A process and what it was given: the first of its tasks is in hand."""

    process: BaseProcess
    pipe: Connection
    tasks: deque[int] = field(default_factory=deque)
    since: float = field(default_factory=time.monotonic)
    is_ready: bool = False


def pooled(
    work: Callable[[_Item], _Result],
    items: Sequence[_Item],
    jobs: int,
    seconds: float,
    method: str | None = None,
) -> Iterator[tuple[int, _Result | Lost]]:
    """Do the work on every item in so many processes; yields the item's number and its result, as they come.

    work: picklable, and not of ``__main__``. seconds: what one item may take. method: how processes are started; by
    default forked where that is safe, else spawned. An item whose worker dies is tried once more.
    """
    pool = _Pool(work, items, jobs, seconds, method)
    try:
        yield from pool.results()
    finally:
        pool.stop()


class _Pool(Generic[_Item, _Result]):
    """The state of one run."""

    def __init__(
        self, work: Callable[[_Item], _Result], items: Sequence[_Item], jobs: int, seconds: float, method: str | None
    ) -> None:
        self.work = work
        self.items = items
        self.jobs = jobs
        self.seconds = seconds
        self.method = method
        self.waiting = deque(range(len(items)))
        self.workers: list[_Worker] = []
        self.deaths: dict[int, int] = {}
        self.failed_starts = 0

    def results(self) -> Iterator[tuple[int, _Result | Lost]]:
        while self.waiting or any(worker.tasks for worker in self.workers):
            self._employ()
            if not self.workers:
                # The system gives us no process at all: then it is done here.
                number = self.waiting.popleft()
                yield number, self.work(self.items[number])
                continue
            speaking = wait([worker.pipe for worker in self.workers], self._patience())
            for worker in tuple(self.workers):
                if worker.pipe in speaking:
                    yield from self._heard(worker)
                elif worker.tasks and time.monotonic() > self._deadline(worker):
                    yield from self._buried(worker, overdue=worker.is_ready)

    def _employ(self) -> None:
        """Give every idle worker something to do, and start those that are lacking."""
        for worker in self.workers:
            if not worker.tasks and self.waiting:
                self._give(worker)
        while self.waiting and len(self.workers) < self.jobs and self.failed_starts <= self.jobs + 1:
            new = self._started()
            if new is None:
                self.failed_starts += 1
            else:
                self.workers.append(new)
                self._give(new)

    def _give(self, worker: _Worker) -> None:
        """Only a worker with nothing in hand is given more: it listens, and the pipe cannot block both ends."""
        share = max(1, min(_CHUNK, len(self.waiting) // (4 * self.jobs)))
        numbers = [self.waiting.popleft() for _ in range(min(share, len(self.waiting)))]
        worker.tasks.extend(numbers)
        worker.since = time.monotonic()
        # One that is dead already is found out when it is listened to.
        with contextlib.suppress(OSError):
            worker.pipe.send([(number, self.items[number]) for number in numbers])

    def _patience(self) -> float:
        """How long to wait for anything to come: until the first worker is overdue."""
        return max(0.0, min(self._deadline(worker) for worker in self.workers) - time.monotonic())

    def _deadline(self, worker: _Worker) -> float:
        if not worker.tasks:
            return float("inf") if len(self.workers) == 1 else time.monotonic() + self.seconds
        return worker.since + self.seconds + (0.0 if worker.is_ready else _SECONDS_TO_START)

    def _heard(self, worker: _Worker) -> Iterator[tuple[int, _Result | Lost]]:
        """One message of a worker that has sent some, or that is dead: asking for more costs as much as waiting."""
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            yield from self._buried(worker)
            return
        worker.since = time.monotonic()
        if message == _READY:
            worker.is_ready = True
            self.failed_starts = 0
            return
        number, result = message
        worker.tasks.popleft()
        yield number, result

    def _buried(self, worker: _Worker, overdue: bool = False) -> Iterator[tuple[int, _Result | Lost]]:
        """Take a worker out; what it had not begun goes back to the others, in front."""
        self._end(worker)
        if not worker.is_ready:
            # It never came to its first item, which is not to blame.
            self.failed_starts += 1
        elif worker.tasks:
            number = worker.tasks[0]
            self.deaths[number] = self.deaths.get(number, 0) + 1
            if overdue or self.deaths[number] > 1:
                worker.tasks.popleft()
                yield number, Lost("timed-out" if overdue else "crashed")
        self.waiting.extendleft(reversed(worker.tasks))

    def _started(self) -> _Worker | None:
        """A new worker, or None where the system refuses."""
        method = self.method or ("fork" if _may_fork() else "spawn")
        # The types of the two contexts share no class that has processes.
        context: SpawnContext = multiprocessing.get_context(method)  # type: ignore[assignment]
        try:
            ours, theirs = context.Pipe()
            # A forked child holds the others' pipes too: unless it closes them, a parent's death goes unnoticed.
            inherited = [each.pipe for each in self.workers] + [ours] if method == "fork" else []
            process = context.Process(target=_serve, args=(theirs, inherited, self.work), daemon=True)
            with _interrupts_ignored(), _hidden_main():
                process.start()
        except OSError:
            return None
        theirs.close()
        return _Worker(process, ours)

    def _end(self, worker: _Worker) -> None:
        self.workers.remove(worker)
        worker.pipe.close()
        worker.process.kill()
        worker.process.join()

    def stop(self) -> None:
        """End all workers; whoever has nothing in hand ends by itself when its pipe closes."""
        for worker in tuple(self.workers):
            self._end(worker)


# ---- how processes are started


def _may_fork() -> bool:
    """Whether a copy of this process is sound: on Linux, and with no other thread that may hold a lock."""
    try:
        return sys.platform == "linux" and len(list(Path("/proc/self/task").iterdir())) == 1
    except OSError:
        return False


@contextlib.contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Ctrl-C is answered by the parent alone; a process that is born while it is ignored ignores it too."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextlib.contextmanager
def _hidden_main() -> Iterator[None]:
    """A spawned process runs the user's script again unless it cannot see it; our work never lies there."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


# ---- in the worker


def _serve(pipe: Connection, inherited: Sequence[Connection], work: Callable[[_Item], _Result]) -> None:
    """Do what comes down the pipe until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for each in inherited:
        each.close()
    _limit_memory()
    # What a file leaves behind is looked for once a file and not once a sheet; what was there before, never.
    gc.freeze()
    gc.set_threshold(20_000)
    with contextlib.suppress(EOFError, OSError):
        pipe.send(_READY)
        while True:
            for number, item in pipe.recv():
                pipe.send((number, work(item)))


def _limit_memory() -> None:
    """Let no file take the machine's memory, where the system can be told so."""
    try:
        import resource

        # In pages: what the process occupies by now.
        size = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (size + _ROOM, most))
    except (ImportError, OSError, ValueError):
        return
