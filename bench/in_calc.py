"""What functions and buttons cost in a real LibreOffice Calc, as ratios within one run.

    python bench/in_calc.py

A cell function against the formulas of the formula edition and a trivial formula; 校验 on one form, with the engine in
LibreOffice's own process and in one of its own; 200 forms through one LibreOffice, and its memory on the way.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path += [str(ROOT / "tests" / "support"), str(ROOT / "equality")]

import psutil  # noqa: E402
from bed import SCORE, make_bed  # noqa: E402 -- they lie among the tests' support
from calc_office import STARTER, Office, calc_with_extension  # noqa: E402
from rows import FORMATS, make_forms  # noqa: E402

from jixiao.scoring import shipped_profile  # noqa: E402

_INSIDE = Path(__file__).with_name("in_calc_inside.py")
_MANY, _BATCH = 200, 20


def main() -> int:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name, calc_with_extension(Path(name)) as office:
        _cells(office, Path(name))
        # Copies: LibreOffice leaves a lock file beside what it has open.
        forms = [shutil.copy(path, name) for path in sorted((ROOT / "examples" / "xunyang-2023").rglob("*.xlsx"))]
        _button(office, forms[0])
        _many(office, forms)
    return 0


def _cells(office: Office, folder: Path) -> None:
    ask = {"what": "cells"}
    few, many = (office.session.run(_INSIDE, **ask, count=count) for count in (1_000, 10_000))
    print("microseconds a cell (calculateAll, median of 5):")
    for each in (few, many):
        ratio = each["function"] / each["trivial"]
        print(f"  {each['count']:6}: JX.SCORE {each['function']:.1f}, ROUND {each['trivial']:.2f}; ratio {ratio:.1f}")
    path = folder / "bed.xlsx"
    make_bed(path, shipped_profile())
    lines = [line for form in make_forms(80, 1) for line in ([None] * 7, *map(list, form.rows))]
    bed = office.session.run(_INSIDE, what="bed", path=str(path), lines=lines, column=SCORE)
    rows = len(lines) - len(lines) // (len(FORMATS) + 1)
    drawn = bed["seconds"] / rows * 1e6
    print(f"  formula edition: {drawn:.0f} a row; ratio to JX.SCORE {drawn / few['function']:.1f}")


def _button(office: Office, form: str) -> None:
    before = office.configuration.read_bytes()
    here = office.session.run(_INSIDE, what="check", path=form, rounds=5)
    office.configuration.write_text(json.dumps({"engine": [sys.executable, "-c", STARTER], "in_process": False}))
    there = office.session.run(_INSIDE, what="check", path=form, rounds=5)
    office.configuration.write_bytes(before)
    print(f"校验 on one form: {here * 1000:.0f} ms in process, {there * 1000:.0f} ms with the command")


def _many(office: Office, forms: list[str]) -> None:
    paths = [forms[index % len(forms)] for index in range(_MANY)]
    seconds, memory = 0.0, []
    for start in range(0, _MANY, _BATCH):
        seconds += office.session.run(_INSIDE, what="many", paths=paths[start : start + _BATCH])
        memory.append(_resident(office))
    shown = " ".join(f"{each:.0f}" for each in memory)
    print(f"{_MANY} forms opened, checked and closed: {seconds:.1f} s, {seconds / _MANY * 1000:.0f} ms a form")
    print(f"  resident MB after every {_BATCH}: {shown}")


def _resident(office: Office) -> float:
    process = psutil.Process(office.session.process.pid)
    family = [process, *process.children(recursive=True)]
    return max(each.memory_info().rss for each in family) / 2**20


if __name__ == "__main__":
    sys.exit(main())
