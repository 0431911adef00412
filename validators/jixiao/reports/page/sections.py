"""What stands before and after the forms: the overview, what is missing, what was not checked, the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jixiao.finding import Severity, Verdict
from jixiao.reports.page.charts import bars, figure_words, scatter
from jixiao.reports.page.markup import severity_badge, table, text
from jixiao.reports.page.units import problem_table
from jixiao.reports.rule_pages import parts_of
from jixiao.rules import rule_of
from jixiao.rules.framework import OPTIONAL_SECTION, SECTIONS
from jixiao.words import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jixiao.reports.facts import Facts
    from jixiao.reports.summary import Summary

_MOST_RULES = 12
_LISTS = (*SECTIONS[:2], OPTIONAL_SECTION)


def overview(facts: Facts, summary: Summary) -> Iterator[str]:
    """The figures and the charts."""
    yield '<section aria-labelledby="overview"><h2 id="overview">一览</h2><dl class="tiles">'
    tiles = [("表", str(len(facts.forms)))]
    tiles += [(verdict.value, str(summary.verdicts.get(verdict.value, 0))) for verdict in Verdict]
    tiles += [("必须修改的问题", str(summary.by_severity[Severity.ERROR]))]
    if summary.forms.get("project"):
        tiles += [("项目全年执行数", f"{summary.spent_total:.2f}万元")]
    if facts.around.has_roster:
        tiles += [("未返回", str(sum(not each.returned for each in facts.around.expected)))]
    yield from (f"<div><dt>{text(name)}</dt><dd>{text(figure)}</dd></div>" for name, figure in tiles)
    yield '</dl><div class="charts">'
    yield from bars("grades", "项目自评等级（张）", list(summary.grades.items()), "没有可以评等级的项目。")
    ordered = sorted(summary.by_code.items(), key=lambda each: (-each[1], each[0]))[:_MOST_RULES]
    common = [(f"{code} {rule_of(code).title}", number) for code, number in ordered]
    yield from bars("common", "最常见的问题（处）", common, "没有发现问题。")
    points = ((form.rate, form.total) for form in facts.projects)
    known = [(rate, score) for rate, score in points if rate is not None and score is not None]
    yield from scatter("rates", "执行率与总分", known)
    yield "</div></section>"


def rule_counts(summary: Summary) -> Iterator[str]:
    """A table of the rules that found something."""
    yield '<section aria-labelledby="by-rule"><h2 id="by-rule">按规则</h2>'
    if not summary.by_code:
        yield "<p>没有发现问题。</p></section>"
        return
    rows = (
        (
            f'<a href="#{code}">{code}</a>',
            text(rule_of(code).title),
            *(str(summary.by_both.get((code, severity.value), 0)) for severity in Severity),
        )
        for code in summary.by_code
    )
    yield from table("by-rule", ("规则", "内容", *SEVERITIES.values()), rows, numbers=2)
    yield "</section>"


def between(facts: Facts) -> Iterator[str]:
    """What was found between files, and outside the forms of a file; files that were not read have their own place."""
    unread = {each.path for each in facts.around.unread}
    beside = [problem for problem in facts.around.beside if unread.isdisjoint(problem.files)]
    found = [
        problem._replace(group=number, label=f"{problem.label}（{'、'.join(problem.files)}）")
        for number, problem in enumerate((*facts.around.between, *beside))
    ]
    yield '<section aria-labelledby="between"><h2 id="between">跨表核对与其他</h2>'
    if found:
        yield from problem_table(found, "between")
    else:
        yield "<p>没有发现问题。</p>"
    yield "</section>"


def spot_checks(facts: Facts) -> Iterator[str]:
    """Forms that may be in order and still deserve a look."""
    rows = [
        (text(form.unit), text(form.project), text(why), figure_words(form.printed), figure_words(form.rate, "%"))
        for form in facts.forms
        for why in form.spot_checks
    ]
    yield '<section aria-labelledby="spot-checks"><h2 id="spot-checks">抽查建议</h2>'
    if rows:
        yield "<p>列出的不一定有错，只是值得请人看一眼。</p>"
        yield from table("spot-checks", ("单位", "项目", "为什么", "总分", "执行率"), rows, numbers=3)
    else:
        yield "<p>没有要建议抽查的表。</p>"
    yield "</section>"


def missing(facts: Facts) -> Iterator[str]:
    """What the roster names and nobody sent, and what came and the roster does not name."""
    yield '<section aria-labelledby="missing"><h2 id="missing">未返回</h2>'
    if not facts.around.has_roster:
        yield "<p>没有给名单，不知道谁没有返回。请用 --roster 给出名单再查一次。</p></section>"
        return
    expected, extra = facts.around.expected, facts.around.extra
    due = [each for each in expected if not each.returned]
    yield f"<p>名单上应报{len(expected)}项，未返回{len(due)}项；名单以外多报{len(extra)}张表。</p>"
    if due:
        yield from table(
            "missing",
            ("项目", "单位", "项目编码", "联系人", "截止日"),
            (tuple(map(text, (each.project, each.unit, each.project_code, each.contact, each.due))) for each in due),
        )
    if extra:
        yield '<h3 id="extra">多报：收到了而名单上没有的</h3>'
        rows = (tuple(map(text, (form.project, form.unit, form.path))) for form in extra)
        yield from table("extra", ("项目", "单位", "文件"), rows)
    yield "</section>"


def unread(facts: Facts) -> Iterator[str]:
    """Files that were not checked, each with what to do."""
    yield '<section aria-labelledby="unread"><h2 id="unread">未能检查</h2>'
    if facts.around.unread:
        rows = (tuple(map(text, (each.path, each.problem, each.action))) for each in facts.around.unread)
        yield from table("unread", ("文件", "问题", "怎么办"), rows)
    else:
        yield "<p>文件全部检查了。</p>"
    yield "</section>"


def rules(codes: Sequence[str]) -> Iterator[str]:
    """The pages of the rules that found something."""
    yield '<section class="rules" aria-labelledby="rules"><h2 id="rules">规则说明</h2>'
    if not codes:
        yield "<p>没有用到的规则。</p>"
    for code in codes:
        rule = rule_of(code)
        yield f'<section aria-labelledby="{code}"><h3 id="{code}">{code} {text(rule.title)}</h3>'
        yield f"<p>{severity_badge(rule.severity)}</p>"
        for heading, lines in parts_of(rule):
            if heading:
                yield f"<h4>{text(heading)}</h4>"
            # Prose is wrapped where the source's line was full; lists stand line by line.
            glue = "<br>" if heading in _LISTS else ""
            yield f"<p>{glue.join(map(text, lines))}</p>"
        yield "</section>"
    yield "</section>"
