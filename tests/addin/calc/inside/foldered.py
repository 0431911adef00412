"""Presses 批量校验 for a folder and tells what is said and which workbook is open then; closes it."""

from __future__ import annotations

import uno
from document import opened, press


def main(desktop, folder):
    with opened(desktop, None) as document:
        said = press(document, "check-folder", folder=folder)
        components = desktop.Components.createEnumeration()
        others = []
        while components.hasMoreElements():
            each = components.nextElement()
            if each.getURL():
                others.append(each)
        urls = [uno.fileUrlToSystemPath(each.getURL()) for each in others]
        for each in others:
            each.close(True)
    return {"said": said, "opened": urls}
