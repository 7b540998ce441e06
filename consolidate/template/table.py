"""A table sheet: one head row, and columns that are open for as many rows as are needed."""

from __future__ import annotations

from typing import Any

from consolidate import style
from consolidate.plan.models import Column
from consolidate.style import Look
from consolidate.template.drawing import Pen
from consolidate.template.edition import Edition, shown
from consolidate.template.filling import Filling
from consolidate.template.layout import (
    COUNTER_ROW,
    IDENTITY_ROW,
    LAST_ROW,
    TITLE_ROW,
    TableLayout,
)
from consolidate.template.protection import protect
from consolidate.template.shape import Shape, head_text, shape_of, unit_text
from consolidate.template.validation import Lists, validation


def write_table(
    pen: Pen, where: TableLayout, edition: Edition, lists: Lists, filling: Filling
) -> None:
    """Draw a table sheet: head, columns, validations, and the rows that are filled already."""
    shape = shape_of(where, edition)
    _write_top(pen, shape, edition)
    for column in where.shown:
        _write_column(pen, shape, column)
        rule = validation(column, edition, lists)
        if rule:
            at = where.columns[column.field]
            pen.validate((where.head_row, at, LAST_ROW, at), rule)
    write_rows(pen, where, edition, filling)
    _set_view(pen.sheet, shape)
    _set_page(pen.sheet, shape)
    protect(pen.sheet)


def _write_top(pen: Pen, shape: Shape, edition: Edition) -> None:
    """What stands above the table: its title, the identity, and the sheet's help.

    The help stands right of the frozen columns, where the counter has its place.
    """
    where = shape.where
    pen.open_behind(style.OPEN)
    pen.text(TITLE_ROW, 1, where.title.upper(), style.TITLE)
    pen.text(IDENTITY_ROW, 1, edition.identity, style.SUBTITLE)
    pen.text(COUNTER_ROW, shape.beside_counter, where.sheet.help, style.NOTE)
    pen.row(TITLE_ROW, 26, style.PLAIN)
    pen.row(IDENTITY_ROW, style.LINE_HEIGHT + 2, style.PLAIN)
    pen.row(COUNTER_ROW, style.LINE_HEIGHT + 2, style.PLAIN)
    pen.row(where.unit_row, shape.unit_height, style.PLAIN)
    pen.hide_row(where.field_row)
    pen.row(where.head_row, shape.head_height, style.PLAIN)


def _write_column(pen: Pen, shape: Shape, column: Column) -> None:
    where, at = shape.where, shape.where.columns[column.field]
    pen.widths(at, at, shape.widths[column.field], style.TO_FILL | style.VALUES[column.type])
    if column.unit:
        look = style.NOTE | {"align": "center", "text_wrap": True}
        pen.text(where.unit_row, at, unit_text(column), look)
    pen.text(where.field_row, at, column.field)
    pen.text(where.head_row, at, head_text(column), style.HEAD)


def write_rows(pen: Pen, where: TableLayout, edition: Edition, filling: Filling) -> None:
    """Write the rows that a table is filled with."""
    shape = shape_of(where, edition)
    base: Look = style.PREFILLED if filling.suggested else style.TO_FILL
    looks = {c.field: base | style.VALUES[c.type] for c in where.shown}
    for row, entries in enumerate(filling.tables.get(where.sheet.key, ()), where.first_row):
        lines = 1
        for column in where.shown:
            entry = entries.get(column.field)
            if entry is None:
                continue
            known = entry if isinstance(entry, tuple) else shown(column, entry, edition)
            look = looks[column.field]
            pen.entry(row, where.columns[column.field], known, look)
            if look.get("text_wrap") and isinstance(known, str):
                lines = max(lines, style.lines_of(known, shape.widths[column.field]))
        if lines > 1:  # programs that only convert do not fit the height of a row to its text
            pen.height(row, lines * style.LINE_HEIGHT + 2)


def _set_view(sheet: Any, shape: Shape) -> None:
    where = shape.where
    sheet.autofilter(where.head_row - 1, 0, LAST_ROW - 1, where.last_column - 1)
    sheet.freeze_panes(where.head_row, shape.frozen)
    sheet.set_selection(where.first_row - 1, 1, where.first_row - 1, 1)


def _set_page(sheet: Any, shape: Shape) -> None:
    """A4 landscape, as many pages wide as the table needs to stay legible."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(shape.pages_wide, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.5)
    sheet.set_header(f'&C&"{style.FONT},Regular"&{style.SIZE}&P')
    sheet.repeat_rows(shape.where.unit_row - 1, shape.where.head_row - 1)
    if shape.frozen:
        sheet.repeat_columns(0, shape.frozen - 1)
