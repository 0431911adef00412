"""The parts that hold text: shared strings and notes."""

from __future__ import annotations

from xml.parsers.expat import XMLParserType

from .addresses import position
from .limits import Limits, Refused, Room
from .markup import MAIN, Attributes, parse, unescaped
from .package import CHUNK, Package


def read_strings(package: Package, part: str, limits: Limits, room: Room) -> list[str]:
    """The shared strings: runs of rich text joined, phonetic readings left out. Raises Refused."""
    return _read_texts(package, part, limits, room, "sst", "si")[0]


def read_notes(package: Package, part: str, limits: Limits, room: Room) -> dict[tuple[int, int], str]:
    """The notes of a sheet by (row, column). Raises Refused."""
    texts, attributes = _read_texts(package, part, limits, room, "comments", "comment")
    return {position(about.get("ref", "")): text for text, about in zip(texts, attributes, strict=True)}


def _read_texts(
    package: Package, part: str, limits: Limits, room: Room, root: str, item: str
) -> tuple[list[str], list[Attributes]]:
    """The text of every item element in a part, and the attributes of these elements if they have any."""
    texts: list[str] = []
    items: list[Attributes] = []
    runs: list[str] = []
    pieces: list[str] = []
    counted = 0

    def attach(parser: XMLParserType, prefix: str, head: bytes) -> None:
        parser.CharacterDataHandler = pieces.append
        if root == "sst" and _is_compact(head):
            _attach_compact(parser, prefix + item, texts, pieces)
        else:
            _attach_general(parser, prefix, prefix + item, texts, items, runs, pieces)

    def check() -> None:
        nonlocal counted
        if sum(map(len, runs)) + sum(map(len, pieces)) > limits.token or len(runs) > limits.token:
            raise Refused("too-large", f"{part}: one text")
        if len(texts) > limits.strings:
            raise Refused("too-large", f"{part}: texts")
        room.take_text(sum(map(len, texts[counted:])))
        counted = len(texts)

    parse(package, part, limits, root, MAIN, attach, check)
    return texts, items


def _is_compact(head: bytes) -> bool:
    """Whether a part lies wholly in its first chunk and all its text is in its strings, none of it phonetic.

    Spreadsheet programs write such parts. What a pretty-printer has been at has white space between the
    elements.
    """
    at = head.find(b"<si>")
    if at < 0 or len(head) >= CHUNK or b"rPh" in head:
        return False
    return not any(head.find(gap, at) >= 0 for gap in (b">\n", b">\r", b"> ", b">\t"))


def _attach_compact(parser: XMLParserType, item: str, texts: list[str], pieces: list[str]) -> None:
    def end(name: str) -> None:
        if name == item:
            text = pieces[0] if len(pieces) == 1 else "".join(pieces)
            texts.append(unescaped(text) if "_x" in text else text)
            pieces.clear()

    parser.EndElementHandler = end


def _attach_general(
    parser: XMLParserType,
    prefix: str,
    item: str,
    texts: list[str],
    items: list[Attributes],
    runs: list[str],
    pieces: list[str],
) -> None:
    text_, phonetic = f"{prefix}t", f"{prefix}rPh"
    in_phonetic = False

    def start(name: str, attributes: Attributes) -> None:
        nonlocal in_phonetic
        if name == text_:
            pieces.clear()
        elif name == item:
            runs.clear()
            items.append(attributes)
        elif name == phonetic:
            in_phonetic = True

    def end(name: str) -> None:
        nonlocal in_phonetic
        if name == text_:
            if not in_phonetic:
                runs.extend(pieces)
            pieces.clear()
        elif name == item:
            text = runs[0] if len(runs) == 1 else "".join(runs)
            texts.append(unescaped(text) if "_x" in text else text)
        elif name == phonetic:
            in_phonetic = False

    parser.StartElementHandler = start
    parser.EndElementHandler = end
