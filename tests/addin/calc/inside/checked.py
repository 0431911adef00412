"""Opens workbooks, presses 校验 in each, and tells what the clerk sees."""

from __future__ import annotations

from document import content, marks, opened, press


def main(desktop, paths):
    answers = []
    for path in paths:
        with opened(desktop, path) as document:
            answers.append(seen(document, press(document, "check")))
    return answers


def seen(document, said):
    values, _ = content(document.Sheets.getByName("校验结果"))
    return {"said": said, "sheets": list(document.Sheets.ElementNames), "rows": values, "marks": marks(document)}
