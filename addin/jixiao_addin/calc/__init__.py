"""The extension for LibreOffice Calc: the same functions and buttons as in Excel."""

from jixiao_addin.calc.extension import build_oxt

__all__ = ["build_oxt"]
