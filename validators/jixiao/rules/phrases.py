"""What the words of an explanation amount to: nothing, 同上, a stock phrase, or something that may be a reason."""

from __future__ import annotations

import re
from functools import lru_cache

from jixiao.values import squeeze

_FEWEST = 4
_NOTHING_SAID = re.compile(r"[\W\d_]*|(.)\1*[。.]?")
_NONE = re.compile(
    r"(?:暂|均|都)?(?:无|没有|不存在|未产生|未发生|不涉及|不适用|无需)(?:任何|明显|较大)?"
    r"(?:偏差|原因|说明|情况|问题|差异|异常|分析|措施|及|改进|和|、|的)*[。.]?"
)
_DITTO = re.compile(r"同(?:上|前|左|上述|上行|上一行|上一项|上条|上项|以上)(?:原因|情况|说明)?[。.]?|[〃″]")

# Who or what is spoken of may stand before a stock phrase and after it, as long as it gives no reason itself.
_STOCK = "|".join(
    (
        r"(?:还|尚|仍)?(?:有待|亟待|有需)(?:于)?(?:进一步|不断|继续|持续|再)?(?:提高|提升|加强|改进|改善|完善|增强|强化|优化|努力)",
        r"(?:还|尚|仍)?(?:需要?|须|应|要)(?:进一步|不断|继续|持续|再)?(?:提高|提升|努力|改善)",
        r"(?:继续|不断|再|再接再厉|加倍|争取|力争)(?:努力|提高|提升|推进|更好|做好)",
        r"(?:有|存在)(?:较大|一定|很大|些许)?的?(?:提升|提高|改进|进步|上升)的?空间",
        r"(?:正在|还在|仍在|正)(?:积极|有序|稳步|持续|抓紧)?(?:推进|进行|实施|办理|开展|完成|落实|建设)",
        r"(?:有序|稳步|积极)?(?:推进|进行|实施|办理|开展|建设)(?:之?中)",
        r"(?:未|没有|没)能?(?:完全|全部|按时|按期|如期)?(?:完成|达标|达成|实现|达到)",
        r"(?:基本|部分|全部|已经?|按时|按期|按计划|圆满)*(?:完成|达成|达标)",
        r"(?:有|存在)(?:一定|些许|少量|较小|较大)?的?(?:差距|偏差|差异)",
        r"(?:略|稍|稍微)?(?:低于|小于|未达)",
        r"再接再厉|情况(?:正常|良好|一般)",
    )
)
_CLAUSE = re.compile(rf"(.{{0,10}}?)(?:{_STOCK})(.{{0,8}})")
_BETWEEN = re.compile(r"[，,。；;、！!\s]+")
_SUBSTANCE = re.compile(
    "因|由于|导致|原因|影响|受|不足|缺|未到|未走完|滞后|延迟|推迟|延期|流标|招标|公示|审批|疫情|天气|节约|结余|结算|付款|支付|合同|"
    "变动|调整|卡顿|断网|故障|偶尔|督促|敦促|整改|将|计划|下一步|下年|明年|后续|后期|今后|尽快|加快|加大|落实|制定|建立|健全|协调|"
    "沟通|安排|培训|宣传|吸取|增加|采取|措施|责成|要求|实际|费用"
)


@lru_cache(maxsize=1024)
def is_meaningless(text: str) -> bool:
    """Digits, punctuation, 无, one character over and over, or under four characters."""
    squeezed = squeeze(text)
    return len(squeezed) < _FEWEST or bool(_NOTHING_SAID.fullmatch(squeezed) or _NONE.fullmatch(squeezed))


@lru_cache(maxsize=1024)
def is_ditto(text: str) -> bool:
    """同上, 同上述原因."""
    return bool(_DITTO.fullmatch(squeeze(text)))


@lru_cache(maxsize=1024)
def is_idle(text: str) -> bool:
    """Nothing but stock phrases: 有待提高, 继续努力, 满意度还需进一步提高; neither a cause nor a measure."""
    if is_meaningless(text):
        return False
    clauses = [clause for clause in _BETWEEN.split(squeeze(text)) if clause]
    return bool(clauses) and all(map(_is_stock, clauses))


def _is_stock(clause: str) -> bool:
    match = _CLAUSE.fullmatch(clause)
    return match is not None and not _SUBSTANCE.search(match[1]) and not _SUBSTANCE.search(match[2])
