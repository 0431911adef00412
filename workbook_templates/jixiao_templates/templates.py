"""The templates: an official form with inputs and live scores, as the bytes of a workbook.

The same arguments give the same bytes; the built ones lie beside the package (docs/templates.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from jixiao.profiles import load
from jixiao.values import squeeze
from jixiao_templates.blank_forms import TEMPLATES, Template
from jixiao_templates.case import Case, FundsLine, Goals, Indicator, Total
from jixiao_templates.drawing import workbook_bytes
from jixiao_templates.entry import form_page
from jixiao_templates.guide import guide_page

if TYPE_CHECKING:
    from jixiao.scoring import Profile

Edition = Literal["formula", "udf"]
Host = Literal["excel", "calc"]


def build(
    template: str,
    edition: Edition = "formula",
    host: Host = "excel",
    profile: str | Profile | None = None,
    filled: Case | None = None,
) -> bytes:
    """A template by its name, blank or with values in it.

    filled: the values; scores, sums and rates are worked out by the sheet, so of these only the scores of rows of words
    are taken over. It is drawn with as many rows as it has, and with the blank ones of the classes it lacks.
    profile: the template's own where none is given.
    Raises KeyError for a name that is none and ProfileError for a profile that is none.
    """
    form = TEMPLATES[template]
    rules = load(profile or form.profile) if profile is None or isinstance(profile, str) else profile
    case = blank(form) if filled is None else with_blanks(form, filled)
    page = form_page(form, case, rules, edition, host)
    return workbook_bytes([page, guide_page(form, rules, edition, page)])


def write_templates(folder: Path) -> list[str]:
    """Write every blank template into the folder as NAME.xlsx; the names of the files that changed."""
    changed = []
    for name in TEMPLATES:
        path, data = folder / f"{name}.xlsx", build(name)
        if not path.is_file() or path.read_bytes() != data:
            path.write_bytes(data)
            changed.append(path.name)
    return changed


def blank(template: Template) -> Case:
    """Nothing but the labels and the classes of a template."""
    return Case(
        kind=template.kind,
        year=None,
        project=None,
        department=None,
        unit=None,
        funds=tuple(FundsLine(label) for label in template.funds),
        goals=Goals(),
        indicators=tuple(Indicator(rows.level1, rows.level2, "") for rows in template.rows for _ in range(rows.count)),
        total=Total(),
    )


def with_blanks(template: Template, filled: Case) -> Case:
    """The case with the blank rows that the template has beyond it, in the template's order of the classes."""
    return replace(filled, funds=_funds(template, filled.funds), indicators=tuple(_rows(template, filled.indicators)))


def _funds(template: Template, lines: Sequence[FundsLine]) -> tuple[FundsLine, ...]:
    """The template's lines with the values of the same name; where a line has another name, the lines as they are."""
    given = {squeeze(line.label): line for line in lines}
    own = {squeeze(label): label for label in template.funds}
    if given.keys() - own.keys():
        return tuple(lines)
    return tuple(replace(given.get(key, FundsLine(label)), label=label) for key, label in own.items())


def _rows(template: Template, rows: Sequence[Indicator]) -> Iterator[Indicator]:
    """The rows class by class in the template's order, each class with its blank ones; what it does not know, last."""
    groups: dict[str, dict[str, list[Indicator]]] = {}
    for blank in template.rows:
        groups.setdefault(_class(blank.level1), {})[_class(blank.level2)] = []
    for row in rows:
        groups.setdefault(_class(row.level1), {}).setdefault(_class(row.level2), []).append(row)
    for blank in template.rows:
        same_class = groups[_class(blank.level1)]
        own = same_class[_class(blank.level2)]
        # A class keeps one spelling: 满意度 of a filled form beside 满意度指标 of the template.
        level1 = next((row.level1 for group in same_class.values() for row in group), blank.level1)
        level2 = own[0].level2 if own else blank.level2
        own += [Indicator(level1, level2, "")] * (blank.count - len(own))
    for same_class in groups.values():
        for own in same_class.values():
            yield from own


def _class(name: str) -> str:
    return squeeze(name).removesuffix("指标")
