"""Excel as the host of the buttons."""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from jixiao_addin.buttons.host import CANCEL, NO, YES, Denied
from jixiao_addin.excel.dialogs import chosen_folder
from jixiao_addin.excel.reading import box_of, grid_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import xlwings

    from jixiao_addin.buttons.host import Grid, Line, Page, Written

TITLE = "绩效自评"
_VERY_HIDDEN = 2
_HIDDEN = (0, _VERY_HIDDEN)
# DISP_E_EXCEPTION: Excel itself said no. Anything else is the way to Excel that failed (pywin32, com_error.hresult).
_EXCEPTION = -2147352567
_FORMULA_SIGNS = ("=", "+", "-", "@")


class ExcelSheet:
    """A sheet of the open workbook: see `buttons.host.Sheet`."""

    def __init__(self, sheet: xlwings.Sheet) -> None:
        """Hold on to a sheet."""
        self._sheet = sheet

    def fill(self, cell: str) -> str:
        """The cell's own fill."""
        colour = self._sheet.range(cell).color
        return "" if colour is None else "".join(f"{part:02X}" for part in colour)

    def set_fill(self, cell: str, fill: str) -> None:
        """Give the cell a fill. Raises Denied."""
        with _denials():
            self._sheet.range(cell).color = f"#{fill}" if fill else None

    def note(self, cell: str) -> str:
        """The text of the cell's note."""
        note = self._sheet.range(cell).note
        return _lines(note.text) if note is not None else ""

    def set_note(self, cell: str, text: str) -> None:
        """Give the cell a note. Raises Denied."""
        target = self._sheet.range(cell)
        note = target.note
        with _denials():
            if note is None:
                if text:
                    target.add_note(text)
            elif text:
                note.text = text
            else:
                note.delete()

    def notes(self) -> Mapping[str, str]:
        """The notes of the sheet."""
        return {note.location.address.replace("$", ""): _lines(note.text) for note in self._sheet.notes}

    def write(self, cell: str, value: Written) -> None:
        """Put a text or a number into the cell. Raises Denied."""
        target = self._sheet.range(cell)
        # A leading quotation mark would be taken away in any format.
        if isinstance(value, str) and value and (target.number_format != "@" or value.startswith("'")):
            value = _typed(value)
        with _denials():
            target.value = None if value == "" else value


class ExcelHost:
    """Excel with the workbook that was on the screen: see `buttons.host.Host`."""

    # What a program does from outside empties Excel's list of things to undo.
    keeps_undo = False
    unprotecting = "“审阅”里取消“保护工作簿”"
    saving_changes = ""

    def __init__(self, app: xlwings.App, book: xlwings.Book | None) -> None:
        """book: None where no workbook is open; then only what needs none may be asked for."""
        self._app = app
        self._open_book = book
        self.session = _session()

    @property
    def _book(self) -> xlwings.Book:
        assert self._open_book is not None
        return self._open_book

    def grid(self) -> Grid:
        """The workbook as it stands on the screen."""
        self._app.calculate()
        return grid_of(self._book)

    def sheet(self, name: str) -> ExcelSheet | None:
        """A sheet by its name."""
        sheet = self._named(name)
        return None if sheet is None else ExcelSheet(sheet)

    def sheet_names(self) -> Sequence[str]:
        """The names of all sheets."""
        return [sheet.name for sheet in self._book.sheets]

    def write_page(self, page: Page) -> None:
        """Add a sheet of ours. Raises Denied."""
        self.delete_sheet(page.name)
        # Only now: it may have been on the screen itself.
        shown = self._book.sheets.active
        with _denials():
            sheet = self._added(page.name)
            _fill(sheet, page)
            if page.hidden:
                sheet.visible = _VERY_HIDDEN  # type: ignore[assignment]  # handed to Excel as it is
        shown.activate()

    def _added(self, name: str) -> xlwings.Sheet:
        """A new sheet after the last that can be seen.

        Never `after` a sheet that others follow: there xlwings takes a place among all sheets for one among those with
        cells, and where there is a chart sheet moves a very hidden sheet, which Excel refuses.
        """
        sheets = list(self._book.sheets)
        seen = [number for number, sheet in enumerate(sheets) if int(sheet.visible) not in _HIDDEN]
        following = sheets[seen[-1] + 1 :] if seen else sheets
        if following:
            return self._book.sheets.add(name, before=following[0])
        return self._book.sheets.add(name, after=sheets[-1])

    def page_rows(self, name: str) -> list[list[str]]:
        """The texts of a page."""
        sheet = self._named(name)
        if sheet is None:
            return []
        last = box_of(sheet.used_range.address)[2:]
        cells = sheet.range((1, 1), last)
        formulas = cells.formula
        firsts = [row[0] for row in formulas] if isinstance(formulas, (tuple, list)) else [formulas]
        rows = cells.options(ndim=2, empty="").value
        return [[str(first), *map(str, row[1:])] for first, row in zip(firsts, rows, strict=True)]

    def delete_sheet(self, name: str) -> None:
        """Take a sheet away. Raises Denied."""
        sheet = self._named(name)
        if sheet is None:
            return
        with _denials():
            # Excel asks back for a very hidden sheet, and may refuse it.
            sheet.visible = True
            sheet.delete()
        if self._named(name) is not None:
            raise Denied(f"sheet {name} stays")

    def show_sheet(self, name: str) -> None:
        """Bring a sheet to the front."""
        sheet = self._named(name)
        if sheet is not None:
            sheet.activate()

    @contextmanager
    def together(self, title: str) -> Iterator[None]:
        """Drawn at once; Excel keeps no step to undo."""
        with self._app.properties(screen_updating=False, status_bar=f"{title}……"):
            yield

    def tell(self, text: str) -> None:
        """Say something."""
        self._app.alert(text, TITLE, "ok", "info")

    def ask(self, text: str, *, may_cancel: bool = False) -> str:
        """Ask something."""
        answer = self._app.alert(text, TITLE, "yes_no_cancel" if may_cancel else "yes_no")
        return {"yes": YES, "no": NO}.get(answer or "", CANCEL)

    def choose_folder(self, title: str) -> str:
        """A folder of the clerk's choice."""
        return chosen_folder(self._app, title)

    def path(self) -> str:
        """Where the workbook is saved on this machine."""
        import xlwings

        try:
            path = self._book.fullname
        except xlwings.XlwingsError:
            # On the web, where nothing says which folder of this machine mirrors it.
            return ""
        return path if Path(path).is_absolute() else ""

    def is_read_only(self) -> bool:
        """Never: Excel lets the screen be changed, and refuses only to save."""
        return False

    def is_unsaved(self) -> bool:
        """Always: xlwings cannot tell on every system."""
        return True

    def save(self) -> None:
        """Save the workbook. Raises Denied."""
        with _denials():
            self._book.save()

    def open(self, path: str) -> None:
        """Open a file."""
        self._app.books.open(path)

    def _named(self, name: str) -> xlwings.Sheet | None:
        return next((sheet for sheet in self._book.sheets if sheet.name == name), None)


@lru_cache(maxsize=1)
def _session() -> set[str]:
    """One process serves Excel until it is closed."""
    return set()


@contextmanager
def _denials() -> Iterator[None]:
    try:
        yield
    except _refusals() as error:
        if getattr(error, "hresult", _EXCEPTION) != _EXCEPTION:
            # Excel is gone or busy: no word of Excel's about this cell.
            raise
        raise Denied(str(error)) from error


def _refusals() -> tuple[type[Exception], ...]:
    """What Excel's no looks like here."""
    import xlwings

    try:
        from pywintypes import com_error  # type: ignore[import-untyped]  # on Windows only
    except ImportError:
        return (xlwings.XlwingsError,)
    return com_error, xlwings.XlwingsError


def _fill(sheet: xlwings.Sheet, page: Page) -> None:
    texts = [[None, *line.texts] if line.reference else [*line.texts] for line in page.lines]
    width = max(map(len, texts))
    rows = [[_typed(text) if text else None for text in row] + [None] * (width - len(row)) for row in texts]
    sheet.range((1, 1), (len(rows), width)).value = rows
    for number, line in enumerate(page.lines, 1):
        _dress(sheet, number, line)
    for column, characters in enumerate(page.widths, 1):
        sheet.range((1, column)).column_width = characters


def _dress(sheet: xlwings.Sheet, row: int, line: Line) -> None:
    cells = sheet.range((row, 1), (row, len(line.texts)))
    if line.reference is not None:
        sheet.range((row, 1)).formula = f"={_address(*line.reference, absolute=True)}"
    elif len(line.texts) > 1:
        cells.wrap_text = True
        cells.vertical_alignment = "top"
    if line.strong:
        cells.font.bold = True
    # As the text of a link it would be read as a formula.
    if line.link is not None and not line.texts[0].startswith(_FORMULA_SIGNS):
        first = sheet.range((row, 1))
        first.add_hyperlink(f"#{_address(*line.link)}", line.texts[0], "跳到这一格")


def _address(sheet: str, cell: str, *, absolute: bool = False) -> str:
    quoted = sheet.replace("'", "''")
    letters = cell.rstrip("0123456789")
    return f"'{quoted}'!" + (f"${letters}${cell[len(letters) :]}" if absolute else cell)


def _typed(text: str) -> str:
    """The text as it is typed so that Excel leaves it alone: =9万元 is no formula, 1-2 no date."""
    return f"'{text}"


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
