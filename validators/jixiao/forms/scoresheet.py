"""Score sheets (评分表): items with their 分值, 得分 and the text that says why; and tables of targets reached."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jixiao.forms.tables import Columns, Header
from jixiao.forms.words import bare_label, group
from jixiao.values import squeeze

if TYPE_CHECKING:
    from jixiao.form import Cell, Form, Indicator
    from jixiao.forms.view import View
    from jixiao.forms.words import Match

_LEVELS = ("level3", "level2", "level1")
_TITLES = ("评分", "打分", "计分表")
_SUMS = ("小计", "合计")
_LONGEST = 40


def score_header(view: View, header: Header, title: Cell | None, left: int, right: int) -> Header | None:
    """The header of a score sheet or of a table of targets reached; None for a form that is neither.

    A score sheet has points and no targets; its standard is the method, its 评分依据 the reason. A table of targets
    reached has targets and actual values, the share reached, and no points. The deepest level names the item.
    """
    spans, headings = dict(header.columns.spans), dict(header.columns.headings)
    if "target" in spans and not spans.keys().isdisjoint(("score", "weight")):
        return None
    rows = view.rows_between(header.row, header.body - 1)
    own = {match.role: cell for row in rows for cell in view.filled(row, left, right) if (match := _match(cell))}
    if "target" in spans:
        if "actual" not in spans or "ratio" not in own:
            return None
    elif "score" not in spans or not _says_why(spans, own, title):
        return None
    name = next((role for role in _LEVELS if role in spans), None)
    if name is None:
        return None
    if name != "level3":
        spans["level3"], headings["level3"] = spans.pop(name), headings.pop(name)
    if (basis := own.get("basis")) is not None and "target" not in spans:
        spans["reason"], headings["reason"] = (basis.column, basis.right), basis
    return Header(header.row, header.body, Columns(spans, headings))


def _match(cell: Cell) -> Match | None:
    return group("scoresheet").match(bare_label(cell.text)) if len(cell.text) <= _LONGEST else None


def _says_why(spans: dict[str, tuple[int, int]], own: dict[str, Cell], title: Cell | None) -> bool:
    if "method" in spans or "basis" in own:
        return True
    return title is not None and any(word in squeeze(title.text) for word in _TITLES)


def with_sections(form: Form) -> Form:
    """The form with its items alone as indicators, and what is printed for the sections they stand in.

    A section is summed up by a line 小计, or by a line that has its name over all name columns.
    """
    items: list[Indicator] = []
    weights, scores = dict(form.level1_weights), dict(form.level1_scores)
    for row in form.indicators:
        name, section = row.level3, row.level1
        if name is None or section is None or not _sums_up(name, section):
            items.append(row)
            continue
        for printed, cell in ((weights, row.weight), (scores, row.score)):
            if cell is not None and cell.text:
                printed[section.text] = cell
    return replace(form, indicators=tuple(items), level1_weights=weights, level1_scores=scores)


def _sums_up(name: Cell, section: Cell) -> bool:
    return squeeze(name.text).endswith(_SUMS) or (name.row, name.column) == (section.row, section.column)
