"""``jixiao check``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from jixiao.check import Choice, check_file
from jixiao.cli.exits import CLEAN, FINDINGS, WRONG_USE
from jixiao.cli.profiles import chosen
from jixiao.finding import Severity
from jixiao.rules import all_rules

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from jixiao.check import CheckedFile

# Also what cannot be read yet: a returned .xls must be answered with advice, not passed over.
_SUFFIXES = frozenset((".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".et", ".ett", ".ods"))
_TEMPORARY = ("~$", ".~", "._")


def run(options: argparse.Namespace) -> int:
    """Check the paths and print the report."""
    profile = chosen(options.profile)
    select, ignore = _codes(options.select), _codes(options.ignore)
    if profile is None or not (_known(select) and _known(ignore)):
        return WRONG_USE
    paths = list(_files(options.paths))
    if not paths:
        print("没有找到表格文件（.xlsx、.xlsm）。请检查路径是否写对。", file=sys.stderr)
        return WRONG_USE
    choice = Choice(profile, options.profile is not None, select, ignore, Severity(options.severity))
    files = [check_file(path, choice) for path in paths]
    if not _written(options, _report(options, files, choice)):
        return WRONG_USE
    found_error = any(finding.severity is Severity.ERROR for file in files for finding in file.findings)
    return FINDINGS if found_error else CLEAN


def _report(options: argparse.Namespace, files: Sequence[CheckedFile], choice: Choice) -> Iterator[str]:
    if options.format == "json":
        from jixiao.reports.as_json import json_text

        yield json_text(files, choice.profile)
        return
    import os

    from jixiao.reports.as_text import text_lines

    colour = options.output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    yield from text_lines(files, choice.profile, colour=colour, quiet=options.quiet)


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


def _files(paths: Sequence[str]) -> Iterator[str]:
    """The files of the paths, each once, in a stable order; named as on the command line."""
    seen: set[str] = set()
    for given in paths:
        path = Path(given)
        if path.is_dir():
            found = sorted(each for each in path.rglob("*") if each.suffix.lower() in _SUFFIXES and each.is_file())
            temporary = [each for each in found if each.name.startswith(_TEMPORARY)]
            if temporary:
                print(
                    f"跳过{len(temporary)}个临时文件（{'、'.join(each.name for each in temporary[:3])}…）。",
                    file=sys.stderr,
                )
            names = [str(each) for each in found if not each.name.startswith(_TEMPORARY)]
        elif path.exists():
            names = [given]
        else:
            print(f"没有“{given}”这个文件或文件夹。", file=sys.stderr)
            names = []
        for name in names:
            if name not in seen:
                seen.add(name)
                yield name


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code.strip().upper() for code in text.replace("，", ",").split(",") if code.strip())


def _known(codes: tuple[str, ...]) -> bool:
    unknown = [code for code in codes if not any(rule.code.startswith(code) for rule in all_rules())]
    if unknown:
        print(f"没有规则 {'、'.join(unknown)}；全部规则见 jixiao rules。", file=sys.stderr)
    return not unknown
