"""Presses 校验 in a document with four filled columns and so many rows, and one cell beside them."""

from __future__ import annotations

from document import opened, press, sheet_of


def main(desktop, rows):
    answers = []
    for count in rows:
        with opened(desktop, None) as document:
            sheet = sheet_of(document)
            sheet.getCellRangeByPosition(0, 0, 3, count - 1).setDataArray(((1.0, "甲", 2.0, "乙"),) * count)
            sheet.getCellByPosition(5, 0).setString("另一格")
            document.UndoManager.clear()
            said = press(document, "check")
            undo = list(document.UndoManager.AllUndoActionTitles)
            answers.append({"said": said, "sheets": list(document.Sheets.ElementNames), "undo": undo})
    return answers
