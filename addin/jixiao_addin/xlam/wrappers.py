"""The VBA function of every cell function: what a cell calls, and what passes the call on to Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jixiao.functions import Function

# The module whose functions xlwings is asked for (jixiao_addin/excel/functions.py).
PYTHON_MODULE = "jixiao_addin.excel.functions"


def wrappers(functions: Iterable[Function]) -> str:
    """The text of the module JxFunctions.

    The call has the shape that xlwings' own generator writes for programs other than Excel: neither the active workbook
    nor the calling cell is handed over. No function of ours needs them; with them xlwings searches the active workbook
    for embedded code, and every cell costs two calls more. An error becomes #VALUE! and a line in the journal, where
    xlwings writes the error's text into the cell.
    """
    return "\n".join(["Option Explicit", *(line for function in functions for line in _wrapper(function)), ""])


def _wrapper(function: Function) -> Iterator[str]:
    name = function.name
    parameters = ", ".join(("Optional " if each.optional else "") + each.name for each in function.arguments)
    values = ", ".join(each.name for each in function.arguments)
    yield ""
    yield f"Public Function {name}({parameters})"
    yield "    On Error GoTo failed"
    yield f'    {name} = XLPy.CallUDF("{PYTHON_MODULE}", "{name}", Array({values}))'
    yield "    Exit Function"
    yield "failed:"
    yield f'    {name} = CellFailure("{name}", Err.Description)'
    yield "End Function"
