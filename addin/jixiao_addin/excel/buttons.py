"""What the ribbon's buttons call, each without arguments. What goes wrong unforeseen is shown and logged by the add-in
(xlam/sources/JxPython.bas).
"""

from __future__ import annotations

import xlwings

from jixiao_addin.buttons import checking, saving, tidying
from jixiao_addin.buttons.engine import Here
from jixiao_addin.excel.host import ExcelHost


def check_book() -> None:
    """校验."""
    checking.check(_host(), Here())


def clear_marks() -> None:
    """清除标注."""
    checking.clear(_host())


def tidy_spelling() -> None:
    """规范写法."""
    tidying.tidy(_host(), Here())


def save_final() -> None:
    """另存上报版."""
    saving.save_final(_host(), Here())


def check_folder() -> None:
    """批量校验; needs no workbook."""
    saving.check_folder(_bare_host(), Here())


def run_doctor() -> None:
    """环境自检; needs no workbook."""
    from jixiao_addin.setup.doctor import report

    _bare_host().tell(report())


def _host() -> ExcelHost:
    book = xlwings.Book.caller()
    return ExcelHost(book.app, book)


def _bare_host() -> ExcelHost:
    """Excel by way of the add-in's own workbook, which is handed over for it: without one on the screen xlwings finds
    no program (it goes by the windows of workbooks).
    """
    return ExcelHost(xlwings.Book.caller().app, None)
