"""xls through xlrd. The format has no checksum and tells no formulas: both is said of the book."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO

import xlrd
from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_NUMBER, XL_CELL_TEXT

from consolidate.limits import Limits
from consolidate.read.cells import (
    BOOLEAN,
    DATE,
    ERROR,
    NUMBER,
    TEXT,
    Book,
    Cell,
    Flaw,
    Sheet,
    Style,
    Unreadable,
    Value,
)
from consolidate.read.grid import Rows, settle
from consolidate.read.runs import Signs, signs
from consolidate.read.values import is_date_format, moment, short

UNCHECKED = "FIL-21"
_RAISED, _LOWERED = 1, 2  # as the place of a font is stored
_STATES = {0: "visible", 1: "hidden", 2: "very_hidden"}


def read_xls(data: bytes, limits: Limits) -> Book:
    """Read a workbook of Excel 97-2003 or older. Raises Unreadable, and whatever xlrd raises."""
    try:
        book = xlrd.open_workbook(
            file_contents=data, logfile=StringIO(), formatting_info=True, ragged_rows=True
        )
    except xlrd.compdoc.CompDocError:
        raise Unreadable("damaged") from None
    except xlrd.XLRDError as fault:
        raise Unreadable("encrypted" if "encrypted" in str(fault) else "damaged") from None
    if not book.nsheets:
        raise Unreadable("no_sheet")
    if book.nsheets > limits.sheets:
        raise Unreadable(*limits.passed("sheets"))
    styles = tuple(_style(book, xf) for xf in book.xf_list) or (Style(),)
    dates = tuple(is_date_format(style.number_format) for style in styles)
    fonts = tuple(_signs(font) for font in book.font_list)
    reader = _Reader(book.datemode == 1, dates, fonts, limits)
    sheets = tuple(reader.sheet(sheet) for sheet in book.sheets())
    return Book("xls", sheets, styles, flaws=(Flaw(UNCHECKED, 0, 0, "xls"),))


def _style(book: xlrd.Book, xf: xlrd.formatting.XF) -> Style:
    number_format = book.format_map.get(xf.format_key)
    font = book.font_list[xf.font_index]
    code = number_format.format_str if number_format else "General"
    return Style(code, font.name, bool(font.struck_out))


def _signs(font: xlrd.formatting.Font) -> Signs:
    place = font.escapement
    return signs(struck=bool(font.struck_out), raised=place == _RAISED, lowered=place == _LOWERED)


class _Reader:
    def __init__(
        self, date1904: bool, dates: tuple[bool, ...], fonts: tuple[Signs, ...], limits: Limits
    ) -> None:
        self.date1904 = date1904
        self.dates = dates
        self.fonts = fonts
        self.limits = limits

    def sheet(self, sheet: xlrd.sheet.Sheet) -> Sheet:
        """One sheet; rows and columns of xlrd count from 0, ours from 1."""
        rows: Rows = {}
        for row in range(sheet.nrows):
            cells = [
                cell
                for column in range(sheet.row_len(row))
                if (cell := self._cell(sheet, row, column)) is not None
            ]
            if cells:
                rows[row + 1] = cells
        kept, flaws = settle(sheet.name, rows, set(), self.limits)
        hidden = (row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden)
        return Sheet(
            sheet.name,
            _STATES.get(sheet.visibility, "visible"),
            kept,
            frozenset(row for row in hidden if row in kept),
            frozenset(
                c + 1 for c, info in sheet.colinfo_map.items() if info.hidden or not info.width
            ),
            tuple((top + 1, left + 1, end, last) for top, end, left, last in sheet.merged_cells),
            {(row + 1, column + 1): n.text for (row, column), n in sheet.cell_note_map.items()},
            tuple(flaws),
            holds_values=bool(kept or flaws),
        )

    def _cell(self, sheet: xlrd.sheet.Sheet, row: int, column: int) -> Cell | None:
        stored, kind = sheet.cell_value(row, column), sheet.cell_type(row, column)
        style = sheet.cell_xf_index(row, column)
        if runs := sheet.rich_text_runlist_map.get((row, column)):
            stored = self._joined(str(stored), runs)
        found = self._value(kind, stored, style)
        return None if found is None else (column + 1, *found, style, False)

    def _joined(self, text: str, runs: Sequence[tuple[int, int]]) -> str:
        """The text of runs that each begin somewhere and have a font."""
        ordered = sorted(runs)
        ends = [*(start for start, _ in ordered[1:]), len(text)]
        parts = [
            text[start:end].translate(self.fonts[font])
            for (start, font), end in zip(ordered, ends, strict=True)
        ]
        return text[: ordered[0][0]] + "".join(parts)

    def _value(self, kind: int, stored: float | str, style: int) -> tuple[str, Value] | None:
        if kind == XL_CELL_TEXT:
            text = str(stored)
            if len(text) > self.limits.text_letters:
                return ERROR, short(text)
            return (TEXT, text) if text else None
        if kind in (XL_CELL_NUMBER, XL_CELL_DATE):
            serial = float(stored)
            when = moment(serial, self.date1904) if self.dates[style] else None
            return (NUMBER, serial) if when is None else (DATE, when)
        if kind == XL_CELL_BOOLEAN:
            return BOOLEAN, bool(stored)
        if kind == XL_CELL_ERROR:
            return ERROR, xlrd.error_text_from_code.get(int(stored), f"#{stored}")
        return None
