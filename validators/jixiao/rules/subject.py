"""What every rule may ask of a form: its scores under the profile, its directions, its amounts, its explanations.

Each answer is worked out once, when the first rule asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from jixiao.direction import Evidence, direction_of, is_cost_class, is_total_money, unit_of
from jixiao.form import FundRole, Kind
from jixiao.scoring import WORDS, RowScore, score_execution, score_of_no_budget, score_row
from jixiao.scoring.score import execution_rate
from jixiao.values import Quantity, half_up, in_units_of, is_not_applicable, parse_unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jixiao.form import Cell, Form, Indicator
    from jixiao.reading.grid import Sheet
    from jixiao.rules.inferred import Inference
    from jixiao.scoring import Profile

_TEN_THOUSAND = Decimal(10000)


# What an error looks like, also where it was pasted as text.
ERRORS = frozenset(("#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#N/A", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"))
_KIND, _VALUE, _FORMULA = itemgetter(0), itemgetter(1), itemgetter(3)


class Scored(NamedTuple):
    """Rows that share one 得分 cell, mostly a single row.

    lead: the first row, which the findings name. weight: of all its rows, None where it is not to be told; score: the
    printed one; lost: the points that were deducted. computed: the profile's score, None where a row is words or
    incomplete.
    """

    lead: Indicator
    rows: tuple[Indicator, ...]
    results: tuple[RowScore, ...]
    weight: Decimal | None
    score_cell: Cell | None
    score: Decimal | None
    lost: Decimal | None
    computed: Decimal | None


@dataclass(frozen=True)
class Subject:
    """A form with its sheet and the profile under which it is looked at.

    unexplained: what the shipped profiles explain of a form that none of them explains, else None.
    is_stamped: the profile is the one by which the template scores that the form was filled in on.
    """

    form: Form
    sheet: Sheet
    profile: Profile
    unexplained: Inference | None = None
    is_stamped: bool = False

    @cached_property
    def live(self) -> tuple[Indicator, ...]:
        """The live rows."""
        return self.form.live

    @cached_property
    def has_formulas(self) -> bool:
        """Whether any cell of the sheet holds a formula or an error; most sheets have none."""
        cells = self.sheet.cells.values()
        unusual = any(map(_FORMULA, cells)) or "e" in map(_KIND, cells)
        return unusual or not ERRORS.isdisjoint(map(_VALUE, cells))

    # ---- scores

    @cached_property
    def scores(self) -> dict[int, RowScore]:
        """The profile's score of each live row, by position."""
        return {row.position: self._score(row) for row in self.live}

    def _score(self, row: Indicator) -> RowScore:
        weight = row.weight.number if row.weight is not None else None
        return score_row(self.profile, row.target_value, row.actual_value, weight, self.is_satisfaction(row))

    def is_satisfaction(self, row: Indicator) -> bool:
        """Whether a row asks how content people are: such rows may be graded."""
        return "满意" in row.name or "满意" in row.classes[0] or "满意" in row.classes[1]

    @cached_property
    def scored(self) -> tuple[Scored, ...]:
        """The live rows by 得分 cell: merged ones belong together."""
        groups: dict[object, list[Indicator]] = {}
        for row in self.live:
            cell = row.score
            groups.setdefault((cell.row, cell.column) if cell is not None else row.position, []).append(row)
        return tuple(self._scored(tuple(rows)) for rows in groups.values())

    def _scored(self, rows: tuple[Indicator, ...]) -> Scored:
        lead = rows[0]
        results = tuple(self.scores[row.position] for row in rows)
        score = lead.score.number if lead.score is not None else None
        if len(rows) == 1:
            weight = lead.weight.number if lead.weight is not None else None
            computed = results[0].score
        else:
            cells = {(cell.row, cell.column): cell.number for row in rows if (cell := row.weight) is not None}
            weight = _sum(cells.values())
            if len(cells) == len(rows):
                computed = _sum(result.score for result in results)
            else:
                # One 分值 merged over several rows does not say how many points each of them carries.
                computed = weight if all(result.is_met for result in results) else None
        lost = None
        if weight is not None and score is not None and score >= 0:
            # A formula's 3.3333 shown as 3.33 loses nothing.
            lost = half_up(weight - score)
        return Scored(lead, rows, results, weight, lead.score, score, lost, computed)

    @cached_property
    def lost(self) -> dict[int, Decimal]:
        """Points lost by each live row that lost any, by position; a merged score counts for all its rows."""
        return {
            row.position: scored.lost
            for scored in self.scored
            if scored.lost is not None and scored.lost > 0
            for row in scored.rows
        }

    # ---- directions

    @cached_property
    def directions(self) -> dict[int, Evidence]:
        """The direction of each live row and its evidence, by position."""
        return {row.position: self._direction(row) for row in self.live}

    def _direction(self, row: Indicator) -> Evidence:
        target, actual = row.target_quantity, row.actual_quantity
        return direction_of(*row.classes, row.name, target, actual, self.profile.words)

    # ---- money

    @cached_property
    def initial(self) -> Decimal | None:
        """年初预算数 of the total row, in the form's unit."""
        return self._total_of("initial")

    @cached_property
    def budget(self) -> Decimal | None:
        """全年预算数 of the total row, in the form's unit; a monitoring form may know only 年初预算数."""
        budget = self._total_of("budget")
        return self.initial if budget is None and self.form.kind is Kind.MONITORING else budget

    @cached_property
    def spent(self) -> Decimal | None:
        """全年执行数 of the total row, in the form's unit."""
        return self._total_of("spent")

    def _total_of(self, role: str) -> Decimal | None:
        total = self.form.fund_total
        cell: Cell | None = getattr(total, role) if total is not None else None
        return cell.number if cell is not None else None

    @cached_property
    def total_left_out(self) -> bool:
        """Whether the funds' total row is 0 or blank while its parts are filled: then only JX203 speaks."""
        if self.form.fund_total is None or self.budget:
            return False
        return any(
            row.budget is not None and row.budget.number for row in self.form.funds if row.role is not FundRole.TOTAL
        )

    @cached_property
    def nothing_spent(self) -> bool:
        """Whether the form itself says that nothing was spent."""
        return self.spent == 0 and not self.total_left_out

    @cached_property
    def rate(self) -> Decimal | None:
        """执行率 in percent, computed from the total row."""
        if self.budget is None or self.spent is None or self.total_left_out:
            return None
        return execution_rate(self.budget, self.spent)

    def in_form_money(self, amount: Decimal, unit: str) -> Decimal:
        """An amount with its printed unit, in the form's unit; without a unit it is in the form's already."""
        factor = parse_unit(unit).scale if unit else self._yuan
        return amount * factor / self._yuan

    @property
    def _yuan(self) -> Decimal:
        return _TEN_THOUSAND if self.form.money_unit == "万元" else Decimal(1)

    @cached_property
    def cost_rows(self) -> tuple[CostRow, ...]:
        """The live rows under a cost class whose target is a total amount of money."""
        found = []
        for row in self.live:
            target, actual = row.target_quantity, row.actual_quantity
            if target is None or not is_cost_class(*row.classes) or not is_total_money(row.name, target, actual):
                continue
            factor = unit_of(row.name, target, actual).scale / self._yuan
            reached = in_units_of(target, actual) * factor if actual is not None else None
            found.append(CostRow(row, target, target.number * factor, reached))
        return tuple(found)

    # ---- explanations

    def explanation(self, row: Indicator) -> str:
        """What explains a row: its own (or merged) reason, else one at the foot; a dash where only that stands."""
        own = row.reason
        if own is not None and own.is_filled:
            return own.text
        foot = next((remark.value.text for remark in self.form.remarks if remark.value.is_filled), "")
        return foot or (own.text if own is not None else "")

    def is_explained(self, row: Indicator) -> bool:
        """Whether anything but a dash stands there; whether it is meaningful is JX602's question."""
        return not is_not_applicable(self.explanation(row))

    @cached_property
    def explanations(self) -> tuple[str, ...]:
        """Every explanation on the form, wherever it stands."""
        form = self.form
        cells = (
            *(row.reason for row in form.indicators),
            *(row.reason for row in form.funds),
            *(remark.value for remark in (*form.remarks, *form.execution_remarks)),
        )
        return tuple(cell.text for cell in cells if cell is not None and cell.is_filled)

    @cached_property
    def explanation_required(self) -> tuple[Indicator, ...]:
        """Live rows that must be explained: a numeric target missed, or points lost on a row of words."""
        return tuple(row for row in self.live if self._must_explain(row))

    def _must_explain(self, row: Indicator) -> bool:
        result = self.scores[row.position]
        if result.is_met is False:
            return True
        return row.position in self.lost and (result.why == WORDS or result.is_met is None)

    # ---- totals

    @cached_property
    def printed_execution(self) -> Decimal | None:
        """The printed execution score, in points."""
        total = self.form.fund_total
        return total.score.number if total is not None and total.score is not None else None

    @cached_property
    def execution_weight(self) -> Decimal:
        """The weight of the execution row: as printed, else the profile's."""
        total = self.form.fund_total
        printed = total.weight.number if total is not None and total.weight is not None else None
        return printed if printed is not None else self.profile.execution_weight

    @cached_property
    def certain_execution_weight(self) -> Decimal | None:
        """The weight of the execution row: as printed, else the profile's where that is made for the layout."""
        total = self.form.fund_total
        if total is None or total.weight is not None:
            return total.weight.number if total is not None and total.weight is not None else None
        return self.profile.execution_weight if self.form.layout in self.profile.layouts else None

    @cached_property
    def computed_execution(self) -> Decimal | None:
        """The profile's execution score, not knowing whether the project was completed."""
        if self.rate is not None:
            return score_execution(self.profile, self.rate, self.execution_weight)
        if self.budget == 0 and self.nothing_spent:
            return score_of_no_budget(self.profile, self.execution_weight)
        return None

    @cached_property
    def computed_total(self) -> Decimal | None:
        """The profile's total; words and the execution score that the profile allows count as printed."""
        points = [self._points(scored) for scored in self.scored]
        execution = self._execution_points()
        if not points or any(point is None for point in points):
            return None
        return sum((point for point in points if point is not None), execution)

    def _points(self, scored: Scored) -> Decimal | None:
        return scored.computed if scored.computed is not None else scored.score

    def _execution_points(self) -> Decimal:
        if self.form.kind is Kind.SCORESHEET:
            return Decimal(0)
        printed, computed = self.printed_execution, self.computed_execution
        if computed is None or (
            printed is not None and self.profile.completed_in_full and printed == self.execution_weight
        ):
            return printed or Decimal(0)
        return computed


def _sum(numbers: Iterable[Decimal | None]) -> Decimal | None:
    """The sum, None where there is nothing to add or one is missing."""
    known = list(numbers)
    return None if not known or None in known else sum((number for number in known if number is not None), Decimal(0))


@dataclass(frozen=True, slots=True)
class CostRow:
    """A cost row with a total amount: its target, and target and actual in the form's unit of money."""

    row: Indicator
    target: Quantity
    planned: Decimal
    reached: Decimal | None


def quantity(value: object) -> Quantity | None:
    """The value where it is a quantity, None where it is words or blank."""
    return value if isinstance(value, Quantity) else None
