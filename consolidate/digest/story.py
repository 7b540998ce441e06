"""The story of one file: load, read, recognise, parse. A bad file is an answer, no exception."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from consolidate.catalogue import finding
from consolidate.digest.columns import flaw_issues, renamed_issues
from consolidate.digest.form import Identity, identify, lines_of, parse_form
from consolidate.digest.rows import note_issues, shown
from consolidate.digest.sourced import TableRows, filled_rows, rows_of, source_of
from consolidate.digest.tables import parse_table
from consolidate.digest.unlike import unlike
from consolidate.intake import Found, load
from consolidate.issues import Issue, Place, Severity
from consolidate.legacy import Decoded, decode, decode_repeated
from consolidate.parse import Context
from consolidate.parse.readings import SHORT_HASH, Digest, ParsedSheet, ReadAs, Skipped, Typed
from consolidate.plan.models import Plan
from consolidate.read import read_book
from consolidate.read.cells import VALUE, Book, Sheet, Unreadable
from consolidate.recognise.form import FormLine
from consolidate.recognise.own_marks import TO_MOVE, is_correction, kept_in, without_own_marks
from consolidate.recognise.sheets import (
    FoundSheet,
    FoundSheets,
    content_of,
    find_sheets,
    is_read,
)
from consolidate.sheet_names import APPENDIX, META, SENT_BACK
from consolidate.text import mask, tidy


@dataclass(frozen=True, slots=True)
class Job:
    """A file to digest. `period` is the run's, or blank where the returns shall say it."""

    found: Found
    period: str
    units: Mapping[str, str] = field(default_factory=dict)  # short hash -> unit, as decided


def digest(job: Job, plan: Plan) -> Digest:
    """All that one file says, as plain data that crosses a process border cheaply."""
    name = job.found.name
    data = b""
    try:
        data = load(job.found)
        book = read_book(data, lambda title: title == META or is_read(title), name=name)
    except Unreadable as refusal:
        said = finding(Place(name), "FIL-01", file=name, cause=refusal.code, detail=refusal.detail)
        return Digest(
            file=name,
            sha256=_hash(data),
            size=len(data) or job.found.size,
            kind=refusal.code,
            issues=(said,),
            readable=False,
            ours=False,
        )
    return _digest_book(name, data, book, plan, job)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest() if data else ""


def _digest_book(name: str, data: bytes, book: Book, plan: Plan, job: Job) -> Digest:
    meta = _stamp(book)
    book, decoded = in_unicode(without_own_marks(book))
    sheets = find_sheets(book, plan)
    kept = Digest(
        file=name,
        sha256=_hash(data),
        size=len(data),
        kind=book.kind,
        ours=bool(sheets.found),
        template=meta,
    )
    if not sheets.found:
        return kept
    form = sheets.found.get(plan.form.key)
    lines = lines_of(form) if form else {}
    decided = job.units.get(kept.sha256[:SHORT_HASH], "")
    who = identify(name, plan, lines, meta)
    if plan.has_unit(decided):
        who = replace(who, unit=plan.unit(decided), issues=())
    context = Context(plan, plan.period(who.period or job.period or plan.periods[0].code), who.unit)
    parsed = (sheet for sheet, _ in parse_sheets(name, book, sheets, lines, context))
    return Digest(
        file=name,
        sha256=kept.sha256,
        size=kept.size,
        kind=kept.kind,
        sheets=tuple(parsed),
        issues=(*_said(name, book, sheets, who), *_decoded(name, sheets, decoded)),
        unit=who.unit.code if who.unit else None,
        period=who.period,
        template=meta,
        decided=decided,
        unlike=unlike(sheets),
    )


def in_unicode(book: Book) -> tuple[Book, list[tuple[Sheet, Decoded]]]:
    """The book with text of old encodings turned into letters, and what was turned."""
    clear = [decode(sheet, book.styles) for sheet in book.sheets]
    everywhere = [one for _, found in clear for one in found]
    if not everywhere:
        return book, []
    turned: list[tuple[Sheet, Decoded]] = []
    sheets: list[Sheet] = []
    for sheet, found in clear:
        whole, more = decode_repeated(sheet, book.styles, everywhere)
        sheets.append(whole)
        turned += [(whole, one) for one in (*found, *more)]
    return replace(book, sheets=tuple(sheets)), turned


def _decoded(
    name: str, sheets: FoundSheets, turned: Iterable[tuple[Sheet, Decoded]]
) -> Iterable[Issue]:
    """FIL-10 once for each font and encoding of a sheet, at the first cell."""
    keys = {id(f.sheet): key for key, f in sheets.found.items()}
    for sheet, one in turned:
        row, column = one.cells[0]
        place = Place(name, keys.get(id(sheet), sheet.title), row, column)
        yield finding(
            place,
            "FIL-10",
            font=one.font or "?",
            encoding=one.encoding.value,
            number=str(len(one.cells)),
        )


def parse_sheets(
    name: str, book: Book, sheets: FoundSheets, lines: Mapping[str, FormLine], context: Context
) -> Iterable[tuple[ParsedSheet, TableRows | None]]:
    """Every sheet that was found, as typed columns; of a table with a head its rows beside them."""
    stamp = _stamp(book)
    for found in sheets.found.values():
        if found.plan.kind == "form":
            yield parse_form(name, found, lines, book.styles, context), None
        elif found.head is not None:
            source = source_of(name, found, found.head, book.styles, context)
            rows = rows_of(source)
            yield parse_table(source, rows, context, stamp), rows
        else:
            yield _headless(found), None


def _headless(found: FoundSheet) -> ParsedSheet:
    """A sheet under our title whose head was not recognised: every row is skipped, none lost."""
    rows = filled_rows(found.sheet)
    skipped = tuple(
        Skipped(row, "foreign", tuple(mask(shown(c)) for c in found.sheet.rows[row]))
        for row in sorted(rows)
    )
    empty: dict[str, list[Typed]] = {c.field: [] for c in found.plan.column}
    read_as = tuple(ReadAs(c.field, 0, "", "missing") for c in found.plan.shown)
    return ParsedSheet(
        key=found.plan.key,
        title=found.sheet.title,
        rows=[],
        columns=empty,
        skipped=skipped,
        lost=True,
        read_as=read_as,
        seen=len(rows),
    )


def _said(name: str, book: Book, sheets: FoundSheets, who: Identity) -> Iterable[Issue]:
    """What is to be said of the file as a whole."""
    yield from who.issues
    for plan in sheets.missing:
        yield finding(Place(name, plan.key), "FIL-06", sheet=plan.title)
    for sheet in (*sheets.foreign, *_own_annexes(book)):
        if sheet.holds_values or _holds_data(sheet):
            yield finding(Place(name, sheet.title), "FIL-07", sheet=mask(sheet.title))
    yield from _left_behind(name, book)
    yield from _copies(name, sheets)
    for found in sheets.found.values():
        if found.head is None:
            yield from _without_head(name, found)
    for flaw in book.flaws:
        yield finding(Place(name), flaw.code, kind=book.kind, detail=flaw.detail)


def _own_annexes(book: Book) -> list[Sheet]:
    """Sheets with a title of ours in a file that is no correction workbook: the unit's own."""
    if is_correction(book):
        return []
    return [sheet for sheet in book.sheets if sheet.title in SENT_BACK]


def _left_behind(name: str, book: Book) -> Iterable[Issue]:
    """FIL-35 for each block of the appendix that had to be moved into a table and was not."""
    for sheet in (s for s in book.sheets if s.title == APPENDIX and is_correction(book)):
        for kept in kept_in(sheet):
            if kept.heading.startswith(TO_MOVE) and kept.left:
                heading = mask(kept.heading.removeprefix(TO_MOVE))
                facts = {"heading": heading, "number": str(kept.left)}
                yield finding(Place(name, APPENDIX, kept.row), "FIL-35", sheet=APPENDIX, **facts)


def _without_head(name: str, found: FoundSheet) -> Iterable[Issue]:
    """What is to be said of the form, and of a table whose head was not recognised."""
    plan, sheet = found.plan, found.sheet
    if plan.kind == "table":
        for column in plan.shown:
            if column.required:
                place = Place(name, plan.key)
                yield finding(place, "FIL-08", sheet=plan.title, title=column.title)
    yield from renamed_issues(name, found)
    yield from flaw_issues(name, plan, sheet, {}, sheet.flaws)
    yield from note_issues(name, plan, sheet, frozenset())


def _copies(name: str, sheets: FoundSheets) -> Iterable[Issue]:
    """FIL-07 for each copy of a sheet of ours that holds anything.

    A copy with rows that ours does not have is an error: it may be an older state of the sheet or
    its second part, so that ours alone may be short of rows. Only the unit knows.
    """
    for found in sheets.found.values():
        for sheet, has_other_rows in found.copies:
            if has_other_rows or content_of(sheet, found.plan):
                said = finding(Place(name, sheet.title), "FIL-07", sheet=mask(sheet.title))
                yield replace(said, severity=Severity.ERROR) if has_other_rows else said


def _holds_data(sheet: Sheet) -> bool:
    return bool(filled_rows(sheet))


def _stamp(book: Book) -> dict[str, str]:
    """Key and value of the hidden stamp, else of the document properties."""
    for sheet in book.sheets:
        if sheet.title == META:
            pairs = (
                (tidy(str(cells[0][VALUE])), cells[1])
                for cells in sheet.rows.values()
                if len(cells) >= 2
            )
            return {k: _plain(c[VALUE]) for k, c in pairs}
    return dict(book.properties)


def _plain(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return tidy(str(value))
