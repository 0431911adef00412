"""``jixiao profile``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from jixiao.cli.exits import CLEAN, FINDINGS, WRONG_USE
from jixiao.cli.profiles import chosen
from jixiao.scoring import DEFAULT, profile_from, profile_names, shipped_profile
from jixiao.values import plain
from jixiao.words import SEVERITIES

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping
    from decimal import Decimal

    from jixiao.scoring import Profile

_OVERRUN = {"excess": "按1−超出比例折算", "inverse": "按指标值/完成值折算", "none": "不得分"}
_ZERO_BUDGET = {"zero": "；预算为0的计0分", "full": "；预算为0的计满分"}


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
    print("\n".join(_described(profile)))
    return CLEAN


def _check(path: Path) -> int:
    from jixiao.profiles import ProfileError, read

    if not path.is_file():
        print(f"没有“{path}”这个文件。", file=sys.stderr)
        return WRONG_USE
    try:
        profile_from(read(path))
    except ProfileError as error:
        print("\n".join(error.problems))
        return FINDINGS
    print(f"{path}：没有问题。")
    return CLEAN


def _described(profile: Profile) -> list[str]:
    bands = "；".join(f"{band.phrases[0]} {plain(band.low * 100)}–{plain(band.high * 100)}%" for band in profile.bands)
    grades = "，".join(f"{grade.name}≥{plain(grade.start)}" for grade in profile.grades)
    lines = [
        f"{profile.name}  {profile.title}",
        f"依据：{profile.basis}",
        _execution(profile),
        f"定量指标：完成得满分；{_missed(profile)}；“≤”超出的{_OVERRUN[profile.overrun]}",
        f"定性指标：{bands}",
        f"得分取到 {plain(profile.quantum)} 分，四舍五入",
        f"等级：{grades}",
        _explanations(profile),
    ]
    weights = [_weights(each) for each in (profile.weights_with_cost, profile.weights_without_cost) if each]
    return lines + ([f"一级指标分值：{' 或 '.join(weights)}"] if weights else [])


def _explanations(profile: Profile) -> str:
    floor, multiple = plain(profile.execution_floor), plain(profile.over_achievement)
    adjusted = SEVERITIES[profile.budget_adjustment]
    return f"说明：执行率低于{floor}%、达到目标{multiple}倍的须说明；预算调整未说明的列为“{adjusted}”"


def _execution(profile: Profile) -> str:
    tiers = "；".join(f"≥{plain(tier.start)}% 得{plain(tier.share * 100)}%" for tier in profile.tiers)
    completed = "；完成且未超预算可得满分" if profile.completed_in_full else ""
    return (
        f"预算执行（{plain(profile.execution_weight)}分）：{tiers or '按执行率比例计分'}{completed}"
        + _ZERO_BUDGET.get(profile.zero_budget, "")
    )


def _missed(profile: Profile) -> str:
    full = "" if profile.full_from == 1 else f"完成率达到{plain(profile.full_from * 100)}%即得满分；"
    if profile.step is not None:
        return f"{full}差距每满目标的{plain(profile.step.share * 100)}%扣{plain(profile.step.points)}分"
    if profile.threshold:
        return f"{full}未完成的按完成率计分，低于{plain(profile.threshold * 100)}%不得分，其上线性"
    return f"{full}未完成的按完成比例计分"


def _weights(weights: Mapping[str, Decimal]) -> str:
    return "、".join(f"{name}{plain(weight)}" for name, weight in weights.items())
