"""``make quality``: how right the checker is, on real forms, on clean ones, and with one planted error each.

Recall of a rule: the share of its planted errors that it found, in the very cell. Precision: of all that it said at
error level on planted forms, and at error and warning level on clean ones, the share that was planted. Both must reach
0.98 for every rule.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from clean import PROFILE, clean_draft
from drafts import Draft, laid_out
from plants import PLANTS, planted
from watched import PLANTS as WATCHED
from watched import clean_sheet

from jixiao.check import Choice, check_file, check_workbook
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


def on_monitoring_forms(rng: random.Random, forms: int, each: int) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """The same for monitoring forms, clean and planted."""
    sown: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    false: Counter[str] = Counter()
    for _ in range(forms):
        said = clean_sheet(rng).findings()
        false.update(finding.code for finding in said if finding.severity is not Severity.INFO)
    for code, function in WATCHED.items():
        for _ in range(each):
            sheet, label = function(rng, clean_sheet(rng))
            found = sheet.findings()
            right = [finding for finding in found if finding.code == code and finding.label == label]
            sown[code] += 1
            hit[code] += bool(right)
            false.update(f.code for f in found if f.severity is Severity.ERROR and f not in right)
    return sown, hit, false


def on_real_forms() -> bool:
    """The 16 published forms of 浔阳 2023 against their hand labels; whether all are as labelled."""
    root = Path(__file__).parent.parent
    labels = json.loads((root / "tests" / "expected" / "xunyang-2023.json").read_text(encoding="utf-8"))
    paths = {path.name[:2]: path for path in (root / "examples" / "xunyang-2023").rglob("*.xlsx")}
    said = {number: check_file(path, CHOICE).findings for number, path in paths.items()}
    wanted = [(row[0][:2], row[1], row[3]) for row in labels["must_find"] if row[0] != "*"]
    unwanted = [(row[0][:2], row[1]) for row in labels["must_not_find"] if row[0] != "*"]
    found = sum(any((f.code, f.severity) == (code, grave) for f in said[number]) for number, code, grave in wanted)
    false = sum(any(f.code == code for f in said[number]) for number, code in unwanted)
    print(f"{len(paths)} real forms: {found} of {len(wanted)} labelled findings, {false} of {len(unwanted)} forbidden")
    return found == len(wanted) and not false


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
    as_labelled = on_real_forms()
    alarms = on_clean_forms(rng, options.forms)
    sown, hit, false = on_planted_forms(rng, options.each)
    for total, more in zip((sown, hit, false), on_monitoring_forms(rng, options.forms // 3, options.each), strict=True):
        total.update(more)
    print(f"{options.forms} clean forms: {alarms.total()} false alarms at error or warning level {dict(alarms) or ''}")
    print(f"{sown.total()} planted errors of {len(PLANTS) + len(WATCHED)} kinds, one a form:")
    return 0 if printed(sown, hit, false + alarms) and as_labelled else 1


if __name__ == "__main__":
    sys.exit(main())
