"""A LibreOffice with the extension in its profile."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from calc import Calc, calc, profile_in

from jixiao_addin.calc.installing import install_calc

SCRIPTS = Path(__file__).parent.parent / "addin" / "calc" / "inside"
# Where LibreOffice's own Python finds the packages under test, source tree or wheel.
ROOTS = list(
    dict.fromkeys(
        str(Path(spec.origin).parents[1])
        for name in ("jixiao", "jixiao_addin", "jixiao_templates")
        if (spec := find_spec(name)) is not None and spec.origin is not None
    )
)
# Runs the command of the package under test, whether it is installed or only lies in the tree.
STARTER = f"import sys; sys.path[:0] = {ROOTS!r}; from jixiao.cli import main; sys.exit(main())"


@dataclass(frozen=True)
class Office:
    """A running LibreOffice with the extension."""

    session: Calc

    def ask(self, script: str, **payload: object) -> Any:
        """What `main` of tests/addin/calc/inside/<script>.py returns."""
        return self.session.run(SCRIPTS / f"{script}.py", **payload)

    @property
    def configuration(self) -> Path:
        """The file that says how the buttons start the engine."""
        return self.session.profile / "user" / "jixiao.json"


@contextmanager
def calc_with_extension(
    folder: Path, *, visible: bool = False, display: str = "", environment: Mapping[str, str] | None = None
) -> Iterator[Office]:
    """LibreOffice with the extension freshly installed; the package itself can be imported there too."""
    status = install_calc(profile_in(folder))
    assert status.is_current, status.problem
    told = {"PYTHONPATH": os.pathsep.join(ROOTS), **({"DISPLAY": display} if display else {}), **(environment or {})}
    with calc(folder, visible=visible, environment=told) as session:
        yield Office(session)
