"""``jixiao new``: what a user gets, and what is said to somebody who got it wrong."""

from __future__ import annotations

import configparser
import sysconfig
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import Ran, runner

import jixiao_templates
from jixiao.reading import read_workbook
from jixiao.stamp import stamp_of
from jixiao_templates.blank_forms import TEMPLATES
from jixiao_templates.templates import build

ROOT = Path(__file__).resolve().parents[2]
SHEET = TEMPLATES["project-2021"].layout.sheet_name


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    return runner(capsys, "new")


def test_every_template_is_listed_with_its_name_first(run) -> None:
    ran = run("--list")
    assert (ran.code, ran.err) == (0, "")
    assert [line.split()[0] for line in ran.out.splitlines()] == list(TEMPLATES)


def test_a_template_is_written(run, tmp_path: Path) -> None:
    target = tmp_path / "自评表.xlsx"
    ran = run("project-2021", "-o", target)
    assert (ran.code, ran.err) == (0, "")
    assert target.read_bytes() == build("project-2021")
    assert "mof-2021" in ran.out


def test_the_profile_and_the_edition_are_those_asked_for(run, tmp_path: Path) -> None:
    target = tmp_path / "自评表.xlsx"
    assert run("project-2020", "-o", target, "--profile", "mof-2020", "--edition", "udf", "--host", "calc").code == 0
    stamp = stamp_of(read_workbook(target), SHEET)
    assert stamp is not None
    assert (stamp.template, stamp.profile) == ("project-2020", "mof-2020")
    with zipfile.ZipFile(target) as archive:
        assert "JX.SCORE(" in archive.read("xl/worksheets/sheet1.xml").decode()


def test_a_file_that_is_there_is_kept_unless_it_may_go(run, tmp_path: Path) -> None:
    target = tmp_path / "自评表.xlsx"
    target.write_bytes(b"mine")
    ran = run("project-2021", "-o", target)
    assert (ran.code, target.read_bytes()) == (2, b"mine")
    assert "--force" in ran.err
    assert run("project-2021", "-o", target, "--force").code == 0
    assert target.read_bytes() != b"mine"


def test_the_form_of_2020_is_scored_by_the_rules_of_2020_unless_others_are_asked_for(run, tmp_path: Path) -> None:
    for arguments, name in (((), "mof-2020"), (("--profile", "mof-2021"), "mof-2021")):
        target = tmp_path / f"{name}.xlsx"
        assert name in run("project-2020", "-o", target, *arguments).out
        stamp = stamp_of(read_workbook(target), SHEET)
        assert stamp is not None
        assert stamp.profile == name


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "请写明要哪一张表"),
        (("projct-2021", "-o", "x.xlsx"), "是不是 project-2021"),
        (("project-2021",), "-o"),
        (("project-2021", "-o", "x.pdf"), ".xlsx"),
        (("project-2021", "-o", "没有这个文件夹/x.xlsx"), "换一个位置"),
        (("project-2021", "-o", "x.xlsx", "--profile", "mof-2022"), "mof-2022"),
        (("project-2021", "-o", "x.xlsx", "--edition", "macro"), "--edition"),
    ],
)
def test_wrong_use_is_told_in_chinese(run, tmp_path: Path, monkeypatch, arguments: tuple[str, ...], said: str) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_local_profile_has_no_functions(run, tmp_path: Path) -> None:
    profile = tmp_path / "本地.toml"
    profile.write_text('name = "local"\ntitle = "本地"\nbasis = "本地"\nextends = "mof-2021"\n', encoding="utf-8")
    target = tmp_path / "自评表.xlsx"
    assert "公式版" in run("project-2021", "-o", target, "--profile", profile, "--edition", "udf").err
    assert run("project-2021", "-o", target, "--profile", profile).code == 0
    stamp = stamp_of(read_workbook(target), SHEET)
    assert stamp is not None
    assert stamp.profile == "local"


def test_the_built_templates_go_with_the_package() -> None:
    """From the source tree: setup.cfg names them; from an installed wheel: they lie below its prefix, byte for byte."""
    on_disk = {path.name: path.read_bytes() for path in (ROOT / "workbook_templates").glob("*.xlsx")}
    assert set(on_disk) == {f"{name}.xlsx" for name in TEMPLATES}
    if ROOT in Path(jixiao_templates.__file__).parents:
        setup = configparser.ConfigParser()
        setup.read(ROOT / "setup.cfg", encoding="utf-8")
        assert setup["options.data_files"]["share/jixiao/templates"] == "workbook_templates/*.xlsx"
        return
    shipped = Path(sysconfig.get_path("data"), "share", "jixiao", "templates")
    assert {path.name: path.read_bytes() for path in shipped.iterdir()} == on_disk
