"""Putting the add-in where Excel finds it, and taking it away."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from jixiao import __version__
from jixiao_addin.setup.excel import NotInstalled, install, remove
from jixiao_addin.setup.machine import Machine, this_machine
from jixiao_addin.xlam.configuration import LOG, XLWINGS, library_names, read_configuration
from jixiao_addin.xlam.versions import Versions, versions_in


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A PC as far as files go: the folders of a user, and the libraries of xlwings."""
    for name in library_names(XLWINGS):
        (tmp_path / name).write_bytes(b"MZ")
    return replace(looked_at(tmp_path), libraries=tmp_path)


def looked_at(home: Path) -> Machine:
    environment = {"APPDATA": str(home / "Roaming"), "LOCALAPPDATA": str(home / "Local")}
    return this_machine(environment, lambda *_: None)


def test_installed_is_found_and_removed_is_gone(machine: Machine, tmp_path: Path) -> None:
    installed = install(machine)
    assert installed.addin == tmp_path / "Roaming" / "Microsoft" / "Excel" / "XLSTART" / "jixiao.xlam"
    assert versions_in(installed.addin) == Versions(__version__, XLWINGS)
    known = read_configuration(installed.configuration)
    assert known is not None and (known.interpreter, known.libraries) == (machine.interpreter, tmp_path)
    now = looked_at(tmp_path)
    assert now.addin == installed.addin and now.configuration == known
    installed.configuration.with_name(LOG).write_text("…", encoding="utf-8")
    assert len(remove(now)) == 3
    assert not installed.addin.exists() and not installed.configuration.parent.exists()
    assert remove(looked_at(tmp_path)) == []


def test_installing_again_replaces_and_what_is_not_ours_stays(machine: Machine, tmp_path: Path) -> None:
    first = install(machine).addin.read_bytes()
    other = tmp_path / "Local" / "jixiao" / "别的.txt"
    other.write_text("不是我们的", encoding="utf-8")
    assert install(machine).addin.read_bytes() == first
    remove(looked_at(tmp_path))
    assert other.exists()


def test_without_windows_it_is_said_what_to_do_instead(machine: Machine) -> None:
    elsewhere = replace(machine, startup=None, configuration_file=None)
    for act in (install, remove):
        with pytest.raises(NotInstalled, match="--host calc"):
            act(elsewhere)


@pytest.mark.parametrize("lacking", [{"libraries": None}, {"xlwings": "0.30.0"}, {"xlwings": ""}])
def test_without_the_right_xlwings_nothing_is_written(machine: Machine, lacking: dict[str, object]) -> None:
    with pytest.raises(NotInstalled, match=f"xlwings=={XLWINGS}"):
        install(replace(machine, **lacking))  # type: ignore[arg-type]
    assert machine.startup is not None and not machine.startup.exists()


def test_a_locked_file_asks_to_close_excel(machine: Machine) -> None:
    assert machine.startup is not None
    (machine.startup / "jixiao.xlam").mkdir(parents=True)
    with pytest.raises(NotInstalled, match="关闭所有 Excel 窗口"):
        install(machine)


def test_an_interpreter_that_excel_cannot_start_is_refused(machine: Machine) -> None:
    with pytest.raises(NotInstalled, match="换一个"):
        install(replace(machine, interpreter=Path("/x" * 900)))
