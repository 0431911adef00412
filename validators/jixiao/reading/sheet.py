"""One worksheet part, streamed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from xml.parsers.expat import XMLParserType

from .addresses import LAST_COLUMN, merge
from .cells import CellReader, Cells
from .grid import Merge
from .hidden import HiddenRows, coalesced, is_zero
from .limits import Limits, Refused, Room
from .markup import MAIN, Attributes, flag, integer, parse
from .package import Package


@dataclass(slots=True)
class Body:
    """What a worksheet part holds of a `Sheet`."""

    cells: Cells = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    protected: bool = False


def read_body(
    package: Package, part: str, limits: Limits, room: Room, strings: Sequence[str], formats: Mapping[str, str]
) -> Body:
    """Read a worksheet. strings: by index. formats: by style index as cells write it. Raises Refused."""
    body = Body()
    pieces: list[str] = []
    cells_before, merges_before = room.cells, room.merges

    def attach(parser: XMLParserType, prefix: str, _: bytes) -> Callable[[], None]:
        hidden_rows = HiddenRows(body.hidden_rows, room)
        cells = CellReader(parser, prefix, body.cells, pieces, hidden_rows, room, strings, formats)
        parser.StartElementHandler = _outside(prefix, body, cells, hidden_rows, room)

        def finish() -> None:
            cells.finish()
            hidden_rows.finish()

        return finish

    def check() -> None:
        room.cells = cells_before - len(body.cells)
        room.merges = merges_before - len(body.merges)
        if room.cells < 0 or room.merges < 0:
            raise Refused("too-large", "cells" if room.cells < 0 else "merges")
        if len(pieces) > 1 and sum(map(len, pieces)) > limits.token:
            raise Refused("too-large", f"{part}: text of one cell")

    parse(package, part, limits, "worksheet", MAIN, attach, check)
    body.hidden_rows = coalesced(body.hidden_rows)
    body.hidden_columns = coalesced(body.hidden_columns)
    return body


def _outside(
    prefix: str, body: Body, cells: CellReader, hidden_rows: HiddenRows, room: Room
) -> Callable[[str, Attributes], None]:
    """The handler for what stands before and after the cells."""
    data, merge_, column, default, protection = (
        prefix + name for name in ("sheetData", "mergeCell", "col", "sheetFormatPr", "sheetProtection")
    )
    merges = body.merges

    def start(name: str, attributes: Attributes) -> None:
        if name == merge_:
            merges.append(merge(attributes.get("ref", "")))
        elif name == data:
            cells.enter(start)
        elif name == column:
            _take_column(attributes, body.hidden_columns, room)
        elif name == protection:
            body.protected = flag(attributes, "sheet")
        elif name == default:
            no_height = is_zero(attributes.get("defaultRowHeight"))
            hidden_rows.by_default = no_height or flag(attributes, "zeroHeight")

    return start


def _take_column(attributes: Attributes, hidden_columns: list[tuple[int, int]], room: Room) -> None:
    first, last = integer(attributes.get("min")), integer(attributes.get("max"))
    if not 0 < first <= last <= LAST_COLUMN:
        raise Refused("bad-reference", "column range")
    if flag(attributes, "hidden") or is_zero(attributes.get("width")):
        hidden_columns.append((first, last))
        room.take_range()
