"""A real window, real keys and a real mouse: a value is typed, the score follows, 校验 is clicked, the notes are there.

The pictures of the manual come from here: JIXIAO_PICTURES=docs/libreoffice pytest tests/addin/calc/test_on_screen.py
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from calc_office import Office, calc_with_extension
from office import needs_libreoffice
from places import CASES
from screen import Screen, screen, until

from jixiao_templates.case import load_case
from jixiao_templates.templates import build

pytestmark = [needs_libreoffice, pytest.mark.libreoffice, pytest.mark.slow]
_TRIES, _PATIENCE = 4, 15


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Office, Screen]]:
    with screen(tmp_path) as shown, calc_with_extension(tmp_path, visible=True, display=shown.display) as office:
        yield office, shown


def on_screen(office: Office, ask: str, **payload: object) -> Any:
    return office.ask("on_screen", ask=ask, **payload)


def test_a_clerk_types_a_value_and_clicks_check(desk: tuple[Office, Screen], tmp_path: Path) -> None:
    office, shown = desk
    pictures = Path(os.environ.get("JIXIAO_PICTURES", tmp_path))
    path = tmp_path / "自评表.xlsx"
    path.write_bytes(build("project-2021", edition="udf", host="calc", filled=load_case(CASES / "03.json")))
    row = row_of(path, "百姓短信接收率")
    actual, score = f"F{row}", f"H{row}"
    on_screen(office, "open", path=str(path))
    buttons = until(lambda: on_screen(office, "buttons"))
    assert list(buttons) == ["校验", "批量校验", "规范写法", "清除标注", "另存上报版", "环境自检"]
    assert on_screen(office, "state", cells=[actual, score])["cells"] == {actual: "95", score: "10"}

    # A keyboard and a mouse, nothing else: the value is typed into the cell and the score follows.
    on_screen(office, "show", sheet=None, row=row - 8)
    typed(office, shown, actual, "90%", lambda cells: cells[score] == "8.68", score)
    shown.picture(pictures / "typed.png")

    # What was found is said in a window, over 校验结果.
    pressed(office, shown, buttons["校验"], pictures / "result.png")
    marks = on_screen(office, "state")["marks"]["项目支出绩效自评表"]
    assert marks and all(note.startswith("【校验】") for _, note in marks.values())
    # The reason is still to be written: the cell says so.
    assert "百姓短信接收率" in marks[f"I{row}"][1]

    on_screen(office, "show", sheet="项目支出绩效自评表", row=row - 8)
    place = on_screen(office, "cells", addresses=[f"I{row}"])[f"I{row}"]
    shown.do("mousemove", "--sync", *place)
    time.sleep(2)
    shown.picture(pictures / "marked.png")

    # Away from the note, which pops up over what is below the mouse.
    shown.do("mousemove", "--sync", 700, 10)
    pressed(office, shown, buttons["清除标注"])
    after = on_screen(office, "state")
    assert not after["marks"] and "校验结果" not in after["sheets"]


def message(office: Office) -> Any:
    """The open message of a button, [] where there is none; None where a window went while it was looked at."""
    assert office.session.process.poll() is None, "LibreOffice has ended"
    try:
        return on_screen(office, "answer")
    except AssertionError:
        return None


def pressed(office: Office, shown: Screen, button: tuple[int, int], picture: Path | None = None) -> None:
    """Click on a button until its message is there (a busy window loses a click), then click the message away."""
    place = None
    for _ in range(_TRIES):
        shown.click(button)
        deadline = time.monotonic() + _PATIENCE
        while not place and time.monotonic() < deadline:
            place, *_ = message(office) or [None]
        if place:
            break
    assert place, "no message"
    time.sleep(0.5)
    if picture is not None:
        shown.picture(picture)
    for _ in range(_TRIES):
        shown.click(place)
        time.sleep(0.5)
        if message(office) == []:
            return
    raise AssertionError("the message stays")


def row_of(path: Path, name: str) -> int:
    """The row of an indicator."""
    (row,) = [cell.row for (cell,) in openpyxl.load_workbook(path).worksheets[0]["D13:D60"] if cell.value == name]
    return int(row)


def typed(
    office: Office, shown: Screen, cell: str, text: str, has_followed: Callable[[dict[str, str]], bool], *seen: str
) -> None:
    """Click on a cell and type, once more if the window was not yet listening."""
    for _ in range(_TRIES):
        shown.click(on_screen(office, "cells", addresses=[cell])[cell])
        shown.do("type", "--delay", 50, text)
        shown.do("key", "Return")
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            if has_followed(on_screen(office, "state", cells=[cell, *seen])["cells"]):
                return
    raise AssertionError(on_screen(office, "state", cells=[cell, *seen])["cells"])
