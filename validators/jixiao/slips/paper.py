"""The page of a slip as a Word file: python-docx makes the document once, and only its text is written anew.

Made anew by it, a page costs 25 times as much (docs/scale.md): it reads its template and packs it again each time.
"""

from __future__ import annotations

import re
import zipfile
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING

from jixiao.editing.parts import Parts
from jixiao.reading import Limits
from jixiao.slips.page import Part

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docx.document import Document
    from docx.text.paragraph import Paragraph

    from jixiao.slips.page import Line

_FONT, _TITLE_FONT = "仿宋", "宋体"
_DOCUMENT = "word/document.xml"
# Stands for the text of a line, and nothing in the template is called so.
_TEXT = "正文"
_PARAGRAPHS = re.compile("<w:p>.*</w:p>", re.DOTALL)
# What is no text in a run but an element of its own (ISO 29500-1, 17.3.3).
_ELEMENTS = {"\t": "<w:tab/>", "\n": "<w:br/>"}
_BREAKS = re.compile("([\t\n])")


class Paper:
    """An empty page, to be written on again and again."""

    def __init__(self) -> None:
        self._parts = Parts(_template(), Limits())
        markup = self._parts.read(_DOCUMENT).decode()
        place = _PARAGRAPHS.search(markup)
        if place is None:
            raise AssertionError(_DOCUMENT)
        self._before, self._after = markup[: place.start()], markup[place.end() :]
        models = re.findall("<w:p>.*?</w:p>", place[0], re.DOTALL)
        self._models = {
            part: tuple(model.split(f"<w:t>{_TEXT}</w:t>")) for part, model in zip(Part, models, strict=True)
        }

    def page(self, lines: Iterable[Line]) -> bytes:
        """The document with these lines, of which none holds what XML cannot (`lines_of`)."""
        paragraphs = (self._paragraph(line) for line in lines)
        self._parts.write(_DOCUMENT, f"{self._before}{''.join(paragraphs)}{self._after}".encode())
        return self._parts.packed()

    def _paragraph(self, line: Line) -> str:
        before, after = self._models[line.part]
        return f"{before}{_run(line.text)}{after}"


def _run(text: str) -> str:
    """The text within a run, as python-docx writes it."""
    pieces = filter(None, _BREAKS.split(text))
    return "".join(_ELEMENTS.get(piece) or _piece(piece) for piece in pieces)


def _piece(text: str) -> str:
    space = "" if text == text.strip() else ' xml:space="preserve"'
    return f"<w:t{space}>{escape(text, quote=False)}</w:t>"


def _template() -> bytes:
    """An A4 page with one line of every part."""
    import docx
    from docx.shared import Cm

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.7)
    for part in Part:
        _add(document, part)
    made, dated = BytesIO(), BytesIO()
    document.save(made)
    # Under the date that entries of a zip file have to which none is given: the same lines give the same bytes.
    with zipfile.ZipFile(made) as drawn, zipfile.ZipFile(dated, "w") as package:
        for name in drawn.namelist():
            package.writestr(zipfile.ZipInfo(name), drawn.read(name), zipfile.ZIP_DEFLATED)
    return dated.getvalue()


def _add(document: Document, part: Part) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    match part:
        case Part.TITLE:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _set(paragraph, _TITLE_FONT, 18, bold=True)
        case Part.HEADING:
            paragraph.paragraph_format.keep_with_next = True
            _set(paragraph, _FONT, 14, bold=True)
        case Part.PROJECT:
            paragraph.paragraph_format.keep_with_next = True
            _set(paragraph, _FONT, 14)
        case Part.ITEM:
            paragraph.paragraph_format.left_indent = Pt(28)
            _set(paragraph, _FONT, 14)
        case Part.TEXT:
            _set(paragraph, _FONT, 14)


def _set(paragraph: Paragraph, font: str, size: int, *, bold: bool = False) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(_TEXT)
    run.font.name, run.font.size, run.bold = font, Pt(size), bold
    # Chinese text takes its font from here, not from the one for Latin letters.
    run.font.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
