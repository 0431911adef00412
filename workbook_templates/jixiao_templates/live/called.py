"""The formulas of the udf edition: calls of the cell functions of `jixiao.functions`."""

from __future__ import annotations

import re

from jixiao.functions import FUNCTIONS
from jixiao.scoring import Profile
from jixiao_templates.live.reading import plain_number
from jixiao_templates.live.refs import FormFormulas, FormRefs, RowFormulas, RowRefs
from jixiao_templates.live.syntax import text
from jixiao_templates.live.whole import rate_hint, total_hint, total_of

_CELL = re.compile(r"\$?[A-Z]{1,3}\$?[0-9]+")
_NAMES = frozenset(function.name for function in FUNCTIONS)


def called_row(profile: Profile, refs: RowRefs, host: str) -> RowFormulas:
    """Formulas for one row."""
    name = text(profile.name)
    return RowFormulas(
        {},
        _call("JX_SCORE", host, refs.target, refs.actual, refs.weight, name),
        _call(
            "JX_HINT",
            host,
            *(refs.level1, refs.level2, refs.name, refs.target, refs.actual, refs.weight, refs.score, refs.reason),
            name,
        ),
    )


def called_form(profile: Profile, refs: FormRefs, host: str) -> FormFormulas:
    """Formulas for one form."""
    name = text(profile.name)
    rows = _call("JX_TOTAL", host, refs.scores)
    total = f'IF({rows}="",{refs.execution_score},{rows}+N({refs.execution_score}))' if refs.execution_score else rows
    done = refs.completed or text("")
    return FormFormulas(
        rate=_call("JX_RATE", host, refs.budget, refs.spent),
        execution_score=_call("JX_RATE_SCORE", host, refs.budget, refs.spent, refs.execution_weight, done, name),
        total_weight=total_of(refs.weights, refs.execution_weight, "", plain_number(refs.execution_weight)),
        total=total,
        grade=_call("JX_GRADE", host, refs.total, name),
        rate_hint=rate_hint(refs),
        total_hint=total_hint(refs),
    )


def _call(function: str, host: str, *arguments: str) -> str:
    assert function in _NAMES
    # A file that Calc reads holds the name of its add-in's service, a point and the function (libreoffice 7.4).
    if host != "calc":
        return f"{function}({','.join(arguments)})"
    # Calc hands a single empty cell over as the number 0; in a range, be it of one cell, it stays empty.
    ranges = (f"{each}:{each}" if _CELL.fullmatch(each) else each for each in arguments)
    return f"{function.replace('_', '.', 1)}({','.join(ranges)})"
