"""What a person decided about a form (接收, 退回, 同意保留) and why; kept in a table, so that it survives every rerun.

The table may be the summary workbook of an earlier run: its sheet 结论 has the columns.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from jixiao.cross.gathering import KIND_WORDS
from jixiao.cross.identity import identity_from
from jixiao.listing import ListingError, read_listing
from jixiao.resubmission.changes import FormKey, key_of
from jixiao.values import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from jixiao.check import CheckedForm
    from jixiao.listing import Line

DECISION, REASON = "人工决定", "决定理由"
# In our own summary: names of units are shown there as people write them, also where a form has none.
KEY = "标识"
COLUMNS = ("单位", "主管部门", "项目", "年度", "表", DECISION, REASON)
_NEEDED = ("项目", DECISION)
_KINDS = {words: kind.value for kind, words in KIND_WORDS.items()}


class DecisionError(Exception):
    """The table of decisions cannot be used; the message says why and what to do, in Chinese."""


class NoDecisions(DecisionError):
    """The file is no table of decisions at all."""


class Decision(StrEnum):
    """What becomes of a form, whatever was found on it."""

    ACCEPT = "接收"
    RETURN = "退回"
    LET_STAND = "同意保留"


class Decided(NamedTuple):
    """A decision and its reason."""

    decision: Decision
    reason: str


class Verdicts(NamedTuple):
    """Decisions by form."""

    forms: Mapping[FormKey, Decided]

    def of(self, checked: CheckedForm) -> Decided | None:
        """The decision about a form, None where nobody took one."""
        return self.forms.get(key_of(checked))


def read_decisions(path: Path) -> Verdicts:
    """Read the table (.xlsx or .csv; see `COLUMNS`); lines without a decision are passed over. Raises DecisionError."""
    try:
        tables = read_listing(path, "决定表")
    except ListingError as error:
        raise NoDecisions(str(error)) from None
    for table in tables:
        header = next((index for index, line in enumerate(table) if _is_header(line)), None)
        if header is not None:
            return Verdicts(dict(_rows(table, header, path)))
    raise NoDecisions(f"决定表“{path}”里没有找到“项目”“{DECISION}”这两列。各列为：{' '.join(COLUMNS)}。")


def _is_header(line: Line) -> bool:
    return {squeeze(entry.text) for entry in line.values()}.issuperset(_NEEDED)


def _rows(table: list[Line], header: int, path: Path) -> Iterator[tuple[FormKey, Decided]]:
    columns = {squeeze(entry.text): column for column, entry in table[header].items()}
    for number, line in enumerate(table[header + 1 :], header + 2):
        cells = {name: line[column].text for name, column in columns.items() if column in line}
        word = squeeze(cells.get(DECISION, ""))
        if not word:
            continue
        if word not in {*Decision}:
            raise DecisionError(
                f"决定表“{path}”第{number}行：“{word[:20]}”不是可选的决定。请填：{'、'.join(Decision)}。"
            )
        yield _key(cells), Decided(Decision(word), cells.get(REASON, ""))


def _key(cells: Mapping[str, str]) -> FormKey:
    known = FormKey.parsed(cells.get(KEY, ""))
    if known is not None:
        return known
    year = squeeze(cells.get("年度", "")).removesuffix("年度").removesuffix("年")
    identity = identity_from(
        cells.get("项目", ""),
        "",
        cells.get("单位", ""),
        cells.get("主管部门", ""),
        int(year) if year.isdecimal() else None,
    )
    kind = _KINDS.get(squeeze(cells.get("表", "")), "project")
    return FormKey(kind, identity.project, identity.place, identity.year)
