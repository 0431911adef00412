"""The official forms drawn as workbooks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jixiao_templates.arrange import case_page, form_block
from jixiao_templates.case import Case, case_from, load_case, load_cases, load_data
from jixiao_templates.drawing import draw, workbook_bytes
from jixiao_templates.monitoring import monitoring_pages
from jixiao_templates.official import DEPARTMENT, EXPORT, LAYOUTS, PROJECT
from jixiao_templates.page import Box, Page
from jixiao_templates.report import report_pages
from jixiao_templates.scoresheet import framework_pages, scoresheet_pages

# Published forms outside the official layouts, by the kind of their case.
PUBLISHED: Mapping[str, Callable[[Mapping[str, Any]], tuple[Page, ...]]] = {
    "monitoring": monitoring_pages,
    "scoresheet": scoresheet_pages,
    "framework": framework_pages,
    "report": report_pages,
}

__all__ = [
    "DEPARTMENT",
    "EXPORT",
    "LAYOUTS",
    "PROJECT",
    "PUBLISHED",
    "Box",
    "Case",
    "Page",
    "case_from",
    "case_page",
    "draw",
    "form_block",
    "load_case",
    "load_cases",
    "load_data",
    "workbook_bytes",
]
