"""`jixiao fix`: on a copy; safe fixes by themselves, signs and scores on explicit choice; clean of the rule after."""

from __future__ import annotations

import os
import re
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from habits import HABITS
from hypothesis import given, settings
from hypothesis import strategies as st
from office import converted, needs_libreoffice, shown_in
from openpyxl import Workbook
from packages import changed_parts
from places import CASES, WORKBOOKS

from jixiao.casework import case_sheet
from jixiao.check import CheckedFile, Choice, check_file, check_workbook
from jixiao.cli import main
from jixiao.fixing import Fixed, fixed
from jixiao.reading import Sheet, read_workbook
from jixiao.rules import all_rules
from jixiao.scoring import shipped_profile
from jixiao_templates import load_cases

DECLARED = Choice(shipped_profile("mof-2021"), declared=True)
REAL = sorted(WORKBOOKS.rglob("*.xlsx"))
SHEET_PART = "xl/worksheets/sheet1.xml"


def workbook_of(sheet: Sheet, folder: Path, name: str = "form.xlsx") -> Path:
    """A case as a workbook file: a text stays text, a formula has no stored result."""
    book = Workbook()
    target = book.active
    assert target is not None
    target.title = sheet.name
    for (row, column), stored in sheet.cells.items():
        cell = target.cell(row, column)
        if stored.formula is not None:
            cell.value = f"={stored.formula}"
        elif stored.kind == "n":
            cell.value = float(stored.value)
        else:
            cell.value = stored.value
            cell.data_type = "s"
    path = folder / name
    book.save(path)
    return path


def form(folder: Path, rows: str, **case: object) -> Path:
    return workbook_of(case_sheet({"rows": rows, **case}), folder)


def fix(path: Path, *, signs: bool = False, scores: bool = False, choice: Choice = DECLARED) -> Fixed:
    return fixed(path.read_bytes(), str(path), choice, signs=signs, scores=scores)


def codes(file: CheckedFile) -> set[str]:
    return {finding.code for finding in file.findings}


def made(result: Fixed) -> dict[str, tuple[str, str]]:
    """Old and new by label."""
    return {change.label: (change.old, change.new) for change in result.changes}


def left(result: Fixed) -> dict[str, str]:
    return {each.label: each.why for each in result.skipped}


SOUND = """
产出指标 | 数量指标 | 培训人数 | ≥70人 | 72人 | 50 | 50
效益指标 | 社会效益指标 | 覆盖率 | ≥95% | 96% | 30 | 30
满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90% | 95% | 10 | 10
"""

# -- safe fixes --------------------------------------------------------------------

# For each rule that declares a safe fix: a form on which it fires, and what becomes of the cell.
FIXABLE = {
    "JX306": (SOUND.replace("≥70人", ">=70人"), {"培训人数": (">=70人", "≥70人")}),
    "JX309": (SOUND.replace("72人", "=72人"), {"培训人数": ("=72人", "72人")}),
}


def test_every_rule_that_declares_a_fix_is_tried_here() -> None:
    assert set(FIXABLE) == {rule.code for rule in all_rules() if rule.fixable}


@pytest.mark.parametrize("code", FIXABLE)
def test_a_fixed_form_is_clean_of_the_rule(code: str, tmp_path: Path) -> None:
    rows, expected = FIXABLE[code]
    result = fix(form(tmp_path, rows))
    assert code in codes(result.before)
    assert made(result) == expected
    assert code not in codes(result.after)
    assert codes(result.after) <= codes(result.before)


@pytest.mark.parametrize(
    ("target", "written"),
    [
        (">=98%", "≥98%"),
        ("<= 4小时", "≤4小时"),
        ("﹦36万元", "=36万元"),
        ("＝３６万元", "=36万元"),
        ("＞＝９８％", "≥98%"),
        ("不低于98%", "≥98%"),
        ("20万元以内", "≤20万元"),
        ("≥９８％", "≥98%"),
        ("７０人", "70人"),
        ("≥１，２００个", "≥1,200个"),
    ],
)
def test_a_target_is_respelled(target: str, written: str, tmp_path: Path) -> None:
    result = fix(form(tmp_path, SOUND.replace("≥70人", target)))
    assert made(result)["培训人数"] == (target, written)
    assert not fix_again(result, tmp_path).changes


def fix_again(result: Fixed, folder: Path) -> Fixed:
    path = folder / "again.xlsx"
    path.write_bytes(result.data)
    return fix(path)


@pytest.mark.parametrize("words", ["及时、Ｗｅｂ端", "１２月底前", "９０％～９５％", "７＊２４小时", "有效（ＡＢＣ）"])
def test_words_stay_as_they_are_typed(words: str, tmp_path: Path) -> None:
    assert not fix(form(tmp_path, SOUND.replace("≥70人", words).replace("72人", words))).changes


def test_numbers_in_full_width_become_numbers(tmp_path: Path) -> None:
    rows = SOUND.replace("| 10 | 10", "| '１０ | '１０")
    funds = "年度资金总额 | '２０ | '２０ | '２０．５０ | 10 | 100% | 10"
    result = fix(form(tmp_path, rows, funds=funds))
    values = {change.cell.address: change.value for change in result.changes}
    # 20.50 would lose its last digit as a number.
    assert list(values.values()) == [Decimal(10), Decimal(10), Decimal(20), Decimal(20), "20.50"]
    assert result.after.forms[0].subject.spent == Decimal("20.50")


def test_what_only_a_person_can_fix_is_said(tmp_path: Path) -> None:
    result = fix(form(tmp_path, SOUND.replace("≥70人", "不低于约70人").replace("96%", "≥96%")))
    assert not result.changes
    assert "手工改" in left(result)["培训人数"]


# -- proposed signs ----------------------------------------------------------------

CEILING = SOUND.replace("| 50 | 50", "| 30 | 30") + "成本指标 | 经济成本指标 | 维护费 | =2.8万元 | 1.88 | 20 | 3.58 |"


@pytest.mark.parametrize(
    ("code", "row", "written"),
    [
        ("JX301", "成本指标 | 经济成本指标 | 维护费 | =2.8万元 | 1.88 | 20 | 3.58 |", "≤2.8万元"),
        ("JX302", "成本指标 | 经济成本指标 | 维护费 | >=2.8万元 | 2.9 | 20 | 20 |", "≤2.8万元"),
        ("JX303", "效益指标 | 社会效益指标 | 设备合格率 | ≤95% | 97% | 20 | 20 |", "≥95%"),
    ],
)
def test_a_sign_is_proposed_only_where_it_is_asked_for(code: str, row: str, written: str, tmp_path: Path) -> None:
    path = form(tmp_path, SOUND.replace("| 50 | 50", "| 30 | 30") + row)
    label = row.split(" | ")[2]
    assert code in codes(fix(path).before)
    assert all(not change.proposal for change in fix(path).changes)
    result = fix(path, signs=True)
    assert made(result)[label][1] == written
    assert [change.label for change in result.changes if change.proposal] == [label]
    assert code not in codes(result.after)


def test_no_sign_is_proposed_where_nothing_was_spent(tmp_path: Path) -> None:
    funds = "年度资金总额 | 20 | 20 | 0 | 10 | 0% | 0"
    rows = CEILING + "\n效益指标 | 社会效益指标 | 设备合格率 | ≤95% | 97% | 1 | 1 |"
    result = fix(form(tmp_path, rows, funds=funds), signs=True)
    assert not result.changes
    assert {label: "全年执行数为0" in why for label, why in left(result).items()} == {
        "维护费": True,
        "设备合格率": True,
    }


def test_no_sign_is_proposed_for_a_row_of_which_nothing_was_paid(tmp_path: Path) -> None:
    result = fix(form(tmp_path, CEILING.replace("1.88 | 20 | 3.58", "0 | 20 | 0")), signs=True)
    assert not result.changes
    assert "先问项目经办人" in left(result)["维护费"]


def test_a_met_contract_price_keeps_its_sign(tmp_path: Path) -> None:
    assert not fix(form(tmp_path, CEILING.replace("1.88 | 20 | 3.58", "2.8 | 20 | 20")), signs=True).changes


# -- scores ------------------------------------------------------------------------

ON_SCORE = {
    "JX401": ("培训人数", SOUND.replace("72人 | 50 | 50", "63人 | 50 | 40"), "37.5"),
    "JX402": ("培训人数", SOUND.replace("72人 | 50 | 50", "72人 | 50 | 55"), "50"),
    "JX403": ("培训人数", SOUND.replace("72人 | 50 | 50", "63人 | 50 | 50"), "37.5"),
    "JX404": ("培训人数", SOUND.replace("72人 | 50 | 50", "72人 | 50 | 45"), "50"),
    "JX405": ("培训人数", SOUND.replace("72人 | 50 | 50", "72人 | 50 |"), "50"),
    "JX407": ("培训人数", SOUND.replace("72人 | 50 | 50", "72人 | 50 | 满分"), "50"),
}


@pytest.mark.parametrize("code", ON_SCORE)
def test_a_recomputed_form_is_clean_of_the_rule_and_adds_up(code: str, tmp_path: Path) -> None:
    label, rows, score = ON_SCORE[code]
    path = form(tmp_path, rows)
    assert code in codes(fix(path).before)
    assert not fix(path).changes
    result = fix(path, scores=True)
    assert made(result)[label][1] == score
    assert not codes(result.after) & {*ON_SCORE, "JX502"}


def test_the_execution_score_and_the_total_follow(tmp_path: Path) -> None:
    funds = "年度资金总额 | 40 | 40 | 29.05 | 10 | 72.63% | 7"
    result = fix(form(tmp_path, SOUND, funds=funds), scores=True)
    assert made(result) == {"年度资金总额": ("7", "5"), "总分": ("97", "95")}
    assert not codes(result.after) & {"JX202", "JX502"}


def test_a_full_execution_score_of_a_completed_project_is_left(tmp_path: Path) -> None:
    funds = "年度资金总额 | 40 | 40 | 29.05 | 10 | 72.63% | 10"
    result = fix(form(tmp_path, SOUND, funds=funds), scores=True)
    assert not result.changes
    assert "请确认" in left(result)["年度资金总额"]


def test_a_wrong_total_becomes_the_sum(tmp_path: Path) -> None:
    result = fix(form(tmp_path, SOUND, total="100 | 99"), scores=True)
    assert made(result) == {"总分": ("99", "100")}
    assert "JX502" not in codes(result.after)


def test_a_total_without_the_execution_score_stays_one(tmp_path: Path) -> None:
    rows = SOUND.replace("72人 | 50 | 50", "72人 | 50 | 45")
    result = fix(form(tmp_path, rows, total="90 | 85"), scores=True)
    assert made(result) == {"培训人数": ("45", "50"), "总分": ("85", "90")}


def test_words_stay_and_it_is_said(tmp_path: Path) -> None:
    rows = SOUND.replace("≥70人 | 72人 | 50 | 50", "有效 | 有效 | 50 | 55")
    result = fix(form(tmp_path, rows), scores=True)
    assert not any(change.label == "培训人数" for change in result.changes)
    assert "定性指标" in left(result)["培训人数"]


def test_who_saved_money_is_not_marked_down(tmp_path: Path) -> None:
    result = fix(form(tmp_path, CEILING.replace("20 | 3.58", "20 | 20")), scores=True)
    assert not result.changes
    assert "先问财政部门" in left(result)["维护费"]


def test_signs_and_scores_go_together(tmp_path: Path) -> None:
    result = fix(form(tmp_path, CEILING), signs=True, scores=True)
    assert [(change.label, change.new) for change in result.changes] == [
        ("维护费", "≤2.8万元"),
        ("维护费", "20"),
        ("总分", "100"),
    ]
    assert not codes(result.after) & {"JX301", "JX401", "JX404", "JX502"}


def with_formulas(folder: Path, rows: str, **formulas: str) -> Path:
    sheet = case_sheet({"rows": rows})
    where = {stored.value: place for place, stored in sheet.cells.items()}
    first = where["培训人数"][0]
    last = where["总分"][0]
    texts = {address.format(first=first, last=last): text for address, text in formulas.items()}
    places = {
        (int(re.sub(r"\D", "", address)), ord(address[0]) - 64): text.format(first=first, end=first + 2)
        for address, text in texts.items()
    }
    cells = dict(sheet.cells)
    for place, text in places.items():
        cells[place] = cells[place]._replace(formula=text)
    return workbook_of(Sheet(sheet.name, cells=cells), folder)


def calculated(path: Path, values: dict[str, float]) -> Path:
    """The stored results of its formulas, as a spreadsheet program would leave them."""
    from jixiao.editing import Edit, OnFormula, edited

    edits = [
        Edit("自评表", int(address[1:]), ord(address[0]) - 64, Decimal(str(value)), OnFormula.RESULT)
        for address, value in values.items()
    ]
    path.write_bytes(edited(path.read_bytes(), edits).data)
    return path


def test_a_sum_in_the_total_keeps_its_formula_and_shows_the_new_result(tmp_path: Path) -> None:
    rows = SOUND.replace("72人 | 50 | 50", "72人 | 50 | 45")
    path = with_formulas(tmp_path, rows, **{"G{last}": "SUM(G{first}:G{end})+10"})
    total = check_file(path, DECLARED).forms[0].form.total.score
    assert total is not None
    calculated(path, {total.address: 95})
    result = fix(path, scores=True)
    assert made(result) == {"培训人数": ("45", "50")}
    after = result.after.forms[0].form.total.score
    assert after is not None and (after.formula, after.exact) == (total.formula, Decimal(100))
    assert not codes(result.after) & {"JX005", "JX502"}


def test_a_formula_that_is_itself_wrong_gives_way_to_the_number(tmp_path: Path) -> None:
    path = with_formulas(tmp_path, SOUND, **{"G{first}": "F{first}-5"})
    cell = check_file(path, DECLARED).forms[0].form.indicators[0].score
    assert cell is not None
    calculated(path, {cell.address: 45})
    result = fix(path, scores=True)
    (change, *_) = result.changes
    assert (change.label, change.old, change.new) == ("培训人数", "45", "50")
    assert "公式" in change.why
    assert "JX404" not in codes(result.after)


# -- the copy ----------------------------------------------------------------------


@pytest.mark.parametrize("habit", ["full_width", "ascii_operators", "worded_operators", "inline_strings", "untidy"])
@pytest.mark.parametrize("case", list(load_cases(CASES).values())[::4], ids=list(load_cases(CASES))[::4])
def test_habits_are_fixed_in_the_sheet_alone(habit: str, case: object, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    HABITS[habit](case, path)  # type: ignore[arg-type]
    before = path.read_bytes()
    result = fix(path)
    assert not codes(result.after) & {"JX306"} or left(result)
    assert changed_parts(before, result.data) <= {SHEET_PART, "xl/styles.xml"}
    assert path.read_bytes() == before
    assert [len(each.form.indicators) for each in result.after.forms] == [
        len(each.form.indicators) for each in result.before.forms
    ]
    assert codes(result.after) <= codes(result.before)
    untouched(before, result)


def untouched(before: bytes, result: Fixed) -> None:
    """No cell but those that are told of has another value, format or formula."""
    told = {(change.sheet, change.cell.row, change.cell.column) for change in result.changes}
    for old, new in zip(read_workbook(before).sheets, read_workbook(result.data).sheets, strict=True):
        differing = {
            place for place in old.cells.keys() | new.cells.keys() if old.cells.get(place) != new.cells.get(place)
        }
        assert {(old.name, *place) for place in differing} == told
        assert (old.merges, old.notes, old.hidden_rows, old.protected) == (
            new.merges,
            new.notes,
            new.hidden_rows,
            new.protected,
        )


@pytest.mark.parametrize("path", REAL, ids=[path.stem[:6] for path in REAL])
def test_real_forms_with_all_choices_are_clean_of_these_rules(path: Path) -> None:
    result = fix(path, signs=True, scores=True)
    skipped = {each.cell for each in result.skipped}
    for finding in result.after.findings:
        if finding.code in {"JX306", "JX301", "JX302", "JX303", *ON_SCORE, "JX502"} and finding.severity != "info":
            assert finding.cell in skipped
    untouched(path.read_bytes(), result)
    assert not fix_of_copy(result).changes


def fix_of_copy(result: Fixed) -> Fixed:
    return fixed(result.data, "copy.xlsx", DECLARED, signs=True, scores=True)


OPERATORS = st.sampled_from([">=", "≧", "＞＝", "不低于", "﹦", "＝", "<=", "不超过", "≥", "=", ""])
NUMBERS = st.integers(1, 9999).map(str)
UNITS = st.sampled_from(["%", "％", "人", "万元", "个", ""])
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@settings(max_examples=40, deadline=None)
@given(typed=st.lists(st.tuples(OPERATORS, NUMBERS, UNITS, st.booleans()), min_size=3, max_size=3))
def test_whatever_is_typed_the_meaning_of_every_row_stays(
    typed: list[tuple[str, str, str, bool]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    texts = [sign + (number.translate(WIDE) if wide else number) + unit for sign, number, unit, wide in typed]
    rows = SOUND.replace("≥70人", texts[0]).replace("72人", texts[1]).replace("≥95%", texts[2])
    result = fix(form(tmp_path_factory.mktemp("forms"), rows))
    for old, new in zip(result.before.forms[0].form.indicators, result.after.forms[0].form.indicators, strict=True):
        assert meaning(new.target_quantity) == meaning(old.target_quantity)
        assert old.actual_quantity is None or new.actual_quantity is not None
        if old.actual_quantity is not None and new.actual_quantity is not None:
            assert new.actual_quantity[1:3] == old.actual_quantity[1:3]
    assert "JX306" not in codes(result.after)


def meaning(value: object) -> object:
    return value[:3] if isinstance(value, tuple) else value


# -- in other programs ---------------------------------------------------------------


@pytest.mark.libreoffice
@needs_libreoffice
def test_copies_open_in_libreoffice_and_text_with_an_equals_sign_stays_text(tmp_path: Path) -> None:
    cases = load_cases(CASES)
    written: dict[str, Fixed] = {}
    for number, (habit, stem) in enumerate(
        [("full_width", "04"), ("inline_strings", "02"), ("numbers_as_text", "14"), ("ascii_operators", "13")]
    ):
        case = next(case for name, case in cases.items() if name.startswith(stem))
        source = tmp_path / f"source{number}.xlsx"
        HABITS[habit](case, source)
        written[f"copy{number}"] = fix(source, signs=number > 1, scores=number > 1)
    # A target whose operator is put right to "=": the case in point, in a cell without a text format.
    written["copy9"] = fix(form(tmp_path, SOUND.replace("≥70人", "﹦９万元").replace("72人", "= 9万元")))
    for name, result in written.items():
        assert result.changes or name == "copy1"
        (tmp_path / f"{name}.xlsx").write_bytes(result.data)
    paths = [tmp_path / f"{name}.xlsx" for name in written]
    as_text = converted(paths, tmp_path, "csv")
    as_xlsx = converted(paths, tmp_path, "xlsx")
    for name, result in written.items():
        shown = shown_in(as_text[name])
        for change in result.changes:
            assert shown[change.cell.row - 1][change.cell.column - 1].strip() == change.new
        kept = openpyxl.load_workbook(as_xlsx[name])
        ours = openpyxl.load_workbook(tmp_path / f"{name}.xlsx")
        for change in result.changes:
            for book in (kept, ours):
                cell = book[change.sheet][change.cell.address]
                assert cell.data_type == ("n" if isinstance(change.value, Decimal) else "s")
        assert not [cell for row in ours.worksheets[0].iter_rows() for cell in row if cell.data_type == "f"]
        again = check_workbook(read_workbook(as_xlsx[name].read_bytes()), name, DECLARED)
        assert codes(again) == codes(result.after)
    assert "=9万元" in {text for row in shown_in(as_text["copy9"]) for text in row}


# -- the command ---------------------------------------------------------------------


def test_the_original_is_never_written_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = form(tmp_path, FIXABLE["JX306"][0])
    before = path.read_bytes()
    (tmp_path / "link.xlsx").symlink_to(path)
    os.link(path, tmp_path / "hard.xlsx")
    (tmp_path / "sub").mkdir()
    for other in ("form.xlsx", "link.xlsx", "hard.xlsx", "sub/../form.xlsx"):
        assert main(["fix", str(path), "-o", str(tmp_path / other)]) == 2
        assert "原文件" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_the_copy_is_written_and_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, copy = form(tmp_path, FIXABLE["JX306"][0]), tmp_path / "copy.xlsx"
    assert main(["fix", str(path), "-o", str(copy)]) == 0
    assert "改了1处" in capsys.readouterr().out
    assert "JX306" not in codes(check_file(copy, DECLARED))
    assert sorted(each.name for each in tmp_path.iterdir()) == ["copy.xlsx", "form.xlsx"]


def test_diff_shows_and_writes_nothing_by_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = form(tmp_path, FIXABLE["JX306"][0])
    assert main(["fix", str(path), "--diff"]) == 0
    out = capsys.readouterr().out
    assert "“培训人数”：>=70人 → ≥70人（JX306 符号改成标准写法）" in out
    assert list(tmp_path.iterdir()) == [path]


def test_a_proposal_says_that_a_target_is_changed_and_whom_to_ask(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = form(tmp_path, CEILING)
    assert main(["fix", str(path), "--diff", "--propose-signs"]) == 0
    out = capsys.readouterr().out
    assert "改动了批复的目标" in out and "先问财政部门" in out and "--scores" in out


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (["no.xlsx", "-o", "copy.xlsx"], 2, "没有"),
        (["form.xlsx"], 2, "-o"),
        (["form.xlsx", "-o", "copy.xlsm"], 2, "后缀"),
        (["form.xlsx", "-o", "none/copy.xlsx"], 2, "文件夹"),
        (["form.xlsx", "-o", "."], 2, "文件夹"),
        (["form.xlsx", "-o", "copy.xlsx", "--profile", "mof-2012"], 2, "mof-2021"),
        (["broken.xlsx", "-o", "copy.xlsx"], 1, "。"),
        (["signed.xlsx", "-o", "copy.xlsx"], 1, "签名"),
    ],
)
def test_wrong_use_and_unfit_files(
    arguments: list[str],
    code: int,
    word: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import zipfile

    monkeypatch.chdir(tmp_path)
    path = form(tmp_path, FIXABLE["JX306"][0])
    Path("broken.xlsx").write_bytes(path.read_bytes()[:500])
    Path("signed.xlsx").write_bytes(path.read_bytes())
    with zipfile.ZipFile("signed.xlsx", "a") as archive:
        archive.writestr("_xmlsignatures/sig1.xml", "<Signature/>")
    assert main(["fix", *arguments]) == code
    assert word in capsys.readouterr().err
    assert not Path("copy.xlsx").exists()
