"""JX901: one project handed in twice."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from jixiao.cross.framework import Across, cross_rule
from jixiao.cross.gathering import KIND_WORDS, Return, file_names, grouped, places_of
from jixiao.cross.identity import name_key
from jixiao.finding import Severity
from jixiao.form import Kind
from jixiao.rules.framework import EVALUATIONS, Hit
from jixiao.values import squeeze

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from jixiao.cross.gathering import Gathering


@cross_rule(
    "JX901",
    "duplicate-project",
    Severity.WARNING,
    {
        "": "“{label}”有{count}张{kind}：{where}。请核对哪一张是定稿，只留一张，问填报单位。",
        "copy": "{where}内容完全相同（“{label}”）。请只留一份；若是别的项目误存成了同一张表，请找填报单位补交。",
    },
)
def duplicate_project(gathering: Gathering) -> Iterator[Across]:
    """同一项目交了两张同样的表

    同一单位、同一项目（有编码的看编码，没有的看名称）、同一年度，同一种表有两张以上；或者两个文件一模一样。
    名称比较时不计空格、全半角和标点。自评表与系统导出表是两种表，各有一张不算重复。

    违反示例
        甲单位-信息系统运维费.xlsx 与 甲单位-信息系统运维费(1).xlsx，都是2023年度

    正确示例
        每个项目每年一张自评表；改过的新表交来后，旧表移出文件夹

    依据
        行业惯例

    怎样改
        问填报单位哪一张是定稿，其余移出文件夹；项目名称填错的改名称。
    """
    for files in gathering.copies:
        paths = [file.path for file in files]
        first = next(each for each in gathering.returns if each.path == paths[0])
        hit = Hit(first.name_cell, first.name, wording="copy", details={"where": "、".join(file_names(paths))})
        yield Across(hit, first.form.sheet, tuple(paths))
    for group in same_project_groups(gathering.of_kind(*EVALUATIONS)):
        last = group[-1]
        details = {"count": str(len(group)), "kind": KIND_WORDS[last.kind], "where": places_of(group)}
        hit = Hit(last.name_cell, last.name, last.name, details=details)
        yield Across(hit, last.form.sheet, (last.path, *(each.path for each in group)))


def same_project_groups(returns: Sequence[Return]) -> list[tuple[Return, ...]]:
    """Forms of one kind, unit, project and year, group by group; what is not printed is never taken to agree."""
    codes: dict[Hashable, set[str]] = defaultdict(set)
    for each in returns:
        if each.identity.code:
            codes[_named(each)].add(each.identity.code)

    def key(each: Return) -> Hashable:
        identity, named = each.identity, _named(each)
        if named is None:
            return None
        # One of two forms may lack the code; under several codes nobody can tell to which it belongs.
        known = codes[named]
        code = identity.code or (next(iter(known)) if len(known) == 1 else "")
        return (each.kind, identity.place, _when(each), code) if code else named

    return grouped(returns, key)


def _named(each: Return) -> Hashable:
    identity, when = each.identity, _when(each)
    if when is None or not identity.place:
        return None
    if each.kind is Kind.DEPARTMENT:
        form = each.form
        # 部门整体 and 单位整体 of one name are two forms, and so are 某县教育局 and 某县教育局（本级）.
        scope = form.title is not None and "单位整体" in squeeze(form.title.text)
        return each.kind, name_key(form.text_of("unit")), when, scope
    return (each.kind, identity.place, when, identity.project) if identity.project else None


def _when(each: Return) -> Hashable:
    """The year; without one the amounts, since two years of one project hardly ever have the same."""
    if each.identity.year is not None:
        return each.identity.year
    subject = each.checked.subject
    return (subject.budget, subject.spent) if subject.budget else None
