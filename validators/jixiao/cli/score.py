"""``jixiao score``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from jixiao.check import Choice, check_file
from jixiao.cli.exits import CLEAN, FINDINGS, WRONG_USE
from jixiao.cli.profiles import chosen
from jixiao.reports.columns import table
from jixiao.scoring import MET, MISSED, MIXED, NO_ACTUAL, NO_TARGET, NO_WEIGHT, PARTIAL, WORDS
from jixiao.values import CENT, half_up, plain
from jixiao.words import CLOSING, message_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from decimal import Decimal

    from jixiao.check import CheckedForm
    from jixiao.form import Indicator
    from jixiao.scoring import RowScore

_WHY = {
    MET: "达标，得满分",
    MISSED: "未达标，完成率{rate}，不得分",
    PARTIAL: "未达标，完成率{rate}，按口径折算",
    WORDS: "定性，按填报",
    MIXED: "目标与实际一个是数一个是文字，无法复算",
    NO_TARGET: "没有目标，无法复算",
    NO_ACTUAL: "没有实际值，无法复算",
    NO_WEIGHT: "没有分值，无法复算",
}


def run(options: argparse.Namespace) -> int:
    """Print the recomputation of every form in a file."""
    profile = chosen(options.profile)
    if profile is None:
        return WRONG_USE
    file = check_file(options.path, Choice(profile, declared=options.profile is not None))
    if not file.forms:
        for finding in file.file_findings:
            print(message_of(finding), file=sys.stderr)
        return FINDINGS
    for checked in file.forms:
        for line in _form(checked):
            print(line)
        print()
    print(CLOSING)
    return CLEAN


def _form(checked: CheckedForm) -> Iterator[str]:
    form, subject = checked.form, checked.subject
    yield f"{form.sheet} · {form.project or form.text_of('unit')}"
    rows: list[tuple[str, ...]] = [("单元格", "指标", "目标", "实际", "分值", "得分", "复算", "怎样算")]
    if subject.rate is not None:
        rows.append(
            (
                "",
                "预算执行",
                _number(subject.budget),
                _number(subject.spent),
                _number(subject.execution_weight),
                _number(subject.printed_execution),
                _number(subject.computed_execution),
                f"执行率{plain(half_up(subject.rate))}%" + _completed(checked),
            )
        )
    rows += [_row(row, subject.scores[row.position]) for row in form.live]
    total = form.total
    weight = total.weight.number if total.weight is not None else None
    rows.append(
        ("", "总分", "", "", _number(weight), _number(checked.printed_score), _number(subject.computed_total), "")
    )
    yield from table(rows)
    profile = subject.profile
    rounding = "" if profile.quantum == CENT else f"（得分取到{plain(profile.quantum)}）"
    yield f"评分口径 {profile.name}{rounding}：{profile.title}。"
    if checked.profile_source == "inferred":
        yield f"口径由表推断：{checked.evidence or '没有扣分行可据以推断，用默认口径'}。"


def _completed(checked: CheckedForm) -> str:
    subject = checked.subject
    unspent = subject.rate is not None and subject.rate < 100
    return "；项目已完成且未超预算的可得满分" if subject.profile.completed_in_full and unspent else ""


def _row(row: Indicator, result: RowScore) -> tuple[str, ...]:
    rate = f"{plain(half_up(result.completion * 100))}%" if result.completion is not None else ""
    return (
        row.place.address if row.place is not None else "",
        row.name,
        row.target_text,
        row.actual.text if row.actual is not None else "",
        _number(row.weight.number if row.weight is not None else None),
        _number(row.score.number if row.score is not None else None),
        _number(result.score),
        _WHY[result.why].format(rate=rate),
    )


def _number(number: Decimal | None) -> str:
    return "" if number is None else plain(number)
