"""A real LibreOffice, headless, with a profile of its own: the judge of every workbook that is written."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
# Under continuous integration what is missing fails the tests instead of being passed over.
needs_libreoffice = pytest.mark.skipif(
    SOFFICE is None and not os.environ.get("CI"), reason="LibreOffice is not installed"
)
_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"


def converted(paths: Sequence[Path], folder: Path, to: str) -> dict[str, Path]:
    """The files opened and saved in another format (xlsx, csv of the first sheet), by their stems."""
    assert SOFFICE is not None
    target = folder / f"as-{to}"
    command = [
        SOFFICE,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        _CSV if to == "csv" else to,
        "--outdir",
        str(target),
        *map(str, paths),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    written = {path.stem: target / f"{path.stem}.{to}" for path in paths}
    if to == "csv":
        # Newer releases add the name of the sheet.
        written = {stem: next(iter(target.glob(f"{stem}*.csv"))) for stem in written}
    return written


def shown_in(path: Path) -> list[list[str]]:
    """What the first sheet shows, row by row, of a file converted to CSV."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))
