"""The templates in a real LibreOffice: opened as they are, filled in, pasted over, with rows put in and taken out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from calc import Calc, calc
from office import needs_libreoffice
from openpyxl import load_workbook
from template_cases import CLEAN, GOALS, MONITORING, template_of

from jixiao.check import Choice, check_workbook
from jixiao.forms import find_forms
from jixiao.functions import AMOUNT_UNREAD, ERROR_VALUE, UNSCORED, UNSCORED_ROWS
from jixiao.reading import a1, read_workbook
from jixiao.scoring import shipped_profile
from jixiao_templates.blank_forms import TEMPLATES
from jixiao_templates.entry import HINTS
from jixiao_templates.templates import build

pytestmark = [pytest.mark.libreoffice, needs_libreoffice]

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).parents[1] / "support" / "calc_editing.py"
CHOICE = Choice(shipped_profile())


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Calc]:
    with calc(tmp_path_factory.mktemp("calc")) as running:
        yield running


def worked(session: Calc, path: Path, **how: Any) -> list[dict[str, Any]]:
    """What the watched cells hold at the start and after each step."""
    (seen,) = session.run(SCRIPT, files=[{"path": str(path), **how}])
    return list(seen)


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    path = tmp_path / "clean.xlsx"
    path.write_bytes(build("project-2021", filled=CLEAN))
    return path


def place(path: Path, name: str, role: str) -> str:
    """The address of a cell of the form."""
    (form,) = find_forms(read_workbook(path))
    if role in ("total.weight", "total.score"):
        return getattr(form.total, role.removeprefix("total.")).address
    (row,) = (row for row in form.live if row.level3 is not None and row.level3.text == name)
    return getattr(row, role).address


def beside(path: Path, row: int) -> str:
    """The address of 提示 in a row."""
    cells = read_workbook(path).sheets[0].cells
    return a1(row, next(column for (_, column), cell in cells.items() if cell.value == HINTS))


def row_of(address: str) -> int:
    return int(address.lstrip("ABCDEFGHIJ"))


def test_every_blank_template_opens_and_shows_no_error(session: Calc, tmp_path: Path) -> None:
    for name in TEMPLATES:
        path, stored = ROOT / "workbook_templates" / f"{name}.xlsx", tmp_path / f"{name}-stored.xlsx"
        worked(session, path, store=str(stored))
        (before,), (after,) = find_forms(read_workbook(path)), find_forms(read_workbook(stored))
        assert (before.kind, before.layout, before.live) == (after.kind, after.layout, after.live)
        sheet = read_workbook(stored).sheets[0]
        assert [cell.value for cell in sheet.cells.values() if cell.kind == "e"] == []
        # Nothing is filled in: nothing is worked out but what the formulas keep beside the form.
        printed = len(TEMPLATES[name].layout.widths)
        shown = {at: cell for at, cell in sheet.cells.items() if cell.formula and at[1] <= printed and cell.value}
        assert shown == {}


def test_a_filled_template_is_checked_without_a_finding(session: Calc, clean: Path, tmp_path: Path) -> None:
    stored = tmp_path / "stored.xlsx"
    worked(session, clean, store=str(stored))
    checked = check_workbook(read_workbook(stored), stored, CHOICE)
    assert [(finding.code, finding.cell, finding.seen) for finding in checked.findings] == []
    (form,) = checked.forms
    assert form.profile_source == "workbook"
    assert (form.printed_score, form.grade) == (form.subject.computed_total, "优")
    assert form.form.total.grade is not None
    assert form.form.total.grade.text.removeprefix("自评等级：") == "优"


def test_a_change_shows_at_once(session: Calc, clean: Path) -> None:
    actual, score, total = (
        *(place(clean, "使用单位满意度", role) for role in ("actual", "score")),
        place(clean, "", "total.score"),
    )
    hint, grade = beside(clean, row_of(score)), beside(clean, row_of(total) + 1)
    reason = place(clean, "使用单位满意度", "reason")
    watch = [score, total, hint, grade]
    steps = [["type", actual, "95%"], ["type", actual, "60%"], ["type", reason, ""]]
    start, met, low, unexplained = worked(session, clean, watch=watch, steps=steps)
    assert list(start.values())[:2] == [9.47, 99.47]
    assert list(met.values()) == [10, 100, "", "自评等级：优"]
    assert list(low.values())[:2] == [0.79, 90.79]
    assert unexplained[hint] == "请写偏差原因和改进措施"


def test_rows_put_in_anywhere_are_counted(session: Calc, clean: Path) -> None:
    """In a class with its formulas filled down, at the end of a class, and as a bare row right above the total."""
    row, total = row_of(place(clean, "线路正常率", "weight")), row_of(place(clean, "", "total.score"))
    steps = [
        ["copy", row, "D"],
        ["type", f"F{row + 1}", "49%"],
        # Above the thin row, below everything else: the last place where a person would put one.
        ["insert", total],
        ["type", f"G{total}", 5],
        ["type", f"H{total}", 4],
        ["delete", row],
    ]
    watch = [f"{column}{line}" for column in "GH" for line in (row, row + 1, total, total + 1, total + 2)]
    seen = worked(session, clean, watch=watch, steps=steps)
    copied, missed, typed, deleted = seen[1], seen[2], seen[5], seen[6]
    assert (copied[f"H{row}"], copied[f"H{row + 1}"]) == (20, 20)
    assert (copied[f"G{total + 1}"], copied[f"H{total + 1}"]) == (120, 119.47)
    assert (missed[f"H{row + 1}"], missed[f"H{total + 1}"]) == (0, 99.47)
    assert (typed[f"G{total + 2}"], typed[f"H{total + 2}"]) == (125, 103.47)
    assert (deleted[f"G{total + 1}"], deleted[f"H{total + 1}"]) == (105, 83.47)


def test_values_pasted_over_the_inputs_are_scored(session: Calc, tmp_path: Path) -> None:
    """A block of last year's form, numbers as numbers and as text, pasted into a blank template."""
    path = tmp_path / "pasted.xlsx"
    book = load_workbook(BytesIO(build("project-2021")))
    sheet = book.worksheets[0]
    first = 13
    assert sheet.cell(first, 2).value == "成本指标"
    pasted = [("甲", "=36万元", "34", 20), ("乙", ">=95%", 0.9, 20), ("丙", "≤5", 4, "20"), ("丁", "12", "12", 30)]
    for index, (name, target, actual, weight) in enumerate(pasted):
        for column, value in zip((4, 5, 6, 7), (name, target, actual, weight), strict=True):
            cell = sheet.cell(first + index, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    sheet["E7"], sheet["F7"], sheet["G6"] = 40, 40, 10
    book.save(path)
    (seen,) = worked(session, path, watch=["I6", *(f"H{first + index}" for index in range(4)), "G32", "H32"])
    assert list(seen.values()) == [10, 17.22, 17.37, 20, 30, 100, 94.59]


def test_amounts_and_points_typed_as_text_count_or_are_told(session: Calc, tmp_path: Path) -> None:
    """Pasted from last year's form: 年度资金总额 must not lose a source in silence."""
    path = tmp_path / "amounts.xlsx"
    path.write_bytes(build("project-2021"))
    hint = beside(path, 7)
    steps = [
        ["type", "E7", 50],
        ["type", "E8", "50"],
        ["type", "F7", 50],
        ["type", "G6", "10"],
        ["type", "E8", "１，０５０"],
        ["type", "E8", "—"],
        ["type", "E8", "80万元"],
        ["formula", "E8", "=1/0"],
        ["type", "E8", ""],
    ]
    watch = ["E6", "H6", "I6", "G32", hint]
    seen = [list(each.values()) for each in worked(session, path, watch=watch, steps=steps)]
    told = AMOUNT_UNREAD
    assert seen[4] == [100, 50, 0, 10, ""]
    assert seen[5] == [1100, 4.55, 0, 10, ""]
    assert seen[6] == [50, 100, 10, 10, ""]
    assert seen[7] == ["", "", "", 10, told]
    assert seen[8] == ["", "", "", 10, told]
    assert seen[9] == [50, 100, 10, 10, ""]


def test_error_values_and_rows_without_a_score_are_told(session: Calc, clean: Path) -> None:
    score, weight = (place(clean, "线路正常率", role) for role in ("score", "weight"))
    total, total_weight = (place(clean, "", role) for role in ("total.score", "total.weight"))
    watch = [total_weight, total, beside(clean, row_of(score)), beside(clean, row_of(total))]
    steps = [["formula", weight, "=1/0"], ["type", weight, 20], ["type", score, "良好"], ["type", score, 20]]
    _, wrong, right, words, mended = (list(each.values()) for each in worked(session, clean, watch=watch, steps=steps))
    assert wrong == ["", 79.47, ERROR_VALUE, ERROR_VALUE]
    assert right == mended == [100, 99.47, "", ""]
    assert words == [100, 79.47, UNSCORED, UNSCORED_ROWS.format(1)]


def test_the_other_scored_templates_score_too(session: Calc, tmp_path: Path) -> None:
    rows = tuple(
        replace(row, level1="产出指标", level2="成本指标") if row.level1 == "成本指标" else row
        for row in CLEAN.indicators
    )
    for name in ("project-2020", "department", "export"):
        path = tmp_path / f"{name}.xlsx"
        case = replace(CLEAN, kind=TEMPLATES[name].kind, indicators=rows, department_name="某局")
        if name == "department":
            lines = (
                "年度资金总额",
                "资金来源：(1) 财政性拨款",
                "资金来源：(2) 其他资金",
                "资金结构：(1) 基本支出",
                "资金结构：(2) 项目支出",
            )
            amounts = (None, Decimal(40), None, Decimal(10), Decimal(30))
            case = replace(
                case,
                funds=tuple(
                    replace(
                        CLEAN.funds[1],
                        label=label,
                        initial=None,
                        budget=amount,
                        spent=amount,
                        weight=None if index else Decimal(10),
                    )
                    for index, (label, amount) in enumerate(zip(lines, amounts, strict=True))
                ),
            )
        path.write_bytes(build(name, filled=case))
        stored = tmp_path / f"{name}-stored.xlsx"
        worked(session, path, store=str(stored))
        (form,) = check_workbook(read_workbook(stored), stored, CHOICE).forms
        wanted = "99.79" if name == "project-2020" else "99.47"
        assert form.printed_score == form.subject.computed_total == Decimal(wanted)
        assert {finding.code for finding in form.findings} <= {"JX503"}


def test_forms_without_scores_work_out_their_sums(session: Calc, tmp_path: Path) -> None:
    for case, address, wanted in ((MONITORING, "J6", 72.5), (GOALS, "F31", 90)):
        path = tmp_path / f"{case.kind}.xlsx"
        path.write_bytes(build(template_of(case), filled=case))
        assert worked(session, path, watch=[address]) == [{address: wanted}]
