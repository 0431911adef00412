"""The 16 real forms of 浔阳 2023 typed into the templates give their printed scores in LibreOffice."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from calc import calc
from office import needs_libreoffice
from places import ROOT

from jixiao.forms import find_forms
from jixiao.reading import read_workbook
from jixiao_templates import load_cases
from jixiao_templates.templates import build

pytestmark = [pytest.mark.libreoffice, needs_libreoffice]
SCRIPT = Path(__file__).parents[1] / "support" / "calc_editing.py"
CASES = load_cases(ROOT / "examples/cases/xunyang-2023")
TEMPLATES = {"project": "project-2021"}
RATE, EXECUTION, TOTAL = "执行率", "执行率得分", "总分"
# What the catalogue of misprints names: 98% against ≥98% printed as 9.74 of 10.
MISPRINTS = {("14-department", "项目完成率(%)"), ("15-export-ganfutong", "群众使用便利满意度")}


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """Every form typed into its template and recalculated by LibreOffice: what stands in each watched place."""
    folder = tmp_path_factory.mktemp("real")
    files, places = [], []
    for name, case in CASES.items():
        path = folder / f"{name}.xlsx"
        path.write_bytes(build(TEMPLATES.get(case.kind, case.kind), filled=case))
        places.append(_places(path))
        files.append({"path": str(path), "watch": list(places[-1].values())})
    with calc(folder) as session:
        seen = session.run(SCRIPT, files=files)
    return {
        name: {role: held[address] for role, address in where.items()}
        for name, where, (held,) in zip(CASES, places, seen, strict=True)
    }


def _places(path: Path) -> dict[str, str]:
    (form,) = find_forms(read_workbook(path))
    total, funds = form.total.score, form.fund_total
    assert total is not None and funds is not None and funds.rate is not None and funds.score is not None
    rows = {row.name: row.score.address for row in form.live if row.score is not None}
    return {**rows, RATE: funds.rate.address, EXECUTION: funds.score.address, TOTAL: total.address}


@pytest.mark.parametrize("name", CASES)
def test_the_printed_scores_come_out(name: str, worked: dict[str, dict[str, object]]) -> None:
    case = CASES[name]
    printed = {row.level3: row.score for row in case.indicators if row.score is not None}
    printed |= {RATE: case.funds[0].rate, EXECUTION: case.funds[0].score}
    live = {role: Decimal(str(held)) for role, held in worked[name].items()}
    total = live.pop(TOTAL)
    assert live.keys() == printed.keys()
    wrong = {role: (printed[role], live[role]) for role in printed if live[role] != printed[role]}
    assert wrong == {role: (Decimal("9.74"), 10) for form, role in MISPRINTS if form == name}
    assert case.total.score is not None
    assert total == case.total.score + sum(right - misprint for misprint, right in wrong.values())
