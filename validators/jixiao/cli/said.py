"""What the buttons of an add-in say, for those that ask this command (``--format said``): JSON with their own words."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from jixiao.cli.exits import CLEAN, WRONG_USE

if TYPE_CHECKING:
    import argparse

    from jixiao_addin.buttons.engine import Here

SAID = "said"


def final(options: argparse.Namespace) -> int:
    """Write the 上报版."""
    return _answered("final", _here(), options.path, options.output)


def batch(options: argparse.Namespace) -> int:
    """Check a folder and write the summary workbook."""
    if len(options.paths) != 1 or options.summary is None:
        print(f"--format {SAID} 供加载项用：要写一个文件夹和 --summary。", file=sys.stderr)
        return WRONG_USE
    return _answered("batch", _here(options.jobs), options.paths[0], options.summary)


def _here(jobs: int | None = None) -> Here:
    from jixiao_addin.buttons.engine import Here

    return Here(jobs)


def _answered(task: str, here: Here, *arguments: str) -> int:
    """Print what is said, or why it was refused."""
    from jixiao_addin.buttons.outcome import Refusal

    answer = {"said": "", "refused": "", "is_stale": False}
    try:
        answer["said"] = getattr(here, task)(*arguments)
    except Refusal as refusal:
        answer |= {"refused": str(refusal), "is_stale": refusal.is_stale}
    print(json.dumps(answer))
    return CLEAN
