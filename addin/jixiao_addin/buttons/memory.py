"""What the marks covered, kept in the workbook itself: it survives saving, and 清除标注 takes it away again.

It lies on a hidden sheet of its own, because clerks delete 校验结果 by hand. A marked cell is kept as a reference:
the program moves it along when rows are inserted or the sheet is renamed; a deleted cell becomes #REF! and is
forgotten. A sheet of that name without our headings is the clerk's own: it is neither read nor touched.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jixiao_addin.buttons.host import Denied, Line, Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jixiao_addin.buttons.host import Host

SHEET = "校验标注记录"
HEADINGS = ("标注的格", "原底色", "标注底色", "原批注", "标注批注")
# ='自评表'!$F$12 in Excel, =$自评表.$F$12 in Calc.
_REFERENCE = re.compile(r"=\$?(?P<sheet>'(?:[^']|'')+'|[^'!.]+)[!.]\$?(?P<column>[A-Z]{1,3})\$?(?P<row>[0-9]{1,7})")


_FILL = re.compile(r"[0-9A-F]{6}")


class Covered(NamedTuple):
    """A marked cell: the fill and the note that it had, and those that it was given.

    note, marked_note: both "" where no note was written.
    """

    sheet: str
    cell: str
    fill: str
    marked_fill: str
    note: str
    marked_note: str


def is_kept(host: Host) -> bool:
    """Whether the workbook holds a memory of ours."""
    rows = host.page_rows(SHEET)
    return bool(rows) and tuple(rows[0][: len(HEADINGS)]) == HEADINGS


def remember(host: Host, covered: Sequence[Covered]) -> None:
    """Keep what is about to be covered. Raises Denied, also where a sheet of the clerk's own has that name."""
    if SHEET in host.sheet_names() and not is_kept(host):
        raise Denied(f"a sheet of the clerk's own is named {SHEET}")
    lines = [Line(HEADINGS)]
    lines.extend(Line(each[2:], reference=(each.sheet, each.cell)) for each in covered)
    host.write_page(Page(SHEET, tuple(lines), hidden=True))


def recall(host: Host) -> Iterator[Covered]:
    """What was kept, with cells where they are now."""
    if not is_kept(host):
        return
    for reference, *texts in host.page_rows(SHEET)[1:]:
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            continue
        sheet = match["sheet"]
        name = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
        fill, marked_fill, note, marked_note = (*texts, "", "", "", "")[:4]
        yield Covered(name, match["column"] + match["row"], _fill(fill), _fill(marked_fill), note, marked_note)


def _fill(text: str) -> str:
    """A fill as it was kept; one that somebody wrote over is none."""
    return text if _FILL.fullmatch(text) else ""


def forget(host: Host) -> None:
    """Nothing is kept any more. Raises Denied."""
    if is_kept(host):
        host.delete_sheet(SHEET)
