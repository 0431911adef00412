"""退回说明 as files: a .docx to be sent and a .txt whose text can be pasted into a message."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from jixiao.slips.page import lines_of
from jixiao.slips.paper import Paper

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from jixiao.slips.content import Slip

# What Windows does not take in a file name; and what turns a name around (Bidi_Control, UAX #9), so that it shows
# another suffix than it has.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|^\.+|[. ]+$')
_LONGEST = 60


def write_slips(slips: Sequence[Slip], folder: Path) -> list[Path]:
    """Write both files of every slip; the paths written. Raises OSError where the folder cannot be written to."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    paper = Paper()
    for slip, stem in zip(slips, file_stems(slips), strict=True):
        lines = tuple(lines_of(slip))
        text = "\n".join(line.text for line in lines) + "\n"
        # With a mark of order, or Notepad of older Windows takes it for another code page.
        path = folder / f"{stem}.txt"
        path.write_text(text, encoding="utf-8-sig", newline="\r\n")
        document = folder / f"{stem}.docx"
        document.write_bytes(paper.page(lines))
        written += [path, document]
    return written


def file_stems(slips: Sequence[Slip]) -> Iterator[str]:
    """退回说明-某县教育局 for each slip, numbered where two units would share a name."""
    seen: Counter[str] = Counter()
    for slip in slips:
        stem = f"退回说明-{_FORBIDDEN.sub('_', slip.unit)[:_LONGEST]}"
        seen[stem.casefold()] += 1
        count = seen[stem.casefold()]
        yield stem if count == 1 else f"{stem}-{count}"
