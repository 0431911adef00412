"""What functions and buttons cost in a real LibreOffice Calc, as ratios within one run; exit code 1 past a limit.

    python bench/in_calc.py

Cell functions against the formulas of the formula edition and a trivial formula, at 1,000 and 10,000 rows; 校验 on one
form against opening it, with the engine in LibreOffice's own process and in one of its own; 200 forms through one
LibreOffice, and what it keeps of them.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path += [str(ROOT / "tests" / "support"), str(ROOT / "equality")]

from bed import SCORE, make_bed  # noqa: E402 -- they lie among the tests' support
from calc_memory import calc_for_measuring, growth, program  # noqa: E402
from calc_office import STARTER, Office, calc_with_extension  # noqa: E402
from rows import ROWS_OF_A_FORM  # noqa: E402

from jixiao.scoring import shipped_profile  # noqa: E402

_INSIDE = Path(__file__).with_name("in_calc_inside.py")
_FEW, _TIMES = 1_000, 10
_FORMS = 200
_BOTH, _EDITION = "score and hint", "formula edition"
# The limits: about twice what was measured (docs/libreoffice.md).
_FUNCTION, _DRAWN, _LINEAR = 80, 25, 2.5
_HERE, _THERE = 3, 8
_KEPT_ALONE, _KEPT = 40, 150


class Figure(NamedTuple):
    """A ratio (or kB), and the most that it may be."""

    title: str
    value: float
    limit: float


def main() -> int:
    """Measure, print, and fail where a limit is passed."""
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as name:
        # Copies: LibreOffice leaves a lock file beside what it has open.
        forms = [Path(shutil.copy(path, name)) for path in sorted((ROOT / "examples" / "xunyang-2023").rglob("*.xlsx"))]
        with calc_with_extension(Path(name)) as office:
            figures = [*_cells(office, Path(name)), *_button(office, forms[0])]
        figures += _memory(Path(name) / "memory", forms)
    for figure in figures:
        sign = "  " if figure.value <= figure.limit else "!!"
        print(f"{sign} {figure.title}: {figure.value:.2f} (at most {figure.limit:g})")
    return 0 if all(figure.value <= figure.limit for figure in figures) else 1


def _cells(office: Office, folder: Path) -> list[Figure]:
    path = folder / "bed.xlsx"
    bed = {"forms": _FEW // ROWS_OF_A_FORM, "rows": ROWS_OF_A_FORM, "column": SCORE}
    make_bed(path, shipped_profile(), bed["forms"])
    print("microseconds of the processor a row (calculateAll, median of 3):")
    process = program(office).pid

    def spent(times: int) -> dict[str, float]:
        drawn = office.session.run(_INSIDE, what="bed", process=process, path=str(path), times=times, **bed)
        cells = office.session.run(_INSIDE, what="cells", process=process, count=_FEW * times)
        every = {**cells, _EDITION: drawn}
        print(f"  {_FEW * times:6} rows: {', '.join(f'{name} {each:.2f}' for name, each in every.items())}", flush=True)
        return every

    few, many = spent(1), spent(_TIMES)
    sizes = ((_FEW, few), (_FEW * _TIMES, many))
    return [
        *(Figure(f"{rows} rows, score / trivial", each["score"] / each["trivial"], _FUNCTION) for rows, each in sizes),
        *(
            Figure(f"{rows} rows, formula edition / score and hint", each[_EDITION] / each[_BOTH], _DRAWN)
            for rows, each in sizes
        ),
        *(
            Figure(f"{name}, a row of {_FEW * _TIMES} / of {_FEW}", many[name] / few[name], _LINEAR)
            for name in ("score", _BOTH, _EDITION)
        ),
    ]


def _button(office: Office, form: Path) -> list[Figure]:
    before = office.configuration.read_bytes()
    opening, here = office.session.run(_INSIDE, what="check", path=str(form), rounds=5)
    office.configuration.write_text(json.dumps({"engine": [sys.executable, "-c", STARTER], "in_process": False}))
    _, there = office.session.run(_INSIDE, what="check", path=str(form), rounds=5)
    office.configuration.write_bytes(before)
    print(
        f"one form: opened and closed {opening * 1000:.0f} ms; 校验 {here * 1000:.0f} ms in process, "
        f"{there * 1000:.0f} ms with the command",
        flush=True,
    )
    return [
        Figure("校验 in process / opening and closing", here / opening, _HERE),
        Figure("校验 with the command / opening and closing", there / opening, _THERE),
    ]


def _memory(folder: Path, forms: list[Path]) -> list[Figure]:
    folder.mkdir()
    with calc_for_measuring(folder) as office:
        checked = growth(office, forms, "check", _FORMS)
        alone = growth(office, forms, "", _FORMS)
    print(
        f"{_FORMS} forms through one LibreOffice: {checked.seconds * 1000:.0f} ms a form with 校验, "
        f"{alone.seconds * 1000:.0f} ms without"
    )
    return [
        Figure("kB kept of a form, opened and closed", alone.kilobytes, _KEPT_ALONE),
        Figure("kB kept of a form, with 校验", checked.kilobytes, _KEPT),
    ]


if __name__ == "__main__":
    sys.exit(main())
