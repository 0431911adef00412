"""What the commands that write a copy share: where it may go, how it is written, and why none can be made."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from jixiao.finding import Severity
from jixiao.system_words import why
from jixiao.words import SEVERITIES

if TYPE_CHECKING:
    from jixiao.check import CheckedFile
    from jixiao.editing import EditRefused
    from jixiao.reading import Refused

_SUFFIXES = frozenset((".xlsx", ".xlsm", ".xltx", ".xltm"))
_REFUSED = {
    "damaged": "文件的压缩包不完整",
    "drawing": "文件里放批注的部分不完整",
    "encoding": "文件里有不是 UTF-8 编码的内容",
    "namespaces": "文件是用少见的写法保存的",
    "no-cells": "工作表里没有单元格",
    "signed": "文件带数字签名，一改签名就失效",
    "strict": "文件是用“严格”格式保存的",
}
EXISTS = "“{}”已经有了，没有覆盖。请换一个文件名；确要覆盖，加 --force。"
_SAVE_ANEW = "请用 Excel 或 WPS 打开后另存为 .xlsx 再试。"


def why_refused(refusal: EditRefused | Refused) -> str:
    """Why a file cannot be edited, and what to do about it."""
    return f"{_REFUSED.get(refusal.code, _REFUSED['damaged'])}。{_SAVE_ANEW}"


def usable(path: str, output: str | None, without_output: str) -> bool:
    """Whether the paths can be used so; says what is wrong with them. without_output: what is wrong with none."""
    source = Path(path)
    try:
        if not source.is_file():
            problem = f"没有“{path}”这个文件。"
        else:
            problem = without_output if output is None else _problem_of(source, Path(output))
    except OSError as error:
        problem = f"路径用不了：{why(error)}。请换一个位置。"
    if problem:
        print(problem, file=sys.stderr)
    return not problem


def _problem_of(source: Path, target: Path) -> str:
    # Whatever the spelling and through whatever links: the file that was returned is never written to.
    if target.exists() and target.samefile(source):
        return "-o 就是原文件。原文件不改动，请给副本另起名字。"
    if target.is_dir():
        return f"“{target}”是文件夹，请写明副本的文件名。"
    if not target.parent.is_dir():
        return f"没有“{target.parent}”这个文件夹，请先建好。"
    kept = source.suffix.lower()
    if kept in _SUFFIXES and target.suffix.lower() != kept:
        return f"副本的后缀要与原文件一样（{kept}），否则 Excel 打不开。"
    return ""


def written(target: Path, data: bytes) -> bool:
    """Write beside the target first: a copy is there as a whole or not at all."""
    draft = ""
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".jixiao-", delete=False) as file:
            draft = file.name
            file.write(data)
        # What a plain open() would have given, where the temporary file is the owner's alone.
        mask = os.umask(0)
        os.umask(mask)
        Path(draft).chmod(0o666 & ~mask)
        Path(draft).replace(target)
    except OSError as error:
        if draft:
            with suppress(OSError):
                Path(draft).unlink()
        print(f"副本写不到“{target}”：{why(error)}。请换一个位置。", file=sys.stderr)
        return False
    return True


def counted(file: CheckedFile) -> str:
    """How much was found, by severity."""
    counts = {
        severity: sum(finding.severity is severity for finding in file.findings)
        for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)
    }
    found = [f"{SEVERITIES[severity.value]}{count}处" for severity, count in counts.items() if count]
    return "，".join(found) or "没有发现问题"
