"""One LibreOffice with the extension in its profile, for all tests of the extension."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from calc_office import Office, calc_with_extension


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with calc_with_extension(tmp_path_factory.mktemp("calc")) as office:
        yield office
