"""``make bench``: what a live form costs in a real LibreOffice, against the same form with plain numbers in it.

Both have forty indicator rows. Each is opened, recalculated and closed in turn by one process, whose CPU time is taken.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from statistics import median

import psutil
from calc import Calc, calc

from jixiao.scoring import score_row, shipped_profile
from jixiao.values import parse_value
from jixiao_templates import Case, case_page, draw
from jixiao_templates.case import FundsLine, Goals, Indicator, Total
from jixiao_templates.templates import build

ROWS, ROUNDS, LIMIT = 40, 15, 8.0
_INSIDE = Path(__file__).with_name("opening.py")
_CLASSES = ("成本指标", "产出指标", "效益指标", "满意度指标")
_VALUES = (("≤36万元", "35.2万元"), ("≥98%", "97.5%"), ("≥1,200个", "1100个"), ("=12次", "11"), ("≤2小时", "150分钟"))


def forms() -> tuple[bytes, Case]:
    """The formula edition of a form with so many rows, and the form as it is printed."""
    rows = []
    for index in range(ROWS):
        level1 = _CLASSES[index * len(_CLASSES) // ROWS]
        target, actual = _VALUES[index % len(_VALUES)]
        weight = Decimal("2.25")
        score = score_row(shipped_profile(), parse_value(target), parse_value(actual), weight).score
        rows.append(Indicator(level1, f"{level1}甲", f"指标{index}", target, actual, weight, score, "设备更换停机两天"))
    funds = FundsLine("年度资金总额", Decimal(40), Decimal(40), Decimal(29), Decimal(10), Decimal("72.5"), Decimal(5))
    goals = Goals("保障网络运行", "已保障")
    scored = sum((row.score for row in rows if row.score is not None), Decimal(5))
    case = Case("project", 2025, "某项目", "某局", "某中心", (funds,), goals, tuple(rows), Total(Decimal(100), scored))
    blank = tuple(replace(row, score=None) for row in rows)
    return build("project-2021", filled=replace(case, indicators=blank)), case


def seconds(session: Calc, path: Path) -> float:
    """CPU seconds of the program for one opening with recalculation."""
    before = _spent(session)
    session.run(_INSIDE, path=str(path))
    return _spent(session) - before


def _spent(session: Calc) -> float:
    wrapper = psutil.Process(session.process.pid)
    times = [process.cpu_times() for process in (wrapper, *wrapper.children(recursive=True))]
    return sum(each.user + each.system for each in times)


def main() -> int:
    """Measure, print, and fail where the limit is passed."""
    live, case = forms()
    with tempfile.TemporaryDirectory() as name, calc(Path(name)) as session:
        paths = {"live": Path(name) / "live.xlsx", "plain": Path(name) / "plain.xlsx"}
        paths["live"].write_bytes(live)
        draw([case_page(case)], paths["plain"])
        for path in (*paths.values(), *paths.values()):
            seconds(session, path)
        spent: Mapping[str, list[float]] = {way: [] for way in paths}
        for _ in range(ROUNDS):
            for way, path in paths.items():
                spent[way].append(seconds(session, path))
        sizes = {way: path.stat().st_size / 1024 for way, path in paths.items()}
    each = {way: median(times) for way, times in spent.items()}
    ratio = each["live"] / each["plain"]
    print(
        f"{ROWS} rows, opened and recalculated, CPU ms: live {each['live'] * 1000:.0f}, "
        f"plain numbers {each['plain'] * 1000:.0f}; KiB: live {sizes['live']:.0f}, plain {sizes['plain']:.0f}"
    )
    print(f"live {ratio:.2f} x plain numbers    (limit {LIMIT:.0f})")
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
