"""Tables that people keep beside the forms (名单, 决定): a workbook or a CSV file as lines of cells."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

from jixiao.reading import Limits, Refused, displayed, exact, read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal
    from pathlib import Path

    from jixiao.reading.grid import Sheet, Workbook

_LARGEST = 32 << 20
_LARGE = Limits(file=256 << 20, cells=3_000_000, strings=3_000_000, text=256 << 20)
# The columns by which our own summary is known: names of units are shown there as people write them, also where a form
# has none, so that every form has a key beside.
DECISION, KEY = "人工决定", "标识"


class ListingError(Exception):
    """The table cannot be used; the message says why and what to do, in Chinese."""


class Entry(NamedTuple):
    """A cell: its text as shown, and the number behind it."""

    text: str
    number: Decimal | None = None


Line = dict[int, Entry]
"""The cells of a line that are not blank, by column."""


def read_listing(path: Path, title: str) -> list[list[Line]]:
    """The visible sheets of .xlsx, or a .csv (UTF-8, UTF-16 or GB 18030; comma, semicolon or tab), each as its lines.

    title: what the table is called in a message. Raises ListingError.
    """
    try:
        workbook = read_workbook(path)
    except Refused as refusal:
        if refusal.code == "csv-or-text":
            return [_text_table(path, title)]
        if refusal.code != "too-large":
            raise ListingError(_refused(path, refusal, title)) from None
        workbook = _beginning(path, title)
    return [_sheet_table(sheet, workbook.date1904) for sheet in workbook.sheets if sheet.state == "visible"]


def first_table(path: Path) -> list[Line]:
    """The lines of the first sheet of a workbook however large, empty where it cannot be read."""
    try:
        workbook = read_workbook(path, _LARGE, first=1)
    except Refused:
        return []
    return next((_sheet_table(sheet, workbook.date1904) for sheet in workbook.sheets), [])


def _beginning(path: Path, title: str) -> Workbook:
    """The first sheet of a workbook that is too large as a whole: of our own summary of thousands of forms, 结论."""
    try:
        return read_workbook(path, _LARGE, first=1)
    except Refused as refusal:
        raise ListingError(_refused(path, refusal, title)) from None


def is_summary(table: Iterable[Line]) -> bool:
    """Whether the lines are those of a summary that we wrote."""
    return any({DECISION, KEY} <= {entry.text for entry in line.values()} for line in table)


def decoded(content: bytes) -> str:
    """Text as Excel or WPS saves it: UTF-8, UTF-16, else the Chinese code page."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel and WPS write as CSV on a Chinese Windows.
        return content.decode("gb18030", "replace")


def _refused(path: Path, refusal: Refused, title: str) -> str:
    if refusal.code == "cannot-open":
        return f"{title}“{path}”打不开。请核对路径，关闭正在打开它的程序后再试。"
    if refusal.code == "empty-file":
        return f"{title}“{path}”是空文件。请换成有内容的{title}。"
    return f"{title}“{path}”读不出来。请用 Excel 或 WPS 打开，另存为 .xlsx 或 .csv 再试。"


def _text_table(path: Path, title: str) -> list[Line]:
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST)
    except OSError:
        raise ListingError(f"{title}“{path}”打不开。请核对路径，关闭正在打开它的程序后再试。") from None
    text = decoded(content)
    first = text.lstrip().partition("\n")[0]
    delimiter = max(",\t;", key=first.count)
    try:
        lines = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise ListingError(f"{title}“{path}”不是能读的 CSV。请用 Excel 或 WPS 另存为 .xlsx 再试。") from None
    return [{column: Entry(field.strip()) for column, field in enumerate(line) if field.strip()} for line in lines]


def _sheet_table(sheet: Sheet, date1904: bool) -> list[Line]:
    lines: dict[int, Line] = {}
    for (row, column), cell in sheet.cells.items():
        text = displayed(cell, date1904).strip()
        if text:
            lines.setdefault(row, {})[column] = Entry(text, exact(cell))
    # The unit's name is often merged over the rows of its projects.
    for merge in sheet.merges:
        entry = lines.get(merge.top, {}).get(merge.left)
        if entry is not None and merge.left == merge.right:
            for row in range(merge.top + 1, min(merge.bottom, merge.top + len(sheet.cells)) + 1):
                lines.setdefault(row, {})[merge.left] = entry
    return [lines.get(row, {}) for row in range(1, max(lines, default=0) + 1)]
