"""The VBA that calls Python, held against what xlwings writes and ships: the same but for what is named here."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from importlib.metadata import version
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import pytest

import jixiao
import jixiao_addin
from jixiao.functions import FUNCTIONS, Argument, Function
from jixiao_addin.xlam.modules import source_text
from jixiao_addin.xlam.ribbon import GROUPS
from jixiao_addin.xlam.ribbon import PYTHON_MODULE as BUTTONS_MODULE
from jixiao_addin.xlam.wrappers import PYTHON_MODULE, wrappers

GENERATOR = Path(__file__).parents[2] / "support" / "xlwings_generator.py"


@pytest.fixture(scope="module")
def theirs() -> str:
    """What xlwings' generator writes for the functions that it will really find in Python."""
    roots = {str(Path(package.__path__[0]).parent) for package in (jixiao, jixiao_addin)}
    done = subprocess.run(
        [sys.executable, str(GENERATOR), PYTHON_MODULE],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(roots), "PYTHONUTF8": "1"},
    )
    return done.stdout


def without_what_differs(generated: str) -> dict[str, list[str]]:
    """xlwings' wrappers by name, turned into ours: every difference is a step here."""
    found = {}
    for name, body in re.findall(r"^Function (\w+)(.*?)^End Function", generated, re.MULTILINE | re.DOTALL):
        parameters, *lines = body.splitlines()
        # The branch for programs other than Excel: neither the active workbook nor the calling cell is handed over.
        other = lines[lines.index("    #Else") + 1 : lines.index("    #End If")]
        found[name] = [
            f"Public Function {name}{parameters}",
            # Errors are caught for every caller, also for another procedure of VBA.
            "    On Error GoTo failed",
            *(line.replace("        ", "    ", 1) for line in other),
            "failed:",
            # #VALUE! and a line in the journal in place of the error's text.
            f'    {name} = CellFailure("{name}", Err.Description)',
            "End Function",
        ]
    return found


def ours(functions: tuple[Function, ...] = FUNCTIONS) -> dict[str, list[str]]:
    blocks = wrappers(functions).strip().split("\n\n")[1:]
    return {function.name: block.split("\n") for function, block in zip(functions, blocks, strict=True)}


def test_each_wrapper_is_that_of_xlwings_but_for_the_named_differences(theirs: str) -> None:
    assert without_what_differs(theirs) == ours()


def test_a_wrapper_that_calls_otherwise_is_noticed(theirs: str) -> None:
    # The negative control: an argument more, an argument that may not be left out, another name.
    first, *rest = FUNCTIONS
    for arguments in (
        (*first.arguments, Argument("more", "", "")),
        (Argument(first.arguments[0].name, "", "", optional=True), *first.arguments[1:]),
    ):
        assert without_what_differs(theirs) != ours((Function(first.name, "", arguments, first.call), *rest))
    assert without_what_differs(theirs) != ours((Function("JX_ELSE", "", first.arguments, first.call), *rest))


def test_no_wrapper_gives_an_error_as_text() -> None:
    # SUM passes text over in silence.
    assert "= Err.Description" not in wrappers(FUNCTIONS)
    assert re.search(r"CellFailure = CVErr\(ValueError\)", source_text("JxJournal.bas", "0"))
    assert "ValueError As Long = 2015" in source_text("JxJournal.bas", "0")


def test_the_way_to_python_is_that_of_the_installed_xlwings() -> None:
    shipped = (files("xlwings") / "xlwings_custom_addin.bas").read_text(encoding="utf-8")
    mine = source_text("JxPython.bas", version("xlwings"))
    # Declarations of the library, which carries the version in its name, as they stand there.
    declared = [line.strip() for line in mine.splitlines() if " Lib " in line]
    assert len(declared) == 3
    for line in declared:
        # It is private to this module; and a handle has the width of a pointer.
        assert line.removeprefix("Private ").replace("As LongPtr", "As Long") in shipped
    for line in (
        "    If 0 <> XLPyDLLActivateAuto(XLPy, startCommand, 1) Then Err.Raise 1000, Description:=XLPy",
        '    python.SetAttr python.Module("xlwings._xlwindows"), "BOOK_CALLER", caller',
    ):
        assert line in mine
        assert (
            line.replace("startCommand", "XLPyCommand")
            .replace("python.", "XLPy.")
            .replace(", caller", ", ActiveWorkbook")
            .strip()
            in shipped
        )
    served = "import xlwings; xlwings.serve('$(CLSID)')"
    assert served in mine
    assert served in shipped


def test_the_command_that_starts_python_keeps_the_current_folder_out() -> None:
    # The library's tail of the command, run here: `-P` is what keeps a workbook's folder from being imported from.
    (tail,) = re.findall(r'startCommand = .*? & " (-P) -c ', source_text("JxPython.bas", "0"))
    said = "import sys; print('' in sys.path)"
    shown = [
        subprocess.run([sys.executable, *flags, "-c", said], capture_output=True, text=True, check=True).stdout.strip()
        for flags in ([tail], [])
    ]
    assert shown == ["False", "True"]


def test_every_button_has_its_function_in_python() -> None:
    spec = find_spec(BUTTONS_MODULE)
    assert spec is not None and spec.origin is not None
    tree = ast.parse(Path(spec.origin).read_bytes())
    # Called without arguments.
    callable_alone = {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not (node.args.args or node.args.kwonlyargs)
    }
    assert {button.entry for group in GROUPS for button in group.buttons} <= callable_alone
