"""Planted errors: each takes a clean draft and gives it with one error, and says what must be found where."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from clean import PROFILE, clean_draft
from drafts import Draft, Row

from jixiao.scoring import score_row
from jixiao.values import Quantity, parse_value, plain

REASON = "因供货延迟，部分工作推后，已督促供货方，明年一季度完成"


@dataclass(frozen=True)
class Planted:
    """A draft with one error: the code and the keys of the cells, one of which must be named."""

    code: str
    draft: Draft
    keys: tuple[str, ...]


Plant = Callable[[random.Random, Draft], Planted | None]
PLANTS: list[Plant] = []


def plant(function: Plant) -> Plant:
    """Take a function into the list."""
    PLANTS.append(function)
    return function


def planted(rng: random.Random, function: Plant) -> Planted:
    """The error in some clean form that has room for it."""
    while True:
        made = function(rng, clean_draft(rng))
        if made is not None:
            return made


def _rows(draft: Draft, wanted: Callable[[Row], bool]) -> list[int]:
    return [index for index, row in enumerate(draft.rows) if wanted(row)]


def _some(rng: random.Random, draft: Draft, wanted: Callable[[Row], bool]) -> int | None:
    found = _rows(draft, wanted)
    return rng.choice(found) if found else None


def _is_numeric(row: Row) -> bool:
    return isinstance(parse_value(row.target), Quantity) and row.number != "0"


def _is_floor(row: Row) -> bool:
    return _is_numeric(row) and row.sign == "≥"


def _is_full(row: Row) -> bool:
    return row.score == row.weight


def _is_cost(row: Row) -> bool:
    return row.level1 == "成本指标" and row.unit == "万元"


def _is_spending(row: Row) -> bool:
    """A cost that is better lower; less of a benefit that is somebody's due is no saving."""
    return _is_cost(row) and not any(word in row.name for word in ("补贴", "补助", "救助", "奖补"))


def _is_share(row: Row) -> bool:
    return row.unit == "%" and row.name.endswith(("满意度", "合格率", "及时率", "准确率", "覆盖率", "知晓率"))


def _rescored(draft: Draft, index: int) -> Draft:
    """The draft with that row scored by the rule and explained where it missed, and the total made to fit."""
    row = draft.rows[index]
    result = score_row(PROFILE, parse_value(row.target), parse_value(row.actual), Decimal(row.weight))
    score = row.weight if result.score is None else plain(result.score)
    reason = REASON if result.is_met is False and not row.reason else row.reason
    return draft.with_row(index, score=score, reason=reason).added_up()


# ---- head and goals


@plant
def head_field_left_empty(rng: random.Random, draft: Draft) -> Planted:
    label = rng.choice(list(draft.head))
    return Planted("JX101", replace(draft, head={**draft.head, label: ""}), (f"head {label}",))


@plant
def goal_left_empty(rng: random.Random, draft: Draft) -> Planted | None:
    side = rng.choice(("expected", "actual"))
    return Planted("JX102", replace(draft, goals={**draft.goals, side: ""}), (f"goal {side}",)) if draft.goals else None


@plant
def goal_copied(rng: random.Random, draft: Draft) -> Planted | None:
    del rng
    goals = {**draft.goals, "actual": draft.goals.get("expected", "")}
    return Planted("JX103", replace(draft, goals=goals), ("goal actual",)) if draft.goals else None


@plant
def prompt_left(rng: random.Random, draft: Draft) -> Planted | None:
    text = rng.choice(("请填写实际完成情况", "（100字以内）", "请输入"))
    return (
        Planted("JX007", replace(draft, goals={**draft.goals, "actual": text}), ("goal actual",))
        if draft.goals
        else None
    )


@plant
def heading_misspelt(rng: random.Random, draft: Draft) -> Planted | None:
    role, word = rng.choice((("actual", "实际完戊值"), ("score", "得芬"), ("level3", "三级指际")))
    return Planted("JX003", replace(draft, headings={role: word}), (f"heading {role}",))


@plant
def goal_says_nothing(rng: random.Random, draft: Draft) -> Planted | None:
    goals = {**draft.goals, "actual": rng.choice(("已完成", "完成", "100%"))}
    return Planted("JX104", replace(draft, goals=goals), ("goal actual",)) if draft.goals else None


# ---- gates


@plant
def error_in_a_score(rng: random.Random, draft: Draft) -> Planted:
    index = rng.randrange(len(draft.rows))
    return Planted("JX004", draft.with_row(index, score=rng.choice(("#REF!", "#VALUE!"))), (f"row {index} score",))


@plant
def target_typed_as_a_formula(rng: random.Random, draft: Draft) -> Planted | None:
    if "nature" in draft.style.columns:
        return None
    index = _some(rng, draft, lambda row: row.sign == "=" and row.unit == "%")
    if index is None:
        return None
    changed = draft.with_row(index, sign="")
    key = f"row {index} target"
    return Planted("JX004", replace(changed, formulas={key: changed.rows[index].target}), (key,))


@plant
def rows_hidden(rng: random.Random, draft: Draft) -> Planted:
    index = rng.randrange(1, len(draft.rows))
    keys = (f"row {index} level2", f"row {index} level3", f"row {index} level1")
    return Planted("JX006", replace(draft, hidden_rows=(index,)), keys)


# ---- funds


@plant
def rate_wrong(rng: random.Random, draft: Draft) -> Planted:
    index = rng.choice((0, 1))
    printed = Decimal(draft.funds[index].rate.rstrip("%"))
    wrong = printed + rng.choice((-7, -3, 4, 11)) if printed < 80 else printed - rng.choice((3, 5, 9))
    return Planted("JX201", draft.with_fund(index, rate=f"{plain(wrong)}%"), (f"fund {index} rate",))


@plant
def execution_score_wrong(rng: random.Random, draft: Draft) -> Planted | None:
    wrong = rng.choice([points for points in ("3", "6", "8.5", "9") if points != draft.funds[0].score])
    return Planted("JX202", draft.with_fund(0, score=wrong).added_up(), ("fund 0 score",))


@plant
def funds_not_additive(rng: random.Random, draft: Draft) -> Planted:
    role = rng.choice(("initial", "budget"))
    amount = Decimal(getattr(draft.funds[1], role)) - rng.choice((1, 2, 3))
    changed = draft.with_fund(1, **{role: plain(amount)})
    if role == "budget":
        rate = Decimal(changed.funds[1].spent) / amount * 100
        changed = changed.with_fund(1, rate=f"{plain(rate.quantize(Decimal('0.01')))}%")
    return Planted("JX203", changed, (f"fund 0 {role}",))


@plant
def negative_amount(rng: random.Random, draft: Draft) -> Planted:
    back = rng.choice((1, 2, 3))
    kept = draft.with_fund(1, initial=plain(Decimal(draft.funds[0].initial) + back))
    return Planted("JX210", kept.with_fund(2, initial=f"-{back}"), ("fund 2 initial",))


@plant
def cost_in_yuan(rng: random.Random, draft: Draft) -> Planted | None:
    index = _some(rng, draft, lambda row: _is_cost(row) and not row.actual.endswith("元") and row.actual != "0")
    if index is None:
        return None
    actual = plain(Decimal(draft.rows[index].actual) * 10000)
    return Planted("JX209", draft.with_row(index, actual=actual), (f"row {index} actual",))


@plant
def cost_above_budget(rng: random.Random, draft: Draft) -> Planted | None:
    if draft.style.kind == "department":
        return None
    # A 总成本 may be the sum of the rows beside it.
    index = (
        None if any("总" in draft.rows[each].name for each in _rows(draft, _is_cost)) else _some(rng, draft, _is_cost)
    )
    if index is None:
        return None
    number = plain(Decimal(draft.rows[index].number) * 2)
    keys = tuple(f"row {each} target" for each in _rows(draft, _is_cost))
    return Planted("JX207", draft.with_row(index, number=number), keys)


@plant
def title_of_another_year(rng: random.Random, draft: Draft) -> Planted:
    style = replace(draft.style, title=f"{rng.choice((2021, 2022))}年度{draft.style.title}")
    return Planted("JX106", replace(draft, style=style), ("title", "year"))


@plant
def spent_above_budget(rng: random.Random, draft: Draft) -> Planted | None:
    if draft.funds[0].score != "10":
        return None
    spent = Decimal(draft.funds[0].budget) + rng.choice((1, 2, 5))
    rate = f"{plain((spent / Decimal(draft.funds[0].budget) * 100).quantize(Decimal('0.01')))}%"
    changed = draft.with_fund(0, spent=plain(spent), rate=rate).with_fund(1, spent=plain(spent), rate=rate)
    return Planted("JX204", changed, ("fund 0 spent",))


@plant
def costs_differ_from_spent(rng: random.Random, draft: Draft) -> Planted | None:
    index = _some(rng, draft, lambda row: _is_cost(row) and _amount(row.actual) > 4)
    if index is None or draft.style.kind == "department":
        return None
    row = draft.rows[index]
    unit = row.unit if row.actual.endswith(row.unit) else ""
    actual = _amount(row.actual) - Decimal(rng.choice(("1.3", "2.2")))
    keys = tuple(f"row {each} actual" for each in _rows(draft, _is_cost))
    return Planted("JX208", draft.with_row(index, actual=plain(actual) + unit), keys)


@plant
def hardly_spent_and_unexplained(rng: random.Random, draft: Draft) -> Planted | None:
    if draft.style.kind == "department" or any(row.reason for row in draft.rows):
        return None
    share = Decimal(rng.choice(("0.2", "0.35", "0.5")))
    spent = plain((Decimal(draft.funds[0].budget) * share).quantize(Decimal("0.01")))
    rate = f"{plain((Decimal(spent) / Decimal(draft.funds[0].budget) * 100).quantize(Decimal('0.01')))}%"
    changed = draft.with_fund(0, spent=spent, rate=rate, score="0").with_fund(1, spent=spent, rate=rate)
    left = Decimal(spent)
    costs = _rows(draft, _is_cost)
    for place, index in enumerate(costs):
        row = changed.rows[index]
        actual = left if place == len(costs) - 1 else (Decimal(row.number) * share).quantize(Decimal("0.01"))
        left -= actual
        unit = row.unit if row.actual.endswith(row.unit) else ""
        changed = changed.with_row(index, actual=plain(actual) + unit)
    return Planted("JX211", changed.added_up(), ("fund 0 rate", "fund 0 spent"))


@plant
def outputs_without_spending(rng: random.Random, draft: Draft) -> Planted | None:
    del rng
    outputs = _rows(draft, lambda row: row.level1 == "产出指标")
    if draft.style.kind == "department" or not all(_is_full(draft.rows[each]) for each in outputs):
        return None
    changed = draft.with_fund(0, spent="0", rate="0%", score="0").with_fund(1, spent="0", rate="0%")
    for index in _rows(draft, _is_cost):
        changed = changed.with_row(index, actual="0", reason="合同付款时间未到，资金结转下年支付")
    return Planted("JX212", changed.added_up(), ("fund 0 spent",))


@plant
def source_row_scored(rng: random.Random, draft: Draft) -> Planted:
    changed = draft.with_fund(1, weight=rng.choice(("10", "5")), score=draft.funds[0].score)
    return Planted("JX206", changed, ("fund 1 score", "fund 1 weight"))


@plant
def budget_adjusted(rng: random.Random, draft: Draft) -> Planted | None:
    if any(row.reason for row in draft.rows):
        return None
    before = plain(Decimal(draft.funds[0].budget) + rng.choice((-2, 3, 5)))
    changed = draft.with_fund(0, initial=before).with_fund(1, initial=before)
    return Planted("JX205", changed, ("fund 0 initial", "fund 0 budget"))


# ---- targets


@plant
def ceiling_written_as_equals(rng: random.Random, draft: Draft) -> Planted | None:
    index = _some(rng, draft, lambda row: _is_spending(row) and _amount(row.actual) < Decimal(row.number))
    if index is None:
        return None
    changed = _rescored(draft.with_row(index, sign="="), index)
    if changed.rows[index].score == changed.rows[index].weight:
        return None
    return Planted("JX301", changed, (f"row {index} target",))


def _amount(text: str) -> Decimal:
    value = parse_value(text)
    return value.number if isinstance(value, Quantity) else Decimal(0)


@plant
def ceiling_written_as_floor(rng: random.Random, draft: Draft) -> Planted | None:
    index = _some(rng, draft, _is_spending)
    return None if index is None else Planted("JX302", draft.with_row(index, sign="≥"), (f"row {index} target",))


@plant
def siblings_with_other_signs(rng: random.Random, draft: Draft) -> Planted | None:
    costs = _rows(draft, _is_spending)
    found = [each for each in costs if _amount(draft.rows[each].actual) < Decimal(draft.rows[each].number)]
    if len(costs) < 2 or not found:
        return None
    index = rng.choice(found)
    changed = _rescored(draft.with_row(index, sign="="), index)
    if changed.rows[index].score == changed.rows[index].weight:
        return None
    return Planted("JX316", changed, (f"row {index} target",))


@plant
def floor_written_as_ceiling(rng: random.Random, draft: Draft) -> Planted | None:
    index = _some(rng, draft, lambda row: _is_share(row) and _is_floor(row) and _is_full(row))
    if index is None:
        return None
    return Planted("JX303", draft.with_row(index, sign="≤"), (f"row {index} target",))


@plant
def floor_written_as_equals(rng: random.Random, draft: Draft) -> Planted | None:
    index = _some(rng, draft, lambda row: _is_share(row) and _is_floor(row) and Decimal(row.number) < 100)
    return None if index is None else Planted("JX304", draft.with_row(index, sign="="), (f"row {index} target",))


@plant
def operator_missing(rng: random.Random, draft: Draft) -> Planted | None:
    if "nature" in draft.style.columns:
        return None
    index = _some(rng, draft, lambda row: _is_floor(row) and _is_full(row) and not _is_cost(row))
    return None if index is None else Planted("JX305", draft.with_row(index, sign=""), (f"row {index} target",))


@plant
def target_in_the_name(rng: random.Random, draft: Draft) -> Planted | None:
    index = _some(rng, draft, lambda row: _is_share(row) and _is_floor(row))
    if index is None:
        return None
    row = draft.rows[index]
    named = draft.with_row(index, name=f"{row.name}≥{row.number}%")
    return Planted("JX315", named, (f"row {index} level3", f"row {index} target"))


@plant
def operator_in_other_spelling(rng: random.Random, draft: Draft) -> Planted | None:
    if "nature" in draft.style.columns or draft.style.kind == "export":
        return None
    index = _some(rng, draft, _is_floor)
    if index is None:
        return None
    spelled = rng.choice((">=", "≧", "＞＝", "不低于", "大于等于", "不少于"))
    return Planted("JX306", draft.with_row(index, sign=spelled), (f"row {index} target",))


@plant
def unit_of_money_after_a_share(rng: random.Random, draft: Draft) -> Planted | None:
    if "nature" in draft.style.columns:
        return None
    index = _some(rng, draft, lambda row: _is_share(row) and _is_full(row) and not row.actual.endswith("%"))
    if index is None:
        return None
    return Planted("JX307", draft.with_row(index, unit=rng.choice(("¥", "%%", "%?"))), (f"row {index} target",))


@plant
def units_of_different_things(rng: random.Random, draft: Draft) -> Planted | None:
    index = _some(
        rng, draft, lambda row: row.unit in ("场", "次", "期", "人", "户") and _is_full(row) and _is_floor(row)
    )
    if index is None:
        return None
    number = plain(_amount(draft.rows[index].actual))
    return Planted(
        "JX308", draft.with_row(index, actual=f"{number}万元"), (f"row {index} actual", f"row {index} target")
    )


@plant
def operator_in_actual(rng: random.Random, draft: Draft) -> Planted | None:
    index = _some(rng, draft, lambda row: _is_floor(row) and _is_full(row))
    if index is None:
        return None
    actual = rng.choice(("≥", ">=", "=")) + draft.rows[index].actual
    return Planted("JX309", draft.with_row(index, actual=actual), (f"row {index} actual",))


@plant
def share_as_a_fraction(rng: random.Random, draft: Draft) -> Planted | None:
    index = _some(rng, draft, lambda row: row.unit == "%" and _is_floor(row) and _is_full(row) and row.number != "100")
    if index is None:
        return None
    actual = _amount(draft.rows[index].actual) / 100
    return Planted("JX310", draft.with_row(index, actual=plain(actual)), (f"row {index} actual",))


@plant
def target_left_empty(rng: random.Random, draft: Draft) -> Planted | None:
    index = _some(rng, draft, lambda row: _is_numeric(row) and _is_full(row))
    if index is None:
        return None
    return Planted("JX311", draft.with_row(index, sign="", number="", unit=""), (f"row {index} target",))


@plant
def actual_left_empty(rng: random.Random, draft: Draft) -> Planted | None:
    index = _some(rng, draft, lambda row: _is_full(row) and not _is_cost(row))
    return None if index is None else Planted("JX312", draft.with_row(index, actual=""), (f"row {index} actual",))


@plant
def words_for_a_number(rng: random.Random, draft: Draft) -> Planted | None:
    index = _some(rng, draft, lambda row: _is_floor(row) and _is_full(row) and not _is_cost(row))
    if index is None:
        return None
    return Planted(
        "JX313", draft.with_row(index, actual=rng.choice(("良好", "合格", "已完成"))), (f"row {index} actual",)
    )


@plant
def share_over_100(rng: random.Random, draft: Draft) -> Planted | None:
    index = _some(rng, draft, lambda row: _is_share(row) and _is_floor(row) and _is_full(row))
    if index is None:
        return None
    unit = "%" if draft.rows[index].actual.endswith("%") else ""
    return Planted(
        "JX314", draft.with_row(index, actual=f"{rng.choice((105, 110, 120))}{unit}"), (f"row {index} actual",)
    )


@plant
def options_left(rng: random.Random, draft: Draft) -> Planted | None:
    index = _some(rng, draft, lambda row: not row.sign)
    if index is None:
        return None
    return Planted(
        "JX320",
        draft.with_row(index, actual=rng.choice(("优良中低差", "好/坏", "优、良、中、差"))),
        (f"row {index} actual",),
    )


@plant
def counted_in_another_unit(rng: random.Random, draft: Draft) -> Planted | None:
    index = _some(
        rng, draft, lambda row: row.name.endswith(("次数", "人数", "率")) and _is_floor(row) and _is_full(row)
    )
    if index is None:
        return None
    row = draft.rows[index]
    unit = "小时" if row.unit != "%" else "人"
    return Planted(
        "JX317", draft.with_row(index, unit=unit, actual=plain(_amount(row.actual))), (f"row {index} target",)
    )


@plant
def target_repeats_the_name(rng: random.Random, draft: Draft) -> Planted | None:
    if "nature" in draft.style.columns:
        return None
    index = _some(rng, draft, lambda row: not row.sign and row.actual == "基本达成目标")
    if index is None:
        return None
    return Planted("JX318", draft.with_row(index, number=draft.rows[index].name), (f"row {index} target",))


@plant
def satisfaction_in_another_class(rng: random.Random, draft: Draft) -> Planted | None:
    index = _some(
        rng, draft, lambda row: row.level2 == "质量指标" and _is_floor(row) and row.unit == "%" and _is_full(row)
    )
    if index is None:
        return None
    return Planted(
        "JX319",
        draft.with_row(index, name="参训学员满意度"),
        tuple(f"row {index} {each}" for each in ("level3", "level2", "target")),
    )


@plant
def row_twice(rng: random.Random, draft: Draft) -> Planted | None:
    pairs = [
        i
        for i in range(1, len(draft.rows))
        if draft.rows[i].level2 == draft.rows[i - 1].level2 and not _is_cost(draft.rows[i])
    ]
    if not pairs:
        return None
    index = rng.choice(pairs)
    twin, weight = draft.rows[index - 1], draft.rows[index].weight
    changed = replace(draft, rows=(*draft.rows[:index], replace(twin, weight=weight), *draft.rows[index + 1 :]))
    return Planted("JX321", _rescored(changed, index), (f"row {index} level3", f"row {index - 1} level3"))


# ---- scores


@plant
def row_score_wrong(rng: random.Random, draft: Draft) -> Planted | None:
    index = _some(
        rng,
        draft,
        lambda row: _is_floor(row) and not _is_full(row) and Decimal(row.score) > 1 and "满意" not in row.name,
    )
    if index is None:
        return None
    wrong = plain(Decimal(draft.rows[index].score) - Decimal(rng.choice(("0.1", "0.3", "0.5"))))
    return Planted("JX401", draft.with_row(index, score=wrong).added_up(), (f"row {index} score",))


@plant
def score_above_weight(rng: random.Random, draft: Draft) -> Planted | None:
    index = _some(rng, draft, _is_full)
    if index is None:
        return None
    wrong = plain(Decimal(draft.rows[index].weight) + rng.choice((1, 2, 5)))
    return Planted("JX402", draft.with_row(index, score=wrong).added_up(), (f"row {index} score",))


@plant
def missed_but_full(rng: random.Random, draft: Draft) -> Planted | None:
    index = _some(
        rng,
        draft,
        lambda row: (
            _is_floor(row)
            and "满意" not in row.name
            and not _is_full(row)
            and Decimal(row.score) < Decimal(row.weight) - Decimal("0.05")
        ),
    )
    if index is None:
        return None
    return Planted("JX403", draft.with_row(index, score=draft.rows[index].weight).added_up(), (f"row {index} score",))


@plant
def met_but_deducted(rng: random.Random, draft: Draft) -> Planted | None:
    index = _some(rng, draft, lambda row: _is_floor(row) and _is_full(row) and "满意" not in row.name)
    if index is None:
        return None
    wrong = plain(Decimal(draft.rows[index].weight) - Decimal(rng.choice(("0.26", "0.5", "1"))))
    return Planted("JX404", draft.with_row(index, score=wrong, reason=REASON).added_up(), (f"row {index} score",))


@plant
def score_left_empty(rng: random.Random, draft: Draft) -> Planted:
    index = rng.randrange(len(draft.rows))
    return Planted("JX405", draft.with_row(index, score="").added_up(), (f"row {index} score",))


@plant
def weight_invalid(rng: random.Random, draft: Draft) -> Planted:
    index = rng.randrange(len(draft.rows))
    return Planted("JX406", draft.with_row(index, weight=rng.choice(("", "0", "十分"))), (f"row {index} weight",))


@plant
def score_in_words(rng: random.Random, draft: Draft) -> Planted:
    index = rng.randrange(len(draft.rows))
    return Planted("JX407", draft.with_row(index, score=rng.choice(("满分", "-1"))), (f"row {index} score",))


@plant
def outside_its_band(rng: random.Random, draft: Draft) -> Planted | None:
    index = _some(rng, draft, lambda row: not row.sign and row.actual == "基本达成目标")
    if index is None:
        return None
    changed = draft.with_row(index, actual=rng.choice(("部分实现目标", "实现目标程度较低")), reason=REASON)
    return Planted("JX408", changed, (f"row {index} score",))


# ---- totals and explanations


@plant
def weights_do_not_make_100(rng: random.Random, draft: Draft) -> Planted | None:
    index = _some(rng, draft, lambda row: _is_full(row) and not _is_cost(row))
    if index is None:
        return None
    weight = str(int(draft.rows[index].weight) + rng.choice((1, 2, 3)))
    return Planted("JX501", draft.with_row(index, weight=weight, score=weight).added_up(), ("total weight",))


@plant
def total_wrong(rng: random.Random, draft: Draft) -> Planted:
    wrong = plain(Decimal(draft.score) + Decimal(rng.choice(("-2", "-1", "1", "0.5", "3.3"))))
    return Planted("JX502", replace(draft, score=wrong), ("total score",))


@plant
def grade_wrong(rng: random.Random, draft: Draft) -> Planted:
    right = PROFILE.grade_of(Decimal(draft.score))
    grade = rng.choice([each.name for each in PROFILE.grades if each.name != right])
    return Planted("JX504", replace(draft, grade=grade), ("total grade",))


def _is_missed(row: Row) -> bool:
    return bool(row.reason) and _is_floor(row) and not _is_full(row)


@plant
def not_explained(rng: random.Random, draft: Draft) -> Planted | None:
    index = _some(rng, draft, _is_missed)
    return None if index is None else Planted("JX601", draft.with_row(index, reason=""), (f"row {index} reason",))


@plant
def explained_by_nothing(rng: random.Random, draft: Draft) -> Planted | None:
    index = _some(rng, draft, _is_missed)
    if index is None:
        return None
    return Planted("JX602", draft.with_row(index, reason=rng.choice(("111", "无", "—", "0"))), (f"row {index} reason",))


@plant
def explained_without_a_cause(rng: random.Random, draft: Draft) -> Planted | None:
    missed = _rows(draft, _is_missed)
    if not missed:
        return None
    index = rng.choice(missed)
    keys = (f"row {index} reason", "heading reason")
    return Planted("JX603", draft.with_row(index, reason=rng.choice(("有待提高", "继续努力"))), keys)


@plant
def one_explanation_for_all(rng: random.Random, draft: Draft) -> Planted | None:
    rows = _rows(draft, lambda row: _is_floor(row) and row.unit == "%" and not row.reason)
    if len(rows) < 3:
        return None
    for index in rng.sample(rows, 3):
        row = draft.rows[index]
        unit = "%" if row.actual.endswith("%") else ""
        draft = _rescored(draft.with_row(index, actual=plain(Decimal(row.number) - 3) + unit), index)
    return Planted("JX605", draft, tuple(f"row {index} reason" for index in rows))


@plant
def far_above_the_target(rng: random.Random, draft: Draft) -> Planted | None:
    index = _some(
        rng, draft, lambda row: _is_floor(row) and _is_full(row) and row.unit != "%" and Decimal(row.number) > 20
    )
    if index is None:
        return None
    row = draft.rows[index]
    actual = plain((Decimal(row.number) * rng.choice((2, 3))).to_integral_value())
    unit = row.unit if row.actual.endswith(row.unit) else ""
    return Planted("JX604", draft.with_row(index, actual=actual + unit), (f"row {index} actual",))
