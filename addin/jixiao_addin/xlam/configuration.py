"""Where the add-in finds its Python, and where it writes its log: one place for each user, never the open workbook.

The file %LOCALAPPDATA%\\jixiao\\jixiao.conf holds lines `key=value`, in the system's own code page:
    interpreter=C:\\…\\python.exe      the Python that has jixiao
    libraries=C:\\…                    the folder of xlwings32-….dll and xlwings64-….dll
The installer writes it; the VBA in sources/JxPython.bas reads it. What the code page cannot say, the library that
starts Python cannot start either (it calls CreateProcessA): so it is refused while installing, with a word.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# The one version that the add-in is written for: its library carries it in its name (setup.cfg pins the same).
XLWINGS = "0.37.8"
VARIABLE, FOLDER = "LOCALAPPDATA", "jixiao"
CONFIGURATION, LOG = "jixiao.conf", "jixiao.log"
INTERPRETER, LIBRARIES = "interpreter", "libraries"
# The library copies the command that starts Python into 2048 bytes and does not look whether it fits.
_LONGEST_PATH = 800
_ENCODING = "mbcs" if sys.platform == "win32" else "utf-8"


class Configuration(NamedTuple):
    """What the configuration file says; absolute paths."""

    interpreter: Path
    libraries: Path


class Unusable(ValueError):
    """A path that Excel could not use; the message says in Chinese what to do."""


def configuration_file(environment: Mapping[str, str]) -> Path | None:
    """Where the configuration file lies; None where there is no such place (not Windows)."""
    base = environment.get(VARIABLE)
    return Path(base) / FOLDER / CONFIGURATION if base else None


def library_names(version: str) -> tuple[str, str]:
    """The two libraries of an xlwings version, for Excel of 32 and of 64 bits."""
    return f"xlwings32-{version}.dll", f"xlwings64-{version}.dll"


def folder_of_libraries(places: Iterable[Path], version: str) -> Path | None:
    """The first of these folders that holds both libraries (sys.prefix, the user's base, …)."""
    return next((place for place in places if all((place / name).is_file() for name in library_names(version))), None)


def write_configuration(file: Path, configuration: Configuration) -> None:
    """Write the file, making its folder. Unusable where a path cannot be used; OSError where it cannot be written."""
    for path in configuration:
        _check(path)
    text = f"{INTERPRETER}={configuration.interpreter}\r\n{LIBRARIES}={configuration.libraries}\r\n"
    try:
        data = text.encode(_ENCODING)
    except UnicodeEncodeError as error:
        odd = text[error.start : error.end]
        raise Unusable(f"路径里的“{odd}”本机的 Excel 读不出来，请把程序装到别的文件夹，如 D:\\jixiao。") from error
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def read_configuration(file: Path) -> Configuration | None:
    """What the file says; None where it is missing, unreadable or incomplete."""
    try:
        lines = file.read_bytes().decode(_ENCODING).splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    said = dict(line.split("=", 1) for line in lines if "=" in line)
    if not said.get(INTERPRETER) or not said.get(LIBRARIES):
        return None
    return Configuration(Path(said[INTERPRETER]), Path(said[LIBRARIES]))


def _check(path: Path) -> None:
    if not path.is_absolute():
        raise Unusable(f"要写完整的路径：{path}")
    if '"' in str(path) or "$(" in str(path) or len(str(path).encode()) > _LONGEST_PATH:
        raise Unusable(f"这个路径 Excel 用不了，请换一个短一些、没有特殊符号的文件夹：{path}")
