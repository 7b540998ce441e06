"""Data sheets as values: columns of one table, ready to be written and to be named in formulas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from consolidate.style import Look

HEAD_ROW = 4  # counted from 0: title, standing, explanation and way back stand above
HEAD_SHARE = 0.85  # of a column's width: heads are bold
MOST_ROWS = 1_048_576 - HEAD_ROW - 1  # of a table: a sheet of Excel has no more


@dataclass(frozen=True, slots=True)
class DataColumn:
    """One column. `values` are all text, numbers, dates or figures (`Live`), or None; `links` lead
    to where a row is from.

    `name` is the second half of its defined name, where the title would make a poor one.
    """

    key: str
    title: str
    look: Look
    width: float
    values: list[Any]
    name: str = ""
    links: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class DataSheet:
    """One table on one sheet. `key` is the plan's key of the sheet."""

    key: str
    title: str
    heading: str
    about: str
    columns: tuple[DataColumn, ...]
    rows: int
    frozen: int = 2  # columns that stay in sight
    marked: tuple[int, str] | None = None  # rows that show: position of a column, its word
    table_name: str = ""

    @property
    def first_row(self) -> int:
        """First row below the head, counted from 0."""
        return HEAD_ROW + 1

    @property
    def last_row(self) -> int:
        """Last row of the table; an empty table has one blank row."""
        return HEAD_ROW + max(1, self.rows)


def in_parts(sheet: DataSheet, most: int) -> Iterator[DataSheet]:
    """The sheet itself, or several of at most so many rows, each saying which part it is."""
    count = max(1, -(-sheet.rows // most))
    if count == 1:
        yield sheet
        return
    for part in range(count):
        rows = slice(part * most, (part + 1) * most)
        columns = tuple(
            replace(c, values=c.values[rows], links=c.links[rows]) for c in sheet.columns
        )
        yield replace(
            sheet,
            title=sheet.title if part == 0 else f"{sheet.title} ({part + 1})",
            about=f"Phần {part + 1}/{count}, vì một trang tính không chứa hết. {sheet.about}",
            columns=columns,
            rows=len(columns[0].values),
        )
