"""Habits of filling cells: how numbers, signs and class names are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import cycle
from pathlib import Path

from jixiao_templates import Box, Case, Page, case_page, draw
from jixiao_templates.page import TEXT


def changed(page: Page, change: Callable[[Box], Box]) -> Page:
    return replace(page, boxes=tuple(change(box) for box in page.boxes))


def reworded(page: Page, roles: set[str], change: Callable[[str], str]) -> Page:
    def reword(box: Box) -> Box:
        if box.role in roles and isinstance(box.value, str):
            return replace(box, value=change(box.value))
        return box

    return changed(page, reword)


def numbers_as_text(case: Case, path: Path) -> None:
    """Every number is text."""

    def as_text(box: Box) -> Box:
        return replace(box, value=str(box.value), style=TEXT) if isinstance(box.value, Decimal) else box

    draw([changed(case_page(case), as_text)], path)


def _divided(box: Box, number_format: str) -> Box:
    if not isinstance(box.value, Decimal):
        return box
    return replace(box, value=box.value / 100, style=replace(box.style, number_format=number_format))


def percent_cells(case: Case, path: Path) -> None:
    """97 under a target in % is 0.97 shown as 97% or 97.00%; 执行率 is 0.7263 shown as 72.63%."""
    page = case_page(case)
    percent_rows = {
        box.top
        for box in page.boxes
        if box.role in {"target", "actual"} and isinstance(box.value, str) and box.value.endswith("%")
    }
    formats = cycle(("0%", "0.00%"))

    def as_percent(box: Box) -> Box:
        if box.role == "funds.rate":
            return _divided(box, "0.00%")
        if box.role == "actual" and box.top in percent_rows:
            value = Decimal(box.value.rstrip("%")) if isinstance(box.value, str) else box.value
            shown = next(formats) if value is None or value == value.to_integral() else "0.00%"
            return _divided(replace(box, value=value), shown)
        return box

    draw([changed(page, as_percent)], path)


def rate_as_fraction(case: Case, path: Path) -> None:
    """执行率 is 0.7263 in a cell without a format."""
    page = case_page(case)
    draw([changed(page, lambda box: _divided(box, "General") if box.role == "funds.rate" else box)], path)


def amounts_are_exact(case: Case) -> bool:
    """Whether amounts in 元 say the same: whole cents, and the parts add up without any rounding."""
    total, *parts = case.funds
    for column in ("initial", "budget", "spent"):
        amounts = [getattr(line, column) for line in case.funds]
        if any(amount is not None and (amount * 10**6) % 1 for amount in amounts):
            return False
        if getattr(total, column) is not None and getattr(total, column) != sum(
            getattr(line, column) or 0 for line in parts
        ):
            return False
    return True


def amounts_in_yuan(case: Case, path: Path) -> None:
    """项目资金（元）."""
    if not amounts_are_exact(case):
        raise ValueError(f"{case.project}: amounts in 元 would not say the same")

    def in_yuan(box: Box) -> Box:
        if box.role in {"funds.initial", "funds.budget", "funds.spent"} and isinstance(box.value, Decimal):
            return replace(box, value=box.value * 10000)
        return box

    page = reworded(case_page(case), {"label"}, lambda text: text.replace("（万元）", "（元）"))
    draw([changed(page, in_yuan)], path)


_OPERATOR = re.compile("[≥≤=<]|>=|<=")
_STANDARD = {">=": "≥", "<=": "≤"}
_FULL_WIDTH = str.maketrans("0123456789%", "０１２３４５６７８９％")
_ASCII_SIGNS = {"≥": (">=",), "≤": ("<=",), "=": ("=",), "<": ("<",)}
_FULL_WIDTH_SIGNS = {"≥": ("＞＝", "≧"), "≤": ("＜＝", "≦"), "=": ("＝", "﹦", "═"), "<": ("＜",)}
_WORDS = {"≥": ("不低于", "不少于", "大于等于"), "≤": ("不超过", "小于等于"), "=": ("等于",), "<": ("小于",)}


def _with_signs(case: Case, signs: Mapping[str, tuple[str, ...]]) -> Page:
    turns = {sign: cycle(spellings) for sign, spellings in signs.items()}

    def respell(target: str) -> str:
        found = _OPERATOR.match(target)
        if not found:
            return target
        return next(turns[_STANDARD.get(found[0], found[0])]) + target[found.end() :]

    return reworded(case_page(case), {"target"}, respell)


def ascii_operators(case: Case, path: Path) -> None:
    """>=98%, <=4小时."""
    draw([_with_signs(case, _ASCII_SIGNS)], path)


def full_width(case: Case, path: Path) -> None:
    """＞＝９８％, ＝３６万元: signs and digits as an input method leaves them."""
    page = _with_signs(case, _FULL_WIDTH_SIGNS)
    draw([reworded(page, {"target"}, lambda text: text.translate(_FULL_WIDTH))], path)


def worded_operators(case: Case, path: Path) -> None:
    """不低于98%, 不超过4小时."""
    draw([_with_signs(case, _WORDS)], path)


def level2_names(case: Case, path: Path) -> None:
    """数量 for 数量指标 on forms, 数量指标 for 数量 on exports."""

    def rename(name: str) -> str:
        return f"{name}指标" if case.kind == "export" else name.removesuffix("指标")

    draw([reworded(case_page(case), {"level2"}, rename)], path)
