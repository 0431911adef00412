"""The progress bar: on a terminal only, and only once a run takes long enough to wonder about."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_BAR = "检查 {n_fmt}/{total_fmt} {bar} {rate_fmt}，还要{remaining}"
_SECONDS_OF_SILENCE = 0.5
_USUAL_WIDTH, _USUAL_HEIGHT = 80, 24


@contextlib.contextmanager
def progress(total: int, wanted: bool) -> Iterator[Callable[[], object]]:
    """Gives what is to be called after each of so many files."""
    if not wanted or not sys.stderr.isatty():
        yield lambda: None
        return
    from tqdm import tqdm

    # Its watching thread would keep the workers from being forked.
    tqdm.monitor_interval = 0
    size = {"ncols": _width(), "nrows": _USUAL_HEIGHT}
    look = {"unit": "个", "bar_format": _BAR, "leave": False, "delay": _SECONDS_OF_SILENCE}
    with tqdm(total=total, file=sys.stderr, **size, **look) as bar:
        yield bar.update


def _width() -> int:
    """Some terminals (of a serial line, of an editor) say that they are 0 by 0; then tqdm draws nothing."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or _USUAL_WIDTH
    except (OSError, ValueError):
        return _USUAL_WIDTH
