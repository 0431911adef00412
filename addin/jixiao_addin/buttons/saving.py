"""另存上报版 and 批量校验: what is written lies beside the workbook or the folder; nothing open is changed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jixiao_addin.buttons.host import YES, Denied
from jixiao_addin.buttons.outcome import Refusal

if TYPE_CHECKING:
    from jixiao_addin.buttons.host import Host
    from jixiao_addin.buttons.outcome import Engine

_UNSAVED = "这份工作簿还没有保存过。请先保存到电脑上，再点“另存上报版”。"
_SAVE = "上报版是从存好的文件做的，所以先要保存这份工作簿。{changes}现在保存吗？"
_NO_COPY = "这份文件做不成上报版。请用“另存为”存成 .xlsx（Excel 工作簿）后再试。"
_SUFFIXES = (".xlsx", ".xlsm")
_STALE = "存好的文件里有公式没有结果，或结果不是最新的，所以先要重算并保存这份工作簿。"
_UNTOUCHED, _SAVED = "这份没有动。", "这份已按屏幕上的内容保存。"


def save_final(host: Host, engine: Engine) -> None:
    """Write a copy with values only and official columns only beside the workbook, which stays open as it is."""
    if not host.path():
        host.tell(_UNSAVED)
        return
    source = Path(host.path())
    if source.suffix.lower() not in _SUFFIXES:
        host.tell(_NO_COPY)
        return
    is_unsaved = host.is_unsaved()
    if is_unsaved and host.ask(_SAVE.format(changes=host.saving_changes)) != YES:
        return
    target = _free(source.with_name(f"{source.stem}-上报版{source.suffix}"))
    try:
        if is_unsaved:
            host.save()
        try:
            said = engine.final(str(source), str(target))
        except Refusal as refusal:
            # Calculated on the screen, but never in the file.
            asked = f"{_STALE}{host.saving_changes}现在保存吗？"
            if is_unsaved or not refusal.is_stale or host.ask(asked) != YES:
                raise
            is_unsaved = True
            host.save()
            said = engine.final(str(source), str(target))
    except Denied:
        host.tell("工作簿没能保存（只读，或者正被别人打开）。请另存一份后再试。")
    except Refusal as refusal:
        host.tell(str(refusal))
    else:
        this = _SAVED if is_unsaved else _UNTOUCHED
        told = f"上报版已存为“{target.name}”，和这份工作簿放在一起；{this}"
        host.tell("\n\n".join(filter(None, (told, said))))


def check_folder(host: Host, engine: Engine) -> None:
    """Check all workbooks of a folder and open the summary workbook, which lies beside the folder."""
    chosen = host.choose_folder("选择放自评表的文件夹（含下级文件夹）")
    if not chosen:
        return
    folder = Path(chosen)
    # Beside it, not in it: the next batch shall not take the summary for a form.
    target = _free(folder.parent / f"{folder.name or '批量'}-校验汇总-{datetime.now():%Y%m%d}.xlsx")
    try:
        said = engine.batch(str(folder), str(target))
    except Refusal as refusal:
        host.tell(str(refusal))
        return
    host.open(str(target))
    host.tell(said)


def _free(path: Path) -> Path:
    """The path, or the next with a number in brackets: nothing is ever written over."""
    number = 1
    candidate = path
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.stem}({number}){path.suffix}")
    return candidate
