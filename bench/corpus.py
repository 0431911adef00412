"""A folder of lifelike returned workbooks, to measure reading and checking with.

    python bench/corpus.py FOLDER [--forms 500] [--seed 2023]

The same seed gives the same files. Most forms are right; about a third carry one slip that reviewers know.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import count, product
from pathlib import Path

from patterns import LEVEL1, PROFILE, Pattern, data_rows, even_points, patterns_by_field, scored
from slips import SLIPS

from jixiao.scoring import score_execution
from jixiao.values import CENT, half_up, plain
from jixiao_templates import Case, Page, case_page, draw
from jixiao_templates.case import FundsLine, Goals, Indicator, Total

YEAR = 2023
TOWNS = (
    *("城关镇", "河东街道", "河西街道", "新桥镇", "石门镇", "双溪乡", "白云镇", "长岭乡", "青山镇", "龙泉镇"),
    *("柳林镇", "平安街道", "丰收镇", "太平乡", "大塘镇", "沙洲镇", "莲花乡", "古城镇", "东湖街道", "南山镇"),
)
CLASSES = tuple(LEVEL1)
LEVEL1_WEIGHTS = {"成本指标": 20, "产出指标": 40, "效益指标": 20, "满意度指标": 10}
REASONS = (
    "受天气影响部分工作推迟，下年度将提前安排，3月底前完成",
    "项目招标流标一次，工期顺延，已督促施工单位加快进度",
    "部分群众对政策不了解，下一步加强宣传，提高知晓率",
    "经办人员变动，衔接不及时，今后加强业务培训",
    "设备到货延迟，已与供应商约定到货时限，后续加强合同管理",
    "年初目标测算偏高，下年度将结合实际合理设定",
)


def _shares(rng: random.Random, whole: Decimal, parts: int) -> list[Decimal]:
    """Amounts that add up to the whole."""
    cuts = [rng.uniform(0.6, 1.4) for _ in range(parts)]
    amounts = [half_up(whole * Decimal(cut / sum(cuts))) for cut in cuts[1:]]
    return [whole - sum(amounts), *amounts]


def _measured(rng: random.Random, pattern: Pattern, weight: Decimal) -> Indicator:
    """A row of a pattern: nine of ten targets are met."""
    row = Indicator(LEVEL1[pattern.level2], pattern.level2, pattern.level3, weight=weight)
    if not pattern.sign:
        return replace(row, target=pattern.low, actual="基本达成目标", score=weight)
    step = Decimal("0.1") if "." in pattern.low + pattern.high else Decimal(1)
    target = half_up(Decimal(rng.uniform(float(pattern.low), float(pattern.high))), step)
    better, worse = rng.uniform(1, 1.08), rng.uniform(0.9, 0.99)
    if pattern.sign == "≤":
        better, worse = 1 / better, 1 / worse
    missed = rng.random() < 0.1
    actual = half_up(target * Decimal(worse if missed else better), step)
    if pattern.unit == "%":
        actual = min(actual, Decimal(100))
    wording = f"{pattern.sign}{plain(target)}{pattern.unit}"
    gained = scored(wording, plain(actual), weight)
    reason = rng.choice(REASONS) if gained < weight else None
    return replace(row, target=wording, actual=plain(actual), score=gained, reason=reason)


def _costs(rng: random.Random, patterns: Sequence[Pattern], budget: Decimal, spent: Decimal) -> list[Indicator]:
    targets = _shares(rng, budget, len(patterns))
    actuals = [min(half_up(target * spent / budget), target) for target in targets]
    weights = even_points(LEVEL1_WEIGHTS["成本指标"], len(patterns))
    return [
        Indicator(
            level1="成本指标",
            level2=pattern.level2,
            level3=pattern.level3,
            target=f"≤{plain(target)}万元",
            actual=plain(actual),
            weight=weight,
            score=weight,
        )
        for pattern, target, actual, weight in zip(patterns, targets, actuals, weights, strict=True)
    ]


def _funds(rng: random.Random) -> tuple[FundsLine, FundsLine]:
    budget = Decimal(rng.choice((8, 12, 25, 36, 60, 88, 120, 260, 480, 950, 1800)))
    share = Decimal(rng.choice((1, 1, 1, rng.uniform(0.9, 1), rng.uniform(0.62, 0.9), rng.uniform(0.2, 0.6))))
    spent = half_up(budget * share)
    rate = half_up(spent / budget * 100)
    gained = score_execution(PROFILE, rate, Decimal(10))
    total = FundsLine("年度资金总额", budget, budget, spent, Decimal(10), rate, gained)
    return total, replace(total, label="政府预算资金", weight=None, score=None)


def _indicators(
    rng: random.Random, patterns: Sequence[Pattern], budget: Decimal, spent: Decimal
) -> Iterator[Indicator]:
    for level1, total in LEVEL1_WEIGHTS.items():
        own = [pattern for pattern in patterns if LEVEL1[pattern.level2] == level1]
        if level1 == "成本指标":
            yield from _costs(rng, own, budget, spent)
            continue
        left_out = rng.sample(range(len(own)), rng.choice((0, 0, 1)) if len(own) > 2 else 0)
        chosen = [pattern for index, pattern in enumerate(own) if index not in left_out]
        for pattern, weight in zip(chosen, even_points(total, len(chosen)), strict=True):
            yield _measured(rng, pattern, weight)


def _form(rng: random.Random, patterns: Sequence[Pattern], project: str, department: str, unit: str) -> Case:
    funds = _funds(rng)
    rows = tuple(_indicators(rng, patterns, funds[0].budget or CENT, funds[0].spent or CENT))
    gained = sum((row.score or Decimal(0) for row in rows), funds[0].score or Decimal(0))
    names = "、".join(row.level3 for row in rows[2:6])
    paid = plain(funds[0].spent or Decimal(0))
    return Case(
        kind="project",
        year=YEAR,
        project=project,
        department=department,
        unit=unit,
        funds=funds,
        goals=Goals(
            f"通过实施{project}，完成{names}等年度任务，资金使用规范，按时发挥效益，服务对象满意。",
            f"{YEAR}年度{project}按计划推进，{names}等任务已组织实施，资金支付{paid}万元。",
        ),
        indicators=rows,
        total=Total(Decimal(100), gained),
    )


def _as_export(case: Case) -> Case:
    """The same form as the provincial system exports it."""
    own, *_ = case.funds
    grant = replace(own, label="其中：当年财政拨款", weight=None, score=None)
    nothing = FundsLine("上年结转资金", Decimal(0), Decimal(0), Decimal(0))
    rows = tuple(replace(row, level2=row.level2.removesuffix("指标")) for row in case.indicators)
    return replace(
        case,
        kind="export",
        funds=(own, grant, nothing, replace(nothing, label="其他资金", rate=Decimal(0))),
        indicators=rows,
    )


def _cases(rng: random.Random) -> Iterator[tuple[str, Case]]:
    """Forms without end, each project of a unit once, with the policy field they belong to."""
    patterns = patterns_by_field()
    for batch in count(1):
        plan = list(product(TOWNS, data_rows("projects.tsv")))
        rng.shuffle(plan)
        for town, (policy_field, department, project) in plan:
            name = project if batch == 1 else f"{project}（第{batch}批）"
            rows = patterns[policy_field] + rng.sample(patterns["通用"], rng.randint(3, 5))
            rows.sort(key=lambda pattern: CLASSES.index(pattern.level2))
            case = _form(rng, rows, name, department, f"{town}{policy_field}工作站")
            if rng.random() < 0.1:
                case = _as_export(case)
            if rng.random() < 0.35:
                case = rng.choice(SLIPS)(rng, case)
            yield policy_field, case


def make_corpus(directory: Path, forms: int = 500, seed: int = YEAR) -> list[Path]:
    """Write `forms` workbooks, every tenth of them with two to four forms on as many sheets."""
    rng = random.Random(seed)
    cases = _cases(rng)
    paths = []
    for number in range(1, forms + 1):
        sheets = rng.randint(2, 4) if number % 10 == 0 else 1
        taken = [next(cases) for _ in range(sheets)]
        policy_field, first = taken[0]
        path = directory / policy_field / f"{number:04d}-{first.unit}-{first.project}.xlsx"
        draw([_page(case, index, sheets) for index, (_, case) in enumerate(taken, 1)], path)
        paths.append(path)
    return paths


def _page(case: Case, index: int, sheets: int) -> Page:
    return case_page(case, name=f"{index}{case.project}"[:31] if sheets > 1 else None)


def main(arguments: list[str] | None = None) -> int:
    """Write a corpus into a folder."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--forms", type=int, default=500)
    parser.add_argument("--seed", type=int, default=YEAR)
    chosen = parser.parse_args(arguments)
    written = make_corpus(chosen.folder, chosen.forms, chosen.seed)
    sys.stdout.write(f"{len(written)} workbooks\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
