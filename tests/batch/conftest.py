"""Folders of forms: lifelike ones from bench/corpus.py, each file several times under different names."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from corpus import make_corpus


@pytest.fixture(scope="session")
def forms(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Forty workbooks, no two alike."""
    return sorted(make_corpus(tmp_path_factory.mktemp("forms"), 40, seed=7))


@pytest.fixture(scope="session")
def hundred(forms: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a hundred workbooks in ten units."""
    folder = tmp_path_factory.mktemp("收件")
    for number in range(100):
        path = folder / f"单位{number % 10}" / f"{number:03d}.xlsx"
        path.parent.mkdir(exist_ok=True)
        shutil.copy(forms[number % len(forms)], path)
    return folder
