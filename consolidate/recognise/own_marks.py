"""What a correction workbook adds to the sheets of a plan: a hidden key in each row, and notes.

None of it is the unit's, and none of it is read.
"""

from __future__ import annotations

from dataclasses import replace

from consolidate.read.cells import COLUMN, KIND, TEXT, VALUE, Book, Sheet

ROW_KEY = "_dong"  # stands in the row of field names; no field begins with a low line
HEAD_WITHIN = 30  # rows in which it is looked for, as a head is
NOTE_HEADS = ("CẦN SỬA (", "NÊN XEM LẠI (")  # how our notes on wrong and doubtful cells begin


def without_own_marks(book: Book) -> Book:
    """The book without row keys and notes of ours; the same book where it has none.

    A row that holds nothing but its key is a blank row.
    """
    sheets = tuple(_without_notes(_without_keys(sheet)) for sheet in book.sheets)
    changed = any(a is not b for a, b in zip(sheets, book.sheets, strict=True))
    return replace(book, sheets=sheets) if changed else book


def _without_notes(sheet: Sheet) -> Sheet:
    kept = {at: s for at, s in sheet.comments.items() if not s.lstrip().startswith(NOTE_HEADS)}
    return sheet if len(kept) == len(sheet.comments) else replace(sheet, comments=kept)


def _without_keys(sheet: Sheet) -> Sheet:
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
