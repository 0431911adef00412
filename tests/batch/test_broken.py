"""Broken, hostile and foreign files among good ones: the good are checked, each bad one is named with advice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from broken_files import broken_files

import jixiao

# The jixiao under test, source tree or wheel.
ENGINE = Path(jixiao.__file__).parents[1]

MiB = 1 << 20
_PROGRAM = (
    "import resource, sys; from jixiao.cli import main; "
    "main(['check', *sys.argv[1:]]); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
)


def ran(folder: Path, target: Path, jobs: int) -> tuple[dict[str, Any], int]:
    """The JSON report of a run over a folder, and its peak memory in KiB."""
    arguments = [folder, "--format", "json", "-o", target, "--jobs", str(jobs)]
    environment = {**os.environ, "PYTHONPATH": str(ENGINE), "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", _PROGRAM, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
    assert "Traceback" not in done.stderr
    return json.loads(target.read_text(encoding="utf-8")), int(done.stdout.split()[-1])


@pytest.fixture(scope="module")
def kinds(forms: list[Path]) -> dict[str, tuple[bytes, str]]:
    return broken_files(forms[0].read_bytes())


@pytest.mark.parametrize("jobs", [1, 2])
def test_thirty_kinds_of_broken_files_among_a_hundred_good_ones(
    hundred: Path, kinds: dict[str, tuple[bytes, str]], tmp_path: Path, jobs: int
) -> None:
    assert len(kinds) >= 30
    folder = tmp_path / "收件"
    folder.mkdir()
    for path in hundred.rglob("*.xlsx"):
        os.link(path, folder / path.name)
    for name, (content, _) in kinds.items():
        (folder / name).write_bytes(content)
    report, _ = ran(folder, tmp_path / "结果.json", jobs)
    files = {Path(file["path"]).name: file for file in report["files"]}
    assert len(files) == 100 + len(kinds)
    for name, (_, word) in kinds.items():
        (finding,) = files.pop(name)["findings"]
        assert finding["code"] == "JX001", name
        assert word in finding["message"] and "请" in finding["message"], (name, finding["message"])
    assert {file["status"] for file in files.values()} == {"checked"}
    assert all(file["forms"] for file in files.values())
    # Two seconds on a machine that checks a form in 4 ms; a busy one is given more.
    most = 2 * min(3, max(1, median(file["seconds"] for file in files.values()) / 0.004))
    slow = {Path(file["path"]).name: file["seconds"] for file in report["files"] if file["seconds"] > most}
    assert not slow


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is counted differently elsewhere")
def test_no_broken_file_takes_much_memory(
    kinds: dict[str, tuple[bytes, str]], forms: list[Path], tmp_path: Path
) -> None:
    def peak(name: str, contents: dict[str, bytes]) -> int:
        folder = tmp_path / name
        folder.mkdir()
        for file, content in contents.items():
            (folder / file).write_bytes(content)
        return ran(folder, tmp_path / f"{name}.json", 1)[1]

    sound = peak("sound", {"表.xlsx": forms[0].read_bytes()})
    broken = peak("broken", {name: content for name, (content, _) in kinds.items()})
    assert (broken - sound) * 1024 < 100 * MiB
