"""`jixiao check` over a folder that comes in again and again: versions, the last run, decisions of a person."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from corpus import make_corpus
from jsonschema import validate
from places import WORKBOOKS
from reporting import CHOICE, report_of

import jixiao.reports
from jixiao.check import check_file
from jixiao.cli import main
from jixiao.report import SKIPPED
from jixiao.reports.summary_workbook import write_summary

SCHEMA = Path(jixiao.reports.__path__[0], "check.schema.json")

FORM = "04-政务乡乡通通信、运维费.xlsx"
PROJECT = "政务乡乡通通信、运维费"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "收回"
    home.mkdir()
    for path in sorted((WORKBOOKS / "项目").glob("0[1-4]-*.xlsx")):
        shutil.copy(path, home)
    return home


def check(folder: Path, *more: str) -> int:
    return main(["check", str(folder), "--profile", "mof-2021", *more])


def sheet_of(path: Path, name: str, heading: str = "项目") -> list[dict[str, object]]:
    rows = list(openpyxl.load_workbook(path)[name].iter_rows(values_only=True))
    head = next(index for index, row in enumerate(rows) if heading in row)
    return [dict(zip(map(str, rows[head]), row, strict=True)) for row in rows[head + 1 :]]


def decide(path: Path, project: str, decision: str, reason: str) -> None:
    """What a person does: opens 汇总.xlsx, picks 人工决定, writes 决定理由, saves."""
    book = openpyxl.load_workbook(path)
    sheet = book["结论"]
    head = next(row for row in sheet.iter_rows() if any(cell.value == "人工决定" for cell in row))
    columns = {cell.value: cell.column for cell in head}
    line = next(row for row in sheet.iter_rows(min_row=head[0].row + 1) if row[columns["项目"] - 1].value == project)
    line[columns["人工决定"] - 1].value = decision
    line[columns["决定理由"] - 1].value = reason
    book.save(path)


def test_a_decision_in_the_summary_survives_reruns_and_takes_the_form_off_the_slip(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    summary = tmp_path / "汇总.xlsx"
    check(folder, "--summary", str(summary), "--slips", str(tmp_path / "一"))
    decide(summary, PROJECT, "同意保留", "合同固定价，财政已同意")
    for round_ in ("二", "三"):
        check(folder, "--summary", str(summary), "--slips", str(tmp_path / round_))
        assert "沿用1条人工决定" in capsys.readouterr().err
        (row,) = (row for row in sheet_of(summary, "结论") if row["项目"] == PROJECT)
        assert (row["人工决定"], row["决定理由"]) == ("同意保留", "合同固定价，财政已同意")
    texts = {name: next((tmp_path / name).glob("*.txt")).read_text("utf-8-sig") for name in ("一", "三")}
    assert FORM in texts["一"] and FORM not in texts["三"]
    assert PROJECT in texts["三"].partition("不必重报")[2]


def test_what_a_person_sends_back_is_sent_back_with_the_reason(folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "决定.csv"
    unit = "九江市浔阳区数字经济发展中心"
    table.write_text(
        f"单位,项目,年度,人工决定,决定理由\n{unit},信息系统通信、运维费,2023,退回,附件不全\n", encoding="utf-8"
    )
    check(folder, "--decisions", str(table), "--slips", str(tmp_path / "退回"))
    paragraphs = docx.Document(str(next((tmp_path / "退回").glob("*.docx")))).paragraphs
    assert any("审核意见：附件不全。" in paragraph.text for paragraph in paragraphs)


def test_a_slip_in_the_table_of_decisions_stops_before_anything_is_written(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    summary = tmp_path / "汇总.xlsx"
    check(folder, "--summary", str(summary))
    decide(summary, PROJECT, "随便", "")
    before = summary.read_bytes()
    assert check(folder, "--summary", str(summary)) == 2
    assert "“随便”不是可选的决定" in capsys.readouterr().err
    assert summary.read_bytes() == before


def test_against_the_last_run_every_finding_is_standing_new_or_resolved(folder: Path, tmp_path: Path) -> None:
    first, second, summary = tmp_path / "1.json", tmp_path / "2.json", tmp_path / "汇总.xlsx"
    check(folder, "--format", "json", "-o", str(first))
    assert main(["fix", str(folder / FORM), "-o", str(tmp_path / FORM), "--propose-signs", "--scores"]) == 0
    shutil.move(tmp_path / FORM, folder / FORM)
    check(folder, "--format", "json", "-o", str(second), "--previous", str(first), "--summary", str(summary))
    files = {Path(file["path"]).name: file for file in json.loads(second.read_text("utf-8"))["files"]}
    mended = files[FORM]["forms"][0]
    assert mended["returns"] == 2 and "JX301" in {past["code"] for past in mended["resolved"]}
    others = [file for name, file in files.items() if name != FORM]
    assert {file["forms"][0]["returns"] for file in others} == {1}
    assert {finding["change"] for file in others for finding in file["findings"]} == {"未改"}
    (row,) = (row for row in sheet_of(summary, "结论") if row["项目"] == PROJECT)
    assert row["报送次数"] == 2 and row["已改"] == len(mended["resolved"])
    gone = openpyxl.load_workbook(summary)["问题清单"]
    assert any(cell.value == "已改：上次有、这次没有的问题" for row in gone.iter_rows() for cell in row)


def test_the_newest_version_counts_and_the_others_are_listed(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(folder / FORM, folder / "04 (1).xlsx")
    summary = tmp_path / "汇总.xlsx"
    check(folder, "--newest", "--summary", str(summary))
    printed = capsys.readouterr()
    assert "共4个文件" in printed.out and "04 (1).xlsx" in printed.err and "JX901" not in printed.out
    assert any("04 (1).xlsx" in str(row.get("文件")) for row in sheet_of(summary, "未能检查", "文件"))
    check(folder)
    assert "JX901" in capsys.readouterr().out


def test_what_is_no_report_of_ours_is_told(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = tmp_path / "上次.json"
    odd.write_text("{}", encoding="utf-8")
    assert check(folder, "--previous", str(odd)) == 2
    assert "不是 jixiao 的校验结果" in capsys.readouterr().err


def rows_of(path: Path, name: str) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path)[name].iter_rows(values_only=True))


def test_a_decision_about_a_form_that_is_not_there_is_kept_for_when_it_comes(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    summary = tmp_path / "汇总.xlsx"
    check(folder, "--summary", str(summary))
    decide(summary, PROJECT, "同意保留", "合同固定价")
    for _ in range(2):
        check(min(folder.glob("01-*")), "--summary", str(summary))
        assert "以后仍然有效" in capsys.readouterr().err
        assert any("同意保留" in row and PROJECT in row for row in rows_of(summary, "结论"))
    check(folder, "--summary", str(summary))
    (row,) = (row for row in sheet_of(summary, "结论") if row["项目"] == PROJECT)
    assert (row["人工决定"], row["决定理由"]) == ("同意保留", "合同固定价")


def test_what_came_in_anew_is_to_be_decided_anew(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    summary = tmp_path / "汇总.xlsx"
    check(folder, "--summary", str(summary))
    decide(summary, PROJECT, "接收", "已核")
    book = openpyxl.load_workbook(folder / FORM)
    sheet = book.active
    assert sheet is not None
    cell = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("≥"))
    cell.value = "≥1234个"
    book.save(folder / FORM)
    for round_ in ("一", "二"):
        check(folder, "--summary", str(summary), "--slips", str(tmp_path / round_))
        assert "请重新决定" in capsys.readouterr().err
        row = next(row for row in sheet_of(summary, "结论") if row["项目"] == PROJECT)
        assert not row["人工决定"] and "原决定：接收：已核" in str(row["决定理由"])
        assert FORM in next((tmp_path / round_).glob("*.txt")).read_text("utf-8-sig")
    # The other table, of earlier decisions, is below it and has the same project.
    book = openpyxl.load_workbook(summary)
    head = next(row for row in book["结论"].iter_rows() if any(cell.value == "人工决定" for cell in row))
    columns = {cell.value: cell.column for cell in head}
    line = next(
        row for row in book["结论"].iter_rows(min_row=head[0].row + 1) if row[columns["项目"] - 1].value == PROJECT
    )
    line[columns["人工决定"] - 1].value = "接收"
    book.save(summary)
    check(folder, "--summary", str(summary))
    assert "沿用1条人工决定" in capsys.readouterr().err
    (row,) = (row for row in sheet_of(summary, "结论") if row["项目"] == PROJECT)
    assert (row["人工决定"], row["决定理由"] or "") == ("接收", "")


def test_an_accepted_form_is_asked_for_no_more_not_even_beside_others(folder: Path, tmp_path: Path) -> None:
    table, roster = tmp_path / "决定.csv", tmp_path / "名单.csv"
    roster.write_text(f"项目名称,预算数（万元）\n{PROJECT},99\n", encoding="utf-8")
    check(folder, "--roster", str(roster), "--slips", str(tmp_path / "一"))
    assert "名单上是99万元" in next((tmp_path / "一").glob("*.txt")).read_text("utf-8-sig")
    table.write_text(f"单位,项目,年度,人工决定\n九江市浔阳区数字经济发展中心,{PROJECT},2023,接收\n", encoding="utf-8")
    check(folder, "--roster", str(roster), "--decisions", str(table), "--slips", str(tmp_path / "二"))
    text = next((tmp_path / "二").glob("*.txt")).read_text("utf-8-sig")
    assert "名单上是99万元" not in text and PROJECT in text.partition("不必重报")[2]


def test_slips_of_an_earlier_run_are_named_and_left(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "退回").mkdir()
    stale = tmp_path / "退回" / "退回说明-某局.txt"
    stale.write_text("上次的", encoding="utf-8")
    check(folder, "--slips", str(tmp_path / "退回"), "--marked", str(tmp_path / "标注"))
    said = capsys.readouterr().err
    assert "退回说明-某局.txt" in said and stale.read_text("utf-8") == "上次的" and "标注副本的文件夹" not in said
    (folder / FORM).unlink()
    check(folder, "--marked", str(tmp_path / "标注"))
    assert FORM in capsys.readouterr().err and (tmp_path / "标注" / FORM).exists()


def test_equal_files_count_once(folder: Path, tmp_path: Path) -> None:
    def counted() -> dict[str, object]:
        target = tmp_path / "结果.json"
        check(folder, "--format", "json", "-o", str(target), "--summary", str(tmp_path / "汇总.xlsx"))
        summary: dict[str, object] = json.loads(target.read_text("utf-8"))["summary"]
        return summary

    before = counted()
    shutil.copy(folder / FORM, folder / "00 - 副本.xlsx")
    after = counted()
    assert (before["files"], after["files"]) == (4, 5)
    assert all(after[name] == before[name] for name in ("forms", "verdicts", "grades", "spent_total"))
    assert len(sheet_of(tmp_path / "汇总.xlsx", "结论")) == 4
    (line,) = (row for row in sheet_of(tmp_path / "汇总.xlsx", "未能检查", "文件") if "副本" in str(row["文件"]))
    assert "完全相同" in str(line["问题"]) and FORM in str(line["问题"])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--summary", "{form}"], "不是校验的汇总表，没有覆盖。请给 --summary 另起文件名；确是汇总表的，“人工决定”或"),
        (["-o", "{form}"], "没有覆盖"),
        (["--roster", "{roster}", "-o", "{roster}"], "就是名单"),
        (["--roster", "{roster}", "--write-acknowledged", "{roster}"], "就是名单"),
        (["--summary", "{folder}"], "是文件夹，还是要检查的文件夹"),
        (["--marked", "{roster}"], "“{roster}”是文件"),
        (["-o", ""], "-o 后面没有写文件名"),
        (["-o", "{new}", "--summary", "{new}"], "同一个文件"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_nothing_that_was_handed_in_is_written_over(
    options: list[str], said: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    roster = tmp_path / "名单.csv"
    roster.write_text(f"项目名称\n{PROJECT}\n", encoding="utf-8")
    names = {"form": folder / FORM, "roster": roster, "folder": folder, "new": tmp_path / "新.xlsx"}
    before = {path: path.read_bytes() for path in (*folder.iterdir(), roster)}
    assert check(folder, *(each.format(**names) for each in options)) == 2
    printed = capsys.readouterr()
    assert said.format(**names) in printed.err and printed.out == ""
    assert {path: path.read_bytes() for path in (*folder.iterdir(), roster)} == before


def test_our_own_files_are_no_returns_but_a_corrected_copy_is(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = tmp_path / "1.json"
    check(folder, "--format", "json", "-o", str(plain))
    check(folder, "--summary", str(folder / "汇总.xlsx"), "--marked", str(folder / "标注"))
    copies = [path.name for path in (folder / "标注").iterdir()]
    capsys.readouterr()
    target = tmp_path / "2.json"
    check(folder, "--format", "json", "-o", str(target), "--marked", str(tmp_path / "另存"))
    said = capsys.readouterr().err
    assert "没有计入1个校验写的汇总表（汇总.xlsx）" in said and f"没有计入{len(copies)}个标注副本" in said
    first, second = (json.loads(path.read_text("utf-8")) for path in (plain, target))
    assert first["summary"] == second["summary"] and len(second["files"]) == 4
    assert sorted(path.name for path in (tmp_path / "另存").rglob("*.xlsx")) == sorted(copies)
    book = openpyxl.load_workbook(folder / "标注" / FORM)
    sheet = next(each for each in book if "校验" not in each.title)
    cell = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("≥"))
    cell.value = "≥1234个"
    book.save(folder / "标注" / FORM)
    check(folder, "--format", "json", "-o", str(target))
    assert len(json.loads(target.read_text("utf-8"))["files"]) == 5


def test_our_summary_is_no_roster(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check(folder, "--summary", str(tmp_path / "汇总.xlsx"))
    capsys.readouterr()
    assert check(folder, "--roster", str(tmp_path / "汇总.xlsx")) == 2
    assert "是校验写的汇总表，不是名单" in capsys.readouterr().err


def test_a_roster_of_codes_alone_says_whose_the_missing_forms_are(folder: Path, tmp_path: Path) -> None:
    roster = tmp_path / "名单.csv"
    lines = f"316001,,{PROJECT},4.8\n316001,,没有交的项目,40\n"
    roster.write_text(f"单位编码,项目编码,名称,预算数\n{lines}", encoding="utf-8")
    summary = tmp_path / "汇总.xlsx"
    check(folder, "--roster", str(roster), "--summary", str(summary))
    missing = next(row for row in sheet_of(summary, "未返回") if row["项目"] == "没有交的项目")
    assert missing["单位"] == "九江市浔阳区数字经济发展中心"
    assert "名单上是40，没有写明" in str(missing["说明"])
    rows = rows_of(summary, "按主管部门")
    head = next(index for index, row in enumerate(rows) if "覆盖率" in row)
    departments = [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :] if row[0]]
    assert len(departments) == 2, "the department and the total"
    assert {(row["应报"], row["已报"], row["覆盖率"]) for row in departments} == {(2, 1, 0.5)}


def test_the_summary_of_many_forms_is_known_again(tmp_path: Path) -> None:
    """Its links and its rows are beyond what a form may have."""
    inbox, summary = tmp_path / "收回", tmp_path / "汇总.xlsx"
    paths = make_corpus(inbox, 400)
    check(inbox, "--summary", str(summary), "--no-progress")
    project = str(sheet_of(summary, "结论")[0]["项目"])
    decide(summary, project, "接收", "已核对")
    for path in paths[2:]:
        path.unlink()
    assert check(inbox, "--summary", str(summary), "--no-progress") in (0, 1)
    kept = [row for row in openpyxl.load_workbook(summary)["结论"].iter_rows(values_only=True) if "接收" in row]
    assert len(kept) == 1


def test_the_summary_of_very_many_forms_among_the_forms_is_no_return(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is larger than any form may be: so it cannot be read, and must be known by the names of its sheets."""
    (file,) = (check_file(path, CHOICE) for path in folder.glob("04-*.xlsx"))
    many = (replace(file, path=f"{number:04d}.xlsx", digest=b"") for number in range(2600))
    write_summary(report_of(many), folder / "汇总.xlsx")
    assert check_file(folder / "汇总.xlsx", CHOICE).status == "unreadable"
    # What cannot be read and is not ours stays among what could not be read.
    (folder / "坏的.xlsx").write_bytes((folder / FORM).read_bytes()[:-200])
    target = tmp_path / "结果.json"
    assert check(folder, "--format", "json", "-o", str(target)) == 1
    report = json.loads(target.read_text("utf-8"))
    assert "没有计入1个校验写的汇总表（汇总.xlsx）" in capsys.readouterr().err
    unread = [Path(each["path"]).name for each in report["files"] if each["status"] != "checked"]
    assert unread == ["坏的.xlsx"] and len(report["files"]) == 5
    assert report["summary"]["files"] == 5 and report["summary"]["by_code"]["JX001"] == 1


def test_what_was_passed_over_is_in_the_report(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "结果.json"

    def reported() -> dict[str, Any]:
        check(folder, "--format", "json", "-o", str(target))
        found: dict[str, Any] = json.loads(target.read_text("utf-8"))
        validate(found, json.loads(SCHEMA.read_text("utf-8")))
        return found

    assert "skipped" not in reported()
    (folder / "~$草稿.xlsx").write_bytes(b"")
    (folder / "说明.pdf").write_bytes(b"%PDF")
    shutil.copy(folder / FORM, folder / "04 (1).xlsx")
    assert {Path(each["path"]).name: (each["why"], each.get("detail")) for each in reported()["skipped"]} == {
        "~$草稿.xlsx": ("temporary", None),
        "说明.pdf": ("not-a-table", None),
        "04 (1).xlsx": ("copy", f"“{FORM}”"),
    }


def test_every_reason_for_passing_over_is_in_the_schema() -> None:
    reasons = json.loads(SCHEMA.read_text("utf-8"))["properties"]["skipped"]["items"]["properties"]["why"]["enum"]
    assert reasons == list(SKIPPED)


def test_a_summary_that_is_there_is_read_once(folder: Path, tmp_path: Path) -> None:
    """Of a province it is large: whether it is ours and what was decided is one question."""
    summary = tmp_path / "汇总.xlsx"
    check(folder, "--summary", str(summary))
    decide(summary, PROJECT, "接收", "已核对")
    opened: list[str] = []
    listening = True

    def listen(event: str, details: tuple[object, ...]) -> None:
        if listening and event == "open" and str(details[0]) == str(summary):
            opened.append(str(details[1]))

    # There is no way to take a hook away again.
    sys.addaudithook(listen)
    check(folder, "--summary", str(summary))
    listening = False
    assert opened == ["r", "w"]
    (row,) = (row for row in sheet_of(summary, "结论") if row["项目"] == PROJECT)
    assert row["人工决定"] == "接收"


def test_the_decisions_are_found_wherever_a_person_has_moved_their_sheet(folder: Path, tmp_path: Path) -> None:
    summary = tmp_path / "汇总.xlsx"
    check(folder, "--summary", str(summary))
    decide(summary, PROJECT, "接收", "已核对")
    book = openpyxl.load_workbook(summary)
    book.move_sheet("结论", 3)
    book.save(summary)
    assert check(folder, "--summary", str(summary)) != 2
    (row,) = (row for row in sheet_of(summary, "结论") if row["项目"] == PROJECT)
    assert row["人工决定"] == "接收"
