"""Forms laid into the bed, recalculated by a running LibreOffice, and compared with what the engine gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from bed import FORMS, HEAD_INPUTS, INPUTS, PITCH, RESULTS, SCORE, make_bed
from calc import Calc
from rows import FORMATS, ROWS_OF_A_FORM, Form, Typed

from expected import row_hints, row_score, whole
from jixiao.functions import BETWEEN_HINTS
from jixiao.scoring import Profile

SAID, UNSAID, WITHOUT_CAUSE = "said: ", "left unsaid: ", "without cause: "
# Of the hints that the function gives: a hint that is not given costs less than a false one, but it costs.
MOST_UNSAID = 0.02
_INSIDE = Path(__file__).with_name("inside.py")
_EXACT = Decimal("1E-9")


class Mismatch(NamedTuple):
    """What was typed, what was worked out and what should have been."""

    typed: tuple[Typed, ...]
    what: str
    given: object
    wanted: object


class Outcome(NamedTuple):
    """What a run over forms showed; scored, counts of what was compared; hints: said, unsaid, said without cause."""

    rows: int
    scored: int
    forms: int
    hints: Counter[str]
    mismatches: tuple[Mismatch, ...]
    seconds: float


def compared(session: Calc, folder: Path, profile: Profile, forms: Sequence[Form], at_once: int = FORMS) -> Outcome:
    """Lay the forms into the formulas of a profile, so many at once, recalculate, compare."""
    path = folder / f"bed-{profile.name}.xlsx"
    make_bed(path, profile, at_once)
    inputs = [line for form in forms for line in _lines(form)]
    columns = [SCORE, SCORE + len(RESULTS) - 1]
    answer = session.run(_INSIDE, timeout=3600, path=str(path), inputs=inputs, height=at_once * PITCH, columns=columns)
    lines = iter(answer["rows"])
    mismatches: list[Mismatch] = []
    hints: Counter[str] = Counter()
    scored = 0
    for form in forms:
        head = dict(zip(RESULTS, next(lines), strict=True))
        scores = []
        for index, row in enumerate(form.rows):
            given, said = next(lines)[:2]
            wanted = row_score(profile, row, index)
            scores.append(wanted)
            scored += wanted is not None
            if not _same(given, wanted):
                mismatches.append(Mismatch(tuple(row), "score", given, wanted))
            # A function is handed 0.97, whatever the cell shows.
            if "%" not in "".join(FORMATS[index]):
                hints.update(_hints_compared(said, row_hints(profile, row, wanted)))
        wanted_whole = whole(profile, form, scores)
        mismatches += [
            Mismatch(form[:4], name, head[name], value)
            for name, value in zip(wanted_whole._fields, wanted_whole, strict=True)
            if not _same(head[name], value)
        ]
    rows = len(forms) * ROWS_OF_A_FORM
    return Outcome(rows, scored, len(forms), hints, tuple(mismatches), answer["seconds"])


def _lines(form: Form) -> Iterator[list[Typed]]:
    yield [*form[: len(HEAD_INPUTS)], *[None] * (len(INPUTS) - len(HEAD_INPUTS))]
    yield from map(list, form.rows)


def _same(given: object, wanted: Decimal | str | None) -> bool:
    if wanted is None or isinstance(wanted, str):
        return given == (wanted or "")
    return isinstance(given, (int, float)) and abs(Decimal(repr(given)) - wanted) < _EXACT


def _hints_compared(said: object, wanted: frozenset[str] | None) -> Iterator[str]:
    if wanted is None or not isinstance(said, str):
        return
    given = frozenset(filter(None, said.split(BETWEEN_HINTS)))
    yield from (SAID + each for each in given & wanted)
    yield from (UNSAID + each for each in wanted - given)
    yield from (WITHOUT_CAUSE + each for each in given - wanted)
