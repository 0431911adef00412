"""Wrong use of the command, said in Chinese: what is wrong, what may have been meant."""

from __future__ import annotations

import difflib
import re

# What argparse says in English, and the same in Chinese. The English differs a little between Python versions.
_CHOICE = re.compile(r"argument (.+?): invalid choice: '?(.*?)'? \((?:choose from (.*))\)$")
_SENTENCES = (
    (re.compile(r"the following arguments are required: (.+)"), "少写了{0}。"),
    (re.compile(r"unrecognized arguments: (.+)"), "不认得“{0}”。"),
    (re.compile(r"argument (.+?): expected (?:at least )?one argument"), "{0} 后面少写了内容。"),
    (re.compile(r"argument (.+?): ignored explicit argument '?(.*?)'?$"), "{0} 后面不用写“{1}”。"),
    (re.compile(r"ambiguous option: (\S+) could match (.+)"), "“{0}”可能是 {1}，请写全。"),
    (re.compile(r"argument (.+?): invalid int value: '?(.*?)'?$"), "{0} 要写整数，不能是“{1}”。"),
    (re.compile(r"argument (.+?): not allowed with argument (.+)"), "{0} 和 {1} 不能一起用。"),
)


def sentence(message: str, options: list[str]) -> str:
    """An error of argparse in Chinese; options: those that there are, from which the near one is offered."""
    choice = _CHOICE.match(message)
    if choice:
        where, given, allowed = choice[1], choice[2], [word.strip(" '") for word in choice[3].split(",")]
        what = "没有" if where == "命令" else f"{where} 不能是"
        return f"{what}“{given}”{perhaps(given, allowed)}；可以是：{'、'.join(allowed)}。"
    for english, chinese in _SENTENCES:
        match = english.match(message)
        if match:
            given = match[1].split()[0].partition("=")[0]
            near = perhaps(given, options) if english is _SENTENCES[1][0] else ""
            return chinese.format(*match.groups()).removesuffix("。") + near + "。"
    return "命令写得不对。"


def perhaps(given: str, known: list[str]) -> str:
    """What may have been meant, as the end of a sentence; empty where nothing is near."""
    near = difflib.get_close_matches(given.lower(), known, 1, 0.6)
    return f"，是不是 {near[0]}" if near else ""
