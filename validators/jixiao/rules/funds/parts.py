"""Whether the total of the funds is the sum of its parts, in whatever way the parts may be read."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from jixiao.form import FundRole
from jixiao.rules.funds.printed import COLUMNS, amount, amount_in, number_in
from jixiao.values import Interval, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jixiao.form import Cell, FundRow
    from jixiao.rules.subject import Subject

_MOST_ROWS = 10
_ZERO = Interval(Decimal(0), Decimal(0))
_BASIC, _PROJECT = "基本支出", "项目支出"
# A source of its own again after the details of the one before.
_OWN_AGAIN = re.compile("其他|单位资金|自有|自筹|上年|结转|专户|社会")
_NO_SOURCE = re.compile("年末|差额|调整|调剂|追加|备注|说明")


class Difference(NamedTuple):
    """A column whose total is not the sum of its parts."""

    total: FundRow
    role: str
    cell: Cell
    added: Decimal
    parts: str


def left_out(subject: Subject) -> tuple[FundRow, str, FundRow, Cell] | None:
    """The first column whose total is 0 or blank while a part has an amount.

    Gives the total row, the column, the part and the cell of the total.
    """
    total = subject.form.fund_total
    for role in ("budget", "spent", "initial") if total is not None else ():
        cell: Cell | None = getattr(total, role)
        if total is None or cell is None or _is_figure(cell):
            continue
        for fund in subject.form.funds:
            if fund is not total and number_in(getattr(fund, role)):
                return total, role, fund, cell
    return None


def _is_figure(cell: Cell) -> bool:
    """Whether something other than 0 stands there; words are for a person to read."""
    return cell.is_filled and cell.number != 0


def differences(subject: Subject) -> Iterator[Difference]:
    """The columns whose total is not the sum of its sources, or of 基本 and 项目."""
    total = subject.form.fund_total
    if total is None:
        return
    funds = subject.form.funds
    sources = [fund for fund in funds if fund.role is FundRole.SOURCE]
    readings: list[list[FundRow]] | None = None
    structure = [fund for fund in funds if fund.role is FundRole.STRUCTURE]
    if not all(any(word in squeeze(fund.label.text) for fund in structure) for word in (_BASIC, _PROJECT)):
        structure = []
    for role in COLUMNS:
        cell: Cell | None = getattr(total, role)
        if cell is None or not cell.number:
            continue
        added, parts = None, "各来源"
        if not _adds_up(cell, sources, role):
            if subject.is_stamped and cell.formula is not None:
                # Our template adds up every line above those of use: none of them divides another.
                added = _disagreeing(cell, [_added_up(funds)], role, may_nest=False)
            else:
                readings = readings or _source_readings(funds)
                added = _disagreeing(cell, readings, role)
        if added is None and structure and not _adds_up(cell, structure, role):
            added, parts = _disagreeing(cell, [structure], role), "基本支出、项目支出"
        if added is not None:
            yield Difference(total, role, cell, added, parts)


def _adds_up(total: Cell, rows: Sequence[FundRow], role: str) -> bool:
    """Whether the numbers agree as they stand, which spares the intervals."""
    return total.number == sum((number_in(getattr(fund, role)) or 0 for fund in rows), 0)


def rate_put_right(subject: Subject, fund: FundRow) -> Interval | None:
    """The execution rates of a row once the sum that JX203 finds wrong is put right there; None where none is wrong."""
    printed = {role: number_in(getattr(fund, role)) for role in ("budget", "spent")}
    mended = dict(printed)
    for each in differences(subject):
        number, total = printed.get(each.role), each.cell.number
        if number is not None and total is not None:
            mended[each.role] = each.added if fund is each.total else number + total - each.added
    budget, spent = mended["budget"], mended["spent"]
    if mended == printed or not budget or spent is None:
        return None
    whole, part = amount(budget), amount(spent)
    return Interval(part.low / whole.high * 100, part.high / whole.low * 100) if whole.low > 0 else None


def _added_up(funds: Sequence[FundRow]) -> list[FundRow]:
    return [fund for fund in funds if fund.role not in (FundRole.TOTAL, FundRole.STRUCTURE)]


def _disagreeing(
    total: Cell, readings: Sequence[Sequence[FundRow]], role: str, *, may_nest: bool = True
) -> Decimal | None:
    """The sum by the first reading where no reading agrees; None where one does or nothing is filled."""
    first: Decimal | None = None
    for rows in readings:
        cells: list[Cell] = [cell for fund in rows if (cell := getattr(fund, role)) is not None]
        if any(cell.is_filled and cell.number is None for cell in cells):
            return None
        parts, whole = [part for cell in cells if (part := amount_in(cell)) is not None], amount_in(total)
        if not parts or whole is None:
            return None
        if sum(parts, _ZERO).meets(whole) or (may_nest and _nest(whole, parts)):
            return None
        if first is None:
            first = sum((cell.number or Decimal(0) for cell in cells), Decimal(0))
    return first


def _nest(whole: Interval, rows: Sequence[Interval]) -> bool:
    """Whether the rows make up the whole, each with or without the rows after it that divide it.

    36 = 一般公共预算 30 (其中：中央 20, 本级 10) + 政府性基金 6.
    """
    if not rows:
        return _ZERO.meets(whole)
    if len(rows) > _MOST_ROWS:
        return False
    for end in range(1, len(rows) + 1):
        if end == 1 or sum(rows[1:end], _ZERO).meets(rows[0]):
            rest = Interval(whole.low - rows[0].high, whole.high - rows[0].low)
            if _nest(rest, rows[end:]):
                return True
    return False


def _source_readings(funds: Sequence[FundRow]) -> list[list[FundRow]]:
    """The sets of rows that may be the sources, the plainest first."""
    own: list[FundRow] = []
    for fund in funds:
        # What stands under 基本支出 and 项目支出 divides these.
        if fund.role is FundRole.STRUCTURE:
            break
        if fund.role is not FundRole.TOTAL and not _NO_SOURCE.search(fund.label.text):
            own.append(fund)
    sources = [fund for fund in own if fund.role is FundRole.SOURCE]
    readings = [sources, own] if len(own) > len(sources) else [sources]
    marked = [fund for fund in sources[1:] if squeeze(fund.label.text).startswith("其中")]
    if marked:
        start = sources.index(marked[0])
        after = range(start + 1, len(sources))
        again = next((place for place in after if _OWN_AGAIN.search(sources[place].label.text)), len(sources))
        readings += [
            [fund for fund in sources if fund not in marked],
            sources[:start] + sources[again:],
            sources[:start],
        ]
    return [*readings, sources[:1]] if _are_parts_of_first(sources) else readings


def _are_parts_of_first(sources: list[FundRow]) -> bool:
    """Whether the rows below the first source just divide it, in every column."""
    if len(sources) < 2 or (len(sources) == 2 and _OWN_AGAIN.search(sources[1].label.text)):
        return False
    first, *rest = sources
    for role in COLUMNS:
        whole = amount_in(getattr(first, role))
        parts = [part for fund in rest if (part := amount_in(getattr(fund, role))) is not None]
        if (whole is not None or parts) and not sum(parts, _ZERO).meets(whole or _ZERO):
            return False
    return True
