"""A recognised table to typed columns: every row is data or skipped with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from consolidate.catalogue import REASONS, finding
from consolidate.digest.findings import about_columns, of_reading, where
from consolidate.issues import Issue, Place, column_letters
from consolidate.parse import Context, parse_column, parser_of
from consolidate.parse.readings import ParsedSheet, Skipped, Typed
from consolidate.plan.models import Column
from consolidate.read.cells import COLUMN, KIND, NUMBER, STYLE, TEXT, VALUE, Cell, Sheet, Style
from consolidate.recognise.columns import Head
from consolidate.recognise.rows import RowShape, classify
from consolidate.recognise.sheets import FoundSheet
from consolidate.text import mask, tidy, vietnamese_number

ADDED = ("count", "money")  # types whose total row is compared with the sum


@dataclass(frozen=True, slots=True)
class Sourced:
    """What a table is read from: the file's name, the found sheet with its head, the styles."""

    file: str
    found: FoundSheet
    head: Head
    styles: Sequence[Style]


@dataclass(frozen=True, slots=True)
class Parsed:
    """One column: its values, the positions that were refused and what was typed there."""

    values: list[Typed]
    refused: list[int]
    issues: list[Issue]
    kept: dict[tuple[int, str], Cell]


@dataclass(frozen=True, slots=True)
class TableRows:
    """The rows of a table below its head that hold anything.

    `verdicts` says of each why it is skipped, blank for data. `at` has the cells of the rows of
    data by column, merged cells filled down.
    """

    body: list[tuple[int, list[Cell]]]
    verdicts: dict[int, str]
    at: dict[int, dict[int, Cell]]


def rows_of(source: Sourced) -> TableRows:
    """The rows of a table, data and others."""
    body = list(_body(source.found.sheet, source.head.row))
    verdicts = dict(classify(body, _shape(source)))
    at = {n: {c[COLUMN]: c for c in cells} for n, cells in body if not verdicts[n]}
    _fill_merges(source.found.sheet, at, source.head.row)
    return TableRows(body, verdicts, at)


def parse_table(source: Sourced, context: Context) -> ParsedSheet:
    """All rows of a table under its head, as typed columns with their findings."""
    plan, sheet, head = source.found.plan, source.found.sheet, source.head
    table = rows_of(source)
    body, verdicts, at = table.body, table.verdicts, table.at
    rows = [(n, cells) for n, cells in body if not verdicts[n]]
    numbers = [n for n, _ in rows]
    read = {
        c.field: _parse_column(source, c, numbers, at, context)
        for c in plan.shown
        if c.field in head.by_field
    }
    blank: list[Typed] = [None] * len(numbers)
    columns = {c.field: read[c.field].values if c.field in read else blank for c in plan.column}
    return ParsedSheet(
        key=plan.key,
        title=sheet.title,
        rows=numbers,
        columns=columns,
        refused={f: p.refused for f, p in read.items() if p.refused},
        cells=head.by_field,
        skipped=tuple(
            Skipped(n, verdicts[n], tuple(mask(_shown(c)) for c in cells))
            for n, cells in body
            if verdicts[n]
        ),
        issues=(
            *_layout_issues(source),
            *_row_issues(source, body, verdicts),
            *_extra_columns(source, rows),
            *(i for p in read.values() for i in p.issues),
            *_wrong_totals(source, body, verdicts, columns),
        ),
        kept={place: cell for p in read.values() for place, cell in p.kept.items()},
        lost=any(plan.by_field[f].required for f in (*head.missing, *head.doubled)),
    )


def _shape(source: Sourced) -> RowShape:
    fields = source.head.by_field
    numbered = [c.field for c in source.found.plan.shown if c.type == "row_number"]
    return RowShape(
        row_number=next((fields[f] for f in numbered if f in fields), None),
        columns=frozenset(fields.values()),
        needed=frozenset(
            fields[c.field] for c in source.found.plan.shown if c.required and c.field in fields
        ),
    )


def _body(sheet: Sheet, head_row: int) -> Iterable[tuple[int, list[Cell]]]:
    """Rows below the head with a cell that is not blank (white space is blank)."""
    for number in sorted(sheet.rows):
        if number > head_row:
            cells = [c for c in sheet.rows[number] if c[KIND] != TEXT or tidy(str(c[VALUE]))]
            if cells:
                yield number, cells


def _fill_merges(sheet: Sheet, at: Mapping[int, dict[int, Cell]], head_row: int) -> None:
    """Fill merged body cells down inside their range only, never beyond it (brief 3.4)."""
    for first, left, last, _ in sheet.merges:
        if first > head_row and first in at and left in at[first]:
            for row in range(first + 1, min(last, first + 1000) + 1):
                if row in at:
                    at[row].setdefault(left, at[first][left])


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
        place = Place(source.file, source.found.plan.key, rows[position], number, column.field)
        issues.append(of_reading(reading, place, column))
        cell = cells[position]
        if reading.refused and cell is not None:
            refused.append(position)
            kept[rows[position], column.field] = cell
    return Parsed(parsed.values, refused, issues, kept)


def _layout_issues(source: Sourced) -> list[Issue]:
    """What is to be said of the sheet and its columns (FIL-08, FIL-09, FIL-17)."""
    plan, head, sheet = source.found.plan, source.head, source.found.sheet
    gone = tuple(f for f in head.missing if plan.by_field[f].type != "row_number")
    issues = about_columns(source.file, plan, head.row, (*gone, *head.doubled))
    if source.found.renamed:
        issues.append(
            finding(
                Place(source.file, plan.key),
                "FIL-09",
                sheet=plan.title,
                found=sheet.title,
                title=plan.title,
            )
        )
    headers = {c.field: c for c in head.columns}
    for field in dict.fromkeys((*head.renamed, *head.moved)):
        at = Place(source.file, plan.key, head.row, headers[field].column, field)
        title = plan.by_field[field].title
        issues.append(
            finding(
                at, "FIL-09", sheet=plan.title, found=headers[field].header or title, title=title
            )
        )
    flaws = [f for f in sheet.flaws if f.row > head.row]
    titles = {c.column: plan.by_field[c.field].title for c in head.columns}
    issues += [
        finding(
            Place(source.file, plan.key, f.row, f.column),
            f.code,
            sheet=plan.title,
            cell=Place("", "", f.row, f.column).cell or "",
            title=titles.get(f.column, ""),
        )
        for f in flaws
    ]
    return issues


def _extra_columns(source: Sourced, rows: Sequence[tuple[int, Sequence[Cell]]]) -> list[Issue]:
    """FIL-17 for each column that holds data and belongs to no field, with or without a header."""
    used = {c.column for c in source.head.columns}
    headers = dict(source.head.extra)
    filled = sorted({c[COLUMN] for _, cells in rows for c in cells} - used)
    plan = source.found.plan
    return [
        finding(
            Place(source.file, plan.key, source.head.row, number),
            "FIL-17",
            sheet=plan.title,
            found=mask(headers.get(number, column_letters(number))),
        )
        for number in filled
    ]


def _row_issues(
    source: Sourced, body: list[tuple[int, list[Cell]]], verdicts: Mapping[int, str]
) -> list[Issue]:
    """FIL-12 for skipped rows, FIL-14 for hidden or struck rows that hold data."""
    issues = []
    for number, cells in body:
        place = Place(source.file, source.found.plan.key, number)
        reason = verdicts[number]
        if reason == "number_only":
            continue
        if reason == "data_below_signature":
            issues.append(finding(place, "FIL-24", row=str(number)))
        elif reason:
            issues.append(finding(place, "FIL-12", row=str(number), reason=REASONS[reason]))
        elif number in source.found.sheet.hidden_rows or all(
            source.styles[c[STYLE]].strike for c in cells
        ):
            issues.append(finding(place, "FIL-14", row=str(number)))
    return issues


def _wrong_totals(
    source: Sourced,
    body: list[tuple[int, list[Cell]]],
    verdicts: Mapping[int, str],
    columns: Mapping[str, list[Typed]],
) -> list[Issue]:
    """FIL-13: a total that the unit typed and that is not the sum of the rows above it."""
    issues = []
    by_number = {c.column: c.field for c in source.head.columns}
    for number, cells in body:
        if verdicts[number] != "total":
            continue
        for cell in cells:
            column = source.found.plan.by_field.get(by_number.get(cell[COLUMN], ""))
            typed = cell[VALUE]
            if column is None or column.type not in ADDED or cell[KIND] != NUMBER:
                continue
            total = sum(v for v in columns[column.field] if isinstance(v, int | float))
            if isinstance(typed, float) and abs(typed - total) > 1e-6:
                place = Place(
                    source.file, source.found.plan.key, number, cell[COLUMN], column.field
                )
                facts = where(place, column) | {
                    "typed": vietnamese_number(typed),
                    "sum": vietnamese_number(total),
                }
                issues.append(finding(place, "FIL-13", **facts))
    return issues


def _shown(cell: Cell) -> str:
    value = cell[VALUE]
    if isinstance(value, float):
        return vietnamese_number(value)
    return "" if value is None else str(value)
