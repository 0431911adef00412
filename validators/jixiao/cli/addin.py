"""``jixiao addin``: build, install, remove, status, bundle."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from jixiao.cli.exits import CLEAN, WRONG_USE
from jixiao.system_words import why

if TYPE_CHECKING:
    import argparse

    from jixiao_addin.calc.installing import Status


def run(options: argparse.Namespace) -> int:
    """Do what was asked with the add-in for Excel or the extension for LibreOffice Calc."""
    if options.action == "build":
        return _build(options)
    if options.action == "bundle":
        return _bundle(options)
    return _calc(options.action) if options.host == "calc" else _excel(options.action)


def _build(options: argparse.Namespace) -> int:
    if options.host == "calc":
        from jixiao_addin.calc import build_oxt as build
    else:
        from jixiao_addin.xlam import build_xlam as build
    try:
        path = build(Path(options.output))
    except OSError as error:
        return _sorry(f"写不进“{options.output}”：{why(error)}。请换一个文件夹。")
    print(f"已生成 {path}")
    return CLEAN


def _bundle(options: argparse.Namespace) -> int:
    from jixiao_addin.setup.bundle import BundleError, build_bundle

    if options.python is None:
        return _sorry("请用 --python 指明 Windows 的嵌入版 Python（python-3.x.y-embed-amd64.zip）。")
    wheels = Path(options.wheels) if options.wheels else None
    try:
        folder = build_bundle(Path(options.python), Path(options.output), wheels)
    except BundleError as error:
        return _sorry(str(error))
    print(f"已生成 {folder}。把整个文件夹拷到要用的电脑上，先看里面的“说明.txt”。")
    return CLEAN


def _excel(action: str) -> int:
    from jixiao_addin.setup.doctor import status_line as excel_status
    from jixiao_addin.setup.excel import NotInstalled, install, remove
    from jixiao_addin.setup.machine import this_machine

    machine = this_machine()
    try:
        if action == "install":
            installed = install(machine)
            print(
                f"已装好 {installed.addin}\n重新打开 Excel，功能区多出“绩效自评”一页。没有出现的，运行 jixiao doctor。"
            )
        elif action == "remove":
            removed = remove(machine)
            print("\n".join(f"已删除 {path}" for path in removed) or "没有装过，不用卸载。")
        else:
            print(excel_status(machine))
    except NotInstalled as error:
        return _sorry(str(error))
    return CLEAN


def _calc(action: str) -> int:
    from jixiao_addin.calc.installing import install_calc, remove_calc, status_calc

    act = {"install": install_calc, "remove": remove_calc, "status": status_calc}[action]
    status: Status = act()
    if status.problem:
        return _sorry(status.problem)
    match action:
        case "install":
            print(f"已装好，版本 {status.version}。重新打开 LibreOffice Calc，多出“绩效自评”菜单和工具栏。")
        case "remove":
            print("已卸载。" if status.removed else "没有装过，不用卸载。")
        case _:
            print(status_line(status))
    return CLEAN


def status_line(status: Status) -> str:
    """How things stand with the extension, in a line."""
    from jixiao_addin.setup.doctor import calc_point

    point = calc_point(status)
    return "。".join(filter(None, (f"{point.title}：{point.seen}", point.advice)))


def _sorry(words: str) -> int:
    print(words, file=sys.stderr)
    return WRONG_USE
