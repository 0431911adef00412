"""The checked files as one set: every form with its identity, exact copies, the roster and the approved goals."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from jixiao.cross.identity import Identity, identity_of, may_be_one_project, unit_key
from jixiao.cross.matching import matched
from jixiao.cross.naming import is_plain_name
from jixiao.form import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from jixiao.check import CheckedFile, CheckedForm
    from jixiao.cross.matching import Match
    from jixiao.form import Cell, Form
    from jixiao.roster import Roster

_Item = TypeVar("_Item")

KIND_WORDS = {
    Kind.PROJECT: "项目支出自评表",
    Kind.EXPORT: "自评导出表",
    Kind.DEPARTMENT: "部门整体自评表",
    Kind.MONITORING: "运行监控表",
    Kind.SCORESHEET: "评分表",
    Kind.GOALS: "绩效目标表",
}


class Entry(NamedTuple):
    """What is kept in memory of a file while it is compared with the others: whose its forms are, and its digest.

    own: as in `CheckedFile`.
    """

    path: str
    digest: bytes
    forms: tuple[tuple[Kind, Identity], ...]
    own: str = ""


def entry_of(file: CheckedFile) -> Entry:
    """The entry of a checked file."""
    forms = ((checked.form.kind, identity_of(checked.form)) for checked in file.forms)
    return Entry(file.path, file.digest, tuple(forms), file.own)


class Return(NamedTuple):
    """A form that came in: where it lies, whose it is.

    files, file, number: the form is ``files[file].forms[number]``; (path, number) tells it from all others, while the
    object may be another one each time, since the files of a large run are not kept in memory.
    """

    path: str
    number: int
    kind: Kind
    identity: Identity
    files: Sequence[CheckedFile]
    file: int

    @property
    def key(self) -> tuple[str, int]:
        """What tells the form from all others."""
        return self.path, self.number

    @property
    def checked(self) -> CheckedForm:
        """The form as checked."""
        return self.files[self.file].forms[self.number]

    @property
    def form(self) -> Form:
        """The form itself."""
        return self.checked.form

    @property
    def name(self) -> str:
        """What a person calls it: the project, else the unit, else the title."""
        form = self.form
        return form.project or form.text_of("unit") or (form.title.text if form.title else "") or form.sheet

    @property
    def name_cell(self) -> Cell | None:
        """Where the project (or the department) is printed."""
        field = self.form.head.get("project") or self.form.head.get("unit")
        return field.value if field is not None else self.form.title


@dataclass(frozen=True)
class Gathering:
    """What is looked at together.

    files: the checked ones; roster: who was to send what, None where none was given; goals: the files with the
    approved 绩效目标表. known, known_goals: the entries of both where they were made already.
    """

    files: Sequence[CheckedFile]
    roster: Roster | None = None
    goals: Sequence[CheckedFile] = ()
    known: Sequence[Entry] | None = None
    known_goals: Sequence[Entry] | None = None

    @cached_property
    def entries(self) -> Sequence[Entry]:
        """The entry of every file."""
        return self.known if self.known is not None else [entry_of(file) for file in self.files]

    @cached_property
    def copies(self) -> tuple[tuple[Entry, ...], ...]:
        """Files with forms that are equal byte for byte, group by group; the first of each is the one that counts."""
        groups = grouped((entry for entry in self.entries if entry.forms), lambda entry: entry.digest or None)
        # The one whose name is no copy's: 表.xlsx, not 表(1).xlsx and not 表 - 副本.xlsx.
        return tuple(tuple(sorted(group, key=lambda entry: not is_plain_name(entry.path))) for group in groups)

    @cached_property
    def repeated(self) -> dict[str, str]:
        """The exact copies that do not count, by path, each with the path of the file that counts for it."""
        return {entry.path: same[0].path for same in self.copies for entry in same[1:]}

    @cached_property
    def returns(self) -> tuple[Return, ...]:
        """Every form, those of exact copies once."""
        return tuple(each for each in _returns(self.files, self.entries) if each.path not in self.repeated)

    def of_kind(self, *kinds: Kind) -> list[Return]:
        """The forms of some kinds."""
        return [each for each in self.returns if each.kind in kinds]

    @cached_property
    def matches(self) -> tuple[Match, ...]:
        """Every row of the roster with the forms that came in for it."""
        rows = self.roster.rows if self.roster is not None else ()
        by_key = by_project(self.of_kind(Kind.PROJECT, Kind.EXPORT))
        for each in self.of_kind(Kind.DEPARTMENT):
            by_key.setdefault(each.identity.unit, []).append(each)
        return matched(rows, by_key)

    @cached_property
    def listed(self) -> frozenset[tuple[str, int]]:
        """The keys of the forms that a row of the roster names."""
        return frozenset(each.key for match in self.matches for each in match.returns)

    @cached_property
    def missing_units(self) -> frozenset[str]:
        """The units of which the roster names a form that did not come, as they are compared; "" for an unnamed one."""
        return frozenset(unit_key(match.row.unit) for match in self.matches if not match.returns)

    @cached_property
    def approved(self) -> tuple[Return, ...]:
        """The approved 绩效目标表."""
        entries = self.known_goals if self.known_goals is not None else [entry_of(file) for file in self.goals]
        return tuple(each for each in _returns(self.goals, entries) if each.kind is Kind.GOALS)


def by_project(returns: Iterable[Return]) -> dict[str, list[Return]]:
    """The forms by the keys of their projects."""
    found: dict[str, list[Return]] = defaultdict(list)
    for each in returns:
        for key in each.identity.keys:
            found[key].append(each)
    return found


def of_project(wanted: Return, found: dict[str, list[Return]]) -> list[Return]:
    """Those among the forms that are of the wanted form's project, unit and year."""
    candidates = {each.key: each for key in wanted.identity.keys for each in found.get(key, ())}
    return [each for each in candidates.values() if may_be_one_project(wanted.identity, each.identity)]


def _returns(files: Sequence[CheckedFile], entries: Iterable[Entry]) -> list[Return]:
    return [
        Return(entry.path, number, kind, identity, files, file)
        for file, entry in enumerate(entries)
        for number, (kind, identity) in enumerate(entry.forms)
    ]


def grouped(items: Iterable[_Item], key: Callable[[_Item], Hashable]) -> list[tuple[_Item, ...]]:
    """The items that share a key with another one; those whose key is None stand alone."""
    groups: dict[Hashable, list[_Item]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return [tuple(group) for shared, group in groups.items() if shared is not None and len(group) > 1]


def places_of(returns: Sequence[Return]) -> str:
    """Where the forms are, for a sentence: file names, with the sheet where one file holds several of them."""
    paths = [each.path for each in returns]
    shown = file_names(paths)
    return "、".join(
        f"{name}“{each.form.sheet}”" if paths.count(each.path) > 1 else name
        for each, name in zip(returns, shown, strict=True)
    )


def file_names(paths: Sequence[str]) -> list[str]:
    """The names of files; whole paths where two of different folders bear one name."""
    names = [Path(path).name for path in paths]
    clash = len(set(names)) < len(set(paths))
    return list(paths) if clash else names
