"""规范写法: safe respellings are shown before they are made; a changed sign is a proposal, asked for one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jixiao_addin.buttons.host import CANCEL, YES, Denied

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jixiao_addin.buttons.host import Host
    from jixiao_addin.buttons.outcome import Change, Engine, Outcome

_SHOWN_AT_ONCE = 20
_NO_UNDO = "改了以后，之前的操作就不能再用“撤销”退回了。"
_READ_ONLY = "文件是以只读方式打开的，不能改。请先另存一份，再点“规范写法”。"
_PROPOSAL = (
    "提议（第{number}处，共{count}处）：\n{line}\n\n"
    "注意：这样改动了批复的目标。目标随预算批复，自评时不能自行改；请先问财政部门（预算绩效管理股室）可否这样认定。\n\n"
    "“是”＝财政部门同意，改；“否”＝不改这一处；“取消”＝余下的都不改。"
)
_SCORES = "得分没有改：目标的符号改了，请核对这几行的得分和总分。"


def tidy(host: Host, engine: Engine) -> None:
    """Put spellings right that the clerk has seen and agreed to; formulas and marks stay as they are."""
    if host.is_read_only():
        host.tell(_READ_ONLY)
        return
    outcome = engine.check(host.grid())
    if outcome.status != "checked":
        host.tell(outcome.summary)
        return
    safe = [change for change in outcome.changes if not change.proposal]
    proposals = [change for change in outcome.changes if change.proposal]
    if not safe and not proposals:
        host.tell("\n\n".join(filter(None, ("没有可以自动改的写法。", _left_alone(outcome)))))
        return
    agreed = _agreed(host, outcome, safe)
    ticked = _ticked(host, outcome, proposals)
    with host.together("规范写法"):
        denied = [change for change in (*agreed, *ticked) if not _made(host, change)]
    host.tell(_said(len(agreed) + len(ticked) - len(denied), denied, ticked, outcome))


def _agreed(host: Host, outcome: Outcome, changes: Sequence[Change]) -> list[Change]:
    """Page by page: what was not shown is not changed."""
    agreed: list[Change] = []
    for start in range(0, len(changes), _SHOWN_AT_ONCE):
        page = changes[start : start + _SHOWN_AT_ONCE]
        several = len(changes) > _SHOWN_AT_ONCE
        answer = host.ask(_shown(host, outcome, page, start, len(changes)), may_cancel=several)
        if answer == CANCEL:
            break
        if answer == YES:
            agreed.extend(page)
    return agreed


def _ticked(host: Host, outcome: Outcome, proposals: Sequence[Change]) -> list[Change]:
    ticked = []
    for number, change in enumerate(proposals, 1):
        line = _line(outcome, change)
        asked = _PROPOSAL.format(number=number, count=len(proposals), line=line)
        answer = host.ask("\n\n".join(filter(None, (asked, _undo(host)))), may_cancel=True)
        if answer == CANCEL:
            break
        if answer == YES:
            ticked.append(change)
    return ticked


def _made(host: Host, change: Change) -> bool:
    sheet = host.sheet(change.sheet)
    try:
        if sheet is not None:
            sheet.write(change.cell, change.value)
    except Denied:
        return False
    return sheet is not None


def _shown(host: Host, outcome: Outcome, page: Sequence[Change], start: int, count: int) -> str:
    lines = [_line(outcome, change) for change in page]
    question = "现在改吗？"
    if len(page) < count:
        lines.append(f"（第{start + 1}至{start + len(page)}处，共{count}处）")
        question = "“是”＝改上面这些；“否”＝上面这些不改，看下一页；“取消”＝余下的都不改。"
    asked = [*filter(None, [_undo(host)]), question]
    return "\n".join(("下面这些写法会改成标准写法，意思不变：", "", *lines, "", *asked))


def _undo(host: Host) -> str:
    return "" if host.keeps_undo else _NO_UNDO


def _line(outcome: Outcome, change: Change) -> str:
    old, new = change.old or "（空）", change.new or "（空）"
    return f"{outcome.place(change)}“{change.label}”：{old} → {new}（{change.why}）"


def _said(done: int, denied: Sequence[Change], ticked: Sequence[Change], outcome: Outcome) -> str:
    parts = [f"改了{done}处。" if done else "没有改动。"]
    if denied:
        cells = "、".join(dict.fromkeys(map(outcome.place, denied)))
        parts.append(f"{cells}没有改，多半是工作表受保护。请先撤销工作表保护再试。")
    if any(change not in denied for change in ticked):
        parts.append(_SCORES)
    parts.append(_left_alone(outcome))
    if done:
        parts += [outcome.caution, "请再点一次“校验”。"]
    return "\n\n".join(filter(None, parts))


def _left_alone(outcome: Outcome) -> str:
    left = outcome.left
    lines = [f"没有改 {outcome.place(each)}“{each.label}”：{each.why}。" for each in left[:_SHOWN_AT_ONCE]]
    if len(left) > _SHOWN_AT_ONCE:
        lines.append(f"……共{len(left)}处")
    return "\n".join(lines)
