"""What a correction workbook adds to the sheets of a plan: a hidden key in each row, notes, and
words over what must leave the appendix for a table.

None of it is the unit's, and none of it is read as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from consolidate.read.cells import COLUMN, KIND, TEXT, VALUE, Book, Cell, Sheet
from consolidate.text import tidy

ROW_KEY = "_dong"  # stands in the row of field names; no field begins with a low line
HEAD_WITHIN = 30  # rows in which it is looked for, as a head is
NOTE_HEADS = ("CẦN SỬA (", "NÊN XEM LẠI (")  # how our notes on wrong and doubtful cells begin
TO_MOVE = "PHẢI CHUYỂN VÀO BIỂU · "  # begins the heading of a block of the appendix
_ADDRESS = re.compile(r"[A-Z]+[0-9]+")


@dataclass(frozen=True)
class LeftBehind:
    """A block of the appendix that had to be moved into a table, and the rows still in it."""

    row: int  # of its heading
    heading: str
    rows: int


def left_behind(appendix: Sheet) -> Iterator[LeftBehind]:
    """The blocks marked TO_MOVE that still hold rows, in their order.

    A heading stands alone in the first column; the row below it has the titles of the columns.
    """
    heads = {n: text for n, cells in appendix.rows.items() if (text := _heading(cells))}
    starts = sorted(heads)
    for start, end in zip(starts, [*starts[1:], max(appendix.rows, default=0) + 1], strict=True):
        rows = [n for n, c in appendix.rows.items() if start + 1 < n < end and c[-1][COLUMN] > 1]
        if rows and heads[start].startswith(TO_MOVE):
            yield LeftBehind(start, heads[start].removeprefix(TO_MOVE), len(rows))


def _heading(cells: Sequence[Cell]) -> str:
    """The text of a row of the appendix that is a heading, else blank."""
    first, text = cells[0], tidy(str(cells[0][VALUE]))
    is_alone = len(cells) == 1 and first[COLUMN] == 1 and first[KIND] == TEXT
    return text if is_alone and not _ADDRESS.fullmatch(text) else ""


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
