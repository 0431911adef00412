"""Runs in LibreOffice's Python: opens a workbook, recalculates it, closes it."""

from __future__ import annotations

from pathlib import Path

from com.sun.star.beans import PropertyValue


def main(desktop, path: str) -> None:
    """Hidden, as a batch would."""
    document = desktop.loadComponentFromURL(
        Path(path).as_uri(), "_blank", 0, (PropertyValue(Name="Hidden", Value=True),)
    )
    document.calculateAll()
    document.dispose()
