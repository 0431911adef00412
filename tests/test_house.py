"""The house: what is packaged, where the version stands, what imports what, how fast the command starts."""

from __future__ import annotations

import ast
import configparser
import os
import re
import statistics
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import jixiao

ROOT = Path(__file__).resolve().parents[1]
SETUP = configparser.ConfigParser()
SETUP.read(ROOT / "setup.cfg", encoding="utf-8")


def listed(section: str, option: str) -> list[str]:
    """The lines of a setup.cfg value."""
    return [line for line in SETUP[section][option].splitlines() if line and not line.startswith("#")]


PACKAGE_DIRS = dict(re.split(r"\s*=\s*", line) for line in listed("options", "package_dir"))
MODULES = sorted(path for folder in PACKAGE_DIRS.values() for path in (ROOT / folder).rglob("*.py"))
ENGINE = ROOT / PACKAGE_DIRS["jixiao"]
# Every module of the engine with the part of it that it belongs to: values/units.py → values.
ENGINE_PARTS = {
    path: path.relative_to(ENGINE).parts[0].removesuffix(".py") for path in MODULES if path.is_relative_to(ENGINE)
}
# What a cell function needs (docs/decisions/0001-component-roots.md).
CELL_FUNCTION_MODULES = ("values", "direction", "scoring", "functions")


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def package_of(module: Path) -> str:
    """The dotted name of the folder that a module lies in, counted from its component root."""
    for name, folder in PACKAGE_DIRS.items():
        if module.is_relative_to(ROOT / folder):
            return ".".join((name, *module.parent.relative_to(ROOT / folder).parts))
    raise AssertionError(module)


def files_of_the_roots() -> list[Path]:
    roots = {ROOT / Path(folder).parts[0] for folder in PACKAGE_DIRS.values()}
    return sorted(
        path
        for root in roots
        for path in root.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and ".egg-info" not in str(path.parent)
    )


# -- packaging -----------------------------------------------------------------


def test_every_package_is_listed_in_setup_cfg() -> None:
    on_disk = {package_of(path) for path in MODULES if path.name == "__init__.py"}
    assert on_disk == set(listed("options", "packages"))


def test_every_module_lies_in_a_package() -> None:
    strays = [relative(path) for path in MODULES if not (path.parent / "__init__.py").exists()]
    assert not strays


def test_the_component_roots_are_no_packages() -> None:
    # A top-level package named `validators` would overwrite another distribution's.
    roots = [(ROOT / folder).parent for folder in PACKAGE_DIRS.values()]
    assert not [relative(root) for root in roots if (root / "__init__.py").exists()]


def test_every_data_file_is_packaged() -> None:
    patterns = listed("options.package_data", "*")
    data = [
        path
        for folder in PACKAGE_DIRS.values()
        for path in files_of_the_roots()
        if path.is_relative_to(ROOT / folder) and path.suffix not in {".py", ".pyc"}
    ]
    left_out = [relative(path) for path in data if not any(path.match(pattern) for pattern in patterns)]
    assert not left_out


def test_the_version_is_written_once() -> None:
    version = re.compile(rf"(?<![\w.]){re.escape(jixiao.__version__)}(?![\w.])")
    places = [
        relative(path)
        for path in [ROOT / "setup.cfg", ROOT / "pyproject.toml", *MODULES]
        if version.search(path.read_text(encoding="utf-8"))
    ]
    assert places == ["validators/jixiao/__init__.py"]


def test_the_changelog_knows_the_version() -> None:
    assert f"## {jixiao.__version__}\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


# -- manners -------------------------------------------------------------------


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    place = re.compile(rb"(?<![\w.])/(?:work|root|home|Users)/|[A-Z]:\\\\?Users\\")
    naming = [relative(path) for path in files_of_the_roots() if place.search(path.read_bytes())]
    assert not naming


def test_modules_stay_small() -> None:
    lines = {relative(path): len(path.read_bytes().splitlines()) for path in MODULES}
    assert not {path: count for path, count in lines.items() if count > 350}


# -- imports -------------------------------------------------------------------


def imported_names(module: Path) -> set[str]:
    """Every absolute module name that a module imports, wherever in it the import stands."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_bytes())):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package_of(module).split(".")[: -node.level + 1 or None] if node.level else []
            origin = ".".join([*base, *filter(None, [node.module])])
            # `from jixiao import values` imports jixiao.values, not jixiao.
            names.update(f"{origin}.{alias.name}" if origin == "jixiao" else origin for alias in node.names)
    return names


def test_what_a_cell_function_needs_comes_with_python() -> None:
    modules = [path for path, part in ENGINE_PARTS.items() if part in CELL_FUNCTION_MODULES]
    assert modules
    strangers = {
        f"{relative(path)}: {name}"
        for path in modules
        for name in imported_names(path)
        if name.split(".")[0] not in sys.stdlib_module_names
        and name.split(".")[:2] not in [["jixiao", own] for own in CELL_FUNCTION_MODULES]
    }
    assert not strangers


def test_every_module_of_the_engine_has_its_layer() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = " ".join(layer for contract in contracts for layer in contract.get("layers", []))
    placed = set(re.findall(r"\bjixiao\.(\w+)", layers))
    assert set(ENGINE_PARTS.values()) - {"__init__"} <= placed


# -- start-up ------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="CPU time of a child is asked for with wait4")
def test_the_command_starts_almost_as_fast_as_python_itself() -> None:
    def cpu_seconds(*arguments: str) -> float:
        child = subprocess.Popen([sys.executable, *arguments], env=environment, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        assert child.returncode == 0
        return usage.ru_utime + usage.ru_stime

    # The jixiao under test, source tree or wheel; compiled once in the warm-up, as on any user's machine.
    environment = {**os.environ, "PYTHONPATH": str(Path(jixiao.__file__).parents[1])}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    python = ("-c", "import argparse, json, zipfile")
    command = ("-m", "jixiao", "--version")
    cpu_seconds(*python)
    cpu_seconds(*command)
    rounds = [(cpu_seconds(*command), cpu_seconds(*python)) for _ in range(21)]
    assert statistics.median(ours / theirs for ours, theirs in rounds) <= 1.5
