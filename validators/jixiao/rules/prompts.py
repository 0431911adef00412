"""Texts that a template brings along and that a person should have written over: 请填写…, （100字以内）, XX万元."""

from __future__ import annotations

import re
from functools import lru_cache

from jixiao.values import squeeze

_LONGEST = 120
_MARK = "[xX×○〇]"
_UNITS = "%|‰|万?元|万|个|次|人次?|项|天|小时|件|家|户|年|月|日|台|套|场|期|篇|条|份"
_OFFICES = "省|市|县|区|镇|乡|局|厅|委|办|中心|单位|部门|项目|学校|医院|公司|费|经费"
_MANNER = "您|在此处?|在这里|据实|如实|准确|认真|按要求|[按根]据?照?实际(?:情况)?|简要|手工|从下拉(?:列表|菜单|框)?中?"
_IN_BRACKETS = (
    "请|填写|填报|填列|简要|简述|概述|概括|描述|此处|在此|示例|预期目标|实际完成情况|预期绩效目标|年度总体目标|目标内容"
)
_CAUSE = "填写|说明|写明|注明|分析|简要说明|填列"

_PROMPT = re.compile(
    "|".join(
        (
            rf"请(?:{_MANNER}){{0,2}}(?:填写|输入|填入|录入|选择|填列|填报)(?!说明书).*",
            r"请(?:简要|简述|概述|详细)(?:说明|描述|阐述|概述|写明)?.*",
            rf"(?:[如若]|未|没有|存在|凡).{{0,20}}请(?:{_CAUSE}).{{0,20}}",
            r"请(?:说明|写明|注明|描述)(?:具体|偏差|未完成|扣分|原因|完成|情况|理由).{0,20}",
            r"(?:点击|单击|双击|此处|在此处?)(?:此处|这里|单元格)?(?:输入|填写|录入|选择|添加|键入).*",
            r"待(?:填写?|填报|补充|补填|录入)",
            r"(?:填[写报表列](?:说明|要求|示例)|示例|样例|范例):.*",
            # A bracket that is all there is: （预期目标）……, （简要说明项目内容，100字以内）.
            rf"[(\[【〔](?:{_IN_BRACKETS})[^()]*[)\]】〕][.。…⋯]*",
            r"[(\[【〔][^()]*\d{2,4}个?字(?:符)?(?:以内|之内|以下|左右|内)?[^()]*[)\]】〕]",
            rf"[≥≤><=]{{0,2}}(?:{_MARK}{{2,}}(?:{_UNITS})?|{_MARK}(?:{_UNITS}))",
            rf"(?:20)?{_MARK}{{2,4}}年(?:{_MARK}{{1,2}}月(?:{_MARK}{{1,2}}日)?)?(?:度|底|前|底前)?",
            rf"(?:{_MARK}{{2,}}(?:{_OFFICES}){{1,3}})+",
            r"(?:目标[\d一二三四五六七八九十]*[:：]?[.…⋯。;、]*)+",
        )
    ),
    re.DOTALL,
)
_NO_NAME = re.compile(r"(?:三级)?指标(?:名称|内容)?[\d一二三四五六七八九十]*[:：]?[.…⋯]*")
_OPEN_YEAR = re.compile(rf"(?:20)?{_MARK}{{2,4}}年")
_OPEN_YEAR_LINE = re.compile(rf"[(\[]?(?:20)?{_MARK}{{2,4}}年度?[)\]]?")


@lru_cache(maxsize=8192)
def is_prompt(text: str) -> bool:
    """Whether a text is nothing but a template's prompt or its stand-in for a value."""
    return 0 < len(text) <= _LONGEST and _PROMPT.fullmatch(squeeze(text)) is not None


@lru_cache(maxsize=2048)
def is_no_name(text: str) -> bool:
    """Whether an indicator's name is only the template's own: 指标1：."""
    return bool(text) and _NO_NAME.fullmatch(squeeze(text)) is not None


def leaves_year_open(text: str) -> bool:
    """Whether a title still has the template's stand-in for its year: XXXX年度项目支出绩效自评表."""
    return _OPEN_YEAR.search(squeeze(text)) is not None


def is_open_year_line(text: str) -> bool:
    """Whether a line is the template's own （XXXX年度）."""
    return _OPEN_YEAR_LINE.fullmatch(squeeze(text)) is not None
