"""A workbook being drawn: formats made once, and every write said by what it writes.

Text never becomes a formula or a link by itself, and characters that XML forbids never reach the
file (a lone half of a character would make it unreadable).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from textwrap import shorten
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from consolidate.report.figures import Live
from consolidate.report.sheet import Cells, Sheet, writable
from consolidate.style import (
    BOLD,
    CELL,
    FONT,
    LINKED,
    SECTION,
    SECTION_ROW,
    SIZE,
    SUBTITLE,
    SUBTITLE_ROW,
    TEXT_FORMAT,
    TITLE,
    TITLE_ROW,
    Look,
)

NUMBER_LIKE = re.compile(r"-?\d[\d.,]*")
CONTENTS = "Tổng quan"  # the sheet that lists all sheets
A4 = 9
MM = 1 / 25.4
PAGE_NUMBER = "&C&P"
MOST_OF_PAGE = 200  # characters; the rest is for doubled "&" and the page number
MARGINS = {"left": 30 * MM, "right": 15 * MM, "top": 20 * MM, "bottom": 20 * MM}  # Decree 30/2020


class Canvas:
    """A workbook in memory. `large` keeps the sheets of the file on disk until they are packed."""

    def __init__(self, *, created: date, large: bool) -> None:
        self._buffer = BytesIO()
        self.large = large
        options: dict[str, Any] = {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "default_format_properties": {"font_name": FONT, "font_size": SIZE},
        }
        self.book = Workbook(self._buffer, options | {"in_memory": not large})
        self.created = datetime(created.year, created.month, created.day)
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def format(self, look: Look) -> Format:
        """The format of a look, the same one for the same look."""
        key = tuple(sorted(look.items()))
        found = self._formats.get(key)
        if found is None:
            found = self._formats[key] = self.book.add_format(look)
        return found

    def properties(self, title: str, subject: str, organisation: str) -> None:
        """What the file says of itself: of the organisation, never of a person."""
        self.book.set_properties(
            {
                "title": title,
                "subject": subject,
                "company": organisation,
                "author": organisation,
                "created": self.created,
            }
        )

    def bytes(self) -> bytes:
        """The finished workbook; nothing can be written to the canvas after it.

        A workbook and its sheets refer to each other: emptied they are gone at once, not when the
        collector next looks, and the next workbook has their room.
        """
        self.book.close()
        for sheet in self.book.worksheets():
            vars(sheet).clear()
        vars(self.book).clear()
        return self._buffer.getvalue()


class Paper:
    """One sheet of a canvas. Rows and columns count from 0; write from the top down."""

    def __init__(self, canvas: Canvas, title: str, tab: str = "") -> None:
        self.canvas, self.title = canvas, title
        self.sheet: Sheet = canvas.book.add_worksheet(title, Sheet)
        if tab:
            self.sheet.set_tab_color(tab)

    def heading(self, title: str, *below: str | Live) -> None:
        """What the sheet is called, in its first row, and under it what is said of all of it."""
        self.sheet.set_row(0, TITLE_ROW)
        self.text(0, 0, title, TITLE)
        for row, content in enumerate(below, start=1):
            self.sheet.set_row(row, SUBTITLE_ROW)
            self.said(row, 0, content, BOLD if isinstance(content, Live) else SUBTITLE)

    def section(self, row: int, title: str) -> None:
        """The heading of a part of the sheet."""
        self.sheet.set_row(row, SECTION_ROW)
        self.text(row, 0, title, SECTION)

    def text(self, row: int, column: int, text: str, look: Look = CELL) -> None:
        """A text, whatever it begins with; no text leaves the cell empty."""
        if not text:
            self.blank(row, column, look)
            return
        if NUMBER_LIKE.fullmatch(text):
            look = look | {"num_format": TEXT_FORMAT}  # a code stays text when it is edited
        self.sheet.write_string(row, column, writable(text), self.canvas.format(look))

    def texts(self, values: Sequence[str | None], look: Look) -> Cells:
        """A column of texts for `rows`; where one of them could pass for a number all are text."""
        if any(v and NUMBER_LIKE.fullmatch(v) for v in values):
            look = look | {"num_format": TEXT_FORMAT}
        return Cells(values, self.canvas.format(look))

    def rows(self, first: int, columns: Sequence[Cells], heights: Sequence[float]) -> None:
        """Many rows from a row on, all columns from the first; once a sheet."""
        self.sheet.write_rows(first, columns, heights, at_once=not self.canvas.large)

    def number(self, row: int, column: int, value: float, look: Look = CELL) -> None:
        """A number."""
        self.sheet.write_number(row, column, value, self.canvas.format(look))

    def day(self, row: int, column: int, value: date | None, look: Look = CELL) -> None:
        """A date, or a blank cell."""
        if value is None:
            self.blank(row, column, look)
        else:
            moment = datetime(value.year, value.month, value.day)
            self.sheet.write_datetime(row, column, moment, self.canvas.format(look))

    def blank(self, row: int, column: int, look: Look = CELL) -> None:
        """An empty cell of a table."""
        self.sheet.write_blank(row, column, None, self.canvas.format(look))

    def live(self, row: int, column: int, figure: Live, look: Look = CELL) -> None:
        """A formula with its value, which phones and previews show."""
        self.sheet.write_formula(
            row, column, f"={figure.formula}", self.canvas.format(look), figure.value
        )

    def link(self, row: int, column: int, url: str, text: str, look: Look = LINKED) -> None:
        """A text that leads somewhere (`internal:'Sheet'!A1`, `external:nguon/…`)."""
        self.sheet.write_string(row, column, writable(text), self.canvas.format(look))
        self.sheet.lead(row, column, url)

    def live_link(
        self, cell: tuple[int, int], url: str, figure: Live, look: Look, tip: str
    ) -> None:
        """A figure that leads to what it is made of; it looks as it would without the link."""
        row, column = cell
        self.live(row, column, figure, look)
        self.sheet.lead(row, column, url, tip)

    def way_back(self, row: int, column: int = 0) -> None:
        """A link to the sheet that lists all sheets."""
        self.link(row, column, f"internal:'{CONTENTS}'!A1", f"← {CONTENTS}, mục lục")

    def said(self, row: int, column: int, content: str | Live, look: Look = CELL) -> None:
        """A text, or a figure in words."""
        if isinstance(content, Live):
            self.live(row, column, content, look)
        else:
            self.text(row, column, content, look)

    def span(self, row: int, columns: tuple[int, int], content: str | Live, look: Look) -> None:
        """One text or figure across columns of one row; only heads and notes of forms are so."""
        first, last = columns
        if last > first:
            self.sheet.merge_range(row, first, row, last, "", self.canvas.format(look))
        self.said(row, first, content, look)

    def page(self, *, landscape: bool, pages_wide: int = 1, pages_high: int = 0) -> None:
        """A4 with the margins of the decree, fitted to a number of pages (0: as many as needed).

        Pages of several are numbered at the top; the library cannot leave the first one out.
        """
        sheet = self.sheet
        if landscape:
            sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(**MARGINS)
        sheet.fit_to_pages(pages_wide, pages_high)
        if pages_high != 1:
            sheet.set_header(PAGE_NUMBER, {"margin": 10 * MM})

    def every_page(self, above: str, below: str) -> None:
        """A text at the left of the head and one of the foot of each page; write `page` first."""
        margin = {"margin": 10 * MM}
        self.sheet.set_header(f"&L{_of_page(above)}{PAGE_NUMBER}", margin)
        self.sheet.set_footer(f"&L{_of_page(below)}", margin)


def _of_page(text: str) -> str:
    """A text as the head or foot of a page takes it: of 255 characters, where "&" is a command."""
    return writable(shorten(text, MOST_OF_PAGE, placeholder=" …").replace("&", "&&"))
