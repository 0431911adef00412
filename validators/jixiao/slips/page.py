"""A 退回说明 in words: lines for a text that can be pasted into a message, and for a page."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from jixiao.words import CLOSING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jixiao.slips.content import Item, Slip

# What a person reads in a message where a marked copy holds everything.
MOST_ITEMS = 10
# What a .docx cannot hold, for XML cannot, and what a message shows as nothing or as boxes.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAK = re.compile("\r\n?")


class Part(StrEnum):
    """What a line is: it decides how the page sets it."""

    TITLE = "title"
    HEADING = "heading"
    PROJECT = "project"
    ITEM = "item"
    TEXT = "text"


class Line(NamedTuple):
    """A line of the page."""

    part: Part
    text: str


def lines_of(slip: Slip) -> Iterator[Line]:
    """The whole page, without control characters: `MOST_ITEMS` items, and those further ones that no copy names."""
    for line in _lines(slip):
        yield line._replace(text=_CONTROL.sub("\ufffd", _BREAK.sub("\n", line.text)))


def _lines(slip: Slip) -> Iterator[Line]:
    yield Line(Part.TITLE, "绩效自评表退回说明")
    yield Line(Part.TEXT, f"{slip.unit}{f'（联系人：{slip.contact}）' if slip.contact else ''}：")
    yield Line(Part.TEXT, f"{_received(slip)}核对时发现下列内容，请核实后修改或说明，再报回。")
    correct = _shown(slip.correct, MOST_ITEMS)
    yield from _section("必须修改", slip.correct, correct)
    yield from _section("需核对或说明", slip.explain, _shown(slip.explain, MOST_ITEMS - len(correct)))
    if slip.accepted:
        yield Line(Part.HEADING, f"不必重报（{len(slip.accepted)}张）")
        yield Line(Part.TEXT, f"{'、'.join(slip.accepted)}。")
    yield Line(Part.TEXT, _closing(slip))
    yield Line(Part.TEXT, CLOSING)


def _received(slip: Slip) -> str:
    return f"收到贵单位报来的绩效自评表{slip.forms}张。" if slip.forms else "收到贵单位报来的文件。"


def _shown(items: Sequence[Item], room: int) -> list[Item]:
    return [item for index, item in enumerate(items) if index < room or not item.in_copy]


def _section(title: str, items: Sequence[Item], shown: Sequence[Item]) -> Iterator[Line]:
    if not items:
        return
    yield Line(Part.HEADING, f"{title}（{len(items)}处）")
    place = ""
    for number, item in enumerate(shown, start=1):
        here = f"《{item.project}》（{item.file}）" if item.project else item.file
        if here != place:
            yield Line(Part.PROJECT, here)
            place = here
        yield Line(Part.ITEM, f"{number}. {item.problem}{item.action}")
    if len(shown) < len(items):
        rest = f"其余{len(items) - len(shown)}处" if shown else f"这{len(items)}处"
        yield Line(Part.TEXT, f"{rest}详见标注的副本。")


def _closing(slip: Slip) -> str:
    when = f"请于{slip.due}前报回。" if slip.due else "请尽早报回。"
    return f"{when}感谢配合。"
