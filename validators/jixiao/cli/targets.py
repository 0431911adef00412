"""Where ``check`` may write: what was handed in, and what somebody else made, is never written over."""

from __future__ import annotations

import os
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from jixiao.batch.gather import SUFFIXES
from jixiao.cli.history import standing
from jixiao.listing import DECISION, KEY

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

# What is only read, by the word for it.
_INPUTS = {
    "roster": "名单",
    "goals": "绩效目标表",
    "previous": "上次的结果",
    "decisions": "决定表",
    "acknowledged": "已说明清单",
    "profile": "评分口径",
}
_OUTPUTS = {
    "output": "-o",
    "summary": "--summary",
    "marked": "--marked",
    "slips": "--slips",
    "write_acknowledged": "--write-acknowledged",
}
# Both read and written: what it holds stays.
_BOTH = frozenset((("summary", "decisions"), ("write_acknowledged", "acknowledged")))
_FOLDERS = frozenset(("marked", "slips"))
# Workbooks of either kind, documents, archives, PDF and pictures: no report of ours begins so.
_FOREIGN = (b"PK", b"\xd0\xcf\x11\xe0", b"%PDF", b"Rar!", b"7z\xbc\xaf", b"\xff\xd8\xff", b"\x89PNG")


def problem_of_targets(options: argparse.Namespace) -> str:
    """Why nothing may be written as asked, empty where it may."""
    return next((problem for problem in _problems(options) if problem), "")


def _problems(options: argparse.Namespace) -> Iterator[str]:
    given = {name: str(getattr(options, name)) for name in _OUTPUTS if getattr(options, name) is not None}
    yield from (f"{_OUTPUTS[name]} 后面没有写文件名。" for name, path in given.items() if not path.strip())
    for name, path in given.items():
        yield from _input_problems(name, path, options)
        yield _folder_problem(name, path) if name in _FOLDERS else _file_problem(name, path, options)
    names = [name for name in given if name not in _FOLDERS]
    for one, other in combinations(names, 2):
        if os.path.realpath(given[one]) == os.path.realpath(given[other]):
            yield f"{_OUTPUTS[one]} 和 {_OUTPUTS[other]} 写的是同一个文件“{given[one]}”。请分别起文件名。"
    if options.marked is not None:
        yield _marked_problem(options.marked, options.paths)


def _input_problems(name: str, path: str, options: argparse.Namespace) -> Iterator[str]:
    for other, word in _INPUTS.items():
        source = getattr(options, other)
        if source and (name, other) not in _BOTH and _is_one(path, source):
            yield f"{_OUTPUTS[name]} 写的“{path}”就是{word}，不能写在它上面。请另起文件名。"


def _folder_problem(name: str, path: str) -> str:
    is_file = name == "marked" and Path(path).is_file()
    return f"{_OUTPUTS[name]} 要写文件夹，“{path}”是文件。请换一个名称。" if is_file else ""


def _file_problem(name: str, path: str, options: argparse.Namespace) -> str:
    target, option = Path(path), _OUTPUTS[name]
    if target.is_dir():
        same = "，还是要检查的文件夹" if any(_is_one(path, each) for each in options.paths) else ""
        return f"{option} 要写文件名，“{path}”是文件夹{same}。请写明文件名。"
    if not target.is_file():
        return ""
    if name == "summary":
        return (
            ""
            if standing(target).is_ours
            else f"“{path}”已经有了，不是校验的汇总表，没有覆盖。请给 --summary 另起文件名；"
            f"确是汇总表的，“{DECISION}”或隐藏的“{KEY}”栏名改过，请改回。"
        )
    if any(_is_one(path, each) for each in options.paths) or _is_foreign(target):
        return f"“{path}”是交来的文件或别的文档，没有覆盖。请给 {option} 另起文件名。"
    return ""


def _is_foreign(path: Path) -> bool:
    if path.suffix.lower() in SUFFIXES:
        return True
    try:
        with path.open("rb") as file:
            return file.read(8).startswith(_FOREIGN)
    except OSError:
        return False


def _marked_problem(folder: str, paths: list[str]) -> str:
    """Marked copies among the forms are left out of the check: no form may lie among the copies."""
    if any(_is_one(folder, path) for path in paths):
        return "--marked 的文件夹不能就是要检查的文件夹：原件不改动。请另写一个文件夹。"
    home = os.path.realpath(folder)
    inside = any(Path(path).is_dir() and Path(home).is_relative_to(os.path.realpath(path)) for path in paths)
    if not inside or not Path(home).is_dir():
        return ""
    from jixiao.batch.marked_copies import is_marked

    for path in sorted(Path(home).rglob("*")):
        if path.suffix.lower() in SUFFIXES and not path.name.startswith(("~$", ".~", "._")) and not is_marked(path):
            return (
                f"--marked 的文件夹里有不是标注副本的表（{path.name}）：放在那里的表不检查。"
                "请把它移出来，或给 --marked 换一个文件夹。"
            )
    return ""


def _is_one(one: str, other: str) -> bool:
    try:
        return Path(one).samefile(other)
    except (OSError, ValueError):
        return False
