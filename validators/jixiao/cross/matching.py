"""The rows of the roster and the forms that came in for them: by code, then by name and unit.

A form is of one row. Where several rows of one name do not say of which unit they are, how many came in can be told,
but not for which of them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from jixiao.cross.identity import Identity, code_key, may_be_one_unit, name_key, unit_key
from jixiao.form import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from jixiao.cross.gathering import Return
    from jixiao.roster import RosterRow


class Match(NamedTuple):
    """A row of the roster and the forms that came in for it.

    is_alike: other rows are as much like these forms, so that they may be another row's.
    """

    row: RosterRow
    returns: tuple[Return, ...]
    is_alike: bool = False

    @property
    def certain(self) -> tuple[Return, ...]:
        """The forms that are this row's and no other's."""
        return () if self.is_alike else self.returns


def matched(rows: Sequence[RosterRow], by_key: Mapping[str, Sequence[Return]]) -> tuple[Match, ...]:
    """Every row with its forms; by_key: the forms by the keys of their projects, department forms by their unit."""
    found = [Match(row, tuple(_of_row(row, by_key))) for row in rows]
    sure = {number for number, match in enumerate(found) if _is_sure(match)}
    taken = {each.key for number in sure for each in found[number].returns}
    alike: dict[str, list[int]] = defaultdict(list)
    for number, match in enumerate(found):
        if number not in sure:
            found[number] = match._replace(returns=tuple(each for each in match.returns if each.key not in taken))
            alike[name_key(match.row.name)].append(number)
    for numbers in alike.values():
        several = [found[number] for number in numbers]
        keys = [each.key for match in several for each in match.returns]
        if len(set(keys)) < len(keys):
            for number, match in zip(numbers, _shared(several), strict=True):
                found[number] = match
    return tuple(found)


def names_one_unit(own: Identity, other: Identity) -> bool:
    """A roster names the unit or its department: either will do."""
    return may_be_one_unit(own, other) or own.unit in (other.unit, other.department)


def _of_row(row: RosterRow, by_key: Mapping[str, Sequence[Return]]) -> Iterator[Return]:
    code, name = code_key(row.project_code), name_key(row.name)
    own = Identity(name, code, unit_key(row.unit), "", None)
    coded = by_key.get(f"#{code}", ()) if code else ()
    if coded:
        yield from coded
        return
    for each in by_key.get(name, ()):
        other = each.identity
        if each.kind is Kind.DEPARTMENT or (names_one_unit(own, other) and not (code and other.code)):
            yield each
    # 某县教育局部门整体支出: the department's own form.
    department = unit_key(name.partition("部门整体")[0] if "部门整体" in name else "") or own.unit
    if "整体" in name and department:
        yield from (each for each in by_key.get(department, ()) if each.kind is Kind.DEPARTMENT)


def _is_sure(match: Match) -> bool:
    """Whether a code or the unit's own name says that the forms are this row's."""
    code, unit = code_key(match.row.project_code), unit_key(match.row.unit)
    return any(
        each.kind is Kind.DEPARTMENT or (code and each.identity.code == code) or (unit and each.identity.unit == unit)
        for each in match.returns
    )


def _shared(matches: Iterable[Match]) -> Iterator[Match]:
    """Rows that claim the same forms: those of each unit go to one of them, in the order of the roster."""
    taken: set[str] = set()
    for match in matches:
        place = next((each.identity.place for each in match.returns if each.identity.place not in taken), None)
        if place is not None:
            taken.add(place)
        own = tuple(each for each in match.returns if each.identity.place == place)
        yield match._replace(returns=own, is_alike=True)
