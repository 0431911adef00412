"""What the formulas make of single cells, number by number: a specification that a person can check by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from calc import Calc, calc
from office import needs_libreoffice

from jixiao.functions import ERROR_VALUE, UNEXPLAINED, UNSCORED, hint
from jixiao.reading import a1
from jixiao.rules.phrases import is_meaningless
from jixiao.scoring import Profile, shipped_profile
from jixiao_templates.live import RowRefs, helpers_of, row_formulas

pytestmark = [pytest.mark.libreoffice, needs_libreoffice]
SCRIPT = Path(__file__).parents[1] / "support" / "calc_editing.py"
MOF, NINGDE = shipped_profile(), shipped_profile("ningde-2018")
TYPED = ("level1", "level2", "name", "target", "actual", "weight", "score", "reason")
ERROR = "=NA()"


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Calc]:
    with calc(tmp_path_factory.mktemp("calc")) as running:
        yield running


def worked(
    session: Calc, folder: Path, profile: Profile, rows: Sequence[tuple[Any, ...]], steps: Sequence[list[Any]] = ()
) -> list[list[tuple[Any, Any]]]:
    """得分 and 提示 of each row, at the start and after each step; a row: target, actual, weight, as in `TYPED` on."""
    path = folder / "rows.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        shown = {
            float: workbook.add_format({"num_format": "0.00%"}),
            Decimal: workbook.add_format({"num_format": "yyyy/m/d"}),
        }
        for row, values in enumerate(rows):
            typed = dict(zip(("target", "actual", "weight", "score", "reason", "level1", "name"), values, strict=False))
            for column, name in enumerate(TYPED):
                value = typed.get(name)
                if value == ERROR:
                    sheet.write_formula(row, column, value)
                elif isinstance(value, str):
                    sheet.write_string(row, column, value)
                elif value is not None:
                    sheet.write(row, column, value, shown.get(type(value)) if name in ("target", "actual") else None)
            places = {helper.name: a1(row + 1, 11 + index) for index, helper in enumerate(helpers_of("formula"))}
            made = row_formulas(profile, RowRefs(*(a1(row + 1, column) for column in range(1, 9)), helpers=places))
            if typed.get("score") is None:
                sheet.write_formula(row, TYPED.index("score"), f"={made.score}")
            sheet.write_formula(row, 8, f"={made.hint}")
            for name, formula in made.helpers.items():
                sheet.write_formula(places[name], f"={formula}")
    watch = [f"{column}{row}" for row in range(1, len(rows) + 1) for column in "GI"]
    (seen,) = session.run(SCRIPT, files=[{"path": str(path), "watch": watch, "steps": list(steps)}])
    return [[(each[f"G{row}"], each[f"I{row}"]) for row in range(1, len(rows) + 1)] for each in seen]


def scores(session: Calc, folder: Path, profile: Profile, rows: Sequence[tuple[Any, ...]]) -> list[Any]:
    return [score for score, _ in worked(session, folder, profile, rows)[0]]


def test_the_rule_of_2021(session: Calc, tmp_path: Path) -> None:
    cases = [
        # A share: as text, as a number, as a fraction, as a cell that is shown in percent.
        (("≥98%", "97%", 10), 9.74),
        (("≥98%", "97", 10), 9.74),
        (("≥98%", "0.97", 10), 9.74),
        (("≥98%", 0.97, 10), 9.74),
        (("≥９８％", "９７％", 10), 9.74),
        (("≥98", 0.97, 10), 9.74),
        # Met, and missed by more than the threshold allows.
        (("≥98%", "98%", 10), 10),
        (("=36万元", "60万元", 10), 10),
        (("≥100", "60", 10), 0),
        (("≥100", "59", 10), 0),
        # Ceilings lose by their overrun.
        (("≤36万元", "36万元", 10), 10),
        (("≤36万元", "360000元", 10), 10),
        (("不超过36万元", "39.6万元", 10), 7.5),
        (("36万元以内", "0.00396亿元", 10), 7.5),
        (("<5", "5", 10), 10),
        (("≤0.5小时", "30分钟", 10), 10),
        # None at all.
        (("0", "0", 5), 5),
        (("≤0起", "1起", 5), 0),
        # Half a cent goes up, however the number comes about in binary.
        (("≥6000", "4802", 6), 3.01),
        (("≥1,200个", "1,100个", 5), 3.96),
    ]
    assert scores(session, tmp_path, MOF, [row for row, _ in cases]) == [score for _, score in cases]


def test_what_is_no_quantity_leaves_the_score_to_a_person(session: Calc, tmp_path: Path) -> None:
    words = (
        "显著",
        "12月底前",
        "3月5日",
        "1-2",
        "1/2",
        "2023.12",
        "=1+1",
        "7*24小时",
        "很" * 400,
        "98%左右",
        "90%-95%",
        "/",
        "",
    )
    rows = [(word, "5", 10) for word in words] + [("5", word, 10) for word in words]
    assert scores(session, tmp_path, MOF, rows) == [""] * len(rows)


def test_cells_that_hold_neither_text_nor_number_never_spread_an_error(session: Calc, tmp_path: Path) -> None:
    rows = [(value, "5", 10) for value in (ERROR, True, Decimal(45000), None)]
    rows += [("5", value, 10) for value in (ERROR, True, Decimal(45000), None)]
    rows += [("5", "4", value, None, None) for value in (ERROR, "十", None)]
    said = [UNSCORED] * 7 + [""] + [ERROR_VALUE, "", ""]
    assert worked(session, tmp_path, MOF, rows) == [[("", hint) for hint in said]]


def test_a_row_that_is_filled_in_without_a_score_is_told(session: Calc, tmp_path: Path) -> None:
    rows = [
        ("≥98%", "基本达到", 10),
        ("显著", "较显著", 10, "良好"),
        ("显著", "较显著", 10, "-5"),
        ("显著", "较显著", 10, ""),
        ("显著", "较显著", None),
        ("显著", None, 10),
        ("显著", "较显著", 10, 8, "人手不足，已增配"),
        ("≥98%", "98%", 10),
    ]
    seen = [hint for _, hint in worked(session, tmp_path, MOF, rows)[0]]
    assert seen == [UNSCORED] * 4 + [""] * 4
    # In the words of the function.
    typed = [("产出指标", "", "名称", *row[:3], row[3] if len(row) > 3 else None) for row in rows[:-1]]
    assert [hint(*row, "人手不足，已增配") for row in typed] == seen[:-1]


def test_an_explanation_that_says_nothing_is_none(session: Calc, tmp_path: Path) -> None:
    nothing = ("无", "无。", "一", "111", "1111", "……", "/", "——————————", "，。；！！", "忙", "")
    said = ("人手不足", "因疫情推迟", "设备更换期间停机两天")
    rows = [("≥98%", "97%", 10, None, reason) for reason in (*nothing, *said)]
    seen = [hint for _, hint in worked(session, tmp_path, MOF, rows)[0]]
    assert seen == [UNEXPLAINED] * len(nothing) + [""] * len(said)
    assert [hint("", "", "名称", *row[:3], 9.74, row[4]) for row in rows] == seen
    assert [is_meaningless(row[4]) for row in rows] == [bool(each) for each in seen]


def test_a_blank_row_says_nothing(session: Calc, tmp_path: Path) -> None:
    assert worked(session, tmp_path, MOF, [()]) == [[("", "")]]


def test_steps_a_full_score_from_a_share_on_and_another_quantum(session: Calc, tmp_path: Path) -> None:
    rows = [("≥100%", "96%", 10), ("≥100%", "95%", 10), ("≥100%", "94%", 10), ("≥100%", "85%", 10), ("≥300", "1", 10)]
    assert scores(session, tmp_path, NINGDE, rows) == [10, 10, 9, 7, 0]
    whole_points = replace(MOF, quantum=Decimal(1))
    assert scores(session, tmp_path, whole_points, [("≥98%", "97%", 10), ("≥100", "70", 10)]) == [10, 3]


def test_an_overrun_by_inverse_proportion_or_for_nothing(session: Calc, tmp_path: Path) -> None:
    row = [("≤40", "50", 10)]
    assert scores(session, tmp_path, shipped_profile("hubei"), row) == [8]
    assert scores(session, tmp_path, replace(MOF, overrun="none"), row) == [0]


def test_the_hints(session: Calc, tmp_path: Path) -> None:
    unexplained, equals, over = (
        "请写偏差原因和改进措施",
        "“=”宜为“≤”，请先问财政部门，勿自行改目标",
        "得分超过分值，请核对",
    )
    cases = [
        (("≥98%", "97%", 10), unexplained),
        (("≥98%", "97%", 10, None, "……"), unexplained),
        (("≥98%", "97%", 10, None, "设备更换期间停机两天"), ""),
        (("显著", "较显著", 10, 8), unexplained),
        (("显著", "显著", 10, 10), ""),
        (("显著", "显著", 10, 12), over),
        (("=36万元", "35万元", 10, None, "节约用电", "成本指标", "维护费"), equals),
        (("=36万元", "35万元", 10, 10, None, "成本指标", "维护费"), equals),
        (("=36万元", "36万元", 10, None, None, "成本指标", "维护费"), ""),
        (("=36万元", "35万元", 10, None, "补助对象减少", "成本指标", "困难补助"), ""),
        (("≤36万元", "35万元", 10, None, None, "成本指标", "维护费"), ""),
    ]
    assert [hint for _, hint in worked(session, tmp_path, MOF, [row for row, _ in cases])[0]] == [
        hint for _, hint in cases
    ]


def test_typing_shows_at_once(session: Calc, tmp_path: Path) -> None:
    steps = [["type", "E1", "98%"], ["type", "E1", ""], ["type", "E1", 0.9], ["type", "H1", "设备更换"]]
    seen = worked(session, tmp_path, MOF, [("≥98%", "97%", 10)], steps)
    told = "请写偏差原因和改进措施"
    assert [row for (row,) in seen] == [(9.74, told), (10, ""), ("", ""), (7.96, told), (7.96, "")]
