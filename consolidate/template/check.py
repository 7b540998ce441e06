"""The last sheet: what to look at before the workbook is sent."""

from __future__ import annotations

from consolidate import style
from consolidate.template import words
from consolidate.template.drawing import Pen
from consolidate.template.edition import Edition
from consolidate.template.filling import Filling
from consolidate.template.layout import Layout, TableLayout, quoted
from consolidate.template.protection import protect

HEAD_ROW = 5


def write_check(pen: Pen, where: Layout, edition: Edition, filling: Filling) -> None:
    """Draw the sheet of checks: one line a sheet, with how many rows it has."""
    for column, width in ((1, 34), (2, 16), (3, 70)):
        pen.widths(column, column, width, style.PLAIN)
    pen.text(1, 1, words.CHECK_TITLE, style.TITLE)
    pen.text(2, 1, edition.identity, style.SUBTITLE)
    pen.height(1, 26)
    for column, text in enumerate(words.CHECK_HEAD, 1):
        pen.text(HEAD_ROW, column, text, style.HEAD)
    pen.height(HEAD_ROW, 24)
    row = HEAD_ROW + 1
    _line(pen, row, where.form.title, "", words.CHECK_FORM_LOOK)
    for table in where.tables.values():
        row += 1
        _line(pen, row, table.title, "", words.CHECK_LOOK)
        filled = len(filling.tables.get(table.sheet.key, ()))
        count = style.CELL | {"align": "center"}
        pen.formula(row, 2, f"={rows_filled(table)}", count, filled)
    pen.sheet.set_paper(9)
    pen.sheet.set_landscape()
    pen.sheet.fit_to_pages(1, 0)
    pen.sheet.hide_gridlines(2)
    protect(pen.sheet)


def rows_filled(table: TableLayout) -> str:
    """A formula for the number of rows in which the column that must be filled is filled."""
    first = next((c.field for c in table.shown if c.required), table.shown[0].field)
    return f"COUNTA({table.below_head(table.sheet.label or first)})-1"


def _line(pen: Pen, row: int, title: str, rows: str, look: str) -> None:
    pen.link(row, 1, f"{quoted(title)}!A1", title, style.CELL | style.LINKED | style.BORDERED)
    pen.text(row, 2, rows, style.CELL | {"align": "center"})
    pen.text(row, 3, look, style.CELL | {"text_wrap": True})
    pen.height(row, style.LINE_HEIGHT + 6)
