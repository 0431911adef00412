"""jixiao: checks 绩效自评表 cell by cell, offline, without a spreadsheet program.

``jixiao.check(path)`` checks one workbook, ``jixiao.check_folder(path)`` a folder; see docs/api.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jixiao.batch import check_folder
    from jixiao.check import check
    from jixiao.report import Report

__version__ = "0.1.0"
__all__ = ["Report", "__version__", "check", "check_folder"]

# What is imported when it is first asked for: `import jixiao` and `jixiao --version` cost nothing.
_HOMES = {"check_folder": "jixiao.batch", "Report": "jixiao.report"}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name == "check":
        return import_module("jixiao.check")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'jixiao' has no attribute {name!r}")
