"""The same work on a Dask cluster of this machine."""

from __future__ import annotations

import json
import re
import shutil
import socket  # noqa: TID251 -- a program at an address is what is tested
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import distributed
import pytest

from jixiao.batch import Engine, Settings, gather, report_of, run_over
from jixiao.batch.cluster import ClusterError, _batches, clustered
from jixiao.check import Choice
from jixiao.cli import main
from jixiao.reports.as_json import file_text, json_parts
from jixiao.scoring import shipped_profile

SETTINGS = Settings(Choice(shipped_profile()), render=file_text)


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a cluster of two processes."""
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "silence_logs": 50}
    with distributed.LocalCluster(**options) as cluster:
        yield cluster.scheduler_address


def text_of(paths: list[str], engine: Engine) -> str:
    gathered = gather(paths)
    done = run_over(gathered.sources, SETTINGS, engine)
    report = report_of(gathered, done, SETTINGS)
    profile = SETTINGS.choice.profile
    text = "".join(json_parts(done.files.rendered(), report.counts, profile, report.cross))
    return re.sub(r'"seconds":[\d.e-]+', '"seconds":0', text)


def test_a_cluster_gives_the_same_bytes(hundred: Path, scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # By a relative path: the workers have another current folder.
    monkeypatch.chdir(hundred.parent)
    assert text_of([hundred.name], Engine(scheduler=scheduler)) == text_of([hundred.name], Engine(1))


def test_files_at_a_url_are_read_by_the_workers(forms: list[Path], scheduler: str, tmp_path: Path) -> None:
    for path in forms[:3]:
        shutil.copy(path, tmp_path / path.name)
    (tmp_path / "说明.docx").write_bytes(b"")
    (tmp_path / "~$表.xlsx").write_bytes(b"")
    url = f"file://{tmp_path}"
    report = json.loads(text_of([url], Engine(scheduler=scheduler)))
    assert [file["path"] for file in report["files"]] == [f"{url}/{path.name}" for path in sorted(forms[:3])]
    assert {file["status"] for file in report["files"]} == {"checked"}


def test_a_task_holds_many_files(hundred: Path) -> None:
    sources = gather([str(hundred)]).sources
    assert [len(task.items) for task in _batches(sources, SETTINGS, workers=8)] == [64, 36]
    assert [len(task.items) for task in _batches(sources * 100, SETTINGS, workers=2)][:2] == [512, 512]


def test_the_command_works_on_a_cluster(
    hundred: Path, scheduler: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "结果.json"
    arguments = ["check", str(hundred), "--format", "json", "-o", str(target)]
    assert main([*arguments, "--engine", "dask", "--scheduler", scheduler]) == 1
    assert len(json.loads(target.read_text(encoding="utf-8"))["files"]) == 100
    assert capsys.readouterr().err == ""


def test_a_scheduler_that_is_not_there_is_said(hundred: Path) -> None:
    with pytest.raises(ClusterError) as error:
        list(clustered(gather([str(hundred)]).sources, SETTINGS, "tcp://127.0.0.1:9", patience=1))
    assert "连不上 Dask 调度器“tcp://127.0.0.1:9”" in str(error.value) and "请核对地址" in str(error.value)
    assert not any("a" <= letter <= "z" for letter in str(error.value).partition("”：")[2].partition("。")[0])


@pytest.mark.parametrize("greeting", [b"", b"SSH-2.0-OpenSSH_9.2\r\n", b"\xff" * 64], ids=["web", "ssh", "noise"])
def test_another_program_at_the_address_is_said_and_never_waited_for(
    greeting: bytes, hundred: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A web server waits to be asked, as the client of Dask waits for the scheduler: for ever."""
    monkeypatch.setattr("jixiao.batch.cluster.clustered.__defaults__", (1,))
    with socket.create_server(("127.0.0.1", 0)) as server:
        held = []

        def answer() -> None:
            held.append(server.accept()[0])
            held[0].sendall(greeting)

        threading.Thread(target=answer, daemon=True).start()
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        started = time.monotonic()
        assert main(["check", str(hundred), "--engine", "dask", "--scheduler", address]) == 2
        assert time.monotonic() - started < 30
        held[0].close()
    said = capsys.readouterr().err
    assert "不是 Dask 调度器" in said and "请核对地址" in said and "Traceback" not in said
