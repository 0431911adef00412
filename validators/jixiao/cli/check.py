"""``jixiao check``."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from jixiao.batch.cluster import ClusterError
from jixiao.batch.gather import gather
from jixiao.batch.own import without_own
from jixiao.batch.record import Settings
from jixiao.batch.run import Engine, report_of, run_over
from jixiao.check import Choice
from jixiao.cli import grid, said
from jixiao.cli.acknowledged import explained, tell, written
from jixiao.cli.exits import CLEAN, FINDINGS, WRONG_USE
from jixiao.cli.finding_files import tell_lacking, tell_own, tell_skipped
from jixiao.cli.history import Earlier, HistoryError, newest_of
from jixiao.cli.outputs import deed_of, render_of, write_outputs
from jixiao.cli.profiles import chosen
from jixiao.cli.progress import progress
from jixiao.cli.targets import problem_of_targets
from jixiao.cross import Gathering
from jixiao.cross.against_goals import without_goals
from jixiao.finding import Severity
from jixiao.form import Kind
from jixiao.roster import RosterError, read_roster
from jixiao.rules import all_rules
from jixiao.system_words import why
from jixiao.words import message_of

if TYPE_CHECKING:
    import argparse

    from jixiao.batch.gather import Gathered
    from jixiao.batch.run import Run
    from jixiao.report import Report
    from jixiao.roster import Roster


class Unusable(Exception):
    """What was asked for cannot be done; the message says why, empty where that was printed already."""


def run(options: argparse.Namespace) -> int:
    """Check the paths and print the report."""
    if options.format == said.SAID:
        return said.batch(options)
    try:
        return _run(options)
    except (Unusable, HistoryError) as problem:
        if str(problem):
            print(problem, file=sys.stderr)
        return WRONG_USE


def _run(options: argparse.Namespace) -> int:
    started = time.time()
    choice = _choice(options)
    if grid.concerns(options):
        return grid.run(options, choice)
    engine = _engine(options)
    problem = problem_of_targets(options)
    if problem:
        raise Unusable(problem)
    ours = (
        *(options.roster, options.output, options.summary, options.marked, options.decisions),
        *(options.acknowledged, options.write_acknowledged, options.previous),
    )
    gathered = gather(options.paths, options.archives, ours)
    tell_lacking(gathered)
    is_whole = tell_skipped(gathered.skipped) and not gathered.lacking
    if not gathered.sources:
        raise Unusable("没有找到表格文件（.xlsx、.xlsm）。请检查路径是否写对。")
    roster = _roster(options.roster)
    lines = explained(options.acknowledged)
    if lines is None:
        raise Unusable
    goals = _goals(options, choice, engine)
    earlier = Earlier(options)
    if options.newest:
        gathered = _newest(gathered, Settings(choice), engine, wants_bar=not options.no_progress)
    settings = Settings(choice, tuple(lines), render_of(options), deed_of(options))
    done = _done(gathered, settings, engine, wants_bar=not options.no_progress)
    gathered, done = without_own(gathered, done)
    tell_own(gathered.skipped)
    tell(done.files, lines, choice)
    if not written(options.write_acknowledged, done.files):
        return WRONG_USE
    report = replace(report_of(gathered, done, settings, roster, goals, started), history=earlier.of(done.files))
    if not report.interrupted:
        _tell_unapproved(report.gathering)
    if not write_outputs(options, report, done, gathered.tops):
        return WRONG_USE
    return _exit_code(report, is_whole=is_whole and not done.interrupted)


def _newest(gathered: Gathered, settings: Settings, engine: Engine, *, wants_bar: bool) -> Gathered:
    done = _done(gathered, settings, engine, wants_bar=wants_bar)
    if done.interrupted:
        raise KeyboardInterrupt
    gathered, done = without_own(gathered, done)
    return newest_of(gathered, Gathering(done.files, known=done.entries))


def _exit_code(report: Report, *, is_whole: bool) -> int:
    grave = Severity.ERROR.value
    if report.interrupted:
        return WRONG_USE
    if any(severity == grave and count for (_, severity), count in report.counts.findings.items()):
        return FINDINGS
    if any(each.finding.severity is Severity.ERROR for each in report.cross):
        return FINDINGS
    return CLEAN if is_whole else WRONG_USE


def _done(gathered: Gathered, settings: Settings, engine: Engine, *, wants_bar: bool) -> Run:
    try:
        with progress(len(gathered.sources), wants_bar) as tick:
            done = run_over(gathered.sources, settings, engine, tick)
    except ClusterError as error:
        raise Unusable(str(error)) from None
    except OSError as error:
        raise Unusable(f"检查不下去了：{why(error)}。请看看临时文件夹所在的磁盘是否已满，再试一次。") from None
    for path, trace in done.traces:
        print(f"检查“{path}”时程序出了错，请把下面的信息反馈给软件维护者：\n{trace}", file=sys.stderr)
    if done.interrupted:
        left = len(gathered.sources) - len(done.files)
        print(
            f"已停止：查完{len(done.files)}个文件，还有{left}个没有查。"
            "报告只有查完的文件，跨表的核对没有做。正在写出已查完的部分……",
            file=sys.stderr,
        )
    return done


# ---- what was asked for


def _choice(options: argparse.Namespace) -> Choice:
    profile = chosen(options.profile)
    select, ignore = _codes(options.select), _codes(options.ignore)
    if profile is None or not (_known(select) and _known(ignore)):
        raise Unusable
    return Choice(profile, options.profile is not None, select, ignore, Severity(options.severity))


def _engine(options: argparse.Namespace) -> Engine:
    if options.jobs is not None and options.jobs < 1:
        raise Unusable("--jobs 要写 1 或更大的整数：同时用几个进程检查。")
    if options.engine == "local":
        if options.scheduler:
            raise Unusable("--scheduler 要与 --engine dask 一起用。")
        if any("://" in path for path in options.paths):
            raise Unusable("网址形式的路径只能与 --engine dask 一起用；本机的文件请写文件夹或文件名。")
        return Engine(jobs=options.jobs)
    if not options.scheduler:
        raise Unusable("用 --engine dask 时，请用 --scheduler 写明调度器的地址，例如 tcp://10.0.0.1:8786。")
    from importlib.util import find_spec

    if find_spec("distributed") is None:
        raise Unusable("这里没有装 Dask。请先运行：pip install 'jixiao[dask]'")
    return Engine(jobs=options.jobs, scheduler=options.scheduler)


def _roster(path: str | None) -> Roster | None:
    try:
        return read_roster(path) if path else None
    except RosterError as error:
        raise Unusable(str(error)) from None


def _goals(options: argparse.Namespace, choice: Choice, engine: Engine) -> Run | None:
    """The files with approved goals."""
    if options.goals is None:
        return None
    gathered = gather([options.goals], options.archives)
    tell_lacking(gathered)
    tell_skipped(gathered.skipped)
    everything = Settings(replace(choice, select=(), ignore=(), least=Severity.INFO))
    done = _done(gathered, everything, engine, wants_bar=not options.no_progress)
    if done.interrupted:
        raise KeyboardInterrupt
    for file in done.files if done.counts.unread else ():
        for finding in file.file_findings:
            print(f"{file.path}：{message_of(finding)}", file=sys.stderr)
    if not done.counts.forms[Kind.GOALS.value]:
        raise Unusable(f"“{options.goals}”里没有找到绩效目标表。请给批复的绩效目标表，文件或文件夹都可以。")
    return done


def _tell_unapproved(gathering: Gathering) -> None:
    """Say which forms could not be held against approved goals: silence would look like agreement."""
    lacking = without_goals(gathering)
    if lacking:
        names = "、".join(each.name for each in lacking[:5]) + ("……" if len(lacking) > 5 else "")
        print(f"有{len(lacking)}张表没有找到对应的绩效目标表，目标没有核对（{names}）。", file=sys.stderr)


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code.strip().upper() for code in text.replace("，", ",").split(",") if code.strip())


def _known(codes: tuple[str, ...]) -> bool:
    known = [rule.code for rule in all_rules()]
    unknown = [code for code in codes if not any(each.startswith(code) for each in known)]
    if unknown:
        import difflib

        near = [match for code in unknown for match in difflib.get_close_matches(code, known, 1, 0.6)]
        perhaps = f"，是不是 {'、'.join(dict.fromkeys(near))}" if near else ""
        print(f"没有规则 {'、'.join(unknown)}{perhaps}；全部规则见 jixiao rules。", file=sys.stderr)
    return not unknown
