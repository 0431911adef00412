"""Form after form through one LibreOffice: nothing of them is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from calc_memory import calc_for_measuring, growth
from office import needs_libreoffice

pytestmark = [needs_libreoffice, pytest.mark.libreoffice, pytest.mark.slow]

# About 60 kB a form are LibreOffice's own, most of it its Python bridge: a string for every property that is read.
KILOBYTES_A_FORM = 150


def test_checking_keeps_nothing_of_a_form(tmp_path: Path, forms: list[Path]) -> None:
    with calc_for_measuring(tmp_path) as office:
        assert growth(office, forms, "check", 24).kilobytes < KILOBYTES_A_FORM
