"""The heart of the report: unit by unit, form by form, what is wrong and what to do."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from jixiao.cross.gathering import KIND_WORDS
from jixiao.finding import Severity, Verdict
from jixiao.form import Kind
from jixiao.reports.page.charts import figure_words
from jixiao.reports.page.markup import (
    SEVERITY_CLASSES,
    VERDICT_CLASSES,
    badge,
    severity_badge,
    table,
    text,
)
from jixiao.values import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jixiao.reports.facts import Facts, FormFacts, Problem

_HEADINGS = ("位置", "程度", "问题", "怎么办", "规则")
_HEAD = "".join(f'<th scope="col">{heading}</th>' for heading in _HEADINGS)


def unit_index(facts: Facts) -> Iterator[str]:
    """A table of the units, each with a link to its forms."""
    yield '<section aria-labelledby="units"><h2 id="units">各单位</h2>'
    if not facts.by_unit:
        yield "<p>没有找到可以检查的表。</p></section>"
        return
    headings = ("单位", "表数", *(verdict.value for verdict in Verdict), "必须修改的问题", "需核对或说明的问题", "提示")
    rows = (
        (
            f'<a href="#u{number}">{text(unit)}</a>',
            str(len(forms)),
            *(str(sum(form.verdict is verdict for form in forms)) for verdict in Verdict),
            *(str(sum(form.count(severity) for form in forms)) for severity in Severity),
        )
        for number, (unit, forms) in enumerate(facts.by_unit.items(), 1)
    )
    yield from table("units", headings, rows, numbers=1)
    yield "</section>"


def units(facts: Facts) -> Iterator[str]:
    """Every form, by unit."""
    yield '<section id="forms" aria-labelledby="forms-title"><h2 id="forms-title">逐表结果</h2>'
    numbers = count(1)
    for number, (unit, forms) in enumerate(facts.by_unit.items(), 1):
        yield f'<section class="unit" aria-labelledby="u{number}"><h3 id="u{number}">{text(unit)}</h3>'
        for form in forms:
            yield from _form(form, f"f{next(numbers)}")
        yield "</section>"
    yield "</section>"


def _form(form: FormFacts, name: str) -> Iterator[str]:
    kinds = "".join(SEVERITY_CLASSES[severity] for severity in Severity if form.count(severity))
    yield f'<article data-v="{form.verdict.value}" data-s="{kinds}">'
    shown = badge(form.verdict.value, VERDICT_CLASSES[form.verdict]) if form.kind is not Kind.GOALS else ""
    yield f'<h4 id="{name}">{text(form.project)} {shown}</h4>'
    yield f"<p>{' · '.join(map(text, _figures(form)))}<br><small>{text(form.path)} · {text(form.sheet)}</small></p>"
    if form.kind is Kind.GOALS:
        yield "<p>绩效目标表，不是自评表，没有检查。自评表请另交。</p>"
    elif form.problems:
        yield from problem_table(form.problems, name)
    else:
        yield "<p>没有发现问题。</p>"
    for problem in form.acknowledged:
        yield f"<p>已作说明：{text(problem.code)} {text(problem.problem)}说明：{text(problem.acknowledged)}</p>"
    if form.not_checked:
        yield f"<p><small>没有核对的规则：{text(_not_checked(form.not_checked))}</small></p>"
    yield "</article>"


def _figures(form: FormFacts) -> Iterator[str]:
    yield (f"{form.year}年度 · " if form.year else "") + KIND_WORDS[form.kind]
    if form.printed is not None or form.computed is not None:
        differs = form.computed is not None and form.printed is not None and form.computed != form.printed
        again = f"（复算{figure_words(form.computed)}）" if differs else ""
        yield f"总分{figure_words(form.printed)}{again} {form.grade}".rstrip()
    if form.budget is not None and form.spent is not None:
        rate = f"，执行率{plain(form.rate)}%" if form.rate is not None else ""
        yield f"预算{plain(form.budget)}万元，执行{plain(form.spent)}万元{rate}"
    if form.returns is not None:
        yield f"第{form.returns}次报送，已改{len(form.resolved)}处"
    if form.decision:
        yield f"人工决定：{form.decision}" + (f"（{form.decision_reason}）" if form.decision_reason else "")


def _not_checked(skipped: Iterable[tuple[str, str]]) -> str:
    reasons: dict[str, list[str]] = {}
    for code, why in skipped:
        reasons.setdefault(why, []).append(code)
    return "；".join(f"{'、'.join(codes)}（{why}）" for why, codes in reasons.items())


def problem_table(problems: Sequence[Problem], label: str) -> Iterator[str]:
    """Problems of one form, those of one cause in one row."""
    groups: dict[int, list[Problem]] = {}
    for problem in problems:
        groups.setdefault(problem.group, []).append(problem)
    yield f'<table class="p" aria-labelledby="{label}"><thead><tr>{_HEAD}</tr></thead><tbody>'
    yield from (_row(alike) for alike in groups.values())
    yield "</tbody></table>"


def _row(alike: Sequence[Problem]) -> str:
    first = alike[0]
    kind = SEVERITY_CLASSES[first.severity]
    more = f"（同类共{len(alike)}处：{'、'.join(each.cell for each in alike)}）" if len(alike) > 1 else ""
    since = f"〔{first.change}〕" if first.change else ""
    place = f"{first.cell} {first.label}".strip()
    return (
        f'<tr class="{kind}"><th scope="row">{text(place)}</th><td>{severity_badge(first.severity)}</td>'
        f"<td>{text(first.problem)}{text(more)}{text(since)}</td><td>{text(first.action)}</td>"
        f'<td><a href="#{first.code}">{first.code}</a></td></tr>'
    )
