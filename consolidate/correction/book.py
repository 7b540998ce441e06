"""The correction workbook of a unit: a fresh template with everything that it sent, marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from consolidate import style
from consolidate.correction import words
from consolidate.correction.appendix import write_appendix
from consolidate.correction.lines import Line, lines_of
from consolidate.correction.marks import Ground, write_keys, write_marks
from consolidate.correction.notes import write_notes
from consolidate.correction.refill import Refilled, refill
from consolidate.correction.returned import Returned
from consolidate.correction.to_fix import List, write_to_fix
from consolidate.issues import Issue
from consolidate.outcome import SheetCount
from consolidate.sheet_names import APPENDIX, GUIDE, MARKS, TO_FIX
from consolidate.template import Entry, Layout, draw, layout, open_book
from consolidate.template.drawing import OpenSheet, Pen
from consolidate.template.edition import Edition, shown
from consolidate.template.layout import quoted
from consolidate.template.live import checks_of


@dataclass(frozen=True)
class Case:
    """One unit that must correct: what it sent, what was found, and how it is counted."""

    edition: Edition
    issues: tuple[Issue, ...]
    counts: tuple[SheetCount, ...]
    submission: int | None  # of the return
    next_submission: int


def write_book(case: Case, returned: Returned) -> bytes:
    """The workbook as the bytes of an .xlsx file; they depend on the arguments alone."""
    edition, where = case.edition, layout(case.edition.plan)
    refilled = refill(returned, edition, where, case.next_submission)
    lines = lines_of(case.issues, edition.plan, where, refilled)
    stream = BytesIO()
    workbook = open_book(stream)
    first = workbook.add_worksheet(TO_FIX, OpenSheet)
    pens = draw(workbook, edition, refilled.filling)
    formats = pens[GUIDE].formats
    _write_odd(pens, where, refilled)
    for key, table in where.tables.items():
        rows = refilled.rows.get(key)
        if rows:
            write_keys(pens[table.title], table, rows.values())
    checks, _ = checks_of(edition)
    ground = Ground(
        edition.plan,
        where,
        checks,
        _typed(refilled, where, edition),
        frozenset(
            (e.sheet, _row_of(e.sheet, e.row, where), e.field) for e in refilled.odd if e.error
        ),
    )
    marks = Pen(workbook.add_worksheet(MARKS, OpenSheet), formats)
    blocks = write_marks(workbook, pens, marks, lines, ground)
    write_notes(pens, lines, where, edition.plan.document.short_organisation)
    appendix = _write_appendix(workbook, pens, lines, refilled)
    _write_links_back(pens, where)
    what = List(lines, blocks, ground, appendix, _accepted(case), _sending(case))
    write_to_fix(Pen(first, formats), edition, what)
    pens[GUIDE].sheet.selected = 0
    first.activate()
    first.set_first_sheet()
    workbook.close()
    return stream.getvalue()


def _write_odd(pens: Mapping[str, Pen], where: Layout, refilled: Refilled) -> None:
    """Errors of formulas stay errors and days stay days, so that neither is taken for a value."""
    for one in refilled.odd:
        table = where.tables.get(one.sheet)
        column = table.columns[one.field] if table else where.form.input_column
        pen = pens[table.title if table else where.form.title]
        if one.error:
            pen.formula(one.row, column, f"={one.error}", style.TO_FILL, one.error)
        else:
            pen.entry(one.row, column, one.day, style.TO_FILL | style.VALUES["date"])


def _row_of(sheet: str, row: int, where: Layout) -> int:
    """The row as spots count it: 0 on the form."""
    return row if sheet in where.tables else 0


def _typed(
    refilled: Refilled, where: Layout, edition: Edition
) -> dict[tuple[str, int, str], Entry]:
    """What stands in the cells, as the template shows it."""
    plan, made = edition.plan, {}
    for key, rows in refilled.filling.tables.items():
        table = where.tables[key]
        for number, row in enumerate(rows, table.first_row):
            for field, entry in row.items():
                made[key, number, field] = _shown(table.sheet.by_field[field], entry, edition)
    for field, entry in refilled.filling.form.items():
        made[plan.form.key, 0, field] = _shown(plan.form.by_field[field], entry, edition)
    return made


def _shown(column: object, entry: Entry, edition: Edition) -> Entry:
    return entry if isinstance(entry, tuple) else shown(column, entry, edition)  # type: ignore[arg-type]


def _write_appendix(
    workbook: object, pens: Mapping[str, Pen], lines: list[Line], refilled: Refilled
) -> dict[int, int]:
    """The row of the appendix that each line speaks of; no sheet where nothing is left over."""
    if not refilled.blocks:
        return {}
    sheet = workbook.add_worksheet(APPENDIX, OpenSheet)  # type: ignore[attr-defined]
    starts = write_appendix(Pen(sheet, pens[GUIDE].formats), refilled.blocks)
    found = {
        position: refilled.block_of(line.found[0].issue.place)
        for position, line in enumerate(lines)
        if not line.is_located
    }
    return {position: starts[block] for position, block in found.items() if block is not None}


def _write_links_back(pens: Mapping[str, Pen], where: Layout) -> None:
    """From each sheet to the list: above the head, in the first column without a unit."""
    text, target = words.BACK.format(sheet=TO_FIX), f"{quoted(TO_FIX)}!A1"
    for table in where.tables.values():
        at = next((table.columns[c.field] for c in table.shown if not c.unit), 1)
        pens[table.title].link(table.unit_row, at, target, text, style.LINKED)
    form = where.form
    pens[form.title].link(1, form.help_column, target, text, style.LINKED)


def _accepted(case: Case) -> str:
    sheets = [
        words.ACCEPTED_SHEET.format(title=c.title, seen=c.rows_seen, accepted=c.accepted)
        for c in case.counts
        if c.rows_seen
    ]
    return words.ACCEPTED.format(sheets="; ".join(sheets)) if sheets else words.NOTHING_ACCEPTED


def _sending(case: Case) -> str:
    old = case.submission if case.submission is not None else words.NOWHERE
    return words.SENDING.format(new=case.next_submission, old=old)
