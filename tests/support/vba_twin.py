"""The add-in's VBA in a workbook that LibreOffice opens, with a bridge to Python where Windows has xlwings' library.

Everything but the function XLPy is the add-in's own text. The bridge calls the registry's functions in the Python of
LibreOffice; a cell that is handed over as a range is read there, as xlwings does it on the other side.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import jixiao
from jixiao_addin.xlam.modules import addin_project, source_text
from jixiao_addin.xlam.package import macro_workbook
from jixiao_addin.xlam.project import CLASS, SHEET, STANDARD, Module

_XLPY = """Public Function XLPy()
    Set XLPy = New JxTwin
End Function

' Shows the cells of a test what is private here.
Public Function JX_TEST_SETTING(key)
    JX_TEST_SETTING = Setting(key)
End Function

Public Function JX_TEST_FULL_PATH(path)
    JX_TEST_FULL_PATH = IsFullPath(path)
End Function

Public Function JX_TEST_SAY(key)
    JX_TEST_SAY = Say(key)
End Function

Public Function JX_TEST_HAS_MARKS(x)
    JX_TEST_HAS_MARKS = IIf(HasMarks(ThisWorkbook), "yes", "no")
End Function
"""
_TWIN = """Option Explicit

Public Function CallUDF(ByVal place As String, ByVal called As String, given)
    Dim factory, script, answer, table(), row As Long, column As Long
    factory = CreateUnoService("com.sun.star.script.provider.MasterScriptProviderFactory")
    script = factory.createScriptProvider("").getScript("vnd.sun.star.script:" & _
        "jx_bridge.py$call?language=Python&location=user")
    answer = script.invoke(Array(place, called, given), Array(), Array())
    CallUDF = answer
    If Not IsArray(answer) Then Exit Function
    ' Rows within rows here; one table with two dimensions over COM.
    ReDim table(0 To UBound(answer), 0 To UBound(answer(0)))
    For row = 0 To UBound(answer)
        For column = 0 To UBound(answer(0))
            table(row, column) = answer(row)(column)
        Next column
    Next row
    CallUDF = table
End Function
"""
_PYTHON = """import sys
sys.path.insert(0, {root!r})
from jixiao.functions import FUNCTIONS
CALLS = {{function.name: function.call for function in FUNCTIONS}}

def call(place, called, given):
    return CALLS[called](*map(read, given))

def read(argument):
    # A range of VBA: the value of one cell, or those of many in a wrapper.
    value = getattr(argument, "Value", argument)
    return getattr(value, "Array", value)
"""
PING = Module(
    "JxPing", STANDARD, 'Option Explicit\n\nPublic Function JX_PING(x)\n    JX_PING = "pong" & x\nEnd Function'
)


def twin(cells: Mapping[str, str | float], modules: Mapping[str, str] | None = None, *more: Module) -> bytes:
    """A workbook whose sheet `form` holds the cells; modules: other texts for modules of the add-in, by name."""
    project = addin_project("0")
    texts = {
        "JxPython": bridged(source_text("JxPython.bas", "0", "/")),
        "JxJournal": source_text("JxJournal.bas", "0", "/"),
    }
    texts |= modules or {}
    own = [replace(each, text=texts.get(each.name, each.text)) for each in project.modules]
    # The workbook's own modules come in the order of its sheets: `form` stands first.
    book, *rest = own
    together = (book, Module("JxSheetForm", SHEET), *rest, Module("JxTwin", CLASS, _TWIN), PING, *more)
    return macro_workbook(replace(project, modules=together), {"form": cells})


def bridged(source: str) -> str:
    """JxPython with the bridge in place of the library."""
    text, count = re.subn(r"^Public Function XLPy\(\).*?^End Function\n", _XLPY, source, flags=re.MULTILINE | re.DOTALL)
    assert count == 1
    return text


def put_bridge(profile: Path) -> None:
    """Put the Python side where LibreOffice looks for a user's scripts."""
    folder = profile / "user" / "Scripts" / "python"
    folder.mkdir(parents=True, exist_ok=True)
    root = str(Path(jixiao.__file__).parents[1])
    (folder / "jx_bridge.py").write_text(_PYTHON.format(root=root), encoding="utf-8")
