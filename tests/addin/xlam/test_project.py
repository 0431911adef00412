"""The VBA project: read by olevba it holds the very source, and its shape is that of the add-in that xlwings ships."""

from __future__ import annotations

from importlib.metadata import version
from importlib.resources import files

import pytest
from vba_parts import VBA_PART, directory_of, package_of, parts_of, sources_by_olevba, streams_of

from jixiao_addin.xlam.modules import addin_project
from jixiao_addin.xlam.package import addin_bytes
from jixiao_addin.xlam.project import STANDARD, WORKBOOK, Module, Project, vba_project

ENDINGS = {STANDARD: "bas"}


def properties_of(streams: dict[str, bytes]) -> dict[str, str]:
    lines = streams["PROJECT"].decode("ascii").splitlines()
    return {key: value.strip('"') for key, _, value in (line.partition("=") for line in lines)}


def revealed(identity: str, hidden: str) -> bytes:
    """[MS-OVBA] 2.4.3.3, backwards: the data that a line such as CMG= disguises."""
    code = bytes.fromhex(hidden)
    seed, key = code[0], code[0] ^ code[2]
    assert seed ^ code[1] == 2
    assert key == sum(identity.encode("ascii")) & 0xFF
    plain, last = [], key
    for at in range(3, len(code)):
        last = code[at] ^ ((code[at - 2] + last) & 0xFF)
        plain.append(last)
    rest = bytes(plain[(seed & 6) // 2 :])
    size = int.from_bytes(rest[:4], "little")
    assert len(rest) == 4 + size
    return rest[4:]


@pytest.fixture(scope="module")
def ours() -> dict[str, bytes]:
    return streams_of(parts_of(addin_bytes())[VBA_PART])


@pytest.fixture(scope="module")
def theirs() -> dict[str, bytes]:
    """The project of the add-in with a ribbon that xlwings ships: opened by every user of it."""
    shipped = files("xlwings") / "quickstart_addin_ribbon.xlam"
    return streams_of(parts_of(shipped.read_bytes())[VBA_PART])


def test_olevba_lists_every_module_with_its_source() -> None:
    modules = addin_project(version("xlwings")).modules
    listed = sources_by_olevba(addin_bytes())
    assert listed == {f"{each.name}.{ENDINGS.get(each.kind, 'cls')}": each.source for each in modules}
    assert [each.name for each in modules if each.text.replace("\n", "\r\n").rstrip() not in each.source] == []


def test_the_source_that_is_read_back_is_that_of_the_project() -> None:
    # The negative control of the test above: another source is seen to be another.
    other = Project("jixiao", "{6A1B0C54-2F0B-4D0E-9C63-5D2B7A9F4E18}", (Module("JxFunctions", STANDARD, "' else"),))
    package = package_of({**parts_of(addin_bytes()), VBA_PART: vba_project(other)})
    assert sources_by_olevba(package) == {"JxFunctions.bas": 'Attribute VB_Name = "JxFunctions"\r\n\' else\r\n'}


def test_no_compiled_code_as_in_the_shipped_add_in(ours: dict[str, bytes], theirs: dict[str, bytes]) -> None:
    assert ours["VBA/_VBA_PROJECT"] == theirs["VBA/_VBA_PROJECT"]


def test_records_come_in_the_order_of_the_shipped_add_in(ours: dict[str, bytes], theirs: dict[str, bytes]) -> None:
    def head(streams: dict[str, bytes]) -> list[int]:
        kinds = [record.kind for record in directory_of(streams)]
        return kinds[: kinds.index(0x16)]

    def modules(streams: dict[str, bytes]) -> set[tuple[int, ...]]:
        kinds = [record.kind for record in directory_of(streams)]
        starts = [at for at, kind in enumerate(kinds) if kind == 0x19]
        return {tuple(kinds[start:stop]) for start, stop in zip(starts, [*starts[1:], len(kinds) - 1], strict=True)}

    assert head(ours) == head(theirs)
    assert modules(ours) == modules(theirs)
    # Excel's own order: name and library of each reference.
    assert [record.kind for record in directory_of(ours) if record.kind in {0x16, 0x3E, 0x0D}] == [0x16, 0x3E, 0x0D] * 2


def test_the_project_is_neither_locked_nor_hidden(ours: dict[str, bytes], theirs: dict[str, bytes]) -> None:
    for streams in (ours, theirs):
        said = properties_of(streams)
        assert revealed(said["ID"], said["CMG"]) == bytes(4)
        assert revealed(said["ID"], said["DPB"]) == bytes(1)
        assert revealed(said["ID"], said["GC"]) == b"\xff"


def test_chinese_in_a_source_is_refused() -> None:
    project = Project("x", "{6A1B0C54-2F0B-4D0E-9C63-5D2B7A9F4E18}", (Module("M", WORKBOOK, "' 校验"),))
    with pytest.raises(UnicodeEncodeError):
        vba_project(project)
