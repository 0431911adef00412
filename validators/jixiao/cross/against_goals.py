"""JX905: the goals that were approved against the goals that were evaluated."""

from __future__ import annotations

import difflib
from decimal import Decimal
from typing import TYPE_CHECKING

from jixiao.cross.agreement import same_points, same_target
from jixiao.cross.framework import Across, cross_rule
from jixiao.cross.gathering import by_project, of_project
from jixiao.cross.identity import name_key
from jixiao.cross.pairing import pair_rows
from jixiao.finding import Severity
from jixiao.form import Kind
from jixiao.rules.framework import EVALUATIONS, Hit, on_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jixiao.cross.gathering import Gathering, Return
    from jixiao.form import Indicator

_HUNDRED = Decimal(100)
_RENAMED = 0.6


@cross_rule(
    "JX905",
    "goals-changed",
    Severity.ERROR,
    {
        "": "{cell}“{label}”批复的目标是“{expected}”，自评表写“{seen}”。"
        "目标一经批复不能自行调整：有调整批复的请附上，没有的改回，问财政部门。",
        "weight": "{cell}“{label}”批复的分值是{expected}，自评表写{seen}。"
        "分值随目标批复，不能自行调整：有调整批复的请附上，没有的改回，问财政部门。",
        "renamed": "{cell}批复的指标名称是“{expected}”，自评表写“{label}”。"
        "请改回批复的名称；有调整批复的请附上，问财政部门。",
        "removed": "批复的指标“{label}”（目标“{expected}”）自评表里没有。"
        "请补上并如实填写；有调整批复的请附上，问财政部门。",
        "added": "{cell}“{label}”不在批复的绩效目标表里。请删去；有调整批复的请附上，问财政部门。",
        "other": "自评表的指标与批复的绩效目标表没有一个相同。请核对是否拿错了目标表，或自评表填错了项目，问财政部门。",
    },
)
def goals_changed(gathering: Gathering) -> Iterator[Across]:
    """自评的目标与批复的绩效目标不一致

    给了批复的绩效目标表（--goals）时，按项目编码、再按项目名称找到对应的目标表，逐个指标比较目标值、分值，
    以及指标有没有增减、改名。符号写法、全半角、单位换算、有没有写单位都不算改动。
    目标表的分值合计 100、自评表不含执行率合计也不同于它的，分值口径不同，不比分值。

    违反示例
        批复：维修成本 ≤3万元；自评表：维修成本 =3万元

    正确示例
        批复：维修成本 ≤3万元；自评表：维修成本 ≤3 万元

    依据
        财预〔2015〕88号（绩效目标一经确定一般不予调整，确需调整的按程序报批）

    怎样改
        没有调整批复的，改回批复的目标，差距写进偏差原因；有调整批复的，把批复一并附上。

    可调参数
        --goals：批复的绩效目标表，一个文件或一个文件夹
    """
    for each, candidates in _with_goals(gathering):
        if candidates:
            # Where goals were approved anew, the nearest of the approvals is the one that was evaluated.
            hits, goals = min(
                ((list(_changes(goals, each)), goals) for goals in candidates), key=lambda pair: len(pair[0])
            )
            yield from (Across(hit, each.form.sheet, (each.path, goals.path)) for hit in hits)


def without_goals(gathering: Gathering) -> list[Return]:
    """The forms for which goals were given, but none of theirs."""
    return [each for each, candidates in _with_goals(gathering) if not candidates]


def _with_goals(gathering: Gathering) -> Iterator[tuple[Return, list[Return]]]:
    """Every self-evaluation form with its approved goals; nothing where no goals were given at all."""
    approved = by_project(gathering.approved)
    whole = [goals for goals in gathering.approved if not goals.identity.project]
    for each in gathering.of_kind(*EVALUATIONS) if gathering.approved else ():
        if each.kind is Kind.DEPARTMENT:
            yield each, [goals for goals in whole if _is_of_department(goals, each)]
        else:
            yield each, of_project(each, approved)


def _is_of_department(goals: Return, each: Return) -> bool:
    one, other = goals.identity, each.identity
    years_agree = one.year is None or other.year is None or one.year == other.year
    return bool(one.unit) and one.unit == other.unit and years_agree


def _changes(goals: Return, each: Return) -> Iterator[Hit]:
    """What differs, in the order of the form."""
    approved, evaluated = _indicators(goals), _indicators(each)
    if not approved or not evaluated:
        return
    pairing = pair_rows(approved, evaluated)
    renamed, removed, added = _renamed(pairing.only_first, pairing.only_second)
    if not pairing.pairs and not renamed:
        yield Hit(each.name_cell, each.name, wording="other")
        return
    scales_agree = _same_scale(each, approved, evaluated)
    for before, after in (*pairing.pairs, *renamed):
        if name_key(before.name) != name_key(after.name) and (before, after) in renamed:
            yield on_row(after, after.level3, after.name, before.name, wording="renamed")
        known = before.target_value is not None and after.target is not None
        if known and not same_target(before.target_value, after.target_value):
            yield on_row(after, after.target, after.target_text or "空", before.target_text or "空")
        first, second = _weight(before), _weight(after)
        if scales_agree and first is not None and second is not None and not same_points(first, second):
            yield on_row(after, after.weight, f"{second:f}", f"{first:f}", wording="weight")
    for row in added:
        yield on_row(row, row.level3, row.target_text, wording="added")
    for row in removed:
        yield Hit(each.form.headings.get("level3"), row.name, "", row.target_text, wording="removed")


def _indicators(each: Return) -> list[Indicator]:
    """The rows with a name and a target; a target left blank in the evaluation is a change like any other."""
    return [row for row in each.form.indicators if name_key(row.name) and (row.target_text or row.is_live)]


def _renamed(
    removed: Sequence[Indicator], added: Sequence[Indicator]
) -> tuple[list[tuple[Indicator, Indicator]], list[Indicator], list[Indicator]]:
    """Rows under a new name: nearly the old one, with the same target or in the same class."""
    pairs: list[tuple[Indicator, Indicator]] = []
    left, right = list(removed), list(added)
    for before in removed:
        names = {index: _likeness(before, after) for index, after in enumerate(right)}
        best = max(names, key=lambda index: names[index], default=None)
        if best is not None and names[best] >= _RENAMED:
            pairs.append((before, right.pop(best)))
            left.remove(before)
    return pairs, left, right


def _likeness(before: Indicator, after: Indicator) -> float:
    same = same_target(before.target_value, after.target_value)
    alike = difflib.SequenceMatcher(None, name_key(before.name), name_key(after.name), autojunk=False).ratio()
    return alike if same else alike - 0.2


def _same_scale(each: Return, approved: Iterable[Indicator], evaluated: Iterable[Indicator]) -> bool:
    """Whether both tables share out the same points: 100 without the execution row is not 90 beside it."""
    planned, judged = _sum(approved), _sum(evaluated)
    if planned is None or judged is None:
        return False
    execution = each.checked.subject.execution_weight
    apart = (planned == _HUNDRED and judged + execution == _HUNDRED) or (
        judged == _HUNDRED and planned + execution == _HUNDRED
    )
    return not apart


def _sum(rows: Iterable[Indicator]) -> Decimal | None:
    weights = [weight for row in rows if (weight := _weight(row)) is not None]
    return sum(weights, Decimal(0)) if weights else None


def _weight(row: Indicator) -> Decimal | None:
    return row.weight.number if row.weight is not None else None
