"""6xx: 偏差原因分析及改进措施 — is there one where one is due, and does it say anything."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from jixiao.direction import FLOOR
from jixiao.finding import Severity
from jixiao.rules import phrases, readings
from jixiao.rules.framework import Hit, on_row, rule
from jixiao.scoring import NO_ACTUAL, NO_TARGET
from jixiao.values import ABOVE, AT_LEAST, AT_MOST, BELOW, half_up, in_units_of, is_met, parse_unit, plain, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from jixiao.form import Cell, Indicator
    from jixiao.rules.subject import Subject
    from jixiao.scoring import Profile

_REPEATED = 3


def _required(subject: Subject) -> Iterator[Indicator]:
    """Rows that must be explained, without those where it cannot be told that anything was missed."""
    for row in subject.explanation_required:
        result = subject.scores[row.position]
        # A blank target or actual is JX311's and JX312's; how little was paid is JX211's.
        if result.why in (NO_TARGET, NO_ACTUAL) or readings.EXECUTION_ROW.search(row.name):
            continue
        if _lost(subject, row) is not None or (result.is_met is False and _is_surely_missed(subject, row)):
            yield row


def _is_surely_missed(subject: Subject, row: Indicator) -> bool:
    target, actual = row.target_quantity, row.actual_quantity
    if target is None or actual is None or is_met(target, in_units_of(target, actual)):
        return False
    return not readings.is_doubtful(subject, row) and not readings.is_saving(subject, row)


def _lost(subject: Subject, row: Indicator) -> Decimal | None:
    """The points that a row lost, None where none or where its weight is not its own."""
    lost = subject.lost.get(row.position)
    return lost if lost is not None and readings.points(lost) != "0" and not readings.is_shared(row) else None


def _explained_in(subject: Subject, row: Indicator) -> Cell | None:
    """The cell that explains a row: its own, a merged one, or one at the foot; else a dash; None where all is blank."""
    own = row.reason if row.reason is not None and row.reason.text else None
    if own is not None and own.is_filled:
        return own
    return next((cell for cell in _foot(subject) if cell.is_filled), own)


def _foot(subject: Subject) -> Iterator[Cell]:
    """Explanations for the whole form; 执行率偏差原因 is about the money alone."""
    return (remark.value for remark in subject.form.remarks if "执行率" not in squeeze(remark.label.text))


def _explained(subject: Subject) -> Iterator[tuple[Indicator, Cell]]:
    """The rows that must be explained and are, each explanation once."""
    seen: set[tuple[int, int]] = set()
    for row in _required(subject):
        cell = _explained_in(subject, row)
        if cell is not None and (cell.row, cell.column) not in seen:
            seen.add((cell.row, cell.column))
            yield row, cell


@rule(
    "JX601",
    "deviation-unexplained",
    Severity.ERROR,
    {
        "": "{cell}“{label}”本行扣{lost}分，原因栏空。请写“原因＋措施＋时限”，问项目经办人。",
        "full": "{cell}“{label}”目标“{target}”，实际“{actual}”，没有完成，原因栏空。"
        "请写“原因＋措施＋时限”，问项目经办人。",
    },
)
def deviation_unexplained(subject: Subject) -> Iterator[Hit]:
    """有偏差而没有写原因

    有数字目标而没有完成的，或者定性指标扣了分的，都要写偏差原因和改进措施。合并的原因栏、表下方的总说明算数。

    违反示例
        目标“≥98%”，实际“97%”，得分 9.74/10，原因（空）

    正确示例
        原因“人手不足，业务处理不及时；已增配1人，6月底前到岗”

    依据
        财预〔2020〕10号（未完成的说明原因和改进措施）

    怎样改
        写“原因＋措施＋时限”，原因写事实，措施写做什么、谁做、何时完成。
    """
    seen: set[tuple[int, int]] = set()
    for row in _required(subject):
        if _explained_in(subject, row) is not None:
            continue
        origin = row.reason if row.reason is not None else next(_foot(subject), None)
        # Without any place for it JX003 says that the column is missing.
        if origin is None or (origin.row, origin.column) in seen or readings.is_unread(origin):
            continue
        seen.add((origin.row, origin.column))
        lost, actual = _lost(subject, row), row.actual.text if row.actual is not None else ""
        wording = "full" if lost is None else ""
        yield on_row(
            row, origin, origin.text, wording=wording, lost=readings.points(lost), target=row.target_text, actual=actual
        )


@rule(
    "JX602",
    "explanation-meaningless",
    Severity.ERROR,
    {
        "": "{cell}“{label}”须说明偏差原因，只写了“{seen}”。请写“原因＋措施＋时限”，问项目经办人。",
        "ditto": "{cell}“{label}”原因写“{seen}”。各行打印分页后看不出指的哪一行，请把原因写全。",
    },
)
def explanation_meaningless(subject: Subject) -> Iterator[Hit]:
    """偏差原因没有内容

    必须说明的行，原因栏只有数字、标点（包括一横一斜）、“无”或不足四个字。上面有真正的原因而写“同上”的，只作提示。

    违反示例
        原因“111”；原因“无”

    正确示例
        原因“合同约定验收后付款，验收推迟到次年1月，已督促承建方按期整改”

    依据
        财预〔2020〕10号；行业惯例

    怎样改
        写“原因＋措施＋时限”；系统必填而随手填的数字，换成真正的原因。
    """
    for row, cell in _explained(subject):
        if phrases.is_ditto(cell.text):
            severity = Severity.INFO if _is_backed(subject, row) else None
            wording = "ditto" if severity else ""
            yield on_row(row, cell, cell.text, severity=severity, wording=wording)
        elif phrases.is_meaningless(cell.text):
            yield on_row(row, cell, cell.text)


def _is_backed(subject: Subject, row: Indicator) -> bool:
    """Whether the nearest explanation above a 同上 is a real one."""
    rows = reversed(subject.form.indicators[: row.position])
    above = (other.reason.text for other in rows if other.reason is not None)
    told = next((text for text in above if text and not phrases.is_ditto(text)), "")
    return bool(told) and not phrases.is_meaningless(told)


@rule(
    "JX603",
    "explanation-without-cause",
    Severity.INFO,
    {
        "": "{cell}“{label}”只写“{seen}”，没有原因也没有措施。请补“原因＋措施＋时限”，问项目经办人。",
        "all": "{cell}须说明的各行都只写“{seen}”一类的话，没有原因也没有措施。"
        "请逐行补“原因＋措施＋时限”，问项目经办人。",
    },
)
def explanation_without_cause(subject: Subject) -> Iterator[Hit]:
    """偏差原因里没有原因也没有措施

    “有待提高”“继续努力”“正在推进”说不出为什么没完成，也说不出打算怎么办。
    全表须说明的行都这样写的，合成一条需核对的。

    违反示例
        原因“有待提高”

    正确示例
        原因“窗口人手不足，等候时间长；9月起增设2个窗口”

    依据
        财预〔2020〕10号；行业惯例

    怎样改
        问项目经办人为什么差这一点，写一句事实，再写一句做什么、何时做完。
    """
    idle = [(row, cell) for row, cell in _explained(subject) if phrases.is_idle(cell.text)]
    if not idle:
        return
    spoken_for = {(cell.row, cell.column) for _, cell in idle}
    cells = (_explained_in(subject, row) for row in _required(subject))
    if all(cell is not None and (cell.row, cell.column) in spoken_for for cell in cells):
        origin = subject.form.headings.get("reason", idle[0][1])
        yield Hit(origin, "偏差原因", idle[0][1].text, severity=Severity.WARNING, wording="all")
        return
    for row, cell in idle:
        yield on_row(row, cell, cell.text)


@rule(
    "JX604",
    "over-achievement-unexplained",
    Severity.WARNING,
    "{cell}“{label}”目标“{target}”，实际“{actual}”，是目标的{seen}倍，没有说明。"
    "请核对单位和口径；确实超额的，写明原因，并说明目标是否定低了。",
    needs=("target", "actual"),
)
def over_achievement_unexplained(subject: Subject) -> Iterator[Hit]:
    """远超目标而没有说明

    “≥”的目标，实际达到目标的 1.3 倍以上，没有写原因。多半是目标定低了，或实际值的单位、口径填错了。
    目标在 5 以内的，还要多出 3 以上才提示。

    违反示例
        目标“≥3000条”，实际“5200条”，原因（空）

    正确示例
        目标“≥3000条”，实际“5200条”，原因“新增政务新媒体投稿渠道，明年目标按实际调整”

    依据
        财预〔2020〕10号（远超目标且目标偏低的按偏离度扣分）

    怎样改
        先核对单位和统计口径；确实超额的，写明原因，申报下年度目标时调高。

    可调参数
        评分口径（--profile）：explanations.over_achievement、small_target、small_margin
    """
    for row in subject.live:
        target, actual = row.target_quantity, row.actual_quantity
        if target is None or actual is None or target.number <= 0 or target.operator in (AT_MOST, BELOW):
            continue
        reached = in_units_of(target, actual)
        unit = parse_unit(target.unit)
        if not _is_far_above(subject.profile, target.number, reached, unit.scale):
            continue
        if target.operator not in (AT_LEAST, ABOVE) and subject.directions[row.position].direction != FLOOR:
            continue
        # 12 against 1次/月 is just right.
        per_period = unit.per not in readings.YEARLY and not actual.unit
        if per_period or readings.is_doubtful(subject, row):
            continue
        cell = _explained_in(subject, row)
        if cell is None or phrases.is_meaningless(cell.text):
            times = plain(half_up(reached / target.number, Decimal("0.1")))
            yield on_row(
                row, row.actual, times, target=row.target_text, actual=row.actual.text if row.actual is not None else ""
            )


def _is_far_above(profile: Profile, target: Decimal, reached: Decimal, scale: Decimal) -> bool:
    """Whether a target is exceeded by the profile's multiple, a small one (2次, not 2万条) by its margin too."""
    if reached < target * profile.over_achievement:
        return False
    return target * scale > profile.small_target or (reached - target) * scale >= profile.small_margin


@rule(
    "JX605",
    "explanation-repeated",
    Severity.INFO,
    "{cell}“{label}”等{count}行的原因都是“{seen}”。各指标情况不同的，请分别写明。",
)
def explanation_repeated(subject: Subject) -> Iterator[Hit]:
    """几行的偏差原因一字不差

    三行以上须说明的指标，原因写的是同一段话。资金全年没有支出、各项都没有开展的，原因本来就是同一个，不提示。

    违反示例
        三个未完成的指标，原因都是“因疫情影响，项目推进缓慢，将加快进度”

    正确示例
        各行分别写明影响了什么、差在哪里、怎样补上

    依据
        行业惯例

    怎样改
        共同的原因可以相同，再各写一句本指标的具体情况和措施。
    """
    texts: dict[str, list[tuple[Indicator, Cell]]] = {}
    for row, cell in _explained(subject):
        if cell is row.reason and not phrases.is_meaningless(cell.text) and not phrases.is_ditto(cell.text):
            texts.setdefault(squeeze(cell.text), []).append((row, cell))
    repeated = [found for found in texts.values() if len(found) >= _REPEATED]
    if not repeated or (subject.nothing_spent and _nothing_done(subject)):
        return
    for found in repeated:
        row, cell = found[0]
        yield on_row(row, cell, cell.text, count=str(len(found)))


def _nothing_done(subject: Subject) -> bool:
    actuals = [row.actual_quantity for row in subject.live]
    return all(actual is None or not actual.number for actual in actuals)
