"""``jixiao check --acknowledged``, ``--write-acknowledged``: the table of what was looked at and explained."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from jixiao.acknowledge import Acknowledgement, TableError, lines_for, read_table, stale, table_bytes
from jixiao.finding import Severity
from jixiao.system_words import why

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jixiao.check import CheckedFile, Choice


def explained(path: str | None) -> list[Acknowledgement] | None:
    """The lines of the table; none without a table; None after it was printed why it cannot be used."""
    if path is None:
        return []
    try:
        return read_table(Path(path).read_bytes())
    except OSError as error:
        print(f"已说明清单“{path}”打不开：{why(error)}。", file=sys.stderr)
    except TableError as error:
        print("\n".join(f"{path}：{problem}" for problem in error.problems), file=sys.stderr)
    return None


def tell(files: Sequence[CheckedFile], lines: Sequence[Acknowledgement], choice: Choice) -> None:
    """Say which lines are not taken: without a reason, or about a value that is no longer there."""
    blank = sum(not line.reason for line in lines)
    if blank:
        print(f"已说明清单里有{blank}行没有写说明，没有采用。", file=sys.stderr)
    everything = not choice.select and not choice.ignore and choice.least is Severity.INFO
    for line, now in stale(files, lines):
        about = f"“{line.project}”{line.code}“{line.label}”"
        if now is not None:
            values = f"原值“{line.seen.strip('“”')}”，现为“{now}”" if now else "这一格改动过"
            print(f"已说明的{about}：{values}，原说明不再适用。请重新核对并改写清单。", file=sys.stderr)
        elif everything:
            print(f"已说明的{about}：这一处已不再提示，清单里这一行可以删去。", file=sys.stderr)


def written(path: str | None, files: Sequence[CheckedFile]) -> bool:
    """Write the table of this run: what it holds already stays, every other error and warning is added, unexplained."""
    if path is None:
        return True
    known = explained(path) if Path(path).exists() else []
    if known is None:
        return False
    lines = lines_for(files, known)
    try:
        Path(path).write_bytes(table_bytes(lines, date.today()))
    except OSError as error:
        print(f"清单写不到“{path}”：{why(error)}。请换一个位置，或先在 Excel 里关闭它。", file=sys.stderr)
        return False
    new = len(lines) - len(known)
    print(
        f"清单“{path}”：新增{new}行，共{len(lines)}行。请在“说明”栏写明理由后用 --acknowledged 带上。", file=sys.stderr
    )
    return True
