"""``jixiao explain``."""

from __future__ import annotations

import difflib
import sys
from typing import TYPE_CHECKING

from jixiao.cli.exits import CLEAN, WRONG_USE
from jixiao.rules import all_rules, rule_of
from jixiao.words import CLOSING, SEVERITIES

if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace) -> int:
    """Print the page of a rule, named by its code or its slug."""
    wanted = options.code.strip()
    by_slug = {rule.slug: rule.code for rule in all_rules()}
    code = by_slug.get(wanted.lower(), wanted.upper())
    try:
        rule = rule_of(code)
    except KeyError:
        near = difflib.get_close_matches(code, [rule.code for rule in all_rules()], 1, 0.6)
        print(f"没有规则“{wanted}”{f'，是不是 {near[0]}' if near else ''}；全部规则见 jixiao rules。", file=sys.stderr)
        return WRONG_USE
    print(f"{rule.code} {rule.slug} · {SEVERITIES[rule.severity.value]}")
    print(rule.page)
    print(f"\n{CLOSING}")
    return CLEAN
