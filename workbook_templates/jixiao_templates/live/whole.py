"""The form around its rows, by formulas: execution rate and score, sums, grade and what is to be said of them."""

from __future__ import annotations

from decimal import Decimal

from jixiao.functions import (
    BETWEEN_HINTS,
    COMPLETED,
    ERROR_VALUE,
    RATE_OVER_100,
    TOTAL_OVER_100,
    UNSCORED_ROWS,
    WEIGHTS_NOT_100,
)
from jixiao.scoring import Profile
from jixiao.values import CENT
from jixiao_templates.live.reading import plain_number
from jixiao_templates.live.refs import FormFormulas, FormRefs
from jixiao_templates.live.syntax import array, number, rounded, text

_FULL = Decimal(100)
_LONGEST_HINT = 200


def whole_formulas(profile: Profile, refs: FormRefs) -> FormFormulas:
    """The formulas of the formula edition."""
    budget = refs.budget_read or plain_number(refs.budget)
    spent = refs.spent_read or plain_number(refs.spent)
    rate = f'IF({budget}=0,"",{rounded(f"{spent}/{budget}*100", CENT)})'
    return FormFormulas(
        rate=f'IF(COUNT({budget},{spent})<2,"",{rate})',
        execution_score=_execution_score(profile, refs, budget, spent),
        total_weight=total_of(
            refs.weights, refs.execution_weight, refs.weights_read, plain_number(refs.execution_weight)
        ),
        total=total_of(refs.scores, refs.execution_score, refs.scores_read),
        grade=_grade(profile, refs.total),
        rate_hint=rate_hint(refs),
        total_hint=total_hint(refs),
    )


def _execution_score(profile: Profile, refs: FormRefs, budget: str, spent: str) -> str:
    points = plain_number(refs.execution_weight)
    nothing = {"zero": "0", "full": points}.get(profile.zero_budget, '""')
    # What binary floats make of 80% must still be 80%.
    rate = f"ROUND({spent}/{budget}*100,10)"
    share = f"MIN(1,MAX(0,{rate}/100))"
    if profile.tiers:
        starts = {tier.start: tier.share for tier in profile.tiers} | {_FULL: Decimal(1)}
        tiers = sorted((start, share) for start, share in starts.items() if start <= _FULL)
        share = f"IFERROR(LOOKUP({rate},{array(start for start, _ in tiers)},{array(share for _, share in tiers)}),0)"
    score = rounded(f"{points}*{share}", profile.quantum)
    score = f"IF({share}=1,{points},{score})"
    if profile.completed_in_full and refs.completed is not None:
        score = f'IF({refs.completed}="{COMPLETED}",{points},{score})'
    without_budget = f'IF({spent}=0,{nothing},"")'
    return f'IF(COUNT({budget},{spent},{points})<3,"",IF({budget}=0,{without_budget},{score}))'


def total_of(over_rows: str, execution: str, read: str = "", execution_read: str = "") -> str:
    """The sum over the rows and the execution, blank while there is none and while one is an error value.

    read: what texts among the rows amount to; execution_read: the same of the execution.
    """
    cells = ",".join(filter(None, (over_rows, execution)))
    # In an array of its own SUMPRODUCT takes what is no number for 0.
    texts, counted = (f"+SUMPRODUCT(--ISTEXT({over_rows}),{read})", f"+COUNT({read})") if read else ("", "")
    if execution and execution_read:
        texts += f"+IF(ISTEXT({execution}),N({execution_read}),0)"
        counted += f"+COUNT({execution_read})"
    return f'IFERROR(IF(COUNT({cells}){counted}=0,"",{rounded(f"SUM({cells}){texts}", CENT)}),"")'


def _grade(profile: Profile, total: str) -> str:
    *others, last = profile.grades
    formula = text(last.name)
    for grade in reversed(others):
        formula = f"IF({total}>={number(grade.start)},{text(grade.name)},{formula})"
    return f'IF(ISNUMBER({total}),{formula},"")'


def rate_hint(refs: FormRefs) -> str:
    """What is to be said of the execution rate."""
    return f'IF(ISNUMBER({refs.rate}),IF({refs.rate}>100,{text(RATE_OVER_100)},""),"")'


def total_hint(refs: FormRefs) -> str:
    """What is to be said of the sums; nothing while no row has a weight."""
    summed = ",".join(filter(None, (refs.weights, refs.execution_weight, refs.scores)))
    unscored = f"SUMPRODUCT(--({refs.unscored}=TRUE))" if refs.unscored else ""
    before, after = map(text, UNSCORED_ROWS.split("{}"))
    return _joined(
        (f"ISERROR(SUM({summed}))", text(ERROR_VALUE)),
        (
            f"AND(COUNT({refs.weights})>0,ISNUMBER({refs.total_weight}),N({refs.total_weight})<>100)",
            text(WEIGHTS_NOT_100),
        ),
        # The goals form has 分值 but nothing to score.
        *([(f"AND(ISNUMBER({refs.total}),N({refs.total})>100)", text(TOTAL_OVER_100))] if refs.total else []),
        *([(f"{unscored}>0", f"{before}&{unscored}&{after}")] if unscored else []),
    )


def joined(*hints: tuple[str, str]) -> str:
    """The words of every condition that holds, with a mark between them."""
    return _joined(*((condition, text(words)) for condition, words in hints))


def _joined(*hints: tuple[str, str]) -> str:
    mark = text(BETWEEN_HINTS)
    said = "&".join(f'IF({condition},{mark}&{words},"")' for condition, words in hints)
    return f"MID({said},{len(BETWEEN_HINTS) + 1},{_LONGEST_HINT})"
