"""Zip files with workbooks in them: read member by member within limits, never unpacked to disk."""

from __future__ import annotations

import re
import zipfile
import zlib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from jixiao.reading import Limits, Refused

_GiB = 1 << 30
_LARGEST = 2 * _GiB
_MOST = 20_000
_UTF8 = 0x800
_ENCRYPTED = 0x1
_FIRST_CJK = "\u2e80"
# What zipfile raises on bytes that are no sound archive.
_BROKEN = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, zlib.error)
_DRIVE = re.compile(r"[A-Za-z]:")


class ArchiveError(Exception):
    """The archive stays closed; why: in Chinese, for the user."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Member(NamedTuple):
    """A file in an archive: its name, made safe to be part of a path, and its place in the directory."""

    name: str
    number: int


def members_of(path: str) -> list[Member]:
    """The files in a zip file. Raises ArchiveError for what cannot be opened or is out of all proportion."""
    try:
        if Path(path).stat().st_size > _LARGEST:
            raise ArchiveError("超过 2 GB，请解压后再查")
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except _BROKEN:
        raise ArchiveError("已损坏或没有传完，请重新发送，或解压后再查") from None
    if len(infos) > _MOST or sum(info.file_size for info in infos) > _LARGEST:
        raise ArchiveError("里面的文件太多或太大，请解压后再查")
    is_utf8 = all(map(_reads_as_utf8, infos))
    members = (Member(_safe(_decoded(info, is_utf8)), number) for number, info in enumerate(infos) if not info.is_dir())
    return sorted(member for member in members if member.name and not member.name.startswith("__MACOSX/"))


def _reads_as_utf8(info: zipfile.ZipInfo) -> bool:
    """Whether the name is UTF-8, marked or not: the macOS Finder does not mark it.

    A few Chinese characters of the Chinese code page read as UTF-8 too, but never as Chinese.
    """
    if info.flag_bits & _UTF8 or info.filename.isascii():
        return True
    try:
        name = info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return False
    return any(character >= _FIRST_CJK for character in name)


def _decoded(info: zipfile.ZipInfo, is_utf8: bool) -> str:
    """The name; one that is no UTF-8 was written by a Chinese Windows."""
    if info.flag_bits & _UTF8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8" if is_utf8 else "gb18030")
    except UnicodeError:
        return info.filename


def _safe(name: str) -> str:
    """A relative path that leads nowhere but down."""
    parts = _DRIVE.sub("", name.replace("\\", "/"), count=1).split("/")
    return "/".join(part for part in parts if part not in ("", ".", ".."))


def member_content(path: str, number: int, limits: Limits | None = None) -> bytes:
    """The content of a file in a zip file, of one that is too large its beginning. Raises Refused."""
    limits = limits or Limits()
    try:
        archive = _opened(path)
        info = archive.infolist()[number]
        if info.flag_bits & _ENCRYPTED:
            raise Refused("encrypted", "archive")
        with archive.open(info) as file:
            return file.read(limits.file + 1)
    except (*_BROKEN, IndexError) as error:
        raise Refused("damaged", f"archive: {error}"[:200]) from None


@lru_cache(maxsize=1)
def _opened(path: str) -> zipfile.ZipFile:
    """Archives are gone through one after the other: the one in hand stays open."""
    return zipfile.ZipFile(path)
