"""Opens a workbook, writes into cells as text, and tells what some cells show before and after."""

from __future__ import annotations

from document import opened, saved, sheet_of


def main(desktop, path, changes, seen, to):
    with opened(desktop, path) as document:
        sheet = sheet_of(document)

        def shown():
            return {address: sheet.getCellRangeByName(address).getCellByPosition(0, 0).String for address in seen}

        states = [shown()]
        for address, text in changes:
            sheet.getCellRangeByName(address).getCellByPosition(0, 0).setString(text)
            states.append(shown())
        saved(document, to)
    return states
