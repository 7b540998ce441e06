"""A section title that names a commune serves the rows below it that name none (brief 3.4)."""

from __future__ import annotations

from collections.abc import Iterator

from consolidate.catalogue import finding
from consolidate.digest.sourced import Sourced, TableRows
from consolidate.issues import Issue, Place, column_letters
from consolidate.parse import Context
from consolidate.plan.models import Column
from consolidate.read.cells import TEXT
from consolidate.recognise.rows import section_title
from consolidate.text import fold, mask


def fill_sections(source: Sourced, table: TableRows, context: Context) -> list[Issue]:
    """Put the commune of a section into the blank commune cells of its rows, and say so.

    `table.at` is changed. A section that names no commune, and a total, end the one before.
    """
    column = next(_commune_columns(source, context), None)
    if column is None:
        return []
    number = source.head.by_field[column.field]
    issues: list[Issue] = []
    title = ""
    for row, cells in table.body:
        reason = table.verdicts[row]
        if reason == "section":
            named = section_title(cells)
            title = named if fold(named) in source.sections else ""
        elif reason == "total":
            title = ""
        elif not reason and title and number not in table.at[row]:
            table.at[row][number] = (number, TEXT, title, 0, False)
            place = Place(source.file, source.plan.key, row, number, column.field)
            cell = f"{column_letters(number)}{row}"
            issues.append(
                finding(place, "FIL-28", cell=cell, title=column.title, value=mask(title))
            )
    return issues


def _commune_columns(source: Sourced, context: Context) -> Iterator[Column]:
    for column in source.plan.shown:
        listed = context.plan.lists[column.list].source if column.list is not None else ""
        if listed == "communes" and column.field in source.head.by_field:
            yield column
