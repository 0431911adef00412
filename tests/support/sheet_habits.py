"""Habits of laying a form out: where it stands, what its headings are called, how its cells are merged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from cell_habits import reworded
from openpyxl import Workbook
from openpyxl.styles import Font

from jixiao_templates import LAYOUTS, Box, Case, case_page, draw
from jixiao_templates.layout import Column, Field, Layout
from jixiao_templates.page import NOTE, Block, across, shifted, stack

HEADER_ROLES = {"project", "department", "unit", "department_name", "subordinate_units"}
LEVEL_ROLES = {"level1", "level1_weight", "level2"}


def offset(case: Case, path: Path) -> None:
    """The form begins at F9."""
    page = case_page(case)
    draw([replace(page, boxes=shifted(page.boxes, down=8, right=5), widths=(8.0,) * 5 + page.widths)], path)


def _renamed(layout: Layout, fields: Mapping[str, str], tables: Mapping[str, str]) -> Layout:
    """The layout with other headings: those above the header by role, those of the tables by role."""

    def columns(old: tuple[Column, ...]) -> tuple[Column, ...]:
        return tuple(replace(column, heading=tables.get(column.role, column.heading)) for column in old)

    def field(old: Field) -> Field:
        return replace(old, label=fields.get(old.role, old.label))

    return replace(
        layout,
        header=tuple(tuple(field(old) for old in row) for row in layout.header),
        funds=replace(layout.funds, columns=columns(layout.funds.columns)),
        indicators=replace(layout.indicators, columns=columns(layout.indicators.columns)),
    )


def short_headings(case: Case, path: Path) -> None:
    """指标值 完成值 权重 自评分 未完成原因分析, 预算数(A) 执行数(B)."""
    fields = {"project": "项目（单位）名称", "department_name": "部门（单位）名称"}
    tables = {
        "budget": "预算数(A)",
        "spent": "执行数(B)",
        "rate": "执行率(B/A)",
        "target": "指标值",
        "actual": "完成值",
        "weight": "权重",
        "score": "自评分",
        "reason": "未完成原因分析",
    }
    # 权重 is taken on department forms: it heads the weights of the classes.
    if case.kind == "department":
        tables["weight"] = "指标分值"
    draw([case_page(case, _renamed(LAYOUTS[case.kind], fields, tables))], path)


def long_headings(case: Case, path: Path) -> None:
    """预期指标值 全年实际值 指标分值 单项指标得分 未完成原因及拟采取的改进措施, 调整后预算数."""
    fields = {"department": "主管部门及代码", "unit": "项目实施单位"}
    tables = {
        "budget": "调整后预算数",
        "target": "预期指标值",
        "actual": "全年实际值",
        "reason": "未完成原因及拟采取的改进措施",
    }
    layout = _renamed(LAYOUTS[case.kind], fields, tables)
    rows = {"weight": "指标分值", "score": "单项指标得分"}
    indicators = _renamed(layout, {}, rows).indicators
    draw([case_page(case, replace(layout, indicators=indicators))], path)


def labels_with_values(case: Case, path: Path) -> None:
    """项目名称：XXX in one cell, and the year in the title."""
    page = case_page(case)
    boxes: list[Box] = []
    for box in page.boxes:
        if box.role in HEADER_ROLES:
            label = boxes.pop()
            value = "" if box.value is None else box.value
            boxes.append(replace(box, left=label.left, value=f"{label.value}：{value}"))
        elif box.role == "title":
            boxes.append(replace(box, value=f"{case.year}年度{box.value}"))
        elif box.role == "year":
            boxes.append(replace(box, value=None))
        else:
            boxes.append(box)
    draw([replace(page, boxes=tuple(boxes))], path)


def _with_blank_row(block: Block, at: int) -> Block:
    """A row inserted: what stands above stays, what spans it grows, the rest moves down."""
    return tuple(replace(box, top=box.top + (box.top >= at), bottom=box.bottom + (box.bottom >= at)) for box in block)


def untidy(case: Case, path: Path) -> None:
    """Blank rows, footers, headings with line breaks and inner blanks, the other kind of parentheses."""
    spaced = {"得分": "得 分", "分值": "分 值", "三级指标": "三级\n指标", "项目名称": "项目 名称"}
    swapped = str.maketrans("（）()", "()（）")

    def disorder(text: str) -> str:
        text = spaced.get(text, text.translate(swapped))
        return text.replace("年度指标", "年度\n指标").replace("实际完成值", " 实际\n完成值 ")

    page = reworded(case_page(case), {"label", "year"}, disorder)
    blocks = page.boxes
    class_tops = [box.top for box in blocks if box.role == "level1"]
    heading_top = min(class_tops) - 1
    for at in (*sorted(class_tops[1:], reverse=True), heading_top, 2):
        blocks = _with_blank_row(blocks, at)
    grid = len(page.widths)
    footers = (
        "填表人：              联系电话：0792-0000000              填报日期：2024年4月19日",
        "注：1.其他资金包括与财政资金共同投入到同一项目的自有资金、社会资金等。",
        "    2.定量指标：完成值达到指标值的，记满分；未达到的，按比例扣分。",
        "说明：分值合计100分，得分保留两位小数。",
    )
    notes = stack(*(across([(text, "note", NOTE, grid)]) for text in footers))
    draw([replace(page, boxes=stack(blocks, notes, gap=1))], path)


def _unmerged(box: Box, *, repeat: bool) -> Iterator[Box]:
    for row in range(box.top, box.bottom + 1):
        for column in range(box.left, box.right + 1):
            first = (row, column) == (box.top, box.left)
            value = box.value if first or (repeat and column == box.left) else None
            yield replace(box, top=row, bottom=row, left=column, right=column, value=value)


def levels_repeated(case: Case, path: Path) -> None:
    """No merged cells; 一级 and 二级指标 stand in every row."""
    page = case_page(case)
    boxes = (cell for box in page.boxes for cell in _unmerged(box, repeat=box.role in LEVEL_ROLES))
    draw([replace(page, boxes=tuple(boxes))], path)


def _narrow(layout: Layout) -> Layout:
    """The layout on a coarse grid, one column a heading."""

    def single(columns: tuple[Column, ...]) -> tuple[Column, ...]:
        return tuple(replace(column, span=1) for column in columns)

    grid = len(layout.indicators.columns) + layout.indicators.caption_span
    goals, remark = layout.goals, layout.funds.remark
    return replace(
        layout,
        widths=(14.0,) * grid,
        header=tuple(tuple(replace(field, label_span=1, span=1) for field in row) for row in layout.header),
        funds=replace(
            layout.funds,
            caption_span=1,
            columns=single(layout.funds.columns),
            remark=replace(remark, label_span=1, span=1) if remark else None,
        ),
        goals=replace(goals, caption_span=1, columns=single(goals.columns)) if goals else None,
        indicators=replace(layout.indicators, columns=single(layout.indicators.columns)),
    )


def levels_left_blank(case: Case, path: Path) -> None:
    """No merged cells on a coarse grid; 一级 and 二级指标 stand in their first row only."""
    page = case_page(case, _narrow(LAYOUTS[case.kind]))
    boxes = (cell for box in page.boxes for cell in _unmerged(box, repeat=False))
    draw([replace(page, boxes=tuple(boxes))], path)


def inline_strings(case: Case, path: Path) -> None:
    """Written by another library: the texts stand in the cells, not in the shared table."""
    page = case_page(case)
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = page.name
    for box in page.boxes:
        cell = sheet.cell(box.top + 1, box.left + 1)
        cell.value = float(box.value) if isinstance(box.value, Decimal) else box.value
        cell.number_format = box.style.number_format
        cell.font = Font(name="宋体", size=box.style.size)
        if isinstance(box.value, str):
            cell.data_type = "s"
        if box.merged:
            sheet.merge_cells(None, box.top + 1, box.left + 1, box.bottom + 1, box.right + 1)
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook.save(path)
