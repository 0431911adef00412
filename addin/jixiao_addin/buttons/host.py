"""What the buttons ask of a spreadsheet program. Excel's is in `jixiao_addin.excel`, Calc's in `jixiao_addin.calc`.

A cell is named by its A1 address, of a merged range that of the upper left cell. A fill is six hexadecimal digits in
upper case (FFD9D9), "" for none. All text is given and taken as text: what begins with "=" is never a formula, but for
the references of a `Line`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, Union

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager

# A workbook as plain data, in the shape of jixiao/reading/grid.schema.json.
Grid = dict[str, Any]
Written = Union[str, float]

YES, NO, CANCEL = "yes", "no", "cancel"


class Denied(Exception):
    """The program does not let us: a locked cell, a workbook whose structure is protected. Nothing was changed.

    The message is for a log; what the clerk reads is said by the action.
    """


class Line(NamedTuple):
    """A line of a `Page`: its texts, one a column.

    link: the (sheet, cell) to which the first text leads. reference: the (sheet, cell) written as a formula
    (``='自评表'!$F$12``) in the first column, before the texts: the program keeps it up to date when rows are inserted
    or the sheet is renamed. strong: set in bold.
    """

    texts: tuple[str, ...]
    link: tuple[str, str] | None = None
    reference: tuple[str, str] | None = None
    strong: bool = False


class Page(NamedTuple):
    """A sheet of ours, the last that can be seen: its lines, and the widths of its columns in characters.

    Lines of several texts are wrapped. hidden: as deeply as the program can (Excel: very hidden).
    """

    name: str
    lines: tuple[Line, ...]
    widths: tuple[int, ...] = ()
    hidden: bool = False


class Sheet(Protocol):
    """A sheet of the open workbook."""

    def fill(self, cell: str) -> str:
        """The cell's own fill, without conditional formats."""

    def set_fill(self, cell: str, fill: str) -> None:
        """Give the cell a fill, "" to take it away. Raises Denied."""

    def note(self, cell: str) -> str:
        """The text of the cell's note, "" where it has none."""

    def set_note(self, cell: str, text: str) -> None:
        """Give the cell a note in place of the one that it has, "" to take it away. Raises Denied."""

    def notes(self) -> Mapping[str, str]:
        """The notes of the whole sheet by cell."""

    def write(self, cell: str, value: Written) -> None:
        """Put a text (as text, whatever it begins with) or a number into the cell; its format stays. Raises Denied."""


class Host(Protocol):
    """The program with the workbook that was on the screen when the button was pressed."""

    keeps_undo: bool
    """Whether 撤销 still reaches back past what a button did."""

    session: set[str]
    """What was said already since the program was started; the same set for every button."""

    unprotecting: str
    """Where the clerk takes the protection of the workbook's structure away."""

    saving_changes: str
    """What saving does to a file besides, in words for the clerk; "" for nothing."""

    def is_read_only(self) -> bool:
        """Whether the program lets nothing be changed, not even on the screen."""

    def is_unsaved(self) -> bool:
        """Whether the file may hold something else than the recalculated screen."""

    def grid(self) -> Grid:
        """All the workbook's sheets as they stand on the screen, recalculated, with the name of the file."""

    def sheet(self, name: str) -> Sheet | None:
        """A sheet by its name, None where there is none."""

    def sheet_names(self) -> Sequence[str]:
        """The names of all sheets, the hidden ones too."""

    def write_page(self, page: Page) -> None:
        """Add a sheet after the last visible one, in place of one of that name. Raises Denied.

        What was on the screen stays there.
        """

    def page_rows(self, name: str) -> list[list[str]]:
        """The texts of a page, row by row, a reference as the text of its formula; [] where there is no such sheet."""

    def delete_sheet(self, name: str) -> None:
        """Take a sheet away without asking, if it is there. Raises Denied."""

    def show_sheet(self, name: str) -> None:
        """Bring a sheet to the front."""

    def together(self, title: str) -> AbstractContextManager[None]:
        """What is done inside is one step for 撤销 where the program can, and drawn at once."""

    def tell(self, text: str) -> None:
        """Say something; the clerk confirms."""

    def ask(self, text: str, *, may_cancel: bool = False) -> str:
        """`YES` or `NO`; with may_cancel also `CANCEL`."""

    def choose_folder(self, title: str) -> str:
        """A folder of the clerk's choice, "" if none was chosen."""

    def path(self) -> str:
        """Where the workbook is saved, "" if it never was (or only on the web)."""

    def save(self) -> None:
        """Save the workbook where it is. Raises Denied."""

    def open(self, path: str) -> None:
        """Open a file beside the workbook that is on the screen."""
