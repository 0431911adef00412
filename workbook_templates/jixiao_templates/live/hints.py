"""提示 of a row by formulas: in the words of `jixiao.functions.hint`, and never without its cause."""

from __future__ import annotations

from jixiao.direction import COST
from jixiao.functions import EQUALS_ON_CEILING, ERROR_VALUE, FEWEST_SAID, SCORE_OVER_WEIGHT, UNEXPLAINED, UNSCORED
from jixiao.scoring import Profile
from jixiao.values import EQUAL, MONEY
from jixiao.values.text import NOTHING
from jixiao_templates.live.reading import NO_SIGN
from jixiao_templates.live.refs import RowRefs
from jixiao_templates.live.syntax import has, has_any, replaced, text
from jixiao_templates.live.whole import joined

_PUNCTUATION = "0123456789,;:!?()，；：！？（）"


def saving_formula(profile: Profile, refs: RowRefs) -> str:
    """Whether less than a target without "≤" is the better: an amount of money spent under a cost class.

    Of what `jixiao.direction` calls a ceiling this takes the cost classes only, and of those the plain cases: a hint
    that is not given costs less than a false one.
    """
    excess, unit, words = refs.helpers["excess"], refs.helpers["target_unit"], profile.words
    something_else = (*words.per_piece, *words.never, *words.payout, *words.more_is_better)
    # 响应时间 and 事故数 under a cost class are ceilings of another kind, or none.
    last = text("".join(sorted({word[-1] for word in words.ceiling})))
    is_plain = f"AND(ISERROR(FIND(RIGHT({refs.name},1),{last})),NOT({has_any(something_else, refs.name)}))"
    is_total = (
        f'AND(EXACT({refs.helpers["target_base"]},"{MONEY}"),ISERROR(FIND("/",{unit})),ISERROR(FIND("每",{unit})))'
    )
    is_less = f"AND({_asks_for_as_much(refs)},{excess}<0,{has(text(COST), f'{refs.level1}&{refs.level2}')})"
    return f'IF({excess}="",FALSE,IF({is_less},AND({is_total},{is_plain}),FALSE))'


def _asks_for_as_much(refs: RowRefs) -> str:
    return has(refs.helpers["operator"], text(f"{EQUAL}{NO_SIGN}"))


def hint_formula(refs: RowRefs) -> str:
    """What is still to be done on a row; blank where nothing is."""
    helpers = refs.helpers
    points, given, saving, excess = (helpers[name] for name in ("points", "given", "saving", "excess"))
    scored = f"COUNT({points},{given})=2"
    lost = f"AND({scored},N({given})<N({points}))"
    # Full marks that somebody typed for less than a target without "≥" may be a saving that was agreed on.
    missed = f"AND({helpers['met']}=FALSE,NOT(AND({_asks_for_as_much(refs)},N({excess})<0)))"
    return joined(
        (f"OR(ISERROR({refs.weight}),ISERROR({refs.score}))", ERROR_VALUE),
        (f"AND({helpers['unscored']},NOT(ISERROR({refs.score})))", UNSCORED),
        (f"AND({scored},N({given})>N({points}))", SCORE_OVER_WEIGHT),
        (f"AND({saving},{has(helpers['operator'], text(EQUAL))})", EQUALS_ON_CEILING),
        (f"AND(OR({lost},{missed}),{_is_unsaid(refs.reason)})", UNEXPLAINED),
    )


def unscored_formula(refs: RowRefs) -> str:
    """Whether a row with points and an actual value has no number for its score: words are for a person to judge."""
    points, given = refs.helpers["points"], refs.helpers["given"]
    filled = f"OR(ISNUMBER({refs.actual}),LEN({refs.helpers['actual_text']})>0)"
    return f"AND(N({points})>0,OR(COUNT({given})=0,N({given})<0),{filled})"


def _is_unsaid(reason: str) -> str:
    """Too short to say anything, or nothing but digits and punctuation: what JX602 sends back."""
    typed = replaced(reason, [(blank, "") for blank in (" ", "\u3000", "CHAR(10)", "CHAR(13)")])
    marks = replaced(typed, [(mark, "") for mark in (*sorted(NOTHING - {"无"}), *_PUNCTUATION)])
    return f"IF(ISERROR({reason}),FALSE,OR(LEN({typed})<{FEWEST_SAID},LEN({marks})=0))"
