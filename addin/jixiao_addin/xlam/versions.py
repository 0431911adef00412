"""From what an add-in was built, written into it, so that an old one is told from the installed program."""

from __future__ import annotations

import re
import zipfile
from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple

from jixiao import __version__

if TYPE_CHECKING:
    from pathlib import Path

_PART = "docProps/core.xml"
_STAMP = re.compile(r">jixiao (\S+) xlwings ([^\s<]+)<")


class Versions(NamedTuple):
    """The versions that an add-in was built from."""

    jixiao: str
    xlwings: str


def stamp() -> str:
    """What is written into the add-in's properties."""
    return f"jixiao {__version__} xlwings {version('xlwings')}"


def versions_in(addin: Path) -> Versions | None:
    """What an add-in says that it was built from; None where it is no add-in of ours or cannot be read."""
    try:
        with zipfile.ZipFile(addin) as package:
            found = _STAMP.search(package.read(_PART).decode("utf-8", "replace"))
    except (OSError, KeyError, zipfile.BadZipFile):
        return None
    return Versions(*found.groups()) if found else None
