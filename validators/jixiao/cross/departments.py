"""JX902: a department against its projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jixiao.cross.against_roster import is_complete
from jixiao.cross.agreement import amount_in, middle, total_of
from jixiao.cross.duplicates import same_project_groups
from jixiao.cross.framework import Across, cross_rule
from jixiao.finding import Severity
from jixiao.form import FundRole, Kind
from jixiao.rules.framework import Hit
from jixiao.values import half_up, plain, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.cross.gathering import Gathering, Return
    from jixiao.form import Cell
    from jixiao.values import Interval

_FIGURES = {"budget": "全年预算数", "spent": "全年执行数"}
_PER = {"万元": 10000, "元": 1}


@cross_rule(
    "JX902",
    "department-total-differs",
    Severity.WARNING,
    {
        "": "{cell}“项目支出”{figures}，与收到的{count}张项目自评表合计不一致。请逐个项目核对，问本单位财务。",
        "short": "{cell}“项目支出”{figures}，收到的{count}张项目自评表合计偏少。"
        "有项目没有交表的先补齐；已交齐的请逐个项目核对，问本单位财务。",
    },
)
def department_total_differs(gathering: Gathering) -> Iterator[Across]:
    """部门整体自评表的项目支出与各项目自评表合计不一致

    部门整体支出自评表“项目支出”行的全年预算数、全年执行数，应等于该部门同一年度各项目支出自评表
    （不计系统导出表）资金总额的合计。按印出来的位数比较，四舍五入的差不算；元和万元换算后再比。
    给了名单（--roster）并且名单上的项目都交齐了的，列为必须修改。

    违反示例
        部门整体表：项目支出执行数 191.53；13 张项目表执行数合计 220.53

    正确示例
        部门整体表：项目支出执行数 191.53；13 张项目表执行数合计 191.53

    依据
        行业惯例

    怎样改
        先看项目表是否交齐、有没有重复交的；都齐的，按决算逐个核对项目的预算数和执行数，错在哪张改哪张。

    可调参数
        --roster：应交表的名单
    """
    projects = gathering.of_kind(Kind.PROJECT)
    for department in gathering.of_kind(Kind.DEPARTMENT):
        row = next(
            (
                row
                for row in department.form.funds
                if row.role is FundRole.STRUCTURE and "项目支出" in squeeze(row.label.text)
            ),
            None,
        )
        own = [each for each in projects if _belongs(each, department)]
        # A project that came twice would count twice: JX901 speaks first.
        if row is None or not own or same_project_groups(own):
            continue
        unit = department.form.money_unit
        differing: list[tuple[str, Cell, Interval, Interval]] = []
        for role, words in _FIGURES.items():
            cell: Cell | None = getattr(row, role)
            printed, added = amount_in(cell, unit), total_of(_amount(each, role) for each in own)
            if cell is not None and printed is not None and added is not None and not printed.meets(added):
                differing.append((words, cell, printed, added))
        if differing:
            yield _across(gathering, department, own, differing)


def _across(
    gathering: Gathering,
    department: Return,
    own: list[Return],
    differing: list[tuple[str, Cell, Interval, Interval]],
) -> Across:
    unit = department.form.money_unit
    complete = is_complete(gathering, department.identity, own)
    short = not complete and all(added.high < printed.low for _, _, printed, added in differing)
    figures = "，".join(
        f"{words}{cell.text}{unit}（合计{_shown(added, unit)}{unit}）" for words, cell, _, added in differing
    )
    _, cell, _, added = differing[0]
    hit = Hit(
        cell,
        "项目支出",
        cell.text,
        _shown(added, unit),
        Severity.ERROR if complete else None,
        "short" if short else "",
        details={"figures": figures, "count": str(len(own))},
    )
    return Across(hit, department.form.sheet, (department.path, *(each.path for each in own)))


def _belongs(project: Return, department: Return) -> bool:
    """Whether a project is one of the department's (or, on 单位整体 forms, of the unit's own) in the same year."""
    one, other = project.identity, department.identity
    if not other.unit or one.year != other.year:
        return False
    title = squeeze(department.form.title.text) if department.form.title is not None else ""
    if "单位整体" in title and one.unit:
        return one.unit == other.unit
    return other.unit in (one.unit, one.department)


def _amount(project: Return, role: str) -> Interval | None:
    """A project's amount in 元; None where its form does not say, also where only the parts of the total are filled."""
    total = project.form.fund_total
    if total is None or project.checked.subject.total_left_out:
        return None
    return amount_in(getattr(total, role), project.form.money_unit)


def _shown(amount: Interval, unit: str) -> str:
    return plain(half_up(middle(amount) / _PER[unit]))
