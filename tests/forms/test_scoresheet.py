"""Score sheets and tables of targets reached are told from self-evaluation forms by their columns."""

from __future__ import annotations

import pytest
from text_sheets import names, only_form, text_sheet

from jixiao.form import Kind
from jixiao.reading.grid import Merge

SHEET = """
项目支出绩效自评评分表
（2018年度）
项目名称|政务网运行维护费
项目资金（万元）|预算数|到位数|实际支出|资金使用率
年度资金总额|318.91|318.91|191.12|59.93%
一级指标|三级指标|满分|评分依据|得分
投入|立项规范性|2|得满分2分|2
|资金使用率|2|大于95%得满分；实际99.40%|2
|小计|4||4
产出|会议场次|3|目标155场；实际192场|3
|小计|3||3
总分||7||7
自评等级|优秀
"""


def test_items_sections_and_total() -> None:
    form = only_form(text_sheet(SHEET))
    assert (form.kind, form.layout, form.missing) == (Kind.SCORESHEET, "scoresheet", ())
    assert names(form) == ["立项规范性", "资金使用率", "会议场次"]
    assert {name: cell.text for name, cell in form.level1_weights.items()} == {"投入": "4", "产出": "3"}
    assert {name: cell.text for name, cell in form.level1_scores.items()} == {"投入": "4", "产出": "3"}
    assert form.total.score is not None and form.total.score.text == "7"
    assert form.total.grade is not None and form.total.grade.text == "优秀"
    assert form.indicators[1].reason is not None and form.indicators[1].reason.text.startswith("大于95%")
    assert form.fund_total is not None and form.fund_total.rate is not None and form.fund_total.rate.text == "59.93%"


def test_a_section_summed_up_in_a_line_with_its_name() -> None:
    form = only_form(
        text_sheet(
            """
2020年度项目支出绩效评价指标体系评分表
项目名称|政务网运行维护费
一级指标|二级指标|三级指标|分值|评分标准|得分
过程|||20||18
|资金管理|资金使用合规性|10|合规得满分|10
|组织实施|制度健全性|10|健全得满分|8
总分|||20||18
""",
            merges=(Merge(4, 1, 4, 3),),
        )
    )
    assert form.kind is Kind.SCORESHEET
    assert names(form) == ["资金使用合规性", "制度健全性"]
    assert {name: cell.text for name, cell in form.level1_scores.items()} == {"过程": "18"}
    assert [row.method.text for row in form.indicators if row.method] == ["合规得满分", "健全得满分"]


def test_a_framework_whose_items_are_the_first_level() -> None:
    form = only_form(
        text_sheet("""
项目支出绩效自评表
项目名称|智慧办公平台运维
一级指标|指标说明|分值|得分
项目资金|考核预算执行率|10|10
项目产出|数量、质量、时效、成本|90|90
总分||100|100
""")
    )
    assert form.kind is Kind.SCORESHEET
    assert names(form) == ["项目资金", "项目产出"]


def test_a_table_of_targets_reached() -> None:
    form = only_form(
        text_sheet("""
项目支出绩效自评目标完成情况表
项目名称|政务网运行维护费
一级指标|二级指标|三级指标|参考标准|绩效目标值|实际完成值|目标完成比值
产出目标|数量目标|会议场次|150场|155场|162场|104.52%
""")
    )
    assert (form.kind, form.layout, form.missing) == (Kind.SCORESHEET, "targets", ())
    assert form.indicators[0].actual_quantity is not None


@pytest.mark.parametrize(
    "headings",
    [
        "一级指标|二级指标|三级指标|年度指标值|实际完成值|得分计算方法|得分",
        "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|完成率|得分",
        "一级指标|二级指标|三级指标|年初目标值(A)|实际完成值(B)|得分|偏差原因",
        "一级指标|二级指标|三级指标|分值|得分|偏差原因分析及改进措施",
    ],
)
def test_forms_with_targets_stay_self_evaluations(headings: str) -> None:
    form = only_form(text_sheet(f"项目支出绩效自评表\n项目名称|图书采购\n{headings}\n产出指标|数量指标|册数|1|1|1|1"))
    assert form.kind is Kind.PROJECT
