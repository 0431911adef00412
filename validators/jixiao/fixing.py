"""What `jixiao fix` writes into a copy: safe respellings, proposed signs and recomputed scores. Bytes in, bytes out."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Context, Decimal
from typing import TYPE_CHECKING, NamedTuple

from jixiao.check import check_workbook
from jixiao.editing import Edit, OnFormula, edited
from jixiao.form import FundRow, Total
from jixiao.formulas import evaluate
from jixiao.reading import GridCell, read_workbook
from jixiao.rescoring import Change, Plan, Skipped, in_format, plan_of, scores_put_right, totals_put_right
from jixiao.rules.targets.spelling import respelled
from jixiao.values import AT_LEAST, Quantity, narrow, parse_number, parse_value, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.check import CheckedFile, CheckedForm, Choice
    from jixiao.finding import Finding
    from jixiao.form import Cell, Indicator
    from jixiao.reading import Sheet, Workbook

# Digits, letters and signs as an input method leaves them; brackets and full stops of Chinese stay.
_FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ＋－．％＝＜＞　]|(?<=[0-9０-９])，(?=[0-9０-９]{3})")
_WHY = {"JX306": "符号改成标准写法", "JX309": "去掉实际值里的等号"}
_NARROWED = "全角改成半角"
_PROPOSED = {"JX301": "提议按“≤”认定", "JX302": "提议按“≤”认定", "JX303": "提议按“≥”认定"}
_NOTHING_SPENT = "全年执行数为0，不提议改符号；先问项目经办人是没有实施还是没有付款"
_UNPAID = "实际为0，不提议改符号；先问项目经办人是没有实施还是没有付款"
_BY_HAND = "这样写的无法自动改，请手工改"
_NOT_MADE = {
    "formula": "是公式，没有改",
    "shared-formula": "是共用公式或数组公式，别的格靠着它，没有改",
    "ambiguous": "文件里这一格重复出现，没有改",
    "no-sheet": "找不到工作表，没有改",
}
_LONGEST_CHAIN = 30
_AS_STORED = Context(prec=15)


class Fixed(NamedTuple):
    """A copy and what was done. before, after: the check of the file as it was and of the copy.

    needs_recalculation: formulas were left whose results only a spreadsheet program can bring up to date.
    """

    data: bytes
    changes: tuple[Change, ...]
    skipped: tuple[Skipped, ...]
    before: CheckedFile
    after: CheckedFile
    needs_recalculation: bool


def fixed(data: bytes, path: str, choice: Choice, *, signs: bool = False, scores: bool = False) -> Fixed:
    """Fix a workbook. signs: apply proposed signs too; scores: recompute scores and totals.

    Raises Refused for what cannot be read, EditRefused for what cannot be edited.
    """
    before = check_workbook(read_workbook(data), path, choice)
    data, changes, skipped = _applied(data, spelling_put_right(before, signs=signs))
    if scores:
        respelt = _checked_as(before, data, choice)
        data, more, left = _applied(data, scores_put_right(respelt))
        data, last, also_left = _applied(data, totals_put_right(respelt, _checked_as(before, data, choice)))
        changes, skipped = [*changes, *more, *last], [*skipped, *left, *also_left]
    workbook = read_workbook(data)
    after = check_workbook(workbook, path, choice)
    return Fixed(data, tuple(changes), tuple(skipped), before, after, bool(changes) and _is_open(workbook))


def _checked_as(before: CheckedFile, data: bytes, choice: Choice) -> CheckedFile:
    """The copy as it now is, each form under the profile that it had: an inferred one may not change underway."""
    workbook, forms = read_workbook(data), []
    runs: dict[int, CheckedFile] = {}
    for index, form in enumerate(before.forms):
        profile = form.subject.profile
        if id(profile) not in runs:
            runs[id(profile)] = check_workbook(workbook, before.path, replace(choice, profile=profile, declared=True))
        found = runs[id(profile)].forms[index]
        forms.append(replace(found, subject=replace(found.subject, unexplained=form.subject.unexplained)))
    return replace(before, forms=tuple(forms))


def spelling_put_right(file: CheckedFile, *, signs: bool = False) -> Plan:
    """The safe fixes that findings offer, numbers in half-width characters, and signs where they are asked for."""
    return plan_of(step for form in file.forms for step in _spelling(form, signs=signs))


def _spelling(checked: CheckedForm, *, signs: bool) -> Iterator[Change | Skipped]:
    changes: dict[str, Change] = {}
    for finding in checked.findings:
        if finding.code in _WHY:
            step: Change | Skipped | None = _respelling(checked, finding)
        else:
            step = _proposal(checked, finding) if signs and finding.code in _PROPOSED else None
        if isinstance(step, Skipped):
            yield step
        # A proposed sign is a standard one.
        elif step is not None and (step.proposal or step.cell.address not in changes):
            changes[step.cell.address] = step
    for cell, label, is_number in _typed(checked):
        narrowed = _narrowed(checked, cell, label, changes.get(cell.address), is_number=is_number)
        if narrowed is not None:
            changes[cell.address] = narrowed
    yield from changes.values()


def _respelling(checked: CheckedForm, finding: Finding) -> Change | Skipped | None:
    cell = _cell_of(checked, finding)
    if cell is not None and finding.fix is not None and finding.fix.safe:
        return Change(finding.sheet, cell, finding.label, finding.fix.value, finding.code, _WHY[finding.code])
    # A measured value that was never written down cannot be fixed by anybody but the clerk: JX309 says so itself.
    return Skipped(finding.sheet, finding.cell, finding.label, _BY_HAND) if finding.code == "JX306" else None


def _proposal(checked: CheckedForm, finding: Finding) -> Change | Skipped | None:
    if finding.wording == "met":
        return None
    cell = _cell_of(checked, finding)
    why_not = _NOTHING_SPENT if checked.subject.nothing_spent else _UNPAID if finding.wording == "unpaid" else ""
    value = None
    if cell is not None and not why_not:
        target = _row(checked, finding).target_quantity
        # JX303 offers nothing by itself: "≤" on a floor may also be a slip of copying.
        at_least = respelled(cell, target, AT_LEAST) if target is not None and finding.code == "JX303" else None
        value = finding.fix.value if finding.fix is not None else at_least
    if cell is None or value is None:
        return Skipped(finding.sheet, finding.cell, finding.label, why_not or _BY_HAND)
    why = _PROPOSED[finding.code]
    return Change(finding.sheet, cell, finding.label, value, finding.code, why, proposal=True)


def _row(checked: CheckedForm, finding: Finding) -> Indicator:
    return next(row for row in checked.form.indicators if row.position == finding.row)


def _cell_of(checked: CheckedForm, finding: Finding) -> Cell | None:
    row = _row(checked, finding)
    return next((cell for cell in (row.target, row.actual) if cell is not None and cell.address == finding.cell), None)


def _typed(checked: CheckedForm) -> Iterator[tuple[Cell, str, bool]]:
    """The cells that hold a value or a number as text: with their label, and whether only a number belongs there."""
    form = checked.form
    cells: list[tuple[Cell | None, str, bool]] = []
    for row in form.live:
        cells += [(row.target, row.name, False), (row.actual, row.name, False)]
        cells += [(row.weight, row.name, True), (row.score, row.name, True)]
    for fund in form.funds:
        label = fund.label.text.strip("：: ")
        cells += [(cell, label, True) for cell in _numbers_of(fund)]
    cells += [(cell, "总分", True) for cell in _numbers_of(form.total)]
    for cell, label, is_number in cells:
        if cell is not None and cell.kind == "s" and cell.formula is None:
            yield cell, label, is_number


def _numbers_of(block: FundRow | Total) -> tuple[Cell | None, ...]:
    if isinstance(block, Total):
        return block.weight, block.score
    return block.initial, block.budget, block.spent, block.weight, block.rate, block.score


def _narrowed(checked: CheckedForm, cell: Cell, label: str, change: Change | None, *, is_number: bool) -> Change | None:
    """The cell in half-width characters, on top of a change already made; None where that changes nothing."""
    old = change.new if change is not None else cell.text
    new = _FULL_WIDTH.sub(lambda match: narrow(match[0]), old).strip()
    if new == old or (is_number and cell.number is None):
        return None
    if not is_number and not (isinstance(parse_value(old), Quantity) and parse_value(new) == parse_value(old)):
        return None
    if change is not None:
        return change._replace(value=new, why=f"{change.why}，{_NARROWED}")
    number = parse_number(new) if is_number and not new.endswith("%") else None
    # 9.70 stays text: as a number it would show as 9.7.
    value = in_format(checked.subject.sheet.cells, cell, number) if number is not None and plain(number) == new else new
    return Change(checked.form.sheet, cell, label, value, "", _NARROWED)


def _applied(data: bytes, plan: Plan) -> tuple[bytes, list[Change], list[Skipped]]:
    """The plan carried out: what was done, and what could not be."""
    edits = {_edit(change): change for change in plan.changes}
    result = edited(data, edits)
    refused = {edits[edit]: why for edit, why in result.refused}
    done = [change for change in plan.changes if change not in refused]
    left = [Skipped(change.sheet, change.cell.address, change.label, _NOT_MADE[why]) for change, why in refused.items()]
    if not done:
        return data, [], [*plan.skipped, *left]
    brought_up = edited(result.data, _results(read_workbook(data), read_workbook(result.data)))
    return brought_up.data, done, [*plan.skipped, *left]


def _edit(change: Change) -> Edit:
    return Edit(change.sheet, change.cell.row, change.cell.column, change.value, change.on_formula)


def _results(before: Workbook, after: Workbook) -> Iterator[Edit]:
    """New results for the formulas that rest on what was changed, as far as they can be told."""
    for old, stored in zip(before.sheets, after.sheets, strict=True):
        formulas, new = {place: cell.formula for place, cell in stored.cells.items() if cell.formula}, stored
        # A formula on other formulas follows a step later.
        for _ in range(_LONGEST_CHAIN if formulas else 0):
            changed = dict(_changed_results(formulas, old, new))
            if not changed:
                break
            new = replace(new, cells={**new.cells, **changed})
        for place in formulas:
            value = new.cells[place].value
            if value != stored.cells[place].value:
                yield Edit(new.name, *place, Decimal(value), OnFormula.RESULT)


def _changed_results(
    formulas: dict[tuple[int, int], str], old: Sheet, new: Sheet
) -> Iterator[tuple[tuple[int, int], GridCell]]:
    for place, formula in formulas.items():
        number = evaluate(formula, new)
        if number is None or number == evaluate(formula, old):
            continue
        value = plain(_AS_STORED.plus(number))
        if value != new.cells[place].value:
            yield place, new.cells[place]._replace(kind="n", value=value)


def _is_open(workbook: Workbook) -> bool:
    """Whether a formula goes beyond what is computed here."""
    cells = ((sheet, cell) for sheet in workbook.sheets for cell in sheet.cells.values() if cell.formula)
    return any(evaluate(cell.formula or "", sheet) is None for sheet, cell in cells)
