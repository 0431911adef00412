"""The add-in's VBA project: the sources beside this file filled in, and the modules made from the registries."""

from __future__ import annotations

from importlib.resources import files

from jixiao.functions import FUNCTIONS
from jixiao_addin.xlam import configuration, ribbon, words
from jixiao_addin.xlam.project import CLASS, SHEET, STANDARD, WORKBOOK, Module, Project
from jixiao_addin.xlam.wrappers import wrappers

NAME = "jixiao"
# Drawn once, kept for good: the VBA editor tells projects apart by it.
_IDENTITY = "{6A1B0C54-2F0B-4D0E-9C63-5D2B7A9F4E18}"
# The sheets of the add-in and the modules that stand for them.
SHEETS = {words.WORDS_SHEET: "JxSheetWords", words.FUNCTIONS_SHEET: "JxSheetFunctions"}
WORKBOOK_MODULE = "ThisWorkbook"


def addin_project(xlwings_version: str) -> Project:
    """The VBA project of jixiao.xlam for this version of xlwings: its libraries carry the version in their names."""
    return Project(
        NAME,
        _IDENTITY,
        (
            Module(WORKBOOK_MODULE, WORKBOOK, source_text("ThisWorkbook.cls", xlwings_version)),
            *(Module(name, SHEET) for name in SHEETS.values()),
            Module("JxEvents", CLASS, source_text("JxEvents.cls", xlwings_version)),
            Module("JxFunctions", STANDARD, wrappers(FUNCTIONS)),
            Module("JxJournal", STANDARD, source_text("JxJournal.bas", xlwings_version)),
            Module("JxPython", STANDARD, source_text("JxPython.bas", xlwings_version)),
            Module("JxRibbon", STANDARD, ribbon.callbacks()),
        ),
    )


def source_text(file: str, xlwings_version: str, separator: str = "\\") -> str:
    """A source with its names filled in. KeyError where it asks for one that is not known here."""
    small, large = configuration.library_names(xlwings_version)
    names = {
        "XLWINGS": xlwings_version,
        "DLL32": small,
        "DLL64": large,
        "BUTTONS": ribbon.PYTHON_MODULE,
        "VARIABLE": configuration.VARIABLE,
        "FOLDER": configuration.FOLDER,
        "CONFIGURATION": configuration.CONFIGURATION,
        "LOG": configuration.LOG,
        "INTERPRETER": configuration.INTERPRETER,
        "LIBRARIES": configuration.LIBRARIES,
        "WORDS": words.WORDS_SHEET,
        "FUNCTIONS": words.FUNCTIONS_SHEET,
        "SEPARATOR": separator,
    }
    # Odd pieces stand between two "@": they are names.
    pieces = (files(__package__) / "sources" / file).read_text(encoding="ascii").split("@")
    return "".join(names[piece] if place % 2 else piece for place, piece in enumerate(pieces))
