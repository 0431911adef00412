"""What a button does, as one step for 撤销 however much it is.

LibreOffice counts what is done inside a step against its limit of steps (100 as it comes), and drops the first of it
without a word: half the marks would stay. So cells and sheets are changed while nothing is recorded, and the step holds
one action of ours that undoes them all and does them all again. A sheet of an earlier check is the exception:
LibreOffice takes it away itself and brings it back with all that the clerk did on it since.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import uno
import unohelper

from jixiao_addin.calc.inside.pages import draw
from jixiao_addin.calc.inside.recording import Unrecorded, still

if TYPE_CHECKING:
    from typing import Protocol

    from jixiao_addin.buttons.host import Page

    class Change(Protocol):
        """What can be done to a document, and undone."""

        def make(self, document: Any) -> None:
            """Do it, or do it again."""

        def take_back(self, document: Any) -> None:
            """Undo it."""


class Filled(NamedTuple):
    """A cell's fill, as `CellBackColor` has it."""

    sheet: str
    cell: str
    before: int
    after: int

    def make(self, document: Any) -> None:
        """Give it the new one."""
        self._fill(document, self.after)

    def take_back(self, document: Any) -> None:
        """Give it the old one."""
        self._fill(document, self.before)

    def _fill(self, document: Any, colour: int) -> None:
        cell = _cell(document, self.sheet, self.cell)
        with _HeightsKept(document):
            # A cell without a colour of its own goes back to having none, else its format would be another than before.
            still(document)
            cell.setPropertyToDefault("CellBackColor")
            if cell.CellBackColor != colour:
                still(document)
                cell.CellBackColor = colour


class Noted(NamedTuple):
    """The text of a cell's note, "" for no note."""

    sheet: str
    cell: str
    before: str
    after: str

    def make(self, document: Any) -> None:
        """Give it the new one."""
        self._note(document, self.after)

    def take_back(self, document: Any) -> None:
        """Give it the old one."""
        self._note(document, self.before)

    def _note(self, document: Any, text: str) -> None:
        cell = _cell(document, self.sheet, self.cell)
        notes = document.Sheets.getByName(self.sheet).Annotations
        with _HeightsKept(document):
            still(document)
            if not cell.Annotation.String:
                if text:
                    notes.insertNew(cell.getCellAddress(), text)
            elif text:
                # Its author, date and size stay.
                cell.Annotation.setString(text)
            else:
                _remove(notes, cell.getCellAddress())


class Added(NamedTuple):
    """A sheet of ours, the last."""

    page: Page

    def make(self, document: Any) -> None:
        """Add it; what was on the screen stays there."""
        controller, sheets = document.CurrentController, document.Sheets
        shown = controller.getActiveSheet().Name
        still(document)
        sheets.insertNewByName(self.page.name, sheets.Count)
        sheet = sheets.getByName(self.page.name)
        draw(document, sheet, self.page)
        still(document)
        sheet.IsVisible = not self.page.hidden
        controller.setActiveSheet(sheets.getByName(shown))

    def take_back(self, document: Any) -> None:
        """Take it away."""
        if document.Sheets.hasByName(self.page.name):
            still(document)
            document.Sheets.removeByName(self.page.name)


class Removed(NamedTuple):
    """A sheet that was added in the same step."""

    page: Page

    def make(self, document: Any) -> None:
        """Take it away."""
        Added(self.page).take_back(document)

    def take_back(self, document: Any) -> None:
        """Add it again."""
        Added(self.page).make(document)


class Step:
    """A step for 撤销. No generator: contextlib would set the traceback of an exception of UNO's, which bears none."""

    def __init__(self, document: Any, title: str = "", most: int = 0) -> None:
        """most: how many actions LibreOffice keeps, of which those inside a step count too."""
        self._document, self._title, self._most = document, title, most
        self._changes: list[Change] = []
        self._pages: dict[str, Page] = {}
        self._removed = 0

    def __enter__(self) -> None:
        self._document.getUndoManager().enterUndoContext(self._title)
        self._document.addActionLock()

    def __exit__(self, *_: object) -> None:
        self._document.removeActionLock()
        manager = self._document.getUndoManager()
        if self._changes:
            manager.addUndoAction(_class()(self._document, self._title, tuple(self._changes)))
        try:
            manager.leaveUndoContext()
        except uno.getClass("com.sun.star.util.InvalidStateException"):
            # Where nothing is to be undone at all (0 steps) there is no context to leave.
            return
        if self._removed and self._removed + len(self._changes[:1]) > self._most:
            # A step of which the beginning is lost would be undone by half.
            manager.clear()

    def make(self, change: Change) -> None:
        """Change something and remember it."""
        with Unrecorded(self._document):
            change.make(self._document)
        self._changes.append(change)

    def add(self, page: Page) -> None:
        """Add a sheet of ours."""
        self.make(Added(page))
        self._pages[page.name] = page

    def remove(self, name: str) -> None:
        """Take a sheet of ours away."""
        page = self._pages.pop(name, None)
        if page is not None:
            self.make(Removed(page))
        else:
            self._document.Sheets.removeByName(name)
            self._removed += 1


class _HeightsKept:
    """Rows keep their height in the block.

    LibreOffice measures a row without a height of its own anew as soon as a cell looks different. The file may have
    come with another height, which would be gone.
    """

    def __init__(self, document: Any) -> None:
        self._document, self._found = document, document.IsAdjustHeightEnabled

    def __enter__(self) -> None:
        self._document.IsAdjustHeightEnabled = False

    def __exit__(self, *_: object) -> None:
        self._document.IsAdjustHeightEnabled = self._found


class _Action:
    """All changes of a step."""

    def __init__(self, document: Any, title: str, changes: tuple[Change, ...]) -> None:
        self.Title = title
        self._document, self._changes = document, changes

    def undo(self) -> None:
        controller = self._document.CurrentController
        # A window that shows a sheet which goes would have an empty one made in its place.
        controller.setActiveSheet(self._document.Sheets.getByName(self._kept_in_view(controller)))
        with Unrecorded(self._document):
            for change in reversed(self._changes):
                change.take_back(self._document)

    def _kept_in_view(self, controller: Any) -> str:
        shown, ours = (
            controller.getActiveSheet().Name,
            {each.page.name for each in self._changes if hasattr(each, "page")},
        )
        if shown not in ours:
            return str(shown)
        sheets = self._document.Sheets
        every = (sheets.getByIndex(index) for index in range(sheets.Count))
        return next(str(sheet.Name) for sheet in every if sheet.IsVisible and sheet.Name not in ours)

    def redo(self) -> None:
        with Unrecorded(self._document):
            for change in self._changes:
                change.make(self._document)


@lru_cache(maxsize=1)
def _class() -> type:
    action = uno.getClass("com.sun.star.document.XUndoAction")
    return type("StepAction", (unohelper.Base, action), dict(_Action.__dict__))


def _cell(document: Any, sheet: str, cell: str) -> Any:
    return document.Sheets.getByName(sheet).getCellRangeByName(cell).getCellByPosition(0, 0)


def _remove(notes: Any, at: Any) -> None:
    for index in range(notes.Count):
        place = notes.getByIndex(index).Position
        if (place.Column, place.Row) == (at.Column, at.Row):
            notes.removeByIndex(index)
            return
