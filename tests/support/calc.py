"""A real LibreOffice Calc with a profile of its own, driven through UNO: live editing, recalculation, buttons.

The scripts run under the system's Python, the one that LibreOffice's bridge is built for.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from office import SOFFICE

from jixiao_addin.calc.installing import environment_for

SYSTEM_PYTHON = "/usr/bin/python3"
_INSIDE = Path(__file__).with_name("inside_calc.py")
_STARTS, _START, _STOP = 3, 40, 20


@dataclass(frozen=True)
class Calc:
    """A running LibreOffice."""

    pipe: str
    profile: Path
    process: subprocess.Popen[bytes]

    def run(self, script: Path, timeout: float = 300, **payload: object) -> Any:
        """What `main(desktop, **payload)` of the script returns; its exception, as text, fails the test."""
        done = subprocess.run(
            [SYSTEM_PYTHON, str(_INSIDE), self.pipe, str(script)],
            input=json.dumps(payload, ensure_ascii=False),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=timeout,
            env=clean_environment(),
            check=False,
        )
        assert done.returncode == 0, f"{script.name} ended with {done.returncode}:\n{done.stderr[-4000:]}"
        return json.loads(done.stdout)


def clean_environment() -> dict[str, str]:
    """The environment without what would lead another Python astray; the system's comes first on the path."""
    return environment_for(SYSTEM_PYTHON)


@contextmanager
def calc(
    folder: Path, locale: str = "zh-CN", *, visible: bool = False, environment: Mapping[str, str] | None = None
) -> Iterator[Calc]:
    """LibreOffice with its profile in the folder, stopped at the end; visible needs a display (Xvfb)."""
    assert SOFFICE is not None, "LibreOffice is not installed"
    profile = profile_in(folder, locale)
    pipe = f"jixiao-{uuid4().hex[:12]}"
    command = [
        SOFFICE,
        f"-env:UserInstallation={profile.as_uri()}",
        f"--accept=pipe,name={pipe};urp;",
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nolockcheck",
        *([] if visible else ["--headless", "--invisible"]),
    ]
    session = _started(pipe, profile, command, {**clean_environment(), **(environment or {})})
    try:
        yield session
    finally:
        _stop(session)


def _started(pipe: str, profile: Path, command: list[str], environment: Mapping[str, str]) -> Calc:
    """A LibreOffice that answers; one that does not, which happens on a busy machine, is started anew."""
    for _ in range(_STARTS):
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )
        session = Calc(pipe, profile, process)
        if _answers(session):
            return session
        _stop(session)
    raise AssertionError("LibreOffice does not answer")


def profile_in(folder: Path, locale: str = "zh-CN") -> Path:
    """The folder's profile, made if there is none yet: Chinese dates and numbers, no tips, no questions."""
    profile = folder / "calc-profile"
    if not profile.exists():
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_settings(locale), encoding="utf-8")
    return profile


def _answers(session: Calc) -> bool:
    ready = Path(__file__).with_name("calc_ready.py")
    deadline = time.monotonic() + _START
    while time.monotonic() < deadline:
        try:
            session.run(ready, timeout=_START)
        except (AssertionError, subprocess.TimeoutExpired):
            time.sleep(0.2)
        else:
            return True
    return False


def _stop(session: Calc) -> None:
    # The wrapper script starts soffice.bin as its child: the whole group has to go.
    group = session.process.pid
    for signal in (15, 9):
        try:
            os.killpg(group, signal)
        except ProcessLookupError:
            return
        try:
            session.process.wait(_STOP)
        except subprocess.TimeoutExpired:
            continue
        return


def _settings(locale: str) -> str:
    def item(path: str, name: str, value: str) -> str:
        return f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'

    items = (
        item("/org.openoffice.Setup/L10N", "ooSetupSystemLocale", locale),
        item("/org.openoffice.Office.Common/Misc", "ShowTipOfTheDay", "false"),
        item("/org.openoffice.Office.Common/Misc", "FirstRun", "false"),
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{''.join(items)}</oor:items>\n"
    )


def uno_is_there() -> bool:
    """Whether the system's Python can talk to LibreOffice."""
    if shutil.which(SYSTEM_PYTHON) is None:
        return False
    return subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], env=clean_environment(), check=False).returncode == 0
