"""Where Excel finds its Python: a file of the user's, written by the installer."""

from __future__ import annotations

from pathlib import Path

import pytest

from jixiao_addin.xlam.configuration import (
    Configuration,
    Unusable,
    configuration_file,
    folder_of_libraries,
    library_names,
    read_configuration,
    write_configuration,
)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "jixiao" / "jixiao.conf"
    chosen = Configuration(tmp_path / "程序 (2024)" / "python.exe", tmp_path)
    write_configuration(file, chosen)
    assert read_configuration(file) == chosen
    assert file.read_bytes().count(b"\r\n") == 2


def test_the_file_lies_in_a_place_of_the_user(tmp_path: Path) -> None:
    assert configuration_file({"LOCALAPPDATA": str(tmp_path)}) == tmp_path / "jixiao" / "jixiao.conf"
    assert configuration_file({}) is None


@pytest.mark.parametrize("content", [b"", b"interpreter=\r\nlibraries=/x\r\n", b"interpreter=/x\r\n", b"\xff\xfe=\x00"])
def test_an_incomplete_file_says_nothing(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "jixiao.conf"
    file.write_bytes(content)
    assert read_configuration(file) is None
    assert read_configuration(tmp_path / "nobody.conf") is None


@pytest.mark.parametrize(
    "path", ["python.exe", "folder/python.exe", '/a"b/python.exe', "/$(PATH)/python.exe", "/x" * 600]
)
def test_a_path_that_excel_could_not_use_is_refused_with_a_word(tmp_path: Path, path: str) -> None:
    with pytest.raises(Unusable, match="路径"):
        write_configuration(tmp_path / "jixiao.conf", Configuration(Path(path), tmp_path))
    assert not (tmp_path / "jixiao.conf").exists()


def test_the_libraries_are_looked_for_by_the_version_in_their_names(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for folder, version in ((old, "0.30.0"), (new, "0.37.8")):
        folder.mkdir()
        for name in library_names(version):
            (folder / name).touch()
    assert folder_of_libraries([old, new], "0.37.8") == new
    (new / "xlwings32-0.37.8.dll").unlink()
    assert folder_of_libraries([old, new], "0.37.8") is None
