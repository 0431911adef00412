"""The actions run in Calc's own Python too: standard library only, Python 3.9; the engine stands apart."""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path

import pytest
from grids import grid_of
from places import WORKBOOKS

import jixiao_addin.buttons
from jixiao.reading import read_workbook
from jixiao_addin.buttons.engine import Here
from jixiao_addin.buttons.outcome import outcome_from, plain_data

FOLDER = Path(jixiao_addin.buttons.__file__).parent
MODULES = [path for path in sorted(FOLDER.glob("*.py")) if path.name != "engine.py"]


def imported(tree: ast.Module) -> set[str]:
    """What is imported when the module runs, not what only a type checker sees."""
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_an_action_needs_nothing_but_python_3_9_and_its_neighbours(path: Path) -> None:
    tree = ast.parse(path.read_bytes(), feature_version=(3, 9))
    strangers = {
        name
        for name in imported(tree)
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("jixiao_addin.buttons")
    }
    assert not strangers
    assert "jixiao_addin.buttons.engine" not in imported(tree)


@pytest.mark.parametrize("path", sorted(WORKBOOKS.rglob("*.xlsx")), ids=lambda path: path.stem[:2])
def test_an_outcome_survives_the_way_through_another_process(path: Path) -> None:
    outcome = Here().check(grid_of(read_workbook(path)))
    assert outcome_from(json.loads(json.dumps(plain_data(outcome), ensure_ascii=False))) == outcome
