"""The HTML report, read by a real browser: complete, harmless, the same without its script, open to everyone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from browser import barriers, chromium, opened
from places import ROOT, WORKBOOKS
from playwright.sync_api import Browser, Page
from reporting import CHOICE, of_cases, report_of, report_on

from jixiao.casework import HEAD
from jixiao.check import check_file
from jixiao.report import Report, Skipped
from jixiao.reports.as_html import html_report
from jixiao.roster import read_roster
from jixiao.rules import rule_of
from jixiao.words import problem_and_action

PROJECTS = WORKBOOKS / "项目"
HOSTILE = '<script>alert(1)</script>]]><img src=x onerror="alert(2)">\'"&amp;--><svg onload=alert(3)>'


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def report() -> Report:
    return report_on(PROJECTS)


@pytest.fixture(scope="module")
def page_file(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(report, tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="module")
def full_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page in which every section has something to say."""
    folder = tmp_path_factory.mktemp("full")
    (folder / "坏的.xlsx").write_bytes(b"")
    (folder / "名单.csv").write_text("单位,名称,联系人,截止日\n某县体育馆,场馆维修,乙股,3月31日\n", encoding="utf-8")
    examples = sorted((ROOT / "examples").rglob("*.xlsx"))
    # One of each kind, and two returns of one project that do not agree.
    paths = [each for each in examples if WORKBOOKS not in each.parents or each.name[:2] in ("02", "13", "14", "15")]
    paths.append(folder / "坏的.xlsx")
    files = [check_file(path, CHOICE) for path in paths]
    return saved(report_of(files, read_roster(folder / "名单.csv"), [Skipped("~$a.xlsx", "temporary")]), folder)


def saved(report: Report, folder: Path) -> Path:
    path = folder / "报告.html"
    path.write_text(html_report(report), encoding="utf-8")
    return path


class Outline(HTMLParser):
    """What a page refers to, what it defines and what would run."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.handlers: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name in ("src", "href", "action", "data", "srcset", "poster"):
                self.targets.append(value or "")
            if name == "id":
                self.ids.append(value or "")
            if name.startswith("on") or name == "style":
                self.handlers.append(name)


# -- complete


def test_it_says_what_the_folder_adds_up_to(browser: Browser, page_file: Path) -> None:
    page, _ = opened(browser, page_file)
    tiles = dict(zip(page.locator("dt").all_inner_texts(), page.locator("dd").all_inner_texts(), strict=True))
    assert tiles["项目全年执行数"] == "191.53万元"
    assert (tiles["表"], tiles["需修改"], tiles["需说明"], tiles["可上报"]) == ("13", "6", "6", "1")
    assert page.locator("#grades-words").text_content() == "优：6；良：2；中：4；差：1"
    assert "13个项目，其中执行率低于60%的6个" in (page.locator("#rates-words").text_content() or "")


def test_every_finding_stands_with_its_form(browser: Browser, page_file: Path, report: Report) -> None:
    page, _ = opened(browser, page_file)
    articles = page.locator("article").all_text_contents()
    assert len(articles) == len(report.files)
    for article, file in zip(articles, report.files, strict=True):
        for finding in file.findings:
            problem, action = problem_and_action(finding)
            # Findings of one cause share a row, which names every cell.
            assert finding.cell in article
            assert finding.code in article
            assert action in article
            assert problem in article or "同类共" in article


def test_forms_stand_by_unit(browser: Browser, tmp_path: Path) -> None:
    cases = [
        {"head": HEAD | {"项目名称": name, "实施单位": unit}}
        for name, unit in (("甲", "一中"), ("乙", "二中"), ("丙", "一中"))
    ]
    page, _ = opened(browser, saved(report_of(of_cases(*cases)), tmp_path))
    units = {each.locator("h3").inner_text(): len(each.locator("h4").all()) for each in page.locator(".unit").all()}
    assert units == {"一中": 2, "二中": 1}
    page.locator("a", has_text="二中").click()
    assert page.evaluate("location.hash") == "#u2"


def test_every_rule_that_is_named_is_explained_in_the_page(page_file: Path, report: Report) -> None:
    text = page_file.read_text(encoding="utf-8")
    outline = Outline(text)
    inside = {target[1:] for target in outline.targets}
    assert inside <= set(outline.ids)
    codes = {finding.code for file in report.files for finding in file.findings}
    assert codes <= inside
    assert "怎样改" in text
    assert all(rule_of(code).title in text for code in codes)


def test_a_report_over_nothing_is_a_page_too(browser: Browser, tmp_path: Path) -> None:
    page, asked = opened(browser, saved(report_of(()), tmp_path), bypass_csp=True)
    assert not asked
    assert not barriers(page)
    assert "没有找到可以检查的表" in page.inner_text("main")


def test_a_run_that_was_stopped_says_so(report: Report) -> None:
    assert "中途停止" in html_report(replace(report, interrupted=True))
    assert "中途停止" not in html_report(report)


# -- harmless


def test_nothing_is_asked_of_anybody(browser: Browser, full_file: Path) -> None:
    outline = Outline(full_file.read_text(encoding="utf-8"))
    assert all(target.startswith("#") for target in outline.targets)
    assert not {"link", "img", "iframe", "object", "embed", "base"} & set(outline.tags)
    assert "url(" not in full_file.read_text(encoding="utf-8")
    assert "@import" not in full_file.read_text(encoding="utf-8")
    page, asked = opened(browser, full_file)
    page.get_by_role("searchbox").fill("JX301")
    assert not asked


def test_what_a_form_says_is_shown_and_never_run(browser: Browser, tmp_path: Path) -> None:
    head = {"项目名称": HOSTILE, "主管部门": HOSTILE, "实施单位": HOSTILE}
    rows = f"产出指标 | 数量指标 | {HOSTILE} | ≥12{HOSTILE} | 10 | 90 | 90 |"
    (file,) = of_cases({"head": head, "rows": rows})
    odd = replace(file, path=f"{HOSTILE}\udcff\x00.xlsx")
    path = saved(report_of((odd,), skipped=[Skipped(HOSTILE, "archive", HOSTILE)], root=Path(HOSTILE)), tmp_path)
    assert not Outline(path.read_text(encoding="utf-8")).handlers
    page, asked = opened(browser, path)
    assert not asked
    assert page.locator("script").count() == 1
    assert page.locator("img").count() == 0
    assert HOSTILE in page.locator("h3").first.inner_text()
    assert HOSTILE in page.locator("article").inner_text()


def test_the_page_lets_nothing_run_but_its_own_script(browser: Browser, page_file: Path, tmp_path: Path) -> None:
    broken_into = tmp_path / "报告.html"
    text = page_file.read_text(encoding="utf-8")
    broken_into.write_text(text.replace("<h1>", "<script>document.title = 'in'</script><h1>"), encoding="utf-8")
    page, asked = opened(browser, broken_into)
    assert page.title() == "绩效自评表校验报告"
    assert any("Content Security Policy" in complaint for complaint in asked)
    assert page.locator("#told").inner_text() == "显示13张表，共13张"


# -- for everybody


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_barrier(browser: Browser, full_file: Path, width: int) -> None:
    page, _ = opened(browser, full_file, bypass_csp=True, viewport={"width": width, "height": 900})
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_would_find_one(browser: Browser, tmp_path: Path) -> None:
    worse = saved(report_of(of_cases({})), tmp_path)
    text = worse.read_text(encoding="utf-8").replace(' lang="zh-CN"', "").replace("<h3 id", "<h5 id")
    worse.write_text(text, encoding="utf-8")
    page, _ = opened(browser, worse, bypass_csp=True)
    assert {each.partition(" ")[0] for each in barriers(page)} >= {"html-has-lang", "heading-order"}


def test_without_a_script_everything_is_there_and_the_filter_is_not(browser: Browser, page_file: Path) -> None:
    page, _ = opened(browser, page_file, java_script_enabled=False)
    assert page.locator("article:visible").count() == 13
    assert page.locator("svg:visible").count() == 3
    assert not page.locator("#filter").is_visible()


def test_the_filter_narrows_the_list_down(browser: Browser, page_file: Path) -> None:
    page, _ = opened(browser, page_file)
    assert told(page, 13)
    page.get_by_label("结论").select_option("需修改")
    assert told(page, 6)
    page.get_by_role("searchbox").fill("政务 JX208")
    assert told(page, 0)
    assert not page.locator("h3:visible", has_text="九江市").count()
    page.get_by_role("searchbox").fill("疫情 jx208")
    assert told(page, 1)
    page.get_by_role("searchbox").fill("")
    page.get_by_label("结论").select_option("全部")
    page.get_by_label("必须修改").uncheck()
    page.get_by_label("提示").uncheck()
    page.wait_for_function("document.querySelectorAll('article tr.e').length > 0")
    assert told(page, sum("w" in (kinds or "") for kinds in kinds_of(page)))
    assert page.locator("article tr.e:visible").count() == 0
    assert page.locator("article tr.w:visible").count() > 0


def kinds_of(page: Page) -> list[Any]:
    return [article.get_attribute("data-s") for article in page.locator("article").all()]


def told(page: Page, forms: int) -> bool:
    page.get_by_text(f"显示{forms}张表，共13张").wait_for(timeout=5000)
    return page.locator("article:visible").count() == forms


def test_on_paper_there_are_no_controls_and_heads_repeat(browser: Browser, page_file: Path) -> None:
    page, _ = opened(browser, page_file)
    page.emulate_media(media="print")
    assert not page.locator("#filter").is_visible()
    assert not page.locator("nav").is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('thead')).display") == "table-header-group"
    printed = page.pdf(prefer_css_page_size=True)
    sizes = set(re.findall(rb"/MediaBox\s*\[([^\]]*)\]", printed))
    # A4, in points.
    assert {tuple(round(float(each)) for each in size.split()) for size in sizes} == {(0, 0, 595, 842)}


# -- size


def test_three_thousand_forms_stay_usable(browser: Browser, report: Report, tmp_path: Path) -> None:
    files = tuple(
        # Without digests: exact copies would count once.
        replace(file, path=f"单位{number}/{Path(file.path).name}", digest=b"")
        for number in range(231)
        for file in report.files
    )[:3000]
    path = saved(replace(report, files=files), tmp_path)
    assert path.stat().st_size < 12_000_000
    page, asked = opened(browser, path)
    page.get_by_role("searchbox").fill("疫情")
    page.get_by_text(re.compile(r"显示23\d张表，共3000张")).wait_for(timeout=10_000)
    assert not asked
