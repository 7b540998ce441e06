"""What is to be said of a table's sheet and columns, and which column was read as what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from consolidate.catalogue import PHRASES, finding
from consolidate.digest.findings import about_columns
from consolidate.digest.sourced import Sourced, TableRows
from consolidate.issues import Issue, Place, column_letters
from consolidate.parse.readings import ReadAs
from consolidate.plan.models import SheetPlan
from consolidate.read.cells import COLUMN, Flaw, Sheet
from consolidate.recognise.rows import looks_like_a_row
from consolidate.recognise.sheets import FoundSheet
from consolidate.recognise.titles import titles_of
from consolidate.text import mask, with_unit

MOST_ROWS = 10  # rows that a sentence names


def column_issues(source: Sourced, table: TableRows) -> Iterator[Issue]:
    """FIL-08, FIL-25, FIL-26 for columns that are not read, FIL-32 and FIL-33 for what stands
    outside those that are, FIL-09, FIL-17 and FIL-31 else."""
    yield from _unread(source)
    yield from renamed_issues(source.file, source.found)
    yield from _changed(source)
    if {c[COLUMN] for _, cells in table.body for c in cells} - _claimed(source):
        beside = list(_beside(source, table))
        yield from beside
        yield from _extra(source, table, min((i.place.column for i in beside), default=None))
    yield from _hidden(source, table)


def renamed_issues(file: str, found: FoundSheet) -> Iterator[Issue]:
    """FIL-09 for a sheet that was known under another title."""
    if found.renamed:
        title = found.plan.title
        place = Place(file, found.plan.key)
        yield finding(place, "FIL-09", sheet=title, found=mask(found.sheet.title), title=title)


def _unread(source: Sourced) -> Iterator[Issue]:
    plan, head = source.plan, source.head
    gone = (f for f in head.missing if plan.by_field[f].type != "row_number")
    yield from about_columns(source.file, plan, head.row, gone)
    for field, columns in head.doubled.items():
        if plan.by_field[field].type != "row_number":
            place = Place(source.file, plan.key, head.row, columns[-1], field)
            yield finding(
                place,
                "FIL-25",
                sheet=plan.title,
                title=plan.by_field[field].title,
                found=", ".join(f"cột {column_letters(c)}" for c in columns),
            )
    for field, (column, header) in head.contradicted.items():
        place, meant = Place(source.file, plan.key, head.row, column, field), plan.by_field[field]
        yield finding(
            place,
            "FIL-26",
            sheet=plan.title,
            column=column_letters(column),
            found=mask(header),
            title=with_unit(meant.title, meant.unit) if meant.type == "money" else meant.title,
        )


def _changed(source: Sourced) -> Iterator[Issue]:
    """FIL-09 for each column that was renamed or moved and known nonetheless."""
    plan, head = source.plan, source.head
    headers = {c.field: c for c in head.columns}
    for field in dict.fromkeys((*head.renamed, *head.moved)):
        at = Place(source.file, plan.key, head.row, headers[field].column, field)
        title = plan.by_field[field].title
        found = mask(headers[field].header) or title
        yield finding(at, "FIL-09", sheet=plan.title, found=found, title=title)


def _claimed(source: Sourced) -> set[int]:
    """The columns that are read, and those of which it is said why they are not."""
    head = source.head
    doubled = (c for columns in head.doubled.values() for c in columns)
    contradicted = (c for c, _ in head.contradicted.values())
    return {*(c.column for c in head.columns), *doubled, *contradicted}


def _extra(source: Sourced, table: TableRows, beside: int | None) -> Iterator[Issue]:
    """FIL-17 for each column that holds data and belongs to no field, with or without a header;
    FIL-33 where it has the title of a figure that is read elsewhere: one of the two is wrong.

    Where a whole table of ours stands `beside`, from a column on, nothing more is said of its
    columns.
    """
    plan, headers, titles = source.plan, dict(source.head.extra), titles_of(source.plan)
    rows = (cells for row, cells in table.body if not table.verdicts[row])
    for number in sorted({c[COLUMN] for cells in rows for c in cells} - _claimed(source)):
        place = Place(source.file, plan.key, source.head.row, number)
        letters = column_letters(number)
        twin = plan.by_field.get(titles.exact(headers.get(number, "")) or "")
        if twin and beside is not None and number >= beside:
            continue
        if twin and twin.type != "text" and twin.field in source.head.by_field:
            read = column_letters(source.head.by_field[twin.field])
            facts = {"title": twin.title, "found": letters, "column": read}
            yield finding(place, "FIL-33", sheet=plan.title, **facts)
        else:
            found = mask(headers.get(number, letters))
            yield finding(place, "FIL-17", sheet=plan.title, found=found)


def _beside(source: Sourced, table: TableRows) -> Iterator[Issue]:
    """FIL-32 where rows like those of the table stand outside its columns."""
    claimed, listed = _claimed(source), frozenset[str]().union(*source.listed.values())
    outside = ((n, [c for c in cells if c[COLUMN] not in claimed]) for n, cells in table.body)
    rows = [(n, cells[0][COLUMN]) for n, cells in outside if looks_like_a_row(cells, listed)]
    if rows:
        told = ", ".join(str(n) for n, _ in rows[:MOST_ROWS])
        more = PHRASES["and_more"].format(number=len(rows) - MOST_ROWS)
        told += more if len(rows) > MOST_ROWS else ""
        place = Place(source.file, source.plan.key, *rows[0])
        yield finding(place, "FIL-32", sheet=source.plan.title, rows=told)


def _hidden(source: Sourced, table: TableRows) -> Iterator[Issue]:
    """FIL-31 for a hidden sheet and for each hidden column that holds data."""
    plan, sheet = source.plan, source.sheet
    if sheet.state != "visible" and table.at:
        place = Place(source.file, plan.key)
        yield finding(place, "FIL-31", what=PHRASES["whole_sheet"].format(sheet=plan.title))
    for column in (c for c in source.head.columns if c.column in sheet.hidden_columns):
        declared, number = plan.by_field[column.field], column.column
        if declared.type != "row_number" and any(number in cells for cells in table.at.values()):
            place = Place(source.file, plan.key, source.head.row, number, column.field)
            told = PHRASES["column"].format(column=column_letters(number), title=declared.title)
            yield finding(place, "FIL-31", what=told)


def flaw_issues(
    file: str, plan: SheetPlan, sheet: Sheet, titles: dict[int, str], flaws: Sequence[Flaw]
) -> Iterator[Issue]:
    """FIL-19 and FIL-20 of a sheet; `titles` has what its columns are called, none of a form."""
    for flaw in flaws:
        place = Place(file, plan.key, flaw.row, flaw.column)
        yield finding(
            place,
            flaw.code,
            sheet=plan.title,
            cell=place.cell or flaw.detail or sheet.title,
            title=titles.get(flaw.column, plan.title),
        )


def read_as(source: Sourced) -> tuple[ReadAs, ...]:
    """For every shown field: its column and why it was taken, or why none was."""
    found = {c.field: c for c in source.head.columns}
    return tuple(
        ReadAs(f, found[f].column, mask(found[f].header), found[f].how)
        if f in found
        else ReadAs(f, 0, "", _why_not(source, f))
        for f in (c.field for c in source.plan.shown)
    )


def _why_not(source: Sourced, field: str) -> str:
    if field in source.head.doubled:
        return "doubled"
    return "contradicted" if field in source.head.contradicted else "missing"
