"""Where this year's form starts: last year's self-evaluation, or the goals filed with this year's budget.

Taken over are who and what the form is about, the indicators, their targets and points; never what was achieved. What
the approved goals of the new year say differently is for the clerk to change, so the copy says where it comes from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from jixiao.check import Choice, check_file
from jixiao.cross.gathering import KIND_WORDS
from jixiao.form import Form, FundRole, FundRow, Kind
from jixiao.form import Indicator as FormIndicator
from jixiao.forms import find_forms
from jixiao.profiles import load
from jixiao.reading import Refused, Workbook, read_workbook
from jixiao.scoring import DEFAULT
from jixiao.values import squeeze
from jixiao.words import message_of
from jixiao_templates.blank_forms import Template
from jixiao_templates.case import Case, FundsLine, Goals, Indicator, Total

_WAN = Decimal(10000)
_POINTS = re.compile(r"[（(]\d+(?:\.\d+)?[分%％]?[）)]$")
_OF_THIS_YEAR = (Kind.GOALS, Kind.MONITORING)
_PROJECTS = (Kind.PROJECT, Kind.EXPORT, Kind.GOALS, Kind.MONITORING)
_LISTED = 3


class Start(NamedTuple):
    """What was taken over, None where there was nothing to take; told: what the clerk should know, in sentences."""

    case: Case | None
    told: tuple[str, ...]


def started_from(path: str | Path, template: Template) -> Start:
    """The values with which a template starts, from a workbook in any layout that the reader knows. Never raises."""
    try:
        workbook = read_workbook(path)
    except Refused:
        file = check_file(path, Choice(load(DEFAULT)))
        return Start(None, tuple(message_of(finding) for finding in file.file_findings))
    return start_of(workbook, template)


def start_of(workbook: Workbook, template: Template) -> Start:
    """The same from a workbook that was read already."""
    visible = {sheet.name for sheet in workbook.sheets if sheet.state == "visible"}
    forms = [form for form in find_forms(workbook) if form.sheet in visible]
    wanted = (Kind.DEPARTMENT,) if template.kind == "department" else _PROJECTS
    fitting = [form for form in forms if form.kind in wanted and form.live]
    if not fitting:
        return Start(None, (_why_none(forms, template),))
    form, *others = fitting
    told = [_summary(form)]
    told += [f"文件里还有{len(others)}张表，只抄了第一张。"] if others else []
    left_out = list(_left_out(form))
    if left_out:
        more = f"等{len(left_out)}处" if len(left_out) > _LISTED else ""
        told.append(f"没有抄过来：{'；'.join(left_out[:_LISTED])}{more}，请自己填。")
    told.append(_LAST if form.kind not in _OF_THIS_YEAR else _GIVEN if form.fund_total is not None else _NO_FUNDS)
    return Start(_case(form, template), tuple(told))


_LAST = "指标值是去年的，请照今年批复的绩效目标改；预期目标和金额也请填今年的。"
_GIVEN = "指标值照原表抄，与批复不一致的请改。"
_NO_FUNDS = "指标值照原表抄，与批复不一致的请改；预算数没有抄，请照批复填。"


def _why_none(forms: list[Form], template: Template) -> str:
    if not forms:
        return "没有找到绩效表，抄不了。请核对文件；表头（一级指标、三级指标、年度指标值）要写全。"
    found = "、".join(dict.fromkeys(KIND_WORDS[form.kind] for form in forms))
    if all(not form.live for form in forms):
        return f"找到了{found}，但里面没有填好的指标，抄不了。"
    return f"文件里是{found}，与“{template.title}”不是一类表，抄不了。请换一个文件或表样。"


def _summary(form: Form) -> str:
    year = f"{form.year}年度" if form.year is not None else ""
    weights = sum(1 for row in form.live if row.weight is not None and row.weight.number is not None)
    scored = f"、{weights}个分值" if weights else ""
    return f"照{year}{KIND_WORDS[form.kind]}“{form.sheet}”抄了{len(form.live)}条指标{scored}。"


def _case(form: Form, template: Template) -> Case:
    this_year = form.kind in _OF_THIS_YEAR
    is_department = template.kind == "department"
    expected = form.goals.expected if form.goals is not None and this_year else None
    return Case(
        kind=template.kind,
        year=form.year + (not this_year) if form.year is not None else None,
        project=form.text_of("project") or None,
        department=form.text_of("department") or None,
        unit=(None if is_department else form.text_of("unit")) or None,
        funds=tuple(_funds(form, template, amounts=this_year)),
        goals=Goals(expected.text if expected is not None else ""),
        indicators=tuple(_rows(form.live)),
        total=Total(),
        department_name=(form.text_of("unit") or form.text_of("department") or None) if is_department else None,
        level1_weights={
            _level(name): cell.number for name, cell in form.level1_weights.items() if cell.number is not None
        },
    )


def _funds(form: Form, template: Template, *, amounts: bool) -> Iterator[FundsLine]:
    """The lines of the funds by their names; the budget only where it is this year's."""
    if form.fund_total is None:
        yield from (FundsLine(label) for label in template.funds)
        return
    factor = _WAN if form.money_unit == "元" else Decimal(1)
    for row in form.funds:
        is_total = row is form.fund_total
        if row.role is FundRole.TOTAL and not is_total:
            continue
        initial = row.initial.number if amounts and row.initial is not None else None
        weight = row.weight.number if is_total and row.weight is not None else None
        label = template.funds[0] if is_total else _label(row, template)
        yield FundsLine(label, initial=initial / factor if initial is not None else None, weight=weight)


def _label(row: FundRow, template: Template) -> str:
    """The name of a line as the template prints it: 资金来源：(2) 其他资金 for (2) 其他资金 beside 资金来源."""
    own = squeeze(row.label.text).rstrip("：:")
    alike = (label for label in template.funds if squeeze(label).endswith(own))
    return next(alike, row.label.text.rstrip("：:")) if own else row.label.text


def _rows(rows: Iterable[FormIndicator]) -> Iterator[Indicator]:
    weighed: set[str] = set()
    for row in rows:
        weight = row.weight
        # A weight merged over rows stands on the first of them.
        own = weight if weight is not None and weight.address not in weighed else None
        weighed.update([own.address] if own is not None else [])
        yield Indicator(
            _level(row.classes[0]),
            _level(row.classes[1]),
            _name(row),
            target=row.target_text if _is_readable(row) else None,
            weight=own.number if own is not None else None,
        )


def _name(row: FormIndicator) -> str:
    """三级指标 with its line breaks; the form's own “指标1：” goes."""
    text = row.level3.text if row.level3 is not None else row.name
    return text if "".join(line.strip() for line in text.splitlines()) == row.name else row.name


def _level(name: str) -> str:
    """产出指标（50分） is 产出指标."""
    return _POINTS.sub("", squeeze(name))


def _is_readable(row: FormIndicator) -> bool:
    target = row.target
    return target is not None and target.is_filled and target.kind not in ("e", "z")


def _left_out(form: Form) -> Iterator[str]:
    seen: set[str] = set()
    for row in form.live:
        if not _is_readable(row) and row.place is not None:
            yield f"“{row.name}”没有可用的指标值"
        weight = row.weight
        if weight is not None and weight.address in seen:
            yield f"“{row.name}”的分值与上一行合写"
        elif weight is not None and weight.is_filled and weight.number is None:
            yield f"“{row.name}”的分值“{weight.text}”不是数"
        seen.update([weight.address] if weight is not None else [])
