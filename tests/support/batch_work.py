"""Work for worker processes that goes wrong in real ways."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def squared(number: int) -> int:
    return number * number


def dies_once(flag: Path, number: int) -> int:
    """The work on 7 kills its worker the first time."""
    if number == 7 and not flag.exists():
        flag.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def dies_always(number: int) -> int:
    if number == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def hangs(number: int) -> int:
    while number == 7:
        time.sleep(1)
    return number


def counts(folder: Path, number: int) -> int:
    """Leaves one more byte in a file for every time that a number is worked on."""
    with (folder / str(number)).open("ab") as file:
        file.write(b".")
    time.sleep(0.002)
    return number


def fills_memory(number: int) -> int:
    if number == 7:
        return len(bytearray(8 << 30))
    return number
