"""What is to be said of the rows of a table: skipped ones, hidden ones, merged and noted cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from consolidate.catalogue import PHRASES, REASONS, finding
from consolidate.digest.sourced import Sourced, TableRows
from consolidate.issues import Issue, Place, column_letters
from consolidate.parse.readings import Skipped
from consolidate.plan.models import SheetPlan
from consolidate.read.cells import COLUMN, STYLE, VALUE, Cell, Sheet
from consolidate.text import mask, tidy, vietnamese_date, vietnamese_number

OUTSIDE = ("data_below_signature", "data_below_other_head", "data_above_head")
LONGEST_NOTE = 500  # letters of a note that a finding quotes


def skipped_of(source: Sourced, table: TableRows) -> tuple[Skipped, ...]:
    """Every row that is no data, with its reason and its values; personal columns are masked."""
    personal = {c.column for c in source.head.columns if source.plan.by_field[c.field].personal}
    return tuple(
        Skipped(row, reason, tuple(mask(shown(c), personal=c[COLUMN] in personal) for c in cells))
        for row, cells, reason in _no_data(table)
    )


def row_issues(source: Sourced, table: TableRows) -> Iterator[Issue]:
    """FIL-12 and FIL-24 for skipped rows, FIL-14 for hidden or struck rows that hold data."""
    for row, _, reason in _no_data(table):
        place = Place(source.file, source.plan.key, row)
        if reason in OUTSIDE:
            yield finding(place, "FIL-24", row=str(row), where=PHRASES[reason])
        elif reason != "number_only":
            yield finding(place, "FIL-12", row=str(row), reason=REASONS[reason])
    strikes = {number for number, style in enumerate(source.styles) if style.strike}
    for row, cells in table.body:
        struck = strikes and any(c[STYLE] in strikes for c in cells)
        if not table.verdicts[row] and (struck or row in source.sheet.hidden_rows):
            yield finding(Place(source.file, source.plan.key, row), "FIL-14", row=str(row))


def merge_issues(source: Sourced, table: TableRows) -> Iterator[Issue]:
    """FIL-30 where a merged cell served the rows below it, FIL-27 where it is one number."""
    for merge in table.merges:
        letters = column_letters(merge.column)
        place = Place(source.file, source.plan.key, merge.first, merge.column, merge.field)
        facts = {
            "range": f"{letters}{merge.first}:{letters}{merge.last}",
            "title": source.plan.by_field[merge.field].title,
        }
        if merge.filled:
            yield finding(place, "FIL-30", rows=", ".join(map(str, merge.rows)), **facts)
        else:
            yield finding(place, "FIL-27", **facts)


def note_issues(
    file: str, plan: SheetPlan, sheet: Sheet, personal: frozenset[int]
) -> Iterator[Issue]:
    """FIL-29 for each note at a cell, quoted: nothing that somebody typed is lost.

    Notes at the columns in `personal` are not quoted.
    """
    for (row, column), text in sorted(sheet.comments.items()):
        said = tidy(text)
        if said:
            place = Place(file, plan.key, row, column)
            quoted = PHRASES["hidden"] if column in personal else mask(said)[:LONGEST_NOTE]
            yield finding(place, "FIL-29", cell=place.cell or "", value=quoted)


def shown(cell: Cell) -> str:
    """A cell as people write it."""
    value = cell[VALUE]
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return vietnamese_number(value)
    if isinstance(value, date):
        return vietnamese_date(value)
    return "" if value is None else str(value)


def _no_data(table: TableRows) -> Iterator[tuple[int, Sequence[Cell], str]]:
    for row, cells in table.above:
        yield row, cells, "data_above_head"
    for row, cells in table.body:
        if table.verdicts[row]:
            yield row, cells, table.verdicts[row]
