"""环境自检: what a PC looks like, and what is said of it."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from commands import runner

from jixiao import __version__
from jixiao_addin.calc.installing import NO_OFFICE, Status, engine_in
from jixiao_addin.setup.doctor import FALLBACK, State, calc_point, examine, report, status_line
from jixiao_addin.setup.machine import ASR_RULES, Machine, this_machine
from jixiao_addin.xlam.configuration import XLWINGS, Configuration, library_names
from jixiao_addin.xlam.versions import Versions

PYTHON = Path(__file__)
# Kept until the tests are over.
_FOLDER = tempfile.TemporaryDirectory()
LIBRARIES = Path(_FOLDER.name)
for _name in library_names(XLWINGS):
    (LIBRARIES / _name).write_bytes(b"MZ")
GOOD = Machine(
    system="Windows",
    python="3.11.9",
    bits=64,
    interpreter=PYTHON,
    xlwings=XLWINGS,
    libraries=LIBRARIES,
    startup=Path("XLSTART"),
    addin=Path("XLSTART/jixiao.xlam"),
    addin_versions=Versions(__version__, XLWINGS),
    configuration_file=Path("jixiao.conf"),
    configuration=Configuration(PYTHON, LIBRARIES),
    excel=r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE",
    excel_bits=64,
    owner=r'"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE" /automation',
)


def test_on_a_good_pc_nothing_is_to_be_done() -> None:
    assert all(point.state is State.GOOD and not point.advice for point in examine(GOOD))
    assert FALLBACK not in report(GOOD)


WRONG = [
    (replace(GOOD, xlwings=""), "xlwings", "没有安装", f"xlwings=={XLWINGS}"),
    (replace(GOOD, xlwings="0.30.1"), "xlwings", "0.30.1", f"xlwings=={XLWINGS}"),
    (replace(GOOD, libraries=None), "动态库", f"xlwings64-{XLWINGS}.dll", "隔离"),
    (replace(GOOD, addin=None), "加载项", "没有安装", "jixiao addin install"),
    (replace(GOOD, addin_versions=Versions("0.0.9", XLWINGS)), "加载项", "0.0.9", "jixiao addin install"),
    (replace(GOOD, addin_versions=Versions(__version__, "0.36.0")), "加载项", "0.36.0", "jixiao addin install"),
    (replace(GOOD, addin_versions=None), "加载项", "看不出来", "jixiao addin install"),
    (replace(GOOD, configuration=None), "配置", "读不出来", "jixiao addin install"),
    (replace(GOOD, configuration=Configuration(Path("gone.exe"), PYTHON)), "配置", "gone.exe", "jixiao addin install"),
    (replace(GOOD, configuration=Configuration(PYTHON, Path("/gone/libs"))), "配置", "libs", "jixiao addin install"),
    (replace(GOOD, addins_disabled=True), "加载项设置", "禁用", "信任中心"),
    (replace(GOOD, macros=4), "宏设置", "不通知", "信任中心"),
    (replace(GOOD, macros=4, macros_by_policy=True), "宏设置", "不通知", "信息化部门"),
    (replace(GOOD, macros=3), "宏设置", "没有签名", "发出通知"),
    (replace(GOOD, blocked=tuple(ASR_RULES)[:1]), "Defender", "禁止 Office 创建子进程", "排除项"),
    (
        replace(GOOD, owner=r"C:\Kingsoft\WPS Office\office6\wps.exe /automation", wps="C:\\Kingsoft"),
        "接口归属",
        "wps.exe",
        "修复",
    ),
]


@pytest.mark.parametrize(("machine", "title", "seen", "advice"), WRONG)
def test_what_is_wrong_is_named_with_what_to_do(machine: Machine, title: str, seen: str, advice: str) -> None:
    bad = [point for point in examine(machine) if point.state is State.BAD]
    assert [point.title for point in bad] == [title]
    assert seen in bad[0].seen and advice in bad[0].advice
    assert FALLBACK in report(machine)


WORTH_A_LOOK = [
    (replace(GOOD, excel="", owner=""), "Excel", "没有找到"),
    (replace(GOOD, excel=r"C:\Program Files\WindowsApps\Microsoft.Office\EXCEL.EXE"), "Excel", "应用商店版"),
    (replace(GOOD, macros=1), "宏设置", "启用所有宏"),
    (replace(GOOD, wps=r"C:\Kingsoft"), "WPS", "没有 VBA"),
    (replace(GOOD, wps=r"C:\Kingsoft", vba=r"C:\VBE7.DLL"), "WPS", "看不出来"),
    (
        replace(GOOD, configuration=Configuration(Path(__file__).with_name("test_excel.py"), LIBRARIES)),
        "配置",
        "另一个 Python",
    ),
]


@pytest.mark.parametrize(("machine", "title", "seen"), WORTH_A_LOOK)
def test_what_may_be_in_the_way_is_told_as_such(machine: Machine, title: str, seen: str) -> None:
    points = [point for point in examine(machine) if point.state is not State.GOOD]
    assert [(point.state, point.title) for point in points] == [(State.LOOK, title)]
    assert seen in points[0].seen and points[0].advice


def test_vba_beside_wps_alone_is_that_of_wps() -> None:
    points = examine(replace(GOOD, excel="", owner=r"C:\WPS\wps.exe", vba=r"C:\VBE7.DLL"))
    (wps,) = (point for point in points if point.title == "WPS")
    # The place is that of the program which answers, where the registry names none.
    assert wps.seen == r"C:\WPS\wps.exe，有 VBA"


def test_who_has_the_bundle_is_told_which_script_to_click() -> None:
    assert "安装.cmd" in report(replace(GOOD, addin=None))
    assert "安装.cmd" not in report(GOOD)


def test_the_status_is_a_line() -> None:
    assert status_line(GOOD) == f"Excel 加载项：版本 {__version__}，在 {GOOD.addin}"
    assert "没有安装" in status_line(replace(GOOD, addin=None))
    assert "jixiao doctor" in status_line(replace(GOOD, configuration=None))
    assert "--host calc" in status_line(replace(GOOD, system="Linux"))


def test_without_windows_only_what_applies_is_said() -> None:
    points = list(examine(replace(GOOD, system="Linux")))
    assert [point.title for point in points] == ["Python", "Excel 加载项"]
    assert "--host calc" in points[1].advice


REGISTRY: dict[tuple[str, str, str], str | int] = {
    ("HKLM", r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe", ""): r"C:\Office16\EXCEL.EXE",
    ("HKLM", r"SOFTWARE\Microsoft\Office\ClickToRun\Configuration", "Platform"): "x86",
    ("HKCR", r"Excel.Application\CLSID", ""): "{00024500-0000-0000-C000-000000000046}",
    ("HKCR", r"WOW6432Node\CLSID\{00024500-0000-0000-C000-000000000046}\LocalServer32", ""): r"C:\WPS\et.exe",
    ("HKCU", r"Software\Kingsoft\Office\6.0\Common", "InstallRoot"): r"C:\WPS",
    ("HKCU", r"Software\Microsoft\Office\16.0\Excel\Security", "VBAWarnings"): 2,
    ("HKCU", r"Software\Policies\Microsoft\Office\16.0\Excel\Security", "VBAWarnings"): 4,
    ("HKCU", r"Software\Microsoft\Office\15.0\Excel\Security", "DisableAllAddins"): 1,
    (
        "HKLM",
        r"SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules",
        "92E97FA1-2EDF-4476-BDD6-9DD0B4DDDC7B",
    ): "1",
}


def test_the_registry_is_read_as_windows_writes_it(tmp_path: Path) -> None:
    environment = {"APPDATA": str(tmp_path / "Roaming"), "LOCALAPPDATA": str(tmp_path / "Local")}
    machine = this_machine(environment, lambda *place: REGISTRY.get(place))
    assert (machine.excel, machine.excel_bits) == (r"C:\Office16\EXCEL.EXE", 32)
    assert machine.owner == r"C:\WPS\et.exe"
    assert (machine.macros, machine.macros_by_policy) == (4, True)
    assert machine.addins_disabled
    assert machine.blocked == ("92E97FA1-2EDF-4476-BDD6-9DD0B4DDDC7B",)
    assert machine.startup == tmp_path / "Roaming" / "Microsoft" / "Excel" / "XLSTART"
    assert machine.addin is None


CALC_GOOD = Status(__version__, engine=(sys.executable, "-P", "-m", "jixiao"))
CALC = [
    (CALC_GOOD, State.GOOD, f"版本 {__version__}", ""),
    (Status(), State.LOOK, "没有安装", "jixiao addin install --host calc"),
    (CALC_GOOD._replace(engine=()), State.BAD, "读不出来", "请重装：jixiao addin install --host calc"),
    (
        CALC_GOOD._replace(engine=("/gone/python", "-m", "jixiao")),
        State.BAD,
        "按钮用的 Python 不在了（/gone/python）",
        "请重装：jixiao addin install --host calc",
    ),
    (
        CALC_GOOD._replace(engine=(sys.executable, "-P", "-m", "jixiao_uninstalled")),
        State.BAD,
        "按钮用的 Python 里没有校验程序了",
        "请重装：jixiao addin install --host calc",
    ),
    (CALC_GOOD._replace(version="0.0.9"), State.BAD, "版本 0.0.9，与本程序的版本", "请重装"),
    (Status(problem=NO_OFFICE), State.LOOK, "请先安装 LibreOffice", "只用 Excel 或命令行的"),
    (Status(problem="LibreOffice 没有应答。请先关闭"), State.LOOK, "没有应答", ""),
]


@pytest.mark.parametrize(("status", "state", "seen", "advice"), CALC)
def test_the_extension_for_libreoffice_is_a_point_like_the_others(
    status: Status, state: State, seen: str, advice: str
) -> None:
    point = calc_point(status)
    assert (point.state, point.title) == (state, "LibreOffice 扩展")
    assert seen in point.seen and advice in point.advice
    assert bool(point.advice) == bool(advice)
    said = report(GOOD, status)
    assert f"[{state}] LibreOffice 扩展：{point.seen}" in said
    assert (FALLBACK in said) == (state is not State.GOOD)
    # The bundle installs into Excel alone.
    assert "安装.cmd" not in said


def test_off_windows_nobody_is_sent_to_a_script_of_windows() -> None:
    assert "安装.cmd" not in report(replace(GOOD, system="Linux", addin=None), Status())


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"engine": "jixiao"}', '{"engine": [1]}', b"\xff\xfe{"])
def test_a_damaged_configuration_names_no_engine(content: str | bytes, tmp_path: Path) -> None:
    file = tmp_path / "jixiao.json"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert engine_in(file) == () == engine_in(tmp_path / "none.json")


def test_the_command_tells_and_does_not_fail(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("jixiao_addin.calc.installing._USUAL", ())
    ran = runner(capsys)("doctor")
    assert (ran.code, ran.err) == (0, "")
    assert f"[注意] LibreOffice 扩展：{NO_OFFICE}\n    怎么办：只用 Excel" in ran.out
