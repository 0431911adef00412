"""What the reader accepts, and the one exception with which it refuses."""

from __future__ import annotations

from dataclasses import dataclass

_MiB = 1 << 20

REASONS: dict[str, str] = {
    "archive": "an archive (zip, rar, 7z …) that holds no workbook of its own",
    "bad-reference": "a cell address or a string index outside what exists",
    "bad-value": "a number cell without a number",
    "cannot-open": "the operating system does not hand the file over",
    "corrupt-xml": "a part is not well-formed XML",
    "csv-or-text": "plain text, CSV included",
    "damaged": "the packing is inconsistent: wrong checksum, sizes or compressed data",
    "doctype": "a part declares a document type, which no spreadsheet program writes",
    "duplicate-part": "two parts of the same name, so that programs disagree about the content",
    "empty-file": "no bytes at all",
    "encrypted": "locked with a password or by a document protection system",
    "et-or-wps": "a file in a format of WPS's own",
    "html": "a web page, often named .xls by the system that exported it",
    "missing-part": "the workbook refers to a part that is not in the file",
    "not-a-spreadsheet": "something else; the detail names it where it is known",
    "ods": "an OpenDocument file",
    "old-xls": "a workbook in the format of Excel 97-2003 or before",
    "too-large": "more than the limits allow; the detail says of what",
    "truncated": "the end of the file is missing",
    "xlsb": "a binary workbook",
    "xml-2003": "an XML Spreadsheet 2003 file",
    "zip-bomb": "expands out of all proportion",
}
"""Every code that `Refused` can carry, with its meaning: the list is closed."""

CODES = frozenset(REASONS)


class Refused(Exception):
    """The file cannot be read as a workbook; nothing of it has been taken over.

    code: one of `CODES`. detail: what was found, for a log; not meant for the person who filled in the form.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail or REASONS[code]}")
        self.code = code
        self.detail = detail

    def __reduce__(self) -> tuple[type[Refused], tuple[str, str]]:
        # The default would hand the joined message to __init__ when a worker process sends the exception
        # home.
        return Refused, (self.code, self.detail)


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds; sizes in bytes, text in characters, the rest in pieces. Where not said, per workbook.

    part is for one part, uncompressed; ratio (uncompressed : compressed) holds once a part has passed
    ratio_from; token is for one tag or comment, and also for the text of one cell.
    """

    file: int = 32 * _MiB
    part: int = 256 * _MiB
    total: int = 512 * _MiB
    ratio: int = 400
    ratio_from: int = 8 * _MiB
    parts: int = 2_000
    sheets: int = 300
    cells: int = 300_000
    merges: int = 20_000
    token: int = _MiB
    strings: int = 500_000
    text: int = 16 * _MiB
    styles: int = 100_000
    names: int = 100_000
    ranges: int = 200_000
    # A sheet may hold 65,530 links; our own summary of some hundred forms holds thousands.
    relations: int = 70_000


@dataclass(slots=True)
class Room:
    """What the workbook being read may still take up of the limits that its parts share."""

    cells: int
    merges: int
    text: int
    ranges: int

    @classmethod
    def of(cls, limits: Limits) -> Room:
        """All that the limits allow."""
        return cls(limits.cells, limits.merges, limits.text, limits.ranges)

    def take_text(self, characters: int) -> None:
        """Account for so many characters of text. Raises Refused when they are too many."""
        self.text -= characters
        if self.text < 0:
            raise Refused("too-large", "text")

    def take_range(self) -> None:
        """Account for a range of hidden rows or columns. Raises Refused when there are too many."""
        self.ranges -= 1
        if self.ranges < 0:
            raise Refused("too-large", "hidden rows and columns")
