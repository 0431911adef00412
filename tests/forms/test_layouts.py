"""Families of layouts: what other localities print is read whole, without a heading missed and without noise."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest
from text_sheets import text_sheet

from jixiao.check import CheckedForm, Choice, check_workbook
from jixiao.form import Kind
from jixiao.forms.layouts import layouts
from jixiao.forms.words import spellings
from jixiao.reading.grid import Merge, Workbook
from jixiao.scoring import profile_names, shipped_profile

SICHUAN = """
2022年项目支出绩效自评表
主管部门|教育局||||实施单位|第一中学
项目名称|教师培训经费
项目预算执行情况（元）||年初预算数|调整后预算数|预算执行数|预算执行率|权重|得分|原因
|总额|100000|100000|91670|91.67%|10|9.17|年底结算，资金未支付
|其中：财政资金|100000|100000|91670|91.67%|/|/
|财政专户管理资金|0|0|0||/|/
|单位资金|0|0|0||/|/
年度总体目标||预期目标||||实际完成情况
||培训教师100人次，提升教学水平。||||培训教师95人次，考核全部合格。
绩效指标（90分）|一级指标|二级指标|三级指标|指标性质|指标值|度量单位|完成值|权重|得分|未完成原因分析
|产出指标|数量指标|培训人数|≥|100|人次|95|20|19|5人调离，下年补训
|产出指标|质量指标|合格率|＝|100|%|100|20|20
|产出指标|时效指标|完成及时性|定性|及时|/|及时|10|10
|产出指标|成本指标|培训成本|≤|100000|元|91670|10|10
|效益指标|社会效益指标|教学水平|定性|有效提升|/|有效提升|20|20
|满意度指标|服务对象满意度指标|教师满意度|≥|95|%|96|10|10
合计||||||||100|98.17
评价结论|培训完成较好
存在问题|无
改进措施|无
项目负责人：略||财务负责人：略
"""
IN_WAN = (
    SICHUAN.replace("（元）", "（万元）").replace("|元|", "|万元|").replace("100000", "10").replace("91670", "9.167")
)
YUNNAN = """
公开15表
2022年度项目支出绩效自评表
公开部门：某县教育局||||||||金额单位：元
项目名称||农村义务教育补助
主管部门||某县教育局||||实施单位||第一中学
项目资金（元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分
|年度资金总额|500000|500000|450000|10|90.00|9.00
|其中：当年财政拨款|500000|500000|450000|—|90.00|—
|上年结转资金||||—||—
|其他资金||||—||—
年度总体目标||预期目标|||||实际完成情况
||按时足额发放补助资金。|||||补助资金已发放，2名学生账号有误。
绩效指标|||年度指标值|||实际完成值|分值|得分|偏差原因分析及改进措施
一级指标|二级指标|三级指标|指标性质|指标值|度量单位
产出指标|数量指标|补助人数|大于等于|1000|人|1000|20|20
产出指标|质量指标|发放准确率|等于|100|%|95|20|19|账号错误，已更正并补发
产出指标|时效指标|发放时限|小于等于|30|天|25|20|20
效益指标|社会效益指标|就学保障|定性指标|有保障||有保障|20|20
满意度指标|服务对象满意度|学生满意度|正向指标|90|%|92|10|10
其他需要说明事项|||无
总分||||||||98|优
"""
YUNNAN_MERGES = (
    Merge(13, 1, 13, 3),
    Merge(13, 4, 13, 6),
    *(Merge(13, column, 14, column) for column in (7, 8, 9, 10)),
)
HUBEI = """
2021年度农机购置补贴项目自评表
单位名称：农业农村局||||填报日期：2022年3月
项目名称|农机购置补贴
主管部门|农业农村局|||项目实施单位|农机局
预算执行情况（万元）（20分）|||预算数（A）|执行数（B）|执行率（B/A）|得分（20分*执行率）
||年度财政资金总额|36|34|94.44%|18.89
年度绩效目标1（80分）|一级指标|二级指标|三级指标|年初目标值（A）|实际完成值（B）|得分
|产出指标|数量指标|补贴台数|≥10台|11台|20
||质量指标|合格率|≥95%|96%|
|效益指标|社会效益指标|机械化水平|提升|提升|40
|满意度指标|服务对象满意度|农户满意度|≥90%|85%|18.89
总分||||||97.78
偏差大或目标未完成原因分析|农户申请推迟到次年一季度，满意度样本偏少
改进措施及结果应用方案|加强宣传，扩大样本
备注：预算执行情况口径：预算数为调整后财政资金总额
"""
HUBEI_MERGES = (Merge(8, 7, 9, 7),)
MOF_2017 = """
项目支出绩效自评表
（2018年度）
项目名称|图书采购
主管部门及代码|教育局[105]|||实施单位|图书馆
项目资金（万元）||全年预算数（A）|全年执行数（B）|分值|执行率(B/A)|得分
|年度资金总额：|36|34|10|94.44%|9.44
|其中：本年财政拨款|36|34|-|94.44%|-
|其他资金|||-||-
年度总体目标|年初设定目标|||年度总体目标完成情况综述
|采购图书1000册，改善阅读条件。|||采购图书950册，阅读条件得到改善。
绩效指标|一级指标|二级指标|三级指标|分值|年度指标值|全年实际值|得分计算方法|得分|未完成原因分析
|产出指标|数量指标|图书册数|30|≥1000册|950册|完成的记满分；未完成的按B/A*分值记分|28.5|书商缺货，次年补采
||质量指标|正版率|20|≥100%|100%||20|
|效益指标|社会效益指标|阅读条件|30|改善|改善||30|
|满意度指标|读者满意度|读者满意度|10|≥90%|95%||10|
总分||||100||||97.94
"""
CHONGQING = """
2022年度项目绩效目标自评表
项目名称|乡村道路养护|项目编码|略
主管部门|交通局|财政处室|略
资金情况（元）|年初预算数|全年（调整）预算数|全年执行数|执行率（%）|执行率权重（分）|执行率得分（分）
年度总金额|100000|100000|75000|75|10|7.5
其中：财政资金|100000|100000|75000|75||
当年绩效目标|年初绩效目标|||全年（调整）绩效目标|||全年目标实际完成情况
|养护农村道路120公里。|||养护农村道路120公里。|||养护道路120公里，道路畅通。
绩效指标|指标名称|计量单位|指标性质|年初指标值|调整指标值|全年完成值|得分系数（%）|指标权重（分）|指标得分（分）|是否核心指标
|养护里程|公里|≥|120|120|120|100|40|40|是
|路面合格率|%|≥|95|95|96|100|30|30|是
|返工处数|处|反向指标|3|3|2|100|20|20|否
说明|工程款待审计后支付
"""
GUANGXI = """
2022年项目支出绩效自评表
项目名称|农村公路养护
主管部门|交通运输局|||实施单位|公路管理站
项目资金（万元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分
|年度资金总额|120|120|120|10|100%|10
绩效指标|一级指标|二级指标|三级指标|指标值|||实际完成值|分值|得分|偏差原因分析及改进措施
||||符号|值|单位（文字描述）
|产出指标|数量指标|养护里程|≥|120|公里|110|40|36.67|雨季塌方，10公里改线
|产出指标|质量指标|路面合格率|≥|95|%|96|10|10
|效益指标|社会效益指标|出行条件|定性|改善||改善|30|30
|满意度指标|服务对象满意度|群众满意度|≥|90|%|92|10|10
总分||||||||100|96.67
"""
GUANGDONG = """
2022年度项目支出绩效自评表
填报单位：某县人社局
项目名称|培训费
主管部门|人社局
资金情况（万元）||年初预算数|全年预算数|全年执行数|执行率|分值|得分
|年度资金总额|50|50|50|100%|10|10
一级指标|二级指标|三级指标|预期实现值|全年实际完成值|分数|自评打分|未达标原因
产出指标|数量指标|培训期数|≥4期|4期|40|40
产出指标|质量指标|合格率|≥95%|96%|10|10
效益指标|社会效益|就业率提升|≥5%|4%|30|24|企业招工减少，将加强对接
满意度指标|满意度|学员满意度|≥90%|95%|10|10
合计|||||100|94
"""
PUBLISHED: dict[str, tuple[str, str, tuple[Merge, ...]]] = {
    "四川": ("sichuan", SICHUAN, ()),
    "四川万元": ("sichuan", IN_WAN, ()),
    "云南": ("yunnan", YUNNAN, YUNNAN_MERGES),
    "云南不合并": ("yunnan", YUNNAN, ()),
    "云南一行表头": (
        "yunnan",
        YUNNAN.replace("绩效指标|||年度指标值|||实际完成值|分值|得分|偏差原因分析及改进措施\n", "").replace(
            "|指标性质|指标值|度量单位\n", "|指标性质|指标值|度量单位|实际完成值|分值|得分|偏差原因分析及改进措施\n"
        ),
        (),
    ),
    "湖北": ("hubei", HUBEI, HUBEI_MERGES),
    "湖北没有括号": ("hubei", HUBEI.replace("（A）", "").replace("（B）", "").replace("（B/A）", ""), HUBEI_MERGES),
    "2017": ("mof-2017", MOF_2017, ()),
    "2017没有得分计算方法": (
        "mof-2017",
        "\n".join(
            "|".join(part for index, part in enumerate(line.split("|")) if index != 7 or line.count("|") < 8)
            for line in MOF_2017.split("\n")
        ),
        (),
    ),
    "重庆": ("chongqing", CHONGQING, ()),
    "广西": ("yunnan", GUANGXI, (Merge(6, 5, 6, 7),)),
    "广东": ("mof", GUANGDONG, ()),
}
COUNTS: Mapping[str, int] = {
    "重庆": 3,
    "湖北": 4,
    "湖北没有括号": 4,
    "2017": 4,
    "2017没有得分计算方法": 4,
    "广西": 4,
    "广东": 4,
}


def checked(name: str, choice: Choice | None = None) -> CheckedForm:
    _, text, merges = PUBLISHED[name]
    file = check_workbook(Workbook((text_sheet(text, merges=merges),)), "a.xlsx", choice or Choice(shipped_profile()))
    (form,) = file.forms
    return form


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_shape_is_read_whole(name: str) -> None:
    form = checked(name).form
    assert (form.kind, form.layout, form.missing) == (Kind.PROJECT, PUBLISHED[name][0], ())
    assert len(form.live) == COUNTS.get(name, 5 if name.startswith("云南") else 6)
    assert form.fund_total is not None and form.project
    for row in form.live:
        assert row.name and row.target_value is not None and row.actual_value is not None
        assert row.score is not None and row.score.number is not None


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_sound_form_of_a_published_shape_gets_nothing_that_must_be_changed(name: str) -> None:
    assert [(each.code, each.label) for each in checked(name).findings if each.severity != "info"] == []


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_points_of_a_published_shape_are_reproduced(name: str) -> None:
    form = checked(name)
    if form.printed_score is not None:
        assert form.subject.computed_total == form.printed_score


@pytest.mark.parametrize(
    ("name", "profile"), [("四川", "sichuan"), ("湖北", "hubei"), ("2017", "mof-2020"), ("云南", "mof-2020")]
)
def test_a_layout_leans_towards_its_own_profile(name: str, profile: str) -> None:
    assert checked(name).subject.profile.name == profile


def test_signs_in_a_column_of_their_own() -> None:
    targets = [
        (row.target_text, row.target_quantity.operator if row.target_quantity else None)
        for row in checked("云南").form.live
    ]
    assert targets == [("大于等于1000人", "≥"), ("等于100%", "="), ("小于等于30天", "≤"), ("有保障", None), ("90%", "")]
    last = checked("重庆").form.live[-1]
    assert last.target_quantity is not None
    assert (last.target_text, last.target_quantity.operator, last.target_quantity.unit) == ("3处", "≤", "处")


def test_money_in_yuan() -> None:
    form = checked("四川")
    assert form.form.money_unit == "元"
    assert form.subject.budget == 100000
    assert [cost.planned for cost in form.subject.cost_rows] == [Decimal(100000)]


def test_what_a_layout_has_no_column_for_is_said_not_to_be_checked() -> None:
    hubei = {each.code: each.why for each in checked("湖北").not_checked}
    for code in ("JX401", "JX402", "JX403", "JX404", "JX405", "JX406", "JX408", "JX501", "JX503"):
        assert hubei[code] == "指标表没有“分值”栏"
    assert hubei["JX205"] == "资金表没有“年初预算数”栏"
    assert {each.code: each.why for each in checked("2017").not_checked}["JX205"] == "资金表没有“年初预算数”栏"
    assert {each.code: each.why for each in checked("重庆").not_checked}["JX502"] == "没有总分行"


def test_the_execution_score_out_of_twenty() -> None:
    declared = Choice(shipped_profile("hubei"), declared=True)
    assert [each.code for each in checked("湖北", declared).findings if each.code == "JX202"] == []
    wrong = HUBEI.replace("18.89\n年度", "17.5\n年度")
    file = check_workbook(Workbook((text_sheet(wrong, merges=HUBEI_MERGES),)), "a.xlsx", declared)
    assert [(each.code, each.expected) for each in file.findings if each.code == "JX202"] == [("JX202", "18.89")]


def test_a_foot_explains_a_row_of_hubei() -> None:
    silent = HUBEI.replace("农户申请推迟到次年一季度，满意度样本偏少", "")
    file = check_workbook(Workbook((text_sheet(silent, merges=HUBEI_MERGES),)), "a.xlsx", Choice(shipped_profile()))
    assert [each.label for each in file.findings if each.code == "JX601"] == ["农户满意度"]


def test_a_lost_heading_does_not_make_another_layout() -> None:
    text = GUANGDONG.replace("|分数|自评打分|", "||自评打分|")
    file = check_workbook(Workbook((text_sheet(text),)), "a.xlsx", Choice(shipped_profile()))
    assert [each.label for each in file.findings if each.code == "JX003"] == ["分值"]


def test_layouts_name_only_known_roles_and_profiles_only_known_layouts() -> None:
    for layout in layouts():
        for role in (*layout.has, *layout.lacks, *layout.order):
            group_name, _, bare = role.rpartition(".")
            assert spellings(group_name or "table", bare), role
    names = {layout.name for layout in layouts()}
    assert all(names.issuperset(shipped_profile(name).layouts) for name in profile_names())
