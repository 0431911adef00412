"""``jixiao check``."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from jixiao.acknowledge import acknowledged
from jixiao.check import Choice, check_file
from jixiao.cli.acknowledged import explained, tell, written
from jixiao.cli.exits import CLEAN, FINDINGS, WRONG_USE
from jixiao.cli.profiles import chosen
from jixiao.cross import Gathering, cross_findings
from jixiao.cross.against_goals import without_goals
from jixiao.finding import Severity
from jixiao.form import Kind
from jixiao.roster import RosterError, read_roster
from jixiao.rules import all_rules
from jixiao.words import message_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from jixiao.check import CheckedFile
    from jixiao.cross import CrossFinding

# Also what cannot be read yet: a returned .xls must be answered with advice, not passed over.
_SUFFIXES = frozenset((".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".et", ".ett", ".ods"))
_TEMPORARY = ("~$", ".~", "._")


def run(options: argparse.Namespace) -> int:
    """Check the paths and print the report."""
    profile = chosen(options.profile)
    select, ignore = _codes(options.select), _codes(options.ignore)
    if profile is None or not (_known(select) and _known(ignore)):
        return WRONG_USE
    paths, lacking = _files(options.paths, leave_out=options.roster)
    if not paths:
        print("没有找到表格文件（.xlsx、.xlsm）。请检查路径是否写对。", file=sys.stderr)
        return WRONG_USE
    choice = Choice(profile, options.profile is not None, select, ignore, Severity(options.severity))
    try:
        roster = read_roster(options.roster) if options.roster else None
    except RosterError as error:
        print(error, file=sys.stderr)
        return WRONG_USE
    goals = _goals(options.goals, choice)
    if goals is None:
        return WRONG_USE
    lines = explained(options.acknowledged)
    if lines is None:
        return WRONG_USE
    files = [acknowledged(check_file(path, choice), lines) for path in paths]
    tell(files, lines, choice)
    if not written(options.write_acknowledged, files):
        return WRONG_USE
    gathering = Gathering(files, roster, goals)
    _tell_unapproved(gathering)
    cross = cross_findings(gathering, choice)
    if not _written(options, _report(options, files, cross, choice)):
        return WRONG_USE
    findings = (*(finding for file in files for finding in file.findings), *(each.finding for each in cross))
    if any(finding.severity is Severity.ERROR for finding in findings):
        return FINDINGS
    return WRONG_USE if lacking else CLEAN


def _goals(path: str | None, choice: Choice) -> list[CheckedFile] | None:
    """The files with approved goals; None after it was printed that there are none."""
    if path is None:
        return []
    found, _ = _files([path])
    files = [check_file(each, replace(choice, select=(), ignore=(), least=Severity.INFO)) for each in found]
    for file in files:
        for finding in file.file_findings:
            print(f"{file.path}：{message_of(finding)}", file=sys.stderr)
    if any(form.form.kind is Kind.GOALS for file in files for form in file.forms):
        return files
    print(f"“{path}”里没有找到绩效目标表。请给批复的绩效目标表，文件或文件夹都可以。", file=sys.stderr)
    return None


def _tell_unapproved(gathering: Gathering) -> None:
    """Say which forms could not be held against approved goals: silence would look like agreement."""
    lacking = without_goals(gathering)
    if lacking:
        names = "、".join(each.name for each in lacking[:5]) + ("……" if len(lacking) > 5 else "")
        print(f"有{len(lacking)}张表没有找到对应的绩效目标表，目标没有核对（{names}）。", file=sys.stderr)


def _report(
    options: argparse.Namespace, files: Sequence[CheckedFile], cross: Sequence[CrossFinding], choice: Choice
) -> Iterator[str]:
    if options.format == "json":
        from jixiao.reports.as_json import json_text

        yield json_text(files, choice.profile, cross)
        return
    import os

    from jixiao.reports.as_text import text_lines

    colour = options.output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    yield from text_lines(files, choice.profile, cross, colour=colour, quiet=options.quiet)


def _written(options: argparse.Namespace, lines: Iterator[str]) -> bool:
    if options.output is None:
        for line in lines:
            print(line)
        return True
    try:
        Path(options.output).write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError as error:
        print(f"报告写不到“{options.output}”：{error.strerror}。请换一个位置。", file=sys.stderr)
        return False
    return True


def _files(paths: Sequence[str], leave_out: str | None = None) -> tuple[list[str], list[str]]:
    """The files of the paths, each once, in a stable order, named as given; and the paths that do not exist.

    leave_out: a file that is no form, though it may lie among the forms.
    """
    found: dict[str, None] = {}
    lacking = []
    for given in paths:
        path = Path(given)
        if path.is_dir():
            found.update(dict.fromkeys(_inside(path)))
        elif path.exists():
            found[given] = None
        else:
            print(f"没有“{given}”这个文件或文件夹{_near(path)}。", file=sys.stderr)
            lacking.append(given)
    roster = Path(leave_out).resolve() if leave_out else None
    return [each for each in found if roster is None or Path(each).resolve() != roster], lacking


def _inside(folder: Path) -> list[str]:
    """The spreadsheet files in a folder and below."""
    found = sorted(each for each in folder.rglob("*") if each.suffix.lower() in _SUFFIXES and each.is_file())
    temporary = [each.name for each in found if each.name.startswith(_TEMPORARY)]
    if temporary:
        names = "、".join(temporary[:3])
        print(f"跳过{len(temporary)}个临时文件（{names}{'……' if len(temporary) > 3 else ''}）。", file=sys.stderr)
    return [str(each) for each in found if not each.name.startswith(_TEMPORARY)]


def _near(path: Path) -> str:
    """What may have been meant: the nearest name in the same folder."""
    import difflib

    try:
        names = [each.name for each in path.parent.iterdir()]
    except OSError:
        return ""
    near = difflib.get_close_matches(path.name, names, 1, 0.8)
    return f"，是不是“{path.with_name(near[0])}”" if near else ""


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
