"""Layouts: which columns and labels a kind of form must have, as data (``layouts.toml``)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jixiao.form import Kind


@dataclass(frozen=True, slots=True)
class Layout:
    """One family of forms.

    has, lacks: table roles by which it is told from others of its kind; required: roles by group (table, funds, head).
    """

    name: str
    kind: Kind
    has: frozenset[str]
    lacks: frozenset[str]
    required: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def layouts() -> tuple[Layout, ...]:
    """The known layouts in the order in which they are tried."""
    data = tomllib.loads((Path(__file__).parent / "layouts.toml").read_text(encoding="utf-8"))
    return tuple(
        Layout(
            entry["name"],
            Kind(entry["kind"]),
            frozenset(entry.get("has", ())),
            frozenset(entry.get("lacks", ())),
            {group: tuple(roles) for group, roles in entry.get("required", {}).items()},
        )
        for entry in data["layout"]
    )


def layout_of(kind: Kind, roles: frozenset[str]) -> Layout:
    """The layout of a form of this kind with these table columns."""
    of_kind = [layout for layout in layouts() if layout.kind is kind]
    return next((each for each in of_kind if each.has <= roles and not each.lacks & roles), of_kind[-1])
