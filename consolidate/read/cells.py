"""What reading gives: sheets of cells with kinds and true addresses. Plain data, no libraries.

Cells are plain tuples, because a season holds hundreds of thousands of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

TEXT = "text"  # value: str, as stored (not normalised)
NUMBER = "number"  # value: float
BOOLEAN = "boolean"  # value: bool
DATE = "date"  # value: datetime; a number whose format is a date, in the workbook's date system
ERROR = "error"  # value: str, for example "#REF!"
FORMULA = "formula"  # value: None; a formula that carries no cached value

Value = str | float | bool | datetime | None
Cell = tuple[int, str, Value, int, bool]
"""(column, kind, value, style, has formula). Blank cells are not cells: they do not occur."""

COLUMN: Final = 0
KIND: Final = 1
VALUE: Final = 2
STYLE: Final = 3
HAS_FORMULA: Final = 4


class Style(NamedTuple):
    """What a cell's style says that bears on its meaning."""

    number_format: str = "General"
    font: str = ""
    strike: bool = False


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something in the grid that a value cannot carry, such as one address with two values."""

    code: str  # code of the catalogue
    row: int
    column: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `rows` maps a row number (from 1) to its non-blank cells in column order.

    A skipped sheet was not wanted, or is no worksheet: it has no rows, and `holds_values` alone
    says whether there was something in it.
    """

    title: str
    state: str = "visible"  # visible · hidden · very_hidden
    rows: dict[int, list[Cell]] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merges: tuple[
        tuple[int, int, int, int], ...
    ] = ()  # first row, first column, last row, last column
    comments: dict[tuple[int, int], str] = field(default_factory=dict)  # (row, column) -> text
    flaws: tuple[Flaw, ...] = ()
    skipped: bool = False
    holds_values: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook that was read whole and believed. `styles` is indexed by a cell's style."""

    kind: str  # xlsx · xlsm · xls · xlsb · ods
    sheets: tuple[Sheet, ...]
    styles: tuple[Style, ...] = (Style(),)
    properties: dict[str, str] = field(default_factory=dict)  # custom document properties
    flaws: tuple[Flaw, ...] = ()  # of the whole book, for example macros or no checksum


class Unreadable(Exception):
    """A file that gives no cells.

    `code` is a cause of catalogue.CAUSES, `detail` fills its sentence and is safe to show.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail
