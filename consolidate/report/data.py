"""Data sheets as values: columns of one table, ready to be written and to be named in formulas."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from consolidate.style import Look

HEAD_ROW = 4  # counted from 0: title, standing, explanation and way back stand above


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
