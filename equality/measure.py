"""``make equality``: the formula edition in a real LibreOffice gives what `jixiao.scoring` gives, to the cent.

Random forms, among them hostile ones, are laid into the formulas of each profile, recalculated by one LibreOffice per
locale and read back; every row's score and every form's rate, execution score, total and grade are compared.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from calc import calc
from comparison import MOST_UNSAID, SAID, UNSAID, WITHOUT_CAUSE, Outcome, compared
from rows import make_forms

from jixiao.scoring import DEFAULT, profile_names, shipped_profile

LOCALES = ("zh-CN", "en-US")
_SHOWN = 20
# What the measure must show in its full size: under the default profile, in each locale.
_FEWEST_ROWS, _FEWEST_FORMS = 20_000, 300


def main(arguments: Iterable[str] | None = None) -> int:
    """Measure and print; exit code 1 for any difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=_FEWEST_ROWS, help="rows under the default profile, in each locale")
    parser.add_argument("--others", type=int, default=2_000, help="rows under each of the other profiles")
    parser.add_argument("--seed", type=int, default=2023)
    options = parser.parse_args(arguments if arguments is None else list(arguments))
    held = True
    for index, locale in enumerate(LOCALES):
        with tempfile.TemporaryDirectory() as name, calc(Path(name), locale) as session:
            for profile in profile_names():
                count = options.rows if profile == DEFAULT else options.others
                forms = make_forms(count, options.seed + index)
                outcome = compared(session, Path(name), shipped_profile(profile), forms)
                held = _printed(locale, profile, outcome) and held
                if profile == DEFAULT and options.rows >= _FEWEST_ROWS:
                    held = _is_enough(outcome) and held
    return 0 if held else 1


def _is_enough(outcome: Outcome) -> bool:
    """Whether so much was compared as is claimed, with every hint said and few left unsaid."""
    unsaid = sum(count for hint, count in outcome.hints.items() if hint.startswith(UNSAID))
    said = sum(count for hint, count in outcome.hints.items() if hint.startswith(SAID))
    enough = outcome.rows >= _FEWEST_ROWS and outcome.forms >= _FEWEST_FORMS and unsaid <= said * MOST_UNSAID
    if not enough:
        print(f"    too little: {outcome.rows} rows, {outcome.forms} forms, {unsaid} of {said} hints left unsaid")
    return enough


def _printed(locale: str, profile: str, outcome: Outcome) -> bool:
    without_cause = sum(count for hint, count in outcome.hints.items() if hint.startswith(WITHOUT_CAUSE))
    print(
        f"{locale} {profile}: {outcome.rows} rows ({outcome.scored} scored), {outcome.forms} forms, "
        f"{len(outcome.mismatches)} differences; {without_cause} hints without cause; "
        f"recalculated in {outcome.seconds:.1f} s",
        flush=True,
    )
    for typed, what, given, wanted in outcome.mismatches[:_SHOWN]:
        print(f"    {what}: given {given!r}, wanted {wanted!s}, typed {typed!r}")
    if profile == DEFAULT:
        for hint, count in sorted(outcome.hints.items()):
            print(f"    {count:6} {hint}")
    return not outcome.mismatches and not without_cause


if __name__ == "__main__":
    sys.exit(main())
