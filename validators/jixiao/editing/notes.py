"""The notes of a sheet: what others wrote stays as it is, down to its fonts; ours are added, replaced, taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from jixiao.reading import a1
from jixiao.reading.addresses import position
from jixiao.reading.markup import integer, unescaped

from .markup import Element, Keep, content, elements, spliced, tag, text
from .sheet import Place

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors/><commentList/></comments>'
)
_RUN = (
    b'<r><rPr><sz val="9"/><color indexed="81"/><rFont val="\xe5\xae\x8b\xe4\xbd\x93"/><charset val="134"/></rPr>'
    b'<t xml:space="preserve">%s</t></r>'
)
# An old client shows this text for a conversation; a new one shows the conversation and writes the text anew.
_THREAD = "tc={"
BELOW = "\n\n"
"""What parts our words from those that were there before."""
_KEPT = frozenset(("authors", "author", "commentList", "comment", "text", "r", "t"))


class Piece(NamedTuple):
    """A text element of a note with its text, and the run (of one font) that it stands in, if any."""

    element: Element
    text: str
    run: Element | None


class Withdrawn(NamedTuple):
    """What was taken away: the note's author, our text, and whether nothing was left of the note."""

    author: str
    text: str
    is_gone: bool


class Note(NamedTuple):
    """A note as it stands in the file. body: the element that holds its pieces of text."""

    place: Place
    element: Element
    author: str
    body: Element | None
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """All its text."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def is_thread(self) -> bool:
        """Whether it stands for a conversation that is kept elsewhere."""
        return self.author.startswith(_THREAD)


Parts = Callable[[Note], Iterable[tuple[int, int]]]
"""Which parts of a note's text are meant: from, to, in order, apart from each other."""


class Notes:
    """The notes part of a sheet."""

    def __init__(self, data: bytes) -> None:
        """Raises Refused, EditRefused."""
        self.data = data
        self.notes: dict[Place, Note] = {}
        self._authors: list[str] = []
        self._lists: dict[str, Element] = {}
        inside: list[Element] = []
        for each in elements(self.data, "comments", _keep()):
            if each.name == "author":
                self._authors.append(content(self.data, each))
            elif each.name == "comment":
                self._take(each, inside)
                inside = []
            elif each.name in ("authors", "commentList"):
                self._lists[each.name] = each
            else:
                inside.append(each)

    def _take(self, element: Element, inside: list[Element]) -> None:
        number = integer(element.attributes.get("authorId"))
        author = self._authors[number] if 0 <= number < len(self._authors) else ""
        place = position(element.attributes.get("ref", ""))
        runs = [each for each in inside if each.name == "r"]
        pieces = tuple(
            Piece(
                each,
                unescaped(content(self.data, each)),
                next((run for run in runs if run.start < each.start < run.end), None),
            )
            for each in inside
            if each.name == "t"
        )
        body = next((each for each in inside if each.name == "text"), None)
        self.notes[place] = Note(place, element, author, body, pieces)

    def add(self, notes: Mapping[Place, str], author: str) -> None:
        """Write notes, once; where there is one already, below what it says."""
        splices: list[tuple[int, int, bytes]] = []
        fresh = {place: said for place, said in notes.items() if place not in self.notes}
        for place in notes.keys() - fresh.keys():
            splices.extend(_continued(self.notes[place], notes[place]))
        is_known = author in self._authors
        number = str(self._authors.index(author) if is_known else len(self._authors))
        written = bytearray()
        for place, said in sorted(fresh.items()):
            about = {"ref": a1(*place), "authorId": number, "shapeId": "0"}
            written += tag("comment", about) + b"<text>" + _RUN % text(said) + b"</text></comment>"
        names = b"" if is_known or not fresh else b"<author>" + text(author) + b"</author>"
        splices.extend(_appended(self._lists.get("authors"), names))
        splices.extend(_appended(self._lists.get("commentList"), bytes(written)))
        self.data = spliced(self.data, splices)

    def withdraw(self, ours: Parts) -> dict[Place, Withdrawn]:
        """Take away these parts of each note, and the note with them where nothing else is left."""
        withdrawn: dict[Place, Withdrawn] = {}
        splices: list[tuple[int, int, bytes]] = []
        for note in self.notes.values():
            spans = list(ours(note)) if not note.is_thread else []
            if not spans:
                continue
            taken = "".join(note.text[start:end] for start, end in spans)
            is_gone = not _rest(note.text, spans).strip()
            withdrawn[note.place] = Withdrawn(note.author, taken, is_gone)
            if is_gone:
                splices.append((note.element.start, note.element.end, b""))
            else:
                splices.extend(_cut(note, spans))
        if splices:
            # Read anew: everything stands elsewhere now.
            vars(self).update(vars(Notes(spliced(self.data, splices))))
        return withdrawn


def _keep() -> Keep:
    phonetic = 0

    def keep(name: str, _: dict[str, str], depth: int) -> object:
        nonlocal phonetic
        if phonetic and depth > phonetic:
            return None
        phonetic = depth if name == "rPh" else 0
        return name in _KEPT or None

    return keep


def _appended(element: Element | None, written: bytes) -> Iterator[tuple[int, int, bytes]]:
    if element is None or not written:
        return
    if element.is_empty:
        opening, closing = tag(element.name, element.attributes), f"</{element.name}>".encode()
        yield element.start, element.end, opening + written + closing
    else:
        yield element.close, element.close, written


def _continued(note: Note, said: str) -> Iterator[tuple[int, int, bytes]]:
    """Our words below those of a note; a plain text becomes a run of its own first, as it must beside others."""
    run = _RUN % text((BELOW if note.text else "") + said)
    if note.body is None or note.body.is_empty:
        old = note.body
        if old is not None:
            yield old.start, old.end, b"<text>" + run + b"</text>"
        return
    for piece in note.pieces:
        if piece.run is None:
            yield piece.element.start, piece.element.start, b"<r>"
            yield piece.element.end, piece.element.end, b"</r>"
    yield note.body.close, note.body.close, run


def _rest(whole: str, spans: list[tuple[int, int]]) -> str:
    edges = [0, *(edge for span in spans for edge in span), len(whole)]
    return "".join(whole[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))


def _cut(note: Note, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int, bytes]]:
    """A note without the spans of its text; a run of which nothing is left goes with it."""
    at = 0
    for piece in note.pieces:
        characters = enumerate(piece.text, at)
        kept = "".join(each for number, each in characters if not any(first <= number < end for first, end in spans))
        at += len(piece.text)
        if kept != piece.text and not kept and piece.run is not None:
            yield piece.run.start, piece.run.end, b""
        elif kept != piece.text:
            yield piece.element.start, piece.element.end, b'<t xml:space="preserve">' + text(kept) + b"</t>"
