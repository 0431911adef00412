"""The templates: what a person gets to fill in, blank and filled, before any spreadsheet program has seen it."""

from __future__ import annotations

import re
import shutil
import warnings
import zipfile
from dataclasses import replace
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from template_cases import FILLED, template_of

from jixiao.check import Choice, check_workbook
from jixiao.form import Form
from jixiao.forms import find_forms
from jixiao.reading import read_workbook
from jixiao.scoring import DEFAULT, shipped_profile
from jixiao.stamp import JUDGED, NAME, Stamp, stamp_of
from jixiao_templates.blank_forms import TEMPLATES, Template
from jixiao_templates.case import Indicator
from jixiao_templates.entry import HINTS
from jixiao_templates.guide import SHEET
from jixiao_templates.templates import build, write_templates
from jixiao_templates.told import OWN, TOLD, advice, told_on

ROOT = Path(__file__).resolve().parents[2]
with warnings.catch_warnings():
    # xlsxwriter only warns of a message or a list that is too long for Excel, and leaves it out.
    warnings.simplefilter("error")
    BUILT = {name: build(name) for name in TEMPLATES}
    CALLED = {(name, host): build(name, "udf", host) for name in TEMPLATES for host in ("excel", "calc")}
EVERY = {**BUILT, **{f"{name}-udf-{host}": data for (name, host), data in CALLED.items()}}

# Known to Excel 2007, WPS and LibreOffice 7.4 alike, and worked out anew only when a cell they look at changes.
KNOWN = frozenset(
    "ABS AND CELL CHAR CHOOSE CODE COLUMN COUNT COUNTA COUNTBLANK COUNTIF EXACT FIND IF IFERROR INDEX INT ISBLANK "
    "ISERR ISERROR ISLOGICAL ISNA ISNUMBER ISTEXT LEFT LEN LOOKUP LOWER MATCH MAX MID MIN MOD N NOT OR REPLACE REPT "
    "RIGHT ROUND ROUNDDOWN ROUNDUP ROW SEARCH SIGN SUBSTITUTE SUM SUMIF SUMPRODUCT T TEXT TRIM TRUNC UPPER VALUE "
    "VLOOKUP".split()
)

each_template = pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES.keys())
each_built = pytest.mark.parametrize("data", EVERY.values(), ids=EVERY.keys())
each_filled = pytest.mark.parametrize("name", FILLED)


@cache
def opened(data: bytes) -> Workbook:
    return load_workbook(BytesIO(data))


def form_sheet(data: bytes) -> Worksheet:
    sheet = opened(data).active
    assert isinstance(sheet, Worksheet)
    return sheet


def only_form(data: bytes) -> Form:
    (form,) = find_forms(read_workbook(data))
    return form


@cache
def filled(name: str) -> bytes:
    return build(template_of(FILLED[name]), filled=FILLED[name])


@cache
def formulas(data: bytes) -> list[str]:
    cells = (cell for sheet in read_workbook(data).sheets for cell in sheet.cells.values())
    return [cell.formula for cell in cells if cell.formula is not None]


# -- the files


def test_the_files_on_disk_are_what_is_drawn_and_only_stale_ones_are_written(tmp_path: Path) -> None:
    """More than these changed? `make templates` draws them anew."""
    on_disk = {path.name: path for path in (ROOT / "workbook_templates").glob("*.xlsx")}
    assert set(on_disk) == {f"{name}.xlsx" for name in TEMPLATES}
    for name, path in on_disk.items():
        shutil.copy(path, tmp_path / name)
    (tmp_path / "goals.xlsx").write_bytes(b"stale")
    (tmp_path / "monitoring.xlsx").unlink()
    assert write_templates(tmp_path) == ["monitoring.xlsx", "goals.xlsx"]
    assert all((tmp_path / name).read_bytes() == path.read_bytes() for name, path in on_disk.items())


@each_built
def test_the_package_is_well_formed(data: bytes) -> None:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        parts = {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}
    types = parts["[Content_Types].xml"]
    named = {str(each.get("PartName")).lstrip("/") for each in types if each.tag.endswith("Override")}
    by_ending = {each.get("Extension") for each in types if each.tag.endswith("Default")}
    assert named <= parts.keys()
    assert all(name in named or name.rsplit(".", 1)[-1] in by_ending for name in parts)
    for name, part in parts.items():
        if name.endswith(".rels"):
            folder = Path(name).parent.parent
            for relation in part:
                assert relation.get("TargetMode") != "External"
                assert (folder / str(relation.get("Target"))).as_posix() in parts
    assert not any("externalLink" in name or "vba" in name.lower() for name in parts)


@each_built
def test_every_formula_is_one_that_old_programs_take(data: bytes) -> None:
    for formula in formulas(data):
        assert len(formula) <= 8192
        bare = re.sub(r'"(?:[^"]|"")*"', '""', formula)
        functions = set(re.findall(r"([A-Z][A-Z0-9._]*)\(", bare))
        assert {name for name in functions if not name.startswith("JX")} <= KNOWN
        assert "[" not in bare
        assert "!" not in bare


@each_template
def test_the_formula_edition_needs_no_add_in_and_the_other_calls_it(template: Template) -> None:
    assert not any("JX" in formula for formula in formulas(BUILT[template.name]))
    called = {host: [f for f in formulas(CALLED[template.name, host]) if "JX" in f] for host in ("excel", "calc")}
    if template.is_scored:
        assert any("JX_SCORE(" in formula for formula in called["excel"])
        assert any("JX.SCORE(" in formula for formula in called["calc"])
        assert not any("JX." in formula for formula in called["excel"])


def test_a_profile_changes_the_formulas() -> None:
    assert set(formulas(build("project-2020", profile="mof-2021"))) != set(formulas(BUILT["project-2020"]))


# -- what it looks like


@each_template
def test_the_form_comes_first_and_prints_on_a4(template: Template) -> None:
    book = opened(BUILT[template.name])
    assert book.sheetnames == [template.layout.sheet_name, SHEET]
    assert book.active is book.worksheets[0]
    sheet = form_sheet(BUILT[template.name])
    setup = sheet.page_setup
    assert setup.paperSize == 9
    assert setup.orientation == ("landscape" if template.landscape else "portrait")
    assert (setup.fitToWidth or 1, setup.fitToHeight) == (1, 0)
    heading = next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == "三级指标")
    first, last = str(sheet.print_title_rows).replace("$", "").split(":")
    assert first == last
    assert int(first) in (heading, heading + 1)


@each_template
def test_what_is_beside_the_form_is_not_printed(template: Template) -> None:
    sheet = form_sheet(BUILT[template.name])
    right = sheet[str(sheet.print_area).rsplit(":", 1)[-1].replace("$", "")].column
    assert right == len(template.layout.widths)
    assert sheet.cell(1, sheet.max_column).value == HINTS
    hidden = {
        column
        for dimension in sheet.column_dimensions.values()
        if dimension.hidden
        for column in range(dimension.min, dimension.max + 1)
    }
    assert hidden == set(range(right + 1, sheet.max_column - 1))


@each_template
def test_fonts_are_there_on_every_machine(template: Template) -> None:
    fonts = {cell.font.name for sheet in opened(BUILT[template.name]) for row in sheet.iter_rows() for cell in row}
    assert fonts <= {"宋体", "仿宋"}


@each_template
def test_inputs_can_be_typed_into_and_the_rest_is_guarded(template: Template) -> None:
    sheet = form_sheet(BUILT[template.name])
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    allowed = (sheet.protection.formatCells, sheet.protection.formatColumns, sheet.protection.formatRows)
    assert allowed == (False, False, False)  # in the file: nothing of it is forbidden
    assert not sheet.protection.insertRows
    form = only_form(BUILT[template.name])
    for cell in (sheet[label.value.address] for label in form.head.values()):
        assert not cell.protection.locked
    columns = [sheet[cell.address] for role, cell in form.headings.items() if role not in ("level1", "score")]
    for heading in columns:
        assert heading.protection.locked
        below = sheet.cell(max(cell.row for cell in columns) + 2, heading.column)
        if not type(below).__name__.startswith("Merged"):
            assert not below.protection.locked
            assert below.fill.fgColor.rgb == "FFFFFDF0"
    locked = [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f" and cell.protection.locked]
    assert locked


@each_template
def test_a_target_may_begin_with_an_equals_sign(template: Template) -> None:
    sheet = form_sheet(BUILT[template.name])
    form = only_form(BUILT[template.name])
    for role in ("target", "actual"):
        if role in form.headings:
            heading = form.headings[role]
            assert sheet.cell(heading.bottom + 1, heading.column).number_format == "@"


@each_template
def test_only_what_a_person_types_is_offered_to_choose_from(template: Template) -> None:
    offered = [v for v in form_sheet(BUILT[template.name]).data_validations.dataValidation if v.type == "list"]
    lists = {str(each.formula1).strip('"') for each in offered}
    assert {",".join(options) for options in template.second_levels.values()} <= lists
    if template.is_scored:
        assert ("已完成,未完成" in lists) is shipped_profile(template.profile).completed_in_full
        assert "达成预期指标,部分达成预期指标并具有一定效果,未达成预期指标且效果较差" in lists
        # A number is as good as a phrase.
        assert not next(each for each in offered if "达成预期指标" in str(each.formula1)).showErrorMessage


def test_what_is_told_on_a_cell_is_what_the_rule_says() -> None:
    messages = {
        str(each.prompt)
        for template in BUILT.values()
        for each in form_sheet(template).data_validations.dataValidation
        if each.prompt
    }
    for role, (_, code) in TOLD.items():
        assert told_on(role, code).replace("\n", "_x000a_") in messages or told_on(role, code) in messages
        assert code == OWN or told_on(role, code) == advice(code)
    assert all(len(message) <= 255 for message in messages)


def test_what_is_told_on_a_cell_fits_what_the_cell_takes() -> None:
    for template in BUILT.values():
        for each in form_sheet(template).data_validations.dataValidation:
            assert "--" not in str(each.prompt)
            if each.type == "decimal" and each.promptTitle in ("年初预算数", "全年预算数", "执行数", "全年预计执行数"):
                assert "只填数，不带单位" in str(each.prompt)
                assert "偏差原因栏" not in str(each.prompt)


def test_the_rules_of_2020_score_the_form_of_2020() -> None:
    assert {name: template.profile for name, template in TEMPLATES.items() if template.profile != DEFAULT} == {
        "project-2020": "mof-2020"
    }


@each_template
def test_a_score_that_may_be_typed_over_is_tinted_otherwise_than_the_inputs(template: Template) -> None:
    if template.is_scored:
        sheet, form = form_sheet(BUILT[template.name]), only_form(BUILT[template.name])
        score = sheet.cell(form.headings["score"].bottom + 1, form.headings["score"].column)
        assert (score.protection.locked, score.fill.fgColor.rgb) == (False, f"FF{JUDGED}")
        told = "\n".join(str(row[0].value) for row in opened(BUILT[template.name])[SHEET].iter_rows())
        assert "淡蓝色的“得分”自动算，只有定性指标的可以改" in told


@each_template
def test_merged_cells_have_room_for_what_is_written_there(template: Template) -> None:
    sheet, form = form_sheet(BUILT[template.name]), only_form(BUILT[template.name])
    wanted = [(label.value, 60 if role == "project" else 30) for role, label in form.head.items()]
    wanted += [(cell, 400) for cell in form.goals or () if cell is not None]
    for cell, characters in wanted:
        if cell.right == cell.column:
            continue
        wide = sum(template.layout.widths[cell.column - 1 : cell.right])
        lines = -(-characters * 2 // int(wide - 1))
        assert sheet.row_dimensions[cell.row].height >= lines * 13, cell.address


@each_template
def test_the_columns_that_the_guide_says_to_delete_leave_the_official_form(template: Template) -> None:
    data = BUILT[template.name]
    book = load_workbook(BytesIO(data))
    told = "\n".join(str(row[0].value) for row in book[SHEET].iter_rows())
    (area,) = re.findall(r"在名称框（编辑栏最左边的小格）里输入 ([A-Z]+:[A-Z]+) 回车", told)
    assert area in (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
    sheet = book.worksheets[0]
    first, last = map(column_index_from_string, area.split(":"))
    assert last == sheet.max_column
    sheet.delete_cols(first, last - first + 1)
    del book[SHEET]
    book.save(buffer := BytesIO())
    left = read_workbook(buffer.getvalue())
    assert stamp_of(left, template.layout.sheet_name) is None
    assert max(column for _, column in left.sheets[0].cells) <= len(template.layout.widths)
    (form,) = find_forms(left)
    assert form.headings.keys() == only_form(data).headings.keys()


def test_a_guide_speaks_of_what_its_form_has() -> None:
    for name in ("monitoring", "goals"):
        told = "\n".join(str(row[0].value) for row in opened(BUILT[name])[SHEET].iter_rows())
        assert "得分" not in told
        assert "总分" not in told


@each_template
def test_the_guide_says_how_to_unprotect_and_how_to_hand_in(template: Template) -> None:
    sheet = opened(BUILT[template.name])[SHEET]
    told = "\n".join(str(row[0].value) for row in sheet.iter_rows())
    for words in ("撤消工作表保护", "WPS", "选择性粘贴", "jixiao final", "以本地财政部门通知为准"):
        assert words in told
    assert not find_forms(read_workbook(BUILT[template.name]))[1:]


# -- what the reader finds


@each_template
def test_a_blank_template_is_found_as_what_it_is(template: Template) -> None:
    form = only_form(BUILT[template.name])
    assert form.kind == template.kind
    assert form.missing == ()
    assert form.live == ()
    if form.goals is not None:
        assert all(cell is None or cell.is_empty for cell in form.goals)
    assert all(field.value.is_empty for field in form.head.values())


@each_template
def test_helper_columns_and_spare_rows_are_no_content(template: Template) -> None:
    checked = check_workbook(read_workbook(BUILT[template.name]), "x.xlsx", Choice(shipped_profile()))
    # Only what a blank form lacks: head, goals, the results of formulas that nothing has worked out yet.
    assert {finding.code for finding in checked.findings} <= {"JX101", "JX102", "JX005", "JX501"}


@each_filled
def test_a_filled_template_reads_back_to_the_same_values(name: str) -> None:
    case, form = FILLED[name], only_form(filled(name))
    said = {"project": case.project, "department": case.department, "unit": case.department_name or case.unit}
    for role, text in said.items():
        if role in form.head:
            assert form.head[role].value.text == (text or "")
    assert form.year == case.year
    assert (form.kind, form.missing) == (case.kind, ())
    assert form.goals is None or [cell.text for cell in form.goals if cell] == [
        text for text in (case.goals.expected, case.goals.actual) if text
    ]
    rows = sorted((row.level1.text, row.level2.text, row.level3.text) for row in form.live)
    assert rows == sorted((row.level1, row.level2, row.level3) for row in case.indicators)
    read = {(row.classes, row.level3.text): row for row in form.live}
    for row in case.indicators:
        found = next(each for (classes, name), each in read.items() if name == row.level3 and classes[0] == row.level1)
        for role in ("target", "actual", "reason"):
            cell = getattr(found, role)
            assert cell is None or cell.text == (getattr(row, role) or ""), role
        assert found.weight is None or found.weight.number == row.weight


@each_filled
def test_the_funds_of_a_filled_template_read_back(name: str) -> None:
    case, form = FILLED[name], only_form(filled(name))
    if case.kind == "goals":
        return
    lines = [(line.initial, line.budget, line.spent) for line in case.funds[1:]]
    for line, row in zip(lines, form.funds[1:], strict=False):
        for wanted, cell in zip(line, (row.initial, row.budget, row.spent), strict=True):
            assert cell is None or cell.number == wanted


def test_a_monitoring_form_keeps_its_ticks() -> None:
    form = only_form(filled("monitoring"))
    assert form.monitoring is not None
    assert form.monitoring.months == 9
    first, *_ = (row for row in form.monitoring.rows if row.indicator.is_live)
    assert [tick.label.text for tick in first.causes] == ["人员保障"]
    assert [tick.label.text for tick in first.outlooks] == ["有可能"]
    assert first.forecast is not None
    assert first.forecast.text == "90%"


def test_the_goals_form_adds_up_the_weights() -> None:
    (total,) = [f for f in formulas(filled("goals")) if f.startswith("IFERROR(IF(COUNT(F")]
    assert "SUM(F" in total


def test_there_are_as_many_rows_as_the_case_has() -> None:
    case = FILLED["goals"]
    more = [row for row in case.indicators for _ in range(20)]
    form = only_form(build("goals", filled=replace(case, indicators=tuple(more))))
    assert len(form.live) == len(more)


# -- the stamp


@each_template
def test_a_template_says_which_it_is(template: Template) -> None:
    workbook = read_workbook(BUILT[template.name])
    assert stamp_of(workbook, template.layout.sheet_name) == Stamp(template.name, "1", template.profile)
    assert stamp_of(workbook, SHEET) is None


def source_of(data: bytes, choice: Choice) -> tuple[str, str]:
    (form,) = check_workbook(read_workbook(data), "x.xlsx", choice).forms
    return form.profile_source, form.subject.profile.name


def test_the_profile_of_the_template_counts_unless_another_is_declared() -> None:
    data = build("project-2020", profile="mof-2020", filled=FILLED["02"])
    assert source_of(data, Choice(shipped_profile())) == ("workbook", "mof-2020")
    assert source_of(data, Choice(shipped_profile("hubei"), declared=True)) == ("declared", "hubei")


@pytest.mark.parametrize(
    "written", ["jixiao:project-2021;1;nowhere-2031", "mof-2021", "", "jixiao:x;1;mof 2021", "jixiao:;;"]
)
def test_a_stamp_that_says_nothing_we_know_is_passed_over(written: str) -> None:
    book = load_workbook(BytesIO(filled("02")))
    sheet = book.worksheets[0]
    place = str(sheet.defined_names[NAME].attr_text).rpartition("!")[2].replace("$", "")
    assert str(sheet[place].value).startswith("jixiao:")
    sheet[place].value = written or None
    buffer = BytesIO()
    book.save(buffer)
    assert source_of(buffer.getvalue(), Choice(shipped_profile()))[0] == "inferred"


def test_the_rates_and_scores_are_formulas_and_judged_words_are_kept() -> None:
    case = FILLED["02"]
    words = Indicator("效益指标", "社会效益指标", "作用", "有效", "达成预期指标", Decimal(5), Decimal(4))
    data = build("project-2021", filled=replace(case, indicators=(*case.indicators, words)))
    form = only_form(data)
    for row in form.live:
        assert row.score is not None
        if row.level3 is not None and row.level3.text == "作用":
            assert (row.score.number, row.score.formula) == (4, None)
        elif row.target_quantity is not None:
            assert row.score.formula


@each_template
def test_a_row_grows_with_what_is_typed(template: Template) -> None:
    with zipfile.ZipFile(BytesIO(BUILT[template.name])) as archive:
        rows = re.findall(r'<row r="(\d+)"([^>]*)>', archive.read("xl/worksheets/sheet1.xml").decode())
    # Declared as chosen by hand, a height stays as it is whatever is typed.
    growing = [float(re.findall(r'ht="([0-9.]+)"', rest)[0]) for _, rest in rows if "customHeight" not in rest]
    assert len(growing) == sum(rows.count for rows in template.rows)
    assert min(growing) >= 20
