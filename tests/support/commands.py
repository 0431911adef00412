"""The command as a person calls it, in this process."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from jixiao.cli import main


class Ran(NamedTuple):
    """What a command came to."""

    code: int
    out: str
    err: str


def runner(capsys: pytest.CaptureFixture[str], *first: str) -> Callable[..., Ran]:
    """Runs the command; first: what stands before the arguments (`check`, …)."""

    def command(*arguments: object) -> Ran:
        try:
            code = main([*first, *map(str, arguments)])
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return command
