"""The add-in into Excel's start-up folder and out again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jixiao.system_words import why
from jixiao_addin.xlam.configuration import (
    LOG,
    XLWINGS,
    Configuration,
    Unusable,
    library_names,
    write_configuration,
)
from jixiao_addin.xlam.package import build_xlam

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jixiao_addin.setup.machine import Machine

NOT_WINDOWS = (
    "Excel 加载项只能装在 Windows 上，本机不是 Windows。这里可以用命令行校验（jixiao check），"
    "或装到 LibreOffice：jixiao addin install --host calc。"
)


class NotInstalled(Exception):
    """The add-in could not be put in or taken away; the message says why and what to do, in Chinese."""


class Installed(NamedTuple):
    """What was written."""

    addin: Path
    configuration: Path


def install(machine: Machine) -> Installed:
    """Write the add-in and its configuration, for this user and this Python. Raises NotInstalled."""
    if machine.startup is None or machine.configuration_file is None:
        raise NotInstalled(NOT_WINDOWS)
    if machine.xlwings != XLWINGS or machine.libraries is None:
        names = "、".join(library_names(XLWINGS))
        how = f"py -m pip install --force-reinstall xlwings=={XLWINGS}"
        raise NotInstalled(f"没有找到 xlwings {XLWINGS} 和它的 {names}。请重新安装：{how}")
    try:
        write_configuration(machine.configuration_file, Configuration(machine.interpreter, machine.libraries))
        return Installed(build_xlam(machine.startup), machine.configuration_file)
    except Unusable as error:
        raise NotInstalled(str(error)) from None
    except OSError as error:
        raise NotInstalled(_unwritable(machine.startup, error)) from None


def remove(machine: Machine) -> list[Path]:
    """Take away what `install` wrote, and the log; the paths that were there. Raises NotInstalled."""
    if machine.startup is None or machine.configuration_file is None:
        raise NotInstalled(NOT_WINDOWS)
    removed = []
    for path in _ours(machine):
        try:
            path.unlink()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise NotInstalled(_unwritable(path, error)) from None
        removed.append(path)
    folder = machine.configuration_file.parent
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
    return removed


def _ours(machine: Machine) -> Iterator[Path]:
    if machine.addin is not None:
        yield machine.addin
    if machine.configuration_file is not None:
        yield machine.configuration_file
        yield machine.configuration_file.with_name(LOG)


def _unwritable(path: Path, error: OSError) -> str:
    return f"“{path}”写不了（{why(error)}）。请先关闭所有 Excel 窗口，再试一次。"
