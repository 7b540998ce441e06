"""Biểu 02: what each unit sent and what it contributes; the last row is the whole."""

from __future__ import annotations

from dataclasses import dataclass

from consolidate.issues import column_letters
from consolidate.outcome import Measured, UnitState
from consolidate.plan.models import OutputForm, Ratio
from consolidate.report.annex import (
    LEAST_ROW,
    MIDDLE,
    TEXT,
    Annex,
    Head,
    figure,
    first_row,
)
from consolidate.report.context import COVERAGE, Report, sheet_title
from consolidate.report.figures import UNKNOWN, Live, percent, summed_where
from consolidate.report.paper import Paper
from consolidate.report.ranges import address
from consolidate.report.states import LATE, UNIT_LIST, UNIT_LOOKS, word
from consolidate.report.subtotals import (
    Group,
    added,
    by_kind,
    coverage,
    lines_of_group,
    rate,
    reported,
)
from consolidate.report.tables import BASE, UNIT
from consolidate.style import COUNT_OR_DASH, RATE_FORMAT, Look
from consolidate.text import with_unit

NAME, STATE, HAS_DATA, FIRST_FIGURE = 1, 2, 3, 4
SUBTOTAL: Look = TEXT | {"italic": True}
LEGEND = (
    "“x” là đơn vị đã có số liệu được tính. “–” là không phát sinh; “…” là chưa có số liệu. Tổ "
    "chức, cá nhân do nhiều đơn vị cùng báo cáo chỉ tính ở một đơn vị, nên cộng các dòng đúng "
    "bằng tổng số.",
)
PARTS = {"sum": "", "of": "đạt yêu cầu", "to": "tổng số", "rate": "tỷ lệ"}


@dataclass(frozen=True, slots=True)
class Part:
    """One column of figures: a target, or one of the three parts of a ratio."""

    measured: Measured
    kind: str

    @property
    def title(self) -> str:
        """What the column is called."""
        target = self.measured.target
        return f"{target.short}: {PARTS[self.kind]}" if PARTS[self.kind] else target.short

    @property
    def unit(self) -> str:
        """The unit of measure, where the column says it; parts of a ratio are rows of a list."""
        return {"sum": self.measured.target.unit, "rate": "%"}.get(self.kind, "")

    @property
    def column(self) -> str:
        """The column of `Outcome.by_unit` that holds it (blank for a rate)."""
        code = self.measured.target.code
        return {"rate": "", "to": code + BASE}.get(self.kind, code)

    @property
    def whole(self) -> int | float:
        """The figure of all units."""
        measured = self.measured
        return (measured.denominator or 0) if self.kind == "to" else measured.numerator

    @property
    def num_format(self) -> str:
        """Its number format."""
        return RATE_FORMAT if self.kind == "rate" else COUNT_OR_DASH


def figures(report: Report, form: OutputForm) -> list[Part]:
    """One column for a target, three for a ratio."""
    return [
        Part(m, kind)
        for m in report.measured(form.targets)
        for kind in (("of", "to", "rate") if isinstance(m.target.measure, Ratio) else ("sum",))
    ]


def heads(columns: list[Part]) -> tuple[Head, ...]:
    """The columns of the form."""
    marked = [
        Head(
            with_unit(part.title, part.unit),
            f"{number} = {number - 2}/{number - 1}" if part.kind == "rate" else str(number),
            9.5,
        )
        for number, part in enumerate(columns, start=1)
    ]
    return (
        Head("TT", "A", 5),
        Head("Đơn vị", "B", 17),
        Head("Tình trạng báo cáo", "C", 23),
        Head("Có số liệu", "D", 6),
        *marked,
        Head("Ghi chú", "E", 28),
    )


def define_coverage(report: Report, form: OutputForm) -> None:
    """Name the cells that say of which expected units there are figures."""
    first, title = first_row(report, form), sheet_title(form)
    where = address(title, HAS_DATA, first, first + report.outcome.expected - 1)
    meaning = f"{title}, cột “Có số liệu” của các đơn vị phải báo cáo"
    report.ranges.define(COVERAGE, where, meaning)


def draw(report: Report, form: OutputForm, paper: Paper) -> None:
    """Draw the whole form."""
    chosen = figures(report, form)
    annex = Annex(report, form, paper, heads(chosen))

    def body(first: int) -> int:
        row = first
        for number, unit in enumerate(report.units, start=1):
            _line(annex, row, number, unit, chosen)
            row += 1
        last = row - 1
        for group in by_kind(report.units):
            _subtotal(annex, row, group, first, chosen)
            row += 1
        annex.total(row, "TỔNG CỘNG", _totals(chosen, (first, last), row))
        return row + 1

    annex.draw(body, LEGEND)


def _line(annex: Annex, row: int, number: int, unit: UnitState, chosen: list[Part]) -> None:
    report, paper = annex.report, annex.paper
    state, remark = state_words(report, unit), elsewhere_words(report, unit, chosen)
    annex.fit(row, {NAME: unit.unit.name, STATE: state, annex.last: remark})
    paper.number(row, 0, number, MIDDLE)
    paper.text(row, NAME, unit.unit.name, TEXT)
    paper.text(row, STATE, state, MIDDLE | UNIT_LOOKS[unit.state])
    paper.text(row, HAS_DATA, "x" if unit.file is not None else "", MIDDLE)
    for column, part in enumerate(chosen, start=FIRST_FIGURE):
        value = _contribution(report, unit, part, (row, column))
        paper.live(row, column, value, figure(part.num_format))
    paper.text(row, annex.last, remark, TEXT)


def _contribution(report: Report, unit: UnitState, part: Part, cell: tuple[int, int]) -> Live:
    """What a unit adds to a column; of a unit without figures nothing is known."""
    row, column = cell
    code, target = unit.unit.code, part.measured.target
    if part.kind == "rate":
        of, to = (
            Live(f"{column_letters(column - back)}{row + 1}", share_of(report, code, name))
            for back, name in ((1, target.code), (0, target.code + BASE))
        )
        value = percent(of, to)
    else:
        sheet = target.measure.sheet
        mark, owner = report.ranges.of(sheet, part.column), report.ranges.of(sheet, UNIT)
        value = Live(summed_where(mark, (owner, code)), share_of(report, code, part.column))
    has_data = f'{column_letters(HAS_DATA + 1)}{row + 1}="x"'
    known = value.value if unit.file is not None else UNKNOWN
    return Live(f'IF({has_data},{value.formula},"{UNKNOWN}")', known)


def share_of(report: Report, code: str, column: str) -> int | float:
    """What a unit adds to a column of `Outcome.by_unit`."""
    return report.shares[column][code]


def _totals(chosen: list[Part], lines: tuple[int, int], row: int) -> dict[int, tuple[Live, str]]:
    totals: dict[int, tuple[Live, str]] = {}
    for column, part in enumerate(chosen, start=FIRST_FIGURE):
        if part.kind == "rate":
            of = Live(f"{column_letters(column - 1)}{row + 1}", part.measured.numerator)
            to = Live(f"{column_letters(column)}{row + 1}", part.measured.denominator or 0)
            totals[column] = percent(of, to), part.num_format
        else:
            letters = column_letters(column + 1)
            total = Live(f"SUM({letters}{lines[0] + 1}:{letters}{lines[1] + 1})", part.whole)
            totals[column] = total, part.num_format
    return totals


def _subtotal(annex: Annex, row: int, group: Group, first: int, chosen: list[Part]) -> None:
    """One line for the units of a kind, over the cells of their own lines."""
    report, paper = annex.report, annex.paper
    units = [report.units[place] for place in group.places]
    known = [u.unit.code for u in units if u.file is not None]
    lines = lines_of_group(group.places, first)
    has = reported(lines, HAS_DATA, len(known))
    paper.sheet.set_row(row, LEAST_ROW)
    paper.span(row, (0, NAME), group.title, SUBTOTAL)
    paper.live(row, STATE, coverage(has, len(units)), MIDDLE | {"italic": True})
    paper.text(row, HAS_DATA, "", SUBTOTAL)
    sums: list[Live] = []
    for column, part in enumerate(chosen, start=FIRST_FIGURE):
        if part.kind == "rate":
            value = rate(row, column, has, *sums[-2:])
        else:
            values = [share_of(report, code, part.column) for code in known]
            value = added(lines, column, has, values)
        sums.append(value)
        paper.live(row, column, value, figure(part.num_format, SUBTOTAL))
    paper.text(row, annex.last, "", SUBTOTAL)


def state_words(report: Report, unit: UnitState) -> str:
    """The plan's word for what became of a unit's report, and that it came late."""
    said = word(report.outcome.plan, UNIT_LIST, unit.state)
    return f"{said}; {word(report.outcome.plan, UNIT_LIST, LATE).lower()}" if unit.late else said


def elsewhere_words(report: Report, unit: UnitState, chosen: list[Part]) -> str:
    """What the unit reported that counts at another unit, so that nothing is counted twice."""
    code = unit.unit.code
    said: list[str] = []
    for target in dict.fromkeys(part.measured.target for part in chosen):
        columns = [target.code, target.code + BASE] if target.ratio else [target.code]
        figures_away = [report.away[column][code] for column in columns]
        if any(figures_away):
            said.append(f"{target.short} {'/'.join(str(f) for f in figures_away)}")
    return f"Đã tính ở đơn vị khác: {'; '.join(said)}" if said else ""
