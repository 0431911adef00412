"""LibreOffice Calc as the program that the buttons sit in (`jixiao_addin.buttons.host.Host`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import uno

from jixiao_addin.buttons.host import Denied
from jixiao_addin.calc.inside.names import IDENTIFIER
from jixiao_addin.calc.inside.reading import FORMULA, grid_of, sheets_of
from jixiao_addin.calc.inside.sheets import CalcSheet
from jixiao_addin.calc.inside.steps import Step

if TYPE_CHECKING:
    from jixiao_addin.buttons.host import Page
    from jixiao_addin.calc.inside.dialogs import Dialogs

# The same set for every button, as long as the program runs.
_SESSION: set[str] = set()


class CalcHost:
    """The document that was on the screen when the button was pressed."""

    keeps_undo = True
    unprotecting = "“工具”菜单里取消“保护工作表结构”"
    saving_changes = "保存由 LibreOffice 来写，本机没有的字体（宋体、仿宋等）会换成别的字体。"

    def __init__(self, document: Any, controller: Any, context: Any, dialogs: Dialogs) -> None:
        self.session = _SESSION
        self._document, self._controller, self._context = document, controller, context
        self._step = Step(document)
        self.tell, self.ask, self.choose_folder = dialogs.tell, dialogs.ask, dialogs.choose_folder

    def grid(self) -> dict[str, Any]:
        """All sheets as they stand on the screen, recalculated."""
        return grid_of(self._document, self._context)

    def sheet(self, name: str) -> CalcSheet | None:
        """A sheet by its name, None where there is none."""
        sheets = self._document.Sheets
        if not sheets.hasByName(name):
            return None
        return CalcSheet(sheets.getByName(name), self._step, self.is_read_only())

    def sheet_names(self) -> list[str]:
        """The names of all sheets."""
        return list(self._document.Sheets.ElementNames)

    def write_page(self, page: Page) -> None:
        """Add a sheet at the end, in place of one of that name; the sheet on the screen stays. Raises Denied."""
        self.delete_sheet(page.name)
        self._check_structure()
        self._step.add(page)

    def page_rows(self, name: str) -> list[list[str]]:
        """The texts of a page, row by row, a reference as the text of its formula."""
        sheets = self._document.Sheets
        if not sheets.hasByName(name):
            return []
        sheet = sheets.getByName(name)
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = cursor.getRangeAddress()
        area = sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)
        rows = [[str(value or "") for value in row] for row in area.getDataArray()]
        first = sheet.getCellRangeByPosition(0, 0, 0, end.EndRow).getFormulaArray()
        for row, (formula,) in enumerate(first):
            if formula.startswith("="):
                rows[row][0] = formula
        return rows

    def delete_sheet(self, name: str) -> None:
        """Take a sheet away, if it is there. Raises Denied."""
        sheets = self._document.Sheets
        if sheets.hasByName(name):
            self._check_structure()
            self._step.remove(name)

    def show_sheet(self, name: str) -> None:
        """Bring a sheet to the front."""
        self._controller.setActiveSheet(self._document.Sheets.getByName(name))

    def together(self, title: str) -> Step:
        """One step for 撤销, drawn at once."""
        node = self._configured("/org.openoffice.Office.Common/Undo")
        self._step = Step(self._document, title, int(node.getByName("Steps")))
        return self._step

    def path(self) -> str:
        """Where the workbook is saved, "" if it never was or not on this computer."""
        url = self._document.getURL()
        return str(uno.fileUrlToSystemPath(url)) if url.startswith("file:") else ""

    def is_read_only(self) -> bool:
        """Whether the document was opened for reading only."""
        return bool(self._document.isReadonly())

    def is_unsaved(self) -> bool:
        """Whether anything was changed since, or comes out otherwise when all is calculated anew."""
        if not self._document.isModified():
            before = self._shown()
            self._document.calculateAll()
            self._document.setModified(self._shown() != before)
        return bool(self._document.isModified())

    def _shown(self) -> list[Any]:
        """The results of all formulas."""
        areas = [sheet.queryContentCells(FORMULA) for sheet in sheets_of(self._document)]
        return [area.getByIndex(index).getDataArray() for area in areas for index in range(area.Count)]

    def save(self) -> None:
        """Save the workbook where it is. Raises Denied."""
        if self._document.isReadonly():
            raise Denied(self.path())
        # LibreOffice takes the results stored in a file at their word, and would store them again.
        self._document.calculateAll()
        try:
            self._document.store()
        except uno.getClass("com.sun.star.io.IOException") as error:
            raise Denied(error.Message) from None

    def open(self, path: str) -> None:
        """Open a file beside the workbook that is on the screen."""
        desktop = self._context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", self._context)
        desktop.loadComponentFromURL(uno.systemPathToFileUrl(path), "_blank", 0, ())

    def versions(self) -> tuple[str, str]:
        """Of LibreOffice and of the extension."""
        node = self._configured("/org.openoffice.Setup/Product")
        information = self._context.getValueByName("/singletons/com.sun.star.deployment.PackageInformationProvider")
        known = dict(tuple(each)[:2] for each in information.getExtensionList())
        return str(node.getByName("ooSetupVersionAboutBox")), str(known.get(IDENTIFIER, ""))

    def _configured(self, path: str) -> Any:
        """A node of LibreOffice's configuration."""
        node = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        node.Name, node.Value = "nodepath", path
        provider = self._context.ServiceManager.createInstanceWithContext(
            "com.sun.star.configuration.ConfigurationProvider", self._context
        )
        return provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", (node,))

    def _check_structure(self) -> None:
        if self._document.isProtected() or self.is_read_only():
            raise Denied(self._document.Title)
