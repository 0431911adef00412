"""The UNO component behind the cell functions: Calc hands over cells, the registry answers."""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import Any, Callable

import uno
import unohelper

from jixiao.functions import FUNCTIONS, CellError, Function
from jixiao_addin.calc.inside.names import (
    FUNCTIONS_IMPLEMENTATION,
    INTERFACE_MODULE,
    INTERFACE_NAME,
    SERVICE,
    method_of,
)


def _cell(value: Any) -> Any:
    """What a formula handed over: an omitted argument is blank, a range of one cell is that cell.

    Calc hands a single empty cell over as the number 0, whatever the type of the argument; only in a range is it empty.
    So the templates write F12:F12 for F12 (docs/libreoffice.md).
    """
    if isinstance(value, tuple):
        return value[0][0] if len(value) == 1 and len(value[0]) == 1 else value
    return value


def _optional(value: Any) -> Any:
    """No optional argument is a number: 0 is an empty cell."""
    return _cell(value) or None


def _method(function: Function) -> Callable[..., Any]:
    arrived = [_optional if argument.optional else _cell for argument in function.arguments]
    failure = uno.getClass("com.sun.star.uno.RuntimeException")

    def method(_: object, *arguments: Any) -> Any:
        try:
            return function.call(*[read(value) for read, value in zip(arrived, arguments)])
        # Every exception but IllegalArgumentException (Err:502) shows as #VALUE!.
        except CellError as error:
            raise failure(str(error), None) from None
        except Exception as error:
            logging.getLogger("jixiao").exception("%s", function.name)
            raise failure(f"{function.name}: {error!r}", None) from None

    return method


@lru_cache(maxsize=1)
def _class() -> type:
    """The interface's class, a method for each function. Not before the first call: while the extension is being
    registered its types may not be known yet."""
    methods = {method_of(function.name): _method(function) for function in FUNCTIONS}
    return type("Functions", (unohelper.Base, uno.getClass(f"{INTERFACE_MODULE}.{INTERFACE_NAME}")), methods)


def _create(_context: object, *_: object) -> Any:
    return _class()()


def implementations() -> Any:
    """What the loader of Python components asks for."""
    helper = unohelper.ImplementationHelper()
    helper.addImplementation(_create, FUNCTIONS_IMPLEMENTATION, (SERVICE,))
    return helper
