"""Forms are found by their headings, in whatever shape clerks and localities lay them out."""

from __future__ import annotations

from decimal import Decimal

import pytest
from text_sheets import names, only_form, text_sheet

from jixiao.form import FundRole, Kind
from jixiao.forms import forms_in
from jixiao.reading.grid import Merge, Sheet

OFFICIAL = """
2022年项目支出绩效自评表
项目名称 | 农村公路养护 | | 主管部门 | 交通运输局 | | 实施单位 | 公路管理站
项目资金\\n（万元） | | 年初\\n预算数 | 全年预算数\\n（A） | 全年执行数\\n（B） | 分值 | 执行率（B/A） | 得分
 | 年度资金总额： | 100 | 120 | 110 | 10 | 91.67% | 7
 | 其中：财政拨款 | 100 | 120 | 110 | — | 91.67% | —
 | 其他资金 | | | | — | | —
年度总体目标 | 预期目标 | | | 实际完成情况
 | 养护农村公路 | | | 养护完成
绩效指标 | 一级\\n指标 | 二级指标 | 三级指标 | 年度\\n指标值 | 实际\\n完成值 | 分值 | 得分 | 偏差原因分析\\n及改进措施
 | 产出指标（50分） | 数量指标 | 养护里程 | ≥120公里 | 125公里 | 20 | 20 |
 | | 质量指标 | 路面合格率 | ≥95% | 96% | 30 | 30 |
 | 效益指标（30分） | 社会效益 | 出行条件 | 改善 | 改善 | 30 | 28 | 冬季维修慢
 | 满意度指标 | 服务对象满意度 | 群众满意度 | ≥90% | 92% | 10 | 10 |
 | 总 分 | | | | | 100 | 95 |
评价等级 | 优
填表人：略 | | 联系电话：略
"""


def test_official_form() -> None:
    form = only_form(text_sheet(OFFICIAL))
    assert (form.kind, form.year, form.project) == (Kind.PROJECT, 2022, "农村公路养护")
    assert form.missing == ()
    assert [row.role for row in form.funds] == [FundRole.TOTAL, FundRole.SOURCE, FundRole.SOURCE]
    total = form.fund_total
    assert total is not None and total.rate is not None and total.rate.number == Decimal("91.67")
    assert form.goals is not None and form.goals.actual is not None and form.goals.actual.text == "养护完成"
    assert names(form) == ["养护里程", "路面合格率", "出行条件", "群众满意度"]
    assert [row.classes[0] for row in form.indicators] == ["产出指标(50分)"] * 2 + ["效益指标(30分)", "满意度指标"]
    assert form.total.score is not None and form.total.score.text == "95"
    assert form.total.grade is not None and form.total.grade.text == "优"


def test_every_value_keeps_its_cell() -> None:
    form = only_form(text_sheet(OFFICIAL, top=7, left=4))
    row = form.indicators[0]
    assert row.target is not None and (row.target.sheet, row.target.address, row.target.text) == (
        "表",
        "H16",
        "≥120公里",
    )


def test_funds_as_labels_with_values_beside_them() -> None:
    form = only_form(
        text_sheet("""
项目支出绩效自评表
（ 2021 年度）
项目名称：|农机补贴|预算单位：|农业农村局
预算执行情况（万元）|预算数：|36|执行数：|34
|其中：财政拨款|36|其中：财政拨款|34
一级指标|二级指标|三级指标|年初目标值(A)|实际完成值(B)|得分
产出指标|数量指标|补贴台数|≥10台|11台|20
|质量指标|合格率|≥95%|96%|20
总分|||||92
偏差大或目标未完成原因分析|农户申请推迟到次年一季度
""")
    )
    assert (form.year, form.project, form.text_of("unit")) == (2021, "农机补贴", "农业农村局")
    total = form.fund_total
    assert total is not None and total.budget is not None and total.spent is not None
    assert (total.budget.number, total.spent.number) == (36, 34)
    assert form.total.score is not None and form.total.score.number == 92
    assert [remark.value.text for remark in form.remarks] == ["农户申请推迟到次年一季度"]


def test_operator_and_unit_in_columns_of_their_own() -> None:
    form = only_form(
        text_sheet("""
2022年项目支出绩效自评表
金额单位：元
项目名称|教师培训||主管部门|教育局||实施单位|第一中学
项目预算执行情况（元）||年初预算|调整后预算数|预算执行数|预算执行率|权重|得分|原因
|总额|100000|120000|110000|91.67%|10|9.17|年底结算
|其中：财政资金|100000|120000|110000|91.67%|/|/
绩效指标（90分）|一级指标|二级指标|三级指标|指标性质|指标值|度量单位|完成值|权重|得分|未完成原因分析
|产出指标|数量指标|培训人数|≥|100|人次|120|20|20
|产出指标|质量指标|合格率|＝|100|%|100|20|20
|产出指标|质量指标|课堂环境|定性|优|/|优|20|20
合计||||||||100|95
""")
    )
    assert form.money_unit == "元"
    assert [row.target_text for row in form.indicators] == ["≥100人次", "=100%", "优"]
    assert form.funds[0].reason is not None and form.funds[0].reason.text == "年底结算"


def test_header_printed_again_on_the_next_page() -> None:
    form = only_form(
        text_sheet("""
||项目支出绩效自评情况表
||项目名称||图书采购
||一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|备注
||产出指标|数量指标|图书册数|≥1000册|1000册|40|40
||一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|备注
|||质量指标|正版率|100%|100%|50|50
||合计|||||90|90
""")
    )
    assert names(form) == ["图书册数", "正版率"]
    assert form.indicators[1].classes == ("产出指标", "质量指标")


def test_headings_in_two_lines() -> None:
    merges = (Merge(2, 1, 2, 3), *(Merge(2, column, 3, column) for column in (4, 5, 6, 7, 8)))
    form = only_form(
        text_sheet(
            """
项目支出绩效自评表
绩效指标|||年度指标值|实际完成值|分值|得分|偏差原因分析
一级指标|二级指标|三级指标
产出指标|数量指标|图书册数|≥1000册|1000册|90|90
""",
            merges=merges,
        )
    )
    assert names(form) == ["图书册数"]


def test_level_names_under_one_another_without_merges() -> None:
    form = only_form(
        text_sheet("""
一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分
产出指标|数量指标|图书册数|≥1000册|1000册|40|40

||桌椅套数|≥50套|50套|40|40
效益指标||读者人次|≥500人次|600人次|10|10
""")
    )
    assert [row.classes for row in form.indicators] == [
        ("产出指标", "数量指标"),
        ("产出指标", "数量指标"),
        ("效益指标", ""),
    ]


def test_rows_under_the_form_are_no_indicators() -> None:
    form = only_form(
        text_sheet("""
一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分
产出指标|数量指标|图书册数|≥1000册|1000册|90|90
注：1.得分一档最高不能超过该指标分值上限。
填报单位：图书馆|||填报人：略||联系电话：略
""")
    )
    assert names(form) == ["图书册数"]


@pytest.mark.parametrize(
    "text", ["序号|姓名|电话\n1|略|略", "2023年决算说明\n收入|支出\n10|10", "一级指标|二级指标\n产出指标|数量指标"]
)
def test_other_tables_are_no_forms(text: str) -> None:
    assert list(forms_in(text_sheet(text))) == []


def test_a_whole_column_merged_by_mistake() -> None:
    sheet = text_sheet(OFFICIAL, merges=(Merge(1, 14, 1 << 20, 1 << 14),))
    assert len(only_form(sheet).indicators) == 4


def test_a_misspelt_heading_is_named() -> None:
    form = only_form(text_sheet(OFFICIAL.replace("实际\\n完成值", "实际完戊值")))
    ((role, nearest),) = form.missing
    assert role == "实际完成值"
    assert nearest is not None and nearest.text == "实际完戊值"


def test_an_empty_sheet() -> None:
    assert list(forms_in(Sheet("表"))) == []


@pytest.mark.parametrize("value", ["2023年", "年", "2023年度", "详见绩效自评表"])
def test_a_value_that_looks_like_a_heading_ends_no_table(value: str) -> None:
    form = only_form(text_sheet(OFFICIAL.replace("≥95%", value)))
    assert names(form) == ["养护里程", "路面合格率", "出行条件", "群众满意度"]


# What a value says never ends a table, and what is no indicator never becomes one.


@pytest.mark.parametrize(
    "name",
    ["审核及时率", "联系群众户数", "经办人员培训次数", "填报及时率", "报送绩效自评表", "负责人培训人数", "合计"],
)
def test_an_indicator_may_be_called_like_a_footer_or_a_total(name: str) -> None:
    form = only_form(text_sheet(OFFICIAL.replace("路面合格率", name)))
    assert names(form) == ["养护里程", name, "出行条件", "群众满意度"]
    assert form.total.score is not None and form.total.score.text == "95"


def test_a_note_across_the_table_is_no_indicator() -> None:
    lines = OFFICIAL.strip("\n").split("\n")
    lines.insert(10, "|（以下由各股室分别填写）")
    form = only_form(text_sheet("\n".join(lines), merges=(Merge(11, 2, 11, 9),)))
    assert names(form) == ["养护里程", "路面合格率", "出行条件", "群众满意度"]


@pytest.mark.parametrize("numbers", ["|1|2|3|4|5|6|7|8", "|A|B|C|D|E|F|G|H", "|①|②|③|④|⑤|⑥|⑦|⑧=⑤/④"])
def test_a_line_that_numbers_the_columns_is_no_indicator(numbers: str) -> None:
    lines = OFFICIAL.strip("\n").split("\n")
    lines.insert(9, numbers)
    assert names(only_form(text_sheet("\n".join(lines)))) == ["养护里程", "路面合格率", "出行条件", "群众满意度"]


@pytest.mark.parametrize("label", ["自评得分", "综合评分", "绩效自评总分", "得分合计", "合计（分）"])
def test_the_total_under_other_names(label: str) -> None:
    form = only_form(text_sheet(OFFICIAL.replace("总 分", label)))
    assert len(form.indicators) == 4
    assert form.total.score is not None and form.total.score.number == 95


def test_the_total_in_one_cell_with_its_label() -> None:
    form = only_form(text_sheet(OFFICIAL.replace("| 总 分 | | | | | 100 | 95 |", "| 总分：95分")))
    assert form.total.score is not None and form.total.score.number == 95


def test_the_title_again_on_the_next_page() -> None:
    lines = OFFICIAL.strip("\n").split("\n")
    lines[11:11] = ["2022年项目支出绩效自评表（续）", lines[8]]
    form = only_form(text_sheet("\n".join(lines)))
    assert names(form) == ["养护里程", "路面合格率", "出行条件", "群众满意度"]


def test_funds_under_the_indicators() -> None:
    lines = OFFICIAL.strip("\n").split("\n")
    form = only_form(text_sheet("\n".join([*lines[:2], *lines[6:14], *lines[2:6]])))
    assert form.fund_total is not None and form.fund_total.spent is not None
    assert form.fund_total.spent.number == 110


def test_the_total_of_the_funds_stands_last() -> None:
    lines = OFFICIAL.strip("\n").split("\n")
    lines[3:6] = [lines[4], lines[5], lines[3].replace("年度资金总额：", "合计")]
    form = only_form(text_sheet("\n".join(lines)))
    assert [row.role for row in form.funds] == [FundRole.SOURCE, FundRole.SOURCE, FundRole.TOTAL]


@pytest.mark.parametrize(("typed", "number"), [("120万元", 120), ("1,200,000.00元", 120), ("￥120", 120)])
def test_amounts_typed_with_their_unit(typed: str, number: int) -> None:
    form = only_form(text_sheet(OFFICIAL.replace("| 100 | 120 | 110 | 10 ", f"| 100 | {typed} | 110 | 10 ")))
    assert form.fund_total is not None and form.fund_total.budget is not None
    assert form.fund_total.budget.number == number


def test_several_labels_in_one_cell() -> None:
    text = OFFICIAL.replace(
        "主管部门 | 交通运输局 | | 实施单位 | 公路管理站", "主管部门：交通运输局    实施单位：公路管理站"
    )
    form = only_form(text_sheet(text))
    assert (form.text_of("department"), form.text_of("unit")) == ("交通运输局", "公路管理站")


def test_invisible_characters_and_line_breaks_in_names() -> None:
    form = only_form(text_sheet(OFFICIAL.replace("路面合格率", "\ufeff路面\\n合格率\u200b")))
    assert names(form)[1] == "路面合格率"


def test_weights_that_stand_only_in_the_names_of_level_1() -> None:
    form = only_form(
        text_sheet("""
2022年项目支出绩效自评表
项目名称 | 图书采购 | 主管部门 | 教育局 | 实施单位 | 图书馆
一级指标|二级指标|三级指标|年度指标值|实际完成值|得分|偏差原因分析
产出指标（50分）|数量指标|图书册数|≥1000册|1000册|50|
效益指标（30分）|社会效益|读者人次|≥500人次|600人次|30|
满意度指标（10分）|服务对象满意度|读者满意度|≥90%|92%|10|
总分|||||100|
""")
    )
    assert form.missing == ()
