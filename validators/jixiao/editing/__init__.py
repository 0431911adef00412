"""Direct edit of a workbook: given cells get new values on a copy, everything else stays as it is, byte for byte."""

from __future__ import annotations

from .edit import Edit, Edited, OnFormula, edited
from .refusal import REASONS, EditRefused

__all__ = ["REASONS", "Edit", "EditRefused", "Edited", "OnFormula", "edited"]
