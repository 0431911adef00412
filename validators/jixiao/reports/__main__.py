"""``python -m jixiao.reports docs/rules``: write the catalogue's pages anew."""

import sys
from pathlib import Path

from jixiao.reports.rule_pages import write_pages

if __name__ == "__main__":
    for name in write_pages(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/rules")):
        sys.stdout.write(f"{name}\n")
