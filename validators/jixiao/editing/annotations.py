"""The notes of one sheet with all that belongs to them: the part, the frames, the references from the sheet."""

from __future__ import annotations

from collections.abc import Mapping

from . import note_frames, notes
from .copying import Copy
from .extent import WIDTH, Extent, height_of
from .markup import Element
from .notes import Note, Notes, Parts, Withdrawn
from .outline import drawing_of, outline, with_drawing, without
from .sheet import Place
from .wiring import declare, declare_extension, discard

_POINTS = 3 / 4


class Annotations:
    """Reads the notes of a sheet of a copy, and writes them back changed."""

    def __init__(self, copy: Copy, sheet: str) -> None:
        """Raises Refused, EditRefused."""
        self._copy = copy
        self._sheet = sheet
        self._wiring = copy.book.wiring_of(copy.book.sheets[sheet])
        part = self._wiring.first("comments")
        self._part = part if part is not None and part in copy.parts else None
        self._notes = Notes(copy.parts.read(self._part) if self._part is not None else notes.EMPTY)

    @property
    def notes(self) -> Mapping[Place, Note]:
        """The notes that are there."""
        return self._notes.notes

    def withdraw(self, ours: Parts) -> dict[Place, Withdrawn]:
        """Take away these parts of each note; a note of which nothing is left goes with its frame."""
        withdrawn = self._notes.withdraw(ours)
        if not withdrawn or self._part is None:
            return withdrawn
        self._copy.parts.write(self._part, self._notes.data)
        drawing = self._drawing(outline(self._copy.sheet(self._sheet)))
        if drawing is not None:
            gone = {place for place, each in withdrawn.items() if each.is_gone}
            self._copy.parts.write(drawing, note_frames.without_frames(self._copy.parts.read(drawing), gone))
        if not self._notes.notes:
            self._tidy_up(drawing)
        return withdrawn

    def _tidy_up(self, drawing: str | None) -> None:
        """Without any note left, the parts that hold notes go too."""
        parts, part = self._copy.parts, self._part
        assert part is not None
        self._wiring.remove(part)
        discard(parts, part)
        self._part, self._notes = None, Notes(notes.EMPTY)
        if drawing is not None and note_frames.is_empty(parts.read(drawing)):
            self._copy.write_sheet(self._sheet, without(self._copy.sheet(self._sheet), "legacyDrawing"))
            self._wiring.remove(drawing)
            discard(parts, drawing)

    def add(self, texts: Mapping[Place, str], author: str) -> None:
        """Write notes; where there is one already, below what it says."""
        parts, known = self._copy.parts, self._notes.notes
        heights = {
            place: height_of(known[place].text + notes.BELOW + said if place in known else said)
            for place, said in texts.items()
        }
        self._notes.add(texts, author)
        if self._part is None:
            self._part = parts.unused("xl/comments{}.xml")
            parts.add(self._part, self._notes.data)
            declare(parts, self._part, notes.CONTENT_TYPE)
            self._wiring.add("comments", self._part)
        else:
            parts.write(self._part, self._notes.data)
        self._frame(heights)

    def _frame(self, heights: Mapping[Place, int]) -> None:
        parts = self._copy.parts
        sheet = self._copy.sheet(self._sheet)
        found = outline(sheet)
        drawing = self._drawing(found)
        old = parts.read(drawing) if drawing is not None else note_frames.EMPTY
        extent = Extent(sheet, found)
        frames = []
        for place in sorted(heights.keys() - note_frames.framed(old)):
            size = (round(WIDTH * _POINTS), round(heights[place] * _POINTS))
            frames.append((place, extent.anchor(place, heights[place]), size))
        others = [name for name in parts.names() if name.endswith(".vml") and name != (drawing or "").lower()]
        taken = {block for name in others for block in note_frames.blocks(parts.read(name))}
        new = note_frames.with_frames(old, frames, taken)
        if drawing is not None:
            parts.write(drawing, new)
            return
        drawing = parts.unused("xl/drawings/vmlDrawing{}.vml")
        parts.add(drawing, new)
        declare_extension(parts, "vml", note_frames.CONTENT_TYPE)
        self._copy.write_sheet(self._sheet, with_drawing(sheet, found, self._wiring.add("vmlDrawing", drawing)))

    def _drawing(self, found: list[Element]) -> str | None:
        """The part with the frames; one that the sheet names but the file lacks counts for none."""
        key = drawing_of(found)
        relation = self._wiring.get(key) if key is not None else None
        return relation.part if relation is not None and relation.part in self._copy.parts else None
