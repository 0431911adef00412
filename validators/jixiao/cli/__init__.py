"""The command: a thin shell that owns no rule. Heavy imports wait until a command needs them."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, NoReturn

from jixiao import __version__
from jixiao.cli.exits import WRONG_USE

if TYPE_CHECKING:
    from collections.abc import Sequence


_HELP_WORDS = (
    ("usage: ", "用法："),
    ("positional arguments:", "参数："),
    ("options:", "选项："),
    ("show this help message and exit", "显示本说明"),
    ("show program's version number and exit", "显示版本号"),
)


class Parser(argparse.ArgumentParser):
    """An argument parser whose help and errors are Chinese; argparse leaves no other way than to derive from it."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and end with the exit code of wrong use."""
        from jixiao.cli.usage import sentence

        print(f"{sentence(message, self.known_options())}用法见 {self.prog} -h。", file=sys.stderr)
        sys.exit(WRONG_USE)

    def known_options(self) -> list[str]:
        """Its options and those of its commands."""
        commands = [choice for action in self._actions for choice in _parsers(action.choices)]
        return [*self._option_string_actions, *(option for each in commands for option in each.known_options())]

    def format_help(self) -> str:
        """The help with argparse's own words in Chinese."""
        text = super().format_help()
        for english, chinese in _HELP_WORDS:
            text = text.replace(english, chinese, 1)
        return text


def _parsers(choices: object) -> list[Parser]:
    return [each for each in choices.values() if isinstance(each, Parser)] if isinstance(choices, dict) else []


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
    parser = Parser(
        prog="jixiao",
        description="绩效自评表检查：逐格指出审核会退回的问题。离线运行，不改动原文件。",
        epilog="以本地财政部门通知为准。",
    )
    parser.add_argument("--version", action="version", version=f"jixiao {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="命令")

    check = commands.add_parser("check", help="检查文件或文件夹")
    check.add_argument("paths", nargs="+", metavar="路径", help="工作簿文件或文件夹（含下级文件夹）；- 从标准输入读")
    check.add_argument("--profile", metavar="口径", help="评分口径的名称或 .toml 文件")
    check.add_argument("--select", metavar="规则号", default="", help="只查这些规则，逗号分隔，可只写开头（JX3）")
    check.add_argument("--ignore", metavar="规则号", default="", help="不查这些规则，逗号分隔")
    check.add_argument("--severity", choices=("error", "warning", "info"), default="info", help="只列出不轻于此的问题")
    formats = ("text", "json", "html", "sarif", "junit", "marks", "said")
    check.add_argument("--format", choices=formats, default="text", help="报告的格式；marks、said 供加载项用")
    check.add_argument("-o", "--output", metavar="文件", help="报告写到文件")
    check.add_argument(
        "--roster", metavar="名单", help="应交表的名单（.xlsx 或 .csv）：查漏交、多交，核对预算数和执行数"
    )
    check.add_argument("--goals", metavar="文件", help="批复的绩效目标表，文件或文件夹：查自评时目标有没有改动")
    check.add_argument("--acknowledged", metavar="清单", help="已核对并写明理由的问题清单（.csv），单独计数")
    check.add_argument("--write-acknowledged", metavar="清单", help="把本次的问题写进清单，供填写说明；已有的行不动")
    check.add_argument("--quiet", action="store_true", help="不列没有问题的文件")
    check.add_argument("--summary", metavar="汇总表", help="另写一份汇总工作簿（.xlsx）")
    check.add_argument("--marked", metavar="文件夹", help="把有问题的表复制到这里，问题标在单元格上；原件不动")
    check.add_argument("--slips", metavar="文件夹", help="每个单位写一份退回说明（.docx 和 .txt）")
    check.add_argument("--archives", action="store_true", help="压缩包（.zip）里的表也查，不解压到磁盘")
    check.add_argument("--newest", action="store_true", help="一个项目交了几次的，只查最新的一份，其余列出")
    check.add_argument("--previous", metavar="JSON", help="上次的结果（--format json）：每条问题是已改、未改还是新增")
    check.add_argument("--decisions", metavar="表", help="人工决定：上次的汇总表，或有“项目”“人工决定”两列的表")
    check.add_argument("--jobs", metavar="进程数", type=int, help="同时用几个进程，默认与处理器核数相同")
    check.add_argument("--engine", choices=("local", "dask"), default="local", help="在本机（默认）还是 Dask 集群上查")
    check.add_argument("--scheduler", metavar="地址", help="Dask 调度器的地址，与 --engine dask 一起用")
    check.add_argument("--no-progress", action="store_true", help="不显示进度")

    score = commands.add_parser("score", help="逐行复算得分，说明怎样算出来")
    score.add_argument("path", metavar="文件")
    score.add_argument("--profile", metavar="口径", help="评分口径的名称或 .toml 文件")

    fix = commands.add_parser("fix", help="写法有把握的自动改，写在副本上，不动原文件")
    fix.add_argument("path", metavar="文件")
    fix.add_argument("-o", "--output", metavar="副本", help="副本的文件名，不能是原文件")
    fix.add_argument("--propose-signs", action="store_true", help="连提议的符号也改（改动批复的目标，先问财政部门）")
    fix.add_argument("--scores", action="store_true", help="按评分口径复算得分、执行率得分和总分")
    fix.add_argument("--diff", action="store_true", help="列出每处改动；不写 -o 时只看不改")
    fix.add_argument("--profile", metavar="口径", help="评分口径的名称或 .toml 文件")

    final = commands.add_parser("final", help="上报版：只留数值和正式的栏目，写在副本上，不动原文件")
    final.add_argument("path", metavar="文件")
    final.add_argument("-o", "--output", metavar="副本", help="上报版的文件名，不能是原文件")
    final.add_argument("--force", action="store_true", help="文件已有时覆盖它")
    final.add_argument("--format", choices=("text", "said"), default="text", help="said 供加载项用")

    explain = commands.add_parser("explain", help="一条规则的说明")
    explain.add_argument("code", metavar="规则号")

    rules = commands.add_parser("rules", help="全部规则")
    rules.add_argument("--format", choices=("text", "json"), default="text")

    profile = commands.add_parser("profile", help="评分口径：list 列出，show 显示，check 检查文件")
    profile.add_argument("action", choices=("list", "show", "check"), metavar="list|show|check")
    profile.add_argument("name", nargs="?", metavar="名称或文件")

    new = commands.add_parser("new", help="生成空白表样，填报时自动算分")
    new.add_argument("template", nargs="?", metavar="表样", help="表样的名称，见 --list")
    new.add_argument("--list", action="store_true", help="列出全部表样，每行一个，名称在前")
    new.add_argument("-o", "--output", metavar="文件", help="存成的 .xlsx 文件")
    new.add_argument(
        "--edition", choices=("formula", "udf"), default="formula", help="公式版（默认，不用装加载项），或函数版"
    )
    new.add_argument("--host", choices=("excel", "calc"), default="excel", help="函数版用在 Excel（默认）还是 Calc 里")
    new.add_argument("--profile", metavar="口径", help="得分按哪个评分口径算：名称或 .toml 文件")
    new.add_argument("--from", dest="source", metavar="旧表", help="照去年的自评表或今年的目标表抄指标、指标值和分值")
    new.add_argument("--force", action="store_true", help="文件已有时覆盖它")

    addin = commands.add_parser(
        "addin", help="加载项：build 生成，install 安装，remove 卸载，status 看状态，bundle 做离线包"
    )
    addin.add_argument(
        "action",
        choices=("build", "install", "remove", "status", "bundle"),
        metavar="build|install|remove|status|bundle",
    )
    addin.add_argument("--host", choices=("excel", "calc"), default="excel", help="装在 Excel（默认）还是 Calc 里")
    addin.add_argument("-o", "--output", metavar="文件夹", default=".", help="写到这个文件夹，默认当前文件夹")
    addin.add_argument("--python", metavar="ZIP", help="bundle：Windows 嵌入版 Python（python-3.x.y-embed-amd64.zip）")
    addin.add_argument("--wheels", metavar="文件夹", help="bundle：放着所需的包（.whl）的文件夹，不写则用 pip 取")

    commands.add_parser("doctor", help="环境自检：加载项用不了时，看看卡在哪里")
    return parser
