"""Puts the extension into the profile of LibreOffice of whoever asks, takes it out again, and says how things stand.

Works for an ordinary user and for the administrator account. LibreOffice's own tool, unopkg, does the latter not at all
and the former only after the profile was started once: so the extension manager is asked, by LibreOffice's own Python.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from jixiao import __version__
from jixiao.system_words import why
from jixiao_addin.calc.extension import build_oxt
from jixiao_addin.calc.inside.names import CONFIGURATION

_MANAGER = Path(__file__).with_name("manager.py")
_PATIENCE, _PARTING = 180, 30
# Beside those on the search path: where LibreOffice is put on Windows, macOS and by its own packages for Linux.
_USUAL = (
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/usr/lib/libreoffice/program/soffice",
)
# What would lead LibreOffice's Python astray, and ours if LibreOffice started it.
_MISLEADING = ("PYTHON", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "UNO_PATH", "URE_BOOTSTRAP")
NO_OFFICE = "没有找到 LibreOffice。请先安装 LibreOffice 7.4 或更高版本（要含 Calc）。"
_SILENT = (
    "LibreOffice 没有应答。请先关闭所有 LibreOffice 窗口，再试一次；"
    "还是不行的，请看自己的用户文件夹能不能写入、磁盘满了没有。"
)


class Status(NamedTuple):
    """How things stand. version: of the installed extension, "" where there is none; problem: what is to be done
    before anything can be said, "" where nothing is; engine: the command that the buttons start; removed: the version
    that was taken out."""

    version: str = ""
    problem: str = ""
    engine: tuple[str, ...] = ()
    removed: str = ""

    @property
    def is_current(self) -> bool:
        """Whether the extension is there in the version of this package."""
        return self.version == __version__

    @property
    def lacks(self) -> str:
        """What the buttons of the installed extension lack, "" where nothing."""
        if not self.version:
            return ""
        if not self.engine:
            return "按钮找不到校验程序（安装时写的配置不见了，或者读不出来）"
        if shutil.which(self.engine[0]) is None:
            return f"按钮用的 Python 不在了（{self.engine[0]}）"
        if not _answers(self.engine):
            return f"按钮用的 Python 里没有校验程序了（{self.engine[0]}）"
        return ""


def _answers(engine: tuple[str, ...]) -> bool:
    """Whether the command that the buttons start still is the program: started as they start it."""
    try:
        done = subprocess.run(
            [*engine, "--version"],
            cwd=Path(engine[0]).parent,
            env=environment_for(engine[0]),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def install_calc(profile: Path | None = None) -> Status:
    """Build the extension and install it. profile: the folder of another profile than the user's own."""
    with tempfile.TemporaryDirectory() as folder:
        return _asked("add", profile, build_oxt(Path(folder)))


def remove_calc(profile: Path | None = None) -> Status:
    """Take the extension out, with what was remembered for it."""
    return _asked("remove", profile)


def status_calc(profile: Path | None = None) -> Status:
    """Whether the extension is installed, and which version."""
    return _asked("status", profile)


def _asked(action: str, profile: Path | None, file: Path | None = None) -> Status:
    office = _office()
    if office is None:
        return Status(problem=NO_OFFICE)
    python = _python(office)
    if python is None:
        return Status(problem="LibreOffice 没有 Python 支持。Debian、Ubuntu、统信、麒麟请安装软件包 python3-uno。")
    at = [f"-env:UserInstallation={profile.absolute().as_uri()}"] if profile is not None else []
    # The first start of a profile forgets what was registered before it, and asks for a restart (exit code 81).
    primed = [str(office), *at, "--headless", "--norestore", "--terminate_after_init"]
    pipe = f"jixiao-{uuid4().hex}"
    listening = [str(office), *at, "--headless", "--norestore", "--nologo", "--nodefault"]
    asking = [*python, str(_MANAGER), pipe, action, *([file.as_uri()] if file is not None else [])]
    try:
        environment = environment_for(python[0])
        _run(primed, environment)
        with _started([*listening, f"--accept=pipe,name={pipe};urp;"], environment):
            answer = _run(asking, environment)
    except subprocess.TimeoutExpired:
        return Status(problem=_SILENT)
    except OSError as error:
        return Status(problem=f"LibreOffice 启动不了：{why(error)}。请重装 LibreOffice，再试一次。")
    return _told(action, answer.stdout)


def _run(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=_PATIENCE,
        check=False,
    )


@contextmanager
def _started(command: list[str], environment: dict[str, str]) -> Iterator[None]:
    """A LibreOffice for the length of a block; one that does not end by itself is ended."""
    process = subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
        process.wait(_PARTING)
    finally:
        if process.poll() is None:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    # On Unix a script that started the program proper: both have to go.
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _told(action: str, answer: bytes) -> Status:
    try:
        told = json.loads(answer)
    except ValueError:
        return Status(problem=_SILENT)
    configuration = Path(told["user"]) / CONFIGURATION
    if told["refused"]:
        return Status(problem=f"LibreOffice 不接受这个扩展：{told['refused']}")
    if action == "add":
        # -P: not from the folder that LibreOffice happens to run in. (-I would pass over a user's own packages.)
        content = {"engine": [sys.executable, "-P", "-m", "jixiao"]}
        try:
            configuration.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        except OSError as error:
            return Status(problem=f"写不进“{configuration}”：{why(error)}。按钮还不能用；能写了以后请再安装一次。")
    elif action == "remove":
        configuration.unlink(missing_ok=True)
    return Status(told["version"] or "", "", engine_in(configuration), told["removed"] or "")


def engine_in(configuration: Path) -> tuple[str, ...]:
    """The command that the buttons start; empty where the file does not say or is not there."""
    try:
        command = json.loads(configuration.read_text(encoding="utf-8"))["engine"]
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    is_command = isinstance(command, list) and all(isinstance(each, str) for each in command)
    return tuple(command) if is_command else ()


def environment_for(python: str) -> dict[str, str]:
    """The environment without what would lead another Python astray, that Python the first on the search path.

    The Python inside LibreOffice, where it is the system's, takes the home of the first python3 on the path for its
    own: in an activated virtual environment it would not find `uno`, and no extension would load.
    """
    kept = {key: value for key, value in os.environ.items() if not key.upper().startswith(_MISLEADING)}
    return {**kept, "PATH": os.pathsep.join(filter(None, (str(Path(python).parent), kept.get("PATH"))))}


def _office() -> Path | None:
    """The program, with the folder in which it really lies."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    candidates = [found] if found else []
    return next((Path(each).resolve() for each in (*candidates, *_USUAL) if Path(each).is_file()), None)


def _python(office: Path) -> list[str] | None:
    """A Python that can talk to LibreOffice: its own, else the system's."""
    beside = (office.parent / "python.exe", office.parent / "python", office.parent.parent / "Resources" / "python")
    for candidate in (*beside, Path("/usr/bin/python3")):
        if candidate.is_file():
            asked = subprocess.run(
                [str(candidate), "-c", "import uno"],
                # Not from where the clerk happens to be: -c would import from there.
                cwd=_MANAGER.parent,
                env=environment_for(str(candidate)),
                capture_output=True,
                check=False,
            )
            if asked.returncode == 0:
                return [str(candidate)]
    return None
