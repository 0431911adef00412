"""What became of the findings of the last run: 已改, 未改, 新增, and how often a form has come in."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from jixiao.cross.identity import identity_from, identity_of, name_key
from jixiao.system_words import why

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from jixiao.check import CheckedFile, CheckedForm

_LARGEST = 1 << 30


class PreviousError(Exception):
    """The report of the last run cannot be used; the message says why and what to do, in Chinese."""


class Change(StrEnum):
    """What became of a finding since the last run."""

    RESOLVED = "已改"
    STANDING = "未改"
    NEW = "新增"


class Past(NamedTuple):
    """A finding of the last run that is gone."""

    code: str
    cell: str
    label: str
    message: str


class FormChanges(NamedTuple):
    """A form against the last run. returns: how often it has come in, 1 for the first time.

    changes: of each of its findings, in their order; resolved: what the last run found and this one does not.
    """

    returns: int
    changes: tuple[Change, ...]
    resolved: tuple[Past, ...]


class FormKey(NamedTuple):
    """Whose form it is, as it is compared between two runs: the addresses and file names may all have changed."""

    kind: str
    project: str
    place: str
    year: int | None

    def __str__(self) -> str:
        """The key as one text, for a column of a table; names as compared hold no “|”."""
        return "|".join((self.kind, self.project, self.place, str(self.year or "")))

    @classmethod
    def parsed(cls, text: str) -> FormKey | None:
        """The key that such a text stands for, None where it is none."""
        match text.split("|"):
            case [kind, project, place, year] if not year or year.isdecimal():
                return cls(kind, project, place, int(year) if year else None)
        return None


class _PastForm(NamedTuple):
    digest: str
    returns: int
    findings: tuple[Past, ...]


class Previous(NamedTuple):
    """The forms of the last run by their keys; those of one key in their order.

    interrupted: it was stopped, and nothing is known of a form that it does not have.
    """

    forms: Mapping[FormKey, Sequence[_PastForm]]
    interrupted: bool = False

    def changes_of(self, checked: CheckedForm, digest: bytes, number: int = 0) -> FormChanges:
        """A form against the last run; number: its place among the forms of one key in this run."""
        past = self.forms.get(key_of(checked), ())
        if number >= len(past):
            return FormChanges(1, (Change.NEW,) * len(checked.findings), ())
        before = past[number]
        waiting: dict[tuple[str, str], list[Past]] = defaultdict(list)
        for each in before.findings:
            waiting[each.code, name_key(each.label)].append(each)
        changes = []
        for finding in checked.findings:
            same = waiting[finding.code, name_key(finding.label)]
            changes.append(Change.STANDING if same else Change.NEW)
            del same[:1]
        resolved = [each for left in waiting.values() for each in left]
        again = not before.digest or before.digest != digest.hex()
        return FormChanges(before.returns + again, tuple(changes), tuple(resolved))


class Changes(NamedTuple):
    """Every form of a run against the last run, by path and index; none where that was stopped before it."""

    forms: Mapping[tuple[str, int], FormChanges]

    @classmethod
    def since(cls, previous: Previous, files: Iterable[CheckedFile]) -> Changes:
        """The changes of all forms of a run."""
        seen: Counter[FormKey] = Counter()
        found = {}
        for file in files:
            for index, form in enumerate(file.forms):
                key = key_of(form)
                if not previous.interrupted or seen[key] < len(previous.forms.get(key, ())):
                    found[file.path, index] = previous.changes_of(form, file.digest, seen[key])
                seen[key] += 1
        return cls(found)

    def totals(self) -> dict[Change, int]:
        """How many findings of each kind there are."""
        counts: Counter[Change] = Counter()
        for form in self.forms.values():
            counts.update(form.changes)
            counts[Change.RESOLVED] += len(form.resolved)
        return {change: counts[change] for change in Change}


def key_of(checked: CheckedForm) -> FormKey:
    """The key of a form that was just checked."""
    identity = identity_of(checked.form)
    return FormKey(checked.form.kind.value, identity.project, identity.place, identity.year)


def read_previous(path: Path) -> Previous:
    """The report of an earlier run, written with ``--format json``. Raises PreviousError."""
    advice = f"请用上一次 jixiao check --format json -o 得到的文件（“{path}”）。"
    try:
        if path.stat().st_size > _LARGEST:
            raise PreviousError(f"上次的结果太大，读不了。{advice}")
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise PreviousError(f"打不开上次的结果：{why(error)}。{advice}") from None
    except (ValueError, RecursionError):
        raise PreviousError(f"上次的结果不是 JSON。{advice}") from None
    forms: dict[FormKey, list[_PastForm]] = defaultdict(list)
    try:
        for file in data["files"]:
            for index, form in enumerate(file["forms"]):
                forms[_key(form)].append(_past(file, index, form))
    except (KeyError, TypeError, AttributeError, ValueError):
        raise PreviousError(f"上次的结果不是 jixiao 的校验结果，或已被改动。{advice}") from None
    return Previous(forms, data.get("interrupted") is True)


def _key(form: Mapping[str, Any]) -> FormKey:
    identity = identity_from(form["project"], "", form["unit"], form["department"], form["year"])
    return FormKey(str(form["kind"]), identity.project, identity.place, identity.year)


def _past(file: Mapping[str, Any], index: int, form: Mapping[str, Any]) -> _PastForm:
    findings = tuple(_findings(file["findings"], index))
    return _PastForm(str(file.get("sha256", "")), int(form.get("returns", 1)), findings)


def _findings(findings: Iterable[Mapping[str, Any]], form: int) -> Iterator[Past]:
    for each in findings:
        if each["form"] == form and "acknowledged" not in each:
            yield Past(str(each["code"]), str(each["cell"]), str(each["label"]), str(each["message"]))
