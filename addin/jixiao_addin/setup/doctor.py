"""环境自检: what of the PC stands in the way of the add-in, each with what to do."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from jixiao import __version__
from jixiao_addin.calc.installing import NO_OFFICE
from jixiao_addin.setup.excel import NOT_WINDOWS
from jixiao_addin.setup.machine import ASR_RULES, this_machine
from jixiao_addin.xlam.configuration import XLWINGS, folder_of_libraries, library_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao_addin.calc.installing import Status
    from jixiao_addin.setup.machine import Machine

# What always works, whatever stands in the way of the add-in.
FALLBACK = "加载项用不了时：模板（公式版）不用宏，照样自动算分；校验用命令 jixiao check 表.xlsx。"

_IN_WORDS, _PIP = "jixiao addin install", "py -m pip"
_NOT_NEEDED = "只用 Excel 或命令行的，可以不管。"
_BUNDLE = f"用离线包的：不打命令，“{_IN_WORDS}”就是双击“安装.cmd”；要“{_PIP}”的，请重新拷一份离线包再安装。"


class State(StrEnum):
    """How a point stands."""

    GOOD = "正常"
    LOOK = "注意"
    BAD = "有问题"


class Point(NamedTuple):
    """One thing that was looked at: how it stands, what was seen, what to do (empty where nothing is)."""

    state: State
    title: str
    seen: str
    advice: str = ""


def report(machine: Machine | None = None, calc: Status | None = None) -> str:
    """The whole self-check as text. calc: what LibreOffice said of the extension, None where nobody asked."""
    seen_on = machine if machine is not None else this_machine()
    of_excel = list(examine(seen_on))
    points = [*of_excel, *([calc_point(calc)] if calc is not None else [])]
    lines = [f"jixiao {__version__} 环境自检"]
    for point in points:
        lines.append(f"[{point.state}] {point.title}：{point.seen}")
        if point.advice:
            lines.append(f"    怎么办：{point.advice}")
    if any(point.state is not State.GOOD for point in points):
        lines.append(FALLBACK)
    bundled = seen_on.system == "Windows"
    if bundled and any(_IN_WORDS in point.advice or _PIP in point.advice for point in of_excel):
        lines.append(_BUNDLE)
    return "\n".join(lines)


def calc_point(status: Status) -> Point:
    """How things stand with the extension for LibreOffice."""
    title, again = "LibreOffice 扩展", f"请重装：{_IN_WORDS} --host calc"
    if status.problem:
        # Whoever has Excel needs no LibreOffice; all other problems say themselves what to do.
        return Point(State.LOOK, title, status.problem, _NOT_NEEDED if status.problem == NO_OFFICE else "")
    if not status.version:
        return Point(State.LOOK, title, "没有安装", f"要在 LibreOffice 里用的，请安装：{_IN_WORDS} --host calc")
    if status.lacks:
        return Point(State.BAD, title, f"版本 {status.version}，{status.lacks}", again)
    if not status.is_current:
        return Point(State.BAD, title, f"版本 {status.version}，与本程序的版本 {__version__} 不同", again)
    return Point(State.GOOD, title, f"版本 {status.version}")


def status_line(machine: Machine) -> str:
    """How things stand with the add-in, in a line: installed or not, which version, where."""
    if machine.system != "Windows":
        return f"Excel 加载项：{NOT_WINDOWS}"
    wrong = [point for point in _installation(machine) if point.state is State.BAD]
    if machine.addin is None:
        return "Excel 加载项：没有安装。安装：jixiao addin install"
    version = machine.addin_versions.jixiao if machine.addin_versions is not None else "看不出来"
    again = "，有问题，请运行 jixiao doctor 看怎么办" if wrong else ""
    return f"Excel 加载项：版本 {version}，在 {machine.addin}{again}"


def examine(machine: Machine) -> Iterator[Point]:
    """Point by point; on a PC without Windows only what applies there."""
    yield _python(machine)
    if machine.system != "Windows":
        yield Point(State.LOOK, "Excel 加载项", f"本机是 {machine.system}", NOT_WINDOWS)
        return
    yield _xlwings(machine)
    yield _library(machine)
    yield from _installation(machine)
    yield from _excel(machine)
    yield _macros(machine)
    yield from _defender(machine)
    yield from _wps(machine)


def _python(machine: Machine) -> Point:
    seen = f"{machine.python}（{machine.bits} 位），{machine.interpreter}"
    return Point(State.GOOD, "Python", seen)


def _xlwings(machine: Machine) -> Point:
    if machine.xlwings == XLWINGS:
        return Point(State.GOOD, "xlwings", machine.xlwings)
    advice = f"请运行：py -m pip install xlwings=={XLWINGS}，再重装加载项。"
    return Point(State.BAD, "xlwings", machine.xlwings or "没有安装", advice)


def _library(machine: Machine) -> Point:
    names = "、".join(library_names(XLWINGS))
    if machine.libraries is not None:
        return Point(State.GOOD, "动态库", f"{names} 在 {machine.libraries}")
    advice = "多半被杀毒软件隔离了：请在隔离区恢复并加入信任，或重新安装 xlwings。"
    return Point(State.BAD, "动态库", f"没有找到 {names}", advice)


def _installation(machine: Machine) -> Iterator[Point]:
    if machine.addin is None:
        yield Point(State.BAD, "加载项", "没有安装", "请运行：jixiao addin install，再重新打开 Excel。")
        return
    yield _addin(machine)
    known = machine.configuration
    if known is None:
        yield Point(State.BAD, "配置", "没有或读不出来", "请重新运行：jixiao addin install。")
        return
    if not known.interpreter.is_file():
        advice = "Python 被移走或卸载了。请重新运行：jixiao addin install。"
        yield Point(State.BAD, "配置", f"其中的 Python 不在了：{known.interpreter}", advice)
    elif folder_of_libraries((known.libraries,), XLWINGS) is None:
        advice = "多半被杀毒软件隔离，或者被移走了：请恢复并加入信任，再重新运行：jixiao addin install。"
        yield Point(State.BAD, "配置", f"其中的动态库不在了：{known.libraries}", advice)
    elif known.interpreter != machine.interpreter:
        advice = "以安装时的为准，没有问题可以不管；想改用本次的，请重新运行：jixiao addin install。"
        yield Point(State.LOOK, "配置", f"加载项用的是另一个 Python：{known.interpreter}", advice)
    else:
        yield Point(State.GOOD, "配置", str(machine.configuration_file))


def _addin(machine: Machine) -> Point:
    built = machine.addin_versions
    if built is not None and built.jixiao == __version__ and built.xlwings == XLWINGS:
        return Point(State.GOOD, "加载项", f"{machine.addin}，版本 {built.jixiao}")
    seen = "版本看不出来" if built is None else f"版本 {built.jixiao}（xlwings {built.xlwings}）"
    ours = f"jixiao {__version__}、xlwings {XLWINGS}"
    advice = f"与本机的 {ours} 不一致。请关闭 Excel，重新运行：jixiao addin install。"
    return Point(State.BAD, "加载项", f"{machine.addin}，{seen}", advice)


def _excel(machine: Machine) -> Iterator[Point]:
    if not machine.excel:
        yield Point(
            State.LOOK, "Excel", "没有找到", "没有装 Excel 的，请用模板（公式版）和命令行，或 LibreOffice 扩展。"
        )
        return
    bits = f"（{machine.excel_bits} 位）" if machine.excel_bits else ""
    if "WindowsApps" in machine.excel:
        advice = "应用商店版的 Excel 常挡住加载项。请改装桌面版，或用模板（公式版）。"
        yield Point(State.LOOK, "Excel", f"应用商店版{bits}：{machine.excel}", advice)
    else:
        yield Point(State.GOOD, "Excel", f"{machine.excel}{bits}")
    if machine.addins_disabled:
        advice = "文件→选项→信任中心→信任中心设置→加载项：取消“禁用所有应用程序加载项”。"
        yield Point(State.BAD, "加载项设置", "Excel 禁用了所有加载项", advice)


def _macros(machine: Machine) -> Point:
    who = "单位统一设定，请找信息化部门" if machine.macros_by_policy else "文件→选项→信任中心→信任中心设置→宏设置"
    match machine.macros:
        case 4:
            return Point(State.BAD, "宏设置", "禁用所有宏，并且不通知", f"{who}：改为“禁用所有宏，并发出通知”。")
        case 3:
            advice = f"{who}：允许本加载项，或改为“禁用所有宏，并发出通知”。"
            return Point(State.BAD, "宏设置", "只许运行有数字签名的宏，本加载项没有签名", advice)
        case 1:
            advice = "与本加载项无关，但不安全：建议改为“禁用所有宏，并发出通知”。"
            return Point(State.LOOK, "宏设置", "启用所有宏", advice)
    return Point(State.GOOD, "宏设置", "禁用所有宏，并发出通知（XLSTART 里的加载项照常运行）")


def _defender(machine: Machine) -> Iterator[Point]:
    for rule in machine.blocked:
        advice = f"请找信息化部门：把加载项所用的 Python（{machine.interpreter}）加入这条规则的排除项。"
        yield Point(State.BAD, "Defender", f"规则“{ASR_RULES[rule]}”（{rule}）已启用", advice)


def _wps(machine: Machine) -> Iterator[Point]:
    if not machine.wps and not _is_wps(machine.owner):
        return
    if _is_wps(machine.owner) and machine.excel:
        advice = "WPS 接管了 Excel 的接口，按钮会找错程序。WPS 设置→兼容设置：取消与 Office 的关联，或修复 Office。"
        yield Point(State.BAD, "接口归属", f"Excel.Application 指向 {machine.owner}", advice)
    place = machine.wps or machine.owner
    no_vba = "个人版 WPS 没有 VBA，加载项用不了。请用模板（公式版）和命令行。"
    if machine.vba and machine.excel:
        # Office writes the same key: it says nothing about WPS.
        advice = f"本机的 VBA 可能是 Excel 的：加载项请在 Excel 里用。{no_vba}"
        yield Point(State.LOOK, "WPS", f"{place}，有没有 VBA 看不出来", advice)
    elif machine.vba:
        yield Point(State.LOOK, "WPS", f"{place}，有 VBA", "WPS 里的加载项没有试过，请先按 docs/windows.md 核对。")
    else:
        yield Point(State.LOOK, "WPS", f"{place}，没有 VBA", no_vba)


def _is_wps(owner: str) -> bool:
    command = owner.lower()
    return any(name in command for name in ("wps", "kingsoft", "\\et.exe", "ksolaunch"))
