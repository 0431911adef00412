"""Opens a workbook and saves it, calculated, under another name."""

from __future__ import annotations

from pathlib import Path

from document import opened, saved


def main(desktop, path, to):
    Path(to).parent.mkdir(parents=True, exist_ok=True)
    with opened(desktop, path) as document:
        document.calculateAll()
        saved(document, to)
