"""The official forms drawn as workbooks."""

from __future__ import annotations

from jixiao_templates.arrange import case_page, form_block
from jixiao_templates.case import Case, case_from, load_case, load_cases
from jixiao_templates.drawing import draw, workbook_bytes
from jixiao_templates.official import DEPARTMENT, EXPORT, LAYOUTS, PROJECT
from jixiao_templates.page import Box, Page

__all__ = [
    "DEPARTMENT",
    "EXPORT",
    "LAYOUTS",
    "PROJECT",
    "Box",
    "Case",
    "Page",
    "case_from",
    "case_page",
    "draw",
    "form_block",
    "load_case",
    "load_cases",
    "workbook_bytes",
]
