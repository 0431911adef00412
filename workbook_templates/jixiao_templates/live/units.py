"""Units by formulas: scale and base, which units convert, and the actual number in the units of its target."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from jixiao.values import MONEY, PERCENT
from jixiao.values.units import MEASURES, SYNONYMS
from jixiao_templates.live.syntax import array, group_of, has, is_one_of, text

# 千克 千米 千瓦 百分点 are units of their own, as in `jixiao.values.units`.
_NO_THOUSAND, _NO_HUNDRED, _NO_MORE = "克米瓦帕伏卡", "分", "媒功边种"
_OTHER_MONEY = ("元人民币", "圆", "块钱", "元整")
_FACTOR_DIGITS = 7


def unit_formulas(side: str, helpers: Mapping[str, str]) -> dict[str, str]:
    """The helper formulas that take a unit apart: 万元 → 10000, 元; 次/每月 → 1, 次; 小时 → its measure."""
    unit, plain, counted, scale, base = (
        helpers[f"{side}_{name}"] for name in ("unit", "plain", "counted", "scale", "base")
    )
    return {
        f"{side}_plain": _plain(unit),
        f"{side}_counted": _without_more(plain),
        f"{side}_scale": _scale(counted),
        f"{side}_base": _base(counted, scale),
        f"{side}_measure": _measure(base),
    }


def _plain(unit: str) -> str:
    """What is counted: without what stands in brackets, without what it is counted by."""
    opening, closing = f'FIND("(",{unit})', f'FIND(")",{unit})'
    bare = f'IFERROR(REPLACE({unit},{opening},{closing}-{opening}+1,""),{unit})'
    for mark in ("/", "每"):
        bare = f'LEFT({bare},FIND("{mark}",{bare}&"{mark}")-1)'
    return bare


def _without_more(counted: str) -> str:
    """20余家 and 3万多条 are said of 家 and 条."""
    more = f'OR(LEFT({counted},1)="余",AND(LEFT({counted},1)="多",NOT({has(f"MID({counted},2,1)", text(_NO_MORE))})))'
    return f"IF(AND(LEN({counted})>1,{more}),MID({counted},2,30),{counted})"


def _scale(counted: str) -> str:
    """1E4 for 万人. 百万, 千万 and 十万 need something to count, and 千克 and 百分点 are no multiples."""
    second, some, more = f"MID({counted},2,1)", f"LEN({counted})>1", f"LEN({counted})>2"
    kinds = {
        "亿": "1E8",
        "万": "1E4",
        "千": f'IF({second}="万",IF({more},1E7,1),IF(AND({some},NOT({has(second, text(_NO_THOUSAND))})),1000,1))',
        "百": f'IF({second}="万",IF({more},1E6,1),IF(AND({some},NOT({has(second, text(_NO_HUNDRED))})),100,1))',
        "十": f'IF(AND({second}="万",{more}),1E5,1)',
    }
    formula = "1"
    for word, value in kinds.items():
        formula = f'IF(LEFT({counted},1)="{word}",{value},{formula})'
    return formula


def _base(counted: str, scale: str) -> str:
    letters = f"IF({scale}=1,0,IF(AND({scale}>=1E5,{scale}<=1E7),2,1))"
    base = _without_more(f"MID({counted},1+{letters},30)")
    return f'IF({is_one_of(counted, _OTHER_MONEY)},"{MONEY}",IF({scale}=1,{counted},{base}))'


def _measure(base: str) -> str:
    """For each measure that the unit belongs to, its letter and its factor: 公顷 → E0000015F0010000."""
    units = _measures()
    codes = sorted(units)
    width = max(map(len, codes))
    # A blank code first, for the units of no measure.
    table = text("".join(f"{code:<{width}}" for code in ("", *codes)))
    return f"TRIM(MID({table},1+{width}*{group_of(base, [units[code] for code in codes])},{width}))"


def _measures() -> dict[str, list[str]]:
    """The units of every code."""
    codes: dict[str, str] = {}
    for letter, measure in zip("ABCDEFGH", MEASURES, strict=True):
        smallest = min(measure.values())
        # Whole numbers: no decimal point that a locale could read differently.
        scale = Decimal(1) if smallest >= 1 else 1 / smallest
        for unit, factor in measure.items():
            code = f"{letter}{int(factor * scale):0{_FACTOR_DIGITS}}"
            codes[unit] = codes.get(unit, "") + code
    units: dict[str, list[str]] = {}
    for unit, code in codes.items():
        units.setdefault(code, []).append(unit)
    return units


def reached_formula(helpers: Mapping[str, str]) -> str:
    """The actual number in the units of the target, as `jixiao.values.in_units_of` has it: 元 against 万元."""
    target, actual = helpers["target_number"], helpers["actual_number"]
    wanted, given = helpers["target_unit"], helpers["actual_unit"]
    without = f'IF(EXACT({wanted},"{PERCENT}"),{_bare_percent(target, actual, helpers["operator"])},{actual})'
    of_a_bare_target = f'IF(AND(EXACT({given},"{PERCENT}"),{_is_fraction(target, actual)}),{actual}/100,{actual})'
    return (
        f'IF(OR({target}="",{actual}=""),"",IF(EXACT({wanted},{given}),{actual},'
        f"IF(LEN({given})=0,{without},IF(LEN({wanted})=0,{of_a_bare_target},{_converted(actual, helpers)}))))"
    )


def _is_fraction(bare: str, reference: str) -> str:
    """Whether a bare number is read as a fraction (`percent_of`): a hundred times itself is nearer the reference."""
    return f"AND({bare}>0,{bare}<=1.5,{reference}>0,ROUND({bare}*10-{reference},12)<=0)"


def _bare_percent(target: str, actual: str, operator: str) -> str:
    percentage = f"ROUND({actual}*100,10)"
    beyond = f"AND({has(operator, text('≤<'))},{percentage}>{target})"
    return f"IF(AND({_is_fraction(actual, target)},NOT({beyond})),{percentage},{actual})"


def _converted(actual: str, helpers: Mapping[str, str]) -> str:
    """By the first measure that both belong to, else by the scales where both may count one thing."""
    wanted, given = helpers["target_measure"], helpers["actual_measure"]
    scales = f"{actual}*{helpers['actual_scale']}"
    scale = helpers["target_scale"]
    formula = f"IF({_same_thing(helpers['target_base'], helpers['actual_base'])},{scales}/{scale},{actual})"
    for place in (1 + 1 + _FACTOR_DIGITS, 1):
        letter = f"MID({given},{place},1)"
        factors = f"{scales}*MID({given},{place + 1},{_FACTOR_DIGITS})"
        converted = f"{factors}/({scale}*MID({wanted},FIND({letter},{wanted})+1,{_FACTOR_DIGITS}))"
        formula = f"IF(AND(LEN({given})>={place},{has(letter, wanted)}),{converted},{formula})"
    return formula


def _same_thing(first: str, second: str) -> str:
    groups = [f"|{'|'.join(sorted(group))}|" for group in SYNONYMS]
    in_one = "*".join(f'ISNUMBER(FIND("|"&{base}&"|",{array(groups)}))' for base in (first, second))
    return f"OR(EXACT({first},{second}),LEN({first})=0,LEN({second})=0,SUMPRODUCT({in_one})>0)"
