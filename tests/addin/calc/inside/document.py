"""What the scripts share: opening, pressing a button, looking at a document."""

from __future__ import annotations

import json
import sys
import threading

import uno
import unohelper
from com.sun.star.awt import XCallback
from com.sun.star.beans import PropertyValue
from com.sun.star.frame import XDispatchResultListener
from com.sun.star.util import URL

XLSX = "Calc MS Excel 2007 XML"


def named(**values):
    properties = []
    for name, value in values.items():
        each = PropertyValue()
        each.Name, each.Value = name, value
        properties.append(each)
    return tuple(properties)


class opened:  # noqa: N801
    """A document for the length of a block. No generator: contextlib sets the traceback of what goes through it, which
    UNO's exceptions do not bear."""

    def __init__(self, desktop, path, is_read_only=False):
        # Not hidden: undoing an inserted sheet crashes LibreOffice 7.4 where a document has no view.
        url = uno.systemPathToFileUrl(path) if path else "private:factory/scalc"
        self.document = desktop.loadComponentFromURL(url, "_blank", 0, named(ReadOnly=is_read_only))

    def __enter__(self):
        return self.document

    def __exit__(self, *_):
        self.document.close(True)


class _Listener(unohelper.Base, XDispatchResultListener):
    def __init__(self):
        self.said = []

    def dispatchFinished(self, event):
        self.said = json.loads(event.Result)

    def disposing(self, _event):
        pass


def press(document, action, **answers):
    """Press a button of the toolbar; what the clerk is told and asked."""
    url = URL()
    url.Complete = url.Main = f"vnd.jixiao:{action}"
    dispatch = document.CurrentController.Frame.queryDispatch(url, "_self", 0)
    listener = _Listener()
    on_main_thread(lambda: dispatch.dispatchWithNotification(url, named(Answers=json.dumps(answers)), listener))
    return listener.said


def on_main_thread(action):
    """Do it where LibreOffice does what a person clicks on.

    Python that runs in another thread of LibreOffice 7.4 stands still for ever if the main one happens to calculate
    with Python's cell functions: it gives objects back while it keeps others from running Python.
    """
    later = sys.modules["__main__"].context.ServiceManager.createInstance("com.sun.star.awt.AsyncCallback")
    callback = _Callback(action)
    later.addCallback(callback, None)
    callback.done.wait()
    if callback.problem is not None:
        raise callback.problem


class _Callback(unohelper.Base, XCallback):
    def __init__(self, action):
        self._action, self.done, self.problem = action, threading.Event(), None

    def notify(self, _data):
        try:
            self._action()
        except Exception as problem:  # noqa: BLE001  # it is raised again where it was asked for
            self.problem = problem
        finally:
            self.done.set()


def saved(document, path):
    document.storeToURL(uno.systemPathToFileUrl(path), named(FilterName=XLSX))


def sheet_of(document, name=None):
    return document.Sheets.getByName(name) if name else document.Sheets.getByIndex(0)


def cell(document, address, sheet=None):
    return sheet_of(document, sheet).getCellRangeByName(address).getCellByPosition(0, 0)


def content(sheet):
    """All values and formulas, row by row."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.getRangeAddress()
    area = sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)
    return [area.getDataArray(), area.getFormulaArray()]


def marks(document):
    """sheet → cell → fill and note of every cell with a note."""
    found = {}
    for sheet in (document.Sheets.getByIndex(index) for index in range(document.Sheets.Count)):
        notes = sheet.Annotations
        for note in (notes.getByIndex(index) for index in range(notes.Count)):
            place = note.Position
            at = sheet.getCellByPosition(place.Column, place.Row)
            address = at.AbsoluteName.rpartition(".")[2].replace("$", "")
            found.setdefault(sheet.Name, {})[address] = [f"{at.CellBackColor & 0xFFFFFF:06X}", note.String]
    return found
