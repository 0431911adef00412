"""What a file name says of a copy: 表(2).xlsx, 表v3.xlsx, 表-最终版.xlsx, 表（修改后）.xlsx come after 表.xlsx."""

from __future__ import annotations

import re
from pathlib import PurePath

from jixiao.values import squeeze

_NUMBER = re.compile(r"[(\[](\d{1,2})[)\]]$|[-_]?[vV](\d{1,2})(?:\.\d+)?$|第(\d{1,2})(?:次|稿|版)$")
_FINAL = re.compile(r"最终|终稿|定稿|正式|final", re.IGNORECASE)
_REVISED = re.compile(r"修改|修订|更正|改后|改\d?$|新版?$|重报|再报|补正")
# What Windows, macOS and Linux call the copy that a person makes beside a file: it is no later version of it.
_MERE_COPY = re.compile(r"副本|复件|(?<![a-z])copy(?![a-z])|^copyof", re.IGNORECASE)
_COPY, _ORIGINAL, _LATER, _LAST = -1, 0, 1, 2


def rank_of_name(path: str) -> tuple[int, int]:
    """How late a version the name claims to be; the larger the later."""
    stem = squeeze(PurePath(path).stem)
    number = _NUMBER.search(stem)
    count = int(next(group for group in number.groups() if group)) if number else 0
    if _FINAL.search(stem):
        return _LAST, count
    if _REVISED.search(stem):
        return _LATER, count
    if _MERE_COPY.search(stem):
        return _COPY, count
    return (_LATER if number else _ORIGINAL), count


def is_plain_name(path: str) -> bool:
    """Whether the name is that of no copy and no later version."""
    return rank_of_name(path) == (_ORIGINAL, 0)
