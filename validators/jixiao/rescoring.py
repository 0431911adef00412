"""Which scores and totals follow from a profile: rows with numbers, the execution score, the total. Words stay."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from jixiao.editing import OnFormula
from jixiao.formulas import evaluate
from jixiao.reading import GridCell, is_date
from jixiao.rules import readings, sums
from jixiao.rules.framework import EVALUATIONS
from jixiao.values import half_up, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jixiao.check import CheckedFile, CheckedForm
    from jixiao.finding import Finding
    from jixiao.form import Cell
    from jixiao.rules.subject import Scored, Subject

_ON_SCORE = frozenset(("JX401", "JX402", "JX403", "JX404", "JX405", "JX407"))
_WORDS = "定性指标，得分请按完成情况的档次填"
_SAVED = "节约按满分计：先问财政部门可否按“≤”认定，不同意的请手工改得分"
_UNCERTAIN = "单位、方向或合并的分值使口径算不准，请手工核对"
_UNEXPLAINED = "没有口径能解释本表的扣分，得分没有复算；请用 --profile 指明本地口径"
_NO_WEIGHT = "分值无效，先照批复改分值"
_CONFIRM = "执行率得分记了满分：项目已完成且未超预算的才对，请确认，没有改"
_CANNOT_TELL = "总分是公式，算不出结果，没有改；请用 Excel 或 WPS 打开重算后再查"


class Change(NamedTuple):
    """A new value for a cell. old, new: as a person reads them; code: the rule that asks for it, empty for none;
    why: in Chinese, without a full stop. proposal: an approved target is changed.
    """

    sheet: str
    cell: Cell
    label: str
    value: str | Decimal
    code: str
    why: str
    on_formula: OnFormula = OnFormula.REFUSE
    proposal: bool = False

    @property
    def old(self) -> str:
        """What stood in the cell."""
        return self.cell.text

    @property
    def new(self) -> str:
        """What stands there now."""
        return plain(self.value) if isinstance(self.value, Decimal) else self.value


class Skipped(NamedTuple):
    """A cell that was left as it is, and why: in Chinese, without a full stop. cell: an address, or empty."""

    sheet: str
    cell: str
    label: str
    why: str


class Plan(NamedTuple):
    """What is to be changed, and what was left alone."""

    changes: tuple[Change, ...]
    skipped: tuple[Skipped, ...]


def plan_of(steps: Iterator[Change | Skipped]) -> Plan:
    """Changes and what was left alone, told apart."""
    found = list(steps)
    return Plan(
        tuple(each for each in found if isinstance(each, Change)),
        tuple(each for each in found if isinstance(each, Skipped)),
    )


def scores_put_right(file: CheckedFile) -> Plan:
    """Row scores and execution scores that a rule finds wrong, as the form's profile gives them."""
    return plan_of(step for form in file.forms if form.form.kind in EVALUATIONS for step in _scores(form))


def _scores(checked: CheckedForm) -> Iterator[Change | Skipped]:
    subject, sheet = checked.subject, checked.form.sheet
    if subject.unexplained is not None:
        yield Skipped(sheet, "", checked.form.project, _UNEXPLAINED)
        return
    found = {finding.row: finding for finding in checked.findings if finding.code in _ON_SCORE}
    for finding in checked.findings:
        if finding.code == "JX406":
            yield Skipped(sheet, finding.cell, finding.label, _NO_WEIGHT)
    for scored in subject.scored:
        finding_here = found.get(scored.lead.position)
        if finding_here is not None:
            yield _row_score(subject, scored, finding_here)
    yield from _execution_score(checked)


def _row_score(subject: Subject, scored: Scored, finding: Finding) -> Change | Skipped:
    cell, why_not = scored.score_cell, ""
    if scored.computed is None:
        why_not = _WORDS if all(result.is_met is None for result in scored.results) else _UNCERTAIN
    elif finding.code == "JX403" and finding.wording == "saved":
        # The sign may be wrong: who saved money is not marked down before the finance office was asked.
        why_not = _SAVED
    elif cell is None or not readings.is_comparable(subject, scored):
        why_not = _UNCERTAIN
    if cell is None or scored.computed is None or why_not:
        return Skipped(subject.form.sheet, finding.cell, finding.label, why_not)
    return _number(subject, cell, finding.label, scored.computed, finding.code, "得分按口径复算")


def _execution_score(checked: CheckedForm) -> Iterator[Change | Skipped]:
    subject, total = checked.subject, checked.form.fund_total
    for finding in checked.findings:
        if finding.code != "JX202" or total is None or total.score is None:
            continue
        computed = subject.computed_execution
        if finding.wording == "confirm" or computed is None:
            yield Skipped(checked.form.sheet, finding.cell, finding.label, _CONFIRM)
        else:
            yield _number(subject, total.score, finding.label, computed, finding.code, "执行率得分按口径复算")


def totals_put_right(before: CheckedFile, after: CheckedFile) -> Plan:
    """Totals that no longer are the sum of their rows; before: the file before its row scores were changed."""
    return plan_of(
        step
        for old, new in zip(before.forms, after.forms, strict=True)
        if new.form.kind in EVALUATIONS
        for step in _total(old, new)
    )


def _total(before: CheckedForm, after: CheckedForm) -> Iterator[Change | Skipped]:
    cell = after.form.total.score
    if cell is None or all(finding.code != "JX502" for finding in after.findings):
        return
    if cell.formula is not None and evaluate(cell.formula, after.subject.sheet) is None:
        yield Skipped(after.form.sheet, cell.address, "总分", _CANNOT_TELL)
        return
    sums_before, sums_after = _sums(before.subject), _sums(after.subject)
    printed = before.printed_score
    kind = 0
    if printed is not None and len(sums_before) == len(sums_after) and not _has(before, "JX502"):
        # Whether the total holds the execution score differs from form to form: as it was, it stays.
        kind = min(range(len(sums_before)), key=lambda index: abs(sums_before[index] - printed))
    if sums_after:
        yield _number(after.subject, cell, "总分", half_up(sums_after[kind]), "JX502", "总分改为各行得分之和")


def _has(checked: CheckedForm, code: str) -> bool:
    return any(finding.code == code for finding in checked.findings)


def _sums(subject: Subject) -> list[Decimal]:
    """What the total may add up: rows and execution score, the rows alone, those without a target as well."""
    form = subject.form
    numbers = sums.numbers_in(row.score for row in form.live)
    if numbers is None:
        return []
    rows = sum(numbers, Decimal(0))
    choices = [rows + each for each in sums.execution_choices(subject, sums.execution_in(form, "score"))]
    return [*choices, rows, choices[0] + sum(sums.in_other_rows(form, "score"), Decimal(0))]


def _number(subject: Subject, cell: Cell, label: str, number: Decimal, code: str, why: str) -> Change:
    """The number in the cell; a formula that gives just this keeps its place, another one gives way."""
    value = in_format(subject.sheet.cells, cell, number)
    if cell.formula is None:
        return Change(subject.form.sheet, cell, label, value, code, why)
    given = evaluate(cell.formula, subject.sheet)
    if given is not None and half_up(given) == number:
        return Change(subject.form.sheet, cell, label, given, code, f"{why}（公式照旧）", OnFormula.RESULT)
    return Change(subject.form.sheet, cell, label, value, code, f"{why}，原公式换成了数", OnFormula.REPLACE)


def in_format(cells: Mapping[tuple[int, int], GridCell], cell: Cell, number: Decimal) -> str | Decimal:
    """The number, or its text where the cell's format would show it as a percentage or a date."""
    stored = cells.get((cell.row, cell.column))
    shown_as = stored.number_format if stored is not None else "General"
    return plain(number) if "%" in shown_as or is_date(GridCell("n", "1", shown_as, None)) else number
