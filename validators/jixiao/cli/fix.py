"""``jixiao fix``: what can be put right without asking, on a copy; the rest only where it is asked for."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from jixiao.check import Choice, check_file
from jixiao.cli.copies import counted, usable, why_refused, written
from jixiao.cli.exits import CLEAN, FINDINGS, WRONG_USE
from jixiao.cli.profiles import chosen
from jixiao.editing import EditRefused
from jixiao.fixing import Fixed, fixed
from jixiao.form import Kind
from jixiao.reading import Refused
from jixiao.words import CLOSING, message_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from jixiao.rescoring import Change, Skipped


def run(options: argparse.Namespace) -> int:
    """Write the fixed copy, or only show what would change."""
    profile = chosen(options.profile)
    without_output = "" if options.diff else "请用 -o 写明副本放在哪里；只想看会改什么，用 --diff。"
    if profile is None or not usable(options.path, options.output, without_output):
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
        print(f"“{options.path}”改不了：{why_refused(refusal)}", file=sys.stderr)
        return FINDINGS
    if options.output is not None and not written(Path(options.output), result.data):
        return WRONG_USE
    for line in _report(options, result):
        print(line)
    return CLEAN


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
    yield f"副本复查：{counted(result.after)}。{CLOSING}"


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
