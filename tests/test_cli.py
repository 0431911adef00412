"""The commands as a user runs them: exit codes, what goes where, and what is said to somebody who got it wrong."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from commands import Ran, runner
from openpyxl import Workbook as DrawnWorkbook
from places import WORKBOOKS

from jixiao import __version__
from jixiao.rules import all_rules

FORM = next(WORKBOOKS.rglob("04-*.xlsx"))
# Findings of several families.
MANY = next(WORKBOOKS.rglob("13-*.xlsx"))
CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LATIN_SENTENCE = re.compile(r"[a-z]{2,} [a-z]{2,} [a-z]{2,}")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    return runner(capsys)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one form that has an error, and one without any table."""
    shutil.copy(FORM, tmp_path / "04.xlsx")
    return tmp_path


# -- exit codes


def test_errors_give_1_and_nothing_at_error_level_gives_0(run) -> None:
    assert run("check", FORM).code == 1
    ran = run("check", FORM, "--ignore", "JX3")
    assert (ran.code, ran.err) == (0, "")


def test_a_file_that_cannot_be_read_gives_1(run, tmp_path: Path) -> None:
    (tmp_path / "空.xlsx").write_bytes(b"")
    assert run("check", tmp_path).code == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param([], "命令", id="no command"),
        pytest.param(["chek", "x"], "没有“chek”，是不是 check", id="unknown command"),
        pytest.param(["check"], "少写了路径", id="no path"),
        pytest.param(["check", "x", "--formt", "json"], "不认得“--formt json”，是不是 --format", id="unknown option"),
        pytest.param(["check", "x", "--format", "jsn"], "--format 不能是“jsn”，是不是 json", id="unknown choice"),
        pytest.param(["check", "x", "--severity"], "--severity 后面少写了内容", id="nothing behind an option"),
        pytest.param(["check", FORM, "--select", "JX310X"], "没有规则 JX310X，是不是 JX310", id="unknown rule"),
        pytest.param(["check", FORM, "--ignore", "XJ301"], "没有规则 XJ301", id="unknown rule to ignore"),
        pytest.param(["check", FORM, "--profile", "mof-2012"], "mof-20", id="unknown profile"),
        pytest.param(["explain", "JX3O1"], "没有规则“JX3O1”，是不是 JX3", id="unknown page"),
        pytest.param(["profile", "shwo"], "“shwo”，是不是 show", id="unknown action"),
        pytest.param(["check", FORM, "--roster", "没有.csv"], "名单“没有.csv”打不开", id="no roster"),
        pytest.param(["check", FORM, "--goals", FORM], "没有找到绩效目标表", id="no goals"),
    ],
)
def test_wrong_use_gives_2_and_says_in_chinese_what_is_wrong(arguments: list[object], said: str, run) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert not LATIN_SENTENCE.search(ran.err)


def test_the_help_is_chinese(run) -> None:
    for arguments in ([], ["check"], ["score"], ["explain"], ["rules"], ["profile"]):
        ran = run(*arguments, "-h")
        assert ran.code == 0
        assert ran.out.startswith("用法：jixiao")
        assert not LATIN_SENTENCE.search(ran.out)


def test_the_version(run) -> None:
    assert run("--version").out == f"jixiao {__version__}\n"


# -- paths


def test_no_file_found_gives_2(run, tmp_path: Path) -> None:
    ran = run("check", tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "没有找到表格文件" in ran.err


def test_a_path_that_does_not_exist_is_named_with_its_nearest_and_the_rest_is_checked(run, folder: Path) -> None:
    ran = run("check", folder / "04.xlsx", folder / "o4.xlsx")
    assert "o4.xlsx”这个文件或文件夹，是不是“" in ran.err
    assert "政务乡乡通" in ran.out
    assert ran.code == 1
    # Nothing bad was found, but not all that was asked for was looked at.
    assert run("check", folder / "04.xlsx", folder / "无.xlsx", "--ignore", "JX").code == 2


def test_a_folder_is_searched_in_depth_and_temporary_files_are_left_out(run, folder: Path) -> None:
    (folder / "下级" / "再下级").mkdir(parents=True)
    shutil.copy(next(WORKBOOKS.rglob("05-*.xlsx")), folder / "下级" / "再下级" / "05.XLSX")
    (folder / "~$04.xlsx").write_bytes(b"lock")
    (folder / "说明.docx").write_bytes(b"no table")
    ran = run("check", folder, folder / "04.xlsx", "--format", "json")
    assert [Path(file["path"]).name for file in json.loads(ran.out)["files"]] == ["04.xlsx", "05.XLSX"]
    assert "跳过1个临时文件（~$04.xlsx）" in ran.err


def test_bad_files_among_good_ones_are_each_named_with_advice_and_the_rest_is_checked(run, folder: Path) -> None:
    whole = FORM.read_bytes()
    bad = {
        "空.xlsx": (b"", "空文件"),
        "文本.xlsx": ("项目名称,信息用稿费\n".encode(), "文本文件"),
        "截断.xlsx": (whole[: len(whole) // 2], "不完整"),
        "加密.xlsx": (CONTAINER + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        "网页.xls": ("<html><table><tr><td>项目名称</td></tr></table></html>".encode(), "网页"),
    }
    for name, (content, _) in bad.items():
        (folder / name).write_bytes(content)
    book = DrawnWorkbook()
    book.active["A1"] = "购置清单"
    book.save(folder / "无表.xlsx")
    ran = run("check", folder, "--format", "json")
    assert ran.code == 1
    files = {Path(file["path"]).name: file for file in json.loads(ran.out)["files"]}
    for name, (_, said) in bad.items():
        (finding,) = files[name]["findings"]
        assert (files[name]["status"], finding["code"]) == ("unreadable", "JX001")
        assert said in finding["message"] and "请" in finding["message"]
    assert files["无表.xlsx"]["status"] == "no-form"
    assert [finding["code"] for finding in files["无表.xlsx"]["findings"]] == ["JX002"]
    assert files["04.xlsx"]["forms"][0]["project"] == "政务乡乡通通信、运维费"
    text = run("check", folder).out
    assert all(str(folder / name) in text for name in (*bad, "无表.xlsx", "04.xlsx"))
    assert "未能检查：6个文件" in text


# -- the report


def found(ran: Ran) -> Iterator[dict[str, str]]:
    for file in json.loads(ran.out)["files"]:
        yield from file["findings"]


def test_output_goes_to_the_file_and_nothing_to_the_screen(run, tmp_path: Path) -> None:
    target = tmp_path / "结果.json"
    ran = run("check", FORM, "--format", "json", "-o", target)
    assert (ran.code, ran.out, ran.err) == (1, "", "")
    assert json.loads(target.read_text(encoding="utf-8"))["schema"] == 1
    run("check", FORM, "-o", tmp_path / "结果.txt")
    assert (tmp_path / "结果.txt").read_text(encoding="utf-8") == run("check", FORM).out
    ran = run("check", FORM, "-o", tmp_path / "没有" / "结果.txt")
    assert ran.code == 2
    assert "写不到" in ran.err


def test_select_and_ignore_take_codes_and_beginnings(run) -> None:
    def codes(*options: str) -> set[str]:
        return {finding["code"] for finding in found(run("check", MANY, "--format", "json", *options))}

    everything = codes()
    some = codes("--select", "jx3，JX602")
    assert some == {code for code in everything if code.startswith(("JX3", "JX602"))}
    assert set() < some < everything
    assert codes("--ignore", "JX3, JX602") == everything - some
    assert codes("--select", "JX3", "--ignore", "JX301") == {code for code in some if code[:3] == "JX3"} - {"JX301"}


@pytest.mark.parametrize(("least", "kept"), [("error", {"error"}), ("warning", {"error", "warning"})])
def test_severity_leaves_out_what_is_milder(least: str, kept: set[str], run) -> None:
    ran = run("check", WORKBOOKS, "--format", "json", "--severity", least)
    assert {finding["severity"] for finding in found(ran)} <= kept
    assert set(json.loads(ran.out)["summary"]["by_severity"]) == {"error", "warning", "info"}


def test_quiet_leaves_out_files_without_findings(run, folder: Path) -> None:
    shutil.copy(next(WORKBOOKS.rglob("05-*.xlsx")), folder / "05.xlsx")
    select = ("--select", "JX301")
    assert "05.xlsx" in run("check", folder, *select).out
    quiet = run("check", folder, *select, "--quiet").out
    assert "05.xlsx" not in quiet and "04.xlsx" in quiet and "共2个文件" in quiet


def test_the_text_report_closes_with_who_decides(run) -> None:
    lines = run("check", FORM).out.splitlines()
    assert lines[-1].endswith("以本地财政部门通知为准。")
    assert "没有发现问题。" in run("check", FORM, "--ignore", "JX").out


# -- between the files


def test_what_differs_between_files_has_its_own_section_and_counts(run) -> None:
    text = run("check", WORKBOOKS).out
    assert re.search(r"\n跨表核对\n  核对 JX903 “赣服通", text)
    assert re.search(r"\nJX903 .*1 ", text)
    report = json.loads(run("check", WORKBOOKS, "--format", "json").out)
    assert [each["code"] for each in report["cross"]] == ["JX903"]
    assert report["summary"]["by_code"]["JX903"] == 1
    ran = run("check", WORKBOOKS, "--select", "JX903", "--format", "json")
    assert ran.code == 0
    assert json.loads(ran.out)["summary"]["by_severity"] == {"error": 0, "warning": 1, "info": 0}


def test_an_error_against_the_roster_gives_1(run, folder: Path) -> None:
    roster = folder / "名单.csv"
    heading = "项目名称,预算数（万元）,执行数（万元）\n"
    roster.write_text(f"{heading}政务乡乡通通信运维费,4.8,3.88\n", encoding="gb18030")
    only = ("check", folder, "--select", "JX904,JX906", "--roster", roster)
    assert run(*only).code == 0
    roster.write_text(f"{heading}政务乡乡通通信运维费,4.8,3.5\n信息用稿费,5,3\n", encoding="gb18030")
    ran = run(*only)
    assert ran.code == 1
    assert "必改 JX906" in ran.out and "核对 JX904 名单上的“信息用稿费”没有收到表" in ran.out


def test_a_roster_that_lies_among_the_forms_is_no_form(run, folder: Path) -> None:
    book = DrawnWorkbook()
    book.active.append(["单位", "项目名称"])
    book.active.append([None, "政务乡乡通通信、运维费"])
    book.save(folder / "名单.xlsx")
    report = json.loads(run("check", folder, "--roster", folder / "名单.xlsx", "--format", "json").out)
    assert [Path(file["path"]).name for file in report["files"]] == ["04.xlsx"]
    assert report["cross"] == []


def test_forms_without_approved_goals_are_named(run, folder: Path) -> None:
    book = DrawnWorkbook()
    for line in (
        ["项目支出绩效目标表"],
        ["项目名称", "别的项目"],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "巡检次数", "≥12次"],
    ):
        book.active.append(line)
    (folder / "目标").mkdir()
    book.save(folder / "目标" / "目标.xlsx")
    ran = run("check", folder / "04.xlsx", "--goals", folder / "目标")
    assert "有1张表没有找到对应的绩效目标表" in ran.err
    assert "JX905" not in ran.out


# -- the other commands


def test_every_rule_is_listed_and_has_its_page(run) -> None:
    listed = json.loads(run("rules", "--format", "json").out)
    assert [each["code"] for each in listed] == [rule.code for rule in all_rules()]
    assert len(run("rules").out.splitlines()) == len(listed)
    for rule in all_rules():
        for name in (rule.code, rule.code.lower(), rule.slug):
            ran = run("explain", name)
            assert ran.code == 0
            assert ran.out.startswith(f"{rule.code} {rule.slug} · ")
        assert ran.out.endswith("以本地财政部门通知为准。\n")


def test_the_score_command_shows_every_row(run) -> None:
    ran = run("score", FORM)
    assert ran.code == 0
    assert "维护费" in ran.out
