"""Several forms in one workbook."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from jixiao_templates import Case, Page, case_page, draw
from jixiao_templates.page import NOTE, PLAIN, across, beside, stack


def _cover(cases: Sequence[Case]) -> Page:
    year = cases[0].year
    lines = (f"{year}年度绩效自评材料", f"填报单位：{cases[0].unit}", f"共{len(cases)}份", "二〇二四年四月")
    return Page("封面", stack(*(across([(line, "note", NOTE, 6)]) for line in lines), gap=2), (14.0,) * 6)


def _dictionary() -> Page:
    columns = {
        "一级指标": ("成本指标", "产出指标", "效益指标", "满意度指标"),
        "二级指标": ("数量指标", "质量指标", "时效指标", "社会效益指标", "生态效益指标", "服务对象满意度"),
        "指标性质": ("≥", "≤", "=", "定性"),
        "度量单位": ("%", "个", "次", "万元", "天", "小时"),
    }
    lists = (
        tuple(across([(word, "note", PLAIN, 1)], top=row)[0] for row, word in enumerate((heading, *words)))
        for heading, words in columns.items()
    )
    return Page("字典", beside(*lists), (16.0,) * len(columns))


def _sheet_name(number: int, case: Case) -> str:
    return re.sub(r"[\[\]:*?/\\]", "", f"{number:02d}{case.project or case.department_name}")[:31]


def one_sheet_each(cases: Sequence[Case], path: Path) -> None:
    """Every form on its own sheet, between a cover and a dictionary sheet."""
    pages = [case_page(case, name=_sheet_name(number, case)) for number, case in enumerate(cases, 1)]
    draw([_cover(cases), *pages, _dictionary()], path)


def below_one_another(cases: Sequence[Case], path: Path) -> None:
    """All forms on one sheet, two empty rows between them."""
    pages = [case_page(case) for case in cases]
    widest = max((page.widths for page in pages), key=len)
    draw([Page("自评表汇总", stack(*(page.boxes for page in pages), gap=2), widest)], path)


def side_by_side(cases: Sequence[Case], path: Path) -> None:
    """All forms on one sheet, an empty column between them."""
    pages = [case_page(case) for case in cases]
    widths = tuple(wide for page in pages for wide in (*page.widths, 3.0))
    draw([Page("自评表汇总", beside(*(page.boxes for page in pages), gap=1), widths)], path)
