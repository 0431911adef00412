"""The text report: by form and row, the cell first; at the end what it adds up to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jixiao.cross.gathering import KIND_WORDS
from jixiao.finding import Severity, Verdict
from jixiao.form import Kind
from jixiao.report import STOPPED
from jixiao.reports.columns import table
from jixiao.reports.summary import summary_of
from jixiao.rules import rule_of
from jixiao.values import half_up, plain
from jixiao.words import CLOSING, message_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jixiao.check import CheckedFile, CheckedForm
    from jixiao.cross import CrossFinding
    from jixiao.finding import Finding
    from jixiao.report import Counts
    from jixiao.scoring import Profile

_MARKS = {Severity.ERROR: "必改", Severity.WARNING: "核对", Severity.INFO: "提示"}
_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_VERDICTS = {Verdict.REWORK: "31", Verdict.EXPLAIN: "33", Verdict.ACCEPT: "32"}
_FOLD_FROM = 3


class Paint(NamedTuple):
    """Colour on a terminal, none elsewhere."""

    on: bool

    def __call__(self, text: str, colour: str) -> str:
        """The text in a colour of the terminal."""
        return f"\x1b[{colour}m{text}\x1b[0m" if self.on else text


def text_parts(
    files: Iterable[str],
    counts: Counts,
    profile: Profile,
    cross: Sequence[CrossFinding] = (),
    *,
    colour: bool = False,
    interrupted: bool = False,
) -> Iterator[str]:
    """The report piece by piece; files: each as its `file_text`."""
    yield from files
    paint = Paint(colour)
    if cross:
        yield _joined((paint("跨表核对", "1"), *_between(cross, paint), ""))
    if interrupted:
        yield f"{STOPPED}\n"
    yield _joined(closing_lines(counts, profile, cross))


def file_text(file: CheckedFile, *, colour: bool = False, quiet: bool = False) -> str:
    """What the report says of one file; quiet leaves out files without findings."""
    return "" if quiet and not file.findings else _joined(_file(file, Paint(colour)))


def _joined(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _file(file: CheckedFile, paint: Paint) -> Iterator[str]:
    yield paint(file.path, "1")
    yield from _lines(file.file_findings, "  ", paint)
    for form in file.forms:
        yield from _form(form, paint)
    yield ""


def _form(checked: CheckedForm, paint: Paint) -> Iterator[str]:
    form, subject = checked.form, checked.subject
    name = form.project or form.text_of("unit") or (form.title.text if form.title else "")
    year = f"{form.year}年度 · " if form.year else ""
    if form.kind is Kind.GOALS:
        yield f"  {form.sheet} · {KIND_WORDS[form.kind]} · {year}{name}"
        yield "  绩效目标表，不是自评表，没有检查。自评表请另交；要与自评表核对，请用 --goals 指明本表。"
        return
    verdict = paint(checked.verdict.value, _VERDICTS[checked.verdict])
    yield f"  {form.sheet} · {KIND_WORDS[form.kind]} · {year}{name}"
    figures = [f"结论：{verdict}"]
    if checked.printed_score is not None:
        computed = subject.computed_total
        # Nothing to hold against the printed total where no profile explains the form.
        differs = computed != checked.printed_score and subject.unexplained is None
        again = f"（复算{plain(computed)}）" if computed is not None and differs else ""
        figures.append(f"总分{plain(checked.printed_score)}{again} {checked.grade}")
    if subject.budget is not None and subject.spent is not None:
        rate = f"，执行率{plain(half_up(subject.rate))}%" if subject.rate is not None else ""
        figures.append(
            f"预算{plain(subject.budget)}{form.money_unit}，执行{plain(subject.spent)}{form.money_unit}{rate}"
        )
    yield "  " + " · ".join(figures)
    if checked.evidence:
        yield f"  口径（推断）：{checked.evidence}"
    yield from _lines(checked.findings, "    ", paint)
    for finding in checked.acknowledged:
        yield f"    已说明 {finding.code} {finding.cell}“{finding.label}”：{finding.acknowledged}"


def _lines(findings: Iterable[Finding], indent: str, paint: Paint) -> Iterator[str]:
    for group in folded(findings):
        first = group[0]
        mark = paint(_MARKS[first.severity], _COLOURS[first.severity])
        more = f"（同类共{len(group)}处：{'、'.join(finding.cell for finding in group)}）" if len(group) > 1 else ""
        yield f"{indent}{mark} {first.code} {message_of(first)}{more}"


def _between(cross: Sequence[CrossFinding], paint: Paint) -> Iterator[str]:
    """What was found between files; hints of one kind in one line."""
    groups: dict[object, list[Finding]] = {}
    for each in cross:
        finding = each.finding
        alike = (finding.code, finding.wording)
        groups.setdefault(alike if finding.severity is Severity.INFO else len(groups), []).append(finding)
    for group in groups.values():
        first = group[0]
        names = "、".join(dict.fromkeys(finding.label for finding in group))
        more = f"（同类共{len(group)}处：{names}）" if len(group) > 1 else ""
        yield f"  {paint(_MARKS[first.severity], _COLOURS[first.severity])} {first.code} {message_of(first)}{more}"


def folded(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Findings in the order of the form, repeats of one cause in one group.

    One cause: the same rule, sentence and figures on several rows; or three and more hints of one rule.
    """
    groups: dict[object, list[Finding]] = {}
    ordered = sorted(findings, key=place_of)
    hints: dict[tuple[object, ...], int] = {}
    for finding in ordered:
        hints[_hint(finding)] = hints.get(_hint(finding), 0) + 1
    for finding in ordered:
        hint = finding.severity is Severity.INFO and hints[_hint(finding)] >= _FOLD_FROM
        key = (
            _hint(finding)
            if hint
            else (*_hint(finding), finding.seen, finding.expected, tuple(finding.details.items()))
        )
        groups.setdefault(key, []).append(finding)
    return sorted(groups.values(), key=lambda group: place_of(group[0]))


def _hint(finding: Finding) -> tuple[object, ...]:
    return finding.form, finding.sheet, finding.code, finding.severity, finding.wording


def place_of(finding: Finding) -> tuple[object, ...]:
    """By what findings of one form are ordered: row, column, gravity."""
    letters = finding.cell.rstrip("0123456789")
    row = int(finding.cell[len(letters) :] or 0)
    return row, finding.row is not None, len(letters), letters, finding.severity.rank, finding.code


def _profiles(counts: Counts, profile: Profile) -> str:
    """The profile, or those that were inferred, each with how many forms follow it."""
    if not counts.profiles:
        return profile.name
    ordered = sorted(counts.profiles.items(), key=lambda each: (-each[1], each[0]))
    names = [(name or "没有口径能解释", count) for name, count in ordered]
    counted = "，".join(f"{name} {count}张" for name, count in names)
    return f"{counted if len(names) > 1 else names[0][0]}（推断）"


def closing_lines(counts: Counts, profile: Profile, cross: Sequence[CrossFinding] = ()) -> Iterator[str]:
    """The closing table: forms, verdicts, grades, findings by rule."""
    summary = summary_of(counts, profile, cross)
    forms = "，".join(f"{KIND_WORDS[Kind(kind)]}{count}张" for kind, count in summary.forms.items()) or "没有找到表"
    yield f"共{summary.files}个文件：{forms}。评分口径 {_profiles(counts, profile)}。"
    yield "结论：" + " ".join(f"{verdict.value}{summary.verdicts.get(verdict.value, 0)}" for verdict in Verdict)
    if summary.forms.get("project"):
        grades = " ".join(f"{grade}{count}" for grade, count in summary.grades.items())
        yield f"项目自评等级：{grades} · 全年执行数合计{summary.spent_total:.2f}万元"
    if counts.unread:
        yield f"未能检查：{len(counts.unread)}个文件（{'、'.join(counts.unread)}）"
    if summary.by_code:
        yield ""
        rows = [
            (code, *(str(summary.by_both.get((code, each.value), "")) for each in Severity), rule_of(code).title)
            for code in summary.by_code
        ]
        yield from table([("规则", *_MARKS.values(), "内容"), *rows])
    else:
        yield "没有发现问题。"
    yield ""
    yield f"每条规则的说明：jixiao explain 规则号。{CLOSING}"
