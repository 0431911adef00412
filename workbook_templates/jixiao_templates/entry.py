"""From a form as it is printed to a form that is filled in: inputs, drop-downs, live scores and 提示 beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from jixiao.functions import COMPLETED, FEWEST_SAID, UNCOMPLETED, UNEXPLAINED
from jixiao.reading import a1
from jixiao.stamp import INPUT, JUDGED, NAME, Stamp
from jixiao_templates.arrange import TICK
from jixiao_templates.case import Case
from jixiao_templates.computed import formulas_of
from jixiao_templates.drawn import Drawn
from jixiao_templates.measure import box_height, text_width
from jixiao_templates.page import (
    Area,
    Box,
    Entry,
    Formula,
    Highlight,
    Page,
    SetUp,
    Style,
    Value,
    height,
)
from jixiao_templates.told import OWN, TOLD, told_on

if TYPE_CHECKING:
    from jixiao.scoring import Profile
    from jixiao_templates.blank_forms import Template

# Raised when a template changes in a way that matters to somebody who has an older one.
VERSION = "1"
HINTS = "提示（不打印、不上报）"
_DONE = "项目完成了吗（下拉选择）"
DEDUCTED, UNSAID = "FCE9DA", "FFC7CE"
_HINT = Style(size=9, align="left", border=False, color="9C2B00")
_GAP = Style(size=16, border=False)
_HELPER = Style(size=8, border=False)
_GRADE = Style(size=10, bold=True, align="left", border=False, number_format='General;General;General;"自评等级："@')
_HINT_WIDTH, _GAP_WIDTH, _BOUNDARY_HEIGHT = 44.0, 1.0, 3.0
# Merged cells never grow: room from the start for so many Chinese characters.
_ROOM = {
    **dict.fromkeys(("goals.expected", "goals.actual"), 400),
    **dict.fromkeys(("project", "department_name"), 60),
    **dict.fromkeys(("department", "unit"), 34),
    "remark": 120,
}
_PLAIN_TEXT = frozenset(("target", "actual", "forecast"))
_AMOUNTS = frozenset(("funds.initial", "funds.budget", "funds.spent", "funds.forecast"))
_POINTS = frozenset(("funds.weight", "weight", "level1_weight"))
_INPUTS = frozenset(
    (
        *("year", "project", "department", "unit", "department_name", "subordinate_units", "remark"),
        *("goals.expected", "goals.actual", "level2", "level3", "reason", "cause", "outlook", "other", "total.reason"),
        *_PLAIN_TEXT,
        *_AMOUNTS,
        *_POINTS,
    )
)
_BY_ROW = frozenset(("level3", "target", "actual", "weight", "score", "reason", "forecast", "cause", "outlook"))
_MONITORED = frozenset(("cause", "outlook"))


def form_page(template: Template, case: Case, profile: Profile, edition: str, host: str) -> Page:
    """The template with the case in it, ready to be typed into."""
    drawn = Drawn(template, case, profile, edition, host)
    formulas = dict(formulas_of(drawn))
    boxes = tuple(_live(drawn, box, formulas) for box in drawn.block)
    beside = tuple(_beside(drawn, formulas))
    layout = template.layout
    widths = (*layout.widths, *(0.0 for _ in range(len(layout.widths), drawn.gap)), _GAP_WIDTH, _HINT_WIDTH)
    return Page(layout.sheet_name, (*boxes, *beside), widths, dict(_heights(drawn)), _set_up(drawn))


def _live(drawn: Drawn, box: Box, formulas: Mapping[tuple[int, int], Formula]) -> Box:
    """The box as it stands in the template: an input, a formula, or a word of the form."""
    formula = formulas.get((box.top, box.left))
    if formula is not None:
        # A score may be typed over: words are for people to judge.
        if box.role == "score":
            return replace(box, value=formula, style=replace(box.style, locked=False, fill=JUDGED))
        number_format = "0.00" if box.role == "funds.rate" else "General"
        return replace(box, value=formula, style=replace(box.style, number_format=number_format))
    is_open = box.role in _INPUTS or (box.role == "funds.label" and box.top != drawn.funds[0])
    if not is_open and not (box.role == "score" and drawn.is_live):
        return box
    if box.role == "funds.weight" and box.top != drawn.funds[0]:
        return box
    number_format = "@" if box.role in _PLAIN_TEXT else "General"
    value: Value = str(box.value) if box.role in _PLAIN_TEXT and box.value is not None else box.value
    fill = JUDGED if box.role == "score" else INPUT
    style = replace(box.style, fill=fill, locked=False, number_format=number_format)
    return replace(box, value=value, style=style)


def _beside(drawn: Drawn, formulas: Mapping[tuple[int, int], Formula]) -> Iterator[Box]:
    """What stands right of the printed form: 提示, the question whether the project is done, helpers, the stamp."""
    column, helpers = drawn.hint, frozenset((*drawn.helpers.values(), *drawn.amounts.values()))
    grade = drawn.by_role["total.score"][0].top + 1 if "total.score" in drawn.by_role else None
    yield Box(0, column, 0, column, HINTS, "label", replace(_HINT, bold=True))
    if drawn.asks_completion:
        row = drawn.funds[0]
        done = {True: COMPLETED, False: UNCOMPLETED, None: None}[drawn.case.completed]
        # Beside the headings of the funds: in a row with a blank field of the head it would be read as its value.
        yield Box(row - 1, column, row - 1, column, _DONE, "label", _HINT)
        yield Box(row, column, row, column, done, "completed", replace(_HINT, fill=INPUT, locked=False, border=True))
    for (row, place), formula in formulas.items():
        if place == column:
            yield Box(row, place, row, place, formula, "hint", _GRADE if row == grade else _HINT)
        elif place in helpers:
            yield Box(row, place, row, place, formula, "helper", _HELPER)
    for row in drawn.rows:
        yield Box(row, drawn.gap, row, drawn.gap, None, "gap", _GAP)
    stamp = Stamp(drawn.template.name, VERSION, drawn.profile.name)
    yield Box(drawn.heading, drawn.stamp, drawn.heading, drawn.stamp, str(stamp), "stamp", _HELPER)


def _heights(drawn: Drawn) -> Iterator[tuple[int, float]]:
    for box in drawn.by_role.get("boundary", ()):
        yield box.top, _BOUNDARY_HEIGHT
    lines: dict[int, float] = {}
    is_told = all(box.value for role in ("goals.expected", "goals.actual") for box in drawn.by_role.get(role, ()))
    for role, characters in _ROOM.items():
        for box in drawn.by_role.get(role, ()):
            # A form that comes with both goals is as high as they are.
            blank = "" if is_told and role.startswith("goals.") else "字" * characters
            text = max(str(box.value or ""), blank, key=text_width)
            room = box_height(replace(box, value=text), drawn.template.layout.widths)
            lines[box.top] = max(lines.get(box.top, 0), room)
    yield from lines.items()


def _set_up(drawn: Drawn) -> SetUp:
    template, heading = drawn.template, drawn.heading
    return SetUp(
        printed=(0, 0, height(drawn.block) - 1, len(template.layout.widths) - 1),
        heading=heading,
        hidden=(len(template.layout.widths), drawn.stamp),
        flexible=frozenset(drawn.rows),
        entries=tuple(_entries(drawn)),
        highlights=tuple(_highlights(drawn)) if drawn.is_live else (),
        texts=tuple(_areas(drawn, "target", "actual", "forecast", "score")),
        names={NAME: (heading, drawn.stamp)},
        landscape=template.landscape,
    )


def _areas(drawn: Drawn, *roles: str) -> Iterator[Area]:
    for role in roles:
        for column in dict.fromkeys(box.left for box in drawn.by_role.get(role, ())):
            yield drawn.rows[0], column, drawn.rows[-1], column


def _entries(drawn: Drawn) -> Iterator[Entry]:
    """The messages and the drop-downs."""
    for role, (title, code) in TOLD.items():
        if role == "level2":
            yield from _second_levels(drawn, title, told_on(role, code))
        elif role in _BY_ROW:
            options = _options(drawn, role)
            for area in _areas(drawn, role):
                yield Entry(area, title, told_on(role, code), options, role in _MONITORED, role in _POINTS)
        else:
            for box in drawn.by_role.get(role, ())[: 1 if role == "funds.weight" else None]:
                area = (box.top, box.left, box.bottom, box.right)
                yield Entry(area, title, told_on(role, code), (), numeric=role in _AMOUNTS | _POINTS)
    if drawn.asks_completion:
        row = drawn.funds[0]
        told = told_on("completed", OWN)
        yield Entry((row, drawn.hint, row, drawn.hint), "项目完成了吗", told, (COMPLETED, UNCOMPLETED), strict=True)


def _second_levels(drawn: Drawn, title: str, message: str) -> Iterator[Entry]:
    for level1 in drawn.by_role["level1"]:
        options = drawn.template.second_levels.get(str(level1.value), ())
        column = drawn.column("level2")
        if options:
            yield Entry((level1.top, column, level1.bottom, column), title, message, options)


def _options(drawn: Drawn, role: str) -> tuple[str, ...]:
    if role in _MONITORED:
        return (TICK,)
    if role == "actual" and drawn.is_live:
        # One phrase a band, of those the official forms print: 达成预期指标.
        return tuple(
            next((phrase for phrase in band.phrases if "预期指标" in phrase), band.phrases[0])
            for band in drawn.profile.bands
        )
    return ()


def _highlights(drawn: Drawn) -> Iterator[Highlight]:
    first, last = drawn.rows[0], drawn.rows[-1]
    weight, score, reason = (f"${drawn.at(role, first)}" for role in ("weight", "score", "reason"))
    lost = f"AND(ISNUMBER({weight}),ISNUMBER({score}),{score}<{weight})"
    column = drawn.column("reason")
    # 提示 knows every way to say nothing; a row that somebody put in has none.
    hinted = f'ISNUMBER(FIND("{UNEXPLAINED}",${a1(first + 1, drawn.hint + 1)}))'
    unsaid = f"OR({hinted},AND({lost},LEN(TRIM({reason}))<{FEWEST_SAID}))"
    yield Highlight((first, column, last, column), unsaid, UNSAID)
    yield Highlight((first, drawn.column("level3"), last, column), lost, DEDUCTED)
