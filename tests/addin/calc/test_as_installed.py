"""The installed package as a clerk meets it: `jixiao addin install --host calc` in an activated environment, the
clerk's own profile, a form of the udf edition, 校验 with the engine of that environment.

`make test` has the source tree installed, `make wheel-test` the wheel.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from calc import calc, profile_in
from calc_office import Office
from office import needs_libreoffice

from jixiao import __version__

pytestmark = [needs_libreoffice, pytest.mark.libreoffice]

_COMMANDS = Path(sys.executable).parent


def test_a_clerk_installs_scores_checks_and_removes(tmp_path: Path, form: Path) -> None:
    # Where LibreOffice looks for the profile of whoever is at work.
    home = tmp_path / "home"
    (home / ".config" / "libreoffice").mkdir(parents=True)
    (home / ".config" / "libreoffice" / "4").symlink_to(profile_in(tmp_path), target_is_directory=True)

    def jixiao(*arguments: str) -> str:
        """What a command says that succeeds."""
        activated = f"{_COMMANDS}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, "HOME": str(home), "PATH": activated, "VIRTUAL_ENV": sys.prefix}
        environment.pop("XDG_CONFIG_HOME", None)
        command = [str(_COMMANDS / "jixiao"), *arguments]
        done = subprocess.run(
            command, env=environment, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=240, check=False
        )
        assert (done.returncode, done.stderr) == (0, ""), done
        return done.stdout

    assert f"已装好，版本 {__version__}。" in jixiao("addin", "install", "--host", "calc")
    assert jixiao("addin", "status", "--host", "calc") == f"LibreOffice 扩展：版本 {__version__}\n"
    jixiao("new", "project-2021", "-o", "自评表.xlsx", "--edition", "udf", "--host", "calc", "--from", str(form))
    path, target = tmp_path / "自评表.xlsx", tmp_path / "存过.xlsx"
    sheet = openpyxl.load_workbook(path).worksheets[0]
    row = next(cell.row for (cell,) in sheet["D13:D60"] if cell.value == "百姓短信接收率")
    with calc(tmp_path) as session:
        office = Office(session)
        changes = [(f"F{row}", "90%")]
        before, after = office.ask("edited", path=str(path), changes=changes, seen=[f"H{row}"], to=str(target))
        (found,) = office.ask("checked", paths=[str(target)])
        (about,) = office.ask("pressed", path=str(path), steps=[{"press_": "doctor"}])
    assert (list(before.values()), list(after.values())) == ([""], ["8.68"])
    # This LibreOffice knows of no package of ours but the installed command.
    assert f"校验程序 jixiao {__version__}（{_COMMANDS}/python" in about["said"][0]
    assert "一切正常" in about["said"][0]
    # The reason for the shortfall is missing.
    assert f"I{row}" in {cell for cells in found["marks"].values() for cell in cells}
    assert "校验结果" in found["sheets"]
    assert jixiao("addin", "remove", "--host", "calc") == "已卸载。\n"
    assert jixiao("addin", "remove", "--host", "calc") == "没有装过，不用卸载。\n"
