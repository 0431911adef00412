"""Points by formulas, compiled from a profile: what `jixiao.scoring` computes, to the cent."""

from __future__ import annotations

from collections.abc import Mapping

from jixiao.scoring import Profile
from jixiao_templates.live.syntax import has, number, rounded, text


def points_formulas(profile: Profile, helpers: Mapping[str, str]) -> dict[str, str]:
    """The helper formulas from the actual number to the completion (0–1, more for a row that is met)."""
    target, reached, excess, met = (helpers[name] for name in ("target_number", "reached", "excess", "met"))
    operator = helpers["operator"]
    # Beyond the 14th decimal stands only what binary floats leave of an equality: 0.29*100 is 28.999999999999996.
    beyond = f"IF({target}=0,SIGN({reached}),ROUND(({reached}-{target})/ABS({target}),14))"
    below = f"IF({has(operator, text('<'))},{excess}<0,{_met(target, operator, excess)})"
    strictly = f"IF({has(operator, text('>'))},{excess}>0,{below})"
    return {
        "excess": f'IF({reached}="","",{beyond})',
        "met": f'IF({excess}="","",{strictly})',
        "completion": f'IF({excess}="","",IF({target}=0,IF({met},1,0),{_completion(profile, helpers)}))',
    }


def _met(target: str, operator: str, excess: str) -> str:
    """A target of 0 (事故数) without an operator or with "=" asks for none at all."""
    return (
        f"IF({has(operator, text('≤'))},{excess}<=0,"
        f"IF(AND({target}=0,NOT({has(operator, text('≥'))})),{excess}<=0,{excess}>=0))"
    )


def _completion(profile: Profile, helpers: Mapping[str, str]) -> str:
    target, reached, excess, met = (helpers[name] for name in ("target_number", "reached", "excess", "met"))
    below = f"1-{excess}"
    if profile.overrun != "excess":
        overrun = f"{target}/{reached}" if profile.overrun == "inverse" else "0"
        below = f"IF(OR({met},{reached}<=0),{below},{overrun})"
    return f"IF({has(helpers['operator'], text('≤<'))},{below},1+{excess})"


def score_formula(profile: Profile, helpers: Mapping[str, str]) -> str:
    """得分; blank while something is blank and where words are for people to judge."""
    points, completion, met = helpers["points"], helpers["completion"], helpers["met"]
    missed = rounded(_missed(profile, points, completion), profile.quantum)
    if profile.full_from < 1:
        missed = f"IF(ROUND({completion},12)>={number(profile.full_from)},{points},{missed})"
    return f'IF(OR({points}="",{completion}=""),"",IF({met},{points},{missed}))'


def _missed(profile: Profile, points: str, completion: str) -> str:
    step = profile.step
    if step is not None:
        steps = f"INT(ROUND((1-{completion})/{number(step.share)},12))"
        return f"MAX(0,{points}-{steps}*{number(step.points)})"
    if not profile.threshold:
        return f"{points}*MIN(1,MAX(0,{completion}))"
    threshold = number(profile.threshold)
    return f"{points}*MIN(1,MAX(0,({completion}-{threshold})/(1-{threshold})))"
