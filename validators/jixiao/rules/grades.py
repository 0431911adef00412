"""Which grade a cell names."""

from __future__ import annotations

import re

from jixiao.values import squeeze, unbracketed

_GRADES = {
    "优": "优", "优秀": "优", "优等": "优", "A": "优", "良": "良", "良好": "良", "良等": "良", "B": "良",
    "中": "中", "中等": "中", "C": "中", "差": "差", "较差": "差", "差等": "差", "D": "差",
}  # fmt: skip
_BOX, _TICK, _WORD = "□☐", "☑√■✓✔☒", r"([^□☐☑√■✓✔☒()]{1,3})"
_BOXES = re.compile(f"[{_BOX}{_TICK}]")
_TICKED_BEFORE, _TICKED_AFTER = re.compile(rf"[{_TICK}]\)?{_WORD}"), re.compile(rf"{_WORD}\(?[{_TICK}]")


def grade_in(text: str, known: set[str]) -> str | None:
    """The grade that a cell names: 优秀, 优（94.49分）, ☑优 □良; None where that is not certain."""
    plain_text = squeeze(text)
    if _BOXES.search(plain_text):
        boxes_first = bool(_BOXES.match(plain_text.lstrip("(")))
        ticked = (_TICKED_BEFORE if boxes_first else _TICKED_AFTER).findall(plain_text)
        if len(ticked) != 1:
            return None
        plain_text = ticked[0]
    word = unbracketed(plain_text).strip("“”\"'。").removesuffix("级") or plain_text
    grade = _GRADES.get(word.upper(), word)
    return grade if grade in known else None


def usual_name(grade: str) -> str:
    """The name by which grades are compared: 优秀 → 优."""
    return _GRADES.get(grade, grade)
