"""The HTML report: one file that opens anywhere, asks nothing of the network and reads the same on paper."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from jixiao.finding import Severity, Verdict
from jixiao.report import STOPPED
from jixiao.reports.collecting import facts_of, stamp
from jixiao.reports.page import sections
from jixiao.reports.page.markup import SEVERITY_CLASSES, text
from jixiao.reports.page.units import unit_index, units
from jixiao.reports.summary import summary_of
from jixiao.words import CLOSING, SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.report import Report

_TITLE = "绩效自评表校验报告"
_NAV = {
    "overview": "一览",
    "by-rule": "按规则",
    "units": "各单位",
    "forms-title": "逐表结果",
    "between": "跨表核对与其他",
    "spot-checks": "抽查建议",
    "missing": "未返回",
    "unread": "未能检查",
    "rules": "规则说明",
}


def html_report(report: Report) -> str:
    """The report as one HTML page, with its style, script and charts inside."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    facts = facts_of(report)
    summary = summary_of(report.counts, report.choice.profile, report.cross)
    yield from _head()
    yield '<body><a class="skip" href="#main">跳到正文</a><header>'
    yield f"<h1>{_TITLE}</h1>"
    where = f"“{report.root}”，" if report.root is not None else ""
    yield f"<p>{text(where)}共{summary.files}个文件。{text(stamp(report))}</p>"
    if report.interrupted:
        yield f"<p><strong>{STOPPED}</strong></p>"
    links = "".join(f'<li><a href="#{name}">{words}</a></li>' for name, words in _NAV.items())
    yield f'<nav aria-label="目录"><ul>{links}</ul></nav></header><main id="main">'
    yield from sections.overview(facts, summary)
    yield from sections.rule_counts(summary)
    yield from unit_index(facts)
    yield from _filter()
    yield from units(facts)
    yield from sections.between(facts)
    yield from sections.spot_checks(facts)
    yield from sections.missing(facts)
    yield from sections.unread(facts)
    yield from sections.rules(list(summary.by_code))
    yield f"</main><footer><p>{CLOSING}报告由 jixiao {text(report.version)} 在本机生成，没有用到网络。</p></footer>"
    yield f"<script>{_asset('report.js')}</script></body></html>"


def _head() -> Iterator[str]:
    style, script = _asset("report.css"), _asset("report.js")
    # Nothing may be loaded or run but what is written here, whatever a form says.
    policy = f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; base-uri 'none'"
    yield '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}; form-action \'none\'">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{_TITLE}</title><style>{style}</style></head>"


def _filter() -> Iterator[str]:
    """The controls; they show themselves when the script runs."""
    verdicts = "".join(f"<option>{verdict.value}</option>" for verdict in Verdict)
    yield '<form id="filter" role="search" aria-label="筛选逐表结果" hidden>'
    yield '<label>查找 <input type="search" name="words" placeholder="单位、项目、规则号……"></label>'
    yield f'<label>结论 <select name="verdict"><option value="">全部</option>{verdicts}</select></label>'
    for severity in Severity:
        kind = SEVERITY_CLASSES[severity]
        yield f'<label><input type="checkbox" name="{kind}" checked> {SEVERITIES[severity]}</label>'
    yield '<output id="told" aria-live="polite"></output></form>'


@lru_cache(maxsize=2)
def _asset(name: str) -> str:
    return files("jixiao.reports.page").joinpath(name).read_text(encoding="utf-8")


def _digest(content: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(content.encode()).digest()).decode()}"
