"""The work on a Dask cluster: many files a task, read where the workers are, by shared path or URL."""

from __future__ import annotations

import errno
import socket  # noqa: TID251 -- to the scheduler that the user named, as its client does
import struct
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jixiao import __version__
from jixiao.batch.record import Record, Settings, examine, lost
from jixiao.system_words import why

if TYPE_CHECKING:
    from jixiao.batch.gather import Source

# A task costs 2 ms by itself; with so many files in it that no longer shows.
_FEWEST = 64
_MOST = 512
_TASKS_AHEAD = 3
_SECONDS_TO_CONNECT = 20
_GREETING = struct.Struct("<QQ")
_LONGEST_GREETING = 1 << 20
_ADVICE = "请核对地址（例如 tcp://10.0.0.1:8786），并确认调度器已经启动。"
_CONNECTING = {
    errno.ECONNREFUSED: "那里没有程序在听",
    errno.EHOSTUNREACH: "网络不通",
    errno.ENETUNREACH: "网络不通",
    errno.ECONNRESET: "对方断开了连接",
}


class ClusterError(Exception):
    """The cluster cannot be used; the message says why and what to do, in Chinese."""


class _Task(NamedTuple):
    """What goes to a worker: numbered sources."""

    items: tuple[tuple[int, Source], ...]
    settings: Settings


def clustered(
    sources: Sequence[Source], settings: Settings, address: str, patience: float = _SECONDS_TO_CONNECT
) -> Iterator[tuple[int, Record]]:
    """Check every source on the cluster whose scheduler has this address; yields numbers and records as they come.

    patience: the seconds within which the scheduler must answer. Of a task that keeps killing its workers every file
    is tried alone; the one that does it is given up. Raises ClusterError.
    """
    from distributed import as_completed

    client = _connected(address, patience)
    try:
        workers = max(1, sum(client.nthreads().values()))
        batches = _batches(sources, settings, workers)
        tasks: dict[str, _Task] = {}
        done = as_completed([])

        def submit(task: _Task) -> None:
            future = client.submit(_examined, task, pure=False, key=f"jixiao-{task.items[0][0]}-{len(task.items)}")
            tasks[future.key] = task
            done.add(future)

        for task in islice(batches, _TASKS_AHEAD * workers):
            submit(task)
        for future in done:
            task = tasks.pop(future.key)
            if future.status == "finished":
                yield from future.result()
            elif len(task.items) > 1:
                for item in task.items:
                    submit(_Task((item,), settings))
            else:
                ((number, source),) = task.items
                yield number, lost(source, settings, "crashed")
            future.release()
            for task in islice(batches, 1):
                submit(task)
    finally:
        client.close()


def _batches(sources: Sequence[Source], settings: Settings, workers: int) -> Iterator[_Task]:
    size = min(_MOST, max(_FEWEST, len(sources) // (8 * workers)))
    # The workers have another current folder.
    items = ((number, _anchored(source)) for number, source in enumerate(sources))
    while batch := tuple(islice(items, size)):
        yield _Task(batch, settings)


def _anchored(source: Source) -> Source:
    return source if "://" in source.place else source._replace(place=str(Path(source.place).absolute()))


def _examined(task: _Task) -> list[tuple[int, Record]]:
    return [(number, examine(source, task.settings)) for number, source in task.items]


def _knock(address: str, patience: float) -> None:
    """Refuse what is no Dask scheduler: its client waits for ever on a web server, and fills the memory on others.

    A scheduler speaks first: the length of a short message, the count of its frames. Encrypted ones (tls://) are left
    to the client.
    """
    scheme, _, rest = address.rpartition("://")
    host, _, port = rest.rpartition(":")
    if scheme not in ("", "tcp"):
        return
    try:
        number = int(port)
        with socket.create_connection((host.strip("[]"), number), patience) as connection:
            connection.settimeout(patience)
            greeting = b""
            while len(greeting) < _GREETING.size and (piece := connection.recv(_GREETING.size - len(greeting))):
                greeting += piece
    except TimeoutError:
        raise ClusterError(f"“{address}”没有应答，不是 Dask 调度器，或者网络不通。{_ADVICE}") from None
    except OSError as error:
        reason = _CONNECTING.get(error.errno or 0) or why(error)
        raise ClusterError(f"连不上 Dask 调度器“{address}”：{reason}。{_ADVICE}") from None
    except (ValueError, OverflowError):
        raise ClusterError(f"“{address}”不是调度器的地址。{_ADVICE}") from None
    if len(greeting) < _GREETING.size or not all(0 < part < _LONGEST_GREETING for part in _GREETING.unpack(greeting)):
        raise ClusterError(f"“{address}”上运行的不是 Dask 调度器。{_ADVICE}")


def _version() -> str:
    return __version__


def _connected(address: str, patience: float) -> Any:
    """A client of the cluster, whose workers were asked whether they can do the work."""
    from distributed import Client

    _knock(address, patience)
    try:
        client = Client(address, timeout=patience)
    except Exception as error:  # noqa: BLE001 -- what another program answers may break anything in there
        raise ClusterError(f"连不上 Dask 调度器“{address}”（{error!s:.200}）。{_ADVICE}") from None
    try:
        versions = set(client.run(_version).values())
    except Exception as error:  # noqa: BLE001 -- whatever the workers raise comes back here
        client.close()
        raise ClusterError(f"集群里的机器上不能运行 jixiao（{error}）。请在每台机器上安装相同版本的 jixiao。") from None
    if versions != {__version__}:
        client.close()
        if not versions:
            raise ClusterError(f"调度器“{address}”下面没有工作进程。请先启动 dask worker。")
        others = "、".join(sorted(versions))
        raise ClusterError(f"集群里的 jixiao 是 {others}，这里是 {__version__}。请安装相同版本，结果才会一致。")
    return client
