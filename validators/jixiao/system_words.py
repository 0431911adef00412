"""What the operating system says when a file cannot be opened or written, in Chinese: it says it in English."""

from __future__ import annotations

import errno

_WORDS = {
    errno.EACCES: "没有权限，或者正被别的程序打开",
    errno.EPERM: "没有权限",
    errno.EROFS: "那里只能读，不能写",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EEXIST: "已经有同名的文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "那是文件夹，不是文件",
    errno.ENOSPC: "磁盘满了",
    errno.EBUSY: "正被别的程序使用",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EINVAL: "文件名里有不能用的字符",
    errno.EIO: "磁盘读写出错",
}


def why(error: OSError) -> str:
    """Why it failed; what is rare is left in the system's own words."""
    return _WORDS.get(error.errno or 0) or error.strerror or str(error)
