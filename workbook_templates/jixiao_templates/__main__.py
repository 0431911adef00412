"""``python -m jixiao_templates workbook_templates``: draw the templates anew."""

import sys
from pathlib import Path

from jixiao_templates.templates import write_templates

if __name__ == "__main__":
    for name in write_templates(Path(sys.argv[1] if len(sys.argv) > 1 else "workbook_templates")):
        sys.stdout.write(f"{name}\n")
