"""What an engine found on a workbook, as far as buttons need it: plain data, from this process or from another one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jixiao_addin.buttons.host import Grid


# The file reader's limit and its words for what is larger; Calc's own Python may lack it. A test holds them together.
MOST_CELLS = 300_000
TOO_LARGE = "文件过大，远超一张自评表的大小。请删去多余的工作表、图片和表外的大片空行，另存为 .xlsx 再交。"


class Mark(NamedTuple):
    """A cell to be marked: its fill (six hexadecimal digits) and the signed text of its note."""

    sheet: str
    cell: str
    fill: str
    text: str


class Row(NamedTuple):
    """A line of the table on 校验结果; sheet and cell are where it leads, cell "" for what has none."""

    sheet: str
    cell: str
    texts: tuple[str, ...]


class Change(NamedTuple):
    """A new value for a cell. old, new: as a person reads them; proposal: an approved target is changed."""

    sheet: str
    cell: str
    label: str
    old: str
    new: str
    value: str | float
    why: str
    proposal: bool


class Left(NamedTuple):
    """A cell that is not changed, and why."""

    sheet: str
    cell: str
    label: str
    why: str


class Outcome(NamedTuple):
    """What was found: status (checked, no-form …), what is told at once, the marks, 校验结果 and the respellings.

    sheets: the names of those with a form. caution: what must be said along with any respelling, "" for nothing.
    """

    status: str
    summary: str
    sheets: tuple[str, ...]
    head: tuple[str, ...]
    columns: tuple[str, ...]
    marks: tuple[Mark, ...]
    rows: tuple[Row, ...]
    changes: tuple[Change, ...]
    left: tuple[Left, ...]
    caution: str

    def place(self, cell: Mark | Change | Left) -> str:
        """How a cell is named to the clerk: with its sheet where there are several."""
        return f"{cell.sheet}!{cell.cell}" if len(self.sheets) > 1 else cell.cell


class Engine(Protocol):
    """Who checks: `engine.Here` in this process, or the installed command in another."""

    def check(self, grid: Grid) -> Outcome:
        """Check a workbook that is open."""

    def final(self, source: str, target: str) -> str:
        """Write the 上报版 of a saved workbook to target; what there is to say, in Chinese. Raises Refusal."""

    def batch(self, folder: str, target: str) -> str:
        """Check a folder and write the summary workbook to target; what there is to say. Raises Refusal."""


class Refusal(Exception):
    """It cannot be done; the message says why and what to do, in Chinese, for the clerk.

    is_stale: because the file's formulas have no results, or old ones: it has to be calculated and saved.
    """

    def __init__(self, message: str, *, is_stale: bool = False) -> None:
        super().__init__(message)
        self.is_stale = is_stale


def outcome_from(data: Mapping[str, Any]) -> Outcome:
    """The outcome that `jixiao check - --format marks` prints."""
    return Outcome(
        status=data["status"],
        summary=data["summary"],
        sheets=tuple(data["sheets"]),
        head=tuple(data["head"]),
        columns=tuple(data["columns"]),
        marks=tuple(Mark(**each) for each in data["marks"]),
        rows=tuple(Row(**{**each, "texts": tuple(each["texts"])}) for each in data["rows"]),
        changes=tuple(Change(**each) for each in data["changes"]),
        left=tuple(Left(**each) for each in data["left"]),
        caution=data["caution"],
    )


def plain_data(outcome: Outcome) -> dict[str, Any]:
    """The same as data for JSON."""
    tables = ("marks", "rows", "changes", "left")
    return {
        **outcome._asdict(),
        **{name: [each._asdict() for each in getattr(outcome, name)] for name in tables},
    }
