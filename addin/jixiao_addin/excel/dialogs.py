"""The dialog for choosing a folder: Excel's own, and the only thing for which xlwings has no portable way."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlwings

# msoFileDialogFolderPicker: https://learn.microsoft.com/office/vba/api/office.msofiledialogtype
_FOLDER_PICKER = 4
_CHOSEN = -1


def chosen_folder(app: xlwings.App, title: str) -> str:
    """A folder of the clerk's choice, "" if none was chosen."""
    dialog = app.api.FileDialog(_FOLDER_PICKER)
    dialog.Title = title
    return str(dialog.SelectedItems(1)) if dialog.Show() == _CHOSEN else ""
