"""What the marks covered, kept in the workbook itself: it survives saving, and 清除标注 takes it away again.

It lies on a hidden sheet of its own, because clerks delete 校验结果 by hand. A marked cell is kept as a reference:
the program moves it along when rows are inserted or the sheet is renamed; a deleted cell becomes #REF! and is
forgotten.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jixiao_addin.buttons.host import Line, Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jixiao_addin.buttons.host import Host

SHEET = "校验标注记录"
_HEADINGS = ("标注的格", "原底色", "标注底色", "原批注", "标注批注")
# ='自评表'!$F$12 in Excel, =$自评表.$F$12 in Calc.
_REFERENCE = re.compile(r"=\$?(?P<sheet>'(?:[^']|'')+'|[^'!.]+)[!.]\$?(?P<column>[A-Z]{1,3})\$?(?P<row>[0-9]{1,7})")


class Covered(NamedTuple):
    """A marked cell: the fill and the note that it had, and those that it was given."""

    sheet: str
    cell: str
    fill: str
    marked_fill: str
    note: str
    marked_note: str


def remember(host: Host, covered: Sequence[Covered]) -> None:
    """Keep what is about to be covered. Raises Denied."""
    lines = [Line(_HEADINGS)]
    lines.extend(Line(each[2:], reference=(each.sheet, each.cell)) for each in covered)
    host.write_page(Page(SHEET, tuple(lines), hidden=True))


def recall(host: Host) -> Iterator[Covered]:
    """What was kept, with cells where they are now."""
    for reference, *texts in host.page_rows(SHEET)[1:]:
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            continue
        sheet = match["sheet"]
        name = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
        fill, marked_fill, note, marked_note = (*texts, "", "", "", "")[:4]
        yield Covered(name, match["column"] + match["row"], fill, marked_fill, note, marked_note)


def forget(host: Host) -> None:
    """Nothing is kept any more. Raises Denied."""
    host.delete_sheet(SHEET)
