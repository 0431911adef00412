"""A workbook on its way to becoming another: its parts, its list of sheets and its styles, changed in memory."""

from __future__ import annotations

from functools import cached_property

from jixiao.reading import Limits
from jixiao.reading.markup import MAIN

from .book import Book
from .parts import Parts
from .refusal import EditRefused
from .styles import Styles


class Copy:
    """What several changes to one workbook share."""

    def __init__(self, data: bytes, limits: Limits | None = None) -> None:
        """Raises Refused for what cannot be read, EditRefused for what cannot be edited without risk."""
        self.limits = limits or Limits()
        self.parts = Parts(data, self.limits)
        if any(name.startswith("_xmlsignatures/") for name in self.parts.names()):
            raise EditRefused("signed")
        self.book = Book(self.parts, self.limits)

    @cached_property
    def styles(self) -> Styles | None:
        """The cell styles; None for a workbook that has none."""
        part = self.book.part_of("styles")
        return Styles(self.parts.read(part)) if part is not None else None

    @cached_property
    def theme(self) -> bytes:
        """The part with the theme's colours, empty where there is none."""
        part = self.book.part_of("theme")
        return self.parts.read(part) if part is not None and part in self.parts else b""

    def refuse_strict(self) -> None:
        """Raises EditRefused for the strict variant (ISO 29500), whose parts have other names for their relations."""
        if MAIN[1].encode() in self.parts.read(self.book.part)[:2000]:
            raise EditRefused("strict")

    def sheet(self, name: str) -> bytes:
        """The part of a sheet as it now is. Raises Refused."""
        return self.parts.read(self.book.sheets[name])

    def write_sheet(self, name: str, data: bytes) -> None:
        """Give the part of a sheet new content."""
        self.parts.write(self.book.sheets[name], data)

    def packed(self) -> bytes:
        """The copy."""
        part = self.book.part_of("styles")
        if self.styles is not None and part is not None and self.styles.is_changed:
            self.parts.write(part, self.styles.data)
        return self.parts.packed()
