"""The parts around the sheets: which part a sheet is, and what must be told to calculate anew."""

from __future__ import annotations

from jixiao.reading import Limits
from jixiao.reading.book import read_book, read_relations

from .markup import elements, spliced, tag
from .parts import Parts
from .wiring import Wiring, discard

# What may stand before calcPr in a workbook part.
_BEFORE_CALCULATION = frozenset(
    "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences "
    "definedNames".split()
)


class Book:
    """The workbook part of a package and what it refers to."""

    def __init__(self, parts: Parts, limits: Limits) -> None:
        """Raises Refused."""
        package = parts.package
        root = read_relations(package, "", limits)
        self._parts = parts
        self.part = next((each.part for each in root.values() if each.kind == "officeDocument"), "xl/workbook.xml")
        self.limits = limits
        self.wiring = Wiring(parts, self.part, limits)
        self._wirings: dict[str, Wiring] = {}
        self.sheets: dict[str, str] = {}
        """The worksheet parts by the names of the sheets."""
        for entry in read_book(package, self.part, limits).sheets:
            relation = self.wiring.get(entry.relation)
            if relation is not None and relation.kind == "worksheet":
                self.sheets[entry.name] = relation.part

    def wiring_of(self, part: str) -> Wiring:
        """The relations of another part, the same ones each time. Raises Refused."""
        if part not in self._wirings:
            self._wirings[part] = Wiring(self._parts, part, self.limits)
        return self._wirings[part]

    def part_of(self, kind: str) -> str | None:
        """The part of a kind (``styles``), if there is one."""
        return self.wiring.first(kind)

    def drop_calculation_chain(self) -> None:
        """Leave out the order of calculation, which names every formula cell; it is made anew on opening."""
        part = self.part_of("calcChain")
        if part is not None:
            self.wiring.remove(part)
            discard(self._parts, part)

    def calculate_on_load(self) -> None:
        """Have every formula calculated when the copy is opened: stored results may rest on what was changed."""
        data = self._parts.read(self.part)

        def keep(name: str, _: dict[str, str], depth: int) -> object:
            return name if depth == 1 and (name == "calcPr" or name in _BEFORE_CALCULATION) else None

        found = elements(data, "workbook", keep)
        old = next((each for each in found if each.name == "calcPr"), None)
        if old is not None:
            if old.attributes.get("fullCalcOnLoad") in ("1", "true"):
                return
            written = tag("calcPr", {**old.attributes, "fullCalcOnLoad": "1"}, "/>" if old.is_empty else ">")
            self._parts.write(self.part, spliced(data, [(old.start, old.inner, written)]))
        elif found:
            at = max(each.end for each in found)
            self._parts.write(self.part, spliced(data, [(at, at, b'<calcPr fullCalcOnLoad="1"/>')]))
