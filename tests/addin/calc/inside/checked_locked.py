"""Protects the sheet without a password, presses 校验, and tells what the clerk sees."""

from __future__ import annotations

from checked import seen
from document import opened, press


def main(desktop, path):
    with opened(desktop, path) as document:
        document.Sheets.getByIndex(0).protect("")
        return seen(document, press(document, "check"))
