"""The templates as data: the official layouts with their blank rows.

The grid puts the columns of the funds right over those of the indicators, so that no cell of an indicator row is merged
sideways: a row that somebody inserts is then like the others, and its height follows what is typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jixiao.scoring import DEFAULT
from jixiao_templates.case import Kind
from jixiao_templates.layout import Column, Field, FundsTable, GoalsTable, IndicatorTable, Layout


@dataclass(frozen=True, slots=True)
class Rows:
    """The blank rows of one 二级指标."""

    level1: str
    level2: str
    count: int


@dataclass(frozen=True, slots=True)
class Template:
    """A form to be filled in.

    funds: the labels of the funds' lines, the total first. second_levels: what the drop-down of 二级指标 offers, by
    一级指标. is_scored: it has actual values and points. profile: by which it is scored where nobody says otherwise.
    """

    name: str
    title: str
    kind: Kind
    layout: Layout
    funds: tuple[str, ...]
    rows: tuple[Rows, ...]
    second_levels: Mapping[str, tuple[str, ...]]
    is_scored: bool = True
    profile: str = DEFAULT
    landscape: bool = False


COST = ("经济成本指标", "社会成本指标", "生态环境成本指标")
BENEFIT = ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标")
SATISFACTION = ("服务对象满意度指标",)
_OUTPUT = ("数量指标", "质量指标", "时效指标")

_PROJECT_GRID = (4.5, 10.5, 19.0, 22.0, 14.0, 14.0, 7.0, 9.5, 19.0)
_PROJECT_HEADER = (
    (Field("项目名称", "project", 2, 7),),
    (Field("主管部门", "department", 2, 3), Field("实施单位", "unit", 1, 3)),
)
_GOALS = GoalsTable("年度\n总体\n目标", 1, (Column("预期目标", "expected", 4), Column("实际完成情况", "actual", 4)))
_PROJECT_INDICATORS = (
    Column("一级指标", "level1"),
    Column("二级指标", "level2"),
    Column("三级指标", "level3"),
    Column("年度指标值", "target"),
    Column("实际完成值", "actual"),
    Column("分值", "weight"),
    Column("得分", "score"),
    Column("偏差原因分析及改进措施", "reason"),
)
_PROJECT_FUNDS = ("年度资金总额", "其中：当年财政拨款", "上年结转资金", "其他资金")


def _project_funds(caption: str, budget: str, spent: str) -> FundsTable:
    return FundsTable(
        caption=caption,
        caption_span=2,
        columns=(
            Column("", "label"),
            Column("年初预算数", "initial"),
            Column(budget, "budget"),
            Column(spent, "spent"),
            Column("分值", "weight"),
            Column("执行率（%）", "rate"),
            Column("得分", "score"),
        ),
        dashed=frozenset({"weight", "score"}),
    )


_PROJECT = Layout(
    title="项目支出绩效自评表",
    sheet_name="项目支出绩效自评表",
    widths=_PROJECT_GRID,
    header=_PROJECT_HEADER,
    funds=_project_funds("项目资金\n（万元）", "全年预算数（A）", "全年执行数（B）"),
    goals=_GOALS,
    indicators=IndicatorTable(_PROJECT_INDICATORS, "绩效\n指标", 1, boundary=True),
)

_EXPORT = Layout(
    title="项目绩效自评导出表",
    sheet_name="项目绩效自评导出表",
    widths=_PROJECT_GRID,
    header=_PROJECT_HEADER,
    funds=_project_funds("项目资金（万元）", "全年预算数", "全年执行数"),
    goals=_GOALS,
    indicators=IndicatorTable(
        (
            Column("一级指标", "level1"),
            Column("二级指标", "level2"),
            Column("三级指标", "level3"),
            Column("年度指标", "target"),
            Column("实际完成值", "actual"),
            Column("分值", "weight"),
            Column("得分", "score"),
            Column("偏差原因及整改措施", "reason"),
        ),
        "绩效\n目标",
        1,
        boundary=True,
    ),
)

_DEPARTMENT = Layout(
    title="部门整体支出绩效自评表",
    sheet_name="部门整体支出绩效自评表",
    widths=(10.5, 7.0, 15.0, 24.0, 14.0, 14.0, 7.0, 9.5, 19.0),
    header=((Field("部门名称", "department_name", 2, 3), Field("下属单位个数", "subordinate_units", 1, 3)),),
    funds=FundsTable(
        caption="整体支出规模\n（万元）",
        caption_span=2,
        columns=(
            Column("", "label", 2),
            Column("全年预算数", "budget"),
            Column("全年执行数", "spent"),
            Column("分值", "weight"),
            Column("执行率（%）", "rate"),
            Column("得分", "score"),
        ),
        dashed=frozenset({"weight", "score"}),
        remark=Field("执行率偏差原因及分析改进措施", "remark", 4, 5),
    ),
    goals=None,
    indicators=IndicatorTable(
        (
            Column("一级指标", "level1"),
            Column("权重", "level1_weight"),
            Column("二级指标", "level2"),
            Column("三级指标", "level3"),
            Column("年度指标值", "target"),
            Column("实际完成值", "actual"),
            Column("分值", "weight"),
            Column("得分", "score"),
            Column("偏差原因分析及改进措施", "reason"),
        ),
        boundary=True,
    ),
    footnotes=(
        "说明1.各部门可根据附件3《部门整体支出绩效评价指标体系框架》（参考）设置三级指标和指标值。",
        (
            "说明2.上述产出指标和效益指标根据年初设定的绩效目标既可以按照重点任务完成情况分别填列，"
            "也可以依据所有重点任务归纳提炼综合指标。"
        ),
    ),
)

_CAUSES = ("经费保障", "制度保障", "人员保障", "硬件条件保障", "其他")
_OUTLOOKS = ("确定能", "有可能", "完全不可能")
_MONITORING = Layout(
    title="项目支出绩效运行监控表",
    sheet_name="项目支出绩效运行监控表",
    widths=(4.5, 10.5, 19.0, 26.0, 13.0, 13.0, 13.0, *(6.5 for _ in _CAUSES), 22.0, 7.5, 7.5, 7.5, 8.0),
    header=(
        (Field("项目名称", "project", 2, 15),),
        (Field("主管部门及代码", "department", 2, 4), Field("实施单位", "unit", 3, 8)),
    ),
    funds=FundsTable(
        caption="项目资金\n（万元）",
        caption_span=2,
        columns=(
            Column("", "label", 2),
            Column("年初预算数", "initial", 2),
            Column("1—9月执行数", "spent", 3),
            Column("1—9月执行率（%）", "rate", 4),
            Column("全年预计执行数", "forecast", 4),
        ),
    ),
    goals=GoalsTable("年度总体目标", 2, (), Field("预期目标", "expected", 1, 14)),
    indicators=IndicatorTable(
        (
            Column("一级指标", "level1"),
            Column("二级指标", "level2"),
            Column("三级指标", "level3"),
            Column("年度指标值", "target"),
            Column("1—9月执行情况", "actual"),
            Column("全年预计完成情况", "forecast"),
            *(Column(cause, "cause", group="偏差原因分析") for cause in _CAUSES),
            Column("原因说明", "reason", group="偏差原因分析"),
            *(Column(outlook, "outlook", group="完成目标可能性") for outlook in _OUTLOOKS),
            Column("备注", "other"),
        ),
        "绩效\n指标",
        1,
        total_label=None,
    ),
    footnotes=(
        (
            "注：1.偏差原因分析：针对与预期目标产生偏差的指标值，分别从经费保障、制度保障、人员保障、硬件条件保障等方面"
            "判断和分析，在对应栏内打“√”，并说明原因。"
        ),
        "2.完成目标可能性：对应所设定的实现绩效目标的路径，分确定能、有可能、完全不可能三级，在对应栏内打“√”。",
    ),
)

_GOALS_FORM = Layout(
    title="项目支出绩效目标表",
    sheet_name="项目支出绩效目标表",
    widths=(4.5, 12.0, 20.0, 36.0, 26.0, 14.0),
    header=(
        (Field("项目名称", "project", 2, 4),),
        (Field("主管部门", "department", 2, 4),),
        (Field("实施单位", "unit", 2, 4),),
    ),
    funds=FundsTable(
        caption="项目资金\n（万元）",
        caption_span=2,
        columns=(Column("", "label", 2), Column("年初预算数", "initial", 2)),
    ),
    goals=GoalsTable("年度\n总体\n目标", 1, (), Field("预期目标", "expected", 1, 4)),
    indicators=IndicatorTable(
        (
            Column("一级指标", "level1"),
            Column("二级指标", "level2"),
            Column("三级指标", "level3"),
            Column("年度指标值", "target"),
            Column("分值", "weight"),
        ),
        "绩效\n指标",
        1,
        total_label="合计",
        boundary=True,
    ),
)

_ROWS_2021 = (
    Rows("成本指标", "经济成本指标", 2),
    Rows("成本指标", "社会成本指标", 1),
    Rows("成本指标", "生态环境成本指标", 1),
    Rows("产出指标", "数量指标", 3),
    Rows("产出指标", "质量指标", 3),
    Rows("产出指标", "时效指标", 2),
    Rows("效益指标", "经济效益指标", 1),
    Rows("效益指标", "社会效益指标", 2),
    Rows("效益指标", "生态效益指标", 1),
    Rows("满意度指标", "服务对象满意度指标", 2),
)
_SECOND_2021 = {"成本指标": COST, "产出指标": _OUTPUT, "效益指标": BENEFIT, "满意度指标": SATISFACTION}
_ROWS_2020 = (
    Rows("产出指标", "数量指标", 3),
    Rows("产出指标", "质量指标", 3),
    Rows("产出指标", "时效指标", 2),
    Rows("产出指标", "成本指标", 2),
    Rows("效益指标", "经济效益指标", 2),
    Rows("效益指标", "社会效益指标", 2),
    Rows("效益指标", "生态效益指标", 1),
    Rows("效益指标", "可持续影响指标", 1),
    Rows("满意度指标", "服务对象满意度指标", 2),
)
_SECOND_2020 = {"产出指标": (*_OUTPUT, "成本指标"), "效益指标": BENEFIT, "满意度指标": SATISFACTION}

_ALL = (
    Template(
        "project-2021",
        "项目支出绩效自评表（有成本指标，财预〔2021〕101号）",
        "project",
        _PROJECT,
        _PROJECT_FUNDS,
        _ROWS_2021,
        _SECOND_2021,
    ),
    Template(
        "project-2020",
        "项目支出绩效自评表（成本列在产出指标里，财预〔2020〕10号）",
        "project",
        _PROJECT,
        _PROJECT_FUNDS,
        _ROWS_2020,
        _SECOND_2020,
        profile="mof-2020",
    ),
    Template(
        "department",
        "部门整体支出绩效自评表",
        "department",
        _DEPARTMENT,
        (
            "年度资金总额",
            "资金来源：(1) 财政性拨款",
            "资金来源：(2) 其他资金",
            "资金结构：(1) 基本支出",
            "资金结构：(2) 项目支出",
        ),
        (
            *(Rows("产出指标", level2, 2) for level2 in ("数量指标", "质量指标", "时效指标", "成本指标")),
            *(Rows("效益指标", level2, 2) for level2 in BENEFIT[:3]),
            Rows("满意度指标", "满意度指标", 2),
        ),
        {**_SECOND_2020, "满意度指标": ("满意度指标", *SATISFACTION)},
    ),
    Template(
        "monitoring",
        "项目支出绩效运行监控表（1—9月）",
        "monitoring",
        _MONITORING,
        ("年度资金总额", "其中：本年一般公共预算拨款", "其他资金"),
        _ROWS_2021,
        _SECOND_2021,
        is_scored=False,
        landscape=True,
    ),
    Template(
        "export",
        "项目绩效自评导出表（省级系统导出的样式）",
        "export",
        _EXPORT,
        _PROJECT_FUNDS,
        (
            *(
                Rows("产出指标", level2, count)
                for level2, count in (("数量", 3), ("质量", 3), ("时效", 2), ("成本", 2))
            ),
            *(Rows("效益指标", level2, 2) for level2 in ("经济效益", "社会效益", "生态效益")),
            Rows("满意度", "满意度", 2),
        ),
        {
            "产出指标": ("数量", "质量", "时效", "成本"),
            "效益指标": ("经济效益", "社会效益", "生态效益", "可持续影响"),
            "满意度": ("满意度",),
        },
    ),
    Template(
        "goals",
        "项目支出绩效目标表（年初填报；自评可由它开始）",
        "goals",
        _GOALS_FORM,
        ("年度资金总额", "其中：财政拨款", "其他资金"),
        _ROWS_2021,
        _SECOND_2021,
        is_scored=False,
    ),
)

TEMPLATES: Mapping[str, Template] = {template.name: template for template in _ALL}
