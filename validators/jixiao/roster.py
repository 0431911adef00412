"""The roster: which unit is to hand in a form for which project, with its amounts; a workbook or a CSV file."""

from __future__ import annotations

import csv
import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jixiao.forms.words import bare_label
from jixiao.reading import Refused, displayed, exact, read_workbook
from jixiao.values import Quantity, is_not_applicable, narrow, parse_value, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from jixiao.reading.grid import Sheet

_WORDS = Path(__file__).parent / "data" / "roster.toml"
_UNIT = re.compile(r"(?:[(\[/:]|单位:?)(亿元|万元|元)")
_SUMS = frozenset(("合计", "总计", "小计", "共计"))
_MONEY = ("initial", "budget", "spent")
_LARGEST = 32 << 20


class RosterError(Exception):
    """The roster cannot be used; the message says why and what to do, in Chinese."""


class Amount(NamedTuple):
    """A sum of money; unit: 元, 万元 or 亿元, empty where the roster does not say."""

    number: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One line of the roster; a column that it does not have is empty or None. line: in the file, from 1."""

    line: int
    name: str
    project_code: str = ""
    unit: str = ""
    unit_code: str = ""
    initial: Amount | None = None
    budget: Amount | None = None
    spent: Amount | None = None
    contact: str = ""
    due: str = ""

    @property
    def label(self) -> str:
        """What a person calls the line."""
        return self.name or self.project_code


class Roster(NamedTuple):
    """The roster and where it was read from."""

    path: str
    rows: tuple[RosterRow, ...]


class _Entry(NamedTuple):
    """A cell: its text as shown, and the number behind it."""

    text: str
    number: Decimal | None = None


_Line = dict[int, _Entry]


def read_roster(path: str | Path) -> Roster:
    """Read a roster from .xlsx or .csv (UTF-8, UTF-16 or GB 18030; comma, semicolon or tab). Raises RosterError."""
    tables = _tables(Path(path))
    for table in tables:
        rows = tuple(_rows(table))
        if rows:
            return Roster(str(path), rows)
    raise RosterError(
        f"名单“{path}”里没有找到“项目名称”（或“名称”“项目编码”）这一列，或者列下面没有内容。请核对表头，再试一次。"
    )


def _tables(path: Path) -> list[list[_Line]]:
    """The sheets of the file, each as its lines; line numbers count from 0."""
    try:
        workbook = read_workbook(path)
    except Refused as refusal:
        if refusal.code == "csv-or-text":
            return [_text_table(path)]
        raise RosterError(_refused(path, refusal)) from None
    return [_sheet_table(sheet, workbook.date1904) for sheet in workbook.sheets if sheet.state == "visible"]


def _refused(path: Path, refusal: Refused) -> str:
    if refusal.code == "cannot-open":
        return f"名单“{path}”打不开。请核对路径，关闭正在打开它的程序后再试。"
    if refusal.code == "empty-file":
        return f"名单“{path}”是空文件。请换成有内容的名单。"
    return f"名单“{path}”读不出来。请用 Excel 或 WPS 打开，另存为 .xlsx 或 .csv 再试。"


def _text_table(path: Path) -> list[_Line]:
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST)
    except OSError:
        raise RosterError(f"名单“{path}”打不开。请核对路径，关闭正在打开它的程序后再试。") from None
    text = _decoded(content)
    first = text.lstrip().partition("\n")[0]
    delimiter = max(",\t;", key=first.count)
    try:
        lines = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise RosterError(f"名单“{path}”不是能读的 CSV。请用 Excel 或 WPS 另存为 .xlsx 再试。") from None
    return [{column: _Entry(field.strip()) for column, field in enumerate(line) if field.strip()} for line in lines]


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel and WPS write as CSV on a Chinese Windows.
        return content.decode("gb18030", "replace")


def _sheet_table(sheet: Sheet, date1904: bool) -> list[_Line]:
    lines: dict[int, _Line] = {}
    for (row, column), cell in sheet.cells.items():
        text = displayed(cell, date1904).strip()
        if text:
            lines.setdefault(row, {})[column] = _Entry(text, exact(cell))
    # The unit's name is often merged over the rows of its projects.
    for merge in sheet.merges:
        entry = lines.get(merge.top, {}).get(merge.left)
        if entry is not None and merge.left == merge.right:
            for row in range(merge.top + 1, min(merge.bottom, merge.top + len(sheet.cells)) + 1):
                lines.setdefault(row, {})[merge.left] = entry
    return [lines.get(row, {}) for row in range(1, max(lines, default=0) + 1)]


def _rows(table: list[_Line]) -> Iterator[RosterRow]:
    header = next((index for index, line in enumerate(table) if _is_header(line)), None)
    if header is None:
        return
    columns = _columns(table[header])
    stated = _unit_in(entry.text for line in table[:header] for entry in line.values())
    units = {role: _unit_in([table[header][columns[role]].text]) or stated for role in _MONEY if role in columns}
    for number, line in enumerate(table[header + 1 :], header + 2):
        fields = {role: line.get(column, _Entry("")) for role, column in columns.items()}
        texts = {role: "" if is_not_applicable(entry.text) else entry.text for role, entry in fields.items()}
        name, code = texts.get("name", ""), texts.get("project_code", "")
        if not (name or code) or _SUMS & {squeeze(text) for text in texts.values()}:
            continue
        yield RosterRow(
            line=number,
            name=name,
            project_code=code,
            unit=texts.get("unit", ""),
            unit_code=texts.get("unit_code", ""),
            initial=_amount(fields.get("initial"), units.get("initial", "")),
            budget=_amount(fields.get("budget"), units.get("budget", "")),
            spent=_amount(fields.get("spent"), units.get("spent", "")),
            contact=texts.get("contact", ""),
            due=texts.get("due", ""),
        )


def _is_header(line: _Line) -> bool:
    columns = _columns(line)
    return ("name" in columns or "project_code" in columns) and (len(columns) > 1 or len(line) == 1)


def _columns(line: _Line) -> dict[str, int]:
    """The column of each role; of two for one role the one whose word comes first in the list."""
    found: dict[str, tuple[int, int]] = {}
    for column, entry in line.items():
        bare = bare_label(entry.text)
        for role, words in _words().items():
            if bare in words:
                rank = words.index(bare)
                if role not in found or rank < found[role][0]:
                    found[role] = (rank, column)
    return {role: column for role, (_, column) in found.items()}


@lru_cache(maxsize=1)
def _words() -> dict[str, list[str]]:
    words: dict[str, list[str]] = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    return words


def _unit_in(texts: Iterable[str]) -> str:
    return next((match[1] for text in texts if (match := _UNIT.search(squeeze(narrow(text))))), "")


def _amount(entry: _Entry | None, unit: str) -> Amount | None:
    if entry is None:
        return None
    value = parse_value(entry.text)
    if not isinstance(value, Quantity):
        return None
    number = entry.number if entry.number is not None else value.number
    return Amount(number, value.unit if value.unit in ("元", "万元", "亿元") else unit)
