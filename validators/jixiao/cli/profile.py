"""``jixiao profile``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from jixiao.cli.exits import CLEAN, FINDINGS, WRONG_USE
from jixiao.cli.profiles import chosen
from jixiao.scoring import DEFAULT, profile_names, shipped_profile
from jixiao.values import plain

if TYPE_CHECKING:
    import argparse

    from jixiao.scoring import Profile


def run(options: argparse.Namespace) -> int:
    """List, show or check profiles."""
    if options.action == "list":
        for name in profile_names():
            print(f"{name}{'（默认）' if name == DEFAULT else ''}  {shipped_profile(name).title}")
        return CLEAN
    if options.name is None:
        print(f"请写明口径：jixiao profile {options.action} 名称或文件。", file=sys.stderr)
        return WRONG_USE
    if options.action == "check":
        return _check(Path(options.name))
    profile = chosen(options.name)
    if profile is None:
        return WRONG_USE
    for line in _described(profile):
        print(line)
    return CLEAN


def _check(path: Path) -> int:
    from jixiao.profiles import ProfileError, read

    if not path.is_file():
        print(f"没有“{path}”这个文件。", file=sys.stderr)
        return WRONG_USE
    try:
        read(path)
    except ProfileError as error:
        print("\n".join(error.problems))
        return FINDINGS
    print(f"{path}：没有问题。")
    return CLEAN


def _described(profile: Profile) -> list[str]:
    tiers = "；".join(f"≥{plain(tier.start)}% 得{plain(tier.share * 100)}%" for tier in profile.tiers)
    threshold = (
        f"未完成的按完成率计分，低于{plain(profile.threshold * 100)}%不得分，其上线性"
        if profile.threshold
        else "未完成的按完成比例计分"
    )
    bands = "；".join(f"{band.phrases[0]} {plain(band.low * 100)}–{plain(band.high * 100)}%" for band in profile.bands)
    grades = "，".join(f"{grade.name}≥{plain(grade.start)}" for grade in profile.grades)
    return [
        f"{profile.name}  {profile.title}",
        f"依据：{profile.basis}",
        f"预算执行（{plain(profile.execution_weight)}分）：{tiers or '按执行率比例计分'}"
        + ("；完成且未超预算可得满分" if profile.completed_in_full else ""),
        f"定量指标：完成得满分；{threshold}",
        f"定性指标：{bands}",
        f"得分取到 {plain(profile.quantum)} 分，四舍五入",
        f"等级：{grades}",
    ]
