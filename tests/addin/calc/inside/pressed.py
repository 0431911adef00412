"""Opens a workbook, prepares it, presses buttons one after the other, and tells what stands there after each.

steps: the name of a button with its answers, "undo", "redo", "save" with a path, "protect" (the first sheet),
"protect structure", or a change of a cell (address, fill, note).
"""

from __future__ import annotations

from document import cell, content, marks, on_main_thread, opened, press, saved, sheet_of


def main(desktop, path, steps, is_read_only=False):
    states = []
    with opened(desktop, path, is_read_only) as document:
        document.calculateAll()
        for step in steps:
            said = do(document, **step)
            states.append(
                {
                    "said": said,
                    "sheets": list(document.Sheets.ElementNames),
                    "shown": document.CurrentController.ActiveSheet.Name,
                    "marks": marks(document),
                    "content": content(sheet_of(document)),
                    "heights": heights(document),
                    "undo": list(document.UndoManager.AllUndoActionTitles),
                }
            )
    return states


def heights(document):
    rows = sheet_of(document).Rows
    return [(row.Height, row.OptimalHeight) for row in (rows.getByIndex(index) for index in range(60))]


def do(
    document,
    press_=None,
    undo=False,
    redo=False,
    save=None,
    protect=None,
    at=None,
    fill=None,
    note=None,
    text=None,
    sheet=None,
    **answers,
):
    said = []
    if press_:
        said = press(document, press_, **answers)
    elif undo:
        on_main_thread(document.UndoManager.undo)
    elif redo:
        on_main_thread(document.UndoManager.redo)
    elif save:
        saved(document, save)
    elif protect == "structure":
        document.protect("")
    elif protect == "sheet":
        sheet_of(document).protect("")
    elif at:
        change(document, cell(document, at, sheet), fill, note, text)
    return said


def change(document, found, fill, note, text):
    if fill is not None:
        found.CellBackColor = int(fill, 16)
    if text is not None:
        found.setString(text)
    if note is not None:
        document.Sheets.getByIndex(0).Annotations.insertNew(found.CellAddress, note)
