"""``jixiao final``: the 上报版, a copy with values only and, of our templates, the official form only."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from jixiao.check import Choice, check_file
from jixiao.cli import said
from jixiao.cli.copies import EXISTS, counted, usable, why_refused, written
from jixiao.cli.exits import CLEAN, FINDINGS, WRONG_USE
from jixiao.editing import EditRefused
from jixiao.finding import Severity
from jixiao.finishing import final
from jixiao.profiles import load
from jixiao.reading import Refused
from jixiao.scoring import DEFAULT
from jixiao.words import CLOSING, message_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from jixiao.finishing import Final, Stale

_SHOWN = 5
_CALCULATE = "请用 Excel 或 WPS 打开原文件，等算完后保存一次，再做上报版。"


def run(options: argparse.Namespace) -> int:
    """Write the 上报版."""
    return said.final(options) if options.format == said.SAID else _for_people(options)


def _for_people(options: argparse.Namespace) -> int:
    if not usable(options.path, options.output, "请用 -o 写明上报版放在哪里。") or _is_taken(options):
        return WRONG_USE
    file = check_file(options.path, Choice(load(DEFAULT)))
    if not file.forms:
        for finding in file.file_findings:
            print(message_of(finding), file=sys.stderr)
        return FINDINGS
    try:
        result = final(Path(options.path).read_bytes())
    except (EditRefused, Refused) as refusal:
        print(f"“{options.path}”做不成上报版：{why_refused(refusal)}", file=sys.stderr)
        return FINDINGS
    if result.stale:
        for line in refusal_of(result.stale):
            print(line, file=sys.stderr)
        return FINDINGS
    if not written(Path(options.output), result.data):
        return WRONG_USE
    for line in _report(options.output, result):
        print(line)
    if any(finding.severity is Severity.ERROR for finding in file.findings):
        print(f"上报前请先改：这份表还有{counted(file)}，用 jixiao check 逐条看。{CLOSING}")
    return CLEAN


def _is_taken(options: argparse.Namespace) -> bool:
    """Whether there is such a file that may not be overwritten; says so."""
    taken = Path(options.output).exists() and not options.force
    if taken:
        print(EXISTS.format(options.output), file=sys.stderr)
    return taken


def refusal_of(stale: Sequence[Stale]) -> Iterator[str]:
    """Why there is no 上报版, and what to do: results that are not there, or not those of the formulas."""
    missing = [each for each in stale if not each.expected]
    wrong = [each for each in stale if each.expected]
    if missing:
        yield f"没有做上报版：{_named(missing)}的公式还没有算出结果。"
    for each in wrong[:_SHOWN]:
        shown = f"存的是“{each.shown}”" if each.shown else "没有结果"
        yield f"没有做上报版：{each.sheet}!{each.cell}的公式应得{each.expected}，文件里{shown}。"
    if len(wrong) > _SHOWN:
        yield f"这样的公式共{len(wrong)}处。"
    yield _CALCULATE


def _named(stale: Sequence[Stale]) -> str:
    named = "、".join(f"{each.sheet}!{each.cell}" for each in stale[:_SHOWN])
    return named if len(stale) <= _SHOWN else f"{named}等{len(stale)}处"


def _report(target: str, result: Final) -> Iterator[str]:
    done = [f"{result.values}处公式换成了数值"] if result.values else []
    if result.stamped:
        done.append("去掉了提示栏和辅助列")
    if result.removed:
        done.append(f"去掉了工作表{'、'.join(f'“{name}”' for name in result.removed)}")
    told = "；".join(done) if done else "表里没有公式，内容与原文件相同"
    yield f"上报版写到“{target}”，原文件没有动：{told}。"
    if result.left_out:
        count = len(result.left_out)
        named = "、".join(result.left_out[:_SHOWN]) + (f"等{count}处" if count > _SHOWN else "")
        yield f"表格右边自己写的内容不属于表样，上报版里没有：{named}。要上报的，请写到表里的格子。"
