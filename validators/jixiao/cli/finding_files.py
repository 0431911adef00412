"""Which files ``check`` looks at, and what is said of those that it passes over."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jixiao.batch.gather import Gathered
    from jixiao.report import Skipped


def tell_lacking(gathered: Gathered) -> None:
    """Name the paths that do not exist, with what may have been meant."""
    for given, near in gathered.lacking:
        perhaps = f"，是不是“{near}”" if near else ""
        print(f"没有“{given}”这个文件或文件夹{perhaps}。", file=sys.stderr)


def tell_skipped(skipped: Sequence[Skipped]) -> bool:
    """Say what was passed over; False where that may have held forms that somebody wanted checked."""
    by_reason: dict[str, list[Skipped]] = {}
    for each in skipped:
        by_reason.setdefault(each.why, []).append(each)
    if "temporary" in by_reason:
        temporary = by_reason["temporary"]
        print(f"跳过{len(temporary)}个临时文件（{_names(temporary)}）。", file=sys.stderr)
    if "archive" in by_reason:
        archives = by_reason["archive"]
        how = "里面的表要一起查的，请先解压；.zip 也可以加 --archives 直接查。"
        print(f"没有打开{len(archives)}个压缩包（{_names(archives)}）。{how}", file=sys.stderr)
    if "not-a-table" in by_reason:
        others = by_reason["not-a-table"]
        print(f"有{len(others)}个文件不是表格，没有查（{_names(others)}）。", file=sys.stderr)
    for each in by_reason.get("closed-archive", ()):
        print(f"压缩包“{each.path}”没有打开：{each.detail}。", file=sys.stderr)
    for each in by_reason.get("closed-folder", ()):
        detail = f"（{each.detail}）" if each.detail else ""
        print(f"文件夹“{each.path}”打不开{detail}，里面的文件没有查。请核对权限。", file=sys.stderr)
    for each in by_reason.get("unreachable", ()):
        print(f"“{each.path}”打不开，没有查：链接的文件不在了，或者不是普通文件。请换成文件本身再查。", file=sys.stderr)
    return not by_reason.keys() & {"closed-archive", "closed-folder", "unreachable"}


def tell_own(skipped: Sequence[Skipped]) -> None:
    """Say what was not counted because an earlier run wrote it."""
    for why, what in (("summary", "校验写的汇总表"), ("marked", "标注副本，原件已查")):
        own = [each for each in skipped if each.why == why]
        if own:
            print(f"没有计入{len(own)}个{what}（{_names(own)}）。", file=sys.stderr)


def _names(skipped: Sequence[Skipped]) -> str:
    names = "、".join(Path(each.path).name for each in skipped[:3])
    return names + ("……" if len(skipped) > 3 else "")
