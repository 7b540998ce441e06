"""What a correction workbook adds to the sheets of a plan: a hidden key in each row, notes, and
words over what must leave the appendix for a table.

None of it is the unit's, and none of it is read as such.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from consolidate.read.cells import COLUMN, KIND, TEXT, VALUE, Book, Cell, Sheet
from consolidate.sheet_names import MARKS
from consolidate.text import tidy

ROW_KEY = "_dong"  # stands in the row of field names; no field begins with a low line
HEAD_WITHIN = 30  # rows in which it is looked for, as a head is
NOTE_HEADS = ("CẦN SỬA (", "NÊN XEM LẠI (")  # how our notes on wrong and doubtful cells begin
TO_MOVE = "PHẢI CHUYỂN VÀO BIỂU · "  # begins the heading of a block of the appendix
ROW_SENT = "Dòng trong tệp đã gửi"  # the first title of a block of the appendix
CELL_SENT = "Ô trong tệp đã gửi"
BESIDE = 2  # columns in which a row of a block is named; what was sent stands in those after them


@dataclass(frozen=True)
class Kept:
    """A block of an appendix that came back: its heading and titles, or neither, and its rows."""

    row: int  # of its heading
    heading: str
    head: Sequence[Cell]
    rows: tuple[Sequence[Cell], ...]

    @property
    def left(self) -> int:
        """How many of its rows hold anything that was sent."""
        return sum(any(c[COLUMN] > BESIDE and says_something(c) for c in row) for row in self.rows)


def kept_in(appendix: Sheet) -> Iterator[Kept]:
    """The blocks of an appendix in their order; without a heading what stands above the first.

    A heading stands in the first column over the titles; one that says TO_MOVE may have lost them.
    """
    rows = {n: c for n, c in sorted(appendix.rows.items()) if any(map(says_something, c))}
    heads = [n for n in rows if _is_heading(n, rows)]
    numbers = list(rows)
    for start, end in pairwise([0, *heads, max(rows, default=0) + 1]):
        inside = numbers[bisect_left(numbers, start) : bisect_left(numbers, end)]
        above = [n for n in inside if n == start or (start and n == start + 1 and _titles(rows, n))]
        told = rows[start][0] if start else None
        yield Kept(
            row=start,
            heading=tidy(str(told[VALUE])) if told else "",
            head=rows[above[1]] if len(above) > 1 else (),
            rows=(
                *((rows[start][1:],) if start and rows[start][1:] else ()),
                *(rows[n] for n in inside if n not in above),
            ),
        )


def _is_heading(row: int, rows: Mapping[int, Sequence[Cell]]) -> bool:
    text = _first_text(rows[row])
    return text.startswith(TO_MOVE) or bool(text and _titles(rows, row + 1))


def _titles(rows: Mapping[int, Sequence[Cell]], row: int) -> bool:
    """Whether a row has the titles of a block."""
    return row in rows and _first_text(rows[row]) in (ROW_SENT, CELL_SENT)


def _first_text(cells: Sequence[Cell]) -> str:
    """The text in the first column of a row, blank where there is none."""
    first = cells[0]
    return tidy(str(first[VALUE])) if first[COLUMN] == 1 and first[KIND] == TEXT else ""


def says_something(cell: Cell) -> bool:
    """Whether a cell holds more than white space."""
    return cell[KIND] != TEXT or bool(tidy(str(cell[VALUE])))


def is_correction(book: Book) -> bool:
    """Whether a file is a correction workbook that came back."""
    return any(sheet.title == MARKS for sheet in book.sheets)


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
