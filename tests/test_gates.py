"""Files that cannot be read or hold no form, whole files with formulas and hidden sheets, and the little evaluator."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook as DrawnWorkbook
from places import WORKBOOKS

from jixiao.casework import case_sheet
from jixiao.check import CheckedFile, Choice, check_file, check_workbook
from jixiao.formulas import evaluate
from jixiao.reading import CODES
from jixiao.reading.grid import GridCell, Sheet, Workbook
from jixiao.rules import rule_of
from jixiao.rules.framework import Hit
from jixiao.rules.prompts import is_prompt
from jixiao.rules.refusals import UNFINISHED
from jixiao.scoring import shipped_profile
from jixiao.words import message_of

DECLARED = Choice(shipped_profile(), declared=True)
ROW = {"rows": "产出指标 | 质量指标 | 设备完好率 | ≥98% | 98% | 10 | 10 |"}
CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORKBOOK = min(WORKBOOKS.rglob("*.xlsx")).read_bytes()


def checked(content: bytes, folder: Path, name: str = "自评表.xlsx") -> CheckedFile:
    path = folder / name
    path.write_bytes(content)
    return check_file(path, DECLARED)


def codes(result: CheckedFile) -> list[str]:
    return [finding.code for finding in result.findings]


# -- JX001, JX002


def test_every_refusal_has_its_sentence() -> None:
    sentences = rule_of("JX001").sentences
    assert set(sentences) == CODES | {""} | set(UNFINISHED)
    for code in CODES | set(UNFINISHED):
        hit = Hit(None, "文件", wording=code, details={"code": code})
        said = message_of(rule_of("JX001").finding(hit, None, "", declared=True))
        # What it is, and what to do.
        assert said.endswith("。")
        assert said.count("。") > 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"", "空文件", id="empty"),
        pytest.param(CONTAINER + "EncryptedPackage".encode("utf-16-le"), "打开密码", id="encrypted"),
        pytest.param(CONTAINER + "Workbook\0".encode("utf-16-le"), ".xls", id="old"),
        pytest.param("<html><table><tr><td>项目名称</td></tr></table></html>".encode(), "网页", id="web page"),
        pytest.param("项目名称,信息用稿费\n".encode("gb18030"), "文本文件", id="csv"),
        pytest.param(b"%PDF-1.7\n", "不是表格文件", id="pdf"),
        pytest.param(WORKBOOK[: len(WORKBOOK) // 2], "截断", id="cut off"),
        pytest.param(WORKBOOK[:200] + bytes(200) + WORKBOOK[400:], "损坏", id="damaged"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_finding_that_says_why(content: bytes, said: str, tmp_path: Path) -> None:
    result = checked(content, tmp_path)
    (finding,) = result.findings
    assert (finding.code, finding.severity, finding.label, result.status) == ("JX001", "error", "文件", "unreadable")
    assert said in message_of(finding)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    result = check_file(tmp_path / "没有.xlsx", DECLARED)
    assert codes(result) == ["JX001"]
    assert "打不开" in message_of(result.findings[0])


def test_a_workbook_without_a_form_is_one_finding() -> None:
    result = check_workbook(Workbook((Sheet("Sheet1"),)), "空白.xlsx", DECLARED)
    assert codes(result) == ["JX002"]
    assert result.status == "no-form"


# -- JX003


def test_neither_the_title_nor_another_label_is_taken_for_a_misspelt_one() -> None:
    sheet = case_sheet({**ROW, "head": {"主管部门": "某县教育局", "项目单位": "某县电化教育馆"}})
    found = [f for f in check_workbook(Workbook((sheet,)), "自评表.xlsx", DECLARED).findings if f.code == "JX003"]
    assert [(f.label, f.cell) for f in found] == [("项目名称", "")]


# -- JX004, JX005: a sheet written by a program that does not compute


def test_a_target_that_a_program_wrote_as_a_formula(tmp_path: Path) -> None:
    drawn = DrawnWorkbook()
    sheet = drawn.active
    assert sheet is not None
    for row, column in case_sheet(ROW).cells:
        sheet.cell(row, column, case_sheet(ROW).cells[row, column].value)
    sheet["D11"] = "=9万元"
    sheet["G12"] = "=SUM(G11:G11)"
    content = BytesIO()
    drawn.save(content)
    found = [(f.code, f.cell) for f in checked(content.getvalue(), tmp_path).findings if f.code in ("JX004", "JX005")]
    assert found == [("JX004", "D11"), ("JX005", "G12")]


# -- JX006


def test_a_hidden_form_beside_a_visible_one_is_named_and_not_checked() -> None:
    sheets = (case_sheet(ROW), replace(case_sheet(ROW), name="2022年", state="hidden"))
    result = check_workbook(Workbook(sheets), "自评表.xlsx", DECLARED)
    (finding,) = result.file_findings
    assert (finding.code, finding.severity, finding.sheet, len(result.forms)) == ("JX006", "warning", "2022年", 1)
    assert "2022年" in message_of(finding)


def test_hidden_sheets_without_a_form_say_nothing() -> None:
    dictionary = Sheet("字典", "veryHidden", {(1, 1): GridCell("s", "产出指标", "General", None)})
    assert not check_workbook(Workbook((case_sheet(ROW), dictionary)), "自评表.xlsx", DECLARED).file_findings


@pytest.mark.parametrize(("rows", "named"), [([11, 12, 13], "第11–13行"), ([12], "第12行")])
def test_hidden_rows_are_named(rows: list[int], named: str) -> None:
    sheet = case_sheet({"rows": "\n".join([ROW["rows"]] * 3), "hidden_rows": rows})
    (finding,) = [f for f in check_workbook(Workbook((sheet,)), "自评表.xlsx", DECLARED).findings if f.code == "JX006"]
    assert finding.seen == named


def test_rows_hidden_down_to_the_end_are_named_as_far_as_the_form_goes() -> None:
    sheet = replace(case_sheet(ROW), hidden_rows=((11, 1_048_576),), hidden_columns=((12, 16_384),))
    (finding,) = [f for f in check_workbook(Workbook((sheet,)), "自评表.xlsx", DECLARED).findings if f.code == "JX006"]
    assert finding.seen == "第11–12行"


# -- JX007


PROMPTS = """
    请填写 请在此处输入实际完成值 请从下拉列表中选择 （请简要说明项目实施内容，100字以内） （100字以内） （预期目标）……
    请简要概述 填写说明：概述全年完成的工作 ××万元 ≥XX% XXX 20XX年XX月 XX单位 目标1：目标2：…… 点击此处输入文字 待填写
    未完成的，请说明原因 请说明未完成原因及改进措施 示例：≥95%
"""
NO_PROMPTS = """
    × X / —— …… 100字以内 请示未批复，年底前未能支付 请款手续未办完 请第三方机构测评，报告未出
    填报系统升级完成 填写率98% 请教专家3次
    目标1：培训70人 （一）完成填报系统升级 X光机购置1台 XX系统升级完成 2023年12月 见请示
    完成（100字以内） 例行检修12次 待合同付款时间再支付 简要流程再造3项 （中央资金） 示范点创建完成 目标责任制落实
"""


@pytest.mark.parametrize("text", PROMPTS.split())
def test_prompts(text: str) -> None:
    assert is_prompt(text)


@pytest.mark.parametrize("text", ["", *NO_PROMPTS.split()])
def test_what_only_looks_like_a_prompt(text: str) -> None:
    assert not is_prompt(text)


# -- the evaluator


def grid(**cells: str) -> Sheet:
    """A sheet of numbers, of 'texts, and of cells without a result ("")."""
    stored = {}
    for address, text in cells.items():
        kind = "s" if text.startswith("'") else "n" if text else "z"
        stored[int(address[1:]), ord(address[0]) - 64] = GridCell(kind, text.lstrip("'"), "General", None)
    return Sheet("表", cells=stored)


SHEET = grid(A1="20", A2="18.888", A3="'无", B1="0.1", B2="0.2", B3="", C1="4.745", C2="-3")


GIVEN = """
    1+2*3 = 7; (1+2)*3 = 9; -2+5 = 3; --2 = 2; 3-1-1 = 1; 12/4/3 = 1; 50% = 0.5; A1*50% = 10
    A2/A1 = 0.9444; A1 + 1 = 21; ROUND(A2/A1*100,2) = 94.44; ROUND($A$2,0) = 19; ROUND(C1,2) = 4.75; ROUND(-2.5,0) = -3
    ROUND(1234,-2) = 1200; SUM(A1:A3) = 38.888; SUM(A1:A1048576) = 38.888; SUM(A1,B1:B2, 3) = 23.3; SUM(A2:A1) = 38.888
    SUM(D1:D9) = 0; B1+B2 = 0.3; MAX(A1:B2) = 20; MIN(A1,C2) = -3; AVERAGE(A1:A4) = 19.444; D9+1 = 1
    MIN(10,MAX(0,10*(1-2.5*(1-0.97)))) = 9.25
"""
UNTOLD = """
    A1+; 1+A3; A3; B3; SUM(B1:B3); 1/0; A1/D9; AVERAGE(D1:D9); IF(A1>1,2,3); 统计表!A1; A1&B1; A1^2; SUM(A:A); A1 B1
    SUM((A1,B1)); ROUND(A1); ROUND(A1,99); SUMIF(A1:A2,1); Rate*2; {1,2}; 9 万元; "3"; [1]表!A1; A1:A2; AAAA1; ZZZ1
    1E5; 1); (); TRUE; SUM()
"""


def test_a_sum_over_a_huge_sheet_is_not_computed() -> None:
    cells = {(row, 1): GridCell("n", "1", "General", None) for row in range(1, 4002)}
    assert evaluate("SUM(A1:A4001)", Sheet("表", cells=cells)) is None
    assert evaluate("SUM(A1:A2000)", Sheet("表", cells=cells)) == 2000


def listed(text: str) -> list[str]:
    return [part.strip() for line in text.splitlines() for part in line.split(";") if part.strip()]


@pytest.mark.parametrize(("formula", "value"), [each.split(" = ") for each in listed(GIVEN)])
def test_what_a_formula_gives(formula: str, value: str) -> None:
    assert evaluate(formula, SHEET) == Decimal(value)


@pytest.mark.parametrize("formula", ["", *listed(UNTOLD), "(" * 200 + "1" + ")" * 200, "1+" * 300 + "1", "-" * 399])
def test_what_cannot_be_told(formula: str) -> None:
    assert evaluate(formula, SHEET) is None
