"""The catalogue as Markdown pages, one a rule and an index, all from the rules' metadata and docstrings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jixiao.cross.gathering import KIND_WORDS
from jixiao.rules import all_rules
from jixiao.rules.framework import OPTIONAL_SECTION, SECTIONS
from jixiao.words import CLOSING, SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jixiao.rules.framework import Rule

INDEX = "README.md"
_HEADINGS = frozenset((*SECTIONS, OPTIONAL_SECTION))
_EXAMPLES = frozenset(SECTIONS[:2])
_NOTE = "本页由规则的说明生成（`python -m jixiao.reports docs/rules`），请改规则里的说明，不要改本页。"
_FAMILIES = {
    "0": "文件与表样",
    "1": "抬头与年度总体目标",
    "2": "资金",
    "3": "指标值与完成值",
    "4": "分值与得分",
    "5": "合计、总分与等级",
    "6": "偏差原因",
    "7": "运行监控表",
    "8": "评分表",
    "9": "跨表核对",
}


def write_pages(folder: Path) -> list[str]:
    """Write every page into the folder and take away those of rules that are gone; the names of what changed."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = pages()
    stale = [path for path in folder.glob("*.md") if path.name not in wanted]
    for path in stale:
        path.unlink()
    changed = [path.name for path in stale]
    for name, text in wanted.items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(name)
    return sorted(changed)


def pages() -> dict[str, str]:
    """The text of each page by its file name."""
    rules = all_rules()
    return {INDEX: "\n".join(_index(rules)) + "\n"} | {
        f"{rule.code}.md": "\n".join(_page(rule)) + "\n" for rule in rules
    }


def _page(rule: Rule) -> Iterator[str]:
    """A page: its title, its metadata, the sections of the docstring, the closing sentence."""
    lines = rule.page.splitlines()
    yield f"# {rule.code} {lines[0]}"
    yield ""
    yield f"`{rule.slug}` · {_severity(rule)}" + (" · 有规范写法可自动改（`jixiao fix`）" if rule.fixable else "")
    if rule.kinds:
        yield ""
        yield "适用：" + "、".join(words for kind, words in KIND_WORDS.items() if kind in rule.kinds)
    section = ""
    for line in lines[1:]:
        if line in _HEADINGS:
            section = line
            yield f"## {line}"
            yield ""
        elif section in _EXAMPLES:
            # Indented text is shown as it stands: an example may hold "|" and "*".
            yield line
        else:
            yield line.strip()
    yield ""
    yield CLOSING
    yield ""
    yield f"<!-- {_NOTE} -->"


def parts_of(rule: Rule) -> Iterator[tuple[str, list[str]]]:
    """The page of a rule as its parts: heading (empty for what stands first) and lines, without empty ones."""
    heading, lines = "", list[str]()
    for line in rule.page.splitlines()[1:]:
        if line in _HEADINGS:
            yield heading, lines
            heading, lines = line, []
        elif line.strip():
            lines.append(line.strip())
    yield heading, lines


def _severity(rule: Rule) -> str:
    words = SEVERITIES[rule.severity.value]
    milder = SEVERITIES[rule.severity.milder.value]
    return f"{words}（口径由程序推断时：{milder}）" if rule.by_profile else words


def _index(rules: tuple[Rule, ...]) -> Iterator[str]:
    yield "# 规则目录"
    yield ""
    yield f"共 {len(rules)} 条，一条一页；命令行里看：`jixiao explain JX301`。{CLOSING}"
    family = ""
    for rule in rules:
        if rule.code[2] != family:
            family = rule.code[2]
            yield ""
            yield f"## JX{family}xx {_FAMILIES[family]}"
            yield ""
            yield "| 编号 | 一般轻重 | 内容 | 短名 |"
            yield "|---|---|---|---|"
        dagger = "†" if rule.by_profile else ""
        severity = SEVERITIES[rule.severity.value]
        yield f"| [{rule.code}]({rule.code}.md) | {severity}{dagger} | {rule.title} | `{rule.slug}` |"
    yield ""
    yield "† 评分口径由程序推断、没有写明的，轻一级。"
    yield ""
    yield f"<!-- {_NOTE} -->"
