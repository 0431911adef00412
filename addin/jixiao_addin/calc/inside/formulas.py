"""Formulas as files write them, for whole areas.

LibreOffice gives all formulas of an area at once in its own notation, in that of files only one cell at a time, and
200,000 of those calls take more than a minute. So one formula of every shape is asked for, and the others are written
after its pattern: what differs between them (references, numbers, texts) reads the same in both notations.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Place = tuple[int, int]

_AS_IN_FILES = 3  # com.sun.star.sheet.AddressConvention.XL_OOX
_ARRAY = "{="
_PART = re.compile(
    r"""
      ( '(?:[^']|'')*'      # a sheet's name: the notations differ in when they quote it
      | (?<![\w$]) (?:\$?[A-Z]{1,3}\$?[0-9]{1,7}:)? (?:\$?[A-Z]{1,3}\$?1048576|\$?XFD\$?[0-9]{1,7}) (?![\w.(!])
      | (?<![\w.$]) \$?[0-9]+:\$?1048576 (?![\w.!])    # up to the last row or column: whole columns and rows
      )
    | ( "(?:[^"]|"")*"
      | (?<![\w$]) \$?[A-Z]{1,3}\$?[0-9]{1,7} (?![\w.(!])
      | (?<![\w.$]) [0-9]+(?:\.[0-9]+)? (?![\w.!])
      )
    """,
    re.VERBOSE,
)


class Formulas:
    """The notation of files for the formulas of a document."""

    def __init__(self, document: Any) -> None:
        self._parser = document.createInstance("com.sun.star.sheet.FormulaParser")
        self._parser.CompileEnglish = True
        self._parser.FormulaConvention = _AS_IN_FILES

    def printed(self, tokens: Any, position: Any) -> str:
        """A formula as files write it, without "="."""
        return str(self._parser.printFormula(tokens, position))

    def of(self, sheet: Any, formulas: Mapping[Place, str]) -> Iterator[tuple[Place, str]]:
        """The formulas of a sheet as files write them.

        formulas: row and column, counted from 1, and the formula as `getFormulaArray` gives it. An array formula
        stands in its first cell only.
        """
        # By sheet: a name or a reference may mean something else on another one.
        patterns: dict[tuple[str | None, ...], str | None] = {}
        covered = _covered(sheet, formulas)
        for place, formula in formulas.items():
            if place in covered:
                continue
            pieces = _PART.split(formula)
            parts = pieces[2::3]
            shape = (*pieces[::3], *pieces[1::3])
            pattern = patterns.get(shape)
            if pattern is None:
                cell = sheet.getCellByPosition(place[1] - 1, place[0] - 1)
                text = self.printed(cell.getTokens(), cell.getCellAddress())
                patterns[shape] = _pattern(parts, text)
                yield place, text
            else:
                yield place, pattern.format(*parts)


def _pattern(parts: Sequence[str | None], text: str) -> str | None:
    """The text with the numbers of the parts in place of the parts, for `format`; None where those cannot be told."""
    pieces = _PART.split(text)
    found = [part for part in pieces[2::3] if part is not None]
    # LibreOffice leaves out what it has no words for (a reference to another file); the rest keeps its order.
    numbers = [number for number, part in enumerate(parts) if part is not None and part in found]
    if [parts[number] for number in numbers] != found:
        return None
    following = iter(numbers)
    pattern = []
    for literal, name, part in zip(pieces[::3], (*pieces[1::3], None), (*pieces[2::3], None)):
        pattern.append((literal + (name or "")).replace("{", "{{").replace("}", "}}"))
        pattern.append("" if part is None else f"{{{next(following)}}}")
    return "".join(pattern)


def _covered(sheet: Any, formulas: Mapping[Place, str]) -> set[Place]:
    """The cells that show a part of the result of an array formula and hold none themselves."""
    covered: set[Place] = set()
    for place, formula in formulas.items():
        row, column = place
        if not formula.startswith(_ARRAY) or place in covered:
            continue
        if formula not in (formulas.get((row + 1, column)), formulas.get((row, column + 1))):
            continue
        cursor = sheet.createCursorByRange(sheet.getCellByPosition(column - 1, row - 1))
        cursor.collapseToCurrentArray()
        area = cursor.getRangeAddress()
        rows = range(area.StartRow + 1, area.EndRow + 2)
        columns = range(area.StartColumn + 1, area.EndColumn + 2)
        covered.update((row, column) for row in rows for column in columns)
        covered.discard(place)
    return covered
