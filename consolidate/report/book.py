"""The consolidated workbook, sheet by sheet: the form to be signed first, then the particulars."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from consolidate.outcome import Outcome
from consolidate.plan.models import OutputForm
from consolidate.refusals import NothingToDo
from consolidate.report import (
    bridge,
    comparison,
    detail,
    findings,
    groups,
    ledger,
    lists,
    method,
    near,
    overview,
    receipt,
    recognised,
    sentences,
    spread,
    targets,
    units,
)
from consolidate.report.context import Report, sheet_title
from consolidate.report.data import MOST_ROWS, DataSheet, in_parts
from consolidate.report.edition import OFFICIAL, TITLES, Edition, edition_of
from consolidate.report.former import has_former_units
from consolidate.report.moved import TITLE as MOVED
from consolidate.report.moved import moved_sheet
from consolidate.report.paper import CONTENTS, Canvas, Paper
from consolidate.report.people import people_sheet
from consolidate.report.ranges import Ranges, plain
from consolidate.report.senders import senders_sheet
from consolidate.report.tables import data_sheet
from consolidate.style import GREY, NAVY, SKY
from consolidate.text import vietnamese_date, vietnamese_number

LARGE = 1_500_000  # cells of data; beyond it rows never stand in memory all at once
TOO_LONG = (
    "Bảng “{title}” có {rows} dòng, một trang tính Excel chỉ chứa được {most} dòng. Hãy tổng hợp "
    "từng phần, mỗi lần một nhóm tệp, vào các thư mục kết quả khác nhau."
)
OWN_TITLES = (
    CONTENTS,
    sentences.SHEET_TITLE,
    near.TITLE,
    method.SHEET_TITLE,
    ledger.SHEET_TITLE,
    findings.TITLE,
    recognised.TITLE,
    bridge.SHEET_TITLE,
    bridge.TABLE,
    comparison.SHEET_TITLE,
    spread.SHEET_TITLE,
    MOVED,
)

FORMS: dict[str, Callable[[Report, OutputForm, Paper], None]] = {
    "targets": targets.draw,
    "units": units.draw,
    "rows": lists.draw,
    "groups": groups.draw,
    "receipt": receipt.draw,
}


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet that is to be: its title, the colour of its tab, and what draws it."""

    title: str
    tab: str
    draw: Callable[[Paper], None]
    last: bool = False  # drawn after all others, because it tells of them


def file_name(outcome: Outcome, edition: str) -> str:
    """The name of the workbook, for example tong-hop-2025-H1-bao-cao.xlsx."""
    return f"tong-hop-{outcome.period.code}-{edition_of(edition)}.xlsx"


def write(outcome: Outcome, edition: str) -> bytes:
    """The workbook of an edition ("bao-cao" or "noi-bo"), the same bytes for the same outcome."""
    report = report_of(outcome, edition)
    return drawn(report, large=sum(len(s.columns) * s.rows for s in report.data) > LARGE)


def report_of(outcome: Outcome, edition: str) -> Report:
    """What an edition is going to hold. Raises ValueError for an unknown edition.

    A table on which figures rest stands on one sheet: NothingToDo where it has no room there.
    """
    chosen = edition_of(edition)
    moved = moved_sheet(outcome, chosen)
    data = (*_data_sheets(outcome, chosen), *([moved] if moved else ()))
    for sheet in data:
        if sheet.rows > MOST_ROWS:
            raise NothingToDo(TOO_LONG.format(title=sheet.title, rows=vietnamese_number(sheet.rows),
                                              most=vietnamese_number(MOST_ROWS)))  # fmt: skip
    report = Report(outcome, chosen, data, Ranges(data))
    form = next((f for f in outcome.plan.forms if f.kind == "units"), None)
    if form is not None:
        units.define_coverage(report, form)
        if has_former_units(outcome):
            converted = bridge.table(report, form)
            report.ranges.add(converted)
            report = replace(report, data=(*data, converted))
    return report


def drawn(report: Report, *, large: bool) -> bytes:
    """The workbook of a report. `large` saves memory at the cost of a larger file."""
    canvas = Canvas(created=report.outcome.date, large=large)
    plan, period = report.outcome.plan, report.outcome.period
    subject = f"{period.name} – {TITLES[report.edition]}"
    canvas.properties(plan.title, subject, plan.document.organisation)
    papers = [(page, Paper(canvas, page.title, page.tab)) for page in _pages(report)]
    for page, paper in sorted(papers, key=lambda pair: pair[0].last):
        page.draw(paper)
    for name in report.ranges.used:
        canvas.book.define_name(name.name, name.address)
    papers[0][1].sheet.activate()
    return canvas.bytes()


def _pages(report: Report) -> list[Page]:
    """The sheets of the edition in the order of their tabs."""
    working = not report.is_official
    pages = [_form_page(report, form) for form in _forms(report)]
    form = next((f for f in report.outcome.plan.forms if f.kind == "units"), None)
    if form is not None and has_former_units(report.outcome):
        pages.append(Page(bridge.SHEET_TITLE, NAVY, lambda p: bridge.draw(report, form, p)))
    previous = report.outcome.previous
    if previous is not None:
        title = comparison.SHEET_TITLE
        pages.append(Page(title, NAVY, lambda p: comparison.draw(report, previous, p)))
    if form is not None and spread.shown(report, form):
        pages.append(Page(spread.SHEET_TITLE, NAVY, lambda p: spread.draw(report, form, p)))
    if working:
        pages.append(Page(sentences.SHEET_TITLE, SKY, lambda p: sentences.draw(report, p)))
        pages += _data_pages(report, near.near_sheet(report.outcome), SKY)
    pages.append(Page(method.SHEET_TITLE, SKY, lambda p: method.draw(report, p), last=True))
    pages.append(Page(ledger.SHEET_TITLE, SKY, lambda p: ledger.draw(report, p)))
    if working:
        pages += _data_pages(report, findings.findings_sheet(report.outcome), SKY)
        pages += _data_pages(report, recognised.recognised_sheet(report.outcome), SKY)
    pages += [_data_page(report, sheet, GREY) for sheet in report.data]
    titles = [page.title for page in pages]
    pages.insert(1, Page(CONTENTS, NAVY, lambda p: overview.draw(report, p, titles)))
    return pages


def _form_page(report: Report, form: OutputForm) -> Page:
    return Page(sheet_title(form), NAVY, lambda p: FORMS[form.kind](report, form, p))


def _data_pages(report: Report, sheet: DataSheet, tab: str) -> list[Page]:
    """A table on which no formula rests, on as many sheets as it needs."""
    return [_data_page(report, part, tab) for part in in_parts(sheet, MOST_ROWS)]


def _data_page(report: Report, sheet: DataSheet, tab: str) -> Page:
    named = sheet if sheet.table_name else replace(sheet, table_name=f"Bang_{plain(sheet.title)}")
    context = _context(report)
    return Page(sheet.title, tab, lambda p: detail.draw(named, p, context=context))


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


def _data_sheets(outcome: Outcome, edition: Edition) -> Iterator[DataSheet]:
    """One data sheet for each sheet of the plan, under titles that no other sheet has."""
    taken = {title.casefold() for title in OWN_TITLES}
    taken |= {sheet_title(form).casefold() for form in outcome.plan.forms}
    for sheet in _contents(outcome, edition):
        title, again = sheet.title, 2
        while title.casefold() in taken:
            title, again = f"{sheet.title} ({again})", again + 1
        taken.add(title.casefold())
        yield replace(sheet, title=title)


def _contents(outcome: Outcome, edition: Edition) -> Iterator[DataSheet]:
    """The tables of the edition; numbers instead of persons where due."""
    if edition != OFFICIAL:
        yield senders_sheet(outcome)
    for sheet in outcome.plan.tables:
        if edition == OFFICIAL and not sheet.in_official:
            yield people_sheet(outcome, sheet)
        else:
            yield data_sheet(outcome, sheet, edition)


def _context(report: Report) -> str:
    """What every data sheet says of itself."""
    outcome = report.outcome
    return (
        f"{outcome.period.name}. {TITLES[report.edition]}. "
        f"Số liệu của {outcome.reported}/{outcome.expected} đơn vị, "
        f"tổng hợp ngày {vietnamese_date(outcome.date)}."
    )
