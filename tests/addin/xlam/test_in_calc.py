"""The add-in's VBA executed: by LibreOffice, the one program here that can. A cell calls VBA, VBA calls Python."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from calc import Calc, calc
from office import needs_libreoffice
from vba_twin import put_bridge, twin

from jixiao.functions import FUNCTIONS
from jixiao.marking import RESULT_SHEET
from jixiao_addin.buttons import checking, memory
from jixiao_addin.xlam.configuration import Configuration, configuration_file, write_configuration
from jixiao_addin.xlam.modules import addin_project, source_text
from jixiao_addin.xlam.project import STANDARD, Module

pytestmark = [needs_libreoffice, pytest.mark.libreoffice]

MACROS = Path(__file__).parents[2] / "support" / "calc_macros.py"
CALLS = {function.name: function.call for function in FUNCTIONS}
ROWS: list[tuple[str | float, str | float, float]] = [
    ("≥98%", "97%", 10),
    ("≤3万元", 0.05, 5),
    ("=36万元", "33万元", 5),
    ("≥200", 150, 7.5),
]
PYTHON = "/opt/jixiao/bin/python"


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Calc]:
    folder = tmp_path_factory.mktemp("twin")
    with calc(folder, environment={"LOCALAPPDATA": str(folder)}) as running:
        put_bridge(running.profile)
        yield running


@pytest.fixture(scope="module")
def place(session: Calc) -> Path:
    """The user's own folder, as the add-in sees it, with a configuration."""
    folder = session.profile.parent
    file = configuration_file({"LOCALAPPDATA": str(folder)})
    assert file is not None
    write_configuration(file, Configuration(Path(PYTHON), Path("/opt/jixiao/libraries")))
    return folder


def shown(session: Calc, workbook: bytes, *cells: str, **arrays: str) -> list[object]:
    path = session.profile.parent / "twin.xlsm"
    path.write_bytes(workbook)
    found = session.run(
        MACROS, path=os.fspath(path), cells=list(cells), arrays={k.replace("_", ":"): v for k, v in arrays.items()}
    )
    return [found[cell] for cell in cells]


def test_a_cell_calls_python_through_the_wrapper(session: Calc) -> None:
    cells: dict[str, str | float] = {}
    for row, (target, actual, weight) in enumerate(ROWS, start=1):
        # A leading "'" would be shown: what begins with "=" is put in as text by a formula.
        cells[f"A{row}"] = f'="{target}"'
        cells |= {f"B{row}": actual, f"C{row}": weight, f"D{row}": f"=JX_SCORE(A{row},B{row},C{row})"}
    cells["D5"] = "=JX_TOTAL(D1:D4)"
    cells["D6"] = "=JX_RATE(40,29.05)"
    cells["D7"] = '=JX_RATE_SCORE(40,29.05,10,"已完成","mof-2021")'
    cells["D8"] = "=JX_GRADE(95)"
    cells["D9"] = '=JX_HINT("成本指标","","维护费",A3,B3,C3,5,"")'
    cells["D10"] = "=JX_SCORE(A20,B20,C20)"
    scores = [CALLS["JX_SCORE"](*row) for row in ROWS]
    expected = [
        *scores,
        CALLS["JX_TOTAL"](tuple((score,) for score in scores)),
        CALLS["JX_RATE"](40, 29.05),
        CALLS["JX_RATE_SCORE"](40, 29.05, 10, "已完成", "mof-2021"),
        CALLS["JX_GRADE"](95),
        CALLS["JX_HINT"]("成本指标", "", "维护费", *ROWS[2], 5, ""),
        "",
    ]
    assert shown(session, twin(cells), *(f"D{row}" for row in range(1, 11))) == expected
    assert "" not in expected[:-1]


def test_a_column_in_one_call(session: Calc) -> None:
    cells = {
        f"{column}{row}": value for row, each in enumerate(ROWS, 1) for column, value in zip("ABC", each, strict=True)
    }
    cells["A3"] = '="=36万元"'
    found = shown(session, twin(cells), "E1", "E2", "E3", "E4", E1_E4="=JX_SCORES(A1:A4;B1:B4;C1:C4)")
    assert found == [CALLS["JX_SCORE"](*row) for row in ROWS]


def test_nonsense_is_an_error_value_and_a_line_in_the_journal(session: Calc, place: Path) -> None:
    # LibreOffice shows what CVErr(xlErrValue) gives as "Error 2015"; Excel shows #VALUE!.
    cells = {"A1": "=JX_RATE(-1,2)", "A2": '=JX_SCORE("≥9",9,10,"nobody")', "A3": "=JX_RATE(40,10)"}
    assert shown(session, twin(cells), "A1", "A2", "A3") == ["Error 2015", "Error 2015", 25]
    journal = (place / "jixiao" / "jixiao.log").read_text(encoding="utf-8")
    assert "JX_RATE: " in journal
    assert "JX_SCORE: " in journal
    assert "没有评分口径“nobody”" in journal


@pytest.mark.usefixtures("place")
def test_vba_reads_what_the_installer_wrote(session: Calc) -> None:
    cells = {
        "A1": '=JX_TEST_SETTING("interpreter")',
        "A2": '=JX_TEST_SETTING("libraries")',
        "A3": '=JX_TEST_SETTING("nobody")&"."',
        "A4": f'=JX_TEST_SAY("result-sheet")="{RESULT_SHEET}"',
        "A5": '=JX_TEST_SAY("nobody")',
    }
    found = shown(session, twin(cells), *cells)
    assert found == [PYTHON, "/opt/jixiao/libraries", ".", 1, "nobody"]


@pytest.mark.parametrize(
    ("named", "first", "told"),
    [
        ("memory-sheet", memory.HEADINGS[0], "yes"),
        ("memory-sheet", "局里的记录", "no"),
        ("result-sheet", f"{checking.BEGINS_OURS}2024-03-01）", "yes"),
        ("result-sheet", "局里的校验结果", "no"),
        ("nobody", memory.HEADINGS[0], "no"),
    ],
)
def test_marks_that_are_left_are_seen_by_either_sheet(session: Calc, named: str, first: str, told: str) -> None:
    # As if the sheet of the cells bore the name.
    journal = source_text("JxJournal.bas", "0", "/").replace(f'Say("{named}")', '"form"')
    cells: dict[str, str | float] = {"A1": first, "A2": "=JX_TEST_HAS_MARKS(1)"}
    assert shown(session, twin(cells, {"JxJournal": journal}), "A2") == [told]


def test_only_a_full_path_is_run(session: Calc) -> None:
    full = [r"C:\程序\python.exe", r"\\server\share\python.exe"]
    # What is not found in one place only could be found in the folder of a workbook.
    others = ["pythonw", r"bin\python.exe", "C:python.exe", "\\python.exe", ""]
    cells = {f"A{row}": f'=JX_TEST_FULL_PATH("{path}")' for row, path in enumerate([*full, *others], 1)}
    assert list(map(bool, shown(session, twin(cells), *cells))) == [True] * len(full) + [False] * len(others)


def test_every_module_of_the_add_in_is_understood(session: Calc) -> None:
    # One module that does not compile, and no function of the project answers: so LibreOffice does.
    sources = {module.name: module.text for module in addin_project("0").modules}
    assert shown(session, twin({"A1": "=JX_PING(5)"}, sources), "A1") == ["pong5"]


@pytest.mark.parametrize("name", ["JxEvents", "JxFunctions", "JxJournal", "JxPython", "JxRibbon"])
def test_a_module_that_is_no_vba_is_noticed(session: Calc, name: str) -> None:
    sources = {module.name: module.text for module in addin_project("0").modules}
    for end in ("End Sub", "End Function"):
        if end in sources[name]:
            broken = {**sources, name: sources[name].replace(end, "", 1)}
            assert shown(session, twin({"A1": "=JX_PING(5)"}, broken), "A1") == [""]


def test_broken_vba_beside_a_wrapper_is_noticed(session: Calc) -> None:
    # The negative control of the way from cell to Python.
    cells: dict[str, str | float] = {"A1": "=JX_RATE(40,10)"}
    assert shown(session, twin(cells), "A1") == [25]
    assert shown(session, twin(cells, None, Module("JxBroken", STANDARD, "Public Sub X(\n")), "A1") != [25]
