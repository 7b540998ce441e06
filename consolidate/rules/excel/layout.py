"""How the formulas of a workbook speak of its cells, and from which row a formula looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from consolidate.plan.models import Column, Period, Plan


class NotLive(Exception):
    """An expression that no formula can say; the reason is in Vietnamese."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Layout:
    """What a formula of one workbook writes for the things that expressions speak of.

    `cell` gives the cell of a field in the row that is judged: `$M6` in a conditional format, or
    the named column itself where all rows are judged at once. `column` names the cells of a field
    of any sheet from the row below the head to the last row that holds anything, `filled` the same
    rows as 1 where something stands in them and 0 elsewhere, `titles` the titles of a list as its
    dropdown shows them. `blank` tells, as 0 or 1, whether a cell of a column holds no value.
    `cutoff`, `unit`, `unit_name` and `unit_level` are names or cells.
    """

    plan: Plan
    period: Period
    cell: Callable[[str], str]
    column: Callable[[str, str], str]
    filled: Callable[[str], str]
    titles: Callable[[str], str]
    blank: Callable[[Column, str], str]
    settings: Mapping[str, str | float | bool | date | None]
    cutoff: str
    unit: str
    unit_name: str
    unit_level: str


@dataclass(frozen=True)
class Here:
    """From where a formula looks: a sheet, and its cells in one of three arrangements.

    `own`: the row that is judged. `down`: all rows of the sheet, one below the other. `across`:
    the same rows side by side, so that they meet each of the rows that ask.
    """

    book: Layout
    sheet: str
    arranged: Literal["own", "down", "across"] = "own"
    asking: Here | None = None

    def cell(self, field: str) -> str:
        """The cell of a field, or its cells one below the other."""
        if self.arranged == "own":
            return self.book.cell(field)
        return self.book.column(self.sheet, field)

    def laid(self, formula: str) -> str:
        """What was asked of cells, as they are arranged.

        Only answers are turned, never cells: a blank cell that is turned becomes nought.
        """
        return f"TRANSPOSE({formula})" if self.arranged == "across" else formula

    def declared(self, field: str) -> Column:
        """What the plan says of a field."""
        return self.book.plan.sheet(self.sheet).by_field[field]

    def shows(self, field: str) -> bool:
        """Whether the form shows a field; one that it leaves out reads as blank."""
        return self.declared(field).tier in self.book.plan.sheet(self.sheet).tiers

    def rows(self, sheet: str, arranged: Literal["down", "across"], *, asked: bool = False) -> Here:
        """All rows of a sheet; `asked`: from the row here, which they may ask as `this`."""
        return Here(self.book, sheet, arranged, self if asked else None)

    def turned(self) -> Here:
        """The same rows side by side."""
        return replace(self, arranged="across")
