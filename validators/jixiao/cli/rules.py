"""``jixiao rules``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jixiao.cli.exits import CLEAN
from jixiao.rules import all_rules
from jixiao.words import SEVERITIES

if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace) -> int:
    """List the catalogue."""
    if options.format == "json":
        catalogue = [
            {
                "code": rule.code,
                "rule": rule.slug,
                "severity": rule.severity.value,
                "title": rule.title,
                "by_profile": rule.by_profile,
                "fixable": rule.fixable,
            }
            for rule in all_rules()
        ]
        print(json.dumps(catalogue, ensure_ascii=False, indent=1))
        return CLEAN
    from jixiao.reports.columns import table

    for line in table([(rule.code, SEVERITIES[rule.severity.value], rule.slug, rule.title) for rule in all_rules()]):
        print(line)
    return CLEAN
