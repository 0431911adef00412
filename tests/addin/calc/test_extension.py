"""The extension as a file: the same bytes every time, complete, and nothing in it that its Python may not have."""

from __future__ import annotations

import ast
import importlib
import re
import sys
import zipfile
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

import pytest

from jixiao import __version__
from jixiao.functions import FUNCTIONS
from jixiao_addin.calc import build_oxt
from jixiao_addin.calc.settings import BUTTONS
from jixiao_addin.calc.vendoring import renamed, vendored

OURS = {"jixiao_cells", "jixiao_buttons", "jixiao_inside"}
MANIFEST = "{http://openoffice.org/2001/manifest}"
REGISTRY = "{http://openoffice.org/2001/registry}"


@pytest.fixture(scope="module")
def extension(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    return zipfile.ZipFile(build_oxt(tmp_path_factory.mktemp("oxt")))


def test_two_builds_are_equal_to_the_byte(tmp_path: Path) -> None:
    one, other = build_oxt(tmp_path / "one"), build_oxt(tmp_path / "other")
    assert one.read_bytes() == other.read_bytes()


def test_the_manifest_names_what_is_there_and_the_types_first(extension: zipfile.ZipFile) -> None:
    entries = ElementTree.fromstring(extension.read("META-INF/manifest.xml"))
    named = [entry.get(f"{MANIFEST}full-path") for entry in entries]
    assert named[0] == "types.rdb"
    outside = [name for name in extension.namelist() if "/" not in name and name != "description.xml"]
    assert sorted(named, key=str) == sorted(outside)


def test_it_carries_the_version_of_the_package(extension: zipfile.ZipFile) -> None:
    description = ElementTree.fromstring(extension.read("description.xml"))
    (version,) = [each.get("value") for each in description if each.tag.endswith("}version")]
    assert version == __version__


def test_every_settings_file_is_well_formed(extension: zipfile.ZipFile) -> None:
    for name in extension.namelist():
        if name.endswith((".xcu", ".xml")):
            ElementTree.fromstring(extension.read(name))


def texts_of(extension: zipfile.ZipFile, part: str, name: str) -> list[str]:
    root = ElementTree.fromstring(extension.read(part))
    found = [each for each in root.iter("prop") if each.get(f"{REGISTRY}name") == name]
    return [value.text or "" for each in found for value in each.iter("value")]


def test_each_function_keeps_the_spelling_of_excel_as_another_name(extension: zipfile.ZipFile) -> None:
    names = set(texts_of(extension, "CalcAddIns.xcu", "CompatibilityName"))
    assert names == {function.name for function in FUNCTIONS}


def test_menu_and_toolbar_have_every_button(extension: zipfile.ZipFile) -> None:
    urls = texts_of(extension, "Addons.xcu", "URL")
    assert urls == [f"vnd.jixiao:{button.action}" for button in BUTTONS] * 2
    titles = texts_of(extension, "Addons.xcu", "Title")
    assert {"绩效自评", "校验", "批量校验", "规范写法", "清除标注", "另存上报版", "环境自检"} == set(titles)


def test_every_button_has_its_action() -> None:
    # The component itself needs UNO to be imported; its table can be read without.
    source = files("jixiao_addin.calc.inside").joinpath("buttons.py").read_text(encoding="utf-8")
    (table,) = re.findall(r"ACTIONS.*?\{(.*?)\n\}", source, re.DOTALL)
    assert set(re.findall(r'"([\w-]+)":', table)) == {button.action for button in BUTTONS}


def test_what_is_carried_along_needs_nothing_but_python_and_uno() -> None:
    strangers = {
        (name, module)
        for name, content in vendored()
        if name.endswith(".py")
        for module in imported(content)
        if module.split(".")[0] not in {*sys.stdlib_module_names, *OURS, "uno", "unohelper"}
        # Only read by type checkers, or asked for by name where it may be missing.
    }
    assert not strangers


def imported(source: bytes) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            names.add(node.module)
    return names


def test_what_is_carried_along_is_the_package_s_own_source_but_for_imports() -> None:
    carried = dict(vendored())
    own = files("jixiao").joinpath("scoring", "score.py").read_text(encoding="utf-8")
    vendored_source = carried["jixiao_cells/scoring/score.py"].decode()
    assert vendored_source != own
    assert vendored_source.replace("jixiao_cells", "jixiao") == own


def test_an_import_that_cannot_be_renamed_stops_the_build() -> None:
    assert (
        renamed("from jixiao.values import plain\nimport json\n")
        == "from jixiao_cells.values import plain\nimport json\n"
    )
    assert renamed("from jixiao_addin.buttons import marks\n") == "from jixiao_buttons import marks\n"
    with pytest.raises(ValueError, match=r"jixiao\.values"):
        renamed("import jixiao.values\n")


def test_the_carried_cell_functions_score_without_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, content in vendored():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    monkeypatch.syspath_prepend(tmp_path)
    functions = importlib.import_module("jixiao_cells.functions")
    assert functions.score("≥98%", "97%", 10) == 9.74
    assert Path(str(functions.__file__)).is_relative_to(tmp_path)
