"""Marks in a copy of a workbook: pale fills, notes signed 【校验】 and the sheet 校验结果; and all of it away again.

The copy is the workbook with these and nothing else changed: its package is edited, not written anew. What the fills
cover is kept on the same hidden sheet, in the same shape, as the buttons in a spreadsheet program keep it
(jixiao_addin.buttons.memory): either takes away what the other has put there. A note that only looks like ours stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from jixiao.editing.annotations import Annotations
from jixiao.editing.colours import shown
from jixiao.editing.copying import Copy
from jixiao.editing.new_sheet import Entry, new_sheet, reference
from jixiao.editing.notes import BELOW
from jixiao.editing.outline import restyled
from jixiao.editing.sheets import NewSheet, add_sheets, is_locked, remove_sheets
from jixiao.marking import COLUMNS, FILLS, RESULT_SHEET, SIGNATURE, Mark
from jixiao.reading import Limits, Refused, read_workbook
from jixiao.reading.addresses import position
from jixiao.words import SEVERITIES

if TYPE_CHECKING:
    from jixiao.editing.notes import Note
    from jixiao.editing.sheet import Place
    from jixiao.editing.styles import Styles
    from jixiao.marking import ResultSheet
    from jixiao.reading import Sheet

MEMORY = "校验标注记录"
_MEMORY_HEADINGS = ("标注的格", "原底色", "标注底色", "原批注", "标注批注", "原底色写法")
_AUTHOR = "校验"
_GRAVITIES = "|".join(map(re.escape, SEVERITIES.values()))
# Line by line: what somebody wrote before or after our words in the same note is theirs and stays. The signature alone
# is no block of ours: 财务科【校验】已通过 is a clerk's.
_OURS = re.compile(rf"(?:^|(?:\r?\n){{1,2}}){re.escape(SIGNATURE)}(?:\r?\n(?:{_GRAVITIES}) JX[0-9]{{3}} [^\r\n]*)+")
_BEGINS_OUR_LINE = re.compile(rf"(?:{_GRAVITIES}) JX[0-9]{{3}} ")
_REFERENCE = re.compile(r"(?P<sheet>'(?:[^']|'')+'|[^'!]+)!\$?(?P<column>[A-Z]{1,3})\$?(?P<row>[0-9]{1,7})")
_WIDTHS = (26, 24, 48, 48, 14, 8)
_RESULT_BEGINS = "校验结果（"
# A clerk may have put a row or two above our heading.
_HEADING_ROWS = 20
_LONGEST = 32_000


class Marked(NamedTuple):
    """A marked copy. refused: marks that were not made, by reason; they stand on 校验结果 all the same.

    ``no-sheet`` ``thread`` (a conversation is held about the cell, of which only its program may write).
    has_result: whether 校验结果 could be added; a protected structure allows no sheet.
    """

    data: bytes
    refused: tuple[tuple[Mark, str], ...]
    has_result: bool


class _Covered(NamedTuple):
    """What a mark covers: the cell, its fill as the styles describe it and as it looks, its note, and what it got."""

    sheet: str
    cell: str
    fill: str
    shown_fill: str
    marked_fill: str
    note: str
    marked_note: str


def marked(
    data: bytes, marks: Iterable[Mark], result: ResultSheet | None = None, limits: Limits | None = None
) -> Marked:
    """A copy of a workbook with these marks instead of those of an earlier check.

    Raises Refused for what cannot be read, EditRefused for what cannot be edited without risk.
    """
    copy = Copy(data, limits)
    copy.refuse_strict()
    unmark(copy, data)
    locked = is_locked(copy.parts, copy.book)
    # After clearing, a sheet of that name is somebody's own.
    remembers = not locked and MEMORY not in copy.book.sheets
    refused: list[tuple[Mark, str]] = []
    covered: list[_Covered] = []
    for name, group in _by_sheet(marks).items():
        if name not in copy.book.sheets:
            refused.extend((mark, "no-sheet") for mark in group.values())
            continue
        notes = Annotations(copy, name)
        threads = {place for place in group if place in notes.notes and notes.notes[place].is_thread}
        refused.extend((group.pop(place), "thread") for place in threads)
        if group:
            covered.extend(_put(copy, name, group, notes, remembers=remembers))
    has_result = not locked and result is not None and RESULT_SHEET not in copy.book.sheets
    new = []
    if has_result and result is not None:
        new.append(NewSheet(RESULT_SHEET, _result_page(copy.styles, result)))
    if covered and remembers:
        new.append(NewSheet(MEMORY, _memory_page(covered), hidden=True))
    if new:
        add_sheets(copy.parts, copy.book, new, shown=RESULT_SHEET if has_result else "")
    return Marked(copy.packed(), tuple(refused), has_result)


def _by_sheet(marks: Iterable[Mark]) -> dict[str, dict[Place, Mark]]:
    groups: dict[str, dict[Place, Mark]] = {}
    for mark in marks:
        groups.setdefault(mark.sheet, {})[position(mark.cell)] = mark
    return groups


def _put(
    copy: Copy, name: str, group: Mapping[Place, Mark], notes: Annotations, *, remembers: bool
) -> Iterator[_Covered]:
    styles, before = copy.styles, {place: note.text for place, note in notes.notes.items()}
    fills: dict[Place, tuple[str, str]] = {}

    def filled(place: Place, index: str) -> str:
        own = styles.colour(index) if styles is not None else None
        seen = shown(own, copy.theme) if own else own
        # A pattern, or a fill that nothing could give back, is left: the note alone marks the cell.
        if styles is None or own is None or seen is None or (own and not remembers):
            return index
        fills[place] = own, seen
        return styles.filled(index, f"rgb=FF{FILLS[group[place].severity]}")

    copy.write_sheet(name, restyled(copy.sheet(name), frozenset(group), filled))
    texts = {
        place: said
        for place, mark in group.items()
        # No room below what somebody wrote: the fill alone marks the cell.
        if len(before.get(place, "")) + len(said := _in_lines(mark.text)) < _LONGEST
    }
    if texts:
        notes.add(texts, _AUTHOR)
    for place, mark in group.items():
        said = texts.get(place, "")
        old = before.get(place, "") if said else ""
        fill = FILLS[mark.severity] if place in fills else ""
        yield _Covered(name, mark.cell, *fills.get(place, ("", "")), fill, old, old + BELOW + said if old else said)


def _in_lines(text: str) -> str:
    """The text of a mark with one line for each finding: a line break within a cell's words becomes a blank."""
    first, *lines = text.split("\n")
    joined: list[str] = []
    for line in lines:
        if _BEGINS_OUR_LINE.match(line) or not joined:
            joined.append(line)
        else:
            joined[-1] += f" {line}"
    return "\n".join((first, *joined))


# -- 校验结果 and what is kept


def _result_page(styles: Styles | None, result: ResultSheet) -> bytes:
    font = b'<font>%s<sz val="%d"/>%s<name val="\xe5\xae\x8b\xe4\xbd\x93"/><family val="3"/><charset val="134"/></font>'
    wrapped, plain = {"vertical": "top", "wrapText": "1"}, {"vertical": "top"}

    def look(before: bytes, size: int, after: bytes, alignment: dict[str, str]) -> str:
        return styles.new(font % (before, size, after), alignment) if styles is not None else "0"

    strong, title = look(b"<b/>", 10, b"", wrapped), look(b"<b/>", 12, b"", plain)
    text, line = look(b"", 10, b"", wrapped), look(b"", 10, b"", plain)
    link = look(b"<u/>", 10, b'<color rgb="FF0563C1"/>', wrapped)
    rows: list[list[Entry]] = [[Entry(each, line if number else title)] for number, each in enumerate(result.head)]
    if result.lines:
        rows += [[], [Entry(each, strong) for each in COLUMNS]]
    else:
        rows.append([Entry("没有发现问题。", line)])
    for finding, texts in zip(result.lines, result.rows(), strict=True):
        first, *others = (each[:_LONGEST] for each in texts)
        leads = (finding.sheet, finding.cell) if finding.cell else None
        rows.append([Entry(first, link if leads else text, leads), *(Entry(each, text) for each in others)])
    return new_sheet(rows, _WIDTHS, selected=True, wrapped=True)


def _memory_page(covered: Iterable[_Covered]) -> bytes:
    rows = [[Entry(each) for each in _MEMORY_HEADINGS]]
    for each in covered:
        letters = each.cell.rstrip("0123456789")
        place = f"${letters}${each.cell[len(letters) :]}"
        texts = (each.shown_fill, each.marked_fill, each.note[:_LONGEST], each.marked_note[:_LONGEST])
        row = [*map(Entry, texts), Entry(each.fill)]
        rows.append([Entry("", formula=reference(each.sheet, place)), *row])
    return new_sheet(rows, (16, *(12 for _ in _MEMORY_HEADINGS[1:])))


# -- and away again


class _Kept(NamedTuple):
    """What the workbook's own memory says of a marked cell. note: what stood there before; ours: our words below it."""

    sheet: str
    place: Place
    fill: str
    given: str
    note: str
    ours: str


def unmark(copy: Copy, data: bytes) -> None:
    """Take the marks of an earlier check out of a copy, whichever door put them there; every other word stays.

    data: the workbook as it was. Raises Refused, EditRefused.
    """
    sheets = copy.book.sheets
    workbook = read_workbook(data, copy.limits) if sheets.keys() & {RESULT_SHEET, MEMORY} else None
    ours = {each.name for each in workbook.sheets if _is_memory(each) or _is_result(each)} if workbook else set()
    kept = [each for sheet in workbook.sheets if _is_memory(sheet) for each in _remembered(sheet)] if workbook else []
    for name in [name for name in sheets if name not in ours]:
        _unmark_sheet(copy, name, kept)
    # Not the only sheet: a workbook without any cannot be opened.
    if ours and len(sheets.keys() - ours):
        remove_sheets(copy.parts, copy.book, ours)


def _unmark_sheet(copy: Copy, name: str, kept: Iterable[_Kept]) -> None:
    covered = {each.place: each for each in kept if each.sheet == name}
    copied = {each.ours: each for each in kept if each.ours}
    part = copy.book.wiring_of(copy.book.sheets[name]).first("comments")
    signed = part is not None and part in copy.parts and SIGNATURE.encode() in copy.parts.read(part)
    withdrawn = Annotations(copy, name).withdraw(_belonging(copy, name, covered, copied)) if signed else {}
    styles = copy.styles
    if styles is None or not (withdrawn or covered):
        return
    known = frozenset(FILLS.values())
    originals = {place: copied.get(_words(each.text)) for place, each in withdrawn.items()}

    def unfilled(place: Place, index: str) -> str:
        own = styles.colour(index)
        had = covered.get(place) or originals.get(place)
        # A fill that somebody has changed since is theirs.
        if not own or shown(own, b"") not in ({had.given} if had is not None and had.given else known):
            return index
        return styles.filled(index, had.fill if had is not None else "")

    copy.write_sheet(name, restyled(copy.sheet(name), frozenset({*withdrawn, *covered}), unfilled))


def _belonging(
    copy: Copy, name: str, covered: Mapping[Place, _Kept], copied: Mapping[str, _Kept]
) -> Callable[[Note], Iterator[tuple[int, int]]]:
    """Which parts of a note are ours: on a marked cell, on the copy of one, and where nothing could be remembered
    (a protected structure) what bears our name or our fill.
    """
    styles, colours = copy.styles, frozenset(FILLS.values())
    filled: set[Place] = set()

    def look(place: Place, index: str) -> str:
        own = styles.colour(index) if styles is not None else None
        if own and shown(own, b"") in colours:
            filled.add(place)
        return index

    noted = frozenset(Annotations(copy, name).notes)
    restyled(copy.sheet(name), noted, look)

    def spans(note: Note) -> Iterator[tuple[int, int]]:
        had = covered.get(note.place)
        known = had is not None or note.author == _AUTHOR or note.place in filled
        # What stood there before us may look like ours.
        begin = len(had.note) if had is not None and note.text.startswith(had.note) else 0
        for match in _OURS.finditer(note.text, begin):
            if known or _words(match[0]) in copied:
                yield match.span()

    return spans


def _words(block: str) -> str:
    return block.replace("\r\n", "\n").strip("\n")


def _remembered(sheet: Sheet) -> Iterator[_Kept]:
    """What marks cover, by cell: its fill as the styles describe it, and the fill that the mark gave it."""
    for (row, column), cell in sheet.cells.items():
        match = _REFERENCE.fullmatch(cell.formula or "") if column == 1 and row > 1 else None
        if match is None:
            continue
        fill, given, note, marked_note, exact = (
            stored.value if (stored := sheet.cells.get((row, at))) else "" for at in range(2, 7)
        )
        named = match["sheet"]
        name = named[1:-1].replace("''", "'") if named.startswith("'") else named
        try:
            place = position(match["column"] + match["row"])
        except Refused:
            continue
        ours = marked_note[len(note) + len(BELOW) if note else 0 :]
        yield _Kept(name, place, exact or (f"rgb=FF{fill}" if fill else ""), given, note, ours)


def _is_memory(sheet: Sheet) -> bool:
    """Whether the sheet of that name is ours: a unit may have one of its own."""
    headings = [cell.value for place in range(1, 6) if (cell := sheet.cells.get((1, place))) is not None]
    return sheet.name == MEMORY and tuple(headings) == _MEMORY_HEADINGS[:5]


def _is_result(sheet: Sheet) -> bool:
    firsts = (sheet.cells.get((row, 1)) for row in range(1, _HEADING_ROWS + 1))
    begins = (cell is not None and cell.value.startswith(_RESULT_BEGINS) for cell in firsts)
    return sheet.name == RESULT_SHEET and any(begins)
