"""A run over many files: the same result however it was done, and nothing lost when something goes wrong."""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import jsonschema
import psutil
import pytest

import jixiao
from jixiao.batch import Engine, Settings, gather, report_of, run_over
from jixiao.batch.record import examine
from jixiao.batch.spool import Spool
from jixiao.check import Choice, check_file
from jixiao.cross import Gathering, cross_findings
from jixiao.report import Counts, Report
from jixiao.reports.as_json import file_text, json_parts, json_text
from jixiao.scoring import shipped_profile

# The jixiao under test, source tree or wheel.
ENGINE = Path(jixiao.__file__).parents[1]

SCHEMA = Path(jixiao.__file__).parent / "reports" / "check.schema.json"
CHOICE = Choice(shipped_profile())
SETTINGS = Settings(CHOICE, render=file_text)


def without_times(text: str) -> str:
    return re.sub(r'"seconds":[\d.e-]+', '"seconds":0', text)


def checked(folder: Path, engine: Engine, tick: Callable[[], object] = lambda: None) -> tuple[Report, str]:
    gathered = gather([str(folder)])
    done = run_over(gathered.sources, SETTINGS, engine, tick)
    report = report_of(gathered, done, SETTINGS)
    return report, without_times(
        "".join(json_parts(done.files.rendered(), report.counts, CHOICE.profile, report.cross))
    )


@pytest.fixture(scope="module")
def plainly(hundred: Path) -> str:
    """The report as it was made before there were workers: file by file, all of it in memory."""
    files = [check_file(source.path, CHOICE) for source in gather([str(hundred)]).sources]
    return without_times(json_text(files, CHOICE.profile, cross_findings(Gathering(files), CHOICE)))


# -- the same result


@pytest.mark.parametrize("engine", [Engine(1), Engine(2), Engine(4), Engine(2, method="spawn")], ids=str)
def test_the_report_is_the_same_bytes_however_many_processes(hundred: Path, plainly: str, engine: Engine) -> None:
    assert checked(hundred, engine)[1] == plainly


def test_a_file_comes_back_as_it_was_checked(forms: list[Path]) -> None:
    sources = gather([str(path) for path in forms]).sources
    again = list(run_over(sources, SETTINGS).files)
    assert len(again) == len(forms)
    for path, file in zip(forms, again, strict=True):
        own = check_file(path, CHOICE)
        assert (file.path, file.status, file.digest) == (own.path, own.status, own.digest)
        assert file.findings == own.findings
        for one, other in zip(file.forms, own.forms, strict=True):
            assert one.form == other.form
            assert one.subject.scores == other.subject.scores
            assert one.subject.profile is other.subject.profile
            assert (one.verdict, one.grade, one.evidence) == (other.verdict, other.grade, other.evidence)
            assert one.not_checked == other.not_checked
        assert without_times(file_text(file)) == without_times(file_text(own))


def test_the_files_of_a_report_are_a_sequence_and_its_counts_theirs(hundred: Path) -> None:
    report, _ = checked(hundred, Engine(2))
    assert report.counts == Counts.over(report.files)
    files = report.files
    paths = [file.path for file in files]
    assert len(files) == len(paths) == 100
    assert [file.path for file in files[10:13]] == paths[10:13]
    assert (files[0].path, files[-1].path) == (paths[0], paths[-1])
    assert [file.path for file in files] == paths
    with pytest.raises(IndexError):
        files[100]


# -- something goes wrong


def test_killing_a_worker_in_the_middle_loses_no_result(hundred: Path, plainly: str) -> None:
    files = 0

    def tick() -> None:
        nonlocal files
        files += 1
        if files in (20, 60):
            victim = multiprocessing.active_children()[0]
            assert victim.pid is not None
            os.kill(victim.pid, signal.SIGKILL)

    assert checked(hundred, Engine(2), tick)[1] == plainly
    assert files == 100


@pytest.mark.skipif(sys.platform == "win32", reason="no process can be stopped there")
def test_a_worker_that_hangs_costs_the_file_in_hand_and_no_other(hundred: Path, plainly: str) -> None:
    files = 0

    def tick() -> None:
        nonlocal files
        files += 1
        if files == 20:
            victim = multiprocessing.active_children()[0]
            assert victim.pid is not None
            os.kill(victim.pid, signal.SIGSTOP)

    began = time.monotonic()
    report, text = checked(hundred, Engine(2, seconds=2), tick)
    assert time.monotonic() - began < 20
    assert files == len(report.files) == 100
    before = {file["path"]: file for file in json.loads(plainly)["files"]}
    other = [file for file in json.loads(text)["files"] if file != before[file["path"]]]
    # Stopped between two files it may have had none in hand.
    assert len(other) <= 1
    for file in other:
        (finding,) = file["findings"]
        assert (file["status"], finding["code"]) == ("unreadable", "JX001")
        assert "用时过长" in finding["message"] and "请" in finding["message"]


def test_a_mistake_of_our_own_costs_one_file_and_is_told(hundred: Path) -> None:
    sources = list(gather([str(hundred)]).sources)
    # What our own program takes for granted is broken on purpose.
    sources[5] = sources[5]._replace(place=None)  # type: ignore[arg-type]
    done = run_over(sources, SETTINGS, Engine(2))
    assert [file.status for file in done.files].count("unreadable") == 1
    assert "程序自己出了错" in json.loads(file_text(done.files[5]))["findings"][0]["message"]
    ((path, trace),) = done.traces
    assert path == sources[5].path
    assert "Traceback" in trace


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT to another process does not exist there")
def test_ctrl_c_ends_cleanly_with_what_is_done(forms: list[Path], tmp_path: Path) -> None:
    folder = tmp_path / "收件"
    folder.mkdir()
    for number in range(1500):
        os.link(forms[number % len(forms)], folder / f"{number:04d}.xlsx")
    target = tmp_path / "结果.json"
    command = [sys.executable, "-m", "jixiao", "check", folder, "--format", "json", "-o", target, "--jobs", "2"]
    environment = {**os.environ, "PYTHONPATH": str(ENGINE), "PYTHONUTF8": "1"}
    with subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, text=True, encoding="utf-8", start_new_session=True
    ) as process:
        deadline = time.monotonic() + 30
        while len(workers := psutil.Process(process.pid).children()) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(1)
        # As a terminal does: to the command and its workers alike.
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 2
    assert re.fullmatch(
        r"已停止：查完(\d+)个文件，还有(\d+)个没有查。"
        r"报告只有查完的文件，跨表的核对没有做。正在写出已查完的部分……\n",
        said,
    ), said
    done, left = map(int, re.findall(r"\d+", said))
    assert done + left == 1500 and 0 < done < 1500
    report = json.loads(target.read_text(encoding="utf-8"))
    assert (len(report["files"]), report["summary"]["files"], report["cross"]) == (done, done, [])
    assert report["interrupted"] is True
    jsonschema.validate(report, json.loads(SCHEMA.read_text(encoding="utf-8")), jsonschema.Draft202012Validator)
    assert not psutil.wait_procs(workers, timeout=5)[1]


# -- memory


def test_memory_does_not_grow_with_the_files_themselves(forms: list[Path]) -> None:
    (source,) = gather([str(forms[0])]).sources
    record = examine(source, SETTINGS)
    count = 4000
    spool, entries = Spool(count, CHOICE), []
    tracemalloc.start()
    for number in range(count):
        spool.put(number, record)
        entries.append(record.entry._replace(path=f"收件/某县教育局/{number:06d}-信息系统运行维护费.xlsx"))
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sum(len(record.body) for _ in entries) > 8 << 20
    # The first MiB of the spool, then what is needed to compare.
    assert held < (2 << 20) + count * 600


# -- bad files


def test_a_folder_on_the_way_may_vanish(hundred: Path, tmp_path: Path) -> None:
    folder = tmp_path / "收件"
    shutil.copytree(hundred, folder)
    gathered = gather([str(folder)])
    shutil.rmtree(folder / "单位3")
    done = run_over(gathered.sources, SETTINGS, Engine(2))
    assert len(done.files) == 100
    assert len(done.counts.unread) == 10
    assert done.counts.unread == sorted(done.counts.unread)
