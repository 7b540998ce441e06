"""The consolidated workbook, sheet by sheet: the signable form first, then general to particular."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from consolidate.outcome import Outcome
from consolidate.plan.models import OutputForm
from consolidate.report import detail, groups, lists, receipt, targets, units
from consolidate.report.context import Report
from consolidate.report.data import DataSheet
from consolidate.report.edition import OFFICIAL, TITLES, Edition, edition_of
from consolidate.report.paper import Canvas, Paper
from consolidate.report.people import people_sheet
from consolidate.report.ranges import Ranges, plain
from consolidate.report.tables import data_sheet
from consolidate.style import GREY, NAVY
from consolidate.text import vietnamese_date

LARGE = 1_500_000  # cells of data; beyond it rows are written through and tables become filters

FORMS: dict[str, Callable[[Report, OutputForm, Paper], None]] = {
    "targets": targets.draw,
    "units": units.draw,
    "rows": lists.draw,
    "groups": groups.draw,
    "receipt": receipt.draw,
}


def file_name(outcome: Outcome, edition: str) -> str:
    """The name of the workbook, for example tong-hop-2025-H1-bao-cao.xlsx."""
    return f"tong-hop-{outcome.period.code}-{edition_of(edition)}.xlsx"


def write(outcome: Outcome, edition: str) -> bytes:
    """The workbook of an edition ("bao-cao" or "noi-bo"), the same bytes for the same outcome."""
    chosen = edition_of(edition)
    data = _data_sheets(outcome, chosen)
    report = Report(outcome, chosen, data, Ranges(data))
    large = sum(len(s.columns) * s.rows for s in data) > LARGE
    canvas = Canvas(created=outcome.date, large=large)
    _properties(report, canvas)
    forms = [(f, Paper(canvas, report.sheet_title(f), NAVY)) for f in _forms(report)]
    details = [(s, Paper(canvas, s.title, GREY)) for s in data]
    _coverage(report)
    for form, paper in forms:
        FORMS[form.kind](report, form, paper)
    home = forms[0][1].title
    for sheet, paper in details:
        detail.draw(sheet, paper, context=_context(report), home=home)
    for name in report.ranges.used:
        canvas.book.define_name(name.name, name.address)
    forms[0][1].sheet.activate()
    return canvas.bytes()


def _properties(report: Report, canvas: Canvas) -> None:
    plan, period = report.outcome.plan, report.outcome.period
    subject = f"{period.name} – {TITLES[report.edition]}"
    canvas.properties(plan.title, subject, plan.document.organisation)


def _forms(report: Report) -> list[OutputForm]:
    """The forms of the edition: lists of persons stay in the office."""
    plan = report.outcome.plan
    return [
        form
        for form in plan.forms
        if not (
            report.is_official
            and form.kind == "rows"
            and not plan.sheet(form.sheet or "").in_official
        )
    ]


def _data_sheets(outcome: Outcome, edition: Edition) -> tuple[DataSheet, ...]:
    """One data sheet for each table of the plan, with numbers instead of persons where due."""
    taken: set[str] = set()
    made: list[DataSheet] = []
    for sheet in outcome.plan.tables:
        if edition == OFFICIAL and not sheet.in_official:
            data = people_sheet(outcome, sheet)
        else:
            data = data_sheet(outcome, sheet, edition)
        name = f"Bang_{plain(sheet.title)}"
        while name.casefold() in taken:
            name += "_"
        taken.add(name.casefold())
        made.append(replace(data, table_name=name))
    return tuple(made)


def _context(report: Report) -> str:
    """What every data sheet says of itself."""
    outcome = report.outcome
    return (
        f"{outcome.period.name}. {TITLES[report.edition]}. "
        f"Số liệu của {outcome.reported}/{outcome.expected} đơn vị, "
        f"tổng hợp ngày {vietnamese_date(outcome.date)}."
    )


def _coverage(report: Report) -> None:
    """Name the cells of coverage before a formula speaks of them."""
    for form in report.outcome.plan.forms:
        if form.kind == "units":
            units.define_coverage(report, form)
