"""The indicator rows of two forms of one project, row by row: matched by name, not by place."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from jixiao.cross.identity import name_key
from jixiao.values import squeeze, unbracketed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jixiao.form import Indicator


class Pairing(NamedTuple):
    """Rows of one name, and those that only one of the two forms has."""

    pairs: tuple[tuple[Indicator, Indicator], ...]
    only_first: tuple[Indicator, ...]
    only_second: tuple[Indicator, ...]


def pair_rows(first: Sequence[Indicator], second: Sequence[Indicator]) -> Pairing:
    """Match by name, then by name without its brackets (项目完成率(%)); rows of one name in their order."""
    pairs: list[tuple[Indicator, Indicator]] = []
    left, right = list(first), list(second)
    for key in (_whole, _without_brackets):
        matched = _matched(left, right, key)
        pairs += matched
        taken = {id(row) for pair in matched for row in pair}
        left = [row for row in left if id(row) not in taken]
        right = [row for row in right if id(row) not in taken]
    pairs.sort(key=lambda pair: pair[0].position)
    return Pairing(tuple(pairs), tuple(left), tuple(right))


def _whole(row: Indicator) -> str:
    return name_key(row.name)


def _without_brackets(row: Indicator) -> str:
    return name_key(unbracketed(squeeze(row.name)))


def _matched(
    left: Sequence[Indicator], right: Sequence[Indicator], key: Callable[[Indicator], str]
) -> list[tuple[Indicator, Indicator]]:
    waiting: dict[str, list[Indicator]] = defaultdict(list)
    for row in right:
        waiting[key(row)].append(row)
    pairs = []
    for row in left:
        candidates = waiting[key(row)] if key(row) else []
        if candidates:
            # Of several rows of one name the one of the same class, 300元/人 under 成本 and under 产出.
            best = next((each for each in candidates if _class(each) == _class(row)), candidates[0])
            candidates.remove(best)
            pairs.append((row, best))
    return pairs


def _class(row: Indicator) -> str:
    return (row.classes[1] or row.classes[0]).removesuffix("指标")
