"""Installing into a profile, out of it again, and asking how things stand; a LibreOffice at work is left alone."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from calc import profile_in
from calc_office import Office
from office import needs_libreoffice

from jixiao import __version__
from jixiao.cli.addin import status_line
from jixiao_addin.calc.installing import Status, install_calc, remove_calc, status_calc

pytestmark = [needs_libreoffice, pytest.mark.libreoffice]


def test_it_comes_goes_and_says_whether_it_is_there(tmp_path: Path) -> None:
    profile = profile_in(tmp_path)
    installed = install_calc(profile)
    assert (installed.version, installed.problem, installed.is_current) == (__version__, "", True)
    assert json.loads((profile / "user" / "jixiao.json").read_text(encoding="utf-8")) == {
        "engine": [sys.executable, "-P", "-m", "jixiao"]
    }
    # Once more is no harm: the version that is there is replaced.
    assert install_calc(profile) == installed
    assert installed.lacks == ""
    (profile / "user" / "jixiao.json").unlink()
    astray = status_calc(profile)
    assert "按钮找不到校验程序" in status_line(astray) and "install --host calc" in status_line(astray)
    removed = remove_calc(profile)
    assert (removed.version, removed.problem, removed.engine) == ("", "", ())
    assert (removed.removed, remove_calc(profile).removed) == (__version__, "")
    assert not (profile / "user" / "jixiao.json").exists()


def test_a_libreoffice_at_work_is_asked_and_not_ended(office: Office, form: Path) -> None:
    office.ask("on_screen", ask="open", path=str(form))
    status = status_calc(office.session.profile)
    still = office.ask("on_screen", ask="state")
    office.ask("on_screen", ask="close")
    assert still["sheets"] == ["项目支出绩效自评表"]
    assert status.is_current and not status.problem


def test_an_engine_whose_python_is_gone_is_said(tmp_path: Path) -> None:
    status = Status(__version__, engine=(str(tmp_path / "python"), "-m", "jixiao"))
    assert "按钮用的 Python 不在了" in status_line(status) and "install --host calc" in status_line(status)
    assert status_line(Status(__version__, engine=(sys.executable,))) == f"LibreOffice 扩展：版本 {__version__}"


def test_without_libreoffice_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("jixiao_addin.calc.installing._USUAL", ())
    assert "请先安装 LibreOffice" in install_calc(tmp_path).problem
