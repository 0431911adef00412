"""The sheet 图表: grades, the most frequent problems, rate against score; native charts with figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jixiao.reports.workbook.writing import printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.chart import Chart
    from xlsxwriter.worksheet import Worksheet

    from jixiao.reports.workbook.looks import Formats

NAME = "图表"
# So many points a series may have; more rules than these nobody reads off a chart.
MOST_POINTS = 32_000
_MOST_RULES = 12
_FILLS = ("#70AD47", "#5B9BD5", "#FFC000", "#C00000")
# The figures stand to the right of what is printed.
_FIGURES = 14
_LIGHT = {"visible": True, "line": {"color": "#D9D9D9"}}
_WIDTH, _HEIGHT = 800, 360


class _Range(NamedTuple):
    """Cells of one column with what stands in them."""

    first: int
    last: int
    column: int
    values: list[str | float]


def _series(categories: _Range, values: _Range) -> dict[str, object]:
    """As xlsxwriter wants them; the figures too, since it keeps no cells: what shows only a preview has no others."""
    series: dict[str, object] = {}
    for name, each in (("categories", categories), ("values", values)):
        series |= {name: [NAME, each.first, each.column, each.last, each.column], f"{name}_data": each.values}
    return series


def write_charts(
    workbook: Workbook,
    formats: Formats,
    title: str,
    grades: Mapping[str, int],
    rules: Sequence[tuple[str, int]],
    points: Sequence[tuple[float, float]],
) -> None:
    """Draw the sheet. rules: what each is about and its count, the most frequent first; points: rate and score."""
    sheet = workbook.add_worksheet(NAME)
    sheet.write_string(0, 0, title, formats.title)
    figures = _Figures(sheet, formats)
    names, counts = figures.add(("等级", "张数"), [(grade, count) for grade, count in grades.items()])
    _put(sheet, 2, _grades(workbook, names, counts, len(grades)))
    names, counts = figures.add(("规则", "处数"), rules[:_MOST_RULES])
    _put(sheet, 21, _rules(workbook, names, counts))
    rates, scores = figures.add(("执行率", "总分"), points[:MOST_POINTS])
    _put(sheet, 40, _scatter(workbook, rates, scores))
    sheet.set_column(_FIGURES, _FIGURES, 34)
    sheet.set_paper(9)
    sheet.print_area(0, 0, 59, _FIGURES - 2)
    sheet.fit_to_pages(1, 1)
    sheet.hide_gridlines(2)
    sheet.set_footer("&L&A&R&D")


class _Figures:
    """The figures behind the charts, one table below the other."""

    def __init__(self, sheet: Worksheet, formats: Formats) -> None:
        self._sheet, self._formats = sheet, formats
        self._row = 2

    def add(self, headings: tuple[str, str], rows: Sequence[tuple[str | float, float]]) -> tuple[_Range, _Range]:
        """Write a table of two columns; where they stand."""
        for column, heading in enumerate(headings, _FIGURES):
            self._sheet.write_string(self._row, column, heading, self._formats.head)
        first = self._row + 1
        for row, values in enumerate(rows, first):
            for column, value in enumerate(values, _FIGURES):
                if isinstance(value, str):
                    self._sheet.write_string(row, column, printable(value))
                else:
                    self._sheet.write_number(row, column, value)
        last = max(first, first + len(rows) - 1)
        self._row = last + 2
        names, counts = ([row[place] for row in rows] for place in (0, 1))
        return _Range(first, last, _FIGURES, names), _Range(first, last, _FIGURES + 1, counts)


def _put(sheet: Worksheet, row: int, chart: Chart) -> None:
    chart.set_size({"width": _WIDTH, "height": _HEIGHT})
    sheet.insert_chart(row, 0, chart)


def _grades(workbook: Workbook, names: _Range, counts: _Range, number: int) -> Chart:
    chart = workbook.add_chart({"type": "column"})
    fills = [{"fill": {"color": _FILLS[min(index, len(_FILLS) - 1)]}} for index in range(number)]
    chart.add_series(
        {
            "name": "张数",
            **_series(names, counts),
            "points": fills,
            "data_labels": {"value": True},
            "gap": 80,
        }
    )
    chart.set_title({"name": "项目自评等级", "name_font": {"size": 13}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"name": "张", "major_gridlines": {"visible": False}, "num_format": "0", "min": 0})
    return chart


def _rules(workbook: Workbook, names: _Range, counts: _Range) -> Chart:
    chart = workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "处数",
            **_series(names, counts),
            "fill": {"color": "#5B9BD5"},
            "data_labels": {"value": True},
            "gap": 40,
        }
    )
    chart.set_title({"name": "最常见的问题（处）", "name_font": {"size": 13}})
    chart.set_legend({"none": True})
    # The most frequent on top.
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    return chart


def _scatter(workbook: Workbook, rates: _Range, scores: _Range) -> Chart:
    chart = workbook.add_chart({"type": "scatter"})
    chart.add_series(
        {
            "name": "项目",
            **_series(rates, scores),
            "marker": {"type": "circle", "size": 6, "fill": {"color": "#5B9BD5"}, "border": {"color": "#1F4E79"}},
        }
    )
    chart.set_title({"name": "执行率与总分", "name_font": {"size": 13}})
    chart.set_legend({"none": True})
    chart.set_x_axis({"name": "执行率", "num_format": "0%", "min": 0, "max": 1, "major_gridlines": _LIGHT})
    chart.set_y_axis(
        {"name": "总分", "min": 0, "max": 100, "major_unit": 20, "num_format": "0", "major_gridlines": _LIGHT}
    )
    return chart
