"""Marks on cells: put there, and taken away without a trace. A mark is a pale fill and a note that begins 【校验】.

What is taken away is what the workbook's own memory knows: a marked cell, or the copy of one. A note that only looks
like ours stays: a clerk may have written it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jixiao_addin.buttons import memory
from jixiao_addin.buttons.host import Denied
from jixiao_addin.buttons.memory import Covered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from jixiao_addin.buttons.host import Host, Sheet
    from jixiao_addin.buttons.outcome import Mark

_BELOW = "\n\n"
# A cell of Excel holds 32,767 characters, a note as many; the memory keeps notes in cells.
_LONGEST = 32_000


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
    known = list(memory.recall(host))
    if not known:
        memory.forget(host)
        return []
    block = _block(signature)
    stuck = []
    for each in known:
        sheet = host.sheet(each.sheet)
        if sheet is not None and not _given_back(sheet, each, block):
            stuck.append(each)
    for name in host.sheet_names():
        sheet = host.sheet(name)
        if sheet is not None:
            _clear_copies(sheet, known, {each.cell for each in known if each.sheet == name})
    if stuck:
        memory.remember(host, stuck)
    else:
        memory.forget(host)
    return stuck


def look_alikes(host: Host, signature: str) -> list[tuple[str, str]]:
    """Sheet and cell of the notes with a block in our form: what is left of them after clearing nobody remembers."""
    block = _block(signature)
    sheets = ((name, host.sheet(name)) for name in host.sheet_names())
    return [
        (name, cell)
        for name, sheet in sheets
        if sheet is not None
        for cell, note in sheet.notes().items()
        if block.search(note)
    ]


def _block(signature: str) -> re.Pattern[str]:
    """A whole block of ours in a note: the signature on a line of its own, then findings (必须修改 JX301 …)."""
    return re.compile(rf"(?:^|(?<=\n)){re.escape(signature)}(?:\n\S+ JX[0-9]{{3}} [^\n]*)+")


def _covered(sheet: Sheet, mark: Mark, before: Covered | None) -> Covered:
    note = before.note if before is not None and before.marked_note else sheet.note(mark.cell)
    fill = before.fill if before is not None else sheet.fill(mark.cell)
    marked = note + _BELOW + mark.text if note else mark.text
    if len(marked) > _LONGEST:
        # No room below what the clerk wrote: the fill alone marks the cell.
        note = marked = ""
    return Covered(mark.sheet, mark.cell, fill, mark.fill, note, marked)


def _made(sheet: Sheet, covered: Covered) -> bool:
    """Whether the mark was made as a whole; a fill without its note is still better than neither."""
    return all(
        [
            not covered.marked_note or _allowed(sheet.set_note, covered.cell, covered.marked_note),
            _allowed(sheet.set_fill, covered.cell, covered.marked_fill),
        ]
    )


def _given_back(sheet: Sheet, covered: Covered, block: re.Pattern[str]) -> bool:
    done = [True]
    if sheet.fill(covered.cell) == covered.marked_fill != covered.fill:
        done.append(_allowed(sheet.set_fill, covered.cell, covered.fill))
    note = sheet.note(covered.cell)
    kept = _without_ours(note, covered, block)
    if kept != note:
        done.append(_allowed(sheet.set_note, covered.cell, kept))
    return all(done)


def _ours(covered: Covered) -> str:
    """Our part of the marked note, "" where there is none."""
    return covered.marked_note[len(covered.note) + len(_BELOW) if covered.note else 0 :]


def _without_ours(note: str, covered: Covered, block: re.Pattern[str]) -> str:
    ours = _ours(covered)
    if not ours:
        return note
    if note == covered.marked_note:
        return covered.note
    # What stood there before may look like ours: it is looked at only where it has been changed.
    begin = len(covered.note) if note.startswith(covered.note) else 0
    place = _place(note, ours, begin)
    if place is None and (found := block.search(note, begin)):
        # The clerk wrote into our words.
        place = found.span()
    return note if place is None else _cut(note, *place)


def _place(note: str, ours: str, begin: int = 0) -> tuple[int, int] | None:
    """Where our words stand in a note, as whole lines."""
    if ours not in note:
        return None
    found = re.compile(rf"(?:^|(?<=\n)){re.escape(ours)}(?![^\n])").search(note, begin)
    return None if found is None else found.span()


def _cut(note: str, start: int, end: int) -> str:
    return (note[:start].rstrip("\n") + note[end:]).strip("\n")


def _clear_copies(sheet: Sheet, known: Iterable[Covered], marked: set[str]) -> None:
    """Our notes on rows that were copied: each copy gets back what the cell it was copied from had."""
    originals = [(each, ours) for each in known if (ours := _ours(each))]
    for cell, note in sheet.notes().items():
        found = next(((each, place) for each, ours in originals if (place := _place(note, ours))), None)
        if found is None or cell in marked:
            continue
        each, place = found
        _allowed(sheet.set_note, cell, each.note if note == each.marked_note else _cut(note, *place))
        if sheet.fill(cell) == each.marked_fill != each.fill:
            _allowed(sheet.set_fill, cell, each.fill)


def _allowed(write: Callable[[str, str], None], cell: str, value: str) -> bool:
    try:
        write(cell, value)
    except Denied:
        return False
    return True
