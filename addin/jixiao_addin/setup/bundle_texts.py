"""What lies in the bundle beside Python: scripts for a double click, and what to read first."""

from __future__ import annotations

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

SCRIPTS = {
    "安装.cmd": f"{_START}%PY% -m jixiao addin install\n{_END}",
    "卸载.cmd": f"{_START}%PY% -m jixiao addin remove\n{_END}",
    "自检.cmd": f"{_START}%PY% -m jixiao doctor\n{_END}",
    # A file or folder dropped on it arrives as %1; the report opens in the browser.
    "校验（把表或文件夹拖到这里）.cmd": (
        f'{_START}if "%~1"=="" %PY% -m jixiao check -h\n'
        'if not "%~1"=="" %PY% -m jixiao check "%~1" --format html -o "%TEMP%\\jixiao.html"\n'
        'if not "%~1"=="" if exist "%TEMP%\\jixiao.html" start "" "%TEMP%\\jixiao.html"\n'
        f"{_END}"
    ),
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

程序不联网，不改动你的表，表格不出本机。一切结论以本地财政部门通知为准。
"""
