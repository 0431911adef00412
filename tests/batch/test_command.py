"""``jixiao check`` over folders: what it says, and to whom."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from commands import Ran, runner

import jixiao
from jixiao.reading import read_workbook

# The jixiao under test, source tree or wheel.
ENGINE = Path(jixiao.__file__).parents[1]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    return runner(capsys, "check")


@pytest.fixture
def folder(forms: list[Path], tmp_path: Path) -> Path:
    """Three forms, without errors at error level once JX is left out."""
    for path in forms[:3]:
        shutil.copy(path, tmp_path / path.name)
    return tmp_path


def paths(ran: Ran) -> list[str]:
    return [file["path"] for file in json.loads(ran.out)["files"]]


# -- archives


def test_archives_are_named_with_what_to_do(run: Callable[..., Ran], folder: Path) -> None:
    shutil.make_archive(str(folder / "收件"), "zip", folder)
    (folder / "b.rar").write_bytes(b"Rar!")
    ran = run(folder, "--ignore", "JX", "--format", "json")
    assert len(paths(ran)) == 3
    assert (
        ran.err.startswith("没有打开2个压缩包（b.rar、收件.zip）。") and "--archives" in ran.err and "解压" in ran.err
    )
    # Somebody may have wanted them, but nobody asked.
    assert ran.code == 0


def test_forms_in_a_zip_file_are_checked_on_demand(run: Callable[..., Ran], forms: list[Path], tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "收件.zip", "w") as archive:
        archive.write(forms[0], "某局/表.xlsx")
        archive.writestr("某局/坏.xlsx", b"")
    ran = run(tmp_path, "--archives", "--format", "json")
    files = json.loads(ran.out)["files"]
    assert [(file["path"], file["status"]) for file in files] == [
        (f"{tmp_path}/收件.zip/某局/坏.xlsx", "unreadable"),
        (f"{tmp_path}/收件.zip/某局/表.xlsx", "checked"),
    ]
    direct = json.loads(run(forms[0], "--format", "json").out)["files"][0]
    assert files[1]["forms"] == direct["forms"] and files[1]["findings"] == direct["findings"]


def test_an_archive_that_cannot_be_opened_is_an_end_that_is_not_clean(run: Callable[..., Ran], folder: Path) -> None:
    (folder / "收件.zip").write_bytes(b"PK\3\4")
    ran = run(folder, "--archives", "--ignore", "JX")
    assert ran.code == 2
    assert f"压缩包“{folder / '收件.zip'}”没有打开：" in ran.err


# -- names


@pytest.mark.skipif(sys.platform != "linux", reason="other systems know no such names")
def test_a_name_in_another_code_page_breaks_no_report(run: Callable[..., Ran], folder: Path, tmp_path: Path) -> None:
    name = os.fsdecode(os.fsencode(folder) + "/自评表.xlsx".encode("gbk"))
    shutil.copy(next(folder.glob("*.xlsx")), name)
    target = tmp_path / "结果.json"
    run(folder, "--format", "json", "-o", target)
    files = json.loads(target.read_text(encoding="utf-8"))["files"]
    assert name in [file["path"] for file in files]
    assert run(folder).code in (0, 1)


def test_what_an_earlier_run_wrote_is_no_form(run: Callable[..., Ran], folder: Path) -> None:
    outputs = ("--summary", folder / "汇总.xlsx", "--marked", folder / "标注")
    for _ in range(2):
        assert len(paths(run(folder, "--format", "json", *outputs))) == 3
    assert (folder / "汇总.xlsx").is_file() and list((folder / "标注").iterdir())


# -- what is written beside the report


def test_marked_copies_summary_and_slips_are_written_together(
    run: Callable[..., Ran], forms: list[Path], tmp_path: Path
) -> None:
    inbox = tmp_path / "收件"
    for number, form in enumerate(forms[:32]):
        path = inbox / f"单位{number % 4}" / f"{number:02d}.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(form, path)
    before = {path: path.read_bytes() for path in inbox.rglob("*") if path.is_file()}
    options = ("--summary", tmp_path / "汇总.xlsx", "--marked", tmp_path / "标注", "--slips", tmp_path / "退回")
    ran = run(inbox, *options, "--format", "json", "--jobs", "2")
    assert (ran.code, ran.err) == (1, "")
    found = [Path(file["path"]).relative_to(inbox) for file in json.loads(ran.out)["files"] if file["findings"]]
    assert len(found) > 5
    copies = sorted(path.relative_to(tmp_path / "标注") for path in (tmp_path / "标注").rglob("*") if path.is_file())
    assert copies == sorted(found)
    assert {path: path.read_bytes() for path in inbox.rglob("*") if path.is_file()} == before
    marked = read_workbook(tmp_path / "标注" / found[0])
    assert any("【校验】" in note for sheet in marked.sheets for note in sheet.notes.values())
    book = openpyxl.load_workbook(tmp_path / "汇总.xlsx")
    links = {cell.hyperlink.target for row in book["结论"].iter_rows() for cell in row if cell.hyperlink}
    assert f"标注/{found[0].as_posix()}" in {unquote(str(link)).replace("\\", "/") for link in links}
    assert len(list((tmp_path / "退回").glob("退回说明-*.docx"))) > 1
    # Once more into the same folders: our own copies are replaced.
    again = run(inbox, *options, "--format", "json", "--jobs", "1")
    assert (again.code, again.err) == (1, "")


def test_a_marked_copy_overwrites_nothing_that_is_not_ours(
    run: Callable[..., Ran], folder: Path, tmp_path: Path
) -> None:
    names = {
        Path(file["path"]).name for file in json.loads(run(folder, "--format", "json").out)["files"] if file["findings"]
    }
    target = tmp_path.with_name(f"{tmp_path.name}-标注")
    target.mkdir()
    for path in folder.glob("*.xlsx"):
        shutil.copy(path, target / path.name)
    ran = run(folder, "--marked", target)
    assert ran.err.count("没有覆盖") == len(names) > 0
    for path in folder.glob("*.xlsx"):
        assert (target / path.name).read_bytes() == path.read_bytes()
    # Among the forms it would keep its own from being looked at.
    shutil.move(target, folder / "标注")
    ran = run(folder, "--marked", folder / "标注")
    assert (ran.code, ran.out) == (2, "") and "不是标注副本" in ran.err
    ran = run(folder, "--marked", folder / ".")
    assert (ran.code, ran.out) == (2, "")
    assert "原件不改动" in ran.err


@pytest.mark.parametrize("kind", ["html", "sarif", "junit"])
def test_every_format_is_written(run: Callable[..., Ran], folder: Path, tmp_path: Path, kind: str) -> None:
    target = tmp_path / f"报告.{kind}"
    ran = run(folder, "--format", kind, "-o", target)
    assert (ran.code in (0, 1), ran.out, ran.err) == (True, "", "")
    text = target.read_text(encoding="utf-8")
    assert {"html": "<!DOCTYPE html>", "sarif": '"version"', "junit": "<testsuites"}[kind].lower() in text.lower()


def test_a_place_that_cannot_be_written_to_is_said(run: Callable[..., Ran], folder: Path, tmp_path: Path) -> None:
    (tmp_path / "文件").write_bytes(b"")
    ran = run(
        folder, "--summary", tmp_path / "没有" / "汇总.xlsx", "--slips", tmp_path / "文件", "-o", tmp_path / "报告.txt"
    )
    assert ran.code == 2
    assert "汇总表写不到" in ran.err and "退回说明写不到" in ran.err
    # What can be written is.
    assert (tmp_path / "报告.txt").exists()


# -- wrong use


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--jobs", "0"], "--jobs 要写 1 或更大的整数"),
        (["--engine", "dask"], "请用 --scheduler 写明调度器的地址"),
        (["--scheduler", "tcp://a:1"], "要与 --engine dask 一起用"),
        (["file:///forms"], "只能与 --engine dask 一起用"),
    ],
    ids=lambda each: each[0] if isinstance(each, list) else "",
)
def test_wrong_use_is_said(run: Callable[..., Ran], folder: Path, arguments: list[str], said: str) -> None:
    ran = run(folder, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


# -- progress


def spoken(folder: Path, *options: str, terminal: bool, size: tuple[int, int] = (24, 80)) -> str:
    """What a run of the command says on standard error, on a terminal or into a pipe."""
    command = [sys.executable, "-m", "jixiao", "check", str(folder), "-o", os.devnull, "--jobs", "1", *options]
    environment = {**os.environ, "PYTHONPATH": str(ENGINE), "PYTHONUTF8": "1"}
    if not terminal:
        return subprocess.run(command, env=environment, stderr=subprocess.PIPE, check=False).stderr.decode()
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
    said = b""
    with subprocess.Popen(command, env=environment, stderr=theirs) as process:
        os.close(theirs)
        # So a terminal says that its other end was closed.
        with contextlib.suppress(OSError):
            while piece := os.read(ours, 4096):
                said += piece
        process.wait()
    os.close(ours)
    return said.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such terminals")
def test_progress_is_shown_on_a_terminal_and_nowhere_else(forms: list[Path], tmp_path: Path) -> None:
    for number in range(100):
        os.link(forms[number % len(forms)], tmp_path / f"{number:03d}.xlsx")
    shown = spoken(tmp_path, terminal=True)
    assert "检查 " in shown and "/100 " in shown and "个/s，还要" in shown
    # Some terminals do not know how wide they are.
    assert "/100 " in spoken(tmp_path, terminal=True, size=(0, 0))
    assert spoken(tmp_path, "--no-progress", terminal=True) == ""
    assert spoken(tmp_path, terminal=False) == ""
