"""The form sheet: who reports, for which period, which sending; one line a field."""

from __future__ import annotations

from typing import Any

from consolidate import style
from consolidate.plan.models import Column
from consolidate.style import Look
from consolidate.template import words
from consolidate.template.drawing import Entry, Pen
from consolidate.template.edition import Edition, shown
from consolidate.template.filling import Filling
from consolidate.template.layout import (
    IDENTITY_ROW,
    TITLE_ROW,
    FormLayout,
)
from consolidate.template.protection import protect
from consolidate.template.shape import head_text
from consolidate.template.validation import Lists, validation

LABEL_WIDTH, INPUT_WIDTH, HELP_WIDTH = 44.0, 38.0, 62.0


def write_form(
    pen: Pen, where: FormLayout, edition: Edition, lists: Lists, filling: Filling
) -> None:
    """Draw the form sheet; identity is locked where it is known, the rest is open."""
    _write_head(pen, where, edition)
    opening: dict[str, Entry] = dict(edition.opening())
    known = {**opening, **filling.form}
    for column in where.sheet.shown:
        row = where.rows[column.field]
        pen.text(row, where.field_column, column.field)
        pen.text(row, where.label_column, head_text(column), _label_look(column))
        write_input(pen, where, edition, column, known.get(column.field))
        pen.text(row, where.help_column, column.help, style.NOTE | {"text_wrap": True, "indent": 1})
        pen.height(row, _height(column))
        rule = validation(column, edition, lists)
        if rule and not _is_locked(column, edition, opening):
            pen.validate((row, where.input_column, row, where.input_column), rule)
    _set_page(pen.sheet, where)
    protect(pen.sheet)


def write_input(
    pen: Pen, where: FormLayout, edition: Edition, column: Column, known: Entry
) -> None:
    """Write what stands in the cell of a line of the form."""
    entry = known if isinstance(known, tuple) else shown(column, known, edition)
    look = _input_look(column, edition, dict(edition.opening()))
    pen.entry(where.rows[column.field], where.input_column, entry, look)


def _write_head(pen: Pen, where: FormLayout, edition: Edition) -> None:
    pen.open_behind(style.OPEN)
    pen.hide_column(where.field_column, style.OPEN)
    pen.widths(where.label_column, where.label_column, LABEL_WIDTH, style.OPEN)
    pen.widths(where.input_column, where.input_column, INPUT_WIDTH, style.OPEN)
    pen.widths(where.help_column, where.help_column, HELP_WIDTH, style.OPEN)
    pen.text(TITLE_ROW, where.label_column, where.title.upper(), style.TITLE)
    pen.text(IDENTITY_ROW, where.label_column, edition.identity, style.SUBTITLE)
    pen.height(TITLE_ROW, 26)
    for offset, text in enumerate(words.FORM_HEAD):
        pen.text(where.head_row, where.label_column + offset, text, style.HEAD)
    pen.height(where.head_row, 24)


def _label_look(column: Column) -> Look:
    weight = {"bold": True} if column.required else {}
    return style.CELL | style.WRAPPED | style.BORDERED | weight | {"indent": 1}


def _input_look(column: Column, edition: Edition, opening: dict[str, Entry]) -> Look:
    value = style.VALUES[column.type] | {"align": "left", "indent": 1}
    if _is_locked(column, edition, opening):
        return style.LOCKED | value
    return (style.PREFILLED if column.field in opening else style.TO_FILL) | value


def _is_locked(column: Column, edition: Edition, opening: dict[str, Entry]) -> bool:
    """Who reports and for which period is not the unit's to change, once it is known."""
    parts = edition.plan.form_fields
    identity = (parts.unit_code, parts.unit_name, parts.period)
    return column.field in identity and column.field in opening


def _height(column: Column) -> float:
    room = HELP_WIDTH * style.SIZE / style.NOTE["font_size"] - 2
    lines = max(style.lines_of(head_text(column), LABEL_WIDTH), style.lines_of(column.help, room))
    return max(22.0, lines * style.LINE_HEIGHT + 4)


def _set_page(sheet: Any, where: FormLayout) -> None:
    sheet.set_paper(9)
    sheet.set_portrait()
    sheet.fit_to_pages(1, 1)
    sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.6)
    sheet.repeat_rows(where.head_row - 1)
    sheet.freeze_panes(where.first_row - 1, 0)
    sheet.hide_gridlines(2)
