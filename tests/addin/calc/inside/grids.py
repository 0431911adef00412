"""Opens workbooks and gives what the button 校验 reads in them."""

from __future__ import annotations

import sys

from document import opened


def main(desktop, paths, roots):
    sys.path[:0] = roots
    from jixiao_addin.calc.inside.reading import grid_of

    grids = []
    for path in paths:
        with opened(desktop, path) as document:
            grids.append(grid_of(document, context))  # noqa: F821  # set by inside_calc.py
    return grids
