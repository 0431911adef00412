"""Forms to put into the templates: the published ones, and one of each kind that none was published of."""

from __future__ import annotations

from decimal import Decimal

from places import ROOT

from jixiao_templates import load_cases
from jixiao_templates.case import Case, FundsLine, Goals, Indicator, Total

_EXPECTED = "保障全区政务网络稳定运行。"

MONITORING = Case(
    kind="monitoring",
    year=2025,
    project="政务网络运行维护费",
    department="某局 481001",
    unit="某局信息中心",
    funds=(
        FundsLine("年度资金总额", Decimal(40), spent=Decimal(29), forecast=Decimal(40)),
        FundsLine("其中：本年一般公共预算拨款", Decimal(30), spent=Decimal(20), forecast=Decimal(30)),
        FundsLine("其他资金", Decimal(10), spent=Decimal(9), forecast=Decimal(10)),
    ),
    goals=Goals(_EXPECTED),
    indicators=(
        Indicator(
            "产出指标",
            "数量指标",
            "巡检完成率",
            "≥98%",
            "70%",
            reason="在编人员调离",
            forecast="90%",
            cause="人员保障",
            outlook="有可能",
        ),
        Indicator("产出指标", "质量指标", "系统正常率", "≥99%", "99.5%", forecast="99.5%", outlook="确定能"),
        Indicator("效益指标", "社会效益指标", "服务单位数", "=12个", "12个", forecast="12个", outlook="确定能"),
    ),
    total=Total(),
)

GOALS = Case(
    kind="goals",
    year=2026,
    project="政务网络运行维护费",
    department="某局",
    unit="某局信息中心",
    funds=(FundsLine("年度资金总额", Decimal(40)), FundsLine("其中：财政拨款", Decimal(40)), FundsLine("其他资金")),
    goals=Goals(_EXPECTED),
    indicators=(
        Indicator("成本指标", "经济成本指标", "线路租赁费", "≤36万元", weight=Decimal(20)),
        Indicator("产出指标", "数量指标", "服务单位数", "=12个", weight=Decimal(40)),
        Indicator("满意度指标", "服务对象满意度指标", "使用单位满意度", "≥95%", weight=Decimal(30)),
    ),
    total=Total(),
)

# Nothing in it gives a reviewer cause to ask.
CLEAN = Case(
    kind="project",
    year=2025,
    project="政务网络运行维护费",
    department="某市大数据局",
    unit="某市信息中心",
    funds=(
        FundsLine("年度资金总额", weight=Decimal(10)),
        FundsLine("其中：当年财政拨款", Decimal(40), Decimal(40), Decimal(40)),
        FundsLine("上年结转资金"),
        FundsLine("其他资金"),
    ),
    goals=Goals(_EXPECTED, "政务网络全年无中断，服务 12 个单位，使用单位满意度 93%。"),
    indicators=(
        Indicator("成本指标", "经济成本指标", "线路租赁费", "≤40万元", "40万元", Decimal(20)),
        Indicator("产出指标", "数量指标", "服务单位数", "≥12个", "12个", Decimal(20)),
        Indicator("产出指标", "质量指标", "线路正常率", "≥98%", "99%", Decimal(20)),
        Indicator("效益指标", "社会效益指标", "网上办件占比", "≥60%", "62%", Decimal(20)),
        Indicator(
            "满意度指标",
            "服务对象满意度指标",
            "使用单位满意度",
            "≥95%",
            "93%",
            Decimal(10),
            reason="偏远站点报修响应慢，已增设2名驻点人员，2026年3月底前到位",
        ),
    ),
    total=Total(),
    completed=True,
)

FILLED = {**load_cases(ROOT / "examples" / "cases" / "xunyang-2023"), "monitoring": MONITORING, "goals": GOALS}


def template_of(case: Case) -> str:
    """The template for a case's kind."""
    return "project-2021" if case.kind == "project" else case.kind
