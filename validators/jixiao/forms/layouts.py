"""Layouts: which columns and labels a kind of form must have, as data (``layouts.toml``)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from jixiao.form import Kind
from jixiao.forms.words import bare_label

if TYPE_CHECKING:
    from jixiao.forms.tables import Columns


@dataclass(frozen=True, slots=True)
class Layout:
    """One family of forms.

    By these it is told from others of its kind: has, lacks: column roles of the indicator table, or of the funds table
    (funds.weight); says: the word that heads a column; order: columns that stand in this order.
    required: roles by group (table, funds, head).
    """

    name: str
    kind: Kind
    has: frozenset[str]
    lacks: frozenset[str]
    says: dict[str, str]
    order: tuple[str, ...]
    required: dict[str, tuple[str, ...]]

    def fits(self, roles: frozenset[str], table: Columns) -> bool:
        """Whether a form with these columns is of this family."""
        if not self.has <= roles or self.lacks & roles:
            return False
        if any(bare_label(table.headings[role].text) != word for role, word in self.says.items()):
            return False
        places = [table.spans[role][0] for role in self.order]
        return places == sorted(places)


@lru_cache(maxsize=1)
def layouts() -> tuple[Layout, ...]:
    """The known layouts in the order in which they are tried."""
    data = tomllib.loads((Path(__file__).parent / "layouts.toml").read_text(encoding="utf-8"))
    return tuple(
        Layout(
            entry["name"],
            Kind(entry["kind"]),
            frozenset((*entry.get("has", ()), *entry.get("says", ()), *entry.get("order", ()))),
            frozenset(entry.get("lacks", ())),
            dict(entry.get("says", {})),
            tuple(entry.get("order", ())),
            {group: tuple(roles) for group, roles in entry.get("required", {}).items()},
        )
        for entry in data["layout"]
    )


def layout_of(kind: Kind, table: Columns, funds: Columns | None) -> Layout:
    """The layout of a form of this kind with these columns of its indicator and its funds table."""
    of_kind = [layout for layout in layouts() if layout.kind is kind]
    if len(of_kind) == 1:
        return of_kind[0]
    roles = frozenset((*table.spans, *(f"funds.{role}" for role in (funds.spans if funds is not None else ()))))
    return next((each for each in of_kind if each.fits(roles, table)), of_kind[-1])
