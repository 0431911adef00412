"""``jixiao doctor``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jixiao.cli.exits import CLEAN

if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace) -> int:  # noqa: ARG001  # every command is called alike
    """Look what stands in the way of the add-ins, each with what to do. It only tells: the exit code is always 0."""
    from jixiao_addin.calc.installing import status_calc
    from jixiao_addin.setup.doctor import report

    print(report(calc=status_calc()))
    return CLEAN
