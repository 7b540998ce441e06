"""The hidden column by which a correction workbook finds its rows again. It is no data."""

from __future__ import annotations

from dataclasses import replace

from consolidate.read.cells import COLUMN, KIND, TEXT, VALUE, Book, Sheet

ROW_KEY = "_dong"  # stands in the row of field names; no field begins with a low line
HEAD_WITHIN = 30  # rows in which it is looked for, as a head is


def without_row_keys(book: Book) -> Book:
    """The book without the columns of row keys; the same book where it has none.

    A row that holds nothing but its key is a blank row.
    """
    sheets = tuple(_without(sheet) for sheet in book.sheets)
    changed = any(a is not b for a, b in zip(sheets, book.sheets, strict=True))
    return replace(book, sheets=sheets) if changed else book


def _without(sheet: Sheet) -> Sheet:
    place = _place(sheet)
    if place is None:
        return sheet
    first, column = place
    rows = {
        number: kept
        for number, cells in sheet.rows.items()
        if (kept := [c for c in cells if number < first or c[COLUMN] != column])
    }
    return replace(sheet, rows=rows)


def _place(sheet: Sheet) -> tuple[int, int] | None:
    """Row and column of the name of the key."""
    for number in sorted(sheet.rows)[:HEAD_WITHIN]:
        for cell in sheet.rows[number]:
            if cell[VALUE] == ROW_KEY and cell[KIND] == TEXT:
                return number, cell[COLUMN]
    return None
