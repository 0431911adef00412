"""The frames in which notes are shown, in the drawing language of 1998 (VML) that spreadsheet programs keep to.

Such drawings also hold form buttons and pictures of headers, are not always well-formed XML (Excel writes ``<br>``)
and are numbered across the workbook: what is there stays byte for byte, frames are only added or taken away whole.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import count

from .refusal import EditRefused
from .sheet import Place

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
EMPTY = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"></xml>'
)
_URN = {
    "v": b"urn:schemas-microsoft-com:vml",
    "o": b"urn:schemas-microsoft-com:office:office",
    "x": b"urn:schemas-microsoft-com:office:excel",
}
# A drawing numbers its shapes in blocks of 1024 (ECMA-376 part 4, 19.2.2.14): block 1 has 1025 to 2047.
_BLOCK = 1024
_BLOCKS = re.compile(rb"""<(?:\w+:)?idmap\b[^<>]*?\bdata=["']([0-9,\s]{0,400})["']""")
_NUMBER = re.compile(rb"_x0000_s([0-9]{1,9})\b")
_SHAPE = re.compile(rb"<((?:\w+:)?)shape\b[^<>]*>.*?</\1shape\s*>", re.DOTALL)
_IS_NOTE = re.compile(rb"""ObjectType=["']Note["']""")
_ROW = re.compile(rb"<(?:\w+:)?Row>\s*([0-9]{1,7})\s*<")
_COLUMN = re.compile(rb"<(?:\w+:)?Column>\s*([0-9]{1,5})\s*<")
_TYPE = (
    '<{v}shapetype id="_x0000_t202" coordsize="21600,21600" {o}spt="202" path="m,l,21600r21600,l21600,xe"{bindings}>'
    '<{v}stroke joinstyle="miter"/><{v}path gradientshapeok="t" {o}connecttype="rect"/></{v}shapetype>'
)
_HEAD = '<{o}shapelayout {v}ext="edit"{bindings}><{o}idmap {v}ext="edit" data="{numbers}"/></{o}shapelayout>'
_FRAME = (
    '<{v}shape id="_x0000_s{number}" type="#_x0000_t202" '
    'style="position:absolute;margin-left:60pt;margin-top:1.5pt;width:{width}pt;height:{height}pt;z-index:{order};'
    'visibility:hidden" fillcolor="#ffffe1" {o}insetmode="auto"{bindings}><{v}fill color2="#ffffe1"/>'
    '<{v}shadow on="t" color="black" obscured="t"/><{v}path {o}connecttype="none"/>'
    '<{v}textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></{v}textbox>'
    '<{x}ClientData ObjectType="Note"><{x}MoveWithCells/><{x}SizeWithCells/><{x}Anchor>{anchor}</{x}Anchor>'
    "<{x}AutoFill>False</{x}AutoFill><{x}Row>{row}</{x}Row><{x}Column>{column}</{x}Column></{x}ClientData></{v}shape>"
)


def blocks(drawing: bytes) -> set[int]:
    """The blocks of numbers that a drawing lays claim to."""
    claimed = {int(number) for match in _BLOCKS.finditer(drawing) for number in re.findall(rb"[0-9]{1,9}", match[1])}
    return claimed | {int(match[1]) // _BLOCK for match in _NUMBER.finditer(drawing)}


def framed(drawing: bytes) -> set[Place]:
    """The cells whose notes have a frame."""
    return {place for place, _, _ in _frames(drawing)}


def without_frames(drawing: bytes, places: Collection[Place]) -> bytes:
    """The drawing without the frames of some cells."""
    result = bytearray(drawing)
    for place, start, end in reversed(list(_frames(drawing))):
        if place in places:
            del result[start:end]
    return bytes(result)


def is_empty(drawing: bytes) -> bool:
    """Whether no shape is left in it."""
    return _SHAPE.search(drawing) is None


def _frames(drawing: bytes) -> Iterator[tuple[Place, int, int]]:
    for match in _SHAPE.finditer(drawing):
        if _IS_NOTE.search(match[0]):
            row, column = _ROW.search(match[0]), _COLUMN.search(match[0])
            if row is not None and column is not None:
                yield (int(row[1]) + 1, int(column[1]) + 1), match.start(), match.end()


def with_frames(drawing: bytes, frames: Iterable[tuple[Place, str, tuple[int, int]]], taken: set[int]) -> bytes:
    """The drawing with more frames: cell, anchor, width and height in points. taken: blocks of the other drawings.

    Raises EditRefused for a drawing that has no end.
    """
    close = drawing.rfind(b"</xml")
    opening = re.search(rb"<xml\b[^<>]*>", drawing)
    if opening is None or close < opening.end():
        raise EditRefused("drawing")
    names, bindings = _names(opening[0])
    written, used = [], {int(match[1]) for match in _NUMBER.finditer(drawing)}
    if b"_x0000_t202" not in _SHAPE.sub(b"", drawing):
        written.append(_TYPE.format(**names, bindings=bindings))
    claimed = blocks(drawing)
    for order, ((row, column), anchor, (width, height)) in enumerate(frames, len(used) + 1):
        number = next((each for block in sorted(claimed) for each in _room(block, used)), None)
        if number is None:
            claimed.add(next(block for block in count(1) if block not in taken | claimed))
            number = next(each for block in sorted(claimed) for each in _room(block, used))
        used.add(number)
        written.append(
            _FRAME.format(
                **names,
                number=number,
                width=width,
                height=height,
                order=order,
                bindings=bindings,
                anchor=anchor,
                row=row - 1,
                column=column - 1,
            )
        )
    drawing = drawing[:close] + "".join(written).encode() + drawing[close:]
    return _claiming(drawing, sorted(claimed), names, bindings)


def _room(block: int, used: set[int]) -> Iterator[int]:
    last = max((number for number in used if number // _BLOCK == block), default=block * _BLOCK)
    if last + 1 < (block + 1) * _BLOCK:
        yield last + 1


def _names(opening: bytes) -> tuple[dict[str, str], str]:
    """The prefixes that the drawing uses; what it does not bind at its root is bound on each frame."""
    names, bindings = {}, ""
    for short, urn in _URN.items():
        bound = re.search(rb"""xmlns:(\w+)=["']""" + urn + rb"""["']""", opening)
        names[short] = (bound[1].decode() if bound is not None else short) + ":"
        if bound is None:
            bindings += f' xmlns:{short}="{urn.decode()}"'
    return names, bindings


def _claiming(drawing: bytes, claimed: list[int], names: dict[str, str], bindings: str) -> bytes:
    """The drawing with its blocks told in its head."""
    numbers = ",".join(map(str, claimed)).encode()
    told = _BLOCKS.search(drawing)
    if told is not None:
        return drawing[: told.start(1)] + numbers + drawing[told.end(1) :]
    head = _HEAD.format(**names, bindings=bindings, numbers=numbers.decode()).encode()
    return re.sub(rb"<xml\b[^<>]*>", lambda match: match[0] + head, drawing, count=1)
