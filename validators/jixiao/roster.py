"""The roster: which unit is to hand in a form for which project, with its amounts; a workbook or a CSV file."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jixiao.forms.words import bare_label
from jixiao.listing import Entry, Line, ListingError, is_summary, read_listing
from jixiao.values import Quantity, is_not_applicable, narrow, parse_value, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

_WORDS = Path(__file__).parent / "data" / "roster.toml"
_UNIT = re.compile(r"(?:[(\[/:]|单位:?)(亿元|万元|元)")
_SUMS = frozenset(("合计", "总计", "小计", "共计"))
_MONEY = ("initial", "budget", "spent")


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


def read_roster(path: str | Path) -> Roster:
    """Read a roster from .xlsx or .csv (UTF-8, UTF-16 or GB 18030; comma, semicolon or tab). Raises RosterError."""
    try:
        tables = read_listing(Path(path), "名单")
    except ListingError as error:
        raise RosterError(str(error)) from None
    if any(map(is_summary, tables)):
        raise RosterError(f"“{path}”是校验写的汇总表，不是名单。请给应交表的名单（.xlsx 或 .csv）。")
    for table in tables:
        rows = tuple(_once(_rows(table)))
        if rows:
            return Roster(str(path), rows)
    raise RosterError(
        f"名单“{path}”里没有找到“项目名称”（或“名称”“项目编码”）这一列，或者列下面没有内容。请核对表头，再试一次。"
    )


def _once(rows: Iterable[RosterRow]) -> Iterable[RosterRow]:
    """Lines that are repeated once, with the earliest date."""
    found: dict[tuple[str, ...], RosterRow] = {}
    for row in rows:
        key = tuple(map(squeeze, (row.unit_code, row.unit, row.project_code, row.name)))
        first = found.setdefault(key, row)
        due = min(filter(None, (first.due, row.due)), key=day_of, default="")
        found[key] = replace(first, due=due, contact=first.contact or row.contact)
    return found.values()


def _rows(table: list[Line]) -> Iterator[RosterRow]:
    header = next((index for index, line in enumerate(table) if _is_header(line)), None)
    if header is None:
        return
    columns = _columns(table[header])
    stated = _unit_in(entry.text for line in table[:header] for entry in line.values())
    units = {role: _unit_in([table[header][columns[role]].text]) or stated for role in _MONEY if role in columns}
    for number, line in enumerate(table[header + 1 :], header + 2):
        fields = {role: line.get(column, Entry("")) for role, column in columns.items()}
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
            due=_due(fields.get("due")),
        )


def _due(entry: Entry | None) -> str:
    """The date as written; one that is kept as a number or with a time of day as 2024-03-05."""
    text = "" if entry is None or is_not_applicable(entry.text) else entry.text
    if entry is not None and entry.number is not None and re.fullmatch(r"[3-6]\d{4}(?:\.\d+)?", text):
        return (date(1899, 12, 30) + timedelta(days=int(entry.number))).isoformat()
    if re.fullmatch(r"[3-6]\d{4}", text):
        return (date(1899, 12, 30) + timedelta(days=int(text))).isoformat()
    return re.sub(r"[ T]0{1,2}:00(?::00(?:\.0+)?)?$", "", text)


def day_of(due: str) -> tuple[int, ...]:
    """By what dates are ordered: 2024-03-05, 2024年3月5日 and 3月5日 alike; what is no date comes last."""
    numbers = tuple(map(int, re.findall(r"\d{1,4}", narrow(due))))
    full = numbers[:3] if len(numbers) > 2 and numbers[0] > 31 else (0, *numbers[:2])
    return full if len(full) == 3 else (9999,)


def _is_header(line: Line) -> bool:
    columns = _columns(line)
    return ("name" in columns or "project_code" in columns) and (len(columns) > 1 or len(line) == 1)


def _columns(line: Line) -> dict[str, int]:
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


def _amount(entry: Entry | None, unit: str) -> Amount | None:
    if entry is None:
        return None
    value = parse_value(entry.text)
    if not isinstance(value, Quantity):
        return None
    number = entry.number if entry.number is not None else value.number
    return Amount(number, value.unit if value.unit in ("元", "万元", "亿元") else unit)
