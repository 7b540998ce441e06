"""What a finding is: a place, a code, and the facts that its sentence needs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache


class Severity(StrEnum):
    """By consequence: an error sets its row aside, a warning counts, an info was mended."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@cache
def column_letters(column: int) -> str:
    """The spreadsheet letters of a column number (1 = A, 16384 = XFD)."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """Where something is: file, sheet key, row and column; blank or 0 where it has none.

    `sheet` is the plan's key of the sheet where it has one, else the sheet's own title.
    """

    file: str
    sheet: str = ""
    row: int = 0
    column: int = 0
    field: str = ""

    @property
    def cell(self) -> str | None:
        """For example M9; None for a finding about a row, a sheet or a file."""
        return f"{column_letters(self.column)}{self.row}" if self.row and self.column else None

    @property
    def spot(self) -> str:
        """The cell, else the row; blank for a finding about a sheet or a file."""
        return self.cell or (str(self.row) if self.row else "")


@dataclass(frozen=True, order=True, slots=True)
class Issue:
    """One finding. Its sentence is made from `code` and `facts` where people read it.

    `facts` are (name, text) pairs; values of personal columns and 12-digit numbers are masked
    before they get here, so an Issue may be written anywhere.
    """

    place: Place
    code: str
    severity: Severity
    facts: tuple[tuple[str, str], ...] = ()
    variant: int = 0  # which of several rules that share the code (position in the sheet's file)
