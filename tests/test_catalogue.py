"""Codes, slugs and severities are a contract with the tools that read our reports: tests/catalogue.tsv."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from places import ROOT

from jixiao.reports.rule_pages import pages, write_pages
from jixiao.rules import all_rules, rule_of
from jixiao.rules.framework import OPTIONAL_SECTION, SECTIONS
from jixiao.words import CLOSING

with (Path(__file__).parent / "catalogue.tsv").open(encoding="utf-8", newline="") as file:
    CATALOGUE = list(csv.DictReader(file, delimiter="\t"))
PAGES = ROOT / "docs" / "rules"


def test_every_rule_of_the_catalogue_exists() -> None:
    assert {line["code"] for line in CATALOGUE} - {rule.code for rule in all_rules()} == set()


def test_every_rule_is_in_the_catalogue() -> None:
    assert {rule.code for rule in all_rules()} - {line["code"] for line in CATALOGUE} == set()


@pytest.mark.parametrize("line", CATALOGUE, ids=lambda line: line["code"])
def test_code_slug_and_severity_are_those_of_the_catalogue(line: dict[str, str]) -> None:
    rule = rule_of(line["code"])
    assert {
        "code": rule.code,
        "slug": rule.slug,
        "severity": rule.severity.value,
        "by_profile": "†" if rule.by_profile else "",
        "fixable": "fix" if rule.fixable else "",
    } == line


def test_no_two_rules_share_a_slug() -> None:
    slugs = [rule.slug for rule in all_rules()]
    assert len(slugs) == len(set(slugs))


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_the_page_of_a_rule_has_its_sections_in_order(rule: object) -> None:
    lines = rule.page.splitlines()
    assert lines[0] and not lines[0].endswith("。")
    assert [line for line in lines if line in SECTIONS] == list(SECTIONS)
    allowed = {lines[0], *SECTIONS, OPTIONAL_SECTION}
    sections = [index for index, line in enumerate(lines) if line in allowed][1:]
    for start, end in zip(sections, [*sections[1:], len(lines)], strict=True):
        body = [line for line in lines[start + 1 : end] if line]
        assert body and all(line.startswith("    ") for line in body), lines[start]


# -- the pages under docs/rules


def test_the_pages_are_those_of_the_rules() -> None:
    """Stale? `python -m jixiao.reports docs/rules` writes them anew."""
    if not PAGES.parent.is_dir():
        pytest.skip("the documents are not beside the tests")
    written = {path.name: path.read_text(encoding="utf-8") for path in PAGES.glob("*")}
    wanted = pages()
    assert {name for name in {*written, *wanted} if written.get(name) != wanted.get(name)} == set()


def test_every_page_says_who_decides() -> None:
    assert all(CLOSING in text for text in pages().values())


def test_writing_changes_only_what_is_stale(tmp_path: Path) -> None:
    assert len(write_pages(tmp_path)) == len(all_rules()) + 1
    (tmp_path / "JX301.md").write_text("old", encoding="utf-8")
    (tmp_path / "JX999.md").write_text("gone", encoding="utf-8")
    assert write_pages(tmp_path) == ["JX301.md", "JX999.md"]
    assert not (tmp_path / "JX999.md").exists()
    assert write_pages(tmp_path) == []
