"""Rows keep their height while cells are marked, and when that is undone and done again.

LibreOffice measures a row without a height of its own anew as soon as a cell looks different. The file may have come
with another height, which would be gone.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import uno
import unohelper


class Heights:
    """The heights of the document's rows during one step for 撤销."""

    def __init__(self, document: Any) -> None:
        self._document, self._are_kept = document, False

    def kept(self) -> _Kept:
        """Within the block no row is measured, nor when what is done in it is undone or done again."""
        if not self._are_kept:
            self._are_kept = True
            # What comes first is undone last.
            self._remember(at_undo=True, at_redo=False)
        return _Kept(self._document)

    def finish(self) -> None:
        """The step ends."""
        if self._are_kept:
            self._remember(at_undo=False, at_redo=True)

    def _remember(self, *, at_undo: bool, at_redo: bool) -> None:
        self._document.getUndoManager().addUndoAction(_class()(self._document, at_undo, at_redo))


class _Kept:
    """No generator: see `jixiao_addin.calc.inside.host`."""

    def __init__(self, document: Any) -> None:
        self._document = document

    def __enter__(self) -> None:
        self._document.IsAdjustHeightEnabled = False

    def __exit__(self, *_: object) -> None:
        self._document.IsAdjustHeightEnabled = True


class _Action:
    """Rows are measured from here on, or are not."""

    Title = "行高"

    def __init__(self, document: Any, at_undo: bool, at_redo: bool) -> None:
        self._document, self._at_undo, self._at_redo = document, at_undo, at_redo

    def undo(self) -> None:
        self._document.IsAdjustHeightEnabled = self._at_undo

    def redo(self) -> None:
        self._document.IsAdjustHeightEnabled = self._at_redo


@lru_cache(maxsize=1)
def _class() -> type:
    action = uno.getClass("com.sun.star.document.XUndoAction")
    return type("HeightsAction", (unohelper.Base, action), dict(_Action.__dict__))
