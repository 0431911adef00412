"""Units of measure: scale, money, percent, and which of them count the same thing."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from jixiao.values.text import squeeze

PERCENT = "%"
MONEY = "元"

_SCALES = {
    "亿": Decimal(10**8),
    "千万": Decimal(10**7),
    "百万": Decimal(10**6),
    "十万": Decimal(10**5),
    "万": Decimal(10**4),
    "千": Decimal(10**3),
    "百": Decimal(10**2),
}
_ONE = Decimal(1)
# 千克 千米 千瓦 百分点 are units of their own, not thousands of something.
_SCALED = re.compile(r"(亿|千万|百万|十万|万|千(?!克|米|瓦|帕|伏|卡)|百(?!分))(.*)")
_PER = re.compile(r"[/每]")
_PERIODS = frozenset(("", "年", "年度", "全年"))
# 20余家 and 3万多条 are said of 家 and 条.
_MORE = re.compile(r"余(?=.)|多(?=[^媒功边种])")

# What a unit measures or counts. 个 counts anything; matters (件 起) are things to some and events to others.
_KINDS = {
    "money": "元",
    "share": "% ‰ 百分点 个百分点",
    "time": "秒 s 分钟 min 小时 个小时 h 天 日 工作日 个工作日 周 个周 星期 个星期 "
    "月 个月 季度 个季度 年 个年度 个年 年度",
    "length": "米 延米 m 公里 千米 km 里 厘米 毫米",
    "area": "平方米 平米 ㎡ m2 m² 平方 亩 市亩 公顷 平方公里",
    "volume": "立方米 立方 m3 m³ 升",
    "weight": "吨 t 公斤 千克 kg 斤 克",
    "people": "人 名 位 员 个人",
    "visits": "人次 个人次",
    "households": "户 户次",
    "events": "次 个次 轮 回 批次 批 班 场次 场 期 期次 届 班次",
    "matters": "个 项 件 起 例 宗 单 项次 件次 个次",
    "things": "家 所 处 座 只 条 份 种 类 套 台 部 笔 张 块 片 本 册 篇 株 棵 头 匹 羽 辆 盏 支 枚 栋 幢 间 口 根 "
    "箱 袋 首 幅 集 条次 家次",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
# Counts that may well be meant for each other: 接待500人次 / 500次, 企业10户 / 10家, 事故0起 / 0次.
_MAY_AGREE = frozenset(
    frozenset(pair.split())
    for pair in ("matters things", "matters visits", "matters households", "events visits", "households things")
)
# 32期 are no 40件, but 3次 may be 3项.
_GATHERINGS = frozenset("场 场次 期 期次 届".split())
_PIECES = frozenset("件 起 例 宗 单".split())
# 个 is said of anything that can be counted one by one, 项 of any task, 批 of any lot.
_ANYTHING = {
    "个": frozenset("people visits households events matters things".split()),
    "项": frozenset("events matters things".split()),
    "批": frozenset("events matters things".split()),
    "批次": frozenset("events matters things".split()),
}

# Words that different people use for one count; 人 and 人次 are kept apart, and so are 户 and 人.
SYNONYMS = (
    frozenset(
        "个 家 项 件 所 处 座 只 条 份 种 类 套 台 部 批 笔 张 块 片 本 册 篇 起 例 宗 个次 项次 件次 条次".split()
    ),
    frozenset(("期", "场", "场次", "次", "期次", "届", "轮", "班次", "批次", "班", "批")),
    frozenset(("人", "名", "位", "个", "员", "个人")),
    frozenset(("户", "家", "个", "户次")),
    frozenset(("辆", "台", "个")),
    frozenset(("头", "只", "匹", "羽")),
    frozenset(("株", "棵")),
    frozenset(("天", "日", "个工作日", "工作日")),
)
# Units that convert exactly; a working day is no 24 hours and a month no 30 days.
MEASURES = tuple(
    {word: Decimal(factor) for words, factor in measure for word in words.split()}
    for measure in (
        (("%", "10"), ("‰", "1")),
        (
            ("秒 s", "1"),
            ("分钟 min", "60"),
            ("小时 个小时 h", "3600"),
            ("天 日", "86400"),
            ("周 个周 星期 个星期", "604800"),
        ),
        (("月 个月", "1"), ("季度 个季度", "3"), ("年 个年 年度 个年度", "12")),
        (("毫米", "0.001"), ("厘米", "0.01"), ("米 延米 m", "1"), ("公里 千米 km", "1000")),
        (("亩 市亩", "1"), ("公顷", "15"), ("平方公里", "1500")),
        (("平方米 平米 ㎡ m2 m² 平方", "1"), ("公顷", "10000"), ("平方公里", "1000000")),
        (("立方米 立方 m3 m³", "1"), ("升", "0.001")),
        (("克", "0.001"), ("斤", "0.5"), ("公斤 千克 kg", "1"), ("吨 t", "1000")),
    )
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
    counted = _MORE.sub("", counted, count=1) if _MORE.match(counted) else counted
    scaled = _SCALED.fullmatch(counted)
    if scaled and (scaled[2] or scaled[1] in ("万", "亿")):
        scale, counted = _SCALES[scaled[1]], scaled[2]
    counted = _MORE.sub("", counted, count=1) if _MORE.match(counted) else counted
    if counted in ("元人民币", "圆", "块钱", "元整"):
        counted = MONEY
    return Unit(scale, counted, per)


def convert(number: Decimal, given: Unit, wanted: Unit) -> Decimal | None:
    """A number of one unit in another: 30分钟 → 0.5小时; None where the two do not convert exactly."""
    for measure in MEASURES:
        if given.base in measure and wanted.base in measure:
            return number * given.scale * measure[given.base] / (wanted.scale * measure[wanted.base])
    return number * given.scale / wanted.scale if same_thing(given.base, wanted.base) else None


def kind_of(base: str) -> str:
    """What a base unit measures or counts (money, share, time, people …), empty where that is not known."""
    kind = _KIND_OF.get(base, "")
    # 个村, 个项目, 个单位: counted one by one.
    return kind or ("matters" if base.startswith("个") else "")


def same_thing(first: str, second: str) -> bool:
    """Whether two base units may count one thing; an absent unit agrees with every other."""
    if first == second or not first or not second or any(first in group and second in group for group in SYNONYMS):
        return True
    return any(first in measure and second in measure for measure in MEASURES)


def different_things(first: str, second: str) -> bool:
    """Whether two base units surely count or measure different things; what is not known is never said to differ.

    期 and 件, 人 and 人次, 个 and % differ; 项 and 次, 小时 and 天, 户 and 家 may be one.
    """
    one, other = kind_of(first), kind_of(second)
    if not one or not other or one == other:
        return False
    for base, kind in ((first, other), (second, one)):
        anything = "个" if base.startswith("个") and kind_of(base) == "matters" else base
        if kind in _ANYTHING.get(anything, ()):
            return False
    if {one, other} == {"events", "matters"}:
        return bool({first, second} & _GATHERINGS and {first, second} & _PIECES)
    return frozenset((one, other)) not in _MAY_AGREE
