"""The engine in this process: what the buttons show comes from `jixiao`, and nothing is decided here."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jixiao.check import Choice, check_grid
from jixiao.finding import Severity, Verdict
from jixiao.fixing import spelling_put_right
from jixiao.form import Kind
from jixiao.marking import COLUMNS, FILLS, marks_of, result_sheet, verdict_of
from jixiao.profiles import load
from jixiao.scoring import DEFAULT
from jixiao.system_words import why
from jixiao.words import SEVERITIES, message_of
from jixiao_addin.buttons.outcome import Change, Left, Mark, Outcome, Refusal, Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jixiao import rescoring
    from jixiao.check import CheckedFile
    from jixiao.finishing import Final, Stale
    from jixiao.report import Counts
    from jixiao_addin.buttons.host import Grid

_SHOWN = 5
_NO_COPY = "这份文件做不成上报版。请用“另存为”存成 .xlsx（Excel 工作簿）后再试。"
_REFUSED = {"signed": "文件带数字签名，一改签名就失效，没有做上报版。请用没有签名的那一份。"}
_IS_FORMULA = "是公式，没有改"
_EXPORTED = "这是系统导出的自评表：请在系统里同样更正后重新导出，不要只改这一份。"


def outcome_of(file: CheckedFile, when: datetime) -> Outcome:
    """What buttons need of a checked workbook."""
    page = result_sheet(file, when)
    links = ((line.sheet, line.cell) for line in page.lines)
    # A proposed sign takes the place of a respelling of the same cell: whoever refuses it shall not lose the other.
    safe, proposed = spelling_put_right(file), spelling_put_right(file, signs=True)
    wanted = [*safe.changes, *(each for each in proposed.changes if each.proposal)]
    return Outcome(
        status=file.status,
        summary=_summary(file),
        sheets=tuple(dict.fromkeys(form.form.sheet for form in file.forms)),
        head=page.head,
        columns=COLUMNS,
        marks=tuple(Mark(each.sheet, each.cell, FILLS[each.severity], each.text) for each in marks_of(file)),
        rows=tuple(Row(*link, texts) for link, texts in zip(links, page.rows(), strict=True)),
        changes=tuple(_change(each) for each in wanted if each.cell.formula is None),
        left=tuple(_left(proposed.skipped, wanted)),
        caution=_EXPORTED if any(form.form.kind is Kind.EXPORT for form in file.forms) else "",
    )


class Here:
    """An `outcome.Engine` for a program in whose Python `jixiao` can be imported."""

    def __init__(self, jobs: int | None = 1) -> None:
        """jobs: how many processes check a folder, None for one a core.

        Inside a spreadsheet program another process would be another spreadsheet program.
        """
        self._jobs = jobs

    def check(self, grid: Grid) -> Outcome:
        """Check a workbook that is open."""
        name = str(grid.get("name", ""))
        return outcome_of(check_grid(grid, name, Choice(load(DEFAULT))), datetime.now())

    def final(self, source: str, target: str) -> str:
        """Write the 上报版 of a saved workbook. Raises Refusal."""
        from jixiao.editing import EditRefused
        from jixiao.finishing import final
        from jixiao.reading import Refused

        try:
            made = final(Path(source).read_bytes())
            if made.stale:
                raise Refusal(_stale(made.stale), is_stale=True)
            # Nothing is ever written over.
            with Path(target).open("xb") as file:
                file.write(made.data)
        except (Refused, EditRefused) as refusal:
            raise Refusal(_REFUSED.get(refusal.code, _NO_COPY)) from refusal
        except OSError as error:
            raise Refusal(f"上报版写不成：{why(error)}。请把工作簿另存到别的文件夹再试。") from error
        return _done(made)

    def batch(self, folder: str, target: str) -> str:
        """Check a folder and write the summary workbook. Raises Refusal."""
        from jixiao.batch import check_folder
        from jixiao.reports.summary_workbook import write_summary

        try:
            report = check_folder(folder, jobs=self._jobs)
        except FileNotFoundError:
            raise Refusal(f"没有找到文件夹“{folder}”。请再点一次，重新选择文件夹。") from None
        if not report.files:
            raise Refusal(f"“{Path(folder).name or folder}”里没有找到表格文件（.xlsx、.xlsm）。")
        try:
            write_summary(report, Path(target))
        except OSError as error:
            raise Refusal(f"汇总写不到“{target}”：{why(error)}。请换一个文件夹再试。") from error
        return _told(report.counts, Path(target).name)


def _stale(stale: Sequence[Stale]) -> str:
    cells = "、".join(f"{each.sheet}!{each.cell}" for each in stale[:_SHOWN])
    more = f"等{len(stale)}处" if len(stale) > _SHOWN else ""
    return (
        f"没有做上报版：{cells}{more}的公式没有算出结果，或结果不是最新的。"
        "请重算（按 F9；在 LibreOffice 里按 Ctrl+Shift+F9）并保存，再点“另存上报版”。"
    )


def _done(made: Final) -> str:
    done = [f"{made.values}处公式换成了数值"] if made.values else []
    if made.stamped:
        done.append("去掉了提示栏和辅助列")
    if made.removed:
        done.append(f"去掉了工作表{'、'.join(f'“{name}”' for name in made.removed)}")
    return f"{'；'.join(done)}。" if done else ""


def _told(counts: Counts, name: str) -> str:
    verdicts = "，".join(f"{each.value}{count}张" for each in Verdict if (count := counts.verdicts[each.value]))
    verdicts = f"：{verdicts}" if verdicts else ""
    unread = f"有{len(counts.unread)}个文件没能查，见“未能检查”。" if counts.unread else ""
    return f"查了{counts.files}个文件{verdicts}。{unread}汇总“{name}”已打开，放在那个文件夹旁边。"


def _summary(file: CheckedFile) -> str:
    if not file.forms:
        return "\n".join(message_of(finding) for finding in file.file_findings)
    counts = {each: sum(finding.severity is each for finding in file.findings) for each in Severity}
    found = [f"{SEVERITIES[severity]}{count}处" for severity, count in counts.items() if count]
    return f"{verdict_of(file).value}：{'，'.join(found) or '没有发现问题'}。"


def _change(change: rescoring.Change) -> Change:
    value = change.value if isinstance(change.value, str) else float(change.value)
    cell, new = change.cell.address, change.new
    return Change(change.sheet, cell, change.label, change.old, new, value, change.why, change.proposal)


def _left(skipped: tuple[rescoring.Skipped, ...], wanted: list[rescoring.Change]) -> Iterator[Left]:
    yield from (Left(*each) for each in skipped)
    for change in wanted:
        if change.cell.formula is not None:
            yield Left(change.sheet, change.cell.address, change.label, _IS_FORMULA)
