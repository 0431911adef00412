"""``make quality``: how right the checker is, on clean forms and on forms with one planted error each.

Recall of a rule: the share of its planted errors that it found, in the very cell. Precision: of all that it said at
error level on planted forms, and at error and warning level on clean ones, the share that was planted. Both must reach
0.98 for every rule.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterable

from clean import PROFILE, clean_draft
from drafts import Draft, laid_out
from plants import PLANTS, planted

from jixiao.check import Choice, check_workbook
from jixiao.finding import Finding, Severity
from jixiao.reading.grid import Workbook
from jixiao.reports.columns import table

CHOICE = Choice(PROFILE, declared=True)
LEAST = 0.98
ALSO = {"JX316": "JX301"}


def findings_on(draft: Draft) -> tuple[tuple[Finding, ...], dict[str, str]]:
    """What is found on a draft, and the address of each of its fields."""
    sheet, places = laid_out(draft)
    return check_workbook(Workbook((sheet,)), "form.xlsx", CHOICE).findings, places


def on_clean_forms(rng: random.Random, forms: int) -> Counter[str]:
    """False alarms by rule: whatever is said at error or warning level."""
    said: Counter[str] = Counter()
    for _ in range(forms):
        found, _ = findings_on(clean_draft(rng))
        said.update(finding.code for finding in found if finding.severity is not Severity.INFO)
    return said


def on_planted_forms(rng: random.Random, each: int) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Planted, found, and false alarms at error level, by rule."""
    sown: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    false: Counter[str] = Counter()
    for function in PLANTS:
        for _ in range(each):
            error = planted(rng, function)
            found, places = findings_on(error.draft)
            cells = {places[key] for key in error.keys if key in places}
            sown[error.code] += 1
            right = [finding for finding in found if finding.code == error.code and finding.cell in cells]
            # A "=" among siblings with "≤" is two findings of one cause.
            right += [finding for finding in found if finding.code == ALSO.get(error.code) and finding.cell in cells]
            hit[error.code] += any(finding.code == error.code for finding in right)
            false.update(
                finding.code for finding in found if finding.severity is Severity.ERROR and finding not in right
            )
    return sown, hit, false


def printed(sown: Counter[str], hit: Counter[str], false: Counter[str]) -> bool:
    """Print the figures by rule and overall; whether all reach the least."""
    rows = [("rule", "planted", "found", "recall", "false", "precision")]
    held = True
    for code in sorted(set(sown) | set(false)):
        recall, precision = _share(hit[code], sown[code]), _share(hit[code], hit[code] + false[code])
        held = held and recall >= LEAST and precision >= LEAST
        rows.append((code, str(sown[code]), str(hit[code]), f"{recall:.3f}", str(false[code]), f"{precision:.3f}"))
    recall, precision = _share(hit.total(), sown.total()), _share(hit.total(), hit.total() + false.total())
    rows.append(("all", str(sown.total()), str(hit.total()), f"{recall:.3f}", str(false.total()), f"{precision:.3f}"))
    for line in table(rows):
        print(line)
    return held and recall >= LEAST and precision >= LEAST


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def main(arguments: Iterable[str] | None = None) -> int:
    """Measure and print; exit code 1 where a rule falls short."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=int, default=600, help="clean forms")
    parser.add_argument("--each", type=int, default=60, help="planted forms for each kind of error")
    parser.add_argument("--seed", type=int, default=2023)
    options = parser.parse_args(arguments if arguments is None else list(arguments))
    rng = random.Random(options.seed)
    alarms = on_clean_forms(rng, options.forms)
    sown, hit, false = on_planted_forms(rng, options.each)
    print(f"{options.forms} clean forms: {alarms.total()} false alarms at error or warning level {dict(alarms) or ''}")
    print(f"{sown.total()} planted errors of {len(PLANTS)} kinds, one a form:")
    return 0 if printed(sown, hit, false + alarms) else 1


if __name__ == "__main__":
    sys.exit(main())
