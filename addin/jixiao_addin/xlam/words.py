"""What the add-in itself says, before Python answers: written on its own hidden sheets, read by the VBA."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jixiao.functions import FUNCTIONS
from jixiao.marking import RESULT_SHEET
from jixiao_addin.buttons import checking, memory
from jixiao_addin.xlam.ribbon import TAB

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS_SHEET, FUNCTIONS_SHEET = "words", "functions"
WORDS = {
    "title": TAB,
    "result-sheet": RESULT_SHEET,
    "result-begins": checking.BEGINS_OURS,
    "memory-sheet": memory.SHEET,
    "memory-begins": memory.HEADINGS[0],
    "open-workbook": "请先打开要校验的工作簿；如果上方有“启用编辑”，请先点一下。",
    "not-installed": "加载项还没有装好，找不到 Python。\n"
    "请在命令行运行 jixiao addin install（或重新双击安装脚本），再重新打开 Excel。",
    "no-library": "连接 Python 的文件打不开，可能被删除，或被杀毒软件拦下。\n"
    "请在命令行运行 jixiao doctor 查看原因，或重新安装加载项。这个文件是：",
    "failed": "这一步没有做成，原因已经记下。\n请点“环境自检”；仍不行，请把下面这个文件交给管理员：",
    "marks-left": f"这个工作簿里还有校验标注（底色、批注和“{RESULT_SHEET}”表），文件照常保存。\n"
    f"上报之前，请点“{TAB}”里的“清除标注”，或用“另存上报版”。",
}


def word_rows() -> Iterator[tuple[str, str]]:
    """The sheet of words: key, text."""
    yield from WORDS.items()


def function_rows() -> Iterator[tuple[str | int, ...]]:
    """The sheet of functions: name, help, number of arguments, then the help of each argument."""
    for function in FUNCTIONS:
        helps = (f"{argument.title}：{argument.help}" for argument in function.arguments)
        yield function.name, function.summary, len(function.arguments), *helps
