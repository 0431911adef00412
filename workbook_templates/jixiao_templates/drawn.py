"""Where everything stands in a template with a case in it, before the live cells come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from jixiao.forms.words import spellings
from jixiao.reading import a1
from jixiao_templates.arrange import form_block
from jixiao_templates.case import Case
from jixiao_templates.live import helpers_of
from jixiao_templates.page import Block, Box

if TYPE_CHECKING:
    from jixiao.scoring import Profile
    from jixiao_templates.blank_forms import Template

LEVELS = ("level1", "level2")
AMOUNTS = ("funds.initial", "funds.budget", "funds.spent", "funds.forecast")


@dataclass(frozen=True)
class Drawn:
    """A template with a case in it: the boxes of the printed form, and the columns right of it."""

    template: Template
    case: Case
    profile: Profile
    edition: str
    host: str

    @cached_property
    def block(self) -> Block:
        return form_block(self.case, self.template.layout)

    @cached_property
    def by_role(self) -> Mapping[str, tuple[Box, ...]]:
        found: dict[str, list[Box]] = {}
        for box in self.block:
            found.setdefault(box.role, []).append(box)
        return {role: tuple(sorted(boxes, key=lambda box: (box.top, box.left))) for role, boxes in found.items()}

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """The rows of the indicators."""
        return tuple(box.top for box in self.by_role["level3"])

    @cached_property
    def heading(self) -> int:
        """The last row of the indicators' headings."""
        return self.rows[0] - 1

    @cached_property
    def funds(self) -> tuple[int, ...]:
        """The rows of the funds, the total's first."""
        return tuple(box.top for box in self.by_role["funds.label"])

    @cached_property
    def parts(self) -> tuple[int, ...]:
        """The rows of the funds that add up to the total: the sources, not what they are used for."""
        uses = spellings("funds_rows", "structure")
        lines = zip(self.funds[1:], self.case.funds[1:], strict=True)
        return tuple(row for row, line in lines if not any(use in line.label for use in uses))

    @cached_property
    def helpers(self) -> Mapping[str, int]:
        """The columns of the hidden helper cells by name, right of what is printed."""
        names = (*LEVELS, *(helper.name for helper in helpers_of(self.edition))) if self.is_live else ()
        return {name: len(self.template.layout.widths) + index for index, name in enumerate(names)}

    @cached_property
    def amounts(self) -> Mapping[str, int]:
        """The columns of the hidden cells in which an amount is read: its text (…_text), then its number, by role."""
        names = [name for role in AMOUNTS if role in self.by_role for name in (f"{role}_text", role)]
        return {name: len(self.template.layout.widths) + len(self.helpers) + index for index, name in enumerate(names)}

    @cached_property
    def stamp(self) -> int:
        """The column of the stamp, the last of the hidden ones."""
        return len(self.template.layout.widths) + len(self.helpers) + len(self.amounts)

    @cached_property
    def hint(self) -> int:
        """The column of 提示.

        The helpers stand between the form and it, so that whoever copies a row from 三级指标 to 提示 copies them too.
        """
        return self.gap + 1

    @cached_property
    def gap(self) -> int:
        """The narrow empty column whose large font keeps a blank row as high as the official forms have it.

        A height that is given would never be fitted to what is typed later.
        """
        return self.stamp + 1

    @cached_property
    def is_live(self) -> bool:
        """Whether its rows are scored."""
        return self.template.is_scored

    @property
    def asks_completion(self) -> bool:
        """Whether the points of the execution depend on the project being done."""
        return self.profile.completed_in_full and "funds.score" in self.by_role

    def column(self, role: str) -> int:
        """The first column of a role's cells."""
        return self.by_role[role][0].left

    def at(self, role: str, row: int) -> str:
        """The address of a role's cell in a row, empty where the form has none."""
        return a1(row + 1, self.column(role) + 1) if role in self.by_role else ""

    def amount(self, name: str, row: int) -> str:
        """The address of a hidden cell of an amount in a row, empty where the form has none."""
        return a1(row + 1, self.amounts[name] + 1) if name in self.amounts else ""

    def down(self, role: str) -> str:
        """The range of a role or helper from the headings to the boundary above the total, new rows included."""
        if role not in self.by_role and role not in self.helpers:
            return ""
        column = (self.helpers[role] if role in self.helpers else self.column(role)) + 1
        last = self.rows[-1] + self.template.layout.indicators.boundary
        return f"{a1(self.heading + 1, column)}:{a1(last + 1, column)}"
