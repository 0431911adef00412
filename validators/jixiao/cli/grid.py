"""``jixiao check -``: a workbook that is open in a spreadsheet program, as JSON on standard input (the add-ins)."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from jixiao.check import check_grid
from jixiao.cli.exits import CLEAN, FINDINGS, WRONG_USE
from jixiao.finding import Severity
from jixiao.reading import Limits
from jixiao.reading.given import GridError

if TYPE_CHECKING:
    import argparse

    from jixiao.check import CheckedFile, Choice

STANDARD_INPUT = "-"
MARKS = "marks"
_FORMATS = ("text", "json", MARKS)


def concerns(options: argparse.Namespace) -> bool:
    """Whether a grid is to be checked, and not files."""
    return bool(options.paths == [STANDARD_INPUT] or options.format == MARKS)


def run(options: argparse.Namespace, choice: Choice) -> int:
    """Check the grid on standard input and print the report in the format asked for."""
    if options.paths != [STANDARD_INPUT] or options.format not in _FORMATS:
        print(f"路径写“-”时 --format 可以是 {'、'.join(_FORMATS)}；{MARKS} 只用于“-”。", file=sys.stderr)
        return WRONG_USE
    try:
        given = _given()
        file = check_grid(given, str(given.get("name") or STANDARD_INPUT), choice)
    except GridError as error:
        print(f"标准输入不是一份工作簿（格式见 grid.schema.json）：{error}。", file=sys.stderr)
        return WRONG_USE
    # Windows would write Chinese in the code page of the system, which the add-in does not expect.
    sys.stdout.buffer.write(f"{_text(file, choice, options.format)}\n".encode())
    return FINDINGS if any(finding.severity is Severity.ERROR for finding in file.findings) else CLEAN


def _given() -> dict[str, Any]:
    most = Limits().part
    data = sys.stdin.buffer.read(most + 1)
    if len(data) > most:
        raise GridError("too large")
    try:
        given = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise GridError(str(error)) from None
    if not isinstance(given, dict):
        raise GridError("not a grid")
    return given


def _text(file: CheckedFile, choice: Choice, wanted: str) -> str:
    if wanted == MARKS:
        from datetime import datetime

        from jixiao_addin.buttons.engine import outcome_of
        from jixiao_addin.buttons.outcome import plain_data

        return json.dumps(plain_data(outcome_of(file, datetime.now())), ensure_ascii=False)
    if wanted == "json":
        from jixiao.reports.as_json import json_text

        return json_text((file,), choice.profile)
    from jixiao.report import Counts
    from jixiao.reports.as_text import file_text, text_parts

    return "".join(text_parts([file_text(file)], Counts.over((file,)), choice.profile)).rstrip("\n")
