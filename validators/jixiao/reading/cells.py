"""The cells of a worksheet part, from the events of the parser.

Most cells of a form are empty and exist for their borders, so a start handler that forgets them at once is what the
speed of reading hangs on. There is no end handler as long as cells hold plain values: a cell is closed by the next
element that starts. End handlers are set only for text that stands in the sheet itself, where the white space after
it must not be taken for a part of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from xml.parsers.expat import XMLParserType

from .addresses import LAST_ROW, address, position
from .formula import SharedFormulas
from .grid import GridCell
from .hidden import HiddenRows
from .limits import Refused, Room
from .markup import Attributes, integer, unescaped

Cells = dict[tuple[int, int], GridCell]

NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[Ee][+-]?[0-9]{1,3})?", re.ASCII)
LONGEST_NUMBER = 64
_KINDS = {"str": "s", "inlineStr": "s", "b": "b", "e": "e", "d": "d"}
_BOOLEANS = {"true": "1", "false": "0"}
_AFTER_CELLS = ("sheetProtection", "mergeCells", "conditionalFormatting", "dataValidations", "pageMargins")
_NO_ATTRIBUTES: Attributes = {}


class CellReader:
    """Takes over the handlers of a parser at <sheetData> and hands them back at the first element after it."""

    __slots__ = (
        "_after_cells",
        "_c",
        "_cell",
        "_cells",
        "_f",
        "_format_of",
        "_formula",
        "_formula_attributes",
        "_formulas",
        "_has_formula",
        "_has_value",
        "_hidden_rows",
        "_in_phonetic",
        "_is",
        "_leave",
        "_parser",
        "_phonetic",
        "_pieces",
        "_room",
        "_row",
        "_row_number",
        "_string_count",
        "_strings",
        "_t",
        "_v",
    )

    def __init__(
        self,
        parser: XMLParserType,
        prefix: str,
        cells: Cells,
        pieces: list[str],
        hidden_rows: HiddenRows,
        room: Room,
        strings: Sequence[str],
        formats: Mapping[str, str],
    ) -> None:
        """cells, pieces: filled here; pieces is the text of the cell being read. strings, formats: by index."""
        self._parser, self._cells, self._pieces = parser, cells, pieces
        self._hidden_rows, self._room, self._formulas = hidden_rows, room, SharedFormulas(room)
        self._strings, self._string_count, self._format_of = strings, len(strings), formats.get
        self._c, self._v, self._f, self._row = f"{prefix}c", f"{prefix}v", f"{prefix}f", f"{prefix}row"
        self._is, self._t, self._phonetic = f"{prefix}is", f"{prefix}t", f"{prefix}rPh"
        self._after_cells = {prefix + name for name in _AFTER_CELLS}
        self._cell = self._formula_attributes = _NO_ATTRIBUTES
        self._row_number = 0
        self._has_value = self._has_formula = self._in_phonetic = False
        self._formula = ""

    def enter(self, leave: Callable[[str, Attributes], None]) -> None:
        """Take over the handlers of the parser; leave is the start handler to go back to."""
        self._leave = leave
        self._resume()

    def _resume(self) -> None:
        self._parser.CharacterDataHandler = self._pieces.append
        self._parser.StartElementHandler = self._start

    def finish(self) -> None:
        """Close what is still open."""
        if self._has_value or self._has_formula:
            self._close()

    def _start(self, name: str, attributes: Attributes) -> None:
        if name == self._c:
            if self._has_value or self._has_formula:
                self._close()
            if "r" not in attributes:
                self._place(attributes)
            self._cell = attributes
        elif name == self._v:
            if self._cell:
                if self._has_formula:
                    self._formula = "".join(self._pieces)
                self._pieces.clear()
                self._has_value = True
                if self._cell.get("t") == "str":
                    self._parser.EndElementHandler = self._end_of_value
        elif name == self._row:
            self._start_row(attributes)
        else:
            self._start_rare(name, attributes)

    def _start_row(self, attributes: Attributes) -> None:
        if self._has_value or self._has_formula:
            self._close()
        self._pieces.clear()
        self._cell = _NO_ATTRIBUTES
        row = integer(attributes["r"]) if "r" in attributes else self._row_number + 1
        if not 0 < row <= LAST_ROW:
            raise Refused("bad-reference", f"row {attributes.get('r', row)}"[:99])
        self._row_number = row
        if "ht" in attributes or "hidden" in attributes or self._hidden_rows.by_default:
            self._hidden_rows.see(row, attributes)

    def _start_rare(self, name: str, attributes: Attributes) -> None:
        if self._cell and name == self._f:
            if self._has_value:
                raise Refused("corrupt-xml", "a value before its formula")
            self._pieces.clear()
            self._has_formula = True
            self._formula_attributes = attributes
            return
        if self._cell and name == self._is:
            self._start_text()
            return
        if self._has_value or self._has_formula:
            self._close()
        self._pieces.clear()
        if name in self._after_cells:
            self._cell = _NO_ATTRIBUTES
            self._parser.CharacterDataHandler = None
            self._parser.StartElementHandler = self._leave
            self._leave(name, attributes)

    def _place(self, attributes: Attributes) -> None:
        """Give a cell without an address the one that follows the cell before it."""
        row, column = position(self._cell["r"]) if self._cell else (self._row_number, 0)
        attributes["r"] = address(row, column + 1)

    def _close(self) -> None:
        if self._has_formula:
            self._close_formula()
            return
        self._has_value = False
        pieces, cell = self._pieces, self._cell
        text = pieces[0] if len(pieces) == 1 else "".join(pieces)
        pieces.clear()
        kind = cell.get("t")
        if kind == "s":
            text = self._shared_string(text)
        elif kind is None and text.isdigit() and text.isascii() and len(text) <= LONGEST_NUMBER:
            kind = "n"
        else:
            kind, text = self._interpreted(kind, text)
        if text:
            number_format = self._format_of(cell.get("s", "0"), "General")
            # Past the constructor of the named tuple, which costs as much again.
            self._cells[position(cell["r"])] = tuple.__new__(GridCell, (kind, text, number_format, None))

    def _close_formula(self) -> None:
        text = "".join(self._pieces)
        self._pieces.clear()
        if not self._has_value:
            self._formula, text = text, ""
        at = position(self._cell["r"])
        formula = self._formulas.text(unescaped(self._formula.strip()), self._formula_attributes, at)
        self._room.take_text(len(formula))
        kind = self._cell.get("t")
        if kind == "s":
            text = self._shared_string(text)
        else:
            kind, text = self._interpreted(kind, text)
        # A formula may well result in no text; without any result it has not been calculated.
        if not text and (kind != "s" or not self._has_value):
            kind = "z"
        number_format = self._format_of(self._cell.get("s", "0"), "General")
        self._cells[at] = GridCell(kind, text, number_format, formula)
        self._has_value = self._has_formula = False
        self._formula = ""

    def _shared_string(self, text: str) -> str:
        if not text.isdigit() and not (text := text.strip()):
            return ""
        try:
            # Without isdigit() a negative index would count from the end.
            return self._strings[int(text) if text.isdigit() else self._string_count]
        except (IndexError, ValueError):
            raise Refused("bad-reference", f"shared string {text[:99]}") from None

    def _interpreted(self, kind: str | None, text: str) -> tuple[str, str]:
        if kind is None or kind == "n":
            text = text.strip()
            if text and (len(text) > LONGEST_NUMBER or not NUMBER.fullmatch(text)):
                raise Refused("bad-value", text[:99])
            return "n", text
        if kind not in _KINDS:
            raise Refused("bad-value", f"cell type {kind[:99]}")
        kind = _KINDS[kind]
        text = unescaped(text) if kind == "s" else text.strip()
        self._room.take_text(len(text))
        return kind, _BOOLEANS.get(text, text) if kind == "b" else text

    def _end_of_value(self, name: str) -> None:
        if name == self._v:
            self._parser.EndElementHandler = None
            self._close()

    def _start_text(self) -> None:
        """Begin text that stands in the sheet itself, perhaps in several runs."""
        if self._has_formula:
            self._formula = "".join(self._pieces)
        self._pieces.clear()
        self._has_value = True
        self._parser.CharacterDataHandler = None
        self._parser.StartElementHandler = self._start_in_text
        self._parser.EndElementHandler = self._end_in_text

    def _start_in_text(self, name: str, _: Attributes) -> None:
        if name == self._t:
            if not self._in_phonetic:
                self._parser.CharacterDataHandler = self._pieces.append
        elif name == self._phonetic:
            self._in_phonetic = True

    def _end_in_text(self, name: str) -> None:
        if name == self._t:
            self._parser.CharacterDataHandler = None
        elif name == self._phonetic:
            self._in_phonetic = False
        elif name == self._is:
            self._parser.EndElementHandler = None
            self._close()
            self._resume()
