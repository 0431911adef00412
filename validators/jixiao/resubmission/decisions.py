"""What a person decided about a form (接收, 退回, 同意保留) and why; kept in a table, so that it survives every rerun.

The table may be the summary workbook of an earlier run: its sheet 结论 has the columns.
"""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from jixiao.cross.gathering import KIND_WORDS
from jixiao.cross.identity import identity_from
from jixiao.listing import DECISION, KEY, ListingError, read_listing
from jixiao.resubmission.changes import FormKey, key_of
from jixiao.resubmission.fingerprint import fingerprint_of
from jixiao.values import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from jixiao.check import CheckedForm
    from jixiao.listing import Line

REASON = "决定理由"
# In our own summary, unseen: what the form printed when the decision was taken.
FINGERPRINT = "表的内容"
# What stands in our own summary in place of a reason where the decision was about another content.
OUTDATED = "决定后又报过"
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
    """A decision and its reason. fingerprint: of the content that it was taken on, empty where nobody noted it.

    unit, project, year, kind, department: the form as the table names it.
    """

    decision: Decision
    reason: str
    fingerprint: str = ""
    unit: str = ""
    project: str = ""
    year: str = ""
    kind: str = ""
    department: str = ""


class Verdicts(NamedTuple):
    """Decisions by form; of one form those about its several contents."""

    forms: Mapping[FormKey, Sequence[Decided]]

    def of(self, checked: CheckedForm) -> Decided | None:
        """The decision about a form, None where nobody took one about what it prints now."""
        key = key_of(checked)
        return self.about(key, fingerprint_of(checked.form)) if key in self.forms else None

    def about(self, key: FormKey, now: str) -> Decided | None:
        """The same of a form of which the key and the fingerprint are known."""
        decided = self.forms.get(key, ())
        same = [each for each in decided if each.fingerprint == now]
        return next(reversed(same or [each for each in decided if not each.fingerprint]), None)

    def outdated(self, checked: CheckedForm) -> Decided | None:
        """The last decision about a form where all of them were about another content."""
        key = key_of(checked)
        return self.outdated_about(key, fingerprint_of(checked.form)) if key in self.forms else None

    def outdated_about(self, key: FormKey, now: str) -> Decided | None:
        """The same of a form of which the key and the fingerprint are known."""
        decided = self.forms.get(key, ())
        return decided[-1] if decided and self.about(key, now) is None else None

    def with_those_of(self, later: Verdicts) -> Verdicts:
        """These and others, which hold where both have one."""
        return Verdicts({**self.forms, **later.forms})

    def left_over(self, forms: Iterable[CheckedForm]) -> tuple[tuple[FormKey, Decided], ...]:
        """The decisions that none of these forms takes up: they must not be forgotten."""
        taken: dict[FormKey, bool] = {}
        for form in forms:
            key = key_of(form)
            if key in self.forms:
                taken[key] = taken.get(key, False) or self.of(form) is not None
        return tuple((key, each) for key, decided in self.forms.items() if not taken.get(key) for each in decided)


def read_decisions(path: Path) -> Verdicts:
    """Read the table (.xlsx or .csv; see `COLUMNS`); lines without a decision are passed over. Raises DecisionError."""
    try:
        tables = read_listing(path, "决定表")
    except ListingError as error:
        raise NoDecisions(str(error)) from None
    return decisions_in(tables, path)


def decisions_in(tables: Iterable[list[Line]], path: Path) -> Verdicts:
    """The same from lines that were read already; the path is for messages."""
    for table in tables:
        header = next((index for index, line in enumerate(table) if _is_header(line)), None)
        if header is not None:
            forms: dict[FormKey, list[Decided]] = defaultdict(list)
            for key, decided in _rows(table, header, path):
                forms[key] = [each for each in forms[key] if each.fingerprint != decided.fingerprint] + [decided]
            return Verdicts(dict(forms))
    raise NoDecisions(f"决定表“{path}”里没有找到“项目”“{DECISION}”这两列。各列为：{' '.join(COLUMNS)}。")


def _is_header(line: Line) -> bool:
    return {squeeze(entry.text) for entry in line.values()}.issuperset(_NEEDED)


def _rows(table: list[Line], header: int, path: Path) -> Iterator[tuple[FormKey, Decided]]:
    columns = {squeeze(entry.text): column for column, entry in table[header].items()}
    for number, line in enumerate(table[header + 1 :], header + 2):
        if _is_header(line):
            # Below it our own summary keeps the decisions about forms that were not there this time.
            columns = {squeeze(entry.text): column for column, entry in line.items()}
            continue
        cells = {name: line[column].text for name, column in columns.items() if column in line}
        word, reason = squeeze(cells.get(DECISION, "")), cells.get(REASON, "")
        if not word:
            # The summary is written anew: what a person noted would be gone.
            if reason and not reason.startswith(OUTDATED):
                raise DecisionError(
                    f"决定表“{path}”第{number}行写了“{REASON}”，没有选“{DECISION}”。"
                    f"请选{'、'.join(Decision)}之一；还没有决定的，把理由记在别处。"
                )
            continue
        if word not in {*Decision}:
            raise DecisionError(
                f"决定表“{path}”第{number}行：“{word[:20]}”不是可选的决定。请填：{'、'.join(Decision)}。"
            )
        yield (
            _key(cells),
            Decided(
                Decision(word),
                "" if reason.startswith(OUTDATED) else reason,
                cells.get(FINGERPRINT, ""),
                cells.get("单位", ""),
                cells.get("项目", ""),
                cells.get("年度", ""),
                cells.get("表", ""),
                cells.get("主管部门", ""),
            ),
        )


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
