"""What the clerk is told and asked: windows of LibreOffice, or answers given beforehand where nobody is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import uno

from jixiao_addin.buttons.host import CANCEL, NO, YES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Protocol

    class Dialogs(Protocol):
        """What `jixiao_addin.buttons.host.Host` says and asks."""

        def tell(self, text: str) -> None:
            """Say something."""

        def ask(self, text: str, *, may_cancel: bool = False) -> str:
            """`YES`, `NO` or `CANCEL`."""

        def choose_folder(self, title: str) -> str:
            """A folder, "" if none was chosen."""


_TITLE = "绩效自评"
_INFORM, _QUESTION = "INFOBOX", "QUERYBOX"
# com.sun.star.awt.MessageBoxButtons and MessageBoxResults.
_OK, _YES_NO, _YES_NO_CANCEL = 1, 3, 4
_ANSWERS = {2: YES, 3: NO, 0: CANCEL}
_CHOSEN = 1


class Windows:
    """Message boxes over the window of the document."""

    def __init__(self, frame: Any, context: Any) -> None:
        self._frame, self._context = frame, context

    def tell(self, text: str) -> None:
        """Say something."""
        self._box(_INFORM, _OK, text)

    def ask(self, text: str, *, may_cancel: bool = False) -> str:
        """Ask; a window that was closed says no to a question of two, cancels one of three."""
        answer = self._box(_QUESTION, _YES_NO_CANCEL if may_cancel else _YES_NO, text)
        found = _ANSWERS.get(answer, NO)
        return NO if found == CANCEL and not may_cancel else found

    def choose_folder(self, title: str) -> str:
        """A folder, "" if none was chosen."""
        picker = self._context.ServiceManager.createInstanceWithContext(
            "com.sun.star.ui.dialogs.FolderPicker", self._context
        )
        picker.setTitle(title)
        return str(uno.fileUrlToSystemPath(picker.getDirectory())) if picker.execute() == _CHOSEN else ""

    def _box(self, kind: str, buttons: int, text: str) -> int:
        toolkit = self._context.ServiceManager.createInstanceWithContext("com.sun.star.awt.Toolkit", self._context)
        kind = uno.Enum("com.sun.star.awt.MessageBoxType", kind)
        box = toolkit.createMessageBox(self._frame.getContainerWindow(), kind, buttons, _TITLE, text)
        try:
            return int(box.execute())
        finally:
            box.dispose()


class Prepared:
    """Answers that came with the call (a script, a test); what would have been said is kept."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self._answers = [*answers.get("answers", ())]
        self._folder = str(answers.get("folder", ""))
        self.said: list[str] = []

    def tell(self, text: str) -> None:
        """Keep it."""
        self.said.append(text)

    def ask(self, text: str, *, may_cancel: bool = False) -> str:
        """The next answer; once there are none left, no."""
        self.said.append(text)
        return str(self._answers.pop(0)) if self._answers else CANCEL if may_cancel else NO

    def choose_folder(self, title: str) -> str:
        """The folder that came with the call."""
        self.said.append(title)
        return self._folder
