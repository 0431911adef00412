"""``jixiao fix``: what can be put right without asking, on a copy; the rest only where it is asked for."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from jixiao.check import Choice, check_file
from jixiao.cli.exits import CLEAN, FINDINGS, WRONG_USE
from jixiao.cli.profiles import chosen
from jixiao.editing import EditRefused
from jixiao.finding import Severity
from jixiao.fixing import Fixed, fixed
from jixiao.form import Kind
from jixiao.reading import Refused
from jixiao.words import CLOSING, SEVERITIES, message_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from jixiao.check import CheckedFile
    from jixiao.rescoring import Change, Skipped

_SUFFIXES = frozenset((".xlsx", ".xlsm", ".xltx", ".xltm"))
_REFUSED = {
    "damaged": "文件的压缩包不完整",
    "encoding": "文件里有不是 UTF-8 编码的内容",
    "namespaces": "文件是用少见的写法保存的",
    "no-cells": "工作表里没有单元格",
    "signed": "文件带数字签名，一改签名就失效",
}
_SAVE_ANEW = "请用 Excel 或 WPS 打开后另存为 .xlsx 再试。"


def run(options: argparse.Namespace) -> int:
    """Write the fixed copy, or only show what would change."""
    profile = chosen(options.profile)
    if profile is None or not _usable(options):
        return WRONG_USE
    choice = Choice(profile, declared=options.profile is not None)
    file = check_file(options.path, choice)
    if not file.forms:
        for finding in file.file_findings:
            print(message_of(finding), file=sys.stderr)
        return FINDINGS
    try:
        data = Path(options.path).read_bytes()
        result = fixed(data, options.path, choice, signs=options.propose_signs, scores=options.scores)
    except (EditRefused, Refused) as refusal:
        why = _REFUSED.get(refusal.code, _REFUSED["damaged"])
        print(f"“{options.path}”改不了：{why}。{_SAVE_ANEW}", file=sys.stderr)
        return FINDINGS
    if options.output is not None and not _written(Path(options.output), result.data):
        return WRONG_USE
    for line in _report(options, result):
        print(line)
    return CLEAN


def _usable(options: argparse.Namespace) -> bool:
    """Whether the paths can be used so; says what is wrong with them."""
    source = Path(options.path)
    try:
        if not source.is_file():
            problem = f"没有“{options.path}”这个文件。"
        elif options.output is None:
            problem = "" if options.diff else "请用 -o 写明副本放在哪里；只想看会改什么，用 --diff。"
        else:
            problem = _problem_of(source, Path(options.output))
    except OSError as error:
        problem = f"路径用不了：{error.strerror}。请换一个位置。"
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


def _written(target: Path, data: bytes) -> bool:
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
        print(f"副本写不到“{target}”：{error.strerror}。请换一个位置。", file=sys.stderr)
        return False
    return True


def _report(options: argparse.Namespace, result: Fixed) -> Iterator[str]:
    if options.diff:
        yield from _diff(result)
    yield from _skipped(result.skipped)
    count = len(result.changes)
    if options.output is None:
        yield f"可改{count}处；没有写文件，要写请用 -o。" if count else "没有可以自动改的地方。"
    elif count:
        yield f"改了{count}处，副本写到“{options.output}”，原文件没有动。"
    else:
        yield f"没有可以自动改的地方，副本“{options.output}”与原文件相同。"
    yield from _reminders(options, result)
    yield f"副本复查：{_counted(result.after)}。{CLOSING}"


def _diff(result: Fixed) -> Iterator[str]:
    several = len({form.form.sheet for form in result.before.forms}) > 1
    for change in result.changes:
        sheet = f"{change.sheet}!" if several else ""
        code = f"{change.code} " if change.code else ""
        new = change.new or "（空）"
        yield f"{sheet}{change.cell.address}“{change.label}”：{change.old or '（空）'} → {new}（{code}{change.why}）"


def _skipped(skipped: tuple[Skipped, ...]) -> Iterator[str]:
    for each in skipped:
        yield f"没有改 {each.cell}“{each.label}”：{each.why}。"


def _reminders(options: argparse.Namespace, result: Fixed) -> Iterator[str]:
    changes = result.changes
    if any(change.proposal for change in changes):
        cells = "、".join(change.cell.address for change in changes if change.proposal)
        yield (
            f"注意：{cells} 改动了批复的目标，只是提议。目标随预算批复，自评时不能自行改；"
            "先问财政部门（预算绩效管理股室）可否这样认定，同意后再用这份副本，不同意的用原文件并说明原因。"
        )
        if not options.scores:
            yield "符号改了，得分没有改；财政部门同意后可加 --scores 复算得分和总分。"
    if options.scores and any(_is_score(change) for change in changes):
        names = "、".join(dict.fromkeys(form.subject.profile.name for form in result.before.forms))
        source = "" if options.profile is not None else "（没有用 --profile 指明，由表推断或用默认的）"
        yield f"得分按评分口径 {names}{source} 复算；当地口径不同的，请用 --profile 指明后重做。"
    if changes and any(form.form.kind is Kind.EXPORT for form in result.before.forms):
        yield "表中有系统导出的自评表：请在系统里同样更正后重新导出，不要只改这份副本。"
    if result.needs_recalculation:
        yield "表里有公式：请用 Excel 或 WPS 打开副本，重算后存一次再上报。"


def _is_score(change: Change) -> bool:
    return change.code.startswith(("JX2", "JX4", "JX5"))


def _counted(file: CheckedFile) -> str:
    counts = {
        severity: sum(finding.severity is severity for finding in file.findings)
        for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)
    }
    found = [f"{SEVERITIES[severity.value]}{count}处" for severity, count in counts.items() if count]
    return "，".join(found) or "没有发现问题"
