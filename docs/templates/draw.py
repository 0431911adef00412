"""Draw the pictures of docs/templates.md: the templates as LibreOffice prints them, and one as it stands on the screen.

Needs soffice and pdftoppm. Without 宋体 on the machine another font stands in for it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1] / "workbook_templates"), str(HERE.parents[1] / "tests" / "support")]

from template_cases import FILLED, template_of  # noqa: E402

from jixiao_templates import case_page, workbook_bytes  # noqa: E402
from jixiao_templates.blank_forms import TEMPLATES  # noqa: E402
from jixiao_templates.case import Case  # noqa: E402
from jixiao_templates.templates import build  # noqa: E402

# The form that stands beside itself: in the template, and as it was published.
BESIDE = next(name for name in FILLED if name.startswith("04"))
# Which form is shown filled in, and under which name.
SHOWN = {
    "project-2021-filled": "08",
    "project-2021-04": BESIDE,
    "department-filled": "14-department",
    "monitoring-filled": "monitoring",
}
_DPI = 75


def on_screen(data: bytes) -> bytes:
    """The form with 提示 beside it, as somebody sees it who fills it in."""
    book = load_workbook(BytesIO(data))
    sheet = book.worksheets[0]
    sheet.print_area = f"A1:{sheet.cell(sheet.max_row, sheet.max_column).coordinate}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 1
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def left_open(case: Case) -> Case:
    """The case with a reason not yet written and a weight that is wrong."""
    *others, last = case.indicators
    return replace(case, indicators=(*others, replace(last, reason=None, weight=last.weight and last.weight + 5)))


def main() -> None:
    """Write every picture anew."""
    forms = {name: build(name) for name in TEMPLATES}
    forms |= {name: build(template_of(FILLED[case]), filled=FILLED[case]) for name, case in SHOWN.items()}
    forms["project-2021-screen"] = on_screen(build("project-2021", filled=left_open(FILLED["08"])))
    forms["published-04"] = workbook_bytes([case_page(FILLED[BESIDE])])
    with tempfile.TemporaryDirectory() as folder:
        for name, data in forms.items():
            Path(folder, f"{name}.xlsx").write_bytes(data)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder]
        subprocess.run([*command, *map(str, Path(folder).glob("*.xlsx"))], check=True, capture_output=True)
        for name in forms:
            target = [str(Path(folder, f"{name}.pdf")), str(HERE / name)]
            subprocess.run(["pdftoppm", "-r", str(_DPI), "-png", "-singlefile", *target], check=True)


if __name__ == "__main__":
    main()
