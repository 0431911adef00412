"""退回说明 as files: a .docx to be sent and a .txt whose text can be pasted into a message."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from jixiao.slips.page import Part, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from docx.text.paragraph import Paragraph

    from jixiao.slips.content import Slip

# What Windows does not take in a file name; and what it reads as a device.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]|^\.+|[. ]+$')
_LONGEST = 60
_FONT, _TITLE_FONT = "仿宋", "宋体"
# What XML cannot hold, escaped or not.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_slips(slips: Sequence[Slip], folder: Path) -> list[Path]:
    """Write both files of every slip; the paths written. Raises OSError where the folder cannot be written to."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for slip, stem in zip(slips, file_stems(slips), strict=True):
        text = "\n".join(line.text for line in lines_of(slip)) + "\n"
        # With a mark of order, or Notepad of older Windows takes it for another code page.
        path = folder / f"{stem}.txt"
        path.write_text(text, encoding="utf-8-sig", errors="replace", newline="\r\n")
        written += [path, _document(slip, folder / f"{stem}.docx")]
    return written


def file_stems(slips: Sequence[Slip]) -> Iterator[str]:
    """退回说明-某县教育局 for each slip, numbered where two units would share a name."""
    seen: Counter[str] = Counter()
    for slip in slips:
        stem = f"退回说明-{_FORBIDDEN.sub('_', slip.unit)[:_LONGEST]}"
        seen[stem.casefold()] += 1
        count = seen[stem.casefold()]
        yield stem if count == 1 else f"{stem}-{count}"


def _document(slip: Slip, path: Path) -> Path:
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.7)
    for line in lines_of(slip):
        paragraph = document.add_paragraph()
        match line.part:
            case Part.TITLE:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                _set(paragraph, line.text, _TITLE_FONT, 18, bold=True)
            case Part.HEADING:
                paragraph.paragraph_format.keep_with_next = True
                _set(paragraph, line.text, _FONT, 14, bold=True)
            case Part.ITEM:
                paragraph.paragraph_format.left_indent = Pt(28)
                _set(paragraph, line.text, _FONT, 14)
            case Part.TEXT:
                _set(paragraph, line.text, _FONT, 14)
    document.save(str(path))
    return path


def _set(paragraph: Paragraph, text: str, font: str, size: int, *, bold: bool = False) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(_CONTROL.sub("�", text))
    run.font.name, run.font.size, run.bold = font, Pt(size), bold
    # Chinese text takes its font from here, not from the one for Latin letters.
    run.font.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
