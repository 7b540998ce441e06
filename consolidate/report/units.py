"""Biểu 02: what each unit sent and what it contributes; the last row is the whole."""

from __future__ import annotations

import pandas as pd

from consolidate.issues import column_letters
from consolidate.outcome import Measured, UnitState
from consolidate.plan.models import OutputForm, Ratio
from consolidate.report.annex import (
    FIGURE,
    MIDDLE,
    TEXT,
    TOTAL,
    Head,
    draw_columns,
    draw_signatures,
    draw_titles,
    fit_cells,
    note,
    set_page,
)
from consolidate.report.context import COVERAGE, Report
from consolidate.report.figures import UNKNOWN, Live, percent, quoted
from consolidate.report.paper import Paper
from consolidate.report.ranges import address
from consolidate.report.states import UNIT_LIST, UNIT_LOOKS, word
from consolidate.report.tables import BASE, UNIT
from consolidate.style import COUNT_OR_DASH, RATE_FORMAT

HAS_DATA, FIRST_FIGURE = 3, 4
LATE = "late"
LEGEND = (
    "Ghi chú: “x” là đơn vị đã có số liệu được tính. “–” là không phát sinh; “…” là chưa có số "
    "liệu. Tổ chức, cá nhân do nhiều đơn vị cùng báo cáo chỉ tính ở một đơn vị, nên cộng các dòng "
    "đúng bằng tổng số."
)


class Figure:
    """One column of figures: what a target's column holds in this form."""

    def __init__(self, measured: Measured, part: str) -> None:
        self.measured, self.part = measured, part

    @property
    def head(self) -> str:
        """The head of the column."""
        target = self.measured.target
        match self.part:
            case "of":
                return f"{target.short} – đạt yêu cầu"
            case "to":
                return f"{target.short} – tổng số"
            case "rate":
                return f"{target.short} (%)"
            case _:
                return f"{target.short} ({target.unit})"

    @property
    def column(self) -> str:
        """The column of `Outcome.by_unit` that holds it (blank for a rate)."""
        code = self.measured.target.code
        return {"rate": "", "to": code + BASE}.get(self.part, code)


def figures(report: Report, form: OutputForm) -> list[Figure]:
    """One column for a target, three for a ratio."""
    return [
        Figure(m, part)
        for m in report.measured(form.targets)
        for part in (("of", "to", "rate") if isinstance(m.target.measure, Ratio) else ("sum",))
    ]


def heads(columns: list[Figure]) -> list[Head]:
    """The columns of the form."""
    fixed = [
        Head("TT", "A", 5),
        Head("Đơn vị", "B", 20),
        Head("Tình trạng báo cáo", "C", 18),
        Head("Có số liệu", "D", 7),
    ]
    marks: list[Head] = []
    for number, figure in enumerate(columns, start=1):
        mark = f"{number} = {number - 2}/{number - 1}" if figure.part == "rate" else str(number)
        marks.append(Head(figure.head, mark, 11))
    return [*fixed, *marks, Head("Ghi chú", "E", 22)]


def first_unit_row(form: OutputForm) -> int:
    """The row of the first unit, counted from 0: it does not depend on the figures."""
    return TITLE_ROWS + (1 if form.attached else 0) + 2


TITLE_ROWS = 4  # number, title, period, standing


def define_coverage(report: Report, form: OutputForm) -> None:
    """Name the cells that say of which expected units there are figures."""
    first = first_unit_row(form)
    where = address(report.sheet_title(form), HAS_DATA, first, first + report.outcome.expected - 1)
    report.ranges.define(
        COVERAGE, where, f"{report.sheet_title(form)}: đơn vị phải báo cáo, “x” là đã có số liệu"
    )


def draw(report: Report, form: OutputForm, paper: Paper) -> None:
    """Draw the whole form."""
    chosen = figures(report, form)
    columns = heads(chosen)
    widths = [h.width for h in columns]
    last = len(columns) - 1
    set_page(paper, columns, landscape=form.landscape, one_page=False)
    lines = (f"Biểu số {form.number}", form.title, report.outcome.period.name, form.attached)
    row = draw_titles(report, paper, 0, widths, lines)
    body = draw_columns(paper, row, columns)
    paper.sheet.repeat_rows(body - 2, body - 1)
    row = body
    for number, unit in enumerate(report.units, start=1):
        _unit(report, paper, row, number, unit, chosen, widths)
        row += 1
    _total(paper, row, body, chosen, last)
    row += 1
    for text in (*form.notes, LEGEND):
        row = note(paper, row, widths, text)
    if form.signed:
        row = draw_signatures(report, paper, row + 1, last, split=last // 2)
    paper.sheet.print_area(0, 0, row - 1, last)


def _unit(
    report: Report,
    paper: Paper,
    row: int,
    number: int,
    unit: UnitState,
    chosen: list[Figure],
    widths: list[float],
) -> None:
    state = state_words(report, unit)
    remark = elsewhere_words(report, unit, chosen)
    fit_cells(paper, row, [(state, widths[2]), (unit.unit.name, widths[1]), (remark, widths[-1])])
    paper.number(row, 0, number, MIDDLE)
    paper.text(row, 1, unit.unit.name, TEXT)
    paper.text(row, 2, state, MIDDLE | UNIT_LOOKS[unit.state])
    paper.text(row, HAS_DATA, "x" if unit.file is not None else "", MIDDLE)
    for position, figure in enumerate(chosen):
        column = FIRST_FIGURE + position
        look = FIGURE | {"num_format": RATE_FORMAT if figure.part == "rate" else COUNT_OR_DASH}
        paper.live(row, column, _contribution(report, unit, figure, row, column), look)
    paper.text(row, FIRST_FIGURE + len(chosen), remark, TEXT)


def _contribution(report: Report, unit: UnitState, figure: Figure, row: int, column: int) -> Live:
    """What a unit adds to a column; of a unit without figures nothing is known."""
    target = figure.measured.target
    has_data = f'{column_letters(HAS_DATA + 1)}{row + 1}="x"'
    by_unit = report.outcome.by_unit
    code = unit.unit.code
    if figure.part == "rate":
        of, to = (
            Live(f"{column_letters(column + back)}{row + 1}", _plain(by_unit, code, name))
            for back, name in ((-1, target.code), (0, target.code + BASE))
        )
        value = percent(of, to)
    else:
        mark = report.ranges.of(target.measure.sheet, figure.column)
        owner = report.ranges.of(target.measure.sheet, UNIT)
        value = Live(f"SUMIFS({mark},{owner},{quoted(code)})", _plain(by_unit, code, figure.column))
    known = value.value if unit.file is not None else UNKNOWN
    return Live(f'IF({has_data},{value.formula},"{UNKNOWN}")', known)


def _plain(frame: pd.DataFrame, code: str, column: str) -> int | float:
    value = frame.at[code, column]
    number = float(value)  # type: ignore[arg-type]
    return int(number) if number.is_integer() else number


def _total(paper: Paper, row: int, body: int, chosen: list[Figure], last: int) -> None:
    paper.sheet.set_row(row, 20)
    paper.span(row, (0, FIRST_FIGURE - 1), "TỔNG CỘNG", TOTAL | {"align": "center"})
    for position, figure in enumerate(chosen):
        column = FIRST_FIGURE + position
        letters = column_letters(column + 1)
        if figure.part == "rate":
            of = Live(f"{column_letters(column - 1)}{row + 1}", figure.measured.numerator)
            to = Live(f"{column_letters(column)}{row + 1}", figure.measured.denominator or 0)
            paper.live(row, column, percent(of, to), TOTAL | FIGURE_RATE)
            continue
        whole = (
            figure.measured.denominator or 0 if figure.part == "to" else figure.measured.numerator
        )
        total = Live(f"SUM({letters}{body + 1}:{letters}{row})", whole)
        paper.live(row, column, total, TOTAL | FIGURE_COUNT)
    paper.text(row, last, "", TOTAL)


FIGURE_RATE = {"align": "right", "num_format": RATE_FORMAT}
FIGURE_COUNT = {"align": "right", "num_format": COUNT_OR_DASH}


def state_words(report: Report, unit: UnitState) -> str:
    """The plan's word for what became of a unit's report, and that it came late."""
    said = word(report.outcome.plan, UNIT_LIST, unit.state)
    return f"{said}; {word(report.outcome.plan, UNIT_LIST, LATE).lower()}" if unit.late else said


def elsewhere_words(report: Report, unit: UnitState, chosen: list[Figure]) -> str:
    """What the unit reported that counts at another unit, so that nothing is counted twice."""
    frame = report.outcome.elsewhere
    if unit.unit.code not in frame.index:
        return ""
    said = [
        f"{figure.measured.target.short}: {_plain(frame, unit.unit.code, figure.column)}"
        for figure in chosen
        if figure.column and _plain(frame, unit.unit.code, figure.column)
    ]
    return f"Đã tính ở đơn vị khác: {'; '.join(said)}" if said else ""
