"""A table sheet: one head row, and columns that are open for as many rows as are needed."""

from __future__ import annotations

from math import ceil
from typing import Any

from consolidate import style
from consolidate.plan.models import Column
from consolidate.style import Look
from consolidate.template import words
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
from consolidate.template.validation import Lists, validation

FROZEN_WIDTH = 45.0  # characters that may stay in sight while the sheet is scrolled sideways
PAGE_WIDTH = 210.0  # characters that a landscape page holds at 60 %, below which nobody reads


def write_table(
    pen: Pen, where: TableLayout, edition: Edition, lists: Lists, filling: Filling
) -> None:
    """Draw a table sheet: head, columns, validations, and the rows that are filled already."""
    pen.open_behind(style.OPEN)
    pen.text(TITLE_ROW, 1, where.title.upper(), style.TITLE)
    pen.text(IDENTITY_ROW, 1, edition.identity, style.SUBTITLE)
    for column in where.shown:
        _write_column(pen, where, column, edition, lists)
    pen.row(TITLE_ROW, 26, style.PLAIN)
    for row in (IDENTITY_ROW, COUNTER_ROW, where.unit_row):
        pen.row(row, style.LINE_HEIGHT + 2, style.PLAIN)
    pen.row(where.head_row, _head_height(where), style.PLAIN)
    pen.hide_row(where.field_row)
    _write_help(pen, where)
    _write_rows(pen, where, edition, filling)
    _set_view(pen.sheet, where)
    _set_page(pen.sheet, where)
    protect(pen.sheet)


def width_of(column: Column) -> float:
    """The width of a column: by its type, and wider where a word of its title needs it."""
    longest = max((len(w) for w in column.title.split()), default=0)
    lines = 4 if column.type != "row_number" else 1
    return max(style.WIDTHS[column.type], longest + 3, len(column.title) / lines + 3)


def _write_column(
    pen: Pen, where: TableLayout, column: Column, edition: Edition, lists: Lists
) -> None:
    at = where.columns[column.field]
    pen.widths(at, at, width_of(column), style.TO_FILL | style.VALUES[column.type])
    if column.unit:
        unit = words.UNIT_OF_MEASURE.format(unit=column.unit)
        pen.text(where.unit_row, at, unit, style.NOTE | {"align": "center", "text_wrap": True})
    pen.text(where.field_row, at, column.field)
    pen.text(where.head_row, at, column.title + _star(column), style.HEAD)
    rule = validation(column, edition, lists)
    if rule:
        pen.validate((where.head_row, at, LAST_ROW, at), rule)


def _star(column: Column) -> str:
    return words.OBLIGATORY if column.required else ""


def _head_height(where: TableLayout) -> float:
    lines = (style.lines_of(c.title + _star(c), width_of(c)) for c in where.shown)
    return max(lines) * style.LINE_HEIGHT + 8


def _write_help(pen: Pen, where: TableLayout) -> None:
    """The sheet's help stands right of the frozen columns, where the counter has its place."""
    pen.text(COUNTER_ROW, frozen_columns(where) + 1, where.sheet.help, style.NOTE)


def _write_rows(pen: Pen, where: TableLayout, edition: Edition, filling: Filling) -> None:
    base: Look = style.PREFILLED if filling.suggested else style.TO_FILL
    for row, entries in enumerate(filling.tables.get(where.sheet.key, ()), where.first_row):
        lines = 1
        for column in where.shown:
            entry = entries.get(column.field)
            if entry is not None:
                known = entry if isinstance(entry, tuple) else shown(column, entry, edition)
                look = base | style.VALUES[column.type]
                pen.entry(row, where.columns[column.field], known, look)
                if look.get("text_wrap") and isinstance(known, str):
                    lines = max(lines, style.lines_of(known, width_of(column)))
        if lines > 1:  # programs that only convert do not fit the height of a row to its text
            pen.height(row, lines * style.LINE_HEIGHT + 2)


def frozen_columns(where: TableLayout) -> int:
    """How many columns stay in sight: up to the one that names the row, if they are narrow."""
    label = where.sheet.label or next((c.field for c in where.shown if c.required), None)
    wanted = where.columns[label] if label else 1
    room = FROZEN_WIDTH
    for number, column in enumerate(where.shown[:wanted]):
        room -= width_of(column)
        if room < 0:
            return number
    return wanted


def _set_view(sheet: Any, where: TableLayout) -> None:
    sheet.autofilter(where.head_row - 1, 0, LAST_ROW - 1, where.last_column - 1)
    sheet.freeze_panes(where.head_row, frozen_columns(where))
    sheet.set_selection(where.first_row - 1, 1, where.first_row - 1, 1)


def _set_page(sheet: Any, where: TableLayout) -> None:
    """A4 landscape, as many pages wide as the table needs to stay legible."""
    frozen = frozen_columns(where)
    names = sum(width_of(c) for c in where.shown[:frozen])
    rest = sum(width_of(c) for c in where.shown[frozen:])
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(ceil(rest / (PAGE_WIDTH - names)), 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.5)
    sheet.set_header(f'&C&"{style.FONT},Regular"&{style.SIZE}&P')
    sheet.repeat_rows(where.head_row - 1)
    sheet.repeat_columns(0, frozen - 1)
