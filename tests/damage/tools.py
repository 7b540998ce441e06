"""What hands do to a sheet, in the terms of openpyxl: whole columns and rows, texts, fonts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from tests.damage.good import FIELD_ROW, FIRST_ROW, HEAD_ROW, columns_of
from tests.office import plan

TITLES = {s.key: s.title for s in plan().sheets}


def rows_of(sheet: Worksheet) -> list[list[Any]]:
    """Values of the data rows of a table."""
    return [
        [c.value for c in row]
        for row in sheet.iter_rows(min_row=FIRST_ROW)
        if any(c.value is not None for c in row)
    ]


def put_rows(sheet: Worksheet, rows: Iterable[Iterable[Any]], first: int = FIRST_ROW) -> None:
    """Write rows over a table, from a row on; whatever stood there is gone."""
    clear_rows(sheet, first)
    for number, row in enumerate(rows, first):
        for column, value in enumerate(row, 1):
            if value is not None:
                cell = sheet.cell(number, column, value)
                if hasattr(value, "year"):
                    cell.number_format = "dd/mm/yyyy"


def clear_rows(sheet: Worksheet, first: int = FIRST_ROW) -> None:
    """Clear the table from a row down."""
    for row in sheet.iter_rows(min_row=first):
        for cell in row:
            cell.value = None


def permute(sheet: Worksheet, order: Callable[[list[list[Any]]], list[list[Any]]]) -> None:
    """Rearrange whole columns of a table, field names and titles included."""
    width = sheet.max_column
    rows = [
        [sheet.cell(r, c).value for c in range(1, width + 1)]
        for r in range(FIELD_ROW, sheet.max_row + 1)
    ]
    columns = [list(c) for c in zip(*rows, strict=True)]
    ordered = order(columns)
    for row in sheet.iter_rows(min_row=FIELD_ROW):
        for cell in row:
            cell.value = None
    for c, values in enumerate(ordered, 1):
        for r, value in enumerate(values, FIELD_ROW):
            if value is not None:
                cell = sheet.cell(r, c, value)
                cell.number_format = "dd/mm/yyyy" if hasattr(value, "year") else "General"


def each_text(sheet: Worksheet, change: Callable[[str], str], first: int = FIRST_ROW) -> None:
    """Change every text of a sheet from a row down."""
    for row in sheet.iter_rows(min_row=first):
        for cell in row:
            if isinstance(cell.value, str) and not cell.value.startswith("="):
                cell.value = change(cell.value)


def column(key: str, field: str) -> int:
    """The column of a field in the template."""
    return columns_of(key)[field]


def head(sheet: Worksheet, key: str, field: str) -> Any:
    """The head cell of a field in the template."""
    return sheet.cell(HEAD_ROW, column(key, field))


def drop_field_row(sheet: Worksheet) -> None:
    """Delete the hidden row of field names, as a program does that copies what is seen."""
    sheet.delete_rows(FIELD_ROW)
    sheet.row_dimensions[FIELD_ROW].hidden = False
