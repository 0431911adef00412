"""The summary workbook: what the collecting office reads off it, and that Excel and Calc read the same."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as Xml

import pytest
from office import converted, needs_libreoffice
from openpyxl import Workbook as DrawnWorkbook
from openpyxl import load_workbook
from places import WORKBOOKS
from reporting import of_cases, report_of, report_on

from jixiao.acknowledge import acknowledged, line_of
from jixiao.casework import FUNDS, HEAD, sound_funds
from jixiao.report import Report, Skipped
from jixiao.reports.carried import facts_from, facts_text
from jixiao.reports.form_facts import file_facts
from jixiao.reports.summary_workbook import SHEETS, write_summary
from jixiao.reports.workbook import writing
from jixiao.reports.workbook.links import MOST
from jixiao.reports.workbook.tables import Column, Look, Tab, Table
from jixiao.reports.workbook.writing import write_workbook
from jixiao.roster import read_roster
from jixiao.words import problem_and_action

PROJECTS = WORKBOOKS / "项目"
ROWS = """
成本指标 | 经济成本指标 | 维护费 | ≤20万元 | 20 | 20 | 20 |
产出指标 | 数量指标 | 巡检次数 | ≥12次 | 12 | 40 | 40 |
满意度指标 | 服务对象满意度 | 用户满意度 | ≥95% | 96% | 30 | 30 |
"""
COPIED_ROWS = ROWS.replace("96%", "95%")
MISSED = ROWS.replace("96%", "90%").replace("| 30 |", "| 24 |")


def case(project: str, unit: str = "某县电化教育馆", **more: Any) -> dict[str, Any]:
    return {"head": HEAD | {"项目名称": project, "实施单位": unit}, "rows": ROWS, **more}


class Summary:
    """A written summary as openpyxl reads it: the tables by sheet, as rows by heading."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = load_workbook(path)

    def notes(self, name: str) -> list[str]:
        rows = self.book[name].iter_rows(min_row=2, max_row=self._head(name) - 1, max_col=1, values_only=True)
        return [str(value) for (value,) in rows if value]

    def titles(self, name: str) -> list[str]:
        return [cell.value for cell in self.book[name][self._head(name)] if cell.value]

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The first table's rows, without a closing one."""
        return [{title: cell.value for title, cell in row.items()} for row in self.cells(name)]

    def cells(self, name: str) -> list[dict[str, Any]]:
        sheet, head = self.book[name], self._head(name)
        _, _, last = sheet.auto_filter.ref.partition(":")
        rows = sheet.iter_rows(min_row=head + 1, max_row=int(re.sub("[A-Z]", "", last)), max_col=len(self.titles(name)))
        found = [dict(zip(self.titles(name), row, strict=True)) for row in rows]
        return [row for row in found if list(row.values())[1].value is not None]

    def _head(self, name: str) -> int:
        return int(re.sub("[A-Z]", "", self.book[name].auto_filter.ref.partition(":")[0]))


def written(report: Report, folder: Path, **more: Any) -> Summary:
    path = folder / "汇总.xlsx"
    write_summary(report, path, **more)
    return Summary(path)


@pytest.fixture(scope="module")
def report() -> Report:
    return report_on(PROJECTS)


@pytest.fixture(scope="module")
def summary(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Summary:
    return written(report, tmp_path_factory.mktemp("summary"))


# -- the 13 real forms


def test_it_opens_with_what_it_all_adds_up_to(summary: Summary) -> None:
    notes = summary.notes("结论")
    assert notes[0] == "共13个文件：项目支出自评表13张。评分口径 mof-2021。"
    assert "优6 良2 中4 差1 · 全年执行数合计191.53万元" in notes[2]
    assert notes[-1].startswith("检查时间 2024-03-01 09:30 · jixiao ")


def test_every_form_has_its_line(summary: Summary) -> None:
    rows = summary.rows("结论")
    assert Counter(row["等级"] for row in rows) == {"优": 6, "良": 2, "中": 4, "差": 1}
    assert sum(Decimal(str(row["执行（万元）"])) for row in rows) == Decimal("191.527")
    first = {title: rows[3][title] for title in ("项目", "年度", "结论", "总分", "复算总分", "预算（万元）", "执行率")}
    assert first == {
        "项目": "政务乡乡通通信、运维费",
        "年度": 2023,
        "结论": "需修改",
        "总分": 88.18,
        "复算总分": 88.18,
        "预算（万元）": 4.8,
        "执行率": 0.8083,
    }
    assert (rows[3]["必须修改"], rows[3]["需核对或说明"], rows[3]["提示"]) == (1, 0, 2)


def test_units_and_departments_add_up(summary: Summary) -> None:
    (unit,) = summary.rows("按单位")
    assert (unit["表数"], unit["需修改"], unit["需说明"], unit["可上报"]) == (13, 6, 6, 1)
    assert (unit["预算（万元）"], unit["执行（万元）"], unit["未执行（万元）"]) == (453.885, 191.527, 262.358)
    assert unit["平均分"] == pytest.approx(78.69)
    (department,) = summary.rows("按主管部门")
    assert [department[grade] for grade in "优良中差"] == [6, 2, 4, 1]
    assert (department["项目数"], department["执行率"]) == (13, 0.422)


def test_lost_points_and_the_mean_make_a_hundred(summary: Summary) -> None:
    (unit,) = summary.rows("按单位")
    # 13 forms of 100 points each: what was not scored was lost.
    assert unit["失分"] + sum(row["总分"] for row in summary.rows("结论")) == pytest.approx(1300)


def test_every_finding_is_one_row_in_the_order_that_readers_asked_for(summary: Summary, report: Report) -> None:
    assert summary.titles("问题清单")[:6] == ["单位", "项目", "单元格", "问题", "怎么办", "规则"]
    findings = [finding for file in report.files for finding in file.findings]
    found = Counter((row["单元格"], row["问题"], row["怎么办"], row["规则"]) for row in summary.rows("问题清单"))
    assert found == Counter((each.cell, *problem_and_action(each), each.code) for each in findings)


def test_rules_are_counted_the_most_frequent_first(summary: Summary, report: Report) -> None:
    rows = summary.rows("按规则")
    counts = Counter(finding.code for file in report.files for finding in file.findings)
    assert {row["规则"]: row["处数"] for row in rows} == counts
    assert rows[0]["规则"] == "JX301"
    assert [row["处数"] for row in rows] == sorted(counts.values(), reverse=True)
    assert all(row["必须修改"] + row["需核对或说明"] + row["提示"] == row["处数"] for row in rows)


def test_every_indicator_has_its_line(summary: Summary) -> None:
    rows = summary.rows("评分明细")
    fee = next(row for row in rows if row["三级指标"] == "维护费")
    assert (fee["年度指标值"], fee["实际完成值"], fee["分值"], fee["得分"], fee["复算得分"]) == (
        "=2.8万元",
        "1.88",
        10,
        1.79,
        1.79,
    )
    assert fee["相差"] == 0


# -- always the same sheets


def test_a_report_over_nothing_has_the_same_sheets(summary: Summary, tmp_path: Path) -> None:
    empty = written(report_of(()), tmp_path)
    assert tuple(summary.book.sheetnames) == tuple(empty.book.sheetnames) == SHEETS
    for name in SHEETS:
        if name != "图表":
            assert empty.titles(name) == summary.titles(name)
            assert not empty.rows(name)


def test_a_run_that_was_stopped_says_so(report: Report, tmp_path: Path) -> None:
    assert "中途停止" in written(replace(report, interrupted=True), tmp_path).notes("结论")[0]


# -- what was not checked, what is missing, what deserves a look


def test_files_that_were_not_checked_are_listed_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "坏的.xlsx").write_bytes(b"PK broken")
    (tmp_path / "空的.xlsx").write_bytes(b"")
    drawn = DrawnWorkbook()
    drawn.save(tmp_path / "没有表.xlsx")
    skipped = [Skipped("~$草稿.xlsx", "temporary"), Skipped("一批.zip", "archive", "要检查请解压")]
    summary = written(report_on(tmp_path, skipped=skipped), tmp_path)
    rows = {Path(row["文件"]).name: row for row in summary.rows("未能检查")}
    assert [rows[name]["规则"] for name in ("坏的.xlsx", "空的.xlsx", "没有表.xlsx")] == ["JX001", "JX001", "JX002"]
    assert all(rows[name]["怎么办"] for name in ("坏的.xlsx", "空的.xlsx", "没有表.xlsx"))
    assert Counter(row["规则"] for row in summary.rows("问题清单")) == {"JX001": 2, "JX002": 1}
    assert {row["规则"]: row["涉及表数"] for row in summary.rows("按规则")} == {"JX001": 0, "JX002": 0}
    assert (rows["~$草稿.xlsx"]["问题"], rows["一批.zip"]["问题"]) == ("临时文件", "压缩包：要检查请解压")


def test_rules_that_could_not_be_checked_are_counted_with_why(tmp_path: Path) -> None:
    lacking = {"fund_headings": "年初预算数 | 全年预算数 | 全年执行数", "funds": "年度资金总额 | 20 | 20 | 20"}
    summary = written(report_of(of_cases(case("甲", **lacking), case("乙", **lacking), case("丙"))), tmp_path)
    lines = {row[3]: row[1:3] for row in summary.book["未能检查"].iter_rows(values_only=True) if row[3]}
    assert lines["JX201"] == ("资金表没有“执行率”栏", 2)


def test_who_is_missing_and_who_was_not_asked(tmp_path: Path) -> None:
    (tmp_path / "名单.csv").write_text(
        "单位编码,单位,项目编码,名称,预算数（万元）,联系人,截止日\n"
        "101,某县电化教育馆,,信息系统运行维护费,20,甲股,3月31日\n"
        "102,某县体育馆,P9,场馆维修,35.5,乙股,3月31日\n",
        encoding="utf-8",
    )
    files = of_cases(case("信息系统运行维护费"), case("桥梁加固", "某县公路局"))
    summary = written(report_of(files, read_roster(tmp_path / "名单.csv")), tmp_path)
    assert "应报2项，已报1项，未返回1项；名单以外多报1张表" in summary.notes("未返回")[0]
    (due,) = summary.rows("未返回")
    assert tuple(due.values()) == ("102", "某县体育馆", "场馆维修", "P9", 35.5, "乙股", "3月31日", None)
    lines = [[cell for cell in row if cell] for row in summary.book["未返回"].iter_rows(values_only=True)]
    heading = next(number for number, row in enumerate(lines) if row and row[0].startswith("多报"))
    assert lines[heading + 2][1:3] == ["某县公路局", "桥梁加固"]
    departments = {row["主管部门"]: row for row in summary.rows("按主管部门")}
    known, unknown = departments["某县教育局"], departments["某县体育馆"]
    assert (known["项目数"], known["应报"], known["已报"], known["覆盖率"]) == (2, 1, 1, 1)
    assert (unknown["项目数"], unknown["应报"], unknown["已报"], unknown["覆盖率"]) == (0, 1, 0, 0)


def test_without_a_roster_it_says_that_nobody_knows(summary: Summary) -> None:
    assert "没有给名单" in summary.notes("未返回")[0]
    assert summary.rows("按主管部门")[0]["应报"] is None


def test_forms_that_deserve_a_look(tmp_path: Path) -> None:
    low = case("花得少", funds=sound_funds("40", "20"))
    copied = case("照抄", rows=COPIED_ROWS)
    summary = written(report_of(of_cases(low, copied, case("平常"))), tmp_path)
    reasons = {row["项目"]: row["为什么"] for row in summary.rows("抽查建议")}
    assert reasons == {
        "花得少": "等级为优，而执行率只有50%",
        "照抄": "3项定量指标的实际完成值个个恰好等于年度指标值",
    }


def test_what_was_explained_is_listed_and_not_counted(tmp_path: Path) -> None:
    (file,) = of_cases(case("甲", rows=MISSED))
    finding = file.findings[0]
    line = line_of(file.forms[0], finding)._replace(reason="财政部门已同意")
    explained = acknowledged(file, [line])
    summary = written(report_of((explained,)), tmp_path)
    degrees = {row["规则"]: (row["程度"], row["已作说明"]) for row in summary.rows("问题清单")}
    assert degrees[finding.code] == ("已说明", "财政部门已同意")
    assert finding.code not in {row["规则"] for row in summary.rows("按规则")}


def test_forms_of_one_unit_stand_together_however_it_writes_its_name(tmp_path: Path) -> None:
    units = ("某县电化教育馆", "某县公路局", "[316001]某县电化教育馆（本级）")
    summary = written(report_of(of_cases(*(case(f"项目{unit}", unit) for unit in units))), tmp_path)
    assert [row["单位"] for row in summary.rows("结论")] == ["某县电化教育馆", "某县电化教育馆", "某县公路局"]
    assert [row["表数"] for row in summary.rows("按单位")] == [2, 1]


def test_amounts_in_yuan_are_told_in_ten_thousands(tmp_path: Path) -> None:
    (file,) = of_cases(case("元", funds=sound_funds("200000", "190000.5")))
    subject = file.forms[0].subject
    in_yuan = replace(subject, form=replace(subject.form, money_unit="元"))
    summary = written(report_of((replace(file, forms=(replace(file.forms[0], subject=in_yuan),)),)), tmp_path)
    (row,) = summary.rows("结论")
    assert (row["预算（万元）"], row["执行（万元）"]) == (20, 19.00005)


# -- links


def test_links_lead_to_the_cell_and_to_the_marked_copy(report: Report, tmp_path: Path) -> None:
    first = report.files[0].path
    folder = tmp_path / "结果"
    folder.mkdir()
    summary = written(report, folder, marked={first: folder / "标注" / "01 副本.xlsx"})
    row = summary.cells("结论")[0]
    assert target(row["文件"], folder) == Path(first).resolve()
    assert target(row["标注副本"], folder) == (folder / "标注" / "01 副本.xlsx").resolve()
    assert summary.cells("结论")[1]["标注副本"].hyperlink is None
    cell = summary.cells("问题清单")[0]["单元格"]
    assert (target(cell, folder), cell.hyperlink.location) == (Path(first).resolve(), "'项目支出绩效自评表'!F12")


def target(cell: Any, folder: Path) -> Path:
    return (folder / unquote(cell.hyperlink.target.replace("\\", "/"))).resolve()


@needs_libreoffice
def test_calc_finds_files_with_unusual_names(tmp_path: Path) -> None:
    names = ["100%完成 #1 (最终版) [改] & 说明.xlsx", "%41.xlsx", "=1+1.xlsx"]
    for name, form in zip(names, sorted(PROJECTS.glob("*.xlsx")), strict=False):
        (tmp_path / name).write_bytes(form.read_bytes())
    summary = written(report_on(tmp_path), tmp_path)
    flat = converted([summary.path], tmp_path, "fods")["汇总"].read_text(encoding="utf-8")
    links = {unquote(link).rpartition("/")[2] for link in re.findall(r'xlink:href="([^"#]+)', flat)}
    assert {name.replace("&", "&amp;") for name in names} <= links


# -- text stays text, numbers are numbers


@needs_libreoffice
def test_nothing_becomes_a_formula_or_a_link_by_itself(tmp_path: Path) -> None:
    hostile = ("=1+1", '=HYPERLINK("http://a.example","x")', "+甲", "-乙", "@SUM(1)", "http://a.example/")
    summary = written(
        report_of(of_cases(*(case(f"{name}号", name, rows=ROWS.replace("≤", "=")) for name in hostile))), tmp_path
    )
    assert [row["单位"] for row in summary.rows("结论")] == list(hostile)
    assert all(row["单位"].quotePrefix and row["单位"].data_type == "s" for row in summary.cells("结论"))
    root = Xml.parse(converted([summary.path], tmp_path, "fods")["汇总"]).getroot()
    table = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
    assert not [cell for cell in root.iter(f"{table}table-cell") if cell.get(f"{table}formula")]
    shown = {"".join(cell.itertext()).strip() for cell in root.iter(f"{table}table-cell")}
    assert set(hostile) <= shown
    assert not [
        link for link in re.findall(r'xlink:href="([^"]+)"', Xml.tostring(root, "unicode")) if "a.example" in link
    ]


def test_numbers_are_numbers_and_percentages_fractions(summary: Summary) -> None:
    row = summary.cells("结论")[0]
    looks = {
        title: (row[title].data_type, row[title].number_format) for title in ("总分", "执行率", "预算（万元）", "年度")
    }
    assert looks == {
        "总分": ("n", "0.00"),
        "执行率": ("n", "0.00%"),
        "预算（万元）": ("n", "#,##0.00"),
        "年度": ("n", "0"),
    }


def test_what_no_spreadsheet_can_hold_raises_nothing(tmp_path: Path) -> None:
    funds = FUNDS.replace("| 20 | 20 |", f"| 1{'0' * 320} | 20 |")
    files = of_cases(case("\x01控制\x0b字符", funds=funds), case("乙" * 40_000))
    odd = replace(files[0], path="坏\udcff名.xlsx")
    summary = written(report_of((odd, files[1])), tmp_path)
    assert len(summary.rows("结论")) == 2


# -- print, view


@pytest.mark.parametrize("name", [name for name in SHEETS if name != "图表"])
def test_every_sheet_prints_on_a4_with_its_head_on_each_page(summary: Summary, name: str) -> None:
    sheet = summary.book[name]
    head = int(re.sub("[A-Z]", "", sheet.auto_filter.ref.partition(":")[0]))
    # One page wide (what a file does not say is 1), as long as need be.
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (9, 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == f"${head}:${head}"
    assert re.sub("[A-Z]", "", sheet.freeze_panes) == str(head + 1)
    printed = sheet.print_area.replace("$", "").partition(":")[2]
    columns = [cell for cell in sheet[head] if cell.column_letter <= re.sub(r"\d", "", printed)]
    widths = sum(sheet.column_dimensions[cell.column_letter].width for cell in columns)
    # Wider than this it would be printed too small to read.
    assert widths <= (190 if sheet.page_setup.orientation == "landscape" else 120)


def test_the_charts_show_grades_rules_and_rates(summary: Summary) -> None:
    grades, rules, rates = charts(summary.path)
    assert grades == [["优", "良", "中", "差"], ["6", "2", "4", "1"]]
    assert rules[0][0].startswith("JX301 ")
    assert rules[1] == [str(row["处数"]) for row in summary.rows("按规则")][:12]
    assert len(rates[0]) == len(rates[1]) == 13
    assert (float(rates[0][0]), float(rates[1][0])) == (pytest.approx(0.7263), pytest.approx(94.49))


def charts(path: Path) -> list[list[list[str]]]:
    """The figures of each chart: categories and values."""
    space = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
    found = []
    with zipfile.ZipFile(path) as package:
        for name in sorted(name for name in package.namelist() if name.startswith("xl/charts/chart")):
            root = Xml.fromstring(package.read(name))
            caches = [each for each in root.iter() if each.tag in (f"{space}strCache", f"{space}numCache")]
            found.append([[point.text or "" for point in cache.iter(f"{space}v")] for cache in caches])
    return found


# -- size


def test_from_what_the_workers_hand_over_the_summary_is_the_same(report: Report, tmp_path: Path) -> None:
    texts = [facts_text(file_facts(file)) for file in report.files]
    assert not any("\n" in text for text in texts)
    for name in ("files", "facts"):
        known = map(facts_from, texts) if name == "facts" else None
        write_summary(report, tmp_path / f"{name}.xlsx", known=known)
    assert (tmp_path / "files.xlsx").read_bytes() == (tmp_path / "facts.xlsx").read_bytes()


def test_forms_of_one_unit_stand_together_wherever_its_files_lie(tmp_path: Path) -> None:
    """With their problems and rows: what is kept of the forms outside memory is put in order as one."""
    units = ("甲", "乙", "丙", "乙", "甲")
    files = of_cases(*(case(f"{unit}{number}", unit, rows=MISSED) for number, unit in enumerate(units)))
    summary = written(report_of(files), tmp_path)
    order = ["甲0", "甲4", "乙1", "乙3", "丙2"]
    assert [row["项目"] for row in summary.rows("结论")] == order
    for name in ("问题清单", "评分明细"):
        assert list(dict.fromkeys(row["项目"] for row in summary.rows(name))) == order


def test_a_sheet_that_is_too_long_says_what_it_left_out(tmp_path: Path) -> None:
    columns = (Column("单位", 20), Column("处数", 8, Look.COUNT))
    second = Table(columns, [("丙", 1)], "没有。", "其二")
    first = Table(columns, [(f"单位{number}", number) for number in range(100)], "没有。")
    drawn = drawn_alone(Tab("很长", ("说明",), (first, second)), tmp_path, most_rows=40)
    lines = [row[0] for row in drawn["很长"].iter_rows(values_only=True)]
    assert len(lines) <= 40
    listed = sum(str(line).startswith("单位") and line != "单位" for line in lines)
    assert 20 < listed < 40
    assert f"有{100 - listed + (0 if '丙' in lines else 1)}行没有列出" in lines[2]


def test_links_beyond_what_a_sheet_may_hold_are_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST == 65_530
    monkeypatch.setattr(writing, "MOST", 50)
    rows = [((f"F{number}", f"external:a.xlsx#'表'!F{number}"),) for number in range(60)]
    drawn = drawn_alone(Tab("链接", (), (Table((Column("单元格", 8),), rows, "没有。"),)), tmp_path)
    cells = [cell for (cell,) in drawn["链接"].iter_rows(min_row=4)]
    assert [cell.value for cell in cells] == [f"F{number}" for number in range(60)]
    assert [cell.hyperlink is not None for cell in cells] == [True] * 50 + [False] * 10
    assert "最多50个链接" in drawn["链接"]["A2"].value


def drawn_alone(tab: Tab, folder: Path, **more: int) -> Any:
    write_workbook(folder / "一张.xlsx", (tab,), {}, **more)
    return load_workbook(folder / "一张.xlsx")


def test_where_it_cannot_be_written_it_says_so_as_any_file(report: Report, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_summary(report, tmp_path / "没有这个文件夹" / "汇总.xlsx")
