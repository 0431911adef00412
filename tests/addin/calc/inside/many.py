"""Opens workbook after workbook, presses a button in each (none where no action is given) and closes it again."""

from __future__ import annotations

import time

from document import opened, press


def main(desktop, paths, action):
    started = time.perf_counter()
    for path in paths:
        with opened(desktop, path) as document:
            if action:
                press(document, action)
    return time.perf_counter() - started
