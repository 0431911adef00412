"""Marked copies of a whole run: made by the workers, file by file, while its content is at hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jixiao.annotating import MEMORY, marked
from jixiao.batch.record import Outcome
from jixiao.editing import EditRefused
from jixiao.editing.copying import Copy
from jixiao.marking import RESULT_SHEET, SIGNATURE, marks_of, result_sheet
from jixiao.reading import Refused, read_content, read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable

    from jixiao.batch.gather import Source
    from jixiao.check import CheckedFile

_OWN_SHEETS = frozenset((MEMORY, RESULT_SHEET))
ORIGINAL = "original"
FOREIGN = "foreign"
UNWRITABLE = "unwritable"


@dataclass(frozen=True, slots=True)
class MarkedCopies:
    """Writes the marked copy of a file with findings into the folder, at the place it had in its own.

    when: stands on 校验结果. Its outcome's problem is a code: of EditRefused or Refused, or one of this module.
    """

    folder: str
    when: datetime

    def __call__(self, source: Source, file: CheckedFile, read: Callable[[], bytes]) -> Outcome:
        """The path of the copy, or why there is none; neither where nothing was found."""
        if not file.forms or not file.findings:
            return Outcome()
        target = Path(self.folder, source.relative)
        try:
            problem = _problem_of(target, source)
            if not problem:
                copy = marked(read(), marks_of(file), result_sheet(file, self.when)).data
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(copy)
        except (EditRefused, Refused) as refusal:
            problem = refusal.code
        except OSError:
            problem = UNWRITABLE
        return Outcome(problem=problem) if problem else Outcome(str(target))


def _problem_of(target: Path, source: Source) -> str:
    """Why nothing may be written there: whatever was not made by us stays as it is."""
    if not target.exists():
        return ""
    if Path(source.place).exists() and target.samefile(source.place):
        return ORIGINAL
    return "" if is_marked(target) else FOREIGN


def is_marked(path: Path) -> bool:
    """Whether a file is a workbook with marks of ours; what cannot be read is none."""
    try:
        content = read_content(path)
        # The names of the sheets nearly always tell, without the cells being read.
        return not _OWN_SHEETS.isdisjoint(Copy(content).book.sheets) or _has_signed_note(content)
    except (EditRefused, Refused):
        return False


def _has_signed_note(content: bytes) -> bool:
    return any(SIGNATURE in note for sheet in read_workbook(content).sheets for note in sheet.notes.values())
