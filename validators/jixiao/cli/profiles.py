"""Which profile the user asked for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from jixiao.scoring import DEFAULT

if TYPE_CHECKING:
    from jixiao.scoring import Profile


def chosen(name: str | None) -> Profile | None:
    """The profile by name or file, the default where none is named; None after its problems were printed."""
    from jixiao.profiles import ProfileError, load

    try:
        return load(name or DEFAULT)
    except ProfileError as error:
        print("\n".join(error.problems), file=sys.stderr)
        return None
