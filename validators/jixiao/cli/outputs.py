"""What ``check`` writes: the report in its format, and the files beside it. Each writer is imported when asked for."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from jixiao.cli.copies import why_refused
from jixiao.editing import EditRefused
from jixiao.system_words import why

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Mapping

    from jixiao.batch.record import Deed, Render
    from jixiao.batch.run import Run
    from jixiao.check import CheckedFile
    from jixiao.report import Report
    from jixiao.reports.facts import FileFacts

_MOST_NAMED = 20
_UNMARKED = {
    "original": "标注文件夹里的同名文件就是原件，原件不改动。请给 --marked 换一个文件夹。",
    "foreign": "标注文件夹里已有同名的文件，不是标注副本，没有覆盖。请给 --marked 换一个空文件夹。",
    "unwritable": "写不到标注文件夹。请换一个位置，或先在 Excel 里关闭它。",
}


def render_of(options: argparse.Namespace) -> Render | None:
    """What the workers say of each file; None where every report is written from the whole.

    First one line with its facts, for what is written beside the report; it is empty where they are not wanted.
    """
    text: Render | None = None
    if options.format == "json":
        from jixiao.reports import as_json

        text = as_json.file_text
    elif options.format == "text":
        from jixiao.reports import as_text

        text = partial(as_text.file_text, colour=_colour(options), quiet=options.quiet)
    wants_facts = options.summary is not None or options.slips is not None
    if text is None and not wants_facts:
        return None
    return partial(said_of, text=text, wants_facts=wants_facts, wants_items=options.summary is not None)


def said_of(file: CheckedFile, text: Render | None, *, wants_facts: bool, wants_items: bool) -> str:
    """What a worker says of a file; see `render_of`."""
    facts = ""
    if wants_facts:
        from jixiao.reports.carried import facts_text
        from jixiao.reports.form_facts import file_facts

        facts = facts_text(file_facts(file, with_items=wants_items))
    return f"{facts}\n{text(file) if text is not None else ''}"


def _facts(done: Run) -> Iterator[FileFacts]:
    from jixiao.reports.carried import facts_from

    return (facts_from(said.partition("\n")[0]) for said in done.files.rendered())


def _texts(done: Run) -> Iterator[str]:
    return (said.partition("\n")[2] for said in done.files.rendered())


def write_outputs(options: argparse.Namespace, report: Report, done: Run, tops: frozenset[str]) -> bool:
    """Write all that was asked for; False after it was said why something cannot be written.

    tops: as in `Gathered`.
    """
    copies = {path: Path(outcome.path) for path, outcome in done.outcomes.items() if outcome.path}
    _tell_unmarked(done)
    if options.marked is not None and not report.interrupted:
        _tell_stale_copies(Path(options.marked), copies.values())
    return all(
        (
            _write_summary(options, report, copies, done),
            _write_slips(options, report, copies, tops, done),
            _write_report(options, report, done),
        )
    )


def deed_of(options: argparse.Namespace) -> Deed | None:
    """What else the workers do with each file."""
    if options.marked is None:
        return None
    from datetime import datetime

    from jixiao.batch.marked_copies import MarkedCopies

    return MarkedCopies(str(Path(options.marked).absolute()), datetime.now())


def _tell_unmarked(done: Run) -> None:
    problems = [(path, outcome.problem) for path, outcome in done.outcomes.items() if outcome.problem]
    for path, problem in problems[:_MOST_NAMED]:
        print(
            f"“{path}”没有做出标注副本：{_UNMARKED.get(problem) or why_refused(EditRefused(problem, problem))}",
            file=sys.stderr,
        )
    if len(problems) > _MOST_NAMED:
        print(f"……没有做出标注副本的共{len(problems)}个文件，问题都在报告里。", file=sys.stderr)


def _write_slips(
    options: argparse.Namespace, report: Report, copies: Mapping[str, Path], tops: frozenset[str], done: Run
) -> bool:
    if options.slips is None:
        return True
    from jixiao.slips import slips_of, write_slips

    try:
        slips = slips_of(report.gathering, report.cross, report.history, tops, _facts(done), copies)
        written = write_slips(slips, Path(options.slips))
    except OSError as error:
        how = "请换一个位置，或先关闭打开着的退回说明。"
        print(f"退回说明写不到“{options.slips}”：{why(error)}。{how}", file=sys.stderr)
        return False
    _tell_stale("退回说明", Path(options.slips).glob("退回说明-*"), written, (".txt", ".docx"))
    return True


def _tell_stale_copies(folder: Path, written: Iterable[Path]) -> None:
    from jixiao.batch.gather import SUFFIXES

    _tell_stale("标注副本", folder.rglob("*"), written, tuple(SUFFIXES))


def _tell_stale(what: str, found: Iterable[Path], written: Iterable[Path], suffixes: tuple[str, ...]) -> None:
    """Name what lies where we write and was not written now: it must not go out with the rest."""
    now = {path.absolute() for path in written}
    stale = sorted(path.name for path in found if path.suffix.lower() in suffixes and path.absolute() not in now)
    if stale:
        names = "、".join(stale[:3]) + ("……" if len(stale) > 3 else "")
        print(
            f"{what}的文件夹里还有{len(stale)}个文件，不是这次写的（{names}）。发出以前请核对，过时的请移走。",
            file=sys.stderr,
        )


def _write_summary(options: argparse.Namespace, report: Report, copies: Mapping[str, Path], done: Run) -> bool:
    if options.summary is None:
        return True
    from jixiao.reports.summary_workbook import write_summary

    try:
        write_summary(report, Path(options.summary), copies, _facts(done))
    except OSError as error:
        how = "请换一个位置，或先在 Excel 里关闭它。"
        print(f"汇总表写不到“{options.summary}”：{why(error)}。{how}", file=sys.stderr)
        return False
    return True


def _write_report(options: argparse.Namespace, report: Report, done: Run) -> bool:
    """Write the report where it was asked for; False after it was said why that cannot be."""
    parts = _parts(options, report, done)
    if options.output is None:
        if hasattr(sys.stdout, "reconfigure"):
            # A file name that is no UTF-8 is shown as far as it can be.
            sys.stdout.reconfigure(errors="backslashreplace")
        sys.stdout.writelines(parts)
        return True
    try:
        with Path(options.output).open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.writelines(parts)
    except OSError as error:
        print(f"报告写不到“{options.output}”：{why(error)}。请换一个位置。", file=sys.stderr)
        return False
    return True


def _parts(options: argparse.Namespace, report: Report, done: Run) -> Iterator[str]:
    profile, files = report.choice.profile, report.files
    if options.format == "json":
        from jixiao.reports import as_json

        yield from as_json.json_parts(
            _json_files(report, done),
            report.counts,
            profile,
            report.cross,
            skipped=report.skipped,
            interrupted=report.interrupted,
        )
        yield "\n"
    elif options.format == "text":
        from jixiao.reports import as_text

        yield from as_text.text_parts(
            _texts(done),
            report.counts,
            profile,
            report.cross,
            colour=_colour(options),
            interrupted=report.interrupted,
        )
    elif options.format == "sarif":
        from jixiao.reports.as_sarif import sarif_text

        yield f"{sarif_text(files, report.cross)}\n"
    elif options.format == "junit":
        from jixiao.reports.as_junit import junit_text

        yield f"{junit_text(files, report.cross)}\n"
    else:
        from jixiao.reports.as_html import html_report

        yield html_report(report)


def _json_files(report: Report, done: Run) -> Iterator[str]:
    from jixiao.reports import as_json

    if not any(report.history):
        return _texts(done)
    return (as_json.file_text(file, report.history) for file in report.files)


def _colour(options: argparse.Namespace) -> bool:
    return options.output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
