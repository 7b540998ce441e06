"""A clerk at a template: finds the place by the words that stand in it, types, goes on.

Nothing is known here of field names or of where the template puts things; a cell becomes what
Excel would make of the typing, by the number format that the template gave its column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from datetime import datetime
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from examples.season.design import Mistake, Sending, Typed
from examples.season.keyboard import Keyboard

STAR = " (*)"  # drawn behind the titles that are obligatory
RUNNING_NUMBER = "TT"
HEADS_WITHIN = 12  # rows from the top in which the heads of a table stand


def fill_in(workbook: Workbook, sending: Sending) -> None:
    """Type everything that a unit sent into its template, mistakes included."""
    _fill_form(workbook[sending.form_title], sending.form)
    keyboard = Keyboard(sending.font)
    for title, rows in sending.tables.items():
        _fill_table(workbook[title], rows, keyboard)
    for mistake in sending.mistakes:
        _slip(workbook[mistake.sheet], mistake)


def _fill_form(sheet: Worksheet, form: Typed) -> None:
    labels = sheet.iter_rows(min_col=2, max_col=2, values_only=True)
    lines = {_words(label): row for row, (label,) in enumerate(labels, 1)}
    for label, text in form.items():
        _type(sheet.cell(lines[label], 3), text)


def _fill_table(sheet: Worksheet, rows: Sequence[Typed], keyboard: Keyboard) -> None:
    """Rows that the template offers are gone on with, under the same name; what the unit does not
    report any more is emptied; what is new comes below."""
    head_row, columns = _heads(sheet, set(rows[0]) if rows else {RUNNING_NUMBER})
    name = next(head for head in columns if head != RUNNING_NUMBER)
    offered = _offered(sheet, head_row, columns[name])
    free = head_row + len(offered) + 1
    for row in rows:
        at = next((r for r, said in offered.items() if said == row[name]), None)
        if at is None:
            at, free = free, free + 1
        else:
            del offered[at]
        if RUNNING_NUMBER in columns:
            _type(_cell(sheet, at, columns[RUNNING_NUMBER]), str(at - head_row))
        for head, text in row.items():
            if text:
                cell = _cell(sheet, at, columns[head])
                _type(cell, text)
                keyboard.spell(sheet, cell)
    for at in offered:
        for column in columns.values():
            sheet.cell(at, column).value = None


def _offered(sheet: Worksheet, head_row: int, column: int) -> dict[int, str]:
    """The rows that the template came with: what stands in their first column."""
    below = sheet.iter_rows(min_row=head_row + 1, min_col=column, max_col=column)
    return {cell.row: str(cell.value) for (cell,) in below if cell.value is not None}


def _slip(sheet: Worksheet, mistake: Mistake) -> None:
    head_row, columns = _heads(sheet, {mistake.head})
    cell = _cell(sheet, head_row + mistake.line, columns[mistake.head])
    match mistake.how:
        case "như Excel":
            _type(cell, mistake.typed)
        case "số":
            cell.value = int(mistake.typed)
        case "chữ":
            cell.value = mistake.typed
            cell.number_format = "@"
        case "trống":
            cell.value = None
        case other:
            raise ValueError(other)


def _heads(sheet: Worksheet, wanted: set[str]) -> tuple[int, dict[str, int]]:
    """The row of the heads and the column of each; all that are wanted must stand in it."""
    lines = sheet.iter_rows(max_row=HEADS_WITHIN, values_only=True)
    for row, line in enumerate(lines, 1):
        found = {_words(head): at for at, head in enumerate(line, 1) if head is not None}
        if wanted <= found.keys():
            return row, found
    raise LookupError(f"{sheet.title}: {sorted(wanted)}")


def _words(value: object) -> str:
    return str(value).removesuffix(STAR)


def _cell(sheet: Worksheet, row: int, column: int) -> Any:
    """A cell with the look of its column, as a cell has it that is typed into."""
    cell: Any = sheet.cell(row, column)
    if not cell.has_style:
        look: Any = sheet.column_dimensions[get_column_letter(column)]
        cell._style = copy(look._style)
    return cell


def _type(cell: Any, text: str) -> None:
    look = cell.number_format
    cell.value = text if look == "@" else _as_excel_reads(text)
    if text:
        cell.number_format = look


def _as_excel_reads(text: str) -> object:
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    if re.fullmatch(r"-?\d+\.\d+", text):
        return float(text)
    if re.fullmatch(r"\d{2}/\d{2}/\d{4}", text):
        try:
            return datetime.strptime(text, "%d/%m/%Y")
        except ValueError:
            return text
    return text or None
