"""The tab 绩效自评: its buttons, the XML that Excel reads and the VBA that answers."""

from __future__ import annotations

from typing import NamedTuple
from xml.sax.saxutils import quoteattr

NAMESPACE = "http://schemas.microsoft.com/office/2006/01/customui"
# The module whose functions the buttons run (jixiao_addin/excel/buttons.py).
PYTHON_MODULE = "jixiao_addin.excel.buttons"
TAB = "绩效自评"


class Button(NamedTuple):
    """A button: its VBA procedure, its function in Python, its words, Office's own picture for it."""

    macro: str
    entry: str
    label: str
    help: str
    image: str
    needs_workbook: bool = True


class Group(NamedTuple):
    """Buttons that stand together under a name."""

    name: str
    label: str
    buttons: tuple[Button, ...]


GROUPS = (
    Group(
        "jxCheck",
        "校验",
        (
            Button(
                "JxCheckBook",
                "check_book",
                "校验",
                "核对本工作簿里的自评表：有问题的单元格加底色和批注，并列在“校验结果”表。不改动填报内容。",
                "AcceptInvitation",
            ),
            Button(
                "JxCheckFolder",
                "check_folder",
                "批量校验",
                "选一个文件夹，核对里面所有的自评表，结果汇总成一个新工作簿。",
                "FileOpen",
                needs_workbook=False,
            ),
            Button(
                "JxTidySpelling",
                "tidy_spelling",
                "规范写法",
                "把 >=、全角数字等改成规范写法，改之前逐处列出；符号只提建议，由您决定。",
                "Spelling",
            ),
            Button(
                "JxClearMarks",
                "clear_marks",
                "清除标注",
                "去掉校验加上的底色、批注和“校验结果”表，恢复原样。",
                "ReviewDeleteComment",
            ),
        ),
    ),
    Group(
        "jxSubmit",
        "上报",
        (
            Button(
                "JxSaveFinal",
                "save_final",
                "另存上报版",
                "先保存这份工作簿，再做一份只有数值和规定栏目的副本，放在原文件旁边；这份的内容不变。",
                "FileSaveAs",
            ),
            Button(
                "JxRunDoctor",
                "run_doctor",
                "环境自检",
                "检查本机的 Excel、Python 和加载项是否配套，并说明怎样处理。",
                "Help",
                needs_workbook=False,
            ),
        ),
    ),
)


def custom_ui() -> bytes:
    """The part customUI/customUI.xml."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
        f"<customUI xmlns={quoteattr(NAMESPACE)}><ribbon><tabs>",
        f'<tab id="jxTab" label={quoteattr(TAB)}>',
    ]
    for group in GROUPS:
        lines.append(f"<group id={quoteattr(group.name)} label={quoteattr(group.label)}>")
        lines.extend(_element(button) for button in group.buttons)
        lines.append("</group>")
    lines.append("</tab></tabs></ribbon></customUI>\n")
    return "\n".join(lines).encode()


def _element(button: Button) -> str:
    attributes = {
        "id": f"btn{button.macro}",
        "label": button.label,
        "screentip": button.label,
        "supertip": button.help,
        "size": "large",
        "imageMso": button.image,
        "onAction": button.macro,
    }
    return f"<button {' '.join(f'{name}={quoteattr(value)}' for name, value in attributes.items())}/>"


def callbacks() -> str:
    """The text of the module JxRibbon."""
    lines = ["Option Explicit"]
    for button in (each for group in GROUPS for each in group.buttons):
        lines += [
            "",
            f"Public Sub {button.macro}(control As IRibbonControl)",
            f'    RunButton "{button.entry}", {button.needs_workbook}',
            "End Sub",
        ]
    return "\n".join([*lines, ""])
