"""A screen that nobody looks at (Xvfb), real keys and clicks on it (xdotool), and pictures of it."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WIDTH, HEIGHT = 1440, 900
_START = 20


@dataclass(frozen=True)
class Screen:
    """A display such as ":99"; its picture lies in a file."""

    display: str
    frame: Path

    def do(self, *arguments: object) -> None:
        """Real keys and clicks, in the words of xdotool."""
        subprocess.run(
            ["xdotool", *map(str, arguments)],
            env={**os.environ, "DISPLAY": self.display},
            check=True,
            capture_output=True,
            timeout=30,
        )

    def click(self, place: tuple[int, int]) -> None:
        """Click with the left button."""
        self.do("mousemove", "--sync", *place, "click", 1)

    def picture(self, path: Path, area: tuple[int, int, int, int] = (0, 0, WIDTH, HEIGHT)) -> None:
        """Save what the screen shows (left, top, width, height) as PNG."""
        path.write_bytes(png(self.frame.read_bytes(), area))


@contextmanager
def screen(folder: Path) -> Iterator[Screen]:
    """A screen for the length of a block."""
    for tool in ("Xvfb", "xdotool"):
        assert shutil.which(tool), f"{tool} is not installed"
    reader, writer = os.pipe()
    process = subprocess.Popen(
        [
            "Xvfb",
            "-displayfd",
            str(writer),
            "-screen",
            "0",
            f"{WIDTH}x{HEIGHT}x24",
            "-fbdir",
            str(folder),
            "-nolisten",
            "tcp",
        ],
        pass_fds=[writer],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    try:
        with os.fdopen(reader) as number:
            yield Screen(f":{number.readline().strip()}", folder / "Xvfb_screen0")
    finally:
        process.terminate()
        process.wait(_START)


def png(frame: bytes, area: tuple[int, int, int, int]) -> bytes:
    """An X window dump of 32 bits a pixel as PNG."""
    header = struct.unpack(">25I", frame[:100])
    start, line = header[0] + 12 * header[19], header[12]
    left, top, width, height = area
    rows = bytearray()
    for row in range(top, top + height):
        at = start + row * line + left * 4
        pixels = frame[at : at + width * 4]
        rows.append(0)
        colours = bytearray(width * 3)
        # Stored as blue, green, red, nothing.
        colours[0::3], colours[1::3], colours[2::3] = pixels[2::4], pixels[1::4], pixels[0::4]
        rows += colours
    size = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    chunks = (b"IHDR", size), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def until(condition: Callable[[], Any], seconds: float = 20) -> Any:
    """What the condition gives as soon as it is true; it is asked again and again for so long."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.1)
    return found
