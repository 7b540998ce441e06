"""Totals that a unit typed, and control totals that a template carries, held against the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import fsum, isclose

from consolidate.catalogue import PHRASES, finding
from consolidate.control import count_key, is_controlled, sum_key
from consolidate.digest.findings import where
from consolidate.digest.sourced import Sourced, TableRows
from consolidate.issues import Issue, Place
from consolidate.parse import Context, parser_of
from consolidate.parse.readings import Typed
from consolidate.plan.models import Column
from consolidate.read.cells import BOOLEAN, COLUMN, KIND, NUMBER, STYLE, TEXT, VALUE, Cell
from consolidate.text import vietnamese_number

ADDED = ("count", "money")  # types whose total row is compared with the sum
BREAKS = ("total", "section")  # rows at which a part of a table begins or ends


def wrong_totals(
    source: Sourced, table: TableRows, columns: Mapping[str, list[Typed]], context: Context
) -> list[Issue]:
    """FIL-13: a total that the unit typed and that no part of the table adds up to.

    A total may stand below or above what it adds: the whole table, all rows above it, or one
    section. What is said is the sum of the whole table.
    """
    data = [row for row, _ in table.body if not table.verdicts[row]]
    by_number = {c.column: source.plan.by_field[c.field] for c in source.head.columns}
    issues = []
    for row, cells in table.body:
        if table.verdicts[row] != "total":
            continue
        parts = _parts(table, row)
        for cell in cells:
            column = by_number.get(cell[COLUMN])
            if column is None or column.type not in ADDED:
                continue
            typed = parser_of(column, context)(cell, source.styles[cell[STYLE]]).value
            sums = [_sum(columns[column.field], data, part) for part in parts]
            if isinstance(typed, int | float) and not any(_same(typed, s) for s in sums):
                issues.append(_wrong(source, row, cell[COLUMN], column, (float(typed), sums[0])))
    return issues


def _parts(table: TableRows, total: int) -> list[range]:
    """Ranges of rows that a total may add, the whole table first."""
    rows = [row for row, _ in table.body]
    first, last = rows[0], rows[-1]
    breaks = [row for row, _ in table.body if table.verdicts[row] in BREAKS]
    before = max((b for b in breaks if b < total), default=first - 1)
    after = min((b for b in breaks if b > total), default=last + 1)
    same = [b for b in breaks if b > total and table.verdicts[b] == "total"]
    return [
        range(first, last + 1),
        range(first, total),
        range(before + 1, total),
        range(total + 1, after),
        range(total + 1, min(same, default=last + 1)),
    ]


def _sum(values: Sequence[Typed], rows: Sequence[int], part: range) -> float:
    pairs = zip(rows, values, strict=True)
    return fsum(v for row, v in pairs if row in part and isinstance(v, int | float))


def _same(a: float, b: float) -> bool:
    return isclose(a, b, rel_tol=1e-9, abs_tol=1e-6)


def _wrong(
    source: Sourced, row: int, number: int, column: Column, pair: tuple[float, float]
) -> Issue:
    place = Place(source.file, source.plan.key, row, number, column.field)
    typed, total = (vietnamese_number(v) for v in pair)
    return finding(place, "FIL-13", **where(place, column), typed=typed, sum=total)


def wrong_control(source: Sourced, stamp: Mapping[str, str]) -> Iterator[Issue]:
    """FIL-18: what the template's own formulas count and add up is not what was read.

    Compared are the raw number cells below the head, before any row is skipped. A file whose
    formulas carry no result says nothing, and neither does a column with a date (to the formulas
    a number) or an error.
    """
    below = _below(source)
    for column in filter(is_controlled, source.plan.shown):
        number = source.head.by_field.get(column.field)
        count = _stored(stamp, count_key(source.plan.key, column.field))
        total = _stored(stamp, sum_key(source.plan.key, column.field))
        if number is None or count is None or total is None:
            continue
        cells = below[number]
        read = [c[VALUE] for c in cells if c[KIND] == NUMBER]
        added = fsum(v for v in read if isinstance(v, float))
        certain = all(c[KIND] in (NUMBER, TEXT, BOOLEAN) for c in cells)
        if certain and (count != len(read) or not _same(total, added)):
            place = Place(source.file, source.plan.key, source.head.row, number, column.field)
            yield finding(
                place,
                "FIL-18",
                sheet=source.plan.title,
                title=column.title,
                stored=_control(count, total),
                read=_control(len(read), added),
            )


def _below(source: Sourced) -> dict[int, list[Cell]]:
    """The cells below the head by column."""
    columns: dict[int, list[Cell]] = defaultdict(list)
    for row, cells in source.sheet.rows.items():
        if row > source.head.row:
            for cell in cells:
                columns[cell[COLUMN]].append(cell)
    return columns


def _control(count: float, total: float) -> str:
    return PHRASES["control"].format(count=vietnamese_number(count), sum=vietnamese_number(total))


def _stored(stamp: Mapping[str, str], key: str) -> float | None:
    try:
        return float(stamp.get(key, ""))
    except ValueError:
        return None
