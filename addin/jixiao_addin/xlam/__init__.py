"""jixiao.xlam, the add-in for Excel, written without Excel: docs/decisions/0009-xlam-without-excel.md."""

from jixiao_addin.xlam.package import build_xlam

__all__ = ["build_xlam"]
