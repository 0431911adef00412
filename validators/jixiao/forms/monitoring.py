"""Monitoring forms (绩效运行监控表): a period's progress, the year's forecast, causes and outlook to be ticked."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from jixiao.form import FundRole, Labelled, Monitoring, Progress, SubProject
from jixiao.forms.tables import Columns, Header
from jixiao.forms.words import bare_label, group
from jixiao.values import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.form import Cell, Form, FundRow, Indicator
    from jixiao.forms.view import View

CERTAIN, POSSIBLE, IMPOSSIBLE = "certain", "possible", "impossible"

_OUTLOOKS = (CERTAIN, POSSIBLE, IMPOSSIBLE)
_KEPT = ("level1", "level2", "level3", "nature", "target", "unit")
_LONGEST = 40
_SUMS = frozenset(("合计", "总计", "小计", "总额"))
# Any mark ticks but those that say no, and the boxes left open.
_NO_TICKS = frozenset("否 无 不 × ✗ ✘ x X 0 □ ☐ ○ N n".split())
_CHINESE = {numeral: month for month, numeral in enumerate("一 二 三 四 五 六 七 八 九 十 十一 十二".split(), 1)}
_NUMERAL = r"(\d{1,2}|[一二三四五六七八九十]{1,2})"
_UNTIL = re.compile(
    rf"(?:1|一)月?份?[-~—–―至到]{_NUMERAL}月|截[至止]\D{{0,6}}(?:20\d\d年)?{_NUMERAL}月|{_NUMERAL}月(?:\d+日|底|末)"
)
_PARTS_OF_THE_YEAR = (
    ("上半年", 6),
    ("前三季度", 9),
    ("前三个季度", 9),
    ("第三季度", 9),
    ("第二季度", 6),
    ("第一季度", 3),
)


class Watch(NamedTuple):
    """Where the columns of a monitoring table are.

    header: as the indicators are read, with the period's column as actual and 原因说明 as reason.
    causes, outlooks: the headings to be ticked; outlook: the one heading where the outlook is written instead.
    """

    header: Header
    forecast: tuple[int, int] | None
    causes: tuple[Cell, ...]
    outlooks: tuple[Cell, ...]
    outlook: Cell | None


def watched(view: View, header: Header, named: str, left: int, right: int) -> Watch | None:
    """The columns of a monitoring table; None for a table that is none.

    named: the kind that the title names. A form with a 得分 column is a self-evaluation whatever its title says.
    """
    if "score" in header.columns.spans:
        return None
    found = _headings(view, header, left, right)
    period, forecast = _best(found, "period"), _best(found, "forecast")
    if period is None and forecast is None and named == "monitoring":
        period = header.columns.headings.get("actual")
    outlooks = tuple(cell for cell, role, _ in found if role in _OUTLOOKS)
    timed = period is not None and months_in(period.text) is not None
    if not (timed or (forecast is not None and outlooks) or (named == "monitoring" and (period or forecast))):
        return None
    causes = tuple(cell for cell, role, _ in found if role == "cause")
    reason = _best(found, "reason") or header.columns.headings.get("reason")
    if reason is not None and any(reason.column <= cell.column <= reason.right for cell in causes):
        reason = None
    headings = {role: cell for role, cell in header.columns.headings.items() if role in _KEPT}
    headings.update({role: cell for role, cell in (("actual", period), ("reason", reason)) if cell is not None})
    spans = {role: (cell.column, cell.right) for role, cell in headings.items()}
    body = max([header.body - 1, *(cell.bottom for cell, _, _ in found)]) + 1
    return Watch(
        Header(header.row, body, Columns(spans, headings)),
        (forecast.column, forecast.right) if forecast is not None else None,
        causes,
        outlooks,
        None if outlooks else _best(found, "outlook"),
    )


def _headings(view: View, header: Header, left: int, right: int) -> list[tuple[Cell, str, int]]:
    """The headings with role and rank: of the header's rows, and of the line below where the small columns stand."""
    rows = list(view.rows_between(header.row, header.body - 1))
    found = [each for row in rows for each in _in_row(view, row, left, right)]
    following = next(view.rows_between(header.body, header.body + 1), None)
    if following is not None:
        below = list(_in_row(view, following, left, right))
        if sum(role == "cause" or role in _OUTLOOKS for _, role, _ in below) > 1:
            found += below
    return found


def _in_row(view: View, row: int, left: int, right: int) -> Iterator[tuple[Cell, str, int]]:
    for cell in view.filled(row, left, right):
        match = group("monitoring").match(bare_label(cell.text)) if len(cell.text) <= _LONGEST else None
        if match is not None:
            yield cell, match.role, match.rank


def _best(found: list[tuple[Cell, str, int]], wanted: str) -> Cell | None:
    fitting = [(rank, cell) for cell, role, rank in found if role == wanted]
    return min(fitting, key=lambda pair: pair[0])[1] if fitting else None


def months_in(text: str) -> int | None:
    """How many months had passed at the end of the period that a text names: 1-9月执行情况 → 9; None for none."""
    squeezed = squeeze(text)
    match = _UNTIL.search(squeezed)
    if match is None:
        return next((months for words, months in _PARTS_OF_THE_YEAR if words in squeezed), None)
    numeral = next(part for part in match.groups() if part)
    months = _CHINESE.get(numeral) or (int(numeral) if numeral.isdigit() else 0)
    return months if 1 <= months <= 12 else None


def with_progress(view: View, form: Form, watch: Watch, columns: Columns | None, table: SubProjects | None) -> Form:
    """The form with what only a monitoring form has; columns: those of its funds."""
    period = watch.header.columns.headings.get("actual")
    funds_heading = columns.headings.get("spent") if columns is not None else None
    naming = (period, funds_heading, form.title, *(year.label for year in form.years))
    months = (months_in(cell.text) for cell in naming if cell is not None)
    monitoring = Monitoring(
        next((found for found in months if found is not None), None),
        bool(watch.causes) or "reason" in watch.header.columns.headings,
        tuple(_progress(view, watch, row) for row in form.indicators),
        table.rows if table is not None else (),
    )
    return replace(form, funds=_with_totals(form.funds), monitoring=monitoring)


def _progress(view: View, watch: Watch, row: Indicator) -> Progress:
    line = max(cell.row for cell in (row.level3, row.target, row.actual) if cell is not None)
    forecast = Columns({"forecast": watch.forecast}, {}).cell(view, line, "forecast") if watch.forecast else None
    outlooks = tuple(_ticked(view, watch.outlooks, line))
    place = view.cell(line, watch.outlooks[0].column) if watch.outlooks else None
    if watch.outlook is not None:
        place = view.cell(line, watch.outlook.column)
        outlooks = (Labelled(place, place),) if place.is_filled else ()
    return Progress(row, forecast, tuple(_ticked(view, watch.causes, line)), outlooks, place)


def _ticked(view: View, headings: tuple[Cell, ...], line: int) -> Iterator[Labelled]:
    for heading in headings:
        cell = view.cell(line, heading.column)
        if cell.is_filled and squeeze(cell.text) not in _NO_TICKS:
            yield Labelled(heading, cell)


def outlook_of(ticked: Labelled) -> str | None:
    """Which outlook is ticked or written: certain, possible, impossible; None for other words."""
    match = group("monitoring").match(bare_label(ticked.label.text))
    return match.role if match is not None and match.role in _OUTLOOKS else None


def _with_totals(funds: tuple[FundRow, ...]) -> tuple[FundRow, ...]:
    """The funds rows; a line of headings with figures is the total, and 年度资金总额 is it once more."""
    if not funds or group("funds").match(bare_label(funds[0].label.text)) is None:
        return funds
    first, *rows = funds
    return (
        replace(first, role=FundRole.TOTAL),
        *(replace(fund, role=FundRole.TOTAL) if _names_total(fund) else fund for fund in rows),
    )


def _names_total(fund: FundRow) -> bool:
    match = group("funds_rows").match(bare_label(fund.label.text))
    return match is not None and match.role == "total"


class SubProjects(NamedTuple):
    """The table of sub-projects: its first row, its columns, and its lines."""

    top: int
    left: int
    right: int
    rows: tuple[SubProject, ...]

    def lies_under(self, header: Header) -> bool:
        """Whether the table stands below a header, in columns that are the header's too."""
        return self.top > header.row and self.left <= header.right and header.left <= self.right


def find_subprojects(view: View, top: int, bottom: int, left: int, right: int) -> SubProjects | None:
    """The table of sub-projects between two rows, wherever it stands; None where there is none."""
    words = group("subprojects")
    for row in view.rows_between(top, bottom):
        cells = list(view.filled(row, left, right))
        matches = {
            match.role: cell
            for cell in reversed(cells)
            if len(cell.text) <= _LONGEST and (match := words.match(bare_label(cell.text))) is not None
        }
        if "name" in matches and len(matches) > 2:
            spans = {role: (cell.column, cell.right) for role, cell in matches.items()}
            columns = Columns(spans, matches)
            start = max(cell.bottom for cell in matches.values()) + 1
            lines = tuple(_subprojects(view, columns, start, bottom))
            return SubProjects(row, min(span[0] for span in spans.values()), max(s[1] for s in spans.values()), lines)
    return None


def _subprojects(view: View, columns: Columns, start: int, bottom: int) -> Iterator[SubProject]:
    for row in view.rows_between(start, bottom):
        label = columns.cell(view, row, "name")
        if label is None or not label.text:
            return
        budget, received, paid = (columns.cell(view, row, role) for role in ("budget", "received", "paid"))
        is_total = squeeze(label.text) in _SUMS
        yield SubProject(label, budget, received, paid, is_total)
        if is_total:
            return
