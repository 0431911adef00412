"""`jixiao new --from`: what is taken over from last year's form or this year's goals, and what is said of the rest."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from gatherings import one_sheet_each
from habits import HABITS, applies
from places import WORKBOOKS
from template_cases import FILLED, GOALS, MONITORING

from jixiao.casework import case_sheet
from jixiao.cli import main
from jixiao.form import Form
from jixiao.forms import find_forms
from jixiao.reading import Workbook, read_workbook
from jixiao_templates import Case, case_page, draw
from jixiao_templates.blank_forms import TEMPLATES
from jixiao_templates.starting import Start, start_of, started_from
from jixiao_templates.templates import build

PROJECT = TEMPLATES["project-2021"]
CASES = {name: case for name, case in FILLED.items() if case.kind == "project"}


def started(path: Path, template: str = "project-2021") -> Case:
    start = started_from(path, TEMPLATES[template])
    assert start.case is not None, start.told
    return start.case


def rows(case: Case) -> list[tuple[str, str, str, str | None, Decimal | None]]:
    return [(row.level1, row.level2, row.level3, row.target, row.weight) for row in case.indicators]


def built(case: Case, template: str = "project-2021") -> Form:
    (form,) = find_forms(read_workbook(build(template, filled=case)))
    return form


@pytest.mark.parametrize("name", CASES)
def test_last_years_form_gives_its_indicators_targets_and_points(name: str, tmp_path: Path) -> None:
    last = CASES[name]
    draw([case_page(last)], tmp_path / "last.xlsx")
    case = started(tmp_path / "last.xlsx")
    assert rows(case) == rows(last)
    assert (case.project, case.department, case.unit) == (last.project, last.department, last.unit)
    assert case.year == (last.year or 0) + 1
    # What was achieved last year is not this year's.
    assert all(row.actual is row.score is row.reason is None for row in case.indicators)
    assert case.goals.expected == case.goals.actual == ""
    assert all(line.initial is line.budget is line.spent is line.score is None for line in case.funds)


@pytest.mark.parametrize("name", ["01", "14-department", "15-export-ganfutong", "goals", "monitoring"])
def test_the_new_form_holds_what_was_taken_over(name: str, tmp_path: Path) -> None:
    source = FILLED[name]
    template = "department" if source.kind == "department" else "project-2021"
    path = tmp_path / "old.xlsx"
    path.write_bytes(build(source.kind if source.kind != "project" else "project-2020", filled=source))
    case = started(path, template)
    form = built(case, template)
    assert sorted((row.name, row.target_text) for row in form.live) == sorted(
        (row.level3, row.target or "") for row in source.indicators if row.level3
    )
    assert form.year == case.year


def test_a_line_break_in_a_name_stays(tmp_path: Path) -> None:
    last = CASES["01"]
    first, *others = last.indicators
    draw(
        [case_page(replace(last, indicators=(replace(first, level3="线路\n租赁费"), *others)))], tmp_path / "last.xlsx"
    )
    assert started(tmp_path / "last.xlsx").indicators[0].level3 == "线路\n租赁费"


@pytest.mark.parametrize("habit", [name for name in HABITS if applies(name, CASES["01"])])
def test_whatever_the_habits_of_the_clerk(habit: str, tmp_path: Path) -> None:
    HABITS[habit](CASES["01"], tmp_path / "last.xlsx")
    case = started(tmp_path / "last.xlsx")
    assert [(row.level3, row.weight) for row in case.indicators] == [
        (row.level3, row.weight) for row in CASES["01"].indicators
    ]
    assert case.project == CASES["01"].project


@pytest.mark.parametrize("path", sorted(WORKBOOKS.rglob("*.xlsx")), ids=lambda path: path.stem[:8])
def test_every_published_form_can_be_started_from(path: Path) -> None:
    (form,) = find_forms(read_workbook(path))
    case = started(path, "department" if form.kind == "department" else "project-2021")
    assert [row.level3 for row in case.indicators] == [row.name for row in form.live]
    assert [row.weight for row in case.indicators] == [row.weight.number for row in form.live if row.weight is not None]


def test_the_goals_start_this_years_evaluation_with_the_expected_goal(tmp_path: Path) -> None:
    path = tmp_path / "goals.xlsx"
    path.write_bytes(build("goals", filled=GOALS))
    start = started_from(path, PROJECT)
    assert start.case is not None
    assert (start.case.year, start.case.goals.expected) == (GOALS.year, GOALS.goals.expected)
    assert start.told[0] == "照2026年度绩效目标表“项目支出绩效目标表”抄了3条指标、3个分值。"
    form = built(start.case)
    assert form.goals is not None and form.goals.expected is not None
    assert form.goals.expected.text == GOALS.goals.expected


def test_monitoring_of_this_year_starts_its_evaluation(tmp_path: Path) -> None:
    path = tmp_path / "monitoring.xlsx"
    path.write_bytes(build("monitoring", filled=MONITORING))
    case = started(path)
    assert case.year == MONITORING.year
    assert [line.initial for line in case.funds[1:]] == [Decimal(30), Decimal(10)]
    assert [row.actual for row in case.indicators] == [None, None, None]


# -- what the old form does not give ------------------------------------------------

SOUND = "产出指标 | 数量指标 | 培训人数 | ≥70人 | 72人 | 90 | 90"


def start(lines: str, template: str = "project-2021", **case: object) -> Start:
    return start_of(Workbook((case_sheet({"rows": lines, **case}),)), TEMPLATES[template])


def case_of(lines: str, **case: object) -> Case:
    found = start(lines, **case).case
    assert found is not None
    return found


def test_more_rows_than_the_template_has_are_all_there() -> None:
    lines = "\n".join(
        f"产出指标 | 数量指标 | 指标{number} | ≥{number}个 | {number}个 | 2 | 2" for number in range(1, 46)
    )
    case = case_of(lines)
    assert len(case.indicators) == 45
    assert [row.name for row in built(case).live] == [f"指标{number}" for number in range(1, 46)]


def test_targets_that_begin_with_an_equals_sign_stay_text() -> None:
    case = case_of("成本指标 | 经济成本指标 | 网络租费 | =36万元 | 36 | 90 | 90")
    assert case.indicators[0].target == "=36万元"
    assert [row.target_text for row in built(case).live] == ["=36万元"]


def test_points_in_the_name_of_a_class_are_not_part_of_it() -> None:
    assert case_of("产出指标（50分） | 数量指标 | 培训人数 | ≥70人 | 72人 | 90 | 90").indicators[0].level1 == "产出指标"


def test_a_form_without_a_year_leaves_it_open() -> None:
    assert case_of(SOUND, year="").year is None


def test_what_could_not_be_taken_over_is_said() -> None:
    told = start(f"{SOUND}\n产出指标 | 质量指标 | 合格率 |  | 95% | 若干 | 5").told
    assert "没有抄过来：“合格率”没有可用的指标值；“合格率”的分值“若干”不是数，请自己填。" in told


def test_points_merged_over_rows_stand_on_the_first() -> None:
    lines = f"{SOUND}\n产出指标 | 数量指标 | 发放资料 | ≥100份 | 120份 | | 5"
    place = next(
        (row, column)
        for (row, column), cell in case_sheet({"rows": lines}).cells.items()
        if (cell.value, case_sheet({"rows": lines}).cells.get((row, column - 1))) != ("90", None) and cell.value == "90"
    )
    letters = "ABCDEFGHIJ"[place[1] - 1]
    found = start(lines, merges=[f"{letters}{place[0]}:{letters}{place[0] + 1}"])
    assert found.case is not None
    assert [row.weight for row in found.case.indicators] == [Decimal(90), None]
    assert "没有抄过来：“发放资料”的分值与上一行合写，请自己填。" in found.told


def test_of_several_forms_the_first_is_taken_and_that_is_said(tmp_path: Path) -> None:
    one_sheet_each([CASES["01"], CASES["02"]], tmp_path / "book.xlsx")
    found = started_from(tmp_path / "book.xlsx", PROJECT)
    assert found.case is not None and found.case.project == CASES["01"].project
    assert "文件里还有1张表，只抄了第一张。" in found.told


@pytest.mark.parametrize(
    ("lines", "template", "case", "word"),
    [
        (SOUND, "department", {}, "文件里是项目支出自评表，与“部门整体支出绩效自评表”不是一类表"),
        ("产出指标 | 数量指标 | 培训人数 | | | |", "project-2021", {}, "里面没有填好的指标"),
        (SOUND, "project-2021", {"columns": "甲 | 乙 | 丙 | 丁 | 戊 | 己 | 庚", "funds": ""}, "没有找到绩效表"),
    ],
)
def test_where_there_is_nothing_to_take_it_is_said_why(
    lines: str, template: str, case: dict[str, object], word: str
) -> None:
    found = start(lines, template, **case)
    assert found.case is None
    assert word in "".join(found.told)


# -- the command --------------------------------------------------------------------


def test_the_command_writes_the_form_and_says_where_it_comes_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draw([case_page(CASES["01"])], tmp_path / "last.xlsx")
    target = tmp_path / "new.xlsx"
    assert main(["new", "project-2021", "--from", str(tmp_path / "last.xlsx"), "-o", str(target)]) == 0
    told = capsys.readouterr().out
    assert f"抄了{len(CASES['01'].indicators)}条指标" in told
    assert "指标值是去年的，请照今年批复的绩效目标改" in told
    (form,) = find_forms(read_workbook(target))
    assert form.year == (CASES["01"].year or 0) + 1


@pytest.mark.parametrize("name", ["没有.xlsx", "名单.txt"])
def test_a_source_that_cannot_be_read_writes_nothing(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "名单.txt").write_text("甲", encoding="utf-8")
    target = tmp_path / "new.xlsx"
    assert main(["new", "project-2021", "--from", str(tmp_path / name), "-o", str(target)]) == 2
    assert capsys.readouterr().err
    assert not target.exists()
