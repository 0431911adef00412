"""The progress bar: on a terminal only, and only once a run takes long enough to wonder about."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_BAR = "检查 {n_fmt}/{total_fmt} {bar} {rate_fmt}，还要{remaining}"
_SECONDS_OF_SILENCE = 0.5


@contextlib.contextmanager
def progress(total: int, wanted: bool) -> Iterator[Callable[[], object]]:
    """Gives what is to be called after each of so many files."""
    if not wanted or not sys.stderr.isatty():
        yield lambda: None
        return
    from tqdm import tqdm

    # Its watching thread would keep the workers from being forked.
    tqdm.monitor_interval = 0
    with tqdm(total=total, unit="个", bar_format=_BAR, leave=False, delay=_SECONDS_OF_SILENCE, file=sys.stderr) as bar:
        yield bar.update
