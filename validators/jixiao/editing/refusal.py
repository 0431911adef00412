"""The one exception with which an edit of a whole file is refused."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "damaged": "the packing is inconsistent",
    "drawing": "the drawing that holds the frames of the notes is damaged",
    "encoding": "a part is written in another encoding than UTF-8",
    "namespaces": "a part binds the namespace to a prefix, as no spreadsheet program does",
    "no-cells": "the worksheet has no place for cells",
    "strict": "the file is written in the strict variant, which has no place for notes as programs draw them",
    "signed": "the file carries a digital signature, which any change would break",
}
"""Why a file cannot be edited, by code: the list is closed."""


class EditRefused(Exception):
    """The file cannot be edited in place; nothing was changed.

    code: one of `REASONS`. detail: what was found, for a log; not meant for the person who filled in the form.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail or REASONS[code]}")
        self.code = code
        self.detail = detail
