"""The cell functions as xlwings wants them, made from the registry `jixiao.functions`.

On Windows `xlwings.func` puts its description on them; elsewhere it does nothing. An error that a function raises
becomes #VALUE! and a line in the log: the wrappers in the add-in see to that.
"""

from __future__ import annotations

import inspect
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import xlwings

from jixiao.functions import FUNCTIONS, CellError

if TYPE_CHECKING:
    from collections.abc import Callable

    from jixiao.functions import Function

CATEGORY = "绩效自评"
_ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))


def _made(function: Function) -> Callable[..., Any]:
    """The function with a signature of its own, from which xlwings reads names and what is optional."""

    def call(*arguments: object) -> object:
        return function.call(*map(_clean, arguments))

    call.__name__ = call.__qualname__ = function.name
    call.__doc__ = function.summary
    # xlwings would take them for converters.
    call.__annotations__ = {}
    call.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # inspect looks for it there
        [
            inspect.Parameter(
                argument.name,
                inspect.Parameter.POSITIONAL_OR_KEYWORD,
                default=None if argument.optional else inspect.Parameter.empty,
            )
            for argument in function.arguments
        ]
    )
    made: Callable[..., Any] = call
    for argument in function.arguments:
        described = xlwings.arg(argument.name, doc=f"{argument.title}：{argument.help}", err_to_str=True, dates=_day)
        made = described(made)
    # Last: describing an argument puts the category back to xlwings' own.
    finished: Callable[..., Any] = xlwings.func(category=CATEGORY)(made)
    return finished


def _day(year: int, month: int, day: int, **_: object) -> date:
    return date(year, month, day)


def _clean(argument: object) -> object:
    """An argument as the registry wants it: rows of cells as tuples. Raises CellError for a cell that is an error."""
    if isinstance(argument, (list, tuple)):
        return tuple(_clean(each) for each in argument)
    if isinstance(argument, datetime):
        return argument.date()
    # A cell's error comes as its text or, where xlwings does not know it, as its number: all true numbers are floats.
    is_error = argument in _ERRORS if isinstance(argument, str) else type(argument) is int
    if is_error:
        raise CellError("所引用的单元格是错误值")
    return argument


for _function in FUNCTIONS:
    globals()[_function.name] = _made(_function)
