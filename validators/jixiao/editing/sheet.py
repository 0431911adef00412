"""The cells of a worksheet part: where they stand in its bytes, and new content for some of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from jixiao.reading import Refused, a1
from jixiao.reading.addresses import position
from jixiao.reading.markup import integer
from jixiao.values import plain

from .markup import Element, elements, spliced, tag, text
from .refusal import EditRefused

Place = tuple[int, int]
# What an old value needed and a new one does not: its type, and metadata of rich or dynamic values.
_OF_THE_VALUE = frozenset(("t", "vm"))
_OF_THE_FORMULA = frozenset(("cm",))


class Written(NamedTuple):
    """New content of a cell. value: None to keep all that stands in it; style: the index of its cell style, None to
    keep it; keep_formula: only the stored result of the formula is new.
    """

    value: str | Decimal | None
    style: str | None = None
    keep_formula: bool = False


class Located(NamedTuple):
    """Where the wanted cells stand, or where they belong.

    cells: those that exist. formulas: their formula elements. twice: places that the file gives more than once.
    rows: the existing rows of the wanted places, with the columns of their cells in order. following: for a row
    that does not exist the one before which it belongs, if any.
    """

    data: bytes
    body: Element
    cells: dict[Place, Element]
    formulas: dict[Place, Element]
    twice: frozenset[Place]
    rows: dict[int, Element]
    neighbours: dict[int, list[tuple[int, Element]]]
    following: dict[int, Element]

    def style_of(self, place: Place) -> str:
        """The style index of a cell; a missing cell takes that of its row where the row has one."""
        cell = self.cells.get(place)
        if cell is not None:
            return cell.attributes.get("s", "0")
        row = self.rows.get(place[0])
        if row is not None and row.attributes.get("customFormat") in ("1", "true"):
            return row.attributes.get("s", "0")
        return "0"


def row_number(attributes: Mapping[str, str], before: int) -> int:
    """The number of a row, the next one where it gives none. Raises Refused."""
    number = integer(attributes["r"]) if "r" in attributes else before + 1
    if number < 1:
        raise Refused("bad-reference", f"row {attributes.get('r')}"[:99])
    return number


class _Walk:
    """Follows rows and cells, which may leave out their addresses, and gives keys to those that matter."""

    def __init__(self, places: frozenset[Place]) -> None:
        self.places = places
        self.rows = {row for row, _ in places}
        self.awaited = sorted(self.rows)
        self.before: dict[int, int] = {}
        self.row = self.column = 0
        self.in_body = False

    def __call__(self, name: str, attributes: dict[str, str], depth: int) -> object:
        """The key of an element: its name and where it stands; None for what does not matter."""
        if depth == 1:
            self.in_body = name == "sheetData"
            return ("body", 0, 0) if self.in_body else None
        if not self.in_body:
            return None
        if depth == 2 and name == "row":
            return self._at_row(attributes)
        if depth == 3 and name == "c":
            self._at_cell(attributes)
            return ("cell", self.row, self.column) if self.row in self.rows else None
        if depth == 4 and name == "f" and (self.row, self.column) in self.places:
            return "formula", self.row, self.column
        return None

    def _at_row(self, attributes: dict[str, str]) -> object:
        self.row, self.column = row_number(attributes, self.row), 0
        passed = [row for row in self.awaited if row < self.row]
        self.before.update(dict.fromkeys(passed, self.row))
        self.awaited = [row for row in self.awaited if row > self.row]
        return ("row", self.row, 0) if passed or self.row in self.rows else None

    def _at_cell(self, attributes: dict[str, str]) -> None:
        if "r" in attributes:
            _, self.column = position(attributes["r"])
        else:
            self.column += 1


def located(data: bytes, places: frozenset[Place]) -> Located:
    """Find the places in a worksheet part. Raises Refused, EditRefused."""
    walk = _Walk(places)
    body: Element | None = None
    cells: dict[Place, Element] = {}
    formulas: dict[Place, Element] = {}
    rows: dict[int, Element] = {}
    neighbours: dict[int, list[tuple[int, Element]]] = {}
    twice: set[Place] = set()
    for element in elements(data, "worksheet", walk):
        kind, row, column = _key(element)
        if kind == "body":
            body = element
        elif kind == "row":
            rows.setdefault(row, element)
        elif kind == "formula":
            formulas[row, column] = element
        else:
            neighbours.setdefault(row, []).append((column, element))
            if (row, column) in cells:
                twice.add((row, column))
            cells[row, column] = element
    if body is None:
        raise EditRefused("no-cells")
    following = {row: rows[after] for row, after in walk.before.items()}
    return Located(data, body, cells, formulas, frozenset(twice), rows, neighbours, following)


def _key(element: Element) -> tuple[str, int, int]:
    assert isinstance(element.key, tuple)
    kind, row, column = element.key
    return kind, row, column


def with_cells(found: Located, writes: Mapping[Place, Written]) -> bytes:
    """The worksheet part with new content in these cells; those that do not exist yet are put where they belong."""
    missing: dict[int, list[Place]] = {}
    pieces: list[tuple[int, int, bytes]] = []
    for place, written in sorted(writes.items()):
        cell = found.cells.get(place)
        if cell is None:
            missing.setdefault(place[0], []).append(place)
        else:
            pieces.append((cell.start, cell.end, _cell(found, place, written)))
    new_rows: dict[int, bytes] = {}
    for row, places in missing.items():
        if row in found.rows:
            pieces.extend(_inserted(found, row, places, writes))
        else:
            content = b"".join(_cell(found, place, writes[place]) for place in places)
            new_rows[row] = tag("row", {"r": str(row)}) + content + b"</row>"
    pieces.extend(_inserted_rows(found, new_rows))
    return spliced(found.data, pieces)


def _cell(found: Located, place: Place, written: Written) -> bytes:
    old = found.cells.get(place)
    if written.value is None:
        return _restyled(found, place, written.style)
    formula = found.formulas.get(place) if written.keep_formula else None
    dropped = _OF_THE_VALUE if formula is not None else _OF_THE_VALUE | _OF_THE_FORMULA
    attributes = {"r": a1(*place)}
    if old is not None:
        attributes.update((key, value) for key, value in old.attributes.items() if key not in dropped)
    style = written.style if written.style is not None else found.style_of(place)
    if style != "0" or "s" in attributes:
        attributes["s"] = style
    kept = found.data[formula.start : formula.end] if formula is not None else b""
    if isinstance(written.value, Decimal):
        content = b"<v>" + plain(written.value).encode() + b"</v>"
    elif formula is not None:
        attributes["t"] = "str"
        content = b"<v>" + text(written.value) + b"</v>"
    else:
        # In the cell itself, so that the table of shared strings stays as it is.
        attributes["t"] = "inlineStr"
        content = b'<is><t xml:space="preserve">' + text(written.value) + b"</t></is>"
    return tag("c", attributes) + kept + content + b"</c>"


def _restyled(found: Located, place: Place, style: str | None) -> bytes:
    old = found.cells.get(place)
    attributes = {"r": a1(*place), **(old.attributes if old is not None else {})}
    if style is not None and style != found.style_of(place):
        attributes["s"] = style
    if old is None or old.is_empty:
        return tag("c", attributes, "/>")
    return tag("c", attributes) + found.data[old.inner : old.end]


def _inserted(
    found: Located, row: int, places: list[Place], writes: Mapping[Place, Written]
) -> Iterator[tuple[int, int, bytes]]:
    """New cells among those of an existing row, in the order of the columns."""
    element = found.rows[row]
    content = [(place[1], _cell(found, place, writes[place])) for place in places]
    if element.is_empty:
        opening = tag("row", element.attributes)
        yield element.start, element.end, opening + b"".join(cell for _, cell in content) + b"</row>"
        return
    for column, cell in content:
        after = next((each.start for at, each in found.neighbours.get(row, ()) if at > column), element.close)
        yield after, after, cell


def _inserted_rows(found: Located, rows: Mapping[int, bytes]) -> Iterator[tuple[int, int, bytes]]:
    if not rows:
        return
    body = found.body
    if body.is_empty:
        yield body.start, body.end, tag("sheetData", body.attributes) + b"".join(rows.values()) + b"</sheetData>"
        return
    for row, content in rows.items():
        following = found.following.get(row)
        at = following.start if following is not None else body.close
        yield at, at, content
