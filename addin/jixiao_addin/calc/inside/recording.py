"""Changes that LibreOffice does not keep for 撤销.

The document's own switch (IsUndoEnabled) will not do: it throws away what the clerk could take back so far.
"""

from __future__ import annotations

from typing import Any


class Unrecorded:
    """Nothing that is done in the block is kept for 撤销.

    No generator: contextlib would set the traceback of an exception of UNO's, which bears none.
    """

    def __init__(self, document: Any) -> None:
        self._manager = document.getUndoManager()

    def __enter__(self) -> None:
        self._manager.lock()

    def __exit__(self, *_: object) -> None:
        self._manager.unlock()


def still(document: Any) -> None:
    """Goes before every change in the block: each of them switches the recording on again when it is done."""
    manager = document.getUndoManager()
    manager.unlock()
    manager.lock()
