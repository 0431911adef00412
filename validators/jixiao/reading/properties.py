"""What a workbook says of itself, apart from its sheets."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from .limits import Limits
from .magic import is_zip
from .package import Package
from .workbook import read_content

if TYPE_CHECKING:
    import os

_PART = "docprops/core.xml"
_LONGEST = 1 << 16
_MODIFIED = re.compile(rb"<(?:\w+:)?modified\b[^>]*>\s*([0-9T:.+-]{10,35}Z?)\s*<")


def saved_at(path: str | os.PathLike[str], limits: Limits | None = None) -> datetime | None:
    """When the workbook was last saved, as its program wrote into it; None where it does not say.

    Unlike the file's own date it survives sending and copying. Raises Refused where the file cannot be read.
    """
    limits = limits or Limits()
    data = read_content(path, limits)
    if not is_zip(data):
        return None
    package = Package(data, limits)
    if _PART not in package:
        return None
    content = b""
    for chunk in package.chunks(_PART):
        content += chunk
        if len(content) > _LONGEST:
            break
    found = _MODIFIED.search(content)
    return _moment(found[1].decode("ascii")) if found else None


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
