"""The document that is on the screen: opened and left open, where things are on it, what stands in it."""

from __future__ import annotations

import uno
from document import marks, sheet_of

# com.sun.star.accessibility.AccessibleRole
_ROOT_PANE, _TOOL_BAR = 49, 63


def main(desktop, ask, **payload):
    return {
        "open": opened,
        "buttons": buttons,
        "answer": answer,
        "cells": cells,
        "state": state,
        "show": show,
        "close": closed,
    }[ask](desktop, **payload)


def opened(desktop, path):
    desktop.loadComponentFromURL(uno.systemPathToFileUrl(path), "_blank", 0, ())


def closed(desktop):
    desktop.CurrentComponent.close(True)


def show(desktop, sheet, row):
    controller = desktop.CurrentComponent.CurrentController
    controller.setActiveSheet(sheet_of(desktop.CurrentComponent, sheet))
    controller.setFirstVisibleRow(row)


def state(desktop, cells=()):
    document = desktop.CurrentComponent
    shown = {
        address: sheet_of(document).getCellRangeByName(address).getCellByPosition(0, 0).String for address in cells
    }
    return {"cells": shown, "sheets": list(document.Sheets.ElementNames), "marks": marks(document)}


def buttons(desktop):
    """Where the middle of each button of our toolbar is; no toolbar, no buttons."""
    found = {}
    for child in children(window(desktop), 2):
        if child.getAccessibleName() == "绩效自评" and child.getAccessibleRole() == _TOOL_BAR:
            found.update({each.getAccessibleName(): middle(each) for each in children(child, 1)})
    return found


def answer(_desktop):
    """Where the button of the open message is and what the message says; nothing while none is open."""
    toolkit = context.ServiceManager.createInstanceWithContext("com.sun.star.awt.Toolkit", context)  # noqa: F821
    for index in range(toolkit.getTopWindowCount()):
        found = toolkit.getTopWindow(index).getAccessibleContext()
        # Of the document's own window there is much to ask, and nothing in it is a message.
        if found.getAccessibleRole() == _ROOT_PANE:
            continue
        parts = list(children(found, 5))
        for each in parts:
            if each.getAccessibleName() == "OK":
                return [middle(each), [other.getAccessibleName() for other in parts]]
    return []


def cells(desktop, addresses):
    """Where the middle of a cell is."""
    table = next(each for each in children(window(desktop), 4) if each.getAccessibleName().startswith("Sheet "))
    sheet = desktop.CurrentComponent.CurrentController.ActiveSheet
    found = {}
    for address in addresses:
        place = sheet.getCellRangeByName(address).getCellByPosition(0, 0).getCellAddress()
        context = table.getAccessibleCellAt(place.Row, place.Column).getAccessibleContext()
        found[address] = middle(context)
    return found


def window(desktop):
    return desktop.CurrentComponent.CurrentController.Frame.ContainerWindow.getAccessibleContext()


def children(context, depth):
    """Everything below, so many levels deep; the cells of a sheet are too many to be asked for."""
    for index in range(context.getAccessibleChildCount()):
        child = context.getAccessibleChild(index).getAccessibleContext()
        yield child
        if depth > 1 and child.getAccessibleChildCount() < 100:
            yield from children(child, depth - 1)


def middle(context):
    at, size = context.getLocationOnScreen(), context.getSize()
    return [at.X + size.Width // 2, at.Y + size.Height // 2]
