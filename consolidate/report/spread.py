"""The sheet "Biểu đồ theo đơn vị": how what the units add is spread over them, as bars.

A table of thirty lines says how much each unit adds; bars say at a glance that a few add most.
"""

from __future__ import annotations

from typing import NamedTuple

from consolidate.plan.models import OutputForm, Summed
from consolidate.report.annex import first_row
from consolidate.report.context import Report, sheet_title
from consolidate.report.edition import TITLES
from consolidate.report.figures import spelt_number
from consolidate.report.paper import Paper
from consolidate.report.sentences import uncapitalised
from consolidate.report.units import FIRST_FIGURE, NAME, figures
from consolidate.style import FONT, LINE, NAVY, NOTE, SHORT, UNDERWAY

SHEET_TITLE = "Biểu đồ theo đơn vị"
COLUMNS, WIDTH = 6, 17.0
WIDE = COLUMNS * (int(WIDTH) * 7 + 5) - 12  # pixels
HEAD, BAR, ROW = 80, 26, 20  # pixels of the chart's head, of a unit's bar, of a row
LEFT = 0.24  # of the width, for the names of units
FILLS = (NAVY, str(UNDERWAY["bg_color"]), str(SHORT["bg_color"]))  # they differ in grey, too
SILENT = "Đơn vị không có thanh: bằng 0 hoặc chưa có số liệu."
MOST_UNITS = 45
NAMED = 3  # units that the description names


class Series(NamedTuple):
    """One colour of the bars: its name, its column in the form of units, its code."""

    name: str
    column: int
    code: str


def shown(report: Report, form: OutputForm) -> list[Series]:
    """Targets that add what rows say, in one unit of measure; counts of few things need no bars.

    None where there are more units than a page has room for bars.
    """
    if len(report.units) > MOST_UNITS:
        return []
    found = [
        (part.measured.target, column)
        for column, part in enumerate(figures(report, form), start=FIRST_FIGURE)
        if isinstance(part.measured.target.measure, Summed)
        and part.measured.target.goal is not None
    ]
    return [
        Series(target.short, column, target.code)
        for target, column in found
        if target.unit == found[0][0].unit
    ][: len(FILLS)]


def draw(report: Report, form: OutputForm, paper: Paper) -> None:
    """Draw the whole sheet."""
    paper.sheet.set_column(0, COLUMNS - 1, WIDTH)
    paper.sheet.hide_gridlines(2)
    paper.page(landscape=False, pages_high=1)
    series = shown(report, form)
    unit = next(m.target.unit for m in report.outcome.targets if m.target.code == series[0].code)
    first, *others = (one.name for one in series)
    names = " và ".join([first, *map(uncapitalised, others)])
    edition = f"{report.outcome.period.name}. {TITLES[report.edition]}."
    paper.heading(f"{names} theo đơn vị", edition, report.standing)
    paper.way_back(3)
    source = f"Đơn vị tính: {unit}. Nguồn: {sheet_title(form)}. {SILENT}"
    paper.text(4, 0, source, NOTE)
    high = HEAD + BAR * len(report.units)
    _chart(report, form, paper, series, high)
    paper.sheet.print_area(0, 0, 6 + high // ROW, COLUMNS - 1)


def _chart(report: Report, form: OutputForm, paper: Paper, series: list[Series], high: int) -> None:
    sheet, first = sheet_title(form), first_row(report, form)
    last = first + len(report.units) - 1
    font = {"name": FONT, "size": 11}
    chart = paper.canvas.book.add_chart({"type": "bar", "subtype": "stacked"})
    for one, fill in zip(series, FILLS, strict=False):
        chart.add_series(
            {
                "name": one.name,
                "categories": [sheet, first, NAME, last, NAME],
                "values": [sheet, first, one.column, last, one.column],
                "fill": {"color": fill},
                "gap": 40,
            }
        )
    chart.set_title({"none": True})
    bars = {"x": LEFT, "y": HEAD / high, "width": 0.97 - LEFT, "height": 0.99 - HEAD / high}
    chart.set_plotarea({"layout": bars})
    chart.set_legend({"position": "top", "font": font})
    lines = {"visible": True, "line": {"color": LINE, "width": 0.75}}
    chart.set_x_axis({"num_font": font, "num_format": "#,##0", "major_gridlines": lines})
    chart.set_y_axis({"reverse": True, "num_font": font, "interval_unit": 1})
    chart.set_size({"width": WIDE, "height": high})
    words = "; ".join(_most(report, one) for one in series)
    paper.sheet.insert_chart(5, 0, chart, {"description": words, "y_offset": 6})


def _most(report: Report, one: Series) -> str:
    """The units that add most to a target, in words."""
    shares = report.shares[one.code]
    units = sorted(report.units, key=lambda u: -shares[u.unit.code])[:NAMED]
    said = ", ".join(f"{u.unit.name} {spelt_number(shares[u.unit.code])}" for u in units)
    return f"{one.name}: nhiều nhất là {said}"
