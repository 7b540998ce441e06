"""The correction workbook of a unit: a fresh template with everything that it sent, marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from consolidate import style
from consolidate.correction import words
from consolidate.correction.appendix import Kept, write_appendix
from consolidate.correction.copies import DAY, open_copy
from consolidate.correction.lines import Line, lines_of
from consolidate.correction.marks import FIRST, Ground, write_keys, write_marks
from consolidate.correction.notes import write_notes
from consolidate.correction.refill import Refilled, refill
from consolidate.correction.returned import Returned
from consolidate.correction.to_fix import List, write_to_fix
from consolidate.issues import Issue
from consolidate.sheet_names import APPENDIX, MARKS, TO_FIX
from consolidate.template import Layout, layout
from consolidate.template.drawing import Pen
from consolidate.template.edition import Edition
from consolidate.template.live import checks_of


@dataclass(frozen=True)
class Case:
    """One unit that must correct: what it sent, what was found, and how it is counted."""

    edition: Edition
    issues: tuple[Issue, ...]
    counts: tuple[tuple[str, int, int], ...]  # title of a sheet, its rows, those that count
    submission: int | None  # of the return
    next_submission: int


def write_book(case: Case, returned: Returned) -> bytes:
    """The workbook as the bytes of an .xlsx file; they depend on the arguments alone."""
    edition, where = case.edition, layout(case.edition.plan)
    refilled = refill(returned, edition, where, case.next_submission, case.issues)
    lines = lines_of(case.issues, edition.plan, where, refilled)
    book = open_copy(edition, with_appendix=bool(refilled.blocks))
    book.fill(refilled.filling)
    _write_odd(book.pens, where, refilled)
    for key, table in where.tables.items():
        rows = refilled.rows.get(key)
        if rows:
            write_keys(book.pens[table.title], table, rows.values())
    checks, _ = checks_of(edition)
    errors = (
        (e.sheet, e.row if e.sheet in where.tables else 0, e.field) for e in refilled.odd if e.error
    )
    ground = Ground(edition, where, checks, refilled.filling, frozenset(errors))
    blocks = write_marks(book.pens[MARKS], lines, ground)
    write_notes(book.pens, lines, where, edition.plan.document.short_organisation)
    appendix = _write_appendix(book.pens, lines, refilled)
    what = List(lines, blocks, ground, appendix, _accepted(case), _sending(case))
    write_to_fix(book.pens[TO_FIX], edition, what)
    return book.packed(max((b.last for b in blocks.values()), default=FIRST))


def _write_odd(pens: Mapping[str, Pen], where: Layout, refilled: Refilled) -> None:
    """Errors of formulas stay errors and days stay days, so that neither is taken for a value."""
    for one in refilled.odd:
        table = where.tables.get(one.sheet)
        column = table.columns[one.field] if table else where.form.input_column
        pen = pens[table.title if table else where.form.title]
        if one.error:
            pen.formula(one.row, column, f"={one.error}", style.TO_FILL, one.error)
        else:
            pen.entry(one.row, column, one.day, DAY)


def _write_appendix(
    pens: Mapping[str, Pen], lines: list[Line], refilled: Refilled
) -> dict[int, list[Kept]]:
    """The blocks of the appendix that each line speaks of, by its position."""
    if not refilled.blocks:
        return {}
    kept, blocks_of = write_appendix(pens[APPENDIX], refilled.blocks), refilled.blocks_of
    found = {
        position: [kept[n] for n in sorted({n for t in line.found for n in blocks_of(t.issue)})]
        for position, line in enumerate(lines)
        if not line.is_located
    }
    return {position: some for position, some in found.items() if some}


def _accepted(case: Case) -> str:
    sheets = [
        words.ACCEPTED_SHEET.format(title=title, seen=seen, accepted=accepted)
        for title, seen, accepted in case.counts
        if seen
    ]
    return words.ACCEPTED.format(sheets="; ".join(sheets)) if sheets else words.NOTHING_ACCEPTED


def _sending(case: Case) -> str:
    old = case.submission if case.submission is not None else words.NOWHERE
    return words.SENDING.format(new=case.next_submission, old=old)
