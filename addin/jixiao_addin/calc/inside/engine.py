"""Who checks: the package itself where this Python has it, else the installed command in a process of its own."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
from typing import TYPE_CHECKING, Any, Callable, TypeVar

from jixiao_addin.buttons.outcome import Outcome, Refusal, outcome_from

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Protocol

    from jixiao_addin.buttons.outcome import Engine

    class CalcEngine(Engine, Protocol):
        """An engine that can also say what it is."""

        def about(self) -> str:
            """Its name, version and place. Raises Refusal."""


_Read = TypeVar("_Read")
# What LibreOffice exports for its own Python and its own libraries would lead another Python astray.
_MISLEADING = ("PYTHON", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "UNO_PATH", "URE_BOOTSTRAP")
_PATIENCE = 60.0
_PATIENCE_WITH_A_FOLDER = 3600.0
_WRONG_USE = 2
_NOT_SET_UP = (
    "没有找到校验程序 jixiao。请在装有 jixiao 的命令行里运行：\n\n    jixiao addin install --host calc\n\n"
    "然后重新打开 LibreOffice。"
)


class Installed:
    """The installed command, asked with JSON on its standard input."""

    def __init__(self, command: Sequence[str], patience: float = _PATIENCE) -> None:
        """patience: seconds for one workbook."""
        self._command, self._patience = tuple(command), patience

    def check(self, grid: dict[str, Any]) -> Outcome:
        """Check a workbook that is open. Raises Refusal."""
        request = json.dumps(grid, ensure_ascii=False)
        answer = self._asked(("check", "-", "--format", "marks"), self._patience, request)
        return self._understood(answer, outcome_from)

    def final(self, source: str, target: str) -> str:
        """Write the 上报版 of a saved workbook. Raises Refusal."""
        return self._done(self._asked(("final", source, "-o", target, "--format", "said"), self._patience))

    def batch(self, folder: str, target: str) -> str:
        """Check a folder and write the summary workbook. Raises Refusal."""
        arguments = ("check", folder, "--summary", target, "--format", "said")
        return self._done(self._asked(arguments, _PATIENCE_WITH_A_FOLDER))

    def about(self) -> str:
        """The command and its version. Raises Refusal."""
        return f"{self._asked(('--version',), self._patience).strip()}（{' '.join(self._command)}）"

    def _done(self, answer: str) -> str:
        said, refused, is_stale = self._understood(answer, _made)
        if refused:
            raise Refusal(refused, is_stale=is_stale)
        return said

    def _understood(self, answer: str, read: Callable[[Any], _Read]) -> _Read:
        try:
            return read(json.loads(answer))
        except (ValueError, KeyError, TypeError) as error:
            raise Refusal(f"校验程序的回答看不懂（{error!r}）。扩展和程序的版本可能不一样，请重新安装扩展。") from None

    def _asked(self, arguments: Sequence[str], patience: float, request: str = "") -> str:
        """What the command prints. Raises Refusal with what it says where it could not do it."""
        try:
            done = subprocess.run(
                [*self._command, *arguments],
                input=request,
                capture_output=True,
                text=True,
                encoding="utf-8",
                errors="replace",
                timeout=patience,
                # Where LibreOffice was started may be a folder of somebody else's files, a jixiao.py among them.
                cwd=os.path.dirname(self._command[0]) or None,  # noqa: PTH120
                env=environment(),
                # No black window flashes up on Windows.
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                check=False,
            )
        except OSError:
            raise Refusal(f"{_NOT_SET_UP}\n\n（找不到 {self._command[0]}）") from None
        except subprocess.TimeoutExpired:
            raise Refusal(f"校验程序{patience:g}秒没有应答，已停止。文件没有改动，请再试一次。") from None
        # 1 says "findings at error level"; a program that breaks off ends with it too, but has printed nothing.
        if done.returncode not in (0, 1) or not (done.stdout or done.returncode == 0):
            said = done.stderr.strip() or f"退出码 {done.returncode}"
            if said.endswith("No module named jixiao"):
                raise Refusal(f"{_NOT_SET_UP}\n\n（{self._command[0]} 里没有 jixiao）")
            raise Refusal(said if done.returncode == _WRONG_USE else f"校验程序出错：\n{said[-600:]}")
        return done.stdout


def _made(answer: Mapping[str, Any]) -> tuple[str, str, bool]:
    """What was said, why it was refused, and whether that is for want of calculating."""
    return answer["said"], answer["refused"], answer["is_stale"]


def environment() -> dict[str, str]:
    """The environment without what LibreOffice put into it for itself; text goes both ways as UTF-8.

    Modules come from where Python is installed, never from the folder that it happens to be started in.
    """
    kept = {key: value for key, value in os.environ.items() if not key.upper().startswith(_MISLEADING)}
    return {**kept, "PYTHONUTF8": "1", "PYTHONSAFEPATH": "1"}


class Refused:
    """No engine at all: every question is answered with what to do about it."""

    def check(self, _grid: dict[str, Any]) -> Outcome:
        """Raises Refusal."""
        raise Refusal(_NOT_SET_UP)

    def final(self, _source: str, _target: str) -> str:
        """Raises Refusal."""
        raise Refusal(_NOT_SET_UP)

    def batch(self, _folder: str, _target: str) -> str:
        """Raises Refusal."""
        raise Refusal(_NOT_SET_UP)

    def about(self) -> str:
        """Raises Refusal."""
        raise Refusal(_NOT_SET_UP)


class _InProcess:
    """The package in this very process. What it lacks here (pandas, say, for the summary), another engine does."""

    def __init__(self, module: Any, refusal: Any, otherwise: CalcEngine) -> None:
        self._here, self._refusal, self._otherwise = module.Here(), refusal, otherwise

    def check(self, grid: dict[str, Any]) -> Any:
        """Check a workbook that is open."""
        return self._here.check(grid)

    def final(self, source: str, target: str) -> str:
        """Write the 上报版. Raises Refusal."""
        return self._done("final", source, target)

    def batch(self, folder: str, target: str) -> str:
        """Check a folder. Raises Refusal."""
        return self._done("batch", folder, target)

    def about(self) -> str:
        """The package and its version."""
        return f"jixiao {importlib.import_module('jixiao').__version__}（在 LibreOffice 的 Python 里）"

    def _done(self, task: str, *arguments: str) -> str:
        try:
            return str(getattr(self._here, task)(*arguments))
        except ImportError:
            return str(getattr(self._otherwise, task)(*arguments))
        except self._refusal as refusal:
            # The package's own exception is another class than the one that came with the extension.
            raise Refusal(str(refusal), is_stale=refusal.is_stale) from None


def engine_for(configuration: Mapping[str, Any]) -> CalcEngine:
    """The engine. configuration: of the profile; "engine" is the command, "in_process": false asks for the command
    even where the package could be imported."""
    command = configuration.get("engine")
    installed: CalcEngine = Refused()
    if isinstance(command, list) and command and all(isinstance(each, str) for each in command):
        installed = Installed(command)
    if not configuration.get("in_process", True):
        return installed
    try:
        # By name: imports of the package are renamed in the extension.
        module = importlib.import_module("jixiao_addin.buttons.engine")
        refusal = importlib.import_module("jixiao_addin.buttons.outcome").Refusal
    except Exception:  # noqa: BLE001  # too old a Python, a part that is missing: the command may still do
        return installed
    return _InProcess(module, refusal, installed)
