"""Clean forms: random, lifelike, and right in every figure; the checker must be silent on them."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

from drafts import HEADINGS, ROLES, Draft, Fund, Row, Style
from patterns import LEVEL1, PROFILE, Pattern, data_rows, even_points, patterns_by_field

from jixiao.scoring import score_execution, score_row
from jixiao.values import half_up, parse_value, plain

REASONS = (
    "因部分项目开工较晚，工期顺延，下一步倒排工期，明年一季度完成",
    "受天气影响，施工进度滞后，已督促施工单位加快进度，年底前补齐",
    "由于申报人数少于预计，资金未全部支出，将加强宣传，据实安排预算",
    "因招标节约资金，实际支付少于预算，余款已交回财政",
)
# Acceptable look-alikes: what a hasty checker would call wrong.
LOOKALIKES = (
    Row("产出指标", "数量指标", "设备维护次数", "≤", "4", "次", "4", "", ""),
    Row("产出指标", "时效指标", "热线服务时间", "=", "24", "小时", "24", "", ""),
    Row("产出指标", "质量指标", "设备质保期", "=", "36", "个月", "36", "", ""),
    Row("效益指标", "经济效益指标", "资金结余率", "≤", "5", "%", "3", "", ""),
    Row("产出指标", "数量指标", "每人补助标准", "=", "300", "元/人", "300", "", ""),
    Row("产出指标", "质量指标", "安全事故发生数", "=", "0", "起", "0", "", ""),
    Row("产出指标", "时效指标", "资金支付时间", "", "12月底前", "", "11月", "", ""),
    Row("产出指标", "质量指标", "服务规范程度", "", "规范", "", "基本达成目标", "", ""),
    Row("产出指标", "时效指标", "故障响应时间", "≤", "2", "小时", "1.5", "", ""),
    Row("效益指标", "社会效益指标", "有效投诉率", "≤", "1", "%", "0.5", "", ""),
)
PROJECT = Style("mof", "project", "项目支出绩效自评表", ROLES)
STYLES = (
    PROJECT,
    replace(PROJECT, name="mof-loose", merged=False),
    Style("export", "export", "项目绩效自评导出表", ROLES, {"target": "年度指标", "reason": "偏差原因及整改措施"}),
    Style("department", "department", "部门整体支出绩效自评表", ROLES, head=("部门名称",)),
    Style(
        "split",
        "project",
        "项目支出绩效自评表",
        ("level1", "level2", "level3", "nature", "target", "unit", "actual", "weight", "score", "reason"),
        {"target": "指标值", "actual": "完成值", "weight": "权重", "reason": "未完成原因分析"},
    ),
    Style(
        "weight-first",
        "project",
        "项目支出绩效自评表",
        ("level1", "level2", "level3", "weight", "target", "actual", "score", "reason"),
        {"actual": "全年实际值", "reason": "未完成原因及拟采取的改进措施"},
    ),
)


def clean_draft(rng: random.Random, style: Style | None = None) -> Draft:
    """A form without an error, in a layout taken by chance unless one is given."""
    style = style or rng.choice(STYLES)
    policy_field, department, project = rng.choice(PROJECTS)
    budget = Decimal(rng.choice((8, 12, 25, 36, 60, 88, 120, 260, 480, 950)))
    spent = half_up(budget * Decimal(rng.choice((1, 1, rng.uniform(0.9, 1), rng.uniform(0.65, 0.9)))))
    patterns = [*PATTERNS[policy_field], *rng.sample(PATTERNS["通用"], 3)]
    rows = _rows(rng, patterns, budget, spent, style)
    head = {"项目名称": project, "主管部门": department, "实施单位": f"城关镇{policy_field}站", "部门名称": department}
    return Draft(
        style=style,
        head={label: head[label] for label in style.head},
        funds=_funds(budget, spent, style),
        goals={} if style.kind == "department" else _goals(project, rows),
        rows=tuple(rows),
        weight="",
        score="",
    ).added_up()


PATTERNS = patterns_by_field()
PROJECTS = [
    *data_rows("projects.tsv"),
    *([field, f"县{field}局", f"{field}工作专项经费"] for field in PATTERNS if field != "通用"),
]


def _goals(project: str, rows: list[Row]) -> dict[str, str]:
    names = "、".join(row.name for row in rows[2:5])
    return {
        "expected": f"通过实施{project}，完成{names}等任务，按时发挥效益。",
        "actual": f"{project}已按计划实施，{names}等任务完成，服务对象反映良好。",
    }


def _funds(budget: Decimal, spent: Decimal, style: Style) -> tuple[Fund, ...]:
    rate = spent / budget * 100
    score = score_execution(PROFILE, rate, Decimal(10))
    amounts = (plain(budget), plain(budget), plain(spent))
    total = Fund("年度资金总额", *amounts, "10", f"{plain(half_up(rate))}%", plain(score))
    label = "其中：当年财政拨款" if style.kind == "export" else "其中：财政拨款"
    source = Fund(label, *amounts, "—", f"{plain(half_up(rate))}%", "—")
    return total, source, Fund("其他资金", "0", "0", "0", "—", "", "—")


def _rows(rng: random.Random, patterns: list[Pattern], budget: Decimal, spent: Decimal, style: Style) -> list[Row]:
    wanted = {"成本指标": 20, "产出指标": 40, "效益指标": 20, "满意度指标": 10}
    rows: list[Row] = []
    for level1, weight in wanted.items():
        own = [pattern for pattern in patterns if LEVEL1[pattern.level2] == level1]
        made = _costs(own[:2], budget, spent) if level1 == "成本指标" else [_measured(rng, each) for each in own[:6]]
        others = {row.name for row in made}
        made += [row for row in rng.sample(LOOKALIKES, 2) if row.level1 == level1 and row.name not in others]
        made.sort(key=lambda row: list(LEVEL1).index(row.level2))
        for row, points in zip(made, even_points(weight, len(made)), strict=True):
            rows.append(_scored(rng, replace(row, weight=str(points)), style))
    return rows


def _costs(patterns: list[Pattern], budget: Decimal, spent: Decimal) -> list[Row]:
    parts = _parts(budget, len(patterns))
    rows = []
    left = spent
    for index, (pattern, part) in enumerate(zip(patterns, parts, strict=True)):
        actual = left if index == len(parts) - 1 else half_up(spent * part / budget)
        left -= actual
        rows.append(Row("成本指标", pattern.level2, pattern.level3, "≤", plain(part), "万元", plain(actual), "", ""))
    return rows


def _parts(whole: Decimal, count: int) -> list[Decimal]:
    each = half_up(whole / count)
    return [each] * (count - 1) + [whole - each * (count - 1)]


def _measured(rng: random.Random, pattern: Pattern) -> Row:
    level1 = LEVEL1[pattern.level2]
    if not pattern.sign:
        return Row(level1, pattern.level2, pattern.level3, "", pattern.low, "", "基本达成目标", "", "")
    step = Decimal("0.1") if "." in pattern.low + pattern.high else Decimal(1)
    target = half_up(Decimal(str(rng.uniform(float(pattern.low), float(pattern.high)))), step)
    better = {"≥": Decimal(str(rng.uniform(1, 1.1))), "≤": Decimal(str(rng.uniform(0.7, 1))), "=": Decimal(1)}[
        pattern.sign
    ]
    factor = better if rng.random() > 0.15 or pattern.sign != "≥" else Decimal(str(rng.uniform(0.85, 0.97)))
    actual = half_up(target * factor, step)
    if pattern.unit == "%":
        actual = min(actual, Decimal(100))
    sign = pattern.sign if target != 100 else "="
    return Row(level1, pattern.level2, pattern.level3, sign, plain(target), pattern.unit, plain(actual), "", "")


def _scored(rng: random.Random, row: Row, style: Style) -> Row:
    result = score_row(PROFILE, parse_value(row.target), parse_value(row.actual), Decimal(row.weight))
    if result.score is None:
        return replace(row, score=row.weight)
    actual = row.actual + row.unit if style.kind in ("export", "department") and row.unit != "‰" else row.actual
    reason = rng.choice(REASONS) if result.is_met is False else ""
    return replace(row, actual=actual, score=plain(result.score), reason=reason)


__all__ = ["HEADINGS", "PROFILE", "STYLES", "clean_draft"]
