"""What is asked of the PC, in one place: environment, files, registry. What is made of the answers is in `doctor`."""

from __future__ import annotations

import os
import platform
import struct
import sys
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from jixiao_addin.xlam.configuration import (
    Configuration,
    configuration_file,
    folder_of_libraries,
    read_configuration,
)
from jixiao_addin.xlam.package import FILE_NAME
from jixiao_addin.xlam.versions import Versions, versions_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Registry = Callable[[str, str, str], str | int | None]

_EXCEL = r"Software\Microsoft\Office\{version}\Excel"
# Excel 2010, 2013, 2016 and later; Office 2007 has no VBA 7.
OFFICE_VERSIONS = ("16.0", "15.0", "14.0")
_ASR = r"SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
# Rules of Microsoft Defender that stand in an add-in's way: attack surface reduction rules reference.
ASR_RULES = {
    "D4F940AB-401B-4EFC-AADC-AD5F3C50688A": "禁止 Office 创建子进程",
    "92E97FA1-2EDF-4476-BDD6-9DD0B4DDDC7B": "禁止 Office 宏调用 Win32 API",
    "3B576869-A4EC-4529-8536-B80A7769E899": "禁止 Office 写可执行内容",
    "75668C1F-73B5-4CF0-BB93-3ECF5CB7CC84": "禁止 Office 向其他进程注入代码",
}


@dataclass(frozen=True)
class Machine:
    """What a PC looks like. bits: of Python; excel_bits: None where Excel is not found.

    owner: the program that answers to Excel.Application, a command line; macros: 1 all … 4 none, by policy or by the
    user's own setting; blocked: the Defender rules that are set to block; vba: where the VBA library lies.
    """

    system: str
    python: str
    bits: int
    interpreter: Path
    xlwings: str
    libraries: Path | None
    startup: Path | None = None
    addin: Path | None = None
    addin_versions: Versions | None = None
    configuration_file: Path | None = None
    configuration: Configuration | None = None
    excel: str = ""
    excel_bits: int | None = None
    owner: str = ""
    wps: str = ""
    vba: str = ""
    macros: int | None = None
    macros_by_policy: bool = False
    addins_disabled: bool = False
    blocked: tuple[str, ...] = field(default=())


def this_machine(environment: Mapping[str, str] | None = None, registry: Registry | None = None) -> Machine:
    """The PC that this runs on; registry: hive ("HKCU" …), key and value name → the value, None where there is none."""
    told = os.environ if environment is None else environment
    ask = _ask_windows if registry is None else registry
    startup = startup_folder(told)
    file = configuration_file(told)
    known = _xlwings()
    addin = startup / FILE_NAME if startup is not None else None
    macros, by_policy = _macros(ask)
    return Machine(
        system=platform.system(),
        python=platform.python_version(),
        bits=struct.calcsize("P") * 8,
        interpreter=Path(sys.executable),
        xlwings=known,
        libraries=folder_of_libraries(library_places(), known),
        startup=startup,
        addin=addin if addin is not None and addin.is_file() else None,
        addin_versions=versions_in(addin) if addin is not None else None,
        configuration_file=file,
        configuration=read_configuration(file) if file is not None else None,
        excel=_text(ask("HKLM", r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe", "")),
        excel_bits=_excel_bits(ask),
        owner=_owner(ask),
        wps=_text(ask("HKCU", r"Software\Kingsoft\Office\6.0\Common", "InstallRoot")),
        vba=_text(ask("HKLM", r"SOFTWARE\Microsoft\VBA", "Vbe71DllPath"))
        or _text(ask("HKLM", r"SOFTWARE\WOW6432Node\Microsoft\VBA", "Vbe71DllPath")),
        macros=macros,
        macros_by_policy=by_policy,
        addins_disabled=any(_each_office(ask, "DisableAllAddins")),
        blocked=tuple(rule for rule in ASR_RULES if _text(ask("HKLM", _ASR, rule)) == "1"),
    )


def startup_folder(environment: Mapping[str, str]) -> Path | None:
    """The user's XLSTART: what lies there Excel opens by itself. None where there is no such place (not Windows)."""
    base = environment.get("APPDATA")
    return Path(base) / "Microsoft" / "Excel" / "XLSTART" if base else None


def library_places() -> tuple[Path, ...]:
    """Where pip lays the libraries of xlwings: the environment's own folder, the user's, the interpreter's."""
    import site

    return tuple(Path(place) for place in (sys.prefix, site.getuserbase(), sys.base_prefix))


def _xlwings() -> str:
    try:
        return version("xlwings")
    except PackageNotFoundError:
        return ""


def _macros(ask: Registry) -> tuple[int | None, bool]:
    for policy in (True, False):
        branch = r"Software\Policies\Microsoft\Office\{version}\Excel\Security" if policy else _EXCEL + r"\Security"
        for office in OFFICE_VERSIONS:
            value = ask("HKCU", branch.format(version=office), "VBAWarnings")
            if isinstance(value, int):
                return value, policy
    return None, False


def _each_office(ask: Registry, name: str) -> list[bool]:
    return [ask("HKCU", _EXCEL.format(version=office) + r"\Security", name) == 1 for office in OFFICE_VERSIONS]


def _excel_bits(ask: Registry) -> int | None:
    said = _text(ask("HKLM", r"SOFTWARE\Microsoft\Office\ClickToRun\Configuration", "Platform"))
    if said:
        return 64 if said == "x64" else 32
    for office in OFFICE_VERSIONS:
        bitness = _text(ask("HKLM", rf"SOFTWARE\Microsoft\Office\{office}\Outlook", "Bitness"))
        if bitness:
            return 64 if bitness == "x64" else 32
    return None


def _owner(ask: Registry) -> str:
    """Excel.Application → its CLSID → the program; WPS writes itself in when it is installed."""
    identity = _text(ask("HKCR", r"Excel.Application\CLSID", ""))
    if not identity:
        return ""
    branches = (rf"CLSID\{identity}\LocalServer32", rf"WOW6432Node\CLSID\{identity}\LocalServer32")
    return next((found for branch in branches if (found := _text(ask("HKCR", branch, "")))), "")


def _text(value: str | int | None) -> str:
    return "" if value is None else str(value)


def _ask_windows(hive: str, key: str, name: str) -> str | int | None:
    if sys.platform != "win32":
        return None
    import winreg  # type: ignore[unreachable, unused-ignore]  # there on Windows only

    roots = {
        "HKCU": winreg.HKEY_CURRENT_USER,
        "HKLM": winreg.HKEY_LOCAL_MACHINE,
        "HKCR": winreg.HKEY_CLASSES_ROOT,
    }
    for view in (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY):
        try:
            with winreg.OpenKey(roots[hive], key, 0, winreg.KEY_READ | view) as opened:
                value = winreg.QueryValueEx(opened, name)[0]
        except OSError:
            continue
        return value if isinstance(value, (str, int)) else None
    return None
