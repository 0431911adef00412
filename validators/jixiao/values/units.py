"""Units of measure: scale, money, percent, and which of them count the same thing."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from jixiao.values.text import squeeze

PERCENT = "%"
MONEY = "元"

_SCALES = {"亿": Decimal(10**8), "千万": Decimal(10**7), "百万": Decimal(10**6), "十万": Decimal(10**5),
           "万": Decimal(10**4), "千": Decimal(10**3), "百": Decimal(10**2)}
_ONE = Decimal(1)
# 千克 千米 千瓦 百分点 are units of their own, not thousands of something.
_SCALED = re.compile(r"(亿|千万|百万|十万|万|千(?!克|米|瓦|帕|伏|卡)|百(?!分))(.*)")
_PER = re.compile(r"[/每]")
_PERIODS = frozenset(("", "年", "年度", "全年"))

# Words that different people use for one count; 人 and 人次 are kept apart, and so are 户 and 人.
_SYNONYMS = (
    frozenset("个 家 项 件 所 处 座 只 条 份 种 类 套 台 部 批 笔 张 块 片 本 册 篇 起 例 宗 个次 项次 件次 条次".split()),
    frozenset(("期", "场", "场次", "次", "期次", "届", "轮", "班次", "批次", "班", "批")),
    frozenset(("人", "名", "位", "个", "员")),
    frozenset(("天", "日", "个工作日", "工作日")),
    frozenset(("月", "个月")),
    frozenset(("年", "个年度", "年度")),
    frozenset(("小时", "h", "个小时", "时")),
    frozenset(("分钟", "min")),
    frozenset(("公里", "千米", "km")),
    frozenset(("平方米", "平米", "㎡", "m2", "m²", "平方")),
    frozenset(("米", "延米", "m")),
    frozenset(("吨", "t")),
    frozenset(("亩", "市亩")),
    frozenset(("%", "％")),
)


class Unit(NamedTuple):
    """A unit taken apart: 万元 → (10000, 元, ""), 次/每月 → (1, 次, 月), 元/人 → (1, 元, 人)."""

    scale: Decimal
    base: str
    per: str

    @property
    def is_money(self) -> bool:
        """元, 万元, 亿元 … whether total or per piece."""
        return self.base == MONEY

    @property
    def is_total_money(self) -> bool:
        """An amount of money that is not a price of one piece; 万元/年 is a year's total."""
        return self.base == MONEY and self.per in _PERIODS


@lru_cache(maxsize=1024)
def parse_unit(text: str) -> Unit:
    """Take a unit apart; what is not known stays whole in ``base``."""
    plain = re.sub(r"[(\[].*?[)\]]", "", squeeze(text)) or squeeze(text)
    plain = plain.strip("()[]")
    if plain in ("¥", "￥", "RMB", "rmb", "人民币"):
        return Unit(_ONE, plain, "")
    counted, _, per = plain.partition("/")
    if not per and _PER.search(counted):
        counted, _, per = counted.partition("每")
    per = per.lstrip("每")
    scale = _ONE
    scaled = _SCALED.fullmatch(counted)
    if scaled and (scaled[2] or scaled[1] in ("万", "亿")):
        scale, counted = _SCALES[scaled[1]], scaled[2]
    if counted in ("元人民币", "圆", "块钱", "元整"):
        counted = MONEY
    return Unit(scale, counted, per)


def same_thing(first: str, second: str) -> bool:
    """Whether two base units may count one thing; an absent unit agrees with every other."""
    return first == second or not first or not second or any(first in group and second in group for group in _SYNONYMS)
