"""The last sheet: what the unit sent and the template has no place for, block by block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from consolidate import style
from consolidate.correction import words
from consolidate.correction.blocks import Block
from consolidate.issues import column_letters
from consolidate.recognise.own_marks import BESIDE, TO_MOVE
from consolidate.sheet_names import APPENDIX
from consolidate.style import Look
from consolidate.template import Entry
from consolidate.template.drawing import Pen
from consolidate.template.layout import quoted

FIRST_ROW = 4
WIDTHS = (14.0, 30.0, *([22.0] * 40))

HEAD = style.BOLD | style.BORDERED | {"text_wrap": True}
DATE: Look = {"num_format": style.DATE_FORMAT, "align": "left", "valign": "top"}
TEXT: Look = {"num_format": style.TEXT_FORMAT, "text_wrap": True, "valign": "top"}
OTHER: Look = {"align": "left", "valign": "top"}
URGENT = style.SECTION | style.ALARM
LOOKS = (
    style.SECTION,
    URGENT,
    HEAD,
    *(base | look for base in (style.CELL, style.PLAIN) for look in (DATE, TEXT, OTHER)),
)
"""The looks of what is written for a unit."""
LAST = "IV"  # the last column of old formats
MOST_LINES = 25  # that a row is high; spreadsheets allow 409 points


def draw_appendix(pen: Pen) -> None:
    """Draw what the sheet is for every unit."""
    for column, width in enumerate(WIDTHS, 1):
        pen.widths(column, column, width, style.PLAIN)
    pen.text(1, 1, words.APPENDIX_TITLE, style.TITLE)
    pen.text(2, 1, words.APPENDIX_HOW, style.NOTE)
    pen.height(1, 26)
    pen.sheet.set_paper(9)
    pen.sheet.set_landscape()
    pen.sheet.fit_to_pages(1, 0)
    pen.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.5)


@dataclass(frozen=True)
class Kept:
    """A block as it was written: the row where it begins, and those of what was sent."""

    start: int
    first: int
    last: int
    holds_anything: bool

    @property
    def count(self) -> str:
        """How many cells of what was sent are still there; 0 where its rows are deleted."""
        at = f"{quoted(APPENDIX)}!${column_letters(BESIDE + 1)}${self.first}:${LAST}${self.last}"
        return f"IFERROR(COUNTA({at}),0)"


def write_appendix(pen: Pen, blocks: Sequence[Block]) -> list[Kept]:
    """Write the blocks; where each of them stands."""
    row = FIRST_ROW
    kept: list[Kept] = []
    for block in blocks:
        kept.append(_write_block(pen, row, block))
        row = kept[-1].last + 2
    return kept


def _write_block(pen: Pen, start: int, block: Block) -> Kept:
    """Write a block from a row on. What stood above all headings of an earlier one has none."""
    row = start
    if block.heading:
        heading = TO_MOVE + block.heading if block.is_urgent else block.heading
        pen.text(row, 1, heading, URGENT if block.is_urgent else style.SECTION)
        for column, text in enumerate(block.head, 1):
            pen.text(row + 1, column, text, HEAD)
        _fit(pen, row + 1, block.head)
        row += 2
    first = row
    base = style.CELL if block.heading else style.PLAIN
    for entries in block.rows:
        for column, entry in enumerate(entries, 1):
            if entry is not None:
                pen.entry(row, column, entry, base | _format(entry))
        _fit(pen, row, entries)
        row += 1
    return Kept(start, first, row - 1, block.holds_what_was_sent)


def _fit(pen: Pen, row: int, entries: Sequence[Entry]) -> None:
    """Programs that only convert do not fit the height of a row to its text."""
    texts = ((e, _width(c)) for c, e in enumerate(entries, 1) if isinstance(e, str))
    lines = max((style.lines_of(text, width) for text, width in texts), default=1)
    if lines > 1:
        pen.height(row, min(lines, MOST_LINES) * style.LINE_HEIGHT + 2)


def _width(column: int) -> float:
    return WIDTHS[column - 1] if column <= len(WIDTHS) else WIDTHS[-1]


def _format(entry: Entry) -> Look:
    if isinstance(entry, date):
        return DATE
    return TEXT if isinstance(entry, str) else OTHER
