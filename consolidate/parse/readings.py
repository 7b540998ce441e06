"""What parsing gives: one value or one refusal a cell, and the typed columns of a sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from consolidate.issues import Issue
from consolidate.read.cells import Cell, Style, Value

SHORT_HASH = 12  # letters of a file's hash that name it to people
Typed = str | int | float | bool | date | None


class Reading(NamedTuple):
    """One cell read as one type.

    `code` is blank where nothing needs to be said. `refused` means that there is no value although
    something was typed, and that the row is therefore set aside; a blank cell gives value None and
    is not refused. A telephone number that cannot be read (GEN-14, a warning) is neither: the row
    counts, its cell is blank.
    """

    value: Typed
    code: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    refused: bool = False


Reader = Callable[[str, Value, Style], Reading]
"""Reads the kind, value and style of a cell that is not blank as one type."""
Parser = Callable[[Cell | None, Style], Reading]
"""Reads any cell of one column, blank ones and broken formulas too."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row with something in it that is no data row, why, and what it holds (masked)."""

    row: int
    reason: str  # code of catalogue.REASONS
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadAs:
    """Which column (or, on the form, row) was read as a field, and why.

    `how`: field_row (its hidden name) · title · alias · near; or why none was read, with column 0:
    missing · doubled · contradicted. `header` is what stands over it in the file.
    """

    field: str
    column: int
    header: str
    how: str


@dataclass(frozen=True, slots=True)
class ParsedSheet:
    """A sheet of a return as typed columns. All lists of `columns` are as long as `rows`.

    `refused[field]` holds positions (not row numbers) whose cell was refused; `cells` maps a field
    to the number of its column in the file (0 where the file has no such column).
    """

    key: str
    title: str
    rows: list[int]
    columns: dict[str, list[Typed]]
    refused: dict[str, list[int]] = field(default_factory=dict)
    cells: dict[str, int] = field(default_factory=dict)
    skipped: tuple[Skipped, ...] = ()
    issues: tuple[Issue, ...] = ()
    kept: dict[tuple[int, str], Cell] = field(default_factory=dict)  # what was typed, where refused
    lost: bool = False  # a required column is missing: every row is set aside
    lines: dict[str, int] = field(default_factory=dict)  # on the form sheet: field -> row
    read_as: tuple[ReadAs, ...] = ()  # for every shown field of a table, in the order of the plan
    seen: int = 0  # rows with something in them, counted apart from what became of them


@dataclass(frozen=True, slots=True)
class Digest:
    """All that a worker hands back about one file."""

    file: str
    sha256: str
    size: int
    kind: str  # xlsx … or the kind of a foreign file, for example pdf
    sheets: tuple[ParsedSheet, ...] = ()
    issues: tuple[Issue, ...] = ()
    unit: str | None = None
    period: str | None = None
    readable: bool = True
    ours: bool = True  # at least one sheet of the plan was found in it
    decided: str = ""  # what the officer said of this file: a unit, or that it is set aside
    template: dict[str, str] = field(default_factory=dict)  # the file's _meta
    unlike: tuple[str, ...] = ()  # how its form differs from the plan's, in words
