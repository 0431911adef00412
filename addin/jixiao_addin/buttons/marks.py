"""Marks on cells: put there, and taken away without a trace. A mark is a pale fill and a note that begins 【校验】."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jixiao_addin.buttons import memory
from jixiao_addin.buttons.host import Denied
from jixiao_addin.buttons.memory import Covered

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jixiao_addin.buttons.host import Host, Sheet
    from jixiao_addin.buttons.outcome import Mark

_BELOW = "\n\n"
# 必须修改 JX301 …
_OUR_LINE = re.compile(r"\S+ JX[0-9]{3} ")


def put(host: Host, marks: Sequence[Mark]) -> list[Mark]:
    """Mark the cells; those that could not be marked. Raises Denied where nothing can be kept, and then marks nothing.

    The memory is written first: whatever happens in between, 清除标注 finds what there was.
    """
    # What could not be cleared of an earlier check is still remembered, and must stay so.
    kept = {(each.sheet, each.cell): each for each in memory.recall(host)}
    wanted = [(mark, sheet) for mark in marks if (sheet := host.sheet(mark.sheet)) is not None]
    covered = [_covered(sheet, mark, kept.pop((mark.sheet, mark.cell), None)) for mark, sheet in wanted]
    if covered:
        memory.remember(host, [*covered, *kept.values()])
    return [mark for (mark, sheet), each in zip(wanted, covered) if not _made(sheet, each)]


def take_away(host: Host, signature: str) -> list[Covered]:
    """Give every marked cell back what it had; those that could not be cleared. Raises Denied.

    What the clerk changed since stays: another fill, and what was written into a note beside our part of it.
    """
    stuck = []
    marked_fills = set()
    for each in memory.recall(host):
        marked_fills.add(each.marked_fill)
        sheet = host.sheet(each.sheet)
        if sheet is not None and not _given_back(sheet, each):
            stuck.append(each)
    kept = {(each.sheet, each.cell) for each in stuck}
    for name in host.sheet_names():
        sheet = host.sheet(name)
        if sheet is not None:
            _clear_copies(sheet, signature, marked_fills, {cell for at, cell in kept if at == name})
    if stuck:
        memory.remember(host, stuck)
    else:
        memory.forget(host)
    return stuck


def _covered(sheet: Sheet, mark: Mark, before: Covered | None) -> Covered:
    note = before.note if before is not None else sheet.note(mark.cell)
    fill = before.fill if before is not None else sheet.fill(mark.cell)
    marked = note + _BELOW + mark.text if note else mark.text
    return Covered(mark.sheet, mark.cell, fill, mark.fill, note, marked)


def _made(sheet: Sheet, covered: Covered) -> bool:
    """Whether the mark was made as a whole; a fill without its note is still better than neither."""
    return all(
        [
            _allowed(sheet.set_note, covered.cell, covered.marked_note),
            _allowed(sheet.set_fill, covered.cell, covered.marked_fill),
        ]
    )


def _given_back(sheet: Sheet, covered: Covered) -> bool:
    done = [True]
    if sheet.fill(covered.cell) == covered.marked_fill != covered.fill:
        done.append(_allowed(sheet.set_fill, covered.cell, covered.fill))
    note = sheet.note(covered.cell)
    ours = covered.marked_note[len(covered.note) + len(_BELOW) if covered.note else 0 :]
    if ours in note:
        before, _, after = note.partition(ours)
        kept = covered.note if note == covered.marked_note else (before.rstrip("\n") + after).strip("\n")
        done.append(_allowed(sheet.set_note, covered.cell, kept))
    return all(done)


def _clear_copies(sheet: Sheet, signature: str, fills: set[str], kept: set[str]) -> None:
    """Our notes that no record knows: on rows that were copied, or where the clerk changed our words."""
    for cell, note in sheet.notes().items():
        before, found, after = note.partition(signature)
        if not found or cell in kept:
            continue
        theirs = [line for line in after.split("\n") if line and not _OUR_LINE.match(line)]
        _allowed(sheet.set_note, cell, "\n".join([*filter(None, [before.rstrip("\n")]), *theirs]))
        if sheet.fill(cell) in fills:
            _allowed(sheet.set_fill, cell, "")


def _allowed(write: Callable[[str, str], None], cell: str, value: str) -> bool:
    try:
        write(cell, value)
    except Denied:
        return False
    return True
