"""Cell styles: a style of its own for a cell that needs one more property, all else as it was."""

from __future__ import annotations

from collections.abc import Callable

from .markup import Element, elements, spliced, tag

_TEXT_FORMAT = "49"
_TABLES = frozenset(("cellXfs", "numFmts"))


class Styles:
    """The styles part; styles are only ever added, so that every other cell keeps its own."""

    def __init__(self, data: bytes) -> None:
        """Find the cell styles. Raises Refused, EditRefused."""
        self._data = data
        self._table: Element | None = None
        self._styles: list[Element] = []
        self._added: list[bytes] = []
        self._known: dict[bytes, str] = {}
        self._text_formats = {_TEXT_FORMAT}
        table = ""

        def keep(name: str, _: dict[str, str], depth: int) -> object:
            nonlocal table
            if depth == 1:
                table = name
                return name if name == "cellXfs" else None
            return name if depth == 2 and table in _TABLES else None

        for element in elements(data, "styleSheet", keep):
            if element.name == "cellXfs":
                self._table = element
            elif element.name == "xf":
                self._styles.append(element)
            elif element.name == "numFmt" and element.attributes.get("formatCode") == "@":
                # Some libraries define the text format anew.
                self._text_formats.add(element.attributes.get("numFmtId", ""))

    @property
    def data(self) -> bytes:
        """The part with the styles that were added."""
        table = self._table
        if table is None or not self._added:
            return self._data
        count = len(self._styles) + len(self._added)
        opening = tag("cellXfs", {**table.attributes, "count": str(count)})
        pieces = [(table.start, table.inner, opening), (table.close, table.close, b"".join(self._added))]
        return spliced(self._data, pieces)

    def typed_as_text(self, index: str) -> str:
        """The index of a style like this one in which a text that begins with "=" stays text when it is edited."""

        def quoted(attributes: dict[str, str]) -> dict[str, str]:
            if attributes.get("numFmtId") in self._text_formats or attributes.get("quotePrefix") in ("1", "true"):
                return attributes
            return {**attributes, "quotePrefix": "1"}

        return self.changed(index, quoted)

    def changed(self, index: str, change: Callable[[dict[str, str]], dict[str, str]]) -> str:
        """The index of a style with changed attributes; the same index where nothing changes or none is known."""
        number = int(index) if index.isdigit() else len(self._styles)
        if self._table is None or number >= len(self._styles):
            return index
        style = self._styles[number]
        attributes = change(dict(style.attributes))
        if attributes == style.attributes:
            return index
        if style.is_empty:
            written = tag("xf", attributes, "/>")
        else:
            written = tag("xf", attributes) + self._data[style.inner : style.end]
        if written not in self._known:
            self._known[written] = str(len(self._styles) + len(self._added))
            self._added.append(written)
        return self._known[written]
