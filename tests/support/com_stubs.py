"""The COM layer faked, so that xlwings' own dispatch of cell functions (`xlwings.udfs.call_udf`) runs without Windows.

What a wrapper in VBA hands over: ranges as COM objects, numbers as floats, True and False, None for an empty cell given
by value, -2147352572 for an argument that was left out, a negative whole number for an error.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType, SimpleNamespace
from typing import Any

import openpyxl
import xlwings
import xlwings_engine

MISSING = -2147352572
_FUNCTIONS = "jixiao_addin.excel.functions"


class ComError(Exception):
    """What pywin32 raises when Excel says no."""


class Cells:
    """A worksheet whose ranges are handed over as a wrapper hands over its Range arguments."""

    def __init__(self) -> None:
        self.workbook = openpyxl.Workbook()
        book = xlwings_engine.opened(xlwings_engine.excel(), None, self.workbook)
        self.sheet = book.sheets(1)

    def put(self, address: str, value: Any, number_format: str = "General") -> xlwings_engine.Range:
        """A cell with a value, as a range argument."""
        cell = self.sheet.sheet[address]
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "e" if value.startswith("#") else "s"
        cell.number_format = number_format
        return self.area(address)

    def area(self, address: str) -> xlwings_engine.Range:
        """A range argument."""
        return self.sheet.range(address)


class Excel:
    """What stands between a wrapper's call and the functions."""

    def __init__(self, udfs: Any) -> None:
        self.cells = Cells()
        self._udfs = udfs
        self.functions = importlib.import_module(_FUNCTIONS)

    def call(self, name: str, *arguments: Any) -> Any:
        """What the cell gets: for a scalar its value, for a column its rows."""
        # The add-in's wrappers say neither which workbook is active nor which cell calls (xlam/wrappers.py).
        result = self._udfs.call_udf(_FUNCTIONS, name, arguments, None, None)
        return result[0][0] if len(result) == 1 and len(result[0]) == 1 else result

    def function(self, name: str) -> Any:
        """The function as xlwings has described it."""
        return getattr(self.functions, name)


@contextmanager
def com() -> Iterator[Excel]:
    """xlwings as on Windows; all of it is undone at the end."""
    ours = {name: module for name, module in sys.modules.items() if name in _touched()}
    kept = {name: getattr(xlwings, name) for name in ("func", "arg", "ret")}
    modules = {
        "pythoncom": {"CoInitialize": lambda: None},
        "pywintypes": {"com_error": ComError},
        "win32com": {},
        "win32com.client": {"Dispatch": lambda given: given},
    }
    for name, members in modules.items():
        module = ModuleType(name)
        vars(module).update(members)
        sys.modules[name] = module
    xlwings._xlwindows = SimpleNamespace(
        Range=lambda xl: SimpleNamespace() if xl is None else xl,
        is_range_instance=lambda given: isinstance(given, xlwings_engine.Range),
        BOOK_CALLER=None,
    )
    # `call_udf` waits for its event loop there; none of our functions is asynchronous.
    server = ModuleType("xlwings.com_server")
    server.loop = None  # type: ignore[attr-defined]
    sys.modules["xlwings.com_server"] = server
    # Arguments that are no ranges are cleaned by the engine of this name.
    xlwings.engines.engines_by_name["excel"] = xlwings.Engine(impl=xlwings_engine.ENGINE)
    try:
        udfs = importlib.import_module("xlwings.udfs")
        xlwings.func, xlwings.arg, xlwings.ret = udfs.xlfunc, udfs.xlarg, udfs.xlret
        sys.modules.pop(_FUNCTIONS, None)
        yield Excel(udfs)
    finally:
        for name in _touched():
            sys.modules.pop(name, None)
        sys.modules.update(ours)
        vars(xlwings).update(kept)
        del xlwings._xlwindows
        del xlwings.engines.engines_by_name["excel"]


def _touched() -> tuple[str, ...]:
    names = ("pythoncom", "pywintypes", "win32com", "win32com.client", "xlwings.udfs", "xlwings.com_server")
    return (*names, _FUNCTIONS)
