"""退回说明: one page a unit, from the forms that came in."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from places import CASES, WORKBOOKS

from jixiao.check import CheckedFile, Choice, check_file
from jixiao.cli import main
from jixiao.cross import Gathering, cross_findings
from jixiao.finding import Severity
from jixiao.roster import read_roster
from jixiao.scoring import shipped_profile
from jixiao.slips import Item, Slip, file_stems, lines_of, slips_of, write_slips
from jixiao.slips.content import NAMELESS
from jixiao.slips.page import MOST_ITEMS
from jixiao_templates import case_page, draw, load_case

CHOICE = Choice(shipped_profile(), declared=True)
UNIT = "九江市浔阳区数字经济发展中心"
OTHER = "某县教育局"


def checked(paths: Sequence[Path]) -> list[CheckedFile]:
    return [check_file(path, CHOICE) for path in paths]


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two units: the real forms of one, and of the other a form, a clean copy of it and a file that is no workbook."""
    folder = tmp_path_factory.mktemp("returned")
    shutil.copytree(WORKBOOKS / "项目", folder / "浔阳")
    case = load_case(min(CASES.glob("*.json")))
    other = replace(case, unit=OTHER, department="某县财政局")
    draw([case_page(other)], folder / "教育" / "自评表.xlsx")
    row = replace(other.indicators[0], score=None)
    spoilt = replace(other, project="另一个项目", indicators=(row, *other.indicators[1:]))
    draw([case_page(spoilt)], folder / "教育" / "自评表2.xlsx")
    (folder / "教育" / "说明.xlsx").write_text("这不是工作簿", encoding="utf-8")
    return folder


def of(slips: Sequence[Slip], unit: str) -> Slip:
    (slip,) = (slip for slip in slips if slip.unit == unit)
    return slip


def gathered(folder: Path, roster: str = "") -> Gathering:
    listed = None
    if roster:
        path = folder.parent / f"{folder.name}-名单.csv"
        path.write_text(roster, encoding="utf-8")
        listed = read_roster(path)
    return Gathering(checked(sorted(folder.rglob("*.xlsx"))), listed)


def test_each_unit_has_one_slip_with_all_its_errors_and_warnings(returned: Path) -> None:
    gathering = gathered(returned)
    cross = cross_findings(gathering, CHOICE)
    slips = slips_of(gathering, cross)
    assert [slip.unit for slip in slips] == sorted((UNIT, OTHER))
    slip = of(slips, UNIT)
    own = [each for file in gathering.files if "浔阳" in file.path for each in file.findings]
    assert len(slip.correct) == sum(each.severity is Severity.ERROR for each in own)
    between = sum(each.finding.severity is Severity.WARNING for each in cross)
    assert len(slip.explain) == sum(each.severity is Severity.WARNING for each in own) + between
    assert slip.forms == 13


def test_a_file_that_cannot_be_read_goes_to_the_unit_of_its_folder(returned: Path) -> None:
    slip = of(slips_of(gathered(returned)), OTHER)
    assert [(item.file, item.code) for item in slip.correct] == [("自评表2.xlsx", "JX405"), ("说明.xlsx", "JX001")]
    assert slip.forms == 2


def test_a_file_that_nobody_can_place_has_a_slip_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").write_text("这不是工作簿", encoding="utf-8")
    (slip,) = slips_of(gathered(tmp_path))
    assert (slip.unit, slip.forms, slip.correct[0].file) == (NAMELESS, 0, "表.xlsx")


def test_forms_that_are_in_order_are_named_so_that_nobody_sends_them_again(returned: Path) -> None:
    slip = of(slips_of(gathered(returned)), UNIT)
    accepted = [
        file.forms[0].form.project
        for file in gathered(returned).files
        if "浔阳" in file.path and file.forms[0].verdict.value == "可上报"
    ]
    assert list(slip.accepted) == accepted


def test_a_unit_with_nothing_to_do_has_no_slip(returned: Path) -> None:
    clean = [file for file in gathered(returned).files if file.forms and file.forms[0].verdict.value == "可上报"]
    assert clean and not slips_of(Gathering(clean))


ROSTER = f"""单位,名称,联系人,截止日
{UNIT},信息系统通信、运维费,王会计 0792-0000000,4月15日
{OTHER},没有交的项目,李科长,4月10日
"""


def test_the_roster_gives_deadline_and_contact_and_who_sent_nothing_is_not_scolded_here(returned: Path) -> None:
    gathering = gathered(returned, ROSTER)
    slips = slips_of(gathering, cross_findings(gathering, CHOICE))
    assert (of(slips, UNIT).due, of(slips, UNIT).contact) == ("4月15日", "王会计 0792-0000000")
    assert (of(slips, OTHER).due, of(slips, OTHER).contact) == ("4月10日", "李科长")
    assert not any(item.code == "JX904" for slip in slips for item in (*slip.correct, *slip.explain))
    text = "\n".join(line.text for line in lines_of(of(slips, UNIT)))
    # Who is named in the roster is the unit's own person: the page is addressed to him.
    assert "请于4月15日前报回。" in text and f"{UNIT}（联系人：王会计 0792-0000000）：" in text
    assert "请联系" not in text


def test_the_first_of_several_dates_holds(returned: Path) -> None:
    roster = f"单位,名称,联系人,截止日\n{OTHER},甲,李科长,2024年4月20日\n{OTHER},乙,,2024/4/5\n{OTHER},丙,,待定\n"
    slip = of(slips_of(gathered(returned, roster)), OTHER)
    assert (slip.due, slip.contact) == ("2024/4/5", "李科长")


@pytest.mark.parametrize(
    ("written", "shown"),
    [("45356", "2024-03-05"), ("2024-03-05 00:00:00", "2024-03-05"), ("3月5日", "3月5日"), ("/", "")],
)
def test_a_date_is_shown_as_a_date(written: str, shown: str, tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_text(f"名称,截止日\n甲,{written}\n", encoding="utf-8")
    assert read_roster(path).rows[0].due == shown


def test_in_the_folder_that_was_given_a_file_that_cannot_be_read_is_nobodys(returned: Path) -> None:
    folder = returned / "教育"
    slips = slips_of(gathered(returned), tops={str(folder)})
    assert [item.code for item in of(slips, OTHER).correct] == ["JX405"]
    assert [item.file for item in of(slips, NAMELESS).correct] == ["说明.xlsx"]


def test_headings_and_projects_stay_with_what_they_head(returned: Path, tmp_path: Path) -> None:
    for path in write_slips(slips_of(gathered(returned)), tmp_path):
        if path.suffix == ".docx":
            paragraphs = docx.Document(str(path)).paragraphs
            heads = ("必须修改", "需核对或说明", "不必重报", "《")
            headings = [each for each in paragraphs if each.text.startswith(heads) or each.text.endswith(".xlsx")]
            assert {each.text[0] for each in headings} >= {"必", "《"}
            assert all(each.paragraph_format.keep_with_next for each in headings)
            rest = [each for each in paragraphs if each.text not in {heading.text for heading in headings}]
            assert rest and not any(each.paragraph_format.keep_with_next for each in rest)


def test_items_follow_each_other_as_on_the_form(tmp_path: Path) -> None:
    case = load_case(min(CASES.glob("*.json")))
    rows = list(case.indicators)
    rows[1:4] = [replace(row, score=None) for row in rows[1:4]]
    draw([case_page(replace(case, indicators=tuple(rows)))], tmp_path / "表.xlsx")
    (file,) = checked([tmp_path / "表.xlsx"])
    # Rules find in an order of their own.
    mixed = replace(file.forms[0], findings=tuple(reversed(file.forms[0].findings)))
    (slip,) = slips_of(Gathering([replace(file, forms=(mixed,))]))
    cells = [int(each.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for each in slip.correct if each.cell]
    assert len(set(cells)) >= 3 and cells == sorted(cells)


BUDGETS = "项目名称,预算数（万元）\n政务乡乡通通信、运维费,99\n"


def test_what_is_said_between_files_stands_with_the_form_it_is_about(returned: Path) -> None:
    gathering = gathered(returned, BUDGETS)
    slip = of(slips_of(gathering, cross_findings(gathering, CHOICE)), UNIT)
    files = [each.file for each in slip.correct]
    assert any(each.code == "JX906" for each in slip.correct)
    assert files == sorted(files) and files[-1] > "04-政务乡乡通通信、运维费.xlsx"


def item(number: int, *, in_copy: bool = True) -> Item:
    return Item("项目", "表.xlsx", f"F{number}", f"F{number}有问题。", "请核实。", "JX601", in_copy)


@pytest.mark.parametrize(
    ("correct", "explain", "shown", "told"),
    [
        (3, 2, 5, ()),
        (10, 0, 10, ()),
        (11, 4, 10, ("其余1处详见标注的副本。", "这4处详见标注的副本。")),
        (0, 12, 10, ("其余2处详见标注的副本。",)),
        (7, 7, 10, ("其余4处详见标注的副本。",)),
    ],
)
def test_at_most_ten_items_are_listed_and_the_rest_counted(
    correct: int, explain: int, shown: int, told: tuple[str, ...]
) -> None:
    slip = Slip("某局", 1, tuple(map(item, range(correct))), tuple(map(item, range(explain))), ())
    lines = [line.text for line in lines_of(slip)]
    assert sum("请核实。" in line for line in lines) == shown <= MOST_ITEMS
    assert [line for line in lines if "详见标注" in line] == list(told)
    assert (f"必须修改（{correct}处）" in lines) == bool(correct)
    assert (f"需核对或说明（{explain}处）" in lines) == bool(explain)


def test_what_no_marked_copy_holds_is_listed_in_full() -> None:
    own, bare = tuple(item(number) for number in range(14)), tuple(item(number, in_copy=False) for number in range(14))
    lines = [line.text for line in lines_of(Slip("某局", 1, bare, bare, ()))]
    assert sum("请核实。" in line for line in lines) == 28 and not any("副本" in line for line in lines)
    lines = [line.text for line in lines_of(Slip("某局", 1, (*own, *bare), own, ()))]
    assert sum("请核实。" in line for line in lines) == 10 + 14
    assert [line for line in lines if "副本" in line] == ["其余4处详见标注的副本。", "这14处详见标注的副本。"]


def test_only_files_with_a_marked_copy_are_said_to_have_one(returned: Path) -> None:
    gathering = gathered(returned, BUDGETS)
    cross = cross_findings(gathering, CHOICE)
    everything = [each for slip in slips_of(gathering, cross) for each in (*slip.correct, *slip.explain)]
    assert not any(each.in_copy for each in everything)
    (path,) = (file.path for file in gathering.files if Path(file.path).name == "自评表2.xlsx")
    slips = slips_of(gathering, cross, copies={path})
    named = [each for slip in slips for each in (*slip.correct, *slip.explain) if each.in_copy]
    assert {each.file for each in named} == {"自评表2.xlsx"}
    # What was found between files is on no copy.
    every = {file.path for file in gathering.files}
    slip = of(slips_of(gathering, cross, copies=every), UNIT)
    assert all(each.in_copy == (each.code != "JX906") for each in (*slip.correct, *slip.explain))
    assert any(each.code == "JX906" for each in slip.correct)


def test_the_command_speaks_of_copies_only_where_it_made_them(tmp_path: Path) -> None:
    case = load_case(min(CASES.glob("*.json")))
    bare = replace(case, indicators=tuple(replace(row, score=None) for row in case.indicators))
    (tmp_path / "收件").mkdir()
    draw([case_page(bare)], tmp_path / "收件" / "表.xlsx")

    def said(name: str, *more: str) -> str:
        main(["check", str(tmp_path / "收件"), "--slips", str(tmp_path / name), *more])
        (path,) = (tmp_path / name).glob("*.txt")
        return path.read_text("utf-8-sig")

    plain = said("一")
    assert "副本" not in plain and plain.count("没有得分") > MOST_ITEMS
    assert "处详见标注的副本。" in said("二", "--marked", str(tmp_path / "标注"))
    # What lies there is not ours: that copy is refused.
    shutil.rmtree(tmp_path / "标注")
    (tmp_path / "标注").mkdir()
    shutil.copy(tmp_path / "收件" / "表.xlsx", tmp_path / "标注")
    assert said("三", "--marked", str(tmp_path / "标注")) == plain


@pytest.mark.parametrize(
    ("unit", "department", "shown"),
    [
        ("某县\n教育局\r\n（本级）", "某县财政局", "某县 教育局 （本级）"),
        ("……", "", NAMELESS),
        ("/", "", NAMELESS),
        ("——", "某县\n财政局", "某县 财政局"),
        ("***", "", NAMELESS),
    ],
)
def test_names_stand_on_one_line_and_marks_for_nothing_are_no_names(
    unit: str, department: str, shown: str, tmp_path: Path
) -> None:
    case = load_case(min(CASES.glob("*.json")))
    row = replace(case.indicators[0], score=None)
    form = replace(case, unit=unit, department=department, project="甲\n项目", indicators=(row, *case.indicators[1:]))
    draw([case_page(form)], tmp_path / "表.xlsx")
    (slip,) = slips_of(gathered(tmp_path))
    assert slip.unit == shown
    assert {each.project for each in (*slip.correct, *slip.explain)} == {"甲 项目"}


def test_text_and_document_say_the_same_and_open(returned: Path, tmp_path: Path) -> None:
    slips = slips_of(gathered(returned))
    written = write_slips(slips, tmp_path / "退回")
    assert len(written) == 2 * len(slips)
    for slip, stem in zip(slips, file_stems(slips), strict=True):
        lines = [line.text for line in lines_of(slip)]
        text = (tmp_path / "退回" / f"{stem}.txt").read_text(encoding="utf-8-sig")
        assert text.splitlines() == lines
        document = docx.Document(str(tmp_path / "退回" / f"{stem}.docx"))
        assert [paragraph.text for paragraph in document.paragraphs] == lines


def test_whatever_a_form_says_stands_in_the_document_as_it_is(tmp_path: Path) -> None:
    odd = " 两行\n<b>\r&amp;\t“引号” "
    hostile = Item(f"项目{odd}", "表.xlsx", "F1", f"F1{odd}\x01\ufffe\x85。", "请核实。", "JX601")
    (slip,) = (Slip("某局", 1, (hostile,), (), ()),)
    paths = write_slips([slip], tmp_path)
    document = "\n".join(paragraph.text for paragraph in docx.Document(str(paths[1])).paragraphs)
    text = paths[0].read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    assert text == f"{document}\n" and "\r" not in text
    assert f"1. F1{odd.replace(chr(13), chr(10))}\ufffd\ufffd\ufffd。请核实。\n" in text


def test_the_same_slips_are_the_same_files(returned: Path, tmp_path: Path) -> None:
    slips = slips_of(gathered(returned))
    first, second = (write_slips(slips, tmp_path / name) for name in ("一", "二"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


@pytest.mark.parametrize(
    "unit",
    [
        "=cmd|' /C calc'!A0",
        "../../某局",
        "局/科\\室:*?",
        "某\x00局\x0b",
        "a" * 300,
        "...",
        "CON",
        "局\u202excod.exe\u2069",
    ],
)
def test_whatever_a_unit_calls_itself_the_files_land_in_the_folder(unit: str, tmp_path: Path) -> None:
    slips = [Slip(unit, 1, (item(1),), (), ()), Slip(unit, 1, (item(2),), (), ())]
    written = write_slips(slips, tmp_path)
    assert len({path.name.casefold() for path in written}) == 4
    assert all(path.parent == tmp_path and path.is_file() for path in written)
    assert not any(unicodedata.category(letter) == "Cf" for path in written for letter in path.name)
