"""0xx: what must be in order before the figures can be trusted: file, headings, formulas, hidden and left-over text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jixiao.finding import Severity
from jixiao.form import Cell, Kind
from jixiao.rules.concealment import hidden_columns, hidden_rows
from jixiao.rules.fields import Field, goals_of, name_of
from jixiao.rules.formula_cells import is_typed, recomputed, shows_error, suspicious
from jixiao.rules.framework import RETURNED, Hit, rule
from jixiao.rules.prompts import is_no_name, is_open_year_line, is_prompt, leaves_year_open
from jixiao.rules.refusals import SENTENCES, UNFINISHED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.rules.subject import Subject

_FIRST_ROWS = 8
# A file that cannot be read or holds no form has nothing that a rule could look at: ``check`` makes these findings.
_NO_FORMS: frozenset[Kind] = frozenset()


@rule("JX001", "unreadable-file", Severity.ERROR, {**SENTENCES, **UNFINISHED}, kinds=_NO_FORMS)
def unreadable_file(_: Subject) -> Iterator[Hit]:
    """文件读不出来

    文件不是 .xlsx（或 .xlsm）表格、加了打开密码、已损坏、没有传完，或大得不合常理。
    读不出来的文件没有检查，不等于没有问题。

    违反示例
        自评表.xls（旧版格式）；加了打开密码的自评表.xlsx；0 字节的文件

    正确示例
        用 Excel 或 WPS 另存的自评表.xlsx，没有打开密码

    依据
        行业惯例

    怎样改
        用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”，去掉打开密码；打不开的，问填表人要原件。
    """
    yield from ()


@rule(
    "JX002",
    "no-form-found",
    Severity.ERROR,
    "文件里没有找到绩效自评表：没有一行同时写着“三级指标”“年度指标值”“得分”这类表头。请核对是否交错了文件，或表头被删改；表样本来如此的，问财政部门。",
    kinds=_NO_FORMS,
)
def no_form_found(_: Subject) -> Iterator[Hit]:
    """没有找到绩效自评表

    工作簿能打开，但没有一张工作表有自评表的表头。位置在哪里没有关系，靠表头的字认表。

    违反示例
        交来的是支出明细表；表头一行被删掉了

    正确示例
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施

    依据
        行业惯例

    怎样改
        交下发表样填成的表；表头被删的，从表样复制回来。
    """
    yield from ()


@rule(
    "JX003",
    "heading-missing",
    Severity.ERROR,
    {
        "": "没有找到“{expected}”这一栏。请对照下发的表样补上，不要删改表头；表样本来没有的，问财政部门。",
        "nearest": "{cell}写的是“{seen}”，是不是“{expected}”？请按下发表样的字样改回；表样本来如此的，问财政部门。",
    },
    kinds=RETURNED,
)
def heading_missing(subject: Subject) -> Iterator[Hit]:
    """缺少表样规定的栏

    表样规定的表头或栏目名没有找到，这一栏的内容也就没有检查。多半是表头被删、被改写，或漏了一列。

    违反示例
        表头“实际完值”（漏了一个字）

    正确示例
        表头“实际完成值”

    依据
        行业惯例

    怎样改
        从下发的表样复制表头，不要改字、合并或删列。
    """
    form = subject.form
    named = (form.title, *(field.label for field in form.head.values()))
    for role, nearest in form.missing:
        # A title or another label may look alike, but is what it is.
        if nearest is None or nearest in named:
            yield Hit(None, role, expected=role)
        else:
            yield Hit(nearest, role, nearest.text, role, wording="nearest")


@rule(
    "JX004",
    "formula-error",
    Severity.ERROR,
    {
        "": "{cell}“{label}”显示{seen}，公式出错了。请改正公式，或直接填数；公式不是自己设的，问下发表样的部门。",
        "typed": "{cell}“{label}”的“{seen}”被当成了公式，等号丢了。请先把单元格设为“文本”格式，再重新填“{seen}”。",
    },
    kinds=RETURNED,
)
def formula_error(subject: Subject) -> Iterator[Hit]:
    """公式出错，或目标被当成了公式

    单元格显示 #NAME?、#REF!、#VALUE!、#DIV/0! 等错误；或者目标以等号开头直接敲进去，软件当成公式收下，等号就丢了。
    引用别的单元格的公式没有问题。

    违反示例
        得分显示 #REF!；年度指标值敲成公式 =98%，单元格里只剩 98%

    正确示例
        单元格先设为“文本”格式，再填 =98%

    依据
        行业惯例

    怎样改
        公式引用了被删的行列的，改正引用；目标以“=”开头的，先把单元格设为文本，或在前面加一个英文单引号。
    """
    for field in suspicious(subject):
        if is_typed(field):
            yield field.hit(f"={field.cell.formula}", wording="typed")
        elif shows_error(field.cell):
            yield field.hit(field.cell.text)


@rule(
    "JX005",
    "stale-cache",
    Severity.WARNING,
    {
        "": "{cell}“{label}”是公式，文件里没有存下结果，读不到数。请用 Excel 或 WPS 打开，按 F9 重算，保存后再交。",
        "stale": "{cell}“{label}”存的是{seen}，按公式应为{expected}，像是旧数。请按 F9 重算并保存，再核对有关的数。",
    },
    kinds=RETURNED,
)
def stale_cache(subject: Subject) -> Iterator[Hit]:
    """公式的结果没有存下，或是旧数

    公式单元格没有保存计算结果（由程序生成、没有在表格软件里打开过），或者保存的结果与重算的不一致（关了自动重算）。
    只重算加减乘除、百分比和 SUM、ROUND、MAX、MIN、AVERAGE；别的公式不判断。

    违反示例
        得分合计 =SUM(G11:G20)，存的是 95，各行相加是 94.5

    正确示例
        打开、重算、保存之后再交，存的与算的一致

    依据
        行业惯例

    怎样改
        用 Excel 或 WPS 打开，“公式”选“自动重算”，按 F9，保存。
    """
    for field in suspicious(subject):
        cell = field.cell
        if is_typed(field) or shows_error(cell):
            continue
        if cell.kind == "z":
            yield field.hit()
        elif expected := recomputed(subject, cell):
            yield field.hit(cell.text, expected, wording="stale")


@rule(
    "JX006",
    "hidden-content",
    Severity.WARNING,
    {
        "": "{seen}被隐藏或筛选掉了，里面有“{label}”等内容。请取消隐藏，核对后再交；不用的请删去，不要藏起来。",
        "sheet": "工作表“{seen}”是隐藏的，里面另有一张表，没有检查。要交的请取消隐藏；不用的（如上年旧表）请删除。",
        "alone": "工作表“{seen}”是隐藏的，收表的人打开看不到。请取消隐藏，核对是要交的表后再交。",
    },
    kinds=RETURNED,
)
def hidden_content(subject: Subject) -> Iterator[Hit]:
    """表上的内容被隐藏

    自评表的行、列或整张工作表被隐藏，里面有内容：看的人看不到，合计却算了进去。空行、没有用的行和表外的辅助列不算。

    违反示例
        第12–14行隐藏，里面有3个指标

    正确示例
        取消隐藏；不用的指标行整行删去

    依据
        行业惯例

    怎样改
        全选，右键“取消隐藏”，清除筛选；核对露出来的内容，不用的删去，再核对合计。
    """
    if subject.sheet.state != "visible":
        yield Hit(subject.form.title, "工作表", subject.sheet.name, wording="alone")
    yield from hidden_rows(subject)
    yield from hidden_columns(subject)


@rule(
    "JX007",
    "placeholder-left",
    Severity.ERROR,
    {
        "": "{cell}“{label}”还留着表样的提示文字“{seen}”。请改填实际内容。",
        "name": "{cell}指标名称只有表样的“{seen}”，这一行却填了内容。请写明三级指标名称，与批复的绩效目标表一致。",
        "year": "{cell}年度还是表样的“{seen}”。请填自评的年度，如2023年度。",
    },
    kinds=RETURNED,
)
def placeholder_left(subject: Subject) -> Iterator[Hit]:
    """表样的提示文字没有改掉

    栏目里仍是表样的提示（请填写…、（100字以内）、XX万元、目标1：），没有填实际内容。内容之后附带的提示不算，指标名称里的字不算。

    违反示例
        预期目标“请填写年度总体目标”；年度指标值“≥XX%”；（XXXX年度）

    正确示例
        预期目标“完成全县中小学网络改造，保障日常教学。”

    依据
        行业惯例

    怎样改
        用实际内容替换提示文字；不适用的栏填“—”。
    """
    form = subject.form
    fields = [Field(field.value, name_of(field.label), "head", role) for role, field in form.head.items()]
    for field in (*fields, *goals_of(form)):
        if is_prompt(field.cell.text):
            yield field.hit(_shortened(field.cell.text))
    yield from _prompts_in_rows(subject)
    if form.year is None:
        yield from _open_years(subject)


def _prompts_in_rows(subject: Subject) -> Iterator[Hit]:
    seen: set[tuple[int, int]] = set()
    for row in subject.form.indicators:
        for cell in (row.target, row.actual, row.reason):
            if cell is None or not cell.is_filled or not is_prompt(cell.text):
                continue
            place = (cell.row, cell.column)
            if place not in seen:
                seen.add(place)
                yield Field(cell, row.name or "三级指标", "row", "", row).hit(_shortened(cell.text))
        named = row.level3
        if named is None or not is_no_name(named.text):
            continue
        # A template may keep a weight, and a formula that gives 0, in its unused rows.
        if any(cell is not None and cell.is_filled for cell in (row.target, row.actual)):
            yield Field(named, named.text.rstrip("：: "), "row", "", row).hit(named.text, wording="name")


def _open_years(subject: Subject) -> Iterator[Hit]:
    title, top = subject.form.title, subject.form.bounds[0]
    if title is not None and leaves_year_open(title.text):
        yield Hit(title, "年度", _shortened(title.text), wording="year")
        return
    for (row, column), stored in subject.sheet.cells.items():
        if top <= row < top + _FIRST_ROWS and stored.kind == "s" and is_open_year_line(stored.value):
            cell = Cell(subject.form.sheet, row, column, stored.value)
            yield Hit(cell, "年度", stored.value.strip(), wording="year")
            return


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 20 else f"{line[:20]}…"
