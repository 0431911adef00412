"""One LibreOffice with the extension in its profile, for all tests of the extension."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from calc_office import Office, calc_with_extension
from places import WORKBOOKS


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with calc_with_extension(tmp_path_factory.mktemp("calc")) as office:
        yield office


@pytest.fixture(scope="session")
def forms(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The real forms, as copies: LibreOffice leaves a lock file beside what it has open, and heeds that of another."""
    folder = tmp_path_factory.mktemp("forms")
    return [Path(shutil.copy(path, folder)) for path in sorted(WORKBOOKS.rglob("*.xlsx"))]


@pytest.fixture(scope="session")
def form(forms: list[Path]) -> Path:
    """A form with something to say at every level."""
    return next(path for path in forms if path.name.startswith("03-"))
