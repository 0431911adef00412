"""What lies in the bundle beside Python: scripts for a double click, and what to read first."""

from __future__ import annotations

from jixiao_addin.xlam.configuration import XLWINGS
from jixiao_addin.xlam.modules import source_text

_START = """@echo off
setlocal
set PYTHONUTF8=1
set PYTHONDONTWRITEBYTECODE=1
chcp 65001 >nul
set PY="%~dp0python\\python.exe"
"""
_END = """echo.
pause
"""

# Files and folders dropped on it. Explorer quotes no name without a blank: D:\\a&b.xlsx comes as %1 cut at the "&", and
# what follows is run as a command once the script is over. So the names are taken from the whole command line, expanded
# late, when "&" has no meaning any more, and `exit` ends the shell with the script.
# A report of yesterday is deleted first: where nothing could be checked there is none to show.
_DROP = f"""{_START}set "REPORT=%TEMP%\\jixiao.html"
setlocal EnableDelayedExpansion
set "DROPPED=!CMDCMDLINE:~0,-1!"
set "DROPPED=!DROPPED:*" =!"
if exist "!REPORT!" del /q "!REPORT!"
if "%~1"=="" (
  !PY! -m jixiao check -h
) else (
  !PY! -m jixiao check !DROPPED! --format html -o "!REPORT!"
  if exist "!REPORT!" start "" "!REPORT!"
)
{_END}exit
"""

SCRIPTS = {
    "安装.cmd": f"{_START}%PY% -m jixiao addin install\n{_END}",
    "卸载.cmd": f"{_START}%PY% -m jixiao addin remove\n{_END}",
    "自检.cmd": f"{_START}%PY% -m jixiao doctor\n{_END}",
    "校验（把表或文件夹拖到这里）.cmd": _DROP,
}

READ_ME = """绩效自评表校验（jixiao）：离线使用说明

不用上网，不用管理员，不用另装 Python。

一、先把整个文件夹复制到本机固定的地方，如 D:\\jixiao。装好以后不要移动或改名；移动了，重新双击“安装”。
    文件夹的路径里最好不要有空格和生僻字。

二、装 Excel 加载项：关闭所有 Excel 窗口，双击“安装.cmd”，再打开 Excel，功能区多出“绩效自评”一页。
    没有出现的，双击“自检.cmd”，照它说的做。

三、不装加载项也能用：
    1. “模板”文件夹里的表，用 Excel、WPS、LibreOffice 打开就能填，得分自动算，不用宏。
    2. 把填好的表（或放着许多表的文件夹）拖到“校验（把表或文件夹拖到这里）.cmd”上，结果在浏览器里打开。

四、不想用了：双击“卸载.cmd”，再删掉这个文件夹。

五、先说明白：做这个包的地方没有 Windows 和 Excel。包里的程序在 Linux 上跑过全部测试；“安装.cmd”等四个脚本、
    嵌入版 Python 和 Excel 里的加载项没有在 Windows 上运行过。头一次用，请留意每一步的提示；不对的，
    把提示的原文告诉给你这个包的人。

程序不联网，不改动你的表，表格不出本机。一切结论以本地财政部门通知为准。
"""


def notice() -> str:
    """第三方声明: whose work goes along in the add-in, with the licence in full (xlam/sources/JxPython.bas)."""
    comments = (line[1:] for line in source_text("JxPython.bas", XLWINGS).splitlines() if line.startswith("'"))
    text = "\n".join(comments)
    licence = text[text.index("xlwings is distributed") :]
    licence = licence[: licence.index("POSSIBILITY OF SUCH DAMAGE.") + len("POSSIBILITY OF SUCH DAMAGE.")]
    return (
        "加载项 jixiao.xlam 的 VBA 模块 JxPython 取自 xlwings 并做了删改；python 文件夹里各个包的许可在它们自己的\n"
        f".dist-info 文件夹里。xlwings 的许可全文：\n\n{licence}\n"
    )
