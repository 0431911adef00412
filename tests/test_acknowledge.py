"""What was looked at and explained: sticks to the row, counts for nothing, goes stale when the value changes."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openpyxl import Workbook

from jixiao.acknowledge import (
    COLUMNS,
    Acknowledgement,
    TableError,
    acknowledged,
    lines_for,
    read_table,
    stale,
    table_bytes,
)
from jixiao.casework import case_sheet, run_case
from jixiao.check import CheckedFile
from jixiao.cli import main
from jixiao.finding import Verdict

TODAY = date(2026, 11, 21)
ROWS = """
产出指标 | 数量指标 | 培训人数 | ≥70人 | 72人 | 30 | 30
效益指标 | 社会效益指标 | 覆盖率 | ≥95% | 96% | 30 | 30
满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90% | 95% | 10 | 10
成本指标 | 经济成本指标 | 维护费 | =2.8万元 | 1.88 | 20 | 3.58 | 合同价下浮，已节约，余款收回财政
"""
REASON = "县财政局绩效股已同意按上限认定"


def checked(rows: str = ROWS, **case: object) -> CheckedFile:
    return run_case({"rows": rows, **case})


def explained(file: CheckedFile, reason: str = REASON) -> list[Acknowledgement]:
    """The table of a run with every line explained."""
    return [line._replace(reason=reason) for line in lines_for([file])]


def codes(file: CheckedFile) -> set[str]:
    return {finding.code for finding in file.findings}


def test_an_explained_finding_counts_for_nothing_and_is_kept_apart_with_its_reason() -> None:
    file = checked()
    assert codes(file) >= {"JX301"} and file.forms[0].verdict is Verdict.REWORK
    after = acknowledged(file, explained(file))
    assert after.forms[0].verdict is Verdict.ACCEPT
    assert "JX301" not in codes(after)
    assert [(each.code, each.acknowledged) for each in after.acknowledged if each.code == "JX301"] == [
        ("JX301", REASON)
    ]
    assert len(after.findings) + len(after.acknowledged) == len(file.findings)


def test_only_errors_and_warnings_are_asked_to_be_explained() -> None:
    file = checked()
    assert {line.code for line in lines_for([file])} == {
        finding.code for finding in file.findings if finding.severity != "info"
    }


def test_a_line_without_a_reason_explains_nothing() -> None:
    file = checked()
    assert acknowledged(file, lines_for([file])) is file


@pytest.mark.parametrize(
    "moved",
    [
        {"rows": ROWS.replace("产出指标 |", "产出指标 | 质量指标 | 合格率 | ≥90% | 95% | 0.1 | 0.1\n产出指标 |", 1)},
        {"foot": "注：本表由财务股填写。"},
        {"rows": ROWS.replace("维护费", " 维 护 费 ")},
        {"rows": "\n".join(reversed(ROWS.strip().splitlines()))},
    ],
)
def test_it_sticks_to_the_row_wherever_that_stands(moved: dict[str, object]) -> None:
    lines = explained(checked())
    file = checked(**{"rows": ROWS, **moved})  # type: ignore[arg-type]
    assert "JX301" in codes(file)
    assert "JX301" not in codes(acknowledged(file, lines))


@pytest.mark.parametrize(
    "other",
    [
        {"head": {"项目名称": "办公楼改造", "主管部门": "某县教育局", "实施单位": "某县电化教育馆"}},
        {"year": "（2024年度）"},
        {"kind": "export"},
        {"rows": ROWS.replace("维护费", "维修费")},
    ],
)
def test_another_project_year_form_or_indicator_is_not_meant(other: dict[str, object]) -> None:
    file = checked(**{"rows": ROWS, **other})  # type: ignore[arg-type]
    assert "JX301" in codes(acknowledged(file, explained(checked())))


def test_year_and_form_may_be_left_out_of_a_line() -> None:
    (line,) = [line for line in explained(checked()) if line.code == "JX301"]
    file = checked(year="（2024年度）")
    assert "JX301" not in codes(acknowledged(file, [line._replace(year="", form="")]))


def test_another_value_makes_the_line_stale_and_the_finding_counts_again() -> None:
    lines = explained(checked())
    file = acknowledged(checked(ROWS.replace("=2.8万元", "=3万元")), lines)
    assert "JX301" in codes(file)
    assert [(line.code, line.seen, now) for line, now in stale([file], lines) if line.code == "JX301"] == [
        ("JX301", "=2.8万元", "=3万元")
    ]


def test_what_was_put_right_is_told_and_what_was_not_looked_at_is_not() -> None:
    lines = explained(checked())
    mended = acknowledged(checked(ROWS.replace("=2.8万元", "≤2.8万元").replace("3.58", "20")), lines)
    assert ("JX301", None) in [(line.code, now) for line, now in stale([mended], lines)]
    elsewhere = checked(head={"项目名称": "别的项目", "主管部门": "某县教育局", "实施单位": "某县电化教育馆"})
    assert stale([elsewhere], lines) == []
    fresh = checked()
    assert stale([acknowledged(fresh, lines)], lines) == []


def test_a_run_adds_what_is_new_and_leaves_the_rest_alone() -> None:
    file = checked()
    known = explained(file)[:1]
    lines = lines_for([file], known)
    assert lines[:1] == known
    assert len(lines) == len(lines_for([file]))
    assert lines_for([file, file], lines) == lines


# -- the table -----------------------------------------------------------------------


def test_the_table_opens_in_excel_and_holds_no_formula() -> None:
    data = table_bytes([Acknowledgement("=项目", "2023", "项目自评", "JX301", "-甲", "=2.8万元", "+理由")], TODAY)
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert tuple(rows[0]) == COLUMNS
    assert not [field for row in rows[1:] for field in row if field[:1] in set("=+-@")]
    assert rows[1][-1] == "2026-11-21"


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12).map(str.strip)


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS, TEXTS), max_size=4))
def test_what_is_written_is_read_back_as_the_same_line(fields: list[tuple[str, str, str, str]]) -> None:
    lines = [Acknowledgement(a, "2023", "项目自评", "JX301", b, c, d or "理由", "2026-11-21") for a, b, c, d in fields]
    again = read_table(table_bytes(lines, TODAY))
    quotes = "“”\"'"
    for old, new in zip(lines, again, strict=True):
        assert [field.strip(quotes).split() for field in new] == [field.strip(quotes).split() for field in old]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_it_is_read_as_excel_or_wps_saves_it(encoding: str) -> None:
    text = "项目,规则号,指标,原值,说明\r\n运维费,jx301,维护费,“=2.8万元”,已同意\r\n,,,,\r\n"
    (line,) = read_table(text.encode(encoding))
    assert (line.code, line.project, line.reason, line.year) == ("JX301", "运维费", "已同意", "")
    assert read_table(text.replace(",", "\t").encode("utf-16"))[0] == line


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "缺少"),
        ("项目,规则号,指标,原值\n", "说明"),
        ("项目,规则号,指标,原值,说明\n甲,JX999,乙,丙,丁\n", "第2行：没有规则“JX999”"),
        ("项目,规则号,指标,原值,说明\n甲," + "乙" * 200_000 + ",,,\n", "第2行"),
    ],
)
def test_a_table_that_cannot_be_used_says_why(text: str, word: str) -> None:
    with pytest.raises(TableError) as error:
        read_table(text.encode())
    assert word in str(error.value)


# -- the command ---------------------------------------------------------------------


def workbook(folder: Path, rows: str = ROWS) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for (row, column), stored in case_sheet({"rows": rows}).cells.items():
        cell = sheet.cell(row, column)
        cell.value = float(stored.value) if stored.kind == "n" else stored.value
        if stored.kind == "s":
            cell.data_type = "s"
    path = folder / "form.xlsx"
    book.save(path)
    return path


def fill_in(table: Path, reason: str = REASON) -> None:
    lines = read_table(table.read_bytes())
    table.write_bytes(table_bytes([line._replace(reason=reason) for line in lines], TODAY))


def test_write_fill_in_and_use_the_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, table = workbook(tmp_path), tmp_path / "已说明.csv"
    check = ["check", str(path), "--profile", "mof-2021"]
    assert main([*check, "--write-acknowledged", str(table)]) == 1
    capsys.readouterr()
    assert main([*check, "--acknowledged", str(table)]) == 1
    assert "没有写说明" in capsys.readouterr().err
    fill_in(table)
    assert main([*check, "--acknowledged", str(table), "--format", "json"]) == 0
    out = capsys.readouterr()
    report = json.loads(out.out)
    schema = json.loads((Path(__file__).parents[1] / "validators/jixiao/reports/check.schema.json").read_text("utf-8"))
    assert not list(Draft202012Validator(schema).iter_errors(report))
    assert not out.err
    found = [finding for finding in report["files"][0]["findings"] if finding.get("acknowledged")]
    assert {finding["acknowledged"] for finding in found} == {REASON}
    assert report["summary"]["acknowledged"] == len(found) > 0
    assert report["files"][0]["forms"][0]["verdict"] == "可上报"
    assert report["summary"]["by_severity"]["error"] == 0
    assert main([*check, "--acknowledged", str(table)]) == 0
    assert re.search(rf"已说明 JX301 D\d+“维护费”：{REASON}", capsys.readouterr().out)


def test_a_changed_cell_is_told_and_counts_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, table = workbook(tmp_path), tmp_path / "已说明.csv"
    main(["check", str(path), "--write-acknowledged", str(table)])
    fill_in(table)
    workbook(tmp_path, ROWS.replace("=2.8万元", "=3万元"))
    capsys.readouterr()
    assert main(["check", str(path), "--acknowledged", str(table)]) == 1
    assert "原值“=2.8万元”，现为“=3万元”" in capsys.readouterr().err


def test_writing_again_keeps_what_was_explained(tmp_path: Path) -> None:
    path, table = workbook(tmp_path), tmp_path / "已说明.csv"
    main(["check", str(path), "--write-acknowledged", str(table)])
    fill_in(table)
    before = table.read_bytes()
    main(["check", str(path), "--write-acknowledged", str(table)])
    assert table.read_bytes() == before
    workbook(tmp_path, ROWS.replace("=2.8万元", "=3万元"))
    main(["check", str(path), "--write-acknowledged", str(table)])
    assert table.read_bytes().startswith(before)


def test_a_table_that_cannot_be_read_is_wrong_use_and_is_not_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, table = workbook(tmp_path), tmp_path / "别的.csv"
    table.write_text("甲,乙\n1,2\n", encoding="utf-8")
    assert main(["check", str(path), "--acknowledged", str(table)]) == 2
    assert main(["check", str(path), "--write-acknowledged", str(table)]) == 2
    assert table.read_text(encoding="utf-8") == "甲,乙\n1,2\n"
    assert main(["check", str(path), "--acknowledged", str(tmp_path / "没有.csv")]) == 2
    assert "打不开" in capsys.readouterr().err
