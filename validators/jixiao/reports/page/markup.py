"""Text into markup: everything that comes from a user goes through `text`."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from jixiao.finding import Severity, Verdict
from jixiao.words import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# What a page cannot hold: control characters, halves of characters (file names on Linux may have them), no characters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# A link's class and the word beside it: colour alone tells nobody anything.
VERDICT_CLASSES = {Verdict.REWORK: "e", Verdict.EXPLAIN: "w", Verdict.ACCEPT: "ok"}
SEVERITY_CLASSES = {Severity.ERROR: "e", Severity.WARNING: "w", Severity.INFO: "i"}


def text(words: object) -> str:
    """Any text as it may stand in the page, also within quotes."""
    return html.escape(_UNPRINTABLE.sub("\ufffd", str(words)))


def badge(words: str, kind: str) -> str:
    """A word on a pale ground."""
    return f'<span class="b {kind}">{text(words)}</span>'


def severity_badge(severity: Severity) -> str:
    """The word for a severity on its ground."""
    return badge(SEVERITIES[severity], SEVERITY_CLASSES[severity])


def table(
    label: str, headings: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: int | None = None
) -> Iterator[str]:
    """A table whose first column heads its rows; cells are markup already.

    label: the id of what names the table; numbers: from which column on there are only numbers.
    """
    numeric = len(headings) if numbers is None else numbers
    heads = "".join(f'<th scope="col">{text(heading)}</th>' for heading in headings)
    yield f'<table aria-labelledby="{label}"><thead><tr>{heads}</tr></thead><tbody>'
    for row in rows:
        cells = "".join(f'<td class="n">{cell}</td>' for cell in row[numeric:])
        words = "".join(f"<td>{cell}</td>" for cell in row[1:numeric])
        yield f'<tr><th scope="row">{row[0]}</th>{words}{cells}</tr>'
    yield "</tbody></table>"
