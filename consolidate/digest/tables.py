"""A recognised table to typed columns: every row is data or skipped with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from consolidate.digest.columns import column_issues, flaw_issues, read_as
from consolidate.digest.findings import of_reading
from consolidate.digest.rows import merge_issues, note_issues, row_issues, skipped_of
from consolidate.digest.sections import fill_sections
from consolidate.digest.sourced import Sourced, TableRows, filled_rows
from consolidate.digest.totals import wrong_control, wrong_totals
from consolidate.issues import Issue, Place
from consolidate.parse import Context, parse_column, parser_of
from consolidate.parse.readings import ParsedSheet, Typed
from consolidate.plan.models import Column
from consolidate.read.cells import Cell


@dataclass(frozen=True, slots=True)
class Parsed:
    """One column: its values, the positions that were refused and what was typed there."""

    values: list[Typed]
    refused: list[int]
    issues: list[Issue]
    kept: dict[tuple[int, str], Cell]


def parse_table(
    source: Sourced, table: TableRows, context: Context, stamp: Mapping[str, str]
) -> ParsedSheet:
    """All rows of a table under its head, as typed columns with their findings.

    `stamp` is what the file's template says of itself; its control totals are compared. Cells that
    are taken from the title of a section are put into `table`.
    """
    plan, head = source.plan, source.head
    filled = fill_sections(source, table, context)
    numbers = [n for n, _ in table.body if not table.verdicts[n]]
    read = {
        c.field: _parse_column(source, c, numbers, table.at, context)
        for c in plan.shown
        if c.field in head.by_field
    }
    blank: list[Typed] = [None] * len(numbers)
    columns = {c.field: read[c.field].values if c.field in read else blank for c in plan.column}
    return ParsedSheet(
        key=plan.key,
        title=source.sheet.title,
        rows=numbers,
        columns=columns,
        refused={f: p.refused for f, p in read.items() if p.refused},
        cells=head.by_field,
        skipped=skipped_of(source, table),
        issues=(
            *column_issues(source, table),
            *_flaws(source),
            *row_issues(source, table),
            *merge_issues(source, table),
            *filled,
            *(i for p in read.values() for i in p.issues),
            *wrong_totals(source, table, columns, context),
            *wrong_control(source, stamp),
            *_notes(source),
        ),
        kept={place: cell for p in read.values() for place, cell in p.kept.items()},
        lost=any(plan.by_field[f].required for f in head.unread),
        read_as=read_as(source),
        seen=sum(n > head.row for n in filled_rows(source.sheet)) + len(table.above),
    )


def _parse_column(
    source: Sourced,
    column: Column,
    rows: list[int],
    at: Mapping[int, Mapping[int, Cell]],
    context: Context,
) -> Parsed:
    number = source.head.by_field[column.field]
    cells = [at[row].get(number) for row in rows]
    parsed = parse_column(parser_of(column, context), cells, source.styles)
    refused: list[int] = []
    issues: list[Issue] = []
    kept: dict[tuple[int, str], Cell] = {}
    for position, reading in parsed.said:
        if reading.code == "GEN-01":  # who is required is the validator's matter
            continue
        place = Place(source.file, source.plan.key, rows[position], number, column.field)
        issues.append(of_reading(reading, place, column))
        cell = cells[position]
        if reading.refused and cell is not None:
            refused.append(position)
            kept[rows[position], column.field] = cell
    return Parsed(parsed.values, refused, issues, kept)


def _flaws(source: Sourced) -> list[Issue]:
    """What is wrong with the grid: values beyond what is read, and doubled ones in the table."""
    titles = {c.column: source.plan.by_field[c.field].title for c in source.head.columns}
    flaws = [f for f in source.sheet.flaws if f.row > source.head.row or not f.row]
    return list(flaw_issues(source.file, source.plan, source.sheet, titles, flaws))


def _notes(source: Sourced) -> list[Issue]:
    personal = {c.column for c in source.head.columns if source.plan.by_field[c.field].personal}
    return list(note_issues(source.file, source.plan, source.sheet, frozenset(personal)))
