"""A return put into a fresh template: where each row goes, and what finds no place in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from consolidate.correction.blocks import Block, apart, concerns
from consolidate.correction.entries import entry_of, error_of
from consolidate.correction.leftovers import leftovers_of
from consolidate.correction.returned import Returned, ReturnedSheet
from consolidate.digest.rows import OUTSIDE
from consolidate.issues import Issue, Severity
from consolidate.parse.readings import ParsedSheet, Typed
from consolidate.plan.models import Column, Plan
from consolidate.read.cells import COLUMN, Cell
from consolidate.template import Entry, Filling, Layout, TableLayout
from consolidate.template.edition import Edition

TAKEN = ("", "number_only", *OUTSIDE)  # reasons of rows that stand in the table again
WIDEST_GAP = 100  # blank rows that stay blank, so that a row keeps its number


@dataclass(frozen=True)
class OddCell:
    """A cell that holds what its column does not: the error of a formula, or a day.

    It is drawn as such, so that it is read again as it was.
    """

    sheet: str
    row: int
    field: str
    error: str
    day: datetime | None = None


@dataclass(frozen=True)
class Refilled:
    """What goes into the fresh template.

    `rows[sheet]` maps the number of a row in the return to its number now. `moved` are rows that
    stood below a signature and stand in the table now.
    """

    filling: Filling
    rows: Mapping[str, Mapping[int, int]]
    odd: tuple[OddCell, ...]
    blocks: tuple[Block, ...]
    moved: frozenset[tuple[str, int]] = frozenset()
    fields: Mapping[str, Mapping[int, str]] = field(default_factory=dict)  # sheet, column -> field

    def field_at(self, sheet: str, column: int) -> str:
        """The field of a column of the return, blank where it belongs to none."""
        return self.fields.get(sheet, {}).get(column, "")

    def blocks_of(self, issue: Issue) -> list[int]:
        """The positions of the blocks that hold what a finding is about."""
        return [n for n, block in enumerate(self.blocks) if concerns(issue, block)]


def refill(
    returned: Returned,
    edition: Edition,
    where: Layout,
    submission: int,
    issues: Sequence[Issue] = (),
) -> Refilled:
    """Everything that a unit sent as the filling of its template, and the rest as blocks.

    What an error of `issues` speaks of is in blocks of its own.
    """
    plan = edition.plan
    errors = [i for i in issues if i.severity is Severity.ERROR]
    odd: list[OddCell] = []
    tables: dict[str, list[dict[str, Entry]]] = {}
    rows: dict[str, dict[int, int]] = {}
    moved: set[tuple[str, int]] = set()
    for key, sheet in returned.sheets.items():
        if sheet.rows is None:
            continue
        verdicts = sheet.rows.verdicts
        above = [n for n, _ in sheet.rows.above]
        taken = [n for n, _ in sheet.rows.body if verdicts[n] in TAKEN]
        rows[key] = _placed([*taken, *above], sheet.head_row, where.tables[key].head_row)
        moved |= {(key, n) for n in [*taken, *above] if verdicts.get(n, OUTSIDE[0]) in OUTSIDE}
        tables[key] = _table(returned, sheet, rows[key], where.tables[key], odd)
    form = _form(returned, plan, where, odd)
    form[plan.form_fields.submission] = submission
    return Refilled(
        filling=Filling(form=form, tables=tables),
        rows=rows,
        odd=tuple(odd),
        blocks=apart(leftovers_of(returned, TAKEN), errors),
        moved=frozenset(moved),
        fields={
            key: {column: name for name, column in s.found.head.by_field.items()}
            for key, s in returned.sheets.items()
            if s.found.head is not None
        },
    )


def _placed(taken: Iterable[int], head: int, new_head: int) -> dict[int, int]:
    """Where each row goes: as far below the head as it was, except across a wide gap."""
    places: dict[int, int] = {}
    last = new_head
    for row in taken:
        wanted = row - head + new_head
        last = wanted if last < wanted <= last + WIDEST_GAP else last + 1
        places[row] = last
    return places


def _table(
    returned: Returned,
    sheet: ReturnedSheet,
    places: Mapping[int, int],
    where: TableLayout,
    odd: list[OddCell],
) -> list[dict[str, Entry]]:
    """The rows of a table from its first one down, blank ones between them."""
    assert sheet.rows is not None
    told = _told(sheet.parsed)
    position = {row: i for i, row in enumerate(sheet.parsed.rows)}
    every = (*sheet.rows.above, *sheet.rows.body)
    cells_of = {n: {c[COLUMN]: c for c in cells} for n, cells in every} | sheet.rows.at
    fields = sheet.found.head.by_field if sheet.found.head else {}
    made: list[dict[str, Entry]] = [{} for _ in range(max(places.values(), default=0))]
    for row, now in places.items():
        entries = made[now - 1]
        for column in where.shown:
            cell = cells_of[row].get(fields.get(column.field, 0))
            value = _value(sheet.parsed, column, position.get(row))
            if cell is None:
                if value is not None:  # taken from the title of its section
                    entries[column.field] = value
                continue
            is_told = row not in position or (row, column.field) in told
            entries[column.field] = _entry(returned, cell, column, value, is_told=is_told)
            odd += _odd(cell, entries[column.field], column, (sheet.parsed.key, now))
    return made[where.head_row :]


def own_fields(plan: Plan) -> tuple[str, ...]:
    """Fields of the form that are not put back: who reports, when, and which sending it is."""
    parts = plan.form_fields
    return parts.unit_code, parts.unit_name, parts.period, parts.submission


def _form(returned: Returned, plan: Plan, where: Layout, odd: list[OddCell]) -> dict[str, Entry]:
    """The lines of the form but for who reports and when, which the template knows itself."""
    own = own_fields(plan)
    sheet = returned.sheets.get(plan.form.key)
    made: dict[str, Entry] = {}
    if sheet is None:
        return made
    told = _told(sheet.parsed)
    for column in plan.form.shown:
        line = returned.lines.get(column.field)
        if line is None or column.field in own:
            continue
        if line.cell is None or line.others:
            made[column.field] = None  # emptied, or answered twice: nothing is offered in its place
            continue
        value = _value(sheet.parsed, column, 0)
        is_told = (line.row, column.field) in told
        made[column.field] = _entry(returned, line.cell, column, value, is_told=is_told)
        place = plan.form.key, where.form.rows[column.field]
        odd += _odd(line.cell, made[column.field], column, place)
    return made


def _odd(cell: Cell, entry: Entry, column: Column, place: tuple[str, int]) -> Iterator[OddCell]:
    error = error_of(cell)
    if error:
        yield OddCell(*place, column.field, error)
    elif isinstance(entry, datetime) and column.type != "date":
        yield OddCell(*place, column.field, "", entry)


def _entry(returned: Returned, cell: Cell, column: Column, value: Typed, *, is_told: bool) -> Entry:
    return entry_of(cell, returned.style(cell), column, value, is_told=is_told)


def _value(parsed: ParsedSheet, column: Column, position: int | None) -> Typed:
    if position is None or column.type == "row_number":
        return None
    return parsed.columns[column.field][position]


def _told(parsed: ParsedSheet) -> set[tuple[int, str]]:
    """Cells of which the reader said more than how it mended them."""
    return {
        (i.place.row, i.place.field)
        for i in parsed.issues
        if i.place.field and (i.severity is not Severity.INFO or i.code == "GEN-13")
    } | set(parsed.kept)
