"""FIL-18: what a template counts and adds up by itself, against the cells that were read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import fsum, isclose

from consolidate.catalogue import PHRASES, finding
from consolidate.control import count_key, is_controlled, sum_key
from consolidate.issues import Issue, Place
from consolidate.read.cells import BOOLEAN, COLUMN, KIND, NUMBER, TEXT, VALUE, Book, Cell
from consolidate.recognise.sheets import FoundSheet
from consolidate.sheet_names import META
from consolidate.text import tidy, vietnamese_number


def control_issues(file: str, book: Book, sheets: Mapping[str, FoundSheet]) -> Iterator[Issue]:
    """One finding for each number column whose stored count or sum is not what was read.

    Every cell below the head is counted, whatever becomes of its row. A total without a stored
    value, and a column with a cell whose number is not certain, are not judged.
    """
    stored = _stored(book)
    for found in sheets.values() if stored else ():
        for column in filter(is_controlled, found.plan.shown):
            numbers = _numbers(found, column.field)
            count = stored.get(count_key(found.plan.key, column.field))
            total = stored.get(sum_key(found.plan.key, column.field))
            if numbers is None or found.head is None or count is None or total is None:
                continue
            read = fsum(numbers)
            if count != len(numbers) or not isclose(total, read, rel_tol=1e-9, abs_tol=1e-6):
                number = found.head.by_field[column.field]
                yield finding(
                    Place(file, found.plan.key, found.head.row, number, column.field),
                    "FIL-18",
                    sheet=found.plan.title,
                    title=column.title,
                    stored=_said(total, count),
                    read=_said(read, len(numbers)),
                )


def _stored(book: Book) -> dict[str, float]:
    """The totals of the stamp by key; a formula whose value was not stored gives none."""
    stamp = next((s for s in book.sheets if s.title == META), None)
    pairs = (cells for cells in stamp.rows.values() if len(cells) > 1) if stamp else ()
    return {
        tidy(str(key[VALUE])): value[VALUE]
        for key, value, *_ in pairs
        if value[KIND] == NUMBER and isinstance(value[VALUE], float)
    }


def _numbers(found: FoundSheet, field: str) -> list[float] | None:
    """The numbers of a column; None where it is not there, or where one of them is not certain.

    A spreadsheet passes over texts and truth values. It adds dates as days and cannot add an
    error; neither is worth a comparison.
    """
    column = found.head.by_field.get(field) if found.head else None
    if column is None or found.head is None:
        return None
    below = (cells for row, cells in found.sheet.rows.items() if row > found.head.row)
    mine: list[Cell] = [c for cells in below for c in cells if c[COLUMN] == column]
    if any(c[KIND] not in (NUMBER, TEXT, BOOLEAN) for c in mine):
        return None
    return [c[VALUE] for c in mine if c[KIND] == NUMBER and isinstance(c[VALUE], float)]


def _said(total: float, count: float) -> str:
    return PHRASES["control"].format(total=vietnamese_number(total), count=vietnamese_number(count))
