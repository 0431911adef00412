"""Charts as inline SVG: drawn once, readable without a script, each with its figures in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jixiao.reports.columns import width
from jixiao.reports.page.markup import text
from jixiao.values import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

_WIDE = 640
_BAR, _GAP = 20, 10
_LONGEST_LABEL = 44
_HALF_WIDTH = 7.0
_PLOT_HEIGHT, _MARGIN = 260, 44


def bars(name: str, title: str, figures: Sequence[tuple[str, int]], empty: str) -> Iterator[str]:
    """Horizontal bars, one a figure; name: the chart's id."""
    yield f'<figure><figcaption id="{name}">{text(title)}</figcaption>'
    if not any(count for _, count in figures):
        yield f"<p>{text(empty)}</p></figure>"
        return
    labels = [_shortened(label) for label, _ in figures]
    left = max(map(width, labels)) * _HALF_WIDTH + 12
    most = max(count for _, count in figures)
    height = len(figures) * (_BAR + _GAP)
    words = "；".join(f"{label}：{count}" for label, count in figures)
    yield _opening(name, words, height)
    for number, (label, (_, count)) in enumerate(zip(labels, figures, strict=True)):
        top = number * (_BAR + _GAP) + _GAP / 2
        wide = (_WIDE - left - 50) * count / most
        yield f'<text x="{left - 8:.0f}" y="{top + 15:.0f}" text-anchor="end">{text(label)}</text>'
        yield f'<rect class="bar" x="{left:.0f}" y="{top:.0f}" width="{wide:.1f}" height="{_BAR}"/>'
        yield f'<text x="{left + wide + 6:.0f}" y="{top + 15:.0f}">{count}</text>'
    yield "</svg></figure>"


def scatter(name: str, title: str, points: Sequence[tuple[Decimal, Decimal]]) -> Iterator[str]:
    """Execution rate (across) against score (up), both from 0 to 100; what lies beyond is drawn at the edge."""
    yield f'<figure><figcaption id="{name}">{text(title)}</figcaption>'
    if not points:
        yield "<p>没有既有执行率又有总分的项目。</p></figure>"
        return
    low = sum(rate < 60 for rate, _ in points)
    words = f"{len(points)}个项目，其中执行率低于60%的{low}个；横轴执行率，纵轴总分。"
    yield _opening(name, words, _PLOT_HEIGHT + _MARGIN)
    for share in range(0, 101, 20):
        x, y = _x(share), _y(share)
        yield f'<path class="grid" d="M{x:.0f} {_y(100):.0f}V{_y(0):.0f}M{_x(0):.0f} {y:.0f}H{_x(100):.0f}"/>'
        yield f'<text x="{x:.0f}" y="{_y(0) + 18:.0f}" text-anchor="middle">{share}%</text>'
        yield f'<text x="{_x(0) - 6:.0f}" y="{y + 5:.0f}" text-anchor="end">{share}</text>'
    # One path of dots: a thousand circles would weigh ten times as much.
    dots = "".join(f"M{_x(float(rate)):.1f} {_y(float(score)):.1f}h0" for rate, score in points)
    yield f'<path class="dots" d="{dots}"/>'
    yield f'<text x="{_x(50):.0f}" y="{_PLOT_HEIGHT + _MARGIN - 4}" text-anchor="middle">执行率</text>'
    yield '<text x="4" y="14">总分</text></svg></figure>'


def figure_words(amount: Decimal | None, unit: str = "") -> str:
    """A number with its unit, a dash where there is none."""
    return f"{plain(amount)}{unit}" if amount is not None else "—"


def _opening(name: str, words: str, height: float) -> str:
    described = f"{name}-words"
    return (
        f'<svg role="img" aria-labelledby="{name} {described}" viewBox="0 0 {_WIDE} {height:.0f}">'
        f'<desc id="{described}">{text(words)}</desc>'
    )


def _shortened(label: str) -> str:
    if width(label) <= _LONGEST_LABEL:
        return label
    while width(label) > _LONGEST_LABEL - 2:
        label = label[:-1]
    return f"{label}…"


def _x(share: float) -> float:
    return _MARGIN + (_WIDE - _MARGIN - 24) * min(max(share, 0), 100) / 100


def _y(share: float) -> float:
    return _PLOT_HEIGHT - (_PLOT_HEIGHT - 24) * min(max(share, 0), 100) / 100
