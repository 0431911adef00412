"""The sources that travel inside the extension, under names of their own.

All extensions of a LibreOffice share one interpreter and one module path, and the full package may lie on it as well.
So the cell functions come as `jixiao_cells`, the buttons as `jixiao_buttons` and what drives Calc as `jixiao_inside`:
the same source but for imports.
"""

from __future__ import annotations

import ast
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

CELLS, BUTTONS, INSIDE = "jixiao_cells", "jixiao_buttons", "jixiao_inside"
# What a cell function needs (docs/decisions/0001-component-roots.md), and its data.
CELL_PARTS = ("values", "direction.py", "scoring", "functions.py", "data/direction.json")
_RENAMED = {"jixiao": CELLS, "jixiao_addin.buttons": BUTTONS, "jixiao_addin.calc.inside": INSIDE}
_KEPT = (".py", ".json")


def vendored() -> Iterator[tuple[str, bytes]]:
    """(name below the module path, content) of every file."""
    engine = files("jixiao")
    yield f"{CELLS}/__init__.py", b'"""The cell functions of jixiao, as the package has them."""\n'
    for part in CELL_PARTS:
        yield from _files(engine.joinpath(*part.split("/")), f"{CELLS}/{part}")
    for name, content in _files(files("jixiao_addin.buttons"), BUTTONS):
        # The engine in this process needs the whole package; it comes with that.
        if name != f"{BUTTONS}/engine.py":
            yield name, content
    yield from _files(files("jixiao_addin.calc.inside"), INSIDE)


def _files(source: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    if source.is_dir():
        for entry in sorted(source.iterdir(), key=lambda each: each.name):
            if entry.name.endswith(_KEPT) or (entry.is_dir() and entry.name != "__pycache__"):
                yield from _files(entry, f"{name}/{entry.name}")
    elif name.endswith(".py"):
        yield name, renamed(source.read_text(encoding="utf-8")).encode()
    else:
        yield name, source.read_bytes()


def renamed(source: str) -> str:
    """A module's source with its imports of our packages under the names that they have in the extension."""
    lines = source.split("\n")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module is not None and not node.level:
            old, new = node.module, _new_name(node.module)
            line = lines[node.lineno - 1]
            lines[node.lineno - 1] = line.replace(f"from {old} ", f"from {new} ", 1)
        elif isinstance(node, ast.Import):
            # `import jixiao.x` would bind another name than the code goes on to use.
            strange = [alias.name for alias in node.names if _new_name(alias.name) != alias.name]
            if strange:
                raise ValueError(f"write `from … import …` for {strange[0]}")
    return "\n".join(lines)


def _new_name(module: str) -> str:
    for old in sorted(_RENAMED, key=len, reverse=True):
        if module == old or module.startswith(f"{old}."):
            return _RENAMED[old] + module[len(old) :]
    return module
