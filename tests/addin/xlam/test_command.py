"""`jixiao addin build`: one file, told where it is; a folder that cannot be written is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from jixiao.cli import main


def test_the_add_in_for_excel(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["addin", "build", "-o", str(tmp_path / "out")]) == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["jixiao.xlam"]
    assert str(tmp_path / "out" / "jixiao.xlam") in capsys.readouterr().out


def test_a_folder_that_is_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    assert main(["addin", "build", "-o", str(tmp_path / "file")]) == 2
    assert "请换一个文件夹" in capsys.readouterr().err
