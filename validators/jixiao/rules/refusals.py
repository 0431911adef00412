"""What a person is told about a file that cannot be read, by the reader's code for it."""

from __future__ import annotations

_SAVE = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”再交。"
_REPAIR = "请用 Excel 或 WPS 打开，提示修复的选“是”，另存为 .xlsx 再交；打不开的，请问填表人要原件。"
_RESEND = "请从原件重新复制或重新发送；通过邮件、微信传的，请核对文件大小与原件一致。"

UNFINISHED: dict[str, str] = {
    "crashed": f"检查这个文件时程序两次意外中断，没有查完。{_REPAIR}",
    "internal": "检查这个文件时程序自己出了错，没有查完；这不是表的错。请先人工核对，并把出错信息反馈给软件维护者。",
    "timed-out": "检查这个文件用时过长，没有查完。请删去多余的工作表和大片空行，另存为 .xlsx 再查；"
    "放在网络盘上的，请先复制到本机。",
}
"""The same for a file whose check did not come to its end; these are no codes of the reader."""

SENTENCES: dict[str, str] = {
    "": f"文件读不出来，没有检查。{_REPAIR}",
    "archive": "这是压缩包，不是表格文件。请先解压，把里面的 .xlsx 文件交来。",
    "bad-reference": f"文件已损坏：里面有不存在的单元格位置。{_REPAIR}",
    "bad-value": f"文件已损坏：有的数字单元格里不是数字。{_REPAIR}",
    "cannot-open": "文件打不开，可能正被占用或没有读取权限。请关闭正在打开它的 Excel 或 WPS，核对路径和权限后再试。",
    "corrupt-xml": f"文件已损坏：里面的内容不完整。{_REPAIR}",
    "csv-or-text": f"这是文本文件（CSV 或 TXT），不是表格文件，只改扩展名也不行。{_SAVE}",
    "damaged": f"文件已损坏，可能在复制或传输中出了错。{_RESEND}",
    "doctype": f"文件不是表格软件保存的，里面夹带了不该有的内容，为安全没有打开。{_SAVE}",
    "duplicate-part": f"文件已损坏：同一部分内容有两份，不同软件打开会不一样。{_REPAIR}",
    "empty-file": f"这是空文件（0 字节），里面什么也没有。{_RESEND}",
    "encrypted": (
        "文件加了打开密码，或被单位的文档加密软件锁住了。"
        "请先去掉密码或解密，另存为 .xlsx 再交；不会解密的，问本单位信息管理员。"
    ),
    "et-or-wps": "这是 WPS 自己的表格格式（.et）。请用 WPS 打开，另存为“Excel 工作簿（*.xlsx）”再交。",
    "html": f"这是网页另存的文件，从系统导出的 .xls 常是这种。{_SAVE}",
    "missing-part": f"文件已损坏：缺了一部分内容。{_REPAIR}",
    "not-a-spreadsheet": "这不是表格文件（可能是 Word、PDF 或图片）。请交填好的 Excel 表，保存为 .xlsx。",
    "ods": f"这是 OpenDocument 表格（.ods）。{_SAVE}",
    "old-xls": f"这是旧版 Excel 格式（.xls）。{_SAVE}",
    "too-large": "文件过大，远超一张自评表的大小。请删去多余的工作表、图片和表外的大片空行，另存为 .xlsx 再交。",
    "truncated": f"文件不完整，像是传输中断被截断了。{_RESEND}",
    "xlsb": f"这是 Excel 二进制工作簿（.xlsb）。{_SAVE}",
    "xml-2003": f"这是 XML 表格（Excel 2003），不是 .xlsx 文件。{_SAVE}",
    "zip-bomb": f"文件展开后大得不合常理，为安全没有打开。{_SAVE}",
}
