"""The command: a thin shell that owns no rule. Heavy imports wait until a command needs them."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from jixiao import __version__
from jixiao.cli.exits import WRONG_USE

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit code: 0 clean, 1 findings at error level, 2 wrong use."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.command is None:
        parser.print_help(sys.stderr)
        return WRONG_USE
    from importlib import import_module

    command = import_module(f"jixiao.cli.{options.command}")
    try:
        code: int = command.run(options)
    except BrokenPipeError:
        # `jixiao check … | head` closes the pipe; that is no error of the user's.
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        print("已停止。", file=sys.stderr)
        return WRONG_USE
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="jixiao",
        description="绩效自评表检查：逐格指出审核会退回的问题。离线运行，不改动原文件。",
        epilog="以本地财政部门通知为准。",
    )
    parser.add_argument("--version", action="version", version=f"jixiao {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="命令")

    check = commands.add_parser("check", help="检查文件或文件夹")
    check.add_argument("paths", nargs="+", metavar="路径", help="工作簿文件或文件夹（含下级文件夹）")
    check.add_argument("--profile", metavar="口径", help="评分口径的名称或 .toml 文件")
    check.add_argument("--select", metavar="规则号", default="", help="只查这些规则，逗号分隔，可只写开头（JX3）")
    check.add_argument("--ignore", metavar="规则号", default="", help="不查这些规则，逗号分隔")
    check.add_argument("--severity", choices=("error", "warning", "info"), default="info", help="只列出不轻于此的问题")
    check.add_argument("--format", choices=("text", "json"), default="text", help="报告的格式")
    check.add_argument("-o", "--output", metavar="文件", help="报告写到文件")
    check.add_argument("--quiet", action="store_true", help="不列没有问题的文件")

    score = commands.add_parser("score", help="逐行复算得分，说明怎样算出来")
    score.add_argument("path", metavar="文件")
    score.add_argument("--profile", metavar="口径", help="评分口径的名称或 .toml 文件")

    explain = commands.add_parser("explain", help="一条规则的说明")
    explain.add_argument("code", metavar="规则号")

    rules = commands.add_parser("rules", help="全部规则")
    rules.add_argument("--format", choices=("text", "json"), default="text")

    profile = commands.add_parser("profile", help="评分口径：list 列出，show 显示，check 检查文件")
    profile.add_argument("action", choices=("list", "show", "check"), metavar="list|show|check")
    profile.add_argument("name", nargs="?", metavar="名称或文件")
    return parser
