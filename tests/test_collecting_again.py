"""`jixiao check` over a folder that comes in again and again: versions, the last run, decisions of a person."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import docx
import openpyxl
import pytest
from places import WORKBOOKS

from jixiao.cli import main

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


def sheet_of(path: Path, name: str) -> list[dict[str, object]]:
    rows = list(openpyxl.load_workbook(path)[name].iter_rows(values_only=True))
    head = next(index for index, row in enumerate(rows) if "项目" in row)
    return [dict(zip(map(str, rows[head]), row, strict=True)) for row in rows[head + 1 :]]


def decide(path: Path, project: str, decision: str, reason: str) -> None:
    """What a person does: opens 汇总.xlsx, picks 人工决定, writes 决定理由, saves."""
    book = openpyxl.load_workbook(path)
    sheet = book["结论"]
    head = next(row for row in sheet.iter_rows() if any(cell.value == "人工决定" for cell in row))
    columns = {cell.value: cell.column for cell in head}
    (line,) = (row for row in sheet.iter_rows(min_row=head[0].row + 1) if row[columns["项目"] - 1].value == project)
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
    assert any("04 (1).xlsx" in str(row.get("文件")) for row in _unread(summary))
    check(folder)
    assert "JX901" in capsys.readouterr().out


def _unread(path: Path) -> list[dict[str, object]]:
    rows = list(openpyxl.load_workbook(path)["未能检查"].iter_rows(values_only=True))
    head = next(index for index, row in enumerate(rows) if "文件" in row)
    return [dict(zip(map(str, rows[head]), row, strict=True)) for row in rows[head + 1 :]]


def test_what_is_no_report_of_ours_is_told(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = tmp_path / "上次.json"
    odd.write_text("{}", encoding="utf-8")
    assert check(folder, "--previous", str(odd)) == 2
    assert "不是 jixiao 的校验结果" in capsys.readouterr().err
