"""An engine for xlwings over files: product code written against the portable API runs on it without Excel.

It stands on xlwings' own `base_classes`; what product code may not use is not there and raises. Formulas keep the
result that is stored in the file. `App.dialogs` answers what the program asks: give it answers, read what was told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import xlwings
from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.hyperlink import Hyperlink
from xlwings import XlwingsError, base_classes
from xlwings_cells import ERROR_TEXTS, Invalid, formula_of, put, value_of

NAME = "openpyxl"
_HIDDEN = {-1: "visible", 1: "visible", 0: "hidden", 2: "veryHidden"}
_STATES = {"visible": -1, "hidden": 0, "veryHidden": 2}
_DEFAULT_WIDTH, _DEFAULT_HEIGHT = 8.43, 13.5


@dataclass
class Dialogs:
    """What is answered (yes, no, cancel; a folder), and what was asked and told."""

    answers: list[str] = field(default_factory=list)
    folder: str = ""
    asked: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def alert(self, prompt: str, buttons: str) -> str:
        if buttons == "ok":
            self.told.append(prompt)
            return "ok"
        self.asked.append(prompt)
        return self.answers.pop(0)

    def file_dialog(self, kind: int) -> SimpleNamespace:
        assert kind == 4
        return SimpleNamespace(Show=lambda: -1 if self.folder else 0, SelectedItems=lambda _: self.folder)


class Engine:
    """The engine; `calls` counts what would cross to Excel's process."""

    name, type = NAME, "desktop"

    def __init__(self) -> None:
        self.apps = Apps()
        self.calls = 0

    @staticmethod
    def prepare_xl_data_element(value: Any, _: Any) -> Any:
        return "" if value is None else value

    @staticmethod
    def clean_value_data(data: Any, dates: Any, empty: Any, numbers: Any, err_to_str: bool) -> Any:
        return [[_cleaned(value, dates, empty, numbers, err_to_str) for value in row] for row in data]


def _cleaned(value: Any, dates: Any, empty: Any, numbers: Any, err_to_str: bool) -> Any:
    if value in ("", None):
        return empty
    if hasattr(value, "isoformat"):
        parts = ("year", "month", "day", "hour", "minute", "second", "microsecond")
        return dates(**{part: getattr(value, part) for part in parts}, tzinfo=None)
    if numbers is not None and isinstance(value, float):
        return numbers(value)
    if isinstance(value, int) and value in ERROR_TEXTS:
        return ERROR_TEXTS[value] if err_to_str else None
    return value


class Apps(base_classes.Apps):
    def __init__(self) -> None:
        self.open: list[App] = []

    def keys(self) -> list[int]:
        return [app.pid for app in self.open]

    def __iter__(self) -> Iterator[App]:
        return iter(self.open)

    def __len__(self) -> int:
        return len(self.open)


class App(base_classes.App):
    screen_updating, display_alerts, status_bar, visible = True, True, False, True
    books: Any = None
    pid: Any = None

    def __init__(self) -> None:
        self.dialogs = Dialogs()
        self.books = Books(self)
        self.calculated = 0
        self.pid = id(self)

    engine = property(lambda _: ENGINE)
    api = property(lambda self: SimpleNamespace(FileDialog=self.dialogs.file_dialog))

    def activate(self, steal_focus: bool = False) -> None:
        assert not steal_focus

    def calculate(self) -> None:
        self.calculated += 1

    def alert(self, prompt: str, title: str, buttons: str, mode: str, _: Any) -> str:
        assert title and mode in (None, "info") and self.screen_updating, "nobody sees a message while nothing is drawn"
        return self.dialogs.alert(prompt, buttons)


class Books(base_classes.Books):
    def __init__(self, app: App) -> None:
        self.app = app
        self.opened: list[Book] = []

    def open(self, fullname: str, *_: Any, **__: Any) -> Book:
        book = Book(self.app, Path(fullname))
        self.opened.append(book)
        return book

    def __len__(self) -> int:
        return len(self.opened)

    def __call__(self, name_or_index: Any) -> Book:
        if isinstance(name_or_index, int):
            return self.opened[name_or_index - 1]
        found = [book for book in self.opened if book.name == name_or_index]
        if not found:
            raise KeyError(name_or_index)
        return found[0]


class Book(base_classes.Book):
    """A workbook file; path None: a new one that was never saved."""

    app: Any = None

    def __init__(self, app: App, path: Path | None, workbook: openpyxl.Workbook | None = None) -> None:
        self.app, self.path, self.cannot_save = app, path, False
        self.workbook = workbook or openpyxl.load_workbook(path, keep_vba=path is not None and path.suffix == ".xlsm")
        self.cached = openpyxl.load_workbook(path, data_only=True) if path is not None else self.workbook

    api = property(lambda self: self.workbook)
    name = property(lambda self: self.path.name if self.path is not None else "工作簿1")
    fullname = property(lambda self: str(self.path) if self.path is not None else "工作簿1")
    sheets = property(lambda self: Sheets(book=self))
    names = property(lambda self: Names(book=self))

    def save(self, path: str | None = None, password: str | None = None) -> None:
        assert password is None
        if self.cannot_save:
            raise XlwingsError("read-only")
        self.path = Path(path) if path else self.path
        self.workbook.save(self.path)

    def activate(self) -> None:
        pass

    def check_structure(self) -> None:
        if self.workbook.security is not None and self.workbook.security.lockStructure:
            raise XlwingsError("the structure is protected")


class Names(base_classes.Names):
    def __init__(self, book: Book) -> None:
        self.found = [(name, each.attr_text) for name, each in book.workbook.defined_names.items()]
        for sheet in book.workbook.worksheets:
            self.found += [(f"'{sheet.title}'!{name}", each.attr_text) for name, each in sheet.defined_names.items()]

    def __len__(self) -> int:
        return len(self.found)

    def __call__(self, index: int) -> SimpleNamespace:
        name, text = self.found[index - 1]
        return SimpleNamespace(name=name, refers_to=f"={text}")


class Sheets(base_classes.Sheets):
    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def active(self) -> Sheet:
        return Sheet(self.book, self.book.workbook.active)

    def __call__(self, name_or_index: Any) -> Sheet:
        sheets = self.book.workbook.worksheets
        if isinstance(name_or_index, int):
            return Sheet(self.book, sheets[name_or_index - 1])
        return next(Sheet(self.book, sheet) for sheet in sheets if sheet.title == name_or_index)

    def __len__(self) -> int:
        return len(self.book.workbook.worksheets)

    def __iter__(self) -> Iterator[Sheet]:
        return iter([Sheet(self.book, sheet) for sheet in self.book.workbook.worksheets])

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        self.book.check_structure()
        assert name is None or (len(name) <= 31 and not set(name) & set("[]:*?/\\")), name
        workbook = self.book.workbook
        following = before
        # As xlwings has it: places among all sheets and among those with cells are taken for each other.
        moves = after is not None and after.index + 1 > len(self)
        if after is not None:
            following = after if moves else self(after.index + 1)
        sheet = workbook.create_sheet(name, following.index - 1 if following is not None else 0)
        workbook.active = sheet
        if moves:
            moved, target = workbook.worksheets[-1], workbook.worksheets[-2]
            assert moved.sheet_state != "veryHidden", "Excel cannot move a very hidden sheet"
            workbook._sheets.remove(moved)
            workbook._sheets.insert(workbook._sheets.index(target), moved)
            workbook.active = sheet
        return Sheet(self.book, sheet)


class Sheet(base_classes.Sheet):
    book: Any = None

    def __init__(self, book: Book, sheet: Any) -> None:
        self.book, self.sheet = book, sheet

    api = property(lambda self: self.sheet)
    name = property(lambda self: self.sheet.title)
    # Among all sheets, those of charts too; `Sheets` counts only those with cells.
    index = property(lambda self: self.book.workbook._sheets.index(self.sheet) + 1)

    def range(self, first: Any, last: Any = None) -> Range:
        if isinstance(first, Range):
            box = first.box
        elif isinstance(first, tuple) and len(first) == 4:
            row, column, rows, columns = first
            box = (row, column, row + rows - 1, column + columns - 1)
        else:
            box = _box(first)
        end = box if last is None else last.box if isinstance(last, Range) else _box(last)
        return Range(self, (box[0], box[1], end[2], end[3]))

    @property
    def cells(self) -> Range:
        return Range(self, (1, 1, 1_048_576, 16_384))

    @property
    def used_range(self) -> Range:
        sheet = self.sheet
        return Range(self, (sheet.min_row, sheet.min_column, sheet.max_row, sheet.max_column))

    @property
    def notes(self) -> list[Note]:
        # Going through rows would make every cell up to the last one.
        return [Note(self, cell) for cell in self.sheet._cells.values() if cell.comment is not None]

    @property
    def visible(self) -> int:
        return _STATES[self.sheet.sheet_state]

    @visible.setter
    def visible(self, value: Any) -> None:
        self.book.check_structure()
        self.sheet.sheet_state = _HIDDEN[int(value)]

    def activate(self) -> None:
        assert self.sheet.sheet_state == "visible", "Excel cannot show a hidden sheet"
        self.book.workbook.active = self.sheet

    def delete(self) -> None:
        self.book.check_structure()
        workbook = self.book.workbook
        shown = workbook.active
        place = workbook._sheets.index(self.sheet)
        workbook.remove(self.sheet)
        # Excel shows the next sheet that can be shown, else the one before.
        others = [*workbook._sheets[place:], *reversed(workbook._sheets[:place])]
        nearest = next(sheet for sheet in others if sheet.sheet_state == "visible")
        workbook.active = nearest if shown is self.sheet else shown

    def cached(self, row: int, column: int) -> Any:
        if self.sheet.title not in self.book.cached.sheetnames:
            return 0
        return self.book.cached[self.sheet.title].cell(row, column).value

    def refuse_if_locked(self, cell: Any, allowed: bool) -> None:
        if self.sheet.protection.sheet and cell.protection.locked and not allowed:
            raise XlwingsError(f"{cell.coordinate} is protected")


class Range(base_classes.Range):
    max_cells_per_read = max_cells_per_write = None
    sheet: Any = None

    def __init__(self, sheet: Sheet, box: tuple[int, int, int, int]) -> None:
        self.sheet, self.box = sheet, box
        ENGINE.calls += 1

    api = property(lambda self: self)
    row, column = property(lambda self: self.box[0]), property(lambda self: self.box[1])
    shape = property(lambda self: (self.box[2] - self.box[0] + 1, self.box[3] - self.box[1] + 1))
    address = property(lambda self: self.get_address(row_absolute=True, col_absolute=True))

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, *at: int) -> Range:
        row, column = at if len(at) == 2 else (divmod(at[0] - 1, self.shape[1])[0] + 1, (at[0] - 1) % self.shape[1] + 1)
        place = (self.row + row - 1, self.column + column - 1)
        return Range(self.sheet, (*place, *place))

    def get_address(self, row_absolute: bool, col_absolute: bool, *_: Any) -> str:
        top, left, bottom, right = self.box
        mark = ("$" if col_absolute else "", "$" if row_absolute else "")
        first = f"{mark[0]}{get_column_letter(left)}{mark[1]}{top}"
        return first if len(self) == 1 else f"{first}:{mark[0]}{get_column_letter(right)}{mark[1]}{bottom}"

    def _cell(self) -> Any:
        return self.sheet.sheet.cell(self.row, self.column)

    def _rows(self) -> list[tuple[Any, ...]]:
        top, left, bottom, right = self.box
        return list(self.sheet.sheet.iter_rows(top, bottom, left, right))

    @property
    def raw_value(self) -> Any:
        rows = tuple(
            tuple(value_of(cell, self.sheet.cached(cell.row, cell.column)) for cell in row) for row in self._rows()
        )
        return rows[0][0] if len(self) == 1 else rows

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        self._write(data)

    @property
    def formula(self) -> Any:
        rows = tuple(tuple(formula_of(cell) for cell in row) for row in self._rows())
        return rows[0][0] if len(self) == 1 else rows

    @formula.setter
    def formula(self, data: Any) -> None:
        self._write(data)

    def _write(self, data: Any) -> None:
        for number, row in enumerate(self._rows()):
            for index, cell in enumerate(row):
                if isinstance(cell, MergedCell):
                    continue
                self.sheet.refuse_if_locked(cell, allowed=False)
                try:
                    put(cell, data[number][index] if isinstance(data, (list, tuple)) else data)
                except Invalid as error:
                    raise XlwingsError(f"0x800A03EC: {error}") from error

    def _same(self, values: Iterator[Any]) -> Any:
        """One answer for the whole range, or None: Excel says Null where cells differ."""
        found = list(dict.fromkeys(values))
        return found[0] if len(found) == 1 else None

    @property
    def number_format(self) -> str | None:
        return self._same(_shown_format(cell.number_format) for row in self._rows() for cell in row)

    @number_format.setter
    def number_format(self, value: str) -> None:
        for row in self._rows():
            for cell in row:
                cell.number_format = value

    @property
    def color(self) -> tuple[int, ...] | None:
        fill = self._cell().fill
        # Interior.Color of a fill in a theme's colour is its RGB; here a grey stands for all of them.
        if not fill.fill_type:
            return None
        rgb = fill.fgColor.rgb if fill.fgColor.type == "rgb" else "FFC0C0C0"
        return tuple(bytes.fromhex(rgb[-6:]))

    @color.setter
    def color(self, value: str | None) -> None:
        protection = self.sheet.sheet.protection
        cell = self._cell()
        # openpyxl says True where something is forbidden.
        self.sheet.refuse_if_locked(cell, allowed=not protection.formatCells)
        if value is None:
            cell.fill = PatternFill()
        else:
            assert value.startswith("#")
            cell.fill = PatternFill("solid", fgColor=f"FF{value[1:]}")

    @property
    def note(self) -> Note | None:
        cell = self._cell()
        return None if cell.comment is None else Note(self.sheet, cell)

    def add_note(self, text: str) -> Note:
        cell = self._cell()
        self.sheet.refuse_if_locked(cell, allowed=not self.sheet.sheet.protection.objects)
        cell.comment = Comment(text, "Excel")
        return Note(self.sheet, cell)

    @property
    def merge_area(self) -> Range:
        for merged in self.sheet.sheet.merged_cells.ranges:
            if merged.min_row <= self.row <= merged.max_row and merged.min_col <= self.column <= merged.max_col:
                return Range(self.sheet, (merged.min_row, merged.min_col, merged.max_row, merged.max_col))
        return self

    @property
    def merge_cells(self) -> bool | None:
        top, left, bottom, right = self.box
        count = 0
        for each in self.sheet.sheet.merged_cells.ranges:
            rows = min(bottom, each.max_row) - max(top, each.min_row) + 1
            columns = min(right, each.max_col) - max(left, each.min_col) + 1
            count += max(rows, 0) * max(columns, 0)
        return count == len(self) if count in (0, len(self)) else None

    @property
    def row_height(self) -> float | None:
        rows = self.sheet.sheet.row_dimensions
        return self._same(
            _size(rows[row], rows[row].ht, _DEFAULT_HEIGHT) for row in range(self.box[0], self.box[2] + 1)
        )

    @property
    def column_width(self) -> float | None:
        widths = _widths(self.sheet.sheet)
        return self._same(widths.get(column, _DEFAULT_WIDTH) for column in range(self.box[1], self.box[3] + 1))

    @column_width.setter
    def column_width(self, value: float) -> None:
        for column in range(self.box[1], self.box[3] + 1):
            self.sheet.sheet.column_dimensions[get_column_letter(column)].width = value

    def add_hyperlink(self, address: str, text_to_display: str, screen_tip: str) -> None:
        cell = self._cell()
        put(cell, text_to_display)
        assert address.startswith("#"), "only links within the workbook are used"
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=address[1:], tooltip=screen_tip)

    @property
    def hyperlink(self) -> str:
        return f"#{self._cell().hyperlink.location}"

    @property
    def wrap_text(self) -> Any:
        return self._same(bool(cell.alignment.wrap_text) for row in self._rows() for cell in row)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self._align(wrap_text=value)

    @property
    def vertical_alignment(self) -> Any:
        return self._same(cell.alignment.vertical for row in self._rows() for cell in row)

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        self._align(vertical=value)

    def _align(self, **change: Any) -> None:
        for row in self._rows():
            for cell in row:
                old = {"wrap_text": cell.alignment.wrap_text, "vertical": cell.alignment.vertical}
                cell.alignment = Alignment(**{**old, **change})

    @property
    def font(self) -> Font:
        return Font(self)


class Font(base_classes.Font):
    def __init__(self, parent: Range) -> None:
        self.parent = parent

    @property
    def bold(self) -> Any:
        return self.parent._same(cell.font.b for row in self.parent._rows() for cell in row)

    @bold.setter
    def bold(self, value: bool) -> None:
        for row in self.parent._rows():
            for cell in row:
                font = cell.font.__copy__()
                font.b = value
                cell.font = font


class Note(base_classes.Note):
    def __init__(self, sheet: Sheet, cell: Any) -> None:
        self.sheet, self.cell = sheet, cell

    api = property(lambda self: self.cell.comment)
    location = property(lambda self: Range(self.sheet, (self.cell.row, self.cell.column) * 2))

    @property
    def text(self) -> str:
        return str(self.cell.comment.text)

    @text.setter
    def text(self, value: str) -> None:
        self._check()
        self.cell.comment = Comment(value, self.cell.comment.author)

    def delete(self) -> None:
        self._check()
        self.cell.comment = None

    def _check(self) -> None:
        self.sheet.refuse_if_locked(self.cell, allowed=not self.sheet.sheet.protection.objects)


def _box(given: Any) -> tuple[int, int, int, int]:
    if isinstance(given, tuple):
        return (*given, *given)
    left, top, right, bottom = range_boundaries(given.replace("$", ""))
    return top, left, bottom, right


def _shown_format(code: str) -> str:
    # Excel hands the built-in date format over as it is written in English.
    return {"mm-dd-yy": "m/d/yyyy"}.get(code, code)


def _size(dimension: Any, size: float | None, usual: float) -> float:
    return 0 if dimension.hidden else usual if size is None else size


def _widths(sheet: Any) -> dict[int, float]:
    widths = {}
    for dimension in sheet.column_dimensions.values():
        for column in range(dimension.min or 0, (dimension.max or -1) + 1):
            widths[column] = _size(dimension, dimension.width, _DEFAULT_WIDTH)
    return widths


ENGINE = Engine()


def excel() -> App:
    """A fresh Excel without workbooks, which is now the active one."""
    if NAME not in xlwings.engines.engines_by_name:
        xlwings.engines.add(xlwings.Engine(impl=ENGINE))
    xlwings.engines[NAME].activate()
    app = App()
    ENGINE.apps.open = [app]
    ENGINE.calls = 0
    return app


def opened(app: App, path: Path | None, workbook: openpyxl.Workbook | None = None) -> Book:
    """A workbook that is open in it and on the screen when a button is pressed."""
    book = Book(app, path, workbook)
    app.books.opened.append(book)
    xlwings.Book(impl=book).set_mock_caller()
    return book
