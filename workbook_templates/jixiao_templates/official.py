"""The official layouts: 项目支出绩效自评表, 部门整体支出绩效自评表, 项目绩效自评导出表."""

from __future__ import annotations

from collections.abc import Mapping

from jixiao_templates.case import Kind
from jixiao_templates.layout import Column, Field, FundsTable, GoalsTable, IndicatorTable, Layout

# The grid of 绩效指标, 一级, 二级, 三级 (two columns), 指标值, 完成值, 分值, 得分 and 偏差原因 (two columns):
# 年初预算数 begins within 三级指标, and 执行率 ends within 偏差原因, so both are two columns wide.
_GRID = (4.5, 11.0, 14.5, 11.0, 9.0, 13.0, 13.0, 7.0, 7.5, 8.0, 10.0)

PROJECT = Layout(
    title="项目支出绩效自评表",
    sheet_name="项目支出绩效自评表",
    widths=_GRID,
    header=(
        (Field("项目名称", "project", 2, 9),),
        (Field("主管部门", "department", 2, 4), Field("实施单位", "unit", 1, 4)),
    ),
    funds=FundsTable(
        caption="项目资金\n（万元）",
        caption_span=2,
        columns=(
            Column("", "label"),
            Column("年初预算数", "initial", 2),
            Column("全年预算数A", "budget"),
            Column("全年执行数B", "spent"),
            Column("分值", "weight"),
            Column("执行率", "rate", 2),
            Column("得分", "score"),
        ),
        dashed=frozenset({"weight", "score"}),
    ),
    goals=GoalsTable(
        caption="年度总体目标",
        caption_span=1,
        columns=(Column("预期目标", "expected", 5), Column("实际完成情况", "actual", 5)),
    ),
    indicators=IndicatorTable(
        caption="绩效指标",
        caption_span=1,
        columns=(
            Column("一级指标", "level1"),
            Column("二级指标", "level2"),
            Column("三级指标", "level3", 2),
            Column("年度指标值", "target"),
            Column("实际完成值", "actual"),
            Column("分值", "weight"),
            Column("得分", "score"),
            Column("偏差原因分析及改进措施", "reason", 2),
        ),
    ),
)

EXPORT = Layout(
    title="项目绩效自评导出表",
    sheet_name="项目绩效自评导出表",
    widths=_GRID,
    header=PROJECT.header,
    funds=FundsTable(
        caption="项目资金（万元）",
        caption_span=2,
        columns=(
            Column("", "label"),
            Column("年初预算数", "initial", 2),
            Column("全年预算数", "budget"),
            Column("全年执行数", "spent"),
            Column("分值", "weight"),
            Column("执行率(%)", "rate", 2),
            Column("得分", "score"),
        ),
        dashed=frozenset({"weight", "score"}),
        plain_labels=frozenset({"上年结转资金"}),
    ),
    goals=PROJECT.goals,
    indicators=IndicatorTable(
        caption="绩效目标",
        caption_span=1,
        columns=(
            Column("一级指标", "level1"),
            Column("二级指标", "level2"),
            Column("三级指标", "level3", 2),
            Column("年度指标", "target"),
            Column("实际完成值", "actual"),
            Column("分值", "weight"),
            Column("得分", "score"),
            Column("偏差原因及整改措施", "reason", 2),
        ),
    ),
)

DEPARTMENT = Layout(
    title="部门整体支出绩效自评表",
    sheet_name="部门整体支出绩效自评表",
    widths=(10.0, 7.0, 15.5, 8.0, 9.0, 15.0, 15.0, 7.0, 7.5, 11.0, 13.0),
    header=((Field("部门名称", "department_name", 2, 4), Field("下属单位个数", "subordinate_units", 1, 4)),),
    funds=FundsTable(
        caption="整体支出规模（万元）",
        caption_span=2,
        columns=(
            Column("", "label", 2),
            Column("全年预算数", "budget", 2),
            Column("全年执行数", "spent"),
            Column("分值", "weight", 2),
            Column("执行率", "rate"),
            Column("得分", "score"),
        ),
        dashed=frozenset({"weight"}),
        remark=Field("执行率偏差原因及分析改进措施", "remark", 4, 7),
    ),
    goals=None,
    indicators=IndicatorTable(
        columns=(
            Column("一级指标", "level1"),
            Column("权重", "level1_weight"),
            Column("二级指标", "level2"),
            Column("三级指标", "level3", 2),
            Column("年度指标值", "target"),
            Column("实际完成值", "actual"),
            Column("分值", "weight"),
            Column("得分", "score"),
            Column("偏差原因分析及改进措施", "reason", 2),
        ),
    ),
    footnotes=(
        "说明1.各部门可根据附件3《部门整体支出绩效评价指标体系框架》（参考）设置三级指标和指标值。",
        (
            "说明2.上述产出指标和效益指标根据年初设定的绩效目标既可以按照重点任务完成情况分别填列，"
            "也可以依据所有重点任务归纳提炼综合指标。"
        ),
    ),
)

LAYOUTS: Mapping[Kind, Layout] = {"project": PROJECT, "department": DEPARTMENT, "export": EXPORT}
