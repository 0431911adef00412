"""4xx: 分值 and 得分 of the indicator rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jixiao.finding import Severity
from jixiao.rules import readings
from jixiao.rules.framework import SCORED, on_row, rule
from jixiao.values import Words, half_up, plain, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.rules.framework import Hit
    from jixiao.rules.subject import Subject

_SET_TOO_LOW = re.compile(
    r"(?:目标|指标)[^，。；,;]{0,8}(?:偏低|过低|保守|(?:设置|设定|制定|定得)较低)|(?:设置|设定|制定|定得)(?:偏低|过低|保守)"
    r"|远超|大幅超|超额|超出|超目标|超预期|(?:超过|高于)[^，。；,;]{0,4}(?:目标|指标|预期|计划)"
)


@rule(
    "JX401",
    "row-score-mismatch",
    Severity.ERROR,
    "{cell}“{label}”目标“{target}”，实际“{actual}”，分值{weight}，按口径应得{expected}分，表上{seen}分。"
    "请复算；口径另有规定的，请附说明，问财政部门。",
    needs=("score", "weight", "target", "actual"),
    by_profile=True,
)
def row_score_mismatch(subject: Subject) -> Iterator[Hit]:
    """得分与评分口径算出的不一致

    有数字目标的指标，按评分口径由目标、实际和分值算出得分（四舍五入到分），与“得分”栏印的数不同。
    满意度指标也可以按口径的分档给分。

    违反示例
        目标“≥98%”，实际“97%”，分值 10，得分 9.50（mof-2021 应为 9.74）

    正确示例
        目标“≥98%”，实际“97%”，分值 10，得分 9.74

    依据
        财预〔2021〕101号附件1（参考试行）；财预〔2020〕10号

    怎样改
        用 jixiao score 看每行怎样算出来，改正得分和总分；本地另有评分规定的，用 --profile 指明本地口径。

    可调参数
        评分口径（--profile）：quantitative、satisfaction、rounding
    """
    for scored in subject.scored:
        # A met target with points lost is JX404's, a missed one with none lost JX403's.
        if not scored.lost or all(result.is_met for result in scored.results):
            continue
        if scored.computed is None or readings.agrees(scored) or not readings.is_comparable(subject, scored):
            continue
        seen, expected = readings.points(scored.score), readings.points(scored.computed)
        yield on_row(scored.lead, scored.score_cell, seen, expected, **readings.as_printed(scored))


@rule(
    "JX402",
    "score-exceeds-weight",
    Severity.ERROR,
    "{cell}“{label}”得分{seen}超过分值{expected}。请改得分，或核对分值是否填错行。",
    kinds=SCORED,
    needs=("score", "weight"),
)
def score_exceeds_weight(subject: Subject) -> Iterator[Hit]:
    """得分超过分值

    一行的得分不会高于这一行的分值。

    违反示例
        分值 5，得分 10

    正确示例
        分值 5，得分 5

    依据
        财预〔2020〕10号

    怎样改
        核对得分与分值是否填串了行，改正后总分随之改正。
    """
    for scored in subject.scored:
        lost = scored.lost
        if lost is not None and lost < 0 and scored.weight is not None and scored.weight > 0:
            yield on_row(scored.lead, scored.score_cell, readings.points(scored.score), readings.points(scored.weight))


@rule(
    "JX403",
    "missed-but-full",
    Severity.ERROR,
    {
        "": "{cell}“{label}”目标“{target}”，实际“{actual}”，未完成却得满分{seen}，按口径应得{expected}分。"
        "请复算得分并写明偏差原因，问项目经办人。",
        "saved": "{cell}“{label}”目标“{target}”，实际“{actual}”，节约按满分{seen}计，而按印着的目标应得{expected}分。"
        "请勿自行改目标；先问财政部门可否按“≤”认定：同意的附说明，不同意的改得分。",
    },
    needs=("score", "weight", "target", "actual"),
    by_profile=True,
)
def missed_but_full(subject: Subject) -> Iterator[Hit]:
    """目标未完成却得了满分

    实际值没有达到目标，得分却等于分值，而评分口径（连同它的四舍五入）给不出满分。

    违反示例
        目标“≥98%”，实际“90%”，分值 10，得分 10

    正确示例
        目标“≥98%”，实际“90%”，分值 10，得分 7.96，并写明原因

    依据
        财预〔2020〕10号；财预〔2021〕101号附件1（参考试行）

    怎样改
        按口径改得分，写明偏差原因和改进措施；实际值填错的，改实际值。
    """
    for scored in subject.scored:
        missed = [row for row, result in zip(scored.rows, scored.results, strict=True) if result.is_met is False]
        if not missed or scored.lost != 0 or scored.computed is None:
            continue
        if readings.agrees(scored) or not readings.is_comparable(subject, scored):
            continue
        # The sign may be wrong, but an approved target is not read otherwise before the finance office was asked.
        wording = "saved" if all(readings.is_saving(subject, row) for row in missed) else ""
        seen, expected = readings.points(scored.score), readings.points(scored.computed)
        yield on_row(scored.lead, scored.score_cell, seen, expected, wording=wording, **readings.as_printed(scored))


@rule(
    "JX404",
    "met-but-deducted",
    Severity.WARNING,
    {
        "": "{cell}“{label}”目标“{target}”，实际“{actual}”，显示已达标却扣{lost}分。"
        "请核对未四舍五入的实际值，或改得分。",
        "silent": "{cell}“{label}”目标“{target}”，实际“{actual}”，显示已达标却扣{lost}分，且无说明。"
        "请核对未四舍五入的实际值，或改得分，或写明扣分原因。",
    },
    needs=("score", "weight", "target", "actual"),
)
def met_but_deducted(subject: Subject) -> Iterator[Hit]:
    """目标已达成却扣了分

    按印出来的数看，实际值达到了目标，得分却低于分值。常见的是实际值四舍五入后才显得达标（97.6% 写成 98%）。
    说明里写了目标定得偏低或远超目标的，不提示。

    违反示例
        目标“≥98%”，实际“98%”，分值 10，得分 9.74

    正确示例
        目标“≥98%”，实际“98%”，分值 10，得分 10

    依据
        财预〔2020〕10号（完成的记满分；远超目标且目标偏低的可按偏离度扣分）

    怎样改
        查统计原始数，实际值写到能看出差别的小数位；确已达标的改得分；有别的扣分理由的写明。
    """
    for scored in subject.scored:
        lost = scored.lost
        if lost is None or lost <= 0 or not all(result.is_met for result in scored.results):
            continue
        if readings.agrees(scored) or not readings.is_comparable(subject, scored):
            continue
        if _SET_TOO_LOW.search(squeeze(subject.explanation(scored.lead))):
            continue
        wording = "" if subject.is_explained(scored.lead) else "silent"
        seen, expected = readings.points(scored.score), readings.points(scored.weight)
        printed = readings.as_printed(scored)
        yield on_row(scored.lead, scored.score_cell, seen, expected, wording=wording, lost=plain(lost), **printed)


@rule(
    "JX405",
    "score-empty",
    Severity.ERROR,
    "{cell}“{label}”有分值{weight}，没有得分。请按完成情况填得分；确实一分没得的填0。",
    kinds=SCORED,
    needs=("score", "weight"),
)
def score_empty(subject: Subject) -> Iterator[Hit]:
    """得分没有填

    有分值的指标行，得分栏是空的。没有得分也要填 0，空着总分就对不上。

    违反示例
        分值 10，得分（空）

    正确示例
        分值 10，得分 0

    依据
        行业惯例

    怎样改
        按完成情况和评分口径填得分；指标确不适用的，整行按财政部门要求处理，不要只空得分。
    """
    for scored in subject.scored:
        cell = scored.score_cell
        if cell is not None and scored.weight and not cell.is_filled and not readings.is_unread(cell):
            yield on_row(scored.lead, cell, cell.text, weight=readings.points(scored.weight))


@rule(
    "JX406",
    "weight-invalid",
    Severity.ERROR,
    {
        "": "{cell}“{label}”分值写成“{seen}”，不是正数。请填批复的分值。",
        "empty": "{cell}“{label}”没有分值。请填批复的分值；没有分值的指标不参加评分，请问财政部门可否不列。",
    },
    needs=("weight",),
)
def weight_invalid(subject: Subject) -> Iterator[Hit]:
    """分值空缺或不是正数

    版式有“分值”栏，而这一行的分值是空的、零、负数或不是数。

    违反示例
        分值“十分”；分值 0；分值（空）

    正确示例
        分值 10

    依据
        行业惯例

    怎样改
        按批复的绩效目标表填分值，全表分值（含执行率）合计 100。
    """
    merged: set[tuple[int, int]] = set()
    for row in subject.live:
        cell = row.weight
        if cell is None or (cell.row, cell.column) in merged:
            continue
        merged.add((cell.row, cell.column))
        number = cell.number
        if not readings.is_unread(cell) and (number is None or number <= 0):
            yield on_row(row, cell, cell.text, wording="" if cell.text else "empty")


@rule(
    "JX407",
    "score-invalid",
    Severity.ERROR,
    "{cell}“{label}”得分写成“{seen}”，不是0或正数。请填得分的数字。",
    kinds=SCORED,
    needs=("score",),
)
def score_invalid(subject: Subject) -> Iterator[Hit]:
    """得分是负数或不是数

    违反示例
        得分“满分”；得分 -1

    正确示例
        得分 10

    依据
        行业惯例

    怎样改
        只填数字；说明文字写到偏差原因栏。
    """
    for scored in subject.scored:
        cell = scored.score_cell
        if cell is None or not cell.is_filled or readings.is_unread(cell):
            continue
        number = cell.number
        if number is None or number < 0:
            yield on_row(scored.lead, cell, cell.text)


@rule(
    "JX408",
    "level-band",
    Severity.WARNING,
    "{cell}“{label}”写“{actual}”，得分{seen}不在该档的{expected}分内。请改得分或改完成情况的档次。",
    needs=("score", "weight", "actual"),
)
def level_band(subject: Subject) -> Iterator[Hit]:
    """定性指标的得分不在所选档次内

    实际完成值写的是评分口径的档次用语（如“部分实现目标”），得分却落在这一档的区间外。

    违反示例
        实际“实现目标程度较低”，分值 10，得分 9

    正确示例
        实际“实现目标程度较低”，分值 10，得分 5

    依据
        财预〔2020〕10号；财预〔2021〕101号附件1（参考试行）

    怎样改
        按实际情况选对档次，得分落在该档区间内，并写明依据。

    可调参数
        评分口径（--profile）：qualitative.bands
    """
    for scored in subject.scored:
        if len(scored.rows) > 1 or scored.score is None or not scored.weight or readings.is_shared(scored.lead):
            continue
        actual = scored.lead.actual_value
        band = subject.profile.band_of(actual.text) if isinstance(actual, Words) else None
        if band is None or scored.score > scored.weight:
            continue
        low, high = half_up(scored.weight * band.low), half_up(scored.weight * band.high)
        # Neighbouring bands share their ends: which of the two holds 80% differs from place to place.
        if not low <= scored.score <= high:
            yield on_row(
                scored.lead,
                scored.score_cell,
                readings.points(scored.score),
                f"{plain(low)}–{plain(high)}",
                actual=scored.lead.actual.text if scored.lead.actual is not None else "",
            )
