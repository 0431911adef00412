"""The add-in's package: nothing in it that Excel would repair; each fault looked for is found where it is."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from importlib.metadata import distribution
from pathlib import Path

import openpyxl
import pytest
from addin_check import problems
from vba_parts import VBA_PART, parts_of, sources_of, with_part, with_source, with_stream

from jixiao.functions import FUNCTIONS
from jixiao.marking import RESULT_SHEET
from jixiao_addin.buttons import memory
from jixiao_addin.xlam import build_xlam
from jixiao_addin.xlam.package import addin_bytes
from jixiao_addin.xlam.ribbon import GROUPS
from jixiao_addin.xlam.words import WORDS

BUTTONS = [button for group in GROUPS for button in group.buttons]


@pytest.fixture(scope="module")
def addin() -> bytes:
    return addin_bytes()


@pytest.fixture(scope="module")
def as_workbook(addin: bytes) -> io.BytesIO:
    """The add-in declared as a workbook with macros: openpyxl opens no add-ins."""
    return io.BytesIO(with_part(addin, TYPES, swap("ms-excel.addin.", "ms-excel.sheet.")))


def test_a_sound_add_in(addin: bytes) -> None:
    assert problems(addin) == []


def swap(old: str, new: str) -> Callable[[bytes], bytes]:
    def changed(content: bytes) -> bytes:
        assert old.encode() in content
        return content.replace(old.encode(), new.encode())

    return changed


def swap_text(old: str, new: str) -> Callable[[str], str]:
    def changed(source: str) -> str:
        assert old in source
        return source.replace(old, new)

    return changed


def gone(_: bytes) -> None:
    return None


TYPES, RELATIONS, RIBBON = "[Content_Types].xml", "_rels/.rels", "customUI/customUI.xml"
FAULTS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "an ordinary workbook": (lambda x: with_part(x, TYPES, swap("ms-excel.addin.", "ms-excel.sheet.")), "as an add-in"),
    "no type for the project": (lambda x: with_part(x, TYPES, swap('"bin"', '"dat"')), "has no content type"),
    "a part that is missing": (lambda x: with_part(x, "xl/worksheets/sheet2.xml", gone), "which is not there"),
    "no way to the ribbon": (lambda x: with_part(x, RELATIONS, swap("ui/extensibility", "ui/else")), "nothing leads"),
    "one relation twice": (lambda x: with_part(x, RELATIONS, swap('"rId1"', '"rId2"')), "rId2 twice"),
    "no XML": (lambda x: with_part(x, RIBBON, swap("</tab>", "")), "is no XML"),
    "no ribbon": (lambda x: with_part(x, RIBBON, gone), "there is no ribbon"),
    "a button without procedure": (lambda x: with_part(x, RIBBON, swap('="JxCheckBook', '="JxNobody')), "not there"),
    "two controls of one name": (
        lambda x: with_part(x, RIBBON, swap("btnJxCheckBook", "btnJxClearMarks")),
        "named btn",
    ),
    "a button without label": (lambda x: with_part(x, RIBBON, swap('label="批量校验"', 'label=""')), "no label"),
    "a callback of another shape": (
        lambda x: with_source(x, "JxRibbon", swap_text("JxClearMarks(control As IRibbonControl)", "JxClearMarks()")),
        "cannot be called by a button",
    ),
    "a private callback": (
        lambda x: with_source(x, "JxRibbon", swap_text("Public Sub JxClearMarks", "Private Sub JxClearMarks")),
        "cannot be called by a button",
    ),
    "a callback that nobody calls": (
        lambda x: with_source(
            x, "JxRibbon", lambda text: f"{text}Public Sub JxMore(control As IRibbonControl)\r\nEnd Sub\r\n"
        ),
        "no button calls JxMore",
    ),
    "another name in the source": (
        lambda x: with_source(x, "JxPython", swap_text('VB_Name = "JxPython"', 'VB_Name = "JxPerl"')),
        "has another name",
    ),
    "Chinese in the source": (lambda x: with_source(x, "JxPython", swap_text("xlwings", "é")), "not ASCII"),
    "line ends of another system": (lambda x: with_source(x, "JxJournal", swap_text("\r\n", "\n")), "CR LF"),
    "a last line without end": (lambda x: with_source(x, "JxJournal", lambda text: text.rstrip()), "does not end"),
    "a line too long": (
        lambda x: with_source(x, "JxJournal", lambda text: f"{text}' {'x' * 1100}\r\n"),
        "too long for VBA",
    ),
    "a statement over too many lines": (
        lambda x: with_source(x, "JxJournal", lambda text: text + "x = 1 _\r\n" * 25 + "\r\n"),
        "too many lines for VBA",
    ),
    "undeclared variables allowed": (
        lambda x: with_source(x, "JxFunctions", swap_text("Option Explicit\r\n", "")),
        "no Option Explicit",
    ),
    "two procedures of one name": (
        lambda x: with_source(x, "JxJournal", swap_text("Public Function Say(", "Public Function XLPy(")),
        "two procedures are named XLPy",
    ),
    "a sheet without its module": (
        lambda x: with_part(x, "xl/worksheets/sheet1.xml", swap('"JxSheetWords"', '"Sheet1"')),
        "document modules",
    ),
    "a document module as a class": (
        lambda x: with_stream(x, "PROJECT", swap("Document=JxSheetWords/&H00000000", "Class=JxSheetWords")),
        "its attributes and its place",
    ),
    "a module that PROJECT forgets": (
        lambda x: with_stream(x, "PROJECT", swap("Module=JxPython\r\n", "")),
        "PROJECT names",
    ),
    "a module without its stream": (lambda x: with_stream(x, "VBA/JxPython", gone), "stored are"),
    "another list of names": (lambda x: with_stream(x, "PROJECTwm", swap("JxPython", "JxPerl")), "PROJECTwm"),
    "compiled code claimed": (
        lambda x: with_stream(x, "VBA/_VBA_PROJECT", lambda data: data[:2] + b"\x97\0" + data[4:]),
        "claims compiled code",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found(addin: bytes, fault: str) -> None:
    spoil, said = FAULTS[fault]
    assert any(said in problem for problem in problems(spoil(addin)))


def test_two_builds_are_the_same_to_the_byte(tmp_path: Path) -> None:
    first, second = build_xlam(tmp_path / "a"), build_xlam(tmp_path / "b")
    assert first.name == "jixiao.xlam"
    assert first.read_bytes() == second.read_bytes()


def test_openpyxl_keeps_the_project_and_reads_the_words(addin: bytes, as_workbook: io.BytesIO) -> None:
    workbook = openpyxl.load_workbook(as_workbook, keep_vba=True)
    said = {row[0]: row[1] for row in workbook["words"].iter_rows(values_only=True)}
    assert said == WORDS
    assert said["result-sheet"] == RESULT_SHEET
    saved = io.BytesIO()
    workbook.save(saved)
    assert parts_of(saved.getvalue())[VBA_PART] == parts_of(addin)[VBA_PART]


def test_the_help_of_every_function_fits_the_function_wizard(as_workbook: io.BytesIO) -> None:
    rows = list(openpyxl.load_workbook(as_workbook)["functions"].iter_rows(values_only=True))
    assert [row[0] for row in rows] == [function.name for function in FUNCTIONS]
    for row, function in zip(rows, FUNCTIONS, strict=True):
        helps = row[3 : 3 + row[2]]
        assert len(helps) == len(function.arguments)
        # Excel takes at most 255 characters, and 20 arguments.
        assert all(isinstance(text, str) and 0 < len(text) <= 255 for text in (row[1], *helps))


def test_every_word_that_the_source_asks_for_is_there(addin: bytes) -> None:
    asked = {key for source in sources_of(addin).values() for key in re.findall(r'\bSay\("([^"]+)"\)', source)}
    assert asked == set(WORDS)


def test_the_buttons_of_the_tab() -> None:
    labels = ["校验", "批量校验", "规范写法", "清除标注", "另存上报版", "环境自检"]
    assert [button.label for button in BUTTONS] == labels
    entries = ["check_book", "check_folder", "tidy_spelling", "clear_marks", "save_final", "run_doctor"]
    assert [button.entry for button in BUTTONS] == entries


def test_each_button_runs_its_function_in_python(addin: bytes) -> None:
    called = dict(
        re.findall(r'Sub (\w+)\(control As IRibbonControl\)\r\n    RunButton "(\w+)"', sources_of(addin)["JxRibbon"])
    )
    assert called == {button.macro: button.entry for button in BUTTONS}


def test_no_workbook_has_a_say_in_what_is_run(addin: bytes) -> None:
    code = "\n".join(
        line
        for source in sources_of(addin).values()
        for line in source.splitlines()
        if not line.lstrip().startswith("'")
    )
    # The open workbook is handed to a button's function and is asked for one sheet's name, nothing else.
    assert sorted(re.findall(r"ActiveWorkbook[^\r\n,]*", code)) == ["ActiveWorkbook", "ActiveWorkbook Is Nothing Then"]
    # No shell, no search path, no script host: one library by its full path, and one command.
    assert not re.search(r"cmd\.exe|Shell|WScript|CurDir|CreateObject|GetObject|\bPATH\b|PYTHONPATH", code)
    assert re.findall(r"LoadLibrary\((.*?)\)", code) == [r'libraries & "\" & XLPyDLLName']


def test_the_notice_of_xlwings_goes_along(addin: bytes) -> None:
    assert "BSD 3-clause license" in sources_of(addin)["JxPython"]
    assert "Zoomer Analytics" in sources_of(addin)["JxPython"]
    installed = (distribution("xlwings").read_text("licenses/LICENSE.txt") or "").split()
    told = " ".join(line.lstrip("'") for line in sources_of(addin)["JxPython"].splitlines() if line.startswith("'"))
    # Whole, to the last word.
    assert " ".join(installed[installed.index("Redistribution") :]) in " ".join(told.split())


def test_a_button_that_needs_no_workbook_is_handed_the_add_in(addin: bytes) -> None:
    source = sources_of(addin)["JxPython"]
    handed = source.index("Set caller = ThisWorkbook\r\n    If needsWorkbook Then Set caller = ActiveWorkbook\r\n")
    assert handed < source.index('"BOOK_CALLER", caller\r\n')


def test_a_workbook_that_is_saved_with_marks_left_is_known_by_either_sheet(addin: bytes) -> None:
    sources = sources_of(addin)
    assert "If Not HasMarks(Wb) Then" in sources["JxEvents"]
    for key in ("result-sheet", "result-begins", "memory-sheet", "memory-begins"):
        assert f'Say("{key}")' in sources["JxJournal"]
    assert (WORDS["memory-sheet"], WORDS["memory-begins"]) == (memory.SHEET, memory.HEADINGS[0])
