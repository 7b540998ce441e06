"""Figures by former unit, where units changed: the table of conversion, and the view over it.

Figures of a unit that was drawn from several former ones stand in a line of their own. The total
is that of the form of units, and the sheet says so with a difference that must be nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from consolidate.issues import column_letters
from consolidate.plan.models import OutputForm, Unit
from consolidate.report.annex import BODY, LEAST_ROW, MIDDLE, TEXT, TOTAL, figure, first_row
from consolidate.report.context import Report, sheet_title
from consolidate.report.data import DataColumn, DataSheet
from consolidate.report.edition import TITLES
from consolidate.report.figures import UNKNOWN, Live, percent, quoted, summed_where
from consolidate.report.former import Origin, origins
from consolidate.report.paper import Paper
from consolidate.report.subtotals import OTHERS, by_kind, coverage
from consolidate.report.tables import UNIT
from consolidate.report.units import FIRST_FIGURE, Part, figures, share_of
from consolidate.style import (
    COUNT_OR_DASH,
    HEAD,
    LINE_HEIGHT,
    NOTE,
    VALUES,
    lines_of,
)
from consolidate.text import with_unit

SHEET_TITLE = "Theo địa bàn cũ"
TABLE = "Quy đổi địa bàn"
FORMER, HAS_DATA = "former", "has_data"
NAME_WIDTH, STATE_WIDTH, FIGURE_WIDTH = 40.0, 15.0, 11.0
ONE_PAGE = 45  # lines that a page still holds in letters one can read
STATE, FIRST = 1, 2
NO_UNIT = "không có"
LEGEND = (
    "Một đơn vị mới chỉ quy về đơn vị cũ khi toàn bộ địa bàn tạo thành nó trước đây thuộc một đơn "
    f"vị cũ ấy; không chia ước lượng. “{UNKNOWN}”: không có đơn vị mới nào có số liệu quy về được; "
    f"“{NO_UNIT}”: không đơn vị mới nào quy về được đơn vị cũ ấy. "
    f"Cách quy đổi từng đơn vị ở bảng “{TABLE}”."
)


class Group(NamedTuple):
    """One line of the view: what it and the table of conversion call it, and its units."""

    title: str
    codes: tuple[str, ...]


def groups(report: Report) -> list[Group]:
    """Every former unit in the order of the roster, then what belongs to several, then the rest."""
    found = origins(report.outcome, report.units)
    formers = {unit.code for origin in found.values() for unit in origin.units}
    plan = report.outcome.plan
    lines: dict[str, list[str]] = {u.name: [] for u in plan.units if u.code in formers}
    lines |= {several(report, formers): [], OTHERS: []}
    for code, origin in found.items():
        lines[_line_of(report, origin, formers)].append(code)
    former_names = {plan.unit(code).name for code in formers}
    return [
        Group(title, tuple(codes))
        for title, codes in lines.items()
        if codes or title in former_names  # a former unit has its line whatever became of it
    ]


def several(report: Report, formers: set[str]) -> str:
    """The line of units that were drawn from several former ones, in the plan's own words."""
    plan = report.outcome.plan
    levels = {plan.unit(code).level for code in formers}
    title = next((level.title for level in plan.levels if level.code in levels), "đơn vị")
    return f"Không quy về được một {title[:1].lower()}{title[1:]} cũ"


def _line_of(report: Report, origin: Origin, formers: set[str]) -> str:
    if origin.one is not None:
        return origin.one.name
    return several(report, formers) if origin.units else OTHERS


# --- the table of conversion ---------------------------------------------------------------


def table(report: Report, form: OutputForm) -> DataSheet:
    """One line a unit of now: where it is from, to what it is converted, and its figures."""
    found = origins(report.outcome, report.units)
    line_of = {code: group.title for group in groups(report) for code in group.codes}
    text, codes = VALUES["text"], [u.unit.code for u in report.units]
    crosses = ["x" if u.file is not None else None for u in report.units]
    columns = (
        DataColumn(UNIT, "Mã đơn vị", VALUES["code"], 11, codes),
        DataColumn("name", "Đơn vị", text, 24, [u.unit.name for u in report.units]),
        DataColumn(FORMER, "Quy về", text, 34, [line_of[code] for code in codes]),
        DataColumn("from", "Gồm địa bàn của", text, 44, [_names(found[c].units) for c in codes]),
        DataColumn(HAS_DATA, "Có số liệu", VALUES["code"], 9, crosses),
        *(
            _figure_column(report, place, part)
            for place, part in enumerate(_sums(report, form), start=1)
        ),
    )
    return DataSheet(
        key=TABLE,
        title=TABLE,
        heading="Quy đổi số liệu của đơn vị mới về đơn vị cũ",
        about="Ô số để trống: đơn vị chưa có số liệu.",
        columns=columns,
        rows=len(codes),
    )


def _sums(report: Report, form: OutputForm) -> list[Part]:
    return [part for part in figures(report, form) if part.kind != "rate"]


def _figure_column(report: Report, place: int, part: Part) -> DataColumn:
    sheet = part.measured.target.measure.sheet
    mark, owner = report.ranges.of(sheet, part.column), report.ranges.of(sheet, UNIT)
    values = [
        Live(summed_where(mark, (owner, u.unit.code)), share_of(report, u.unit.code, part.column))
        if u.file is not None
        else None
        for u in report.units
    ]
    look = VALUES["count"] | {"num_format": COUNT_OR_DASH}
    return DataColumn(part.column, part.title, look, 12, values, name=f"so {place}")


def _names(units: Sequence[Unit]) -> str | None:
    return ", ".join(unit.name for unit in units) or None


# --- the view ------------------------------------------------------------------------------


def draw(report: Report, form: OutputForm, paper: Paper) -> None:
    """Draw the whole sheet."""
    chosen = figures(report, form)
    last = FIRST + len(chosen) - 1
    for columns, width in (
        ((0, 0), NAME_WIDTH),
        ((STATE, STATE), STATE_WIDTH),
        ((FIRST, last), FIGURE_WIDTH),
    ):
        paper.sheet.set_column(*columns, width)
    paper.sheet.hide_gridlines(2)
    paper.page(landscape=True, pages_high=1 if len(groups(report)) <= ONE_PAGE else 0)
    edition = f"{report.outcome.period.name}. {TITLES[report.edition]}."
    paper.heading("Kết quả quy về địa bàn trước khi sắp xếp", edition, report.standing)
    paper.way_back(3)
    row = _head(paper, 4, chosen)
    paper.sheet.repeat_rows(row - 1)
    first = row
    for group in groups(report):
        _line(report, paper, row, group, chosen)
        row += 1
    row = _totals(report, form, paper, (first, row), chosen)
    paper.sheet.set_row(row, lines_of(LEGEND, NAME_WIDTH + FIGURE_WIDTH * 10) * LINE_HEIGHT + 2)
    paper.span(row, (0, last), LEGEND, NOTE | {"text_wrap": True})
    paper.sheet.print_area(0, 0, row, last)


def _head(paper: Paper, row: int, chosen: Sequence[Part]) -> int:
    figures_heads = [with_unit(p.title, p.unit) for p in chosen]
    tallest = max(lines_of(title, FIGURE_WIDTH * 0.8) for title in figures_heads)
    paper.sheet.set_row(row, tallest * LINE_HEIGHT + 6)
    for column, title in enumerate(("Địa bàn cũ", "Đơn vị mới có số liệu", *figures_heads)):
        paper.text(row, column, title, HEAD)
    return row + 1


def _line(report: Report, paper: Paper, row: int, group: Group, chosen: Sequence[Part]) -> None:
    former = report.ranges.of(TABLE, FORMER)
    crosses = report.ranges.of(TABLE, HAS_DATA)
    files = {u.unit.code: u.file for u in report.units}
    known = [code for code in group.codes if files[code] is not None]
    has = Live(f'COUNTIFS({former},{quoted(group.title)},{crosses},"x")', len(known))
    paper.sheet.set_row(row, max(LEAST_ROW, lines_of(group.title, NAME_WIDTH - 4) * LINE_HEIGHT))
    paper.text(row, 0, group.title, TEXT)
    state = coverage(has, len(group.codes)) if group.codes else NO_UNIT
    paper.said(row, STATE, state, MIDDLE)
    for column, part in enumerate(chosen, start=FIRST):
        if part.kind == "rate":
            value = _rate(row, column, *_parts(report, part, known))
        else:
            sums = report.ranges.of(TABLE, part.column)
            value = Live(summed_where(sums, (former, group.title)), _added(report, part, known))
        formula = f'IF({has.formula}=0,"{UNKNOWN}",{value.formula})'
        shown = Live(formula, value.value if known else UNKNOWN)
        paper.live(row, column, shown, figure(part.num_format, BODY))


def _added(report: Report, part: Part, codes: Sequence[str]) -> int | float:
    total = math.fsum(share_of(report, code, part.column) for code in codes)
    return int(total) if total.is_integer() else total


def _parts(report: Report, part: Part, codes: Sequence[str]) -> tuple[int | float, int | float]:
    """The two sums of a rate."""
    of, to = Part(part.measured, "of"), Part(part.measured, "to")
    return _added(report, of, codes), _added(report, to, codes)


def _rate(row: int, column: int, of: float, to: float) -> Live:
    return percent(
        Live(f"{column_letters(column - 1)}{row + 1}", of),
        Live(f"{column_letters(column)}{row + 1}", to),
    )


def _totals(
    report: Report,
    form: OutputForm,
    paper: Paper,
    lines: tuple[int, int],
    chosen: Sequence[Part],
) -> int:
    """The sum of the lines, the total of the form of units, and what lies between: nothing."""
    row = lines[1]
    units, kinds = len(report.units), len(by_kind(report.units))
    theirs = first_row(report, form) + units + kinds + 1
    labels = ("Tổng cộng", f"Tổng cộng ở {sheet_title(form)}", "Chênh lệch (phải bằng 0)")
    for offset, label in enumerate(labels):
        paper.sheet.set_row(row + offset, LEAST_ROW)
        paper.text(row + offset, 0, label, TEXT | {"bold": True})
        paper.text(row + offset, STATE, "", TOTAL)
    for place, part in enumerate(chosen):
        column = FIRST + place
        letters = column_letters(column + 1)
        whole = Live(f"SUM({letters}{lines[0] + 1}:{letters}{lines[1]})", part.whole)
        if part.kind == "rate":
            measured = part.measured
            whole = _rate(row, column, measured.numerator, measured.denominator or 0)
        there = Live(
            f"'{sheet_title(form)}'!{column_letters(FIRST_FIGURE + place + 1)}{theirs}", whole.value
        )
        between = Live(f"IF({letters}{row + 1}={letters}{row + 2},0,{letters}{row + 1}-"
                       f"{letters}{row + 2})", 0)  # fmt: skip
        for offset, value in enumerate((whole, there, between)):
            num_format = "0" if offset == 2 else part.num_format
            paper.live(row + offset, column, value, figure(num_format, TOTAL))
    return row + len(labels)
