"""The operating system's reasons in Chinese."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from jixiao.cli import main
from jixiao.system_words import why


@pytest.mark.parametrize("number", [errno.EACCES, errno.ENOENT, errno.EEXIST, errno.ENOSPC])
def test_what_is_common_is_said_in_chinese(number: int) -> None:
    assert not why(OSError(number, "Permission denied")).isascii()


def test_what_is_rare_stays_in_the_systems_own_words() -> None:
    assert why(OSError(errno.EXDEV, "Invalid cross-device link")) == "Invalid cross-device link"
    assert why(OSError("odd")) == "odd"


def test_no_english_in_what_a_command_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert main(["addin", "build", "-o", str(tmp_path / "file")]) == 2
    said = capsys.readouterr().err
    assert "已经有同名的文件" in said and "exists" not in said
