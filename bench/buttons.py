"""What the buttons and the cell functions cost on our side: Excel itself is a double over files here.

    python bench/buttons.py

Prints seconds, and how often a button crosses to Excel's process: what that costs, only Excel can say.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tests" / "support"))

import xlwings  # noqa: E402 -- the double lies among the tests' support
import xlwings_engine  # noqa: E402
from com_stubs import MISSING, com  # noqa: E402

from jixiao_addin.buttons import checking  # noqa: E402
from jixiao_addin.buttons.engine import Here  # noqa: E402
from jixiao_addin.excel.host import ExcelHost  # noqa: E402
from jixiao_addin.excel.reading import grid_of  # noqa: E402
from jixiao_templates import case_page, draw, load_cases  # noqa: E402

_ROWS, _CALLS, _ROUNDS = 40, 1000, 5


def main() -> int:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        _button(_form(Path(folder)))
    _functions()
    return 0


def _form(folder: Path) -> Path:
    case = max(load_cases(ROOT / "examples" / "cases" / "xunyang-2023").values(), key=lambda each: len(each.indicators))
    rows = tuple((case.indicators * _ROWS)[:_ROWS])
    path = folder / "表.xlsx"
    draw([case_page(replace(case, indicators=rows))], path)
    return path


def _button(path: Path) -> None:
    app = xlwings_engine.excel()
    host = ExcelHost(xlwings.App(impl=app), xlwings.Book(impl=xlwings_engine.opened(app, path)))
    host.session.add("undo")
    grid = grid_of(host._book)  # noqa: SLF001 -- the parts of a button are measured one by one
    findings = len(Here().check(grid).rows)
    print(f"校验 on a form of {_ROWS} rows, {findings} findings:")
    print(f"  engine (grid in, marks out)  {_seconds(lambda: Here().check(grid)):.4f} s")
    print(f"  reading the sheet            {_seconds(lambda: grid_of(host._book)):.4f} s{_crossings()}")  # noqa: SLF001
    whole = _seconds(lambda: checking.check(host, Here()), before=lambda: checking.clear(host))
    print(f"  the whole button             {whole:.4f} s{_crossings()}")
    clearing = _seconds(lambda: checking.clear(host), before=lambda: checking.check(host, Here()))
    print(f"  清除标注                     {clearing:.4f} s{_crossings()}")


def _functions() -> None:
    with com() as excel:
        for number in range(1, _CALLS + 1):
            for column, value in zip("ABC", (f"≥{number % 90 + 1}%", number * 7 % 100 / 100, 10.0), strict=True):
                excel.cells.put(f"{column}{number}", value)
        rows = [[excel.cells.area(f"{column}{number}") for column in "ABC"] for number in range(1, _CALLS + 1)]
        areas = [excel.cells.area(f"{column}1:{column}{_CALLS}") for column in "ABC"]
        one_by_one = _seconds(lambda: [excel.call("JX_SCORE", *row, MISSING) for row in rows])
        at_once = _seconds(lambda: excel.call("JX_SCORES", *areas, MISSING))
    print(
        f"{_CALLS} calls of JX_SCORE {one_by_one:.3f} s, one of JX_SCORES {at_once:.3f} s: {one_by_one / at_once:.1f} ×"
    )


def _seconds(work: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    rounds = []
    for _ in range(_ROUNDS):
        before()
        xlwings_engine.ENGINE.calls = 0
        started = time.process_time()
        work()
        rounds.append(time.process_time() - started)
    return statistics.median(rounds)


def _crossings() -> str:
    return f", about {xlwings_engine.ENGINE.calls} ranges asked for"


if __name__ == "__main__":
    sys.exit(main())
