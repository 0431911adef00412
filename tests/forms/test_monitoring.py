"""Monitoring forms are read by their headings, in one line or two, whatever mark ticks."""

from __future__ import annotations

from decimal import Decimal

import pytest
from text_sheets import names, only_form, text_sheet

from jixiao.form import Form, FundRole, Kind, Monitoring
from jixiao.forms.monitoring import months_in, outlook_of
from jixiao.reading.grid import Merge

TWO_LINES = """
项目支出绩效目标执行监控表
（2020 年度）
项目名称||信息系统维护运行费
主管部门及代码||工业和信息化局 481001|||||实施单位||||信息中心
项目资金\\n（万元）||年初预算数||100.88|1-9 月执行数|56.04|1-9 月执行率||||55.55%||全年预计执行数||99.83
||年度资金总额：||100.88|56.04||55.55%|||||99.83
||其中：本年一般公共预算拨款||100.88|56.04||55.55%|||||99.83
||其他资金||/|/||/|||||/
绩效指标|一级指标|二级指标|三级指标|年度指标值|1-9月执行情况|全年完成情况|偏差原因分析||||||完成目标可能性|||备注
|||||||经费保障|制度保障|人员保障|硬件条件保障|其他|原因说明|确定|有可能|完全不可能
|产出指标|数量指标|工业企业入规完成数10家|100.00%|50.00%|100.00%|||||√|入规时间为10-12月|√
|||系统维护到位率|100.00%|100.00%|100.00%|||||||√
||时效指标|资金发放及时性|100.00%
|效益指标|社会效益指标|国资管理水平|100.00%|0.00%|0.00%|||||✓|已移交|||☑
填表人：略
"""
MERGES = (
    *(Merge(9, column, 10, column) for column in (*range(1, 8), 17)),
    Merge(9, 8, 9, 13),
    Merge(9, 14, 9, 16),
    *(Merge(row, 6, row, 7) for row in (6, 7, 8)),
    *(Merge(row, 8, row, 12) for row in (6, 7, 8)),
    *(Merge(row, 13, row, 16) for row in (6, 7, 8)),
)


def monitoring_of(form: Form) -> Monitoring:
    assert form.kind is Kind.MONITORING
    assert form.monitoring is not None
    return form.monitoring


@pytest.mark.parametrize("merges", [(), MERGES], ids=["bare", "merged"])
def test_headings_in_two_lines(merges: tuple[Merge, ...]) -> None:
    form = only_form(text_sheet(TWO_LINES, merges=merges))
    monitoring = monitoring_of(form)
    assert (form.missing, form.year, form.project) == ((), 2020, "信息系统维护运行费")
    assert monitoring.months == 9
    assert names(form) == ["工业企业入规完成数10家", "系统维护到位率", "资金发放及时性", "国资管理水平"]
    behind, on_time, lost, moved = monitoring.rows
    assert (behind.indicator.actual, behind.forecast) != (None, None)
    assert behind.indicator.actual is not None and behind.indicator.actual.text == "50.00%"
    assert behind.forecast is not None and behind.forecast.text == "100.00%"
    assert [ticked.label.text for ticked in behind.causes] == ["其他"]
    assert behind.indicator.reason is not None and behind.indicator.reason.text == "入规时间为10-12月"
    assert [outlook_of(ticked) for ticked in behind.outlooks] == ["certain"]
    assert (on_time.causes, [outlook_of(each) for each in on_time.outlooks]) == ((), ["certain"])
    assert lost.outlooks == () and lost.forecast is not None and lost.forecast.is_empty
    assert [outlook_of(ticked) for ticked in moved.outlooks] == ["impossible"]


def test_funds_beside_their_labels_and_under_them() -> None:
    form = only_form(text_sheet(TWO_LINES, merges=MERGES))
    total = form.fund_total
    assert total is not None
    shown = [cell.number for cell in (total.initial, total.spent, total.rate, total.forecast) if cell is not None]
    assert shown == [Decimal("100.88"), Decimal("56.04"), Decimal("55.55"), Decimal("99.83")]
    assert [row.role for row in form.funds] == [FundRole.TOTAL, FundRole.TOTAL, FundRole.SOURCE, FundRole.SOURCE]
    assert [row.forecast.text if row.forecast else None for row in form.funds] == ["99.83", "99.83", "99.83", "/"]


def test_a_form_whose_title_does_not_say_so() -> None:
    form = only_form(
        text_sheet("""
附件2
项目名称|图书采购||实施单位|图书馆
一级指标|二级指标|三级指标|指标值|1至6月完成情况|预计全年完成值|偏差原因及改进措施|完成目标可能性
产出指标|数量指标|图书册数|≥1000册|300册|1000册|招标推迟|有可能
""")
    )
    monitoring = monitoring_of(form)
    assert monitoring.months == 6
    (row,) = monitoring.rows
    assert row.forecast is not None and row.forecast.text == "1000册"
    assert row.indicator.reason is not None and row.indicator.reason.text == "招标推迟"
    assert [outlook_of(ticked) for ticked in row.outlooks] == ["possible"]


def test_a_plain_table_whose_title_names_the_period() -> None:
    form = only_form(
        text_sheet("""
2023年1-9月项目支出绩效监控情况表
项目名称|图书采购
一级指标|二级指标|三级指标|年度指标值|实际完成值|完成率|偏差原因
产出指标|数量指标|图书册数|≥1000册|300册|30%|
""")
    )
    monitoring = monitoring_of(form)
    assert (monitoring.months, monitoring.asks_causes) == (9, True)
    assert monitoring.rows[0].outlook_place is None


def test_targets_by_half_year_are_no_progress() -> None:
    form = only_form(
        text_sheet("""
项目名称|图书采购
一级指标|二级指标|三级指标|年度指标值|上半年完成目标|下半年完成目标
产出指标|数量指标|图书册数|≥1000册|300册|700册
""")
    )
    assert form.kind is Kind.GOALS


def test_a_self_evaluation_with_scores_is_no_monitoring_form() -> None:
    form = only_form(
        text_sheet("""
2022年度项目支出绩效执行监控情况表
项目名称|图书采购
一级指标|二级指标|三级指标|年度指标值|全年完成情况|分值|得分|说明
产出指标|数量指标|图书册数|≥1000册|1000册|90|90
""")
    )
    assert form.kind is Kind.PROJECT


SUBPROJECTS = """
子项目名称||||年初预算金额|到位金额|拨付金额
防腐系统维保费||||4|0|0
信息中心运行费||||20|20|20
合计||||24|20|20
"""


@pytest.mark.parametrize("below", [True, False], ids=["below", "above"])
def test_the_table_of_sub_projects(below: bool) -> None:
    lines = TWO_LINES.strip("\n").split("\n")
    table = SUBPROJECTS.strip("\n").split("\n")
    lines = [*lines[:-1], "", *table] if below else [*lines[:8], *table, *lines[8:]]
    form = only_form(text_sheet("\n".join(lines)))
    monitoring = monitoring_of(form)
    assert len(form.indicators) == 4
    assert [line.label.text for line in monitoring.subprojects] == ["防腐系统维保费", "信息中心运行费", "合计"]
    total = monitoring.subprojects[-1]
    assert total.is_total and total.paid is not None and total.paid.number == 20


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("1-9月执行情况", 9),
        ("1 — 6 月完成情况", 6),
        ("1～7月实际完成值", 7),
        ("一至九月执行情况", 9),
        ("执行情况（1-8月）", 8),
        ("截至2020年9月底完成值", 9),
        ("上半年完成情况", 6),
        ("前三季度完成情况", 9),
        ("全年完成情况", None),
        ("（2020年度）", None),
        ("1-13月执行情况", None),
    ],
)
def test_the_period_that_a_heading_names(text: str, months: int | None) -> None:
    assert months_in(text) == months
