"""What a rule over a set of files is: the metadata and page of a rule, and a generator over a gathering."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from jixiao.form import Kind
from jixiao.rules.framework import Hit, Rule, rule

if TYPE_CHECKING:
    from jixiao.cross.gathering import Gathering
    from jixiao.finding import Finding, Severity
    from jixiao.rules.subject import Subject

_NO_FORMS: frozenset[Kind] = frozenset()


class Across(NamedTuple):
    """What such a rule yields: a hit, the sheet in which its cell stands, and the files that it concerns."""

    hit: Hit
    sheet: str
    files: tuple[str, ...]


class CrossFinding(NamedTuple):
    """A finding that spans files; the first of them holds the finding's sheet and cell."""

    finding: Finding
    files: tuple[str, ...]


CrossCheck = Callable[["Gathering"], Iterator[Across]]


class CrossRule(NamedTuple):
    """A rule of the catalogue that looks at no form by itself, and what it does look at."""

    rule: Rule
    check: CrossCheck


def cross_rule(
    code: str, slug: str, severity: Severity, sentence: str | dict[str, str]
) -> Callable[[CrossCheck], CrossRule]:
    """Make a rule of a generator over a gathering; its docstring is its page, as for every rule."""

    def made(check: CrossCheck) -> CrossRule:
        def alone(_: Subject) -> Iterator[Hit]:
            yield from ()

        alone.__doc__ = check.__doc__
        return CrossRule(rule(code, slug, severity, sentence, kinds=_NO_FORMS)(alone), check)

    return made


def findings_of(each: CrossRule, gathering: Gathering, declared: bool) -> Iterator[CrossFinding]:
    """The findings of one rule; a file that is named twice is listed once."""
    for across in each.check(gathering):
        finding = each.rule.finding(across.hit, None, across.sheet, declared)
        yield CrossFinding(finding, tuple(dict.fromkeys(across.files)))
