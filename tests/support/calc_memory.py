"""How much memory a LibreOffice with the extension keeps for good with every workbook that went through it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

import psutil
from calc import profile_in
from calc_office import Office, calc_with_extension

_CACHES = {"GlyphsCacheSize": 200_000, "TextRunsCacheSize": 1_000}
# After so many, every form once among them, the caches of LibreOffice are full and the engine is loaded.
_WARM_UP = 24


class Growth(NamedTuple):
    """Of the resident memory, in kB a workbook, and the seconds that one took."""

    kilobytes: float
    seconds: float


@contextmanager
def calc_for_measuring(folder: Path) -> Iterator[Office]:
    """LibreOffice with its noise taken out, so that resident memory tells what is kept.

    Its cache of drawn text otherwise grows by 50 MB over the first hundred workbooks, and then no more; and what
    malloc frees in the heap of one thread stays there while another thread asks for more.
    """
    settings = profile_in(folder) / "user" / "registrymodifications.xcu"
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.Common/Cache/Font"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{size}</value></prop></item>"
        for name, size in _CACHES.items()
    )
    settings.write_text(settings.read_text(encoding="utf-8").replace("</oor:items>", f"{items}</oor:items>"), "utf-8")
    with calc_with_extension(folder, environment={"MALLOC_ARENA_MAX": "1"}) as office:
        yield office


def growth(office: Office, paths: Sequence[Path], action: str, count: int) -> Growth:
    """Over so many workbooks, each opened, the button pressed ("" for none), and closed; after a warm-up."""
    ring = cycle(map(str, paths))
    office.ask("many", paths=list(islice(ring, _WARM_UP)), action=action)
    process = program(office)
    before = _resident(process)
    seconds = office.ask("many", paths=list(islice(ring, count)), action=action)
    return Growth((_resident(process) - before) / count, seconds / count)


def program(office: Office) -> psutil.Process:
    """LibreOffice proper: a script started it."""
    process = psutil.Process(office.session.process.pid)
    return max((process, *process.children(recursive=True)), key=_resident)


def _resident(process: psutil.Process) -> float:
    return float(process.memory_info().rss / 1024)
