"""校验 and 清除标注."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jixiao_addin.buttons import marks, memory
from jixiao_addin.buttons.host import YES, Denied, Line, Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jixiao_addin.buttons.host import Host
    from jixiao_addin.buttons.memory import Covered
    from jixiao_addin.buttons.outcome import Engine, Mark, Outcome

# The same as in jixiao.marking, which Calc's own Python may lack; a test holds them together.
RESULT_SHEET = "校验结果"
SIGNATURE = "【校验】"
_WIDTHS = (16, 24, 48, 48, 12, 8)
_SHOWN_AT_ONCE = 10
_BEFORE = (
    "校验会给有问题的单元格加上浅色底色和批注，并在最后加一张“校验结果”表；表里填的内容一个字也不改。\n\n"
    "加了标注以后，之前的操作就不能再用“撤销”退回了。标注随时可以用“清除标注”全部去掉。\n\n现在校验吗？"
)
_STRUCTURE = (
    "工作簿的结构受保护，不能添加“校验结果”表，也就没有加标注。"
    "请在{unprotecting}后再校验；或者把文件另存一份，用“批量校验”查。"
)
_STRUCTURE_CLEARING = "工作簿的结构受保护，“校验结果”表删不掉。请在{unprotecting}后再点一次“清除标注”。"
_READ_ONLY = "文件是以只读方式打开的，没有加标注。要加标注，请先另存一份，再点“校验”。"
_READ_ONLY_CLEARING = "文件是以只读方式打开的，标注清除不了。请先另存一份，再点“清除标注”。"
_STUCK = (
    "{cells}没能加标注，多半是工作表受保护，或者格子上有对话式批注；问题都列在下面。"
    "要加标注，请先撤销工作表保护（或先结束对话）再校验。"
)
_NOT_CLEARED = (
    "{cells}的标注没能清除，多半是工作表受保护，或者格子上有对话式批注。"
    "请先撤销工作表保护（或先结束对话），再点一次“清除标注”。"
)
_BEFORE_CLEARING = "清除以后，之前的操作就不能再用“撤销”退回了。现在清除标注吗？"
_LOOK_ALIKES = (
    "{cells}的批注像是校验写的，但这份工作簿没有它们的记录（例如整张表是从别处复制来的），没有动。不要的请自行删除。"
)


_OWN = "这份工作簿里已经有一张自己的“{name}”表，没有动它，也没有加标注。请给那张表改个名字，再点“校验”。"
BEGINS_OURS = "校验结果（"
# A clerk may have put a row or two above our heading.
_HEADING_ROWS = 20


def check(host: Host, engine: Engine) -> None:
    """Check what is on the screen, mark it and write 校验结果. No cell's content is touched."""
    if host.is_read_only():
        outcome = engine.check(host.grid())
        listed = (_READ_ONLY, outcome.summary, _listed(outcome)) if outcome.status == "checked" else (outcome.summary,)
        host.tell("\n\n".join(filter(None, listed)))
        return
    if not host.keeps_undo and "undo" not in host.session:
        if host.ask(_BEFORE) != YES:
            return
        host.session.add("undo")
    try:
        with host.together("校验"):
            said = _checked(host, engine)
    except Denied:
        said = _STRUCTURE.format(unprotecting=host.unprotecting)
    host.tell(said)


def clear(host: Host) -> None:
    """Take the marks and 校验结果 away: every cell looks as it did before."""
    had = _has_results(host) or memory.is_kept(host)
    if had and host.is_read_only():
        host.tell(_READ_ONLY_CLEARING)
        return
    if had and not host.keeps_undo and "undo" not in host.session:
        if host.ask(_BEFORE_CLEARING) != YES:
            return
        host.session.add("undo")
    try:
        with host.together("清除标注"):
            stuck = _cleared(host)
            alike = [] if stuck else marks.look_alikes(host, SIGNATURE)
    except Denied:
        host.tell(_STRUCTURE_CLEARING.format(unprotecting=host.unprotecting))
        return
    if stuck:
        host.tell(_NOT_CLEARED.format(cells="、".join(f"{each.sheet}!{each.cell}" for each in stuck)))
    else:
        said = "标注和“校验结果”表都已清除。" if had else "没有校验的标注，不用清除。"
        cells = "、".join(f"{sheet}!{cell}" for sheet, cell in alike[:_SHOWN_AT_ONCE])
        more = f"等{len(alike)}处" if len(alike) > _SHOWN_AT_ONCE else ""
        host.tell(f"{said}\n\n{_LOOK_ALIKES.format(cells=cells + more)}" if alike else said)


def _checked(host: Host, engine: Engine) -> str:
    # The marks of an earlier check are notes and a sheet too: they must not be read as the clerk's.
    _cleared(host)
    outcome = engine.check(host.grid())
    if outcome.status != "checked":
        return outcome.summary
    taken = {RESULT_SHEET, memory.SHEET}.intersection(host.sheet_names())
    # What could not be cleared is still remembered: that sheet is ours.
    own = next((name for name in sorted(taken) if name == RESULT_SHEET or not memory.is_kept(host)), "")
    if own:
        return "\n\n".join((_OWN.format(name=own), outcome.summary, _listed(outcome)))
    try:
        unmarked = marks.put(host, outcome.marks)
        host.write_page(_page(outcome, unmarked))
    except Denied:
        _cleared(host)
        structure = _STRUCTURE.format(unprotecting=host.unprotecting)
        return "\n\n".join((structure, outcome.summary, _listed(outcome)))
    host.show_sheet(RESULT_SHEET)
    where = f"逐条列在最后一张表“{RESULT_SHEET}”里，点单元格号可以跳过去。" if outcome.rows else ""
    locked = f"有{len(unmarked)}处受保护，没能加标注。" if unmarked else ""
    return outcome.summary + where + locked


def _cleared(host: Host) -> list[Covered]:
    stuck = marks.take_away(host, SIGNATURE)
    if _has_results(host):
        host.delete_sheet(RESULT_SHEET)
    return stuck


def _has_results(host: Host) -> bool:
    """Whether there is a 校验结果 of ours; a clerk may well have named a sheet of theirs so."""
    rows = host.page_rows(RESULT_SHEET)
    return any(row[0].startswith(BEGINS_OURS) for row in rows[:_HEADING_ROWS])


def _page(outcome: Outcome, unmarked: Sequence[Mark]) -> Page:
    head = [*outcome.head]
    if unmarked:
        head.append(_STUCK.format(cells="、".join(map(outcome.place, unmarked))))
    if not outcome.rows:
        head.append("没有发现问题。")
    lines = [Line((text,), strong=number == 0) for number, text in enumerate(head)]
    if outcome.rows:
        lines += [Line(("",)), Line(outcome.columns, strong=True)]
    lines.extend(Line(row.texts, link=(row.sheet, row.cell) if row.cell else None) for row in outcome.rows)
    return Page(RESULT_SHEET, tuple(lines), _WIDTHS)


def _listed(outcome: Outcome) -> str:
    shown = ["  ".join(row.texts[:3]) for row in outcome.rows[:_SHOWN_AT_ONCE]]
    if len(outcome.rows) > _SHOWN_AT_ONCE:
        shown.append(f"……共{len(outcome.rows)}条")
    return "\n".join(shown)
