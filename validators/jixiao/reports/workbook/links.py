"""Links from the summary to the checked files and their cells, relative to where the summary lies."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# Excel takes no longer target, and no more targets on one sheet.
LONGEST = 2079
MOST = 65_530
_NO_TEXT = re.compile("[\x00-\x1f\ud800-\udfff\ufffe\uffff]")
# What must not stand in a target as it is; Chinese characters are left alone, as Excel itself does.
_ESCAPES = str.maketrans({each: f"%{ord(each):02x}" for each in '%"# <>[]^`{}'})


Link = tuple[str, str]
"""A cell's text and what it leads to, as xlsxwriter wants it."""


def to_file(text: str, path: str | Path, folder: Path) -> Link | str:
    """A link to a file, for a workbook in the folder; the bare text where there can be none."""
    return _link(text, path, folder, "")


def to_cell(text: str, path: str, sheet: str, cell: str, folder: Path) -> Link | str:
    """A link to a cell of a file."""
    quoted = sheet.replace("'", "''")
    return _link(text, path, folder, f"#'{quoted}'!{cell}" if sheet and cell else "")


def _link(text: str, path: str | Path, folder: Path, place: str) -> Link | str:
    target = _target(str(path), str(folder))
    return (text, target + place) if text and target and len(target) + len(place) < LONGEST else text


@lru_cache(maxsize=1024)
def _target(path: str, folder: str) -> str:
    """The file as seen from the folder; empty where there can be no link."""
    try:
        target = os.path.relpath(path, folder)
    except ValueError:
        # Another drive of Windows.
        target = os.path.abspath(path)  # noqa: PTH100 - Path.absolute keeps ".."
    # A file's name on Linux may be no text at all.
    return "" if _NO_TEXT.search(target) else "external:" + target.translate(_ESCAPES)
