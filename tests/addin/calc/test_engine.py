"""The engine as a process of its own: clean surroundings, JSON both ways, and every failure said in plain words."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from calc_office import STARTER, Office
from office import needs_libreoffice
from places import WORKBOOKS

from jixiao_addin.buttons.engine import Here
from jixiao_addin.buttons.outcome import Refusal
from jixiao_addin.calc.inside.engine import Installed, Refused, engine_for, environment

GRID: dict[str, Any] = {"schema": 1, "name": "空.xlsx", "sheets": [{"name": "表"}]}


def command(tmp_path: Path, code: str) -> list[str]:
    """A program in place of the engine."""
    script = tmp_path / "engine.py"
    script.write_text(code, encoding="utf-8")
    return [sys.executable, str(script)]


def test_the_installed_command_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = engine_for({"engine": [sys.executable, "-c", STARTER], "in_process": False})
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    assert engine.check(GRID).status == "no-form"
    assert engine.about().startswith("jixiao ")


def test_what_libreoffice_sets_for_itself_is_kept_from_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "UNO_PATH", "URE_BOOTSTRAP", "VIRTUAL_ENV"):
        monkeypatch.setenv(name, "astray")
    assert "astray" not in environment().values()
    assert environment()["PYTHONUTF8"] == "1"


def test_a_module_that_lies_where_libreoffice_runs_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("jixiao", "json", "jixiao_addin"):
        (tmp_path / f"{name}.py").write_text("open('ran', 'w').close(); raise SystemExit(2)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    # As it was stored before -P was: an installation need not be renewed to be safe.
    engine = Installed([sys.executable, "-m", "jixiao"])
    with suppress(Refusal):
        engine.about()
    assert not (tmp_path / "ran").exists()
    with suppress(Refusal):
        Installed([sys.executable, "-P", "-m", "jixiao"]).about()
    assert not (tmp_path / "ran").exists()


def test_text_goes_both_ways_as_utf8(tmp_path: Path) -> None:
    code = "import json, sys\nname = json.load(sys.stdin)['name']\nprint(name, file=sys.stderr)\nsys.exit(2)"
    with pytest.raises(Refusal, match="名单㐀𠀀"):
        Installed(command(tmp_path, code)).check({**GRID, "name": "名单㐀𠀀"})


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("print('{}')", "版本可能不一样"),
        ("print('不是 JSON')", "版本可能不一样"),
        ("raise SystemExit('Traceback 说不清')", "校验程序出错：\nTraceback 说不清"),
        ("import sys; print('口径写错了。', file=sys.stderr); sys.exit(2)", "^口径写错了。$"),
        ("import os; os.abort()", "校验程序出错"),
        ("import time; time.sleep(60)", "没有应答"),
    ],
)
def test_an_engine_that_fails_is_said_to_have_failed(tmp_path: Path, code: str, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        Installed(command(tmp_path, code), patience=2).check(GRID)


def test_a_command_that_is_not_there_says_how_to_set_it_up(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="jixiao addin install --host calc"):
        Installed([str(tmp_path / "jixiao")]).check(GRID)


@pytest.mark.parametrize("configuration", [{}, {"engine": "jixiao"}, {"engine": []}, {"engine": [1]}])
def test_without_a_command_nothing_is_started(configuration: dict[str, Any]) -> None:
    engine = engine_for({**configuration, "in_process": False})
    assert isinstance(engine, Refused)
    with pytest.raises(Refusal, match="jixiao addin install --host calc"):
        engine.final("a.xlsx", "b.xlsx")


def test_both_engines_say_the_same_of_a_folder(tmp_path: Path, forms: list[Path]) -> None:
    folder = tmp_path / "返回的表"
    folder.mkdir()
    for path in forms[:3]:
        shutil.copy(path, folder)
    (folder / "坏.xlsx").write_bytes(b"PK")
    for each in ("here", "there"):
        (tmp_path / each).mkdir()
    installed = Installed([sys.executable, "-c", STARTER])
    here = Here().batch(str(folder), str(tmp_path / "here" / "汇总.xlsx"))
    assert installed.batch(str(folder), str(tmp_path / "there" / "汇总.xlsx")) == here
    assert here.startswith("查了4个文件：") and "有1个文件没能查" in here
    assert all((tmp_path / each / "汇总.xlsx").is_file() for each in ("here", "there"))


def test_both_engines_refuse_a_folder_in_the_same_words(tmp_path: Path) -> None:
    installed = Installed([sys.executable, "-c", STARTER])
    for folder, target, word in (
        (tmp_path, tmp_path / "汇总.xlsx", "没有找到表格文件"),
        (tmp_path / "没有的", tmp_path / "汇总.xlsx", "重新选择文件夹"),
        (WORKBOOKS, tmp_path / "没有的" / "汇总.xlsx", "请换一个文件夹再试"),
    ):
        refusals = []
        for engine in (Here(), installed):
            with pytest.raises(Refusal, match=word) as refusal:
                engine.batch(str(folder), str(target))
            refusals.append(str(refusal.value))
        assert refusals[0] == refusals[1]


@pytest.fixture
def configured(office: Office) -> Iterator[Any]:
    """Sets the configuration of the running LibreOffice; afterwards it is as before."""
    before = office.configuration.read_bytes()

    def configure(**content: object) -> None:
        office.configuration.write_text(json.dumps(content), encoding="utf-8")

    yield configure
    office.configuration.write_bytes(before)


@needs_libreoffice
@pytest.mark.libreoffice
def test_both_engines_mark_alike(office: Office, configured: Any, form: Path) -> None:
    (here,) = office.ask("checked", paths=[str(form)])
    configured(engine=[sys.executable, "-c", STARTER], in_process=False)
    (there,) = office.ask("checked", paths=[str(form)])
    assert there["marks"] == here["marks"] and there["marks"]
    assert there["said"] == here["said"]
    # The first line names the time.
    assert there["rows"][1:] == here["rows"][1:]


@needs_libreoffice
@pytest.mark.libreoffice
def test_without_an_engine_the_clerk_is_told_and_the_document_stays_as_it_was(
    office: Office, configured: Any, form: Path
) -> None:
    configured(in_process=False)
    before, after = office.ask("pressed", path=str(form), steps=[{}, {"press_": "check"}])
    assert "jixiao addin install --host calc" in after["said"][-1]
    assert {**after, "said": []} == before


@needs_libreoffice
@pytest.mark.libreoffice
def test_the_checkup_says_that_all_is_well_or_what_is_missing(office: Office, configured: Any, form: Path) -> None:
    (well,) = office.ask("pressed", path=str(form), steps=[{"press_": "doctor"}])
    assert well["said"][-1].endswith("一切正常。")
    configured(in_process=False)
    (lacking,) = office.ask("pressed", path=str(form), steps=[{"press_": "doctor"}])
    assert "校验程序：没有找到" in lacking["said"][-1]
