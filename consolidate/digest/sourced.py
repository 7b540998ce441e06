"""A table of a return as it is read: what it is read from, and which of its rows are data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from consolidate.control import NUMBERS
from consolidate.parse import Context
from consolidate.plan.models import SheetPlan
from consolidate.read.cells import COLUMN, KIND, TEXT, VALUE, Cell, Sheet, Style
from consolidate.recognise.heads import Head
from consolidate.recognise.rows import RowShape, classify, looks_lost_above
from consolidate.recognise.sheets import FoundSheet
from consolidate.recognise.titles import title_key
from consolidate.text import fold, tidy

MEASURED = (*NUMBERS, "date")
TALLEST_MERGE = 1000  # rows; a merge down a whole column is a slip


@dataclass(frozen=True, slots=True)
class Sourced:
    """What a table is read from: the file's name, the found sheet with its head, the styles.

    `listed` has for each field of a list the folded titles of its values, `sections` the titles
    that may head a section of the table.
    """

    file: str
    found: FoundSheet
    head: Head
    styles: Sequence[Style]
    listed: Mapping[str, frozenset[str]]
    sections: frozenset[str]

    @property
    def plan(self) -> SheetPlan:
        """The sheet of the plan."""
        return self.found.plan

    @property
    def sheet(self) -> Sheet:
        """The sheet of the file."""
        return self.found.sheet


@dataclass(frozen=True, slots=True)
class Merge:
    """A cell of the table that is merged down over several rows of data.

    `filled` says whether its value was taken for the rows below the first.
    """

    first: int
    last: int
    column: int
    field: str
    rows: tuple[int, ...]
    filled: bool


@dataclass(frozen=True, slots=True)
class TableRows:
    """The rows of a table below its head that hold anything.

    `verdicts` says of each why it is skipped, blank for data. `at` has the cells of the rows of
    data by column, merged cells filled down. `above` are rows over the head that look like data.
    """

    body: list[tuple[int, list[Cell]]]
    verdicts: dict[int, str]
    at: dict[int, dict[int, Cell]]
    merges: tuple[Merge, ...] = ()
    above: tuple[tuple[int, list[Cell]], ...] = ()


def rows_of(source: Sourced) -> TableRows:
    """The rows of a table, data and others."""
    shape = _shape(source)
    rows = list(_filled(source.sheet))
    body = [(n, cells) for n, cells in rows if n > source.head.row]
    verdicts = dict(classify(body, shape))
    at = {n: {c[COLUMN]: c for c in cells} for n, cells in body if not verdicts[n]}
    above = tuple(
        (n, cells)
        for n, cells in rows
        if n <= source.head.row and looks_lost_above(cells, shape, in_head=n >= source.head.first)
    )
    merges = tuple(_fill_merges(source, at))
    return TableRows(body, verdicts, at, merges, above)


def source_of(
    file: str, found: FoundSheet, head: Head, styles: Sequence[Style], context: Context
) -> Sourced:
    """What a table is read from. A section is headed by a commune that a column may hold."""
    listed: dict[str, frozenset[str]] = {}
    sections: frozenset[str] = frozenset()
    for column in found.plan.shown:
        if column.list is not None:
            values = context.plan.values_of(column.list, context.unit, context.period)
            listed[column.field] = frozenset(fold(v.title) for v in values)
            if context.plan.lists[column.list].source == "communes":
                sections |= listed[column.field]
    return Sourced(file, found, head, styles, listed, sections)


def _shape(source: Sourced) -> RowShape:
    fields = source.head.by_field
    shown = [c for c in source.plan.shown if c.field in fields]
    claimed = {c for columns in source.head.doubled.values() for c in columns}
    return RowShape(
        row_number=next((fields[c.field] for c in shown if c.type == "row_number"), None),
        columns=frozenset(fields.values()) | claimed,
        needed=frozenset(fields[c.field] for c in shown if c.required),
        measured=frozenset(fields[c.field] for c in shown if c.type in MEASURED),
        titles=_titles(source),
        across=frozenset(
            row
            for top, left, bottom, right in source.sheet.merges
            if right - left >= 2 and bottom - top < TALLEST_MERGE
            for row in range(top, bottom + 1)
        ),
        listed={fields[f]: titles for f, titles in source.listed.items() if f in fields},
        sections=source.sections,
    )


def _titles(source: Sourced) -> dict[int, frozenset[str]]:
    """What the head of each column may say, as keys."""
    return {
        found.column: frozenset(
            title_key(text)
            for column in (source.plan.by_field[found.field],)
            for text in (column.title, column.field, found.header, *column.aliases)
        )
        - {""}
        for found in source.head.columns
    }


def filled_rows(sheet: Sheet) -> list[int]:
    """Numbers of the rows that hold anything but white space."""
    return [
        row
        for row, cells in sheet.rows.items()
        if any(c[KIND] != TEXT or tidy(str(c[VALUE])) for c in cells)
    ]


def _filled(sheet: Sheet) -> Iterable[tuple[int, list[Cell]]]:
    """Rows with a cell that is not blank (white space is blank), those cells alone."""
    for number in sorted(sheet.rows):
        cells = [c for c in sheet.rows[number] if c[KIND] != TEXT or tidy(str(c[VALUE]))]
        if cells:
            yield number, cells


def _fill_merges(source: Sourced, at: Mapping[int, dict[int, Cell]]) -> Iterable[Merge]:
    """Fill merged body cells down inside their range only, never beyond it (brief 3.4).

    A number that is merged over several rows is one number: taken for each of them it would count
    several times. It stays in its first row.
    """
    fields = {c.column: c.field for c in source.head.columns}
    for first, left, last, _ in sorted(source.sheet.merges):
        if left not in fields or first not in at or left not in at[first]:
            continue
        below = [r for r in range(first + 1, min(last, first + TALLEST_MERGE) + 1) if r in at]
        rows = tuple(r for r in below if left not in at[r])
        if rows:
            filled = source.plan.by_field[fields[left]].type not in NUMBERS
            for row in rows if filled else ():
                at[row][left] = at[first][left]
            yield Merge(first, last, left, fields[left], rows, filled)
