"""Whatever stands in a cell: no exception, and no time worth mentioning."""

from __future__ import annotations

from time import process_time

import pytest

from jixiao.casework import run_case

ROW = "产出指标 | 数量指标 | {name} | {target} | {actual} | 90 | 90 |"


@pytest.mark.parametrize("digits", ["9" * 30, "1 " * 30, "0." + "3" * 40, "9" * 400])
def test_numbers_too_long_to_round(digits: str) -> None:
    assert run_case({"rows": ROW.format(name="宽带使用率", target="≥99", actual=digits)}).status == "checked"
    assert run_case({"rows": ROW.format(name="宽带使用率", target=f"≥{digits}", actual="98")}).status == "checked"


@pytest.mark.parametrize("filler", ["≥", "<", "=", "（", "(", "【", "1", "指标"])
def test_a_cell_filled_to_the_brim_takes_no_time(filler: str) -> None:
    started = process_time()
    for place in ("name", "target", "actual"):
        run_case(
            {"rows": ROW.format(**{"name": "宽带条数", "target": "≥99条", "actual": "98条", place: filler * 16000})}
        )
    assert process_time() - started < 3
