"""A return read once more for the unit itself: every cell as it was typed, beside what was read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from consolidate.digest.form import lines_of
from consolidate.digest.sourced import TableRows
from consolidate.digest.story import in_unicode, parse_sheets
from consolidate.intake import Found, load
from consolidate.parse import Context
from consolidate.parse.readings import ParsedSheet
from consolidate.read import read_book
from consolidate.read.cells import Cell, Sheet, Style, Unreadable
from consolidate.recognise.form import FormLine
from consolidate.recognise.own_marks import is_correction, without_own_marks
from consolidate.recognise.sheets import FoundSheet, find_sheets, is_read
from consolidate.sheet_names import APPENDIX


class Changed(Exception):
    """The file is no longer what was judged."""


@dataclass(frozen=True)
class ReturnedSheet:
    """A sheet of the plan as it came back; `rows` is None on the form and where no head is."""

    found: FoundSheet
    parsed: ParsedSheet
    rows: TableRows | None

    @property
    def head_row(self) -> int:
        """The row of the titles, 0 where there is none."""
        return self.found.head.row if self.found.head else 0


@dataclass(frozen=True)
class Returned:
    """A return: its sheets by key, the lines of its form, its other sheets, an earlier appendix."""

    sheets: Mapping[str, ReturnedSheet]
    lines: Mapping[str, FormLine]
    foreign: tuple[Sheet, ...]
    appendix: Sheet | None
    styles: tuple[Style, ...]

    def style(self, cell: Cell) -> Style:
        """The style of a cell."""
        return self.styles[cell[3]]


def read_again(found: Found, sha256: str, context: Context) -> Returned:
    """Read a return of a known unit and period once more.

    Raises Changed where the file is gone or no longer the one with this hash.
    """
    try:
        data = load(found)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Changed(found.name)
        book = read_book(data, is_read)
    except Unreadable as refusal:
        raise Changed(found.name) from refusal
    book, _ = in_unicode(without_own_marks(book))
    plan = context.plan
    sheets = find_sheets(book, plan)
    form = sheets.found.get(plan.form.key)
    lines = lines_of(form) if form else {}
    parsed = parse_sheets(found.name, book, sheets, lines, context)
    annexes = [s for s in book.sheets if s.title == APPENDIX and s.rows]
    is_ours = is_correction(book)
    return Returned(
        sheets={s.key: ReturnedSheet(sheets.found[s.key], s, rows) for s, rows in parsed},
        lines=lines,
        foreign=(*sheets.foreign, *(() if is_ours else annexes)),
        appendix=next(iter(annexes), None) if is_ours else None,
        styles=book.styles,
    )
