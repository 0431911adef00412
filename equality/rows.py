"""Random forms as clerks type them, and as nobody should: what the equality measure lays into the formulas."""

from __future__ import annotations

from decimal import Decimal
from itertools import cycle, islice
from random import Random
from typing import NamedTuple

from jixiao.functions import COMPLETED, UNCOMPLETED
from jixiao.values.quantity import PREFIXES, SUFFIXES
from jixiao.values.units import MEASURES, SYNONYMS

Typed = str | float | None
ROWS_OF_A_FORM = 8
# The number formats of the target and the actual cell, one pair after the other down a form.
FORMATS = (
    ("@", "@"),
    ("@", "@"),
    ("@", "@"),
    ("General", "General"),
    ("@", "0%"),
    ("0.00%", "0.00%"),
    ("General", "0.0%"),
    ("#,##0.00", "0.00"),
)

_WEIGHTS = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 7.5, 8, 9, 10, 12, 15, 20, 30, 0.5, 3.33)
_ODD_WEIGHTS = (None, "10", "9.5分", " 5 ", "十分", "5.5.5", 0, "", "/")
_OPERATORS = tuple(spelling for spellings in PREFIXES.values() for spelling in spellings.split())
_LIMITS = tuple(SUFFIXES)
_UNITS = tuple(sorted({unit for group in (*SYNONYMS, *MEASURES) for unit in group}))
_SCALES = ("", "", "", "万", "亿", "千", "百", "百万", "千万", "十万", "余", "万余", "多")
_OTHER_UNITS = tuple(
    "元 万元 亿元 元/人 元/人·次 万元/年 元/每月 个村 个项目 本次 分 ￥ 人民币 元人民币 块钱 元整 圆 MW 千瓦 千瓦时 "
    "百分点 个百分点 人天 套/年 平方米/年 元(人) 名教师 只/头 °C ℃ dB mg/L m2 ㎡ km2 次/年 人次/每年 kWh".split()
)
# Words, dates, ranges, formulas, halves of numbers: most are no quantity, and those that are look like none.
_ODD = tuple(
    "显著 有效提升 及时 良好 是 优 合规 12月底前 12月底 3月5日 2023年12月31日 2023年底 2023年 2023.12 2023.5 "
    "2023.12底前 3.15前 7*24小时 每个工作日 当年 1季度 第1季度 第四季度 3月 12月 13月 3月前 3月内 1-2 1/2 3-5 "
    "90%-95% 90～95% 10±2 3:00 10:30 =1+1 =36*2 +1+1 -5-3 @SUM(A1) =SUM(A1:A9) ='x'!A1 1E5 1.5E+3 #N/A #REF! "
    "TRUE 约 ≥ % = ， 。 / — 无 ... 1.2.3 1..2 1,2000 12,34 1,23,456 1,200, 5,个 5，个 100%完成 完成100% "
    "达到100%以上 5次以上完成 3项不合格 98%左右 95%% 1千 5百 三次 五个以上 第3名 ≥≥5 =>5 ==5 <>5 >=<5 "
    "不低于约5 超过90%以上 控制在36万元以内 36万元以内 ≤36万元以内 ≥5个以下 98% 98%。 98％ ９８％ ≥９８％ "
    "１，２００个 1,200个 ＝36万元 “98%” '98% 98'% 98”% ￥36万元 ¥36 人民币36万元 约36 为5个 不超过为5 -5 "
    "+5 ≥-5 −5 --5 -.5 .5 5. 5.个 05 007 0 00 0.0 0% ≤0 =0 ≥0 >0 <0 5(个) 5（个） ≥5(含) 5以上(含) "
    "5个及以上 5个或以上 5(含)以上 5个或以下 5及以下 5之内 5内 5以上以上 3个国内展会 20余家 3万多条 5多媒体 "
    "99999999999999 100000000000000 123456789012345 0.00000000000001 1000000元 100万元 0.01亿元 ½ ² 5² "
    "5m² 5m2 5m3 5km2 5m22 ① a|b |元| 5|个 ~5 5~ *5 5* ? 5?".split()
)
_LONG = (
    "5个" + "很长" * 30,
    "很" * 300,
    "9" * 40,
    "≥5" + "的" * 9,
    "5" + "x" * 25,
    "5" + " " * 50 + "个",
    "=" * 120,
    "(" * 100,
)
_ODD_NUMBERS = (2023.12, 2023.5, 1e15, -3.0, 1e-7, 0.0)
_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_SPACES = (" ", "　", "\u00a0", "\n", "\t", "\u200b", "\r\n", "\u2003")
_TARGETS = (40, 50, 80, 100, 120, 200, 400, 500, 600, 800, 1000, 1200, 2000, 3000, 4000, 6000, 8000, 12000)
_NEAR = (1, 1, 1, 0.5, 0.6, 0.8, 0.9, 0.95, 0.97, 0.99, 1.01, 1.1, 1.3, 2)
_CLASSES = (
    ("产出指标", "数量指标"),
    ("成本指标", "经济成本指标"),
    ("产出指标", "成本指标"),
    ("效益指标", "社会效益指标"),
)
_NAMES = (
    *(
        "系统正常率",
        "培训人数",
        "维护费",
        "设备购置费",
        "线路租赁费",
        "人均补助标准",
        "补助资金",
        "节约成本",
        "带动投资额",
    ),
    *("事故数", "响应时间", "项目总成本", "单位造价", "印刷费用", "收入"),
)
_REASONS = (None, None, "无", "/", "……", "因疫情减少出差，已改线上", "—", " ")


class Row(NamedTuple):
    """What is typed into an indicator row."""

    level1: str
    level2: str
    name: str
    target: Typed
    actual: Typed
    weight: Typed
    reason: Typed


class Form(NamedTuple):
    """What is typed into a form: the amounts and 分值 of the execution, whether the project is completed, its rows."""

    budget: Typed
    spent: Typed
    weight: Typed
    completed: Typed
    rows: tuple[Row, ...]


def make_forms(rows: int, seed: int) -> list[Form]:
    """Forms with so many rows together; the same seed gives the same ones."""
    random = Random(seed)
    return [_form(random) for _ in range(-(-rows // ROWS_OF_A_FORM))]


def _form(random: Random) -> Form:
    budget: Typed = random.choice(
        (40, 36, 100, 1, 0, 29.0504, 250.8, 12345678.91, round(random.uniform(0.01, 5000), 4))
    )
    share = random.choice(
        (1, 1, 0.8, 0.6, 0.95, 0.7999, 1.2, random.random(), random.random(), random.randrange(101) / 100)
    )
    spent: Typed = round(float(budget or 0) * share, random.choice((2, 4, 6)))
    if random.random() < 0.1:
        budget, spent = random.choice(
            ((None, spent), (budget, None), (str(budget), str(spent)), ("", ""), (budget, "约"))
        )
    weight = random.choice((10, 10, 10, 20, 2, 15, None, "10"))
    completed = random.choice((None, None, COMPLETED, UNCOMPLETED, ""))
    formats = islice(cycle(FORMATS), ROWS_OF_A_FORM)
    return Form(budget, spent, weight, completed, tuple(_row(random, pair) for pair in formats))


def _row(random: Random, formats: tuple[str, str]) -> Row:
    target, actual = _values(random, formats)
    weight: Typed = random.choice(_WEIGHTS)
    if random.random() < 0.04:
        weight = random.choice(_ODD_WEIGHTS)
    return Row(*random.choice(_CLASSES), random.choice(_NAMES), target, actual, weight, random.choice(_REASONS))


def _values(random: Random, formats: tuple[str, str]) -> tuple[Typed, Typed]:
    kind = random.random()
    if kind < 0.08:
        return _odd(random), _odd(random)
    if kind < 0.16:
        first, second = random.sample((_odd(random), _plain(random)), 2)
        return first, second
    if kind < 0.2:
        return random.choice((None, "", " ")), _plain(random)
    if kind < 0.24:
        return _plain(random), random.choice((None, "", "　"))
    return _tie(random) if kind < 0.32 else _pair(random, formats)


def _odd(random: Random) -> Typed:
    if random.random() < 0.1:
        return random.choice(_ODD_NUMBERS)
    return _disguised(random, random.choice((*_ODD, *_LONG)))


def _tie(random: Random) -> tuple[Typed, Typed]:
    """Whole numbers whose points often end on half a cent."""
    target = random.choice(_TARGETS)
    if random.random() < 0.3:
        return f"≤{target}", str(target + random.randrange(target * 4 // 10))
    return f"≥{target}", str(random.randrange(target * 6 // 10, target))


def _pair(random: Random, formats: tuple[str, str]) -> tuple[Typed, Typed]:
    """A target and an actual value not far from it."""
    number = _number(random)
    unit, other = _units(random)
    target: Typed
    if "%" in formats[0]:
        target = round(random.uniform(0.05, 1.2), random.choice((2, 3, 4)))
        number, unit = Decimal(str(target)) * 100, "%"
    elif formats[0] != "@" and random.random() < 0.6:
        target, unit = float(number), ""
    else:
        target = _typed(random, number, unit, 0.6)
    near = number * Decimal(str(random.choice((*_NEAR, random.random()))))
    near = round(near, random.choice((0, 1, 2, 2, 3)))
    if "%" in formats[1]:
        return target, float(round(near / 100, 4))
    if formats[1] != "@" and random.random() < 0.6:
        return target, float(near)
    if unit == "%" and random.random() < 0.4:
        near, other = round(near / 100, 4), ""
    return target, _typed(random, near, other, 0.1)


def _plain(random: Random) -> Typed:
    number = _number(random)
    if random.random() < 0.3:
        return float(number)
    return _typed(random, number, random.choice((*_UNITS, *_OTHER_UNITS, "", "%")), 0.5)


def _number(random: Random) -> Decimal:
    return random.choice(
        (
            Decimal(random.choice((100, 95, 98, 90, 85, 99, 97, 80))),
            Decimal(random.choice((100, 95, 98, 90, 0, 1, 2, 3))),
            Decimal(random.randrange(1, 500)),
            Decimal(random.randrange(1, 500)),
            Decimal(random.randrange(1000, 300000)),
            Decimal(random.randrange(10**6, 10**9)),
            Decimal(random.randrange(1, 1000)) / 1000,
            Decimal(random.randrange(1, 10**6)) / random.choice((10, 100, 1000)),
        )
    )


def _units(random: Random) -> tuple[str, str]:
    kind = random.random()
    if kind < 0.25:
        return "", ""
    if kind < 0.5:
        return "%", random.choice(("%", "%", "", "‰", "百分点", "个"))
    if kind < 0.6:
        return random.choice(_SCALES) + "元", random.choice(_SCALES) + "元"
    if kind < 0.75:
        group = sorted(random.choice((*SYNONYMS, *MEASURES)))
        return random.choice(_SCALES) + random.choice(group), random.choice(_SCALES) + random.choice(group)
    first, second = random.choice(_UNITS), random.choice((*_UNITS, *_OTHER_UNITS))
    return random.choice(((first, first), (first, second), (second, second), (first, ""), ("", first)))


def _typed(random: Random, number: Decimal, unit: str, operators: float) -> str:
    digits = f"{number:f}"
    if random.random() < 0.1 and number == int(number):
        digits = f"{int(number):,}"
    elif random.random() < 0.05:
        digits += "0" if "." in digits else ".0"
    operator = random.choice(_OPERATORS) if random.random() < operators else ""
    filler = random.choice(("约", "为", ":", "￥")) if random.random() < 0.03 else ""
    limit = random.choice(_LIMITS) if random.random() < 0.06 else ""
    return _disguised(random, operator + filler + digits + unit + limit)


def _disguised(random: Random, typed: str) -> str:
    """Some of the characters in full width, a blank somewhere, a full stop behind."""
    if random.random() < 0.08:
        typed = "".join(chr(_FULL_WIDTH.get(ord(each), ord(each))) if random.random() < 0.8 else each for each in typed)
    if random.random() < 0.1:
        place = random.randrange(len(typed) + 1)
        typed = typed[:place] + random.choice(_SPACES) + typed[place:]
    if random.random() < 0.03:
        typed += random.choice("。；;，.、")
    return typed
