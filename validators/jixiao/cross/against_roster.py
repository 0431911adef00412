"""JX904 and JX906: what came in against the roster."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from jixiao.cross.agreement import amount_in, is_unit_slip, rounded_yuan, yuan_of
from jixiao.cross.framework import Across, cross_rule
from jixiao.cross.gathering import file_names
from jixiao.cross.identity import Identity, name_key, unit_key
from jixiao.cross.matching import names_one_unit
from jixiao.finding import Severity
from jixiao.form import Kind
from jixiao.rules.framework import Hit
from jixiao.values import places, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jixiao.cross.gathering import Gathering, Return
    from jixiao.cross.matching import Match
    from jixiao.form import Cell
    from jixiao.roster import Amount, RosterRow

_ROLES = {"initial": "年初预算数", "budget": "全年预算数", "spent": "全年执行数"}
_NEAR = 0.75
# Where hundreds are missing and hundreds too many, the lists are of two different years: no name is looked for.
_MOST_COMPARISONS = 40_000


@cross_rule(
    "JX904",
    "form-missing",
    Severity.WARNING,
    {
        "": "名单上的“{label}”{who}没有收到表。请催报；不用交的，从名单里去掉。",
        "near": "名单上的“{label}”{who}没有收到表，收到的“{seen}”（{where}）名称相近。"
        "请核对是不是同一项目：是的，两处名称改一致；不是的，请催报。",
        "alike": "名单上的“{label}”有{rows}行分不清是哪个单位的，收到{seen}张。请在名单里写明单位名称，再查一次。",
        "codes": "名单只有项目编码，收到的表上没有印编码，对不上。请在名单里加上项目名称（和单位名称），再查一次。",
        "extra": "{cell}“{label}”（{where}）不在名单上。请核对名单是否漏列，或项目名称、编码是否填错。",
    },
)
def form_missing(gathering: Gathering) -> Iterator[Across]:
    """名单上的项目没有交表

    给了名单（--roster）时，逐行找对应的表：有项目编码的先比编码，再比名称（不计空格、全半角和标点），
    单位不同的不算，一张表只算一行；名称相同的几行没有写明单位、收到的又不够数的，只说分不清。没有找到的列出来，连同名单上的截止日和联系人；交了而名单上没有的另列（提示）。

    违反示例
        名单：信息系统运维费；文件夹里没有这个项目的表

    正确示例
        名单上每一行都有一张表，每一张表都在名单上

    依据
        行业惯例

    怎样改
        向填报单位催报；名称写得不一样的，以批复的名称为准改一致；名单有错的改名单。

    可调参数
        --roster：名单（.xlsx 或 .csv），可有的列：单位编码、单位、项目编码、名称、预算数、执行数、联系人、截止日
    """
    if gathering.roster is None:
        return
    roster = gathering.roster
    if _tells_nothing(gathering):
        yield Across(Hit(None, "名单", wording="codes"), "", (roster.path,))
        return
    extra = not_listed(gathering)
    yield from _alike(gathering.matches, roster.path)
    missing = [match for match in gathering.matches if not match.returns and not match.is_alike]
    compared = extra if len(missing) * len(extra) <= _MOST_COMPARISONS else []
    for match in missing:
        near = _near(match.row, compared)
        who = "，".join(part for part in (match.row.unit, _due(match.row), _contact(match.row)) if part)
        details = {"who": f"（{who}）" if who else "", "where": file_names([near.path])[0] if near else ""}
        wording = "near" if near else ""
        hit = Hit(None, match.row.label, near.name if near else "", wording=wording, details=details)
        yield Across(hit, "", (roster.path, *([near.path] if near else ())))
    for each in extra:
        where = {"where": file_names([each.path])[0]}
        hit = Hit(each.name_cell, each.name, severity=Severity.INFO, wording="extra", details=where)
        yield Across(hit, each.form.sheet, (each.path, roster.path))


def _tells_nothing(gathering: Gathering) -> bool:
    """Whether the roster knows projects by their codes alone, and no form prints one."""
    rows = gathering.roster.rows if gathering.roster is not None else ()
    return not any(row.name for row in rows) and not any(each.identity.code for each in gathering.returns)


def _alike(matches: Sequence[Match], path: str) -> Iterator[Across]:
    """The rows of one name of which more are in the roster than forms came in, by name."""
    by_name: dict[str, list[Match]] = {}
    for match in matches:
        if match.is_alike:
            by_name.setdefault(name_key(match.row.name), []).append(match)
    for several in by_name.values():
        came = sum(bool(match.returns) for match in several)
        if came < len(several):
            details = {"rows": str(len(several))}
            yield Across(Hit(None, several[0].row.label, str(came), wording="alike", details=details), "", (path,))


@cross_rule(
    "JX906",
    "roster-amount-differs",
    Severity.ERROR,
    {
        "": "{cell}“{label}”{words}{seen}，名单上是{expected}（{where}）。"
        "请按预算批复和决算核对，错在哪处改哪处，问本单位财务。",
        "unit": "{cell}“{label}”{words}{seen}，名单上是{expected}，差一万倍（{where}）。"
        "请核对元和万元，错在哪处改哪处，问本单位财务。",
    },
)
def roster_amount_differs(gathering: Gathering) -> Iterator[Across]:
    """预算数或执行数与名单不一致

    名单（--roster）有预算数、执行数的，与表上资金总额的全年预算数、全年执行数比较；名单的列叫“年初预算数”的，
    与年初预算数比较。元和万元换算后再比，四舍五入的差不算，
    只有名单写成整数万元而表上四舍五入后相同的，作“需核对”；名单没写单位的，按元、按万元有一样对得上就不报。

    违反示例
        名单：预算数 40 万元；表上全年预算数 46 万元

    正确示例
        名单：执行数 290504.05 元；表上全年执行数 29.05 万元

    依据
        行业惯例

    怎样改
        以预算批复（含调整批复）和决算为准核对；表填错的改表，名单错的改名单。

    可调参数
        --roster：名单；金额单位写在列名里，如“预算数（万元）”
    """
    if gathering.roster is None:
        return
    for match in gathering.matches:
        projects = [each for each in match.certain if each.kind is Kind.PROJECT]
        for each in projects or match.certain:
            total = each.form.fund_total
            if total is None or each.checked.subject.total_left_out:
                continue
            for role, words in _ROLES.items():
                amount, cell = getattr(match.row, role), getattr(total, role)
                if amount is not None and cell is not None:
                    yield from _amounts(gathering.roster.path, each, words, amount, cell)


def _amounts(path: str, each: Return, words: str, amount: Amount, cell: Cell) -> Iterator[Across]:
    printed = amount_in(cell, each.form.money_unit)
    units = [amount.unit] if amount.unit else ["万元", "元"]
    listed = [yuan_of(amount.number, unit) for unit in units]
    if printed is None or any(printed.meets(one) for one in listed):
        return
    # A roster is often kept to 0.1 万元, or to 元; a whole number of 万元 may be rounded too, but then so is much else.
    rounded = [unit for unit in units if printed.meets(rounded_yuan(amount.number, unit))]
    if any(places(amount.number) or unit == "元" for unit in rounded):
        return
    slip = bool(amount.unit) and is_unit_slip(printed, listed[0])
    details = {"words": words, "where": file_names([each.path])[0]}
    seen, expected = cell.text + each.form.money_unit, plain(amount.number) + amount.unit
    severity = Severity.WARNING if rounded else Severity.ERROR
    hit = Hit(cell, each.name, seen, expected, severity=severity, wording="unit" if slip else "", details=details)
    yield Across(hit, each.form.sheet, (each.path, path))


def is_complete(gathering: Gathering, department: Identity, projects: Sequence[Return]) -> bool:
    """Whether the roster names all of these projects, and every other one that it names for the department came too."""
    if gathering.roster is None:
        return False
    units = {"", department.unit, *(each.identity.unit for each in projects)}
    return all(each.key in gathering.listed for each in projects) and gathering.missing_units.isdisjoint(units)


def not_listed(gathering: Gathering) -> list[Return]:
    """The projects that came in and that no row of the roster names."""
    return [each for each in gathering.of_kind(Kind.PROJECT, Kind.EXPORT) if each.key not in gathering.listed]


def _near(row: RosterRow, extra: list[Return]) -> Return | None:
    """A form that is not in the roster and bears nearly the row's name."""
    own = Identity(name_key(row.name), "", unit_key(row.unit), "", None)
    by_name = {each.identity.project: each for each in extra if names_one_unit(own, each.identity)}
    near = difflib.get_close_matches(own.project, by_name, 1, _NEAR) if own.project else []
    return by_name[near[0]] if near else None


def _due(row: RosterRow) -> str:
    return f"截止{row.due}" if row.due else ""


def _contact(row: RosterRow) -> str:
    return f"联系人{row.contact}" if row.contact else ""
