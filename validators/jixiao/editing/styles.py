"""Cell styles: a style of its own for a cell that needs one more property, all else as it was."""

from __future__ import annotations

import re
from collections.abc import Callable

from jixiao.reading.markup import integer

from .markup import Element, elements, spliced, tag

_TEXT_FORMAT = "49"
_TABLES = {"fonts": "font", "fills": "fill", "cellXfs": "xf"}
_IN_FILL = frozenset(("patternFill", "fgColor"))
_OTHER = "other"
_SOLID = re.compile(r"(rgb|theme|indexed)=([0-9A-Fa-f]{1,8})(?: tint=(-?[0-9.eE+-]{1,24}))?")


class _Table:
    """A table of the styles part: what it holds, and what is added at its end, equal things once."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self.entries: list[Element] = []
        self.added: list[bytes] = []
        self._known: dict[bytes, str] = {}

    def add(self, written: bytes, data: bytes) -> str:
        """The index of an addition, or of the same thing that is there already; data: the whole part."""
        if not self.added:
            self._known = {data[each.start : each.end]: str(at) for at, each in reversed([*enumerate(self.entries)])}
        if written not in self._known:
            self._known[written] = str(len(self.entries) + len(self.added))
            self.added.append(written)
        return self._known[written]


class Styles:
    """The styles part; styles are only ever added, so that every other cell keeps its own."""

    def __init__(self, data: bytes) -> None:
        """Find the cell styles. Raises Refused, EditRefused."""
        self._data = data
        self._tables: dict[str, _Table] = {}
        self._colours: dict[int, str] = {}
        self._text_formats = {_TEXT_FORMAT}
        table = ""

        def keep(name: str, _: dict[str, str], depth: int) -> object:
            nonlocal table
            if depth == 1:
                table = name
                return name if name in _TABLES else None
            if depth == 2:
                return name if name == _TABLES.get(table) or table == "numFmts" else None
            return name if table == "fills" and name in _IN_FILL else None

        found = elements(data, "styleSheet", keep)
        self._tables = {each.name: _Table(each) for each in found if each.name in _TABLES}
        by_entry = {entry: self._tables[name] for name, entry in _TABLES.items() if name in self._tables}
        solid = colour = ""
        for element in found:
            if element.name in by_entry:
                entries = by_entry[element.name].entries
                if element.name == "fill":
                    self._colours[len(entries)] = colour if solid else ""
                    solid = colour = ""
                entries.append(element)
            elif element.name == "fgColor":
                colour = _described(element.attributes)
            elif element.name == "patternFill":
                solid = solid or ("solid" if element.attributes.get("patternType") == "solid" else "")
            elif element.name == "numFmt" and element.attributes.get("formatCode") == "@":
                # Some libraries define the text format anew.
                self._text_formats.add(element.attributes.get("numFmtId", ""))

    @property
    def is_changed(self) -> bool:
        """Whether anything was added."""
        return any(table.added for table in self._tables.values())

    @property
    def data(self) -> bytes:
        """The part with what was added."""
        pieces = []
        for name, table in self._tables.items():
            if table.added:
                old = table.element
                count = len(table.entries) + len(table.added)
                pieces.append((old.start, old.inner, tag(name, {**old.attributes, "count": str(count)})))
                closing = f"</{name}>".encode() if old.is_empty else b""
                pieces.append((old.close, old.close, b"".join(table.added) + closing))
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
        style, table = self._style(index), self._tables.get("cellXfs")
        if style is None or table is None:
            return index
        attributes = change(dict(style.attributes))
        if attributes == style.attributes:
            return index
        if style.is_empty:
            return table.add(tag("xf", attributes, "/>"), self._data)
        return table.add(tag("xf", attributes) + self._data[style.inner : style.end], self._data)

    def _style(self, index: str) -> Element | None:
        table = self._tables.get("cellXfs")
        number = integer(index)
        return table.entries[number] if table is not None and 0 <= number < len(table.entries) else None

    def colour(self, index: str) -> str | None:
        """The ground of a cell style: ``rgb=FFFFD9D9``, ``theme=4 tint=0.79``; empty without one, None for a pattern
        or a gradient.
        """
        style, fills = self._style(index), self._tables.get("fills")
        number = integer(style.attributes.get("fillId"), 0) if style is not None else 0
        # The first fill is no fill, whatever it says.
        if fills is None or not 0 < number < len(fills.entries):
            return ""
        colour = self._colours.get(number, "")
        if colour == _OTHER:
            return None
        return colour or ("" if _is_none(self._data, fills.entries[number]) else None)

    def filled(self, index: str, colour: str) -> str:
        """The index of a style like this one on a ground of this colour, described as `colour` does; empty: none."""
        table = self._tables.get("fills")
        found = _SOLID.fullmatch(colour)
        if table is None or (colour and found is None):
            return index
        twin = self._twin(index, colour)
        if twin is not None:
            return twin
        if found is None:
            return self.changed(index, lambda old: {**old, "fillId": "0"})
        kind, value, tint = found.groups()
        ground = tag("fgColor", {kind: value} | ({"tint": tint} if tint else {}), "/>")
        pattern = tag("patternFill", {"patternType": "solid"}) + ground + b'<bgColor indexed="64"/></patternFill>'
        known = next((str(number) for number, each in self._colours.items() if each == colour), None)
        number = known if known is not None else table.add(b"<fill>" + pattern + b"</fill>", self._data)
        return self.changed(index, lambda old: {**old, "fillId": number, "applyFill": "1"})

    def _twin(self, index: str, colour: str) -> str | None:
        """A style that is like this one in all but its ground: what it was before it was filled, say."""
        style, table = self._style(index), self._tables.get("cellXfs")
        if style is None or table is None:
            return None
        own, inner = _without_ground(style), self._data[style.inner : style.end]
        alike = (
            str(number)
            for number, each in enumerate(table.entries)
            if _without_ground(each) == own and self._data[each.inner : each.end] == inner
        )
        return next((number for number in alike if self.colour(number) == colour), None)

    def new(self, font: bytes, alignment: dict[str, str]) -> str:
        """The index of a style for text from nothing: a font element, and attributes of its alignment."""
        fonts, styles = self._tables.get("fonts"), self._tables.get("cellXfs")
        if fonts is None or styles is None:
            return "0"
        attributes = {"numFmtId": _TEXT_FORMAT, "fontId": fonts.add(font, self._data), "fillId": "0", "borderId": "0"}
        attributes |= {"xfId": "0", "applyNumberFormat": "1", "applyFont": "1", "applyAlignment": "1"}
        return styles.add(tag("xf", attributes) + tag("alignment", alignment, "/>") + b"</xf>", self._data)


def _without_ground(style: Element) -> dict[str, str]:
    return {key: value for key, value in style.attributes.items() if key not in ("fillId", "applyFill")}


def _described(attributes: dict[str, str]) -> str:
    for kind in ("rgb", "theme", "indexed"):
        if kind in attributes:
            tint = attributes.get("tint", "")
            described = f"{kind}={attributes[kind].upper()}" + (f" tint={tint}" if tint not in ("", "0") else "")
            return described if _SOLID.fullmatch(described) else _OTHER
    return _OTHER


def _is_none(data: bytes, fill: Element) -> bool:
    written = data[fill.start : fill.end]
    return b"gradientFill" not in written and (b"patternType" not in written or b'"none"' in written)
