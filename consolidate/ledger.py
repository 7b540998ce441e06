"""The ledger of a run: nothing that was read is lost on the way to the tables (design section 1).

It is kept apart from the way that the rows went: what the workers read is held against what the
outcome shows, by file, sheet, row and measure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from consolidate.control import is_controlled
from consolidate.outcome import ACCEPTED, BY_THE_OFFICER, Outcome, Return, SheetCount
from consolidate.parse.readings import Digest, ParsedSheet, Typed
from consolidate.plan.models import SheetPlan
from consolidate.refusals import LedgerOpen


@dataclass(frozen=True, slots=True)
class _Held:
    """What a table of the outcome holds of one file: its rows, and their numbers by field."""

    rows: list[int]
    accepted: int
    numbers: dict[str, list[Typed]]


def prove(outcome: Outcome, digests: Sequence[Digest]) -> None:
    """Raise LedgerOpen, which names the file, unless every row and every figure is accounted for.

    - Every file that was read stands in the outcome once.
    - Rows seen = accepted + set aside + skipped, for every sheet of every file, and the rows seen
      are those that the sheet holds.
    - The tables hold every accepted and every set-aside row of the files that count, and no other:
      rows that are one thing stay rows of the tables, and one of them counts.
    - Every number of these rows is the number that was read, so that the sums are the sums.

    Sums of the files that count and of the others thus add up to all that was read. A file that
    the officer set aside need not add up, for that is the way on; its rows are in no table.
    """
    returns = {r.file: r for r in outcome.returns}
    if sorted(returns) != sorted(d.file for d in digests):
        odd = sorted(set(returns) ^ {d.file for d in digests}) or [""]
        raise LedgerOpen(odd[0], "", "tệp")
    parts = {
        (file, key): held
        for key, table in outcome.tables.items()
        for file, held in _by_file(table, outcome.plan.sheet(key)).items()
    }
    for digest in (d for d in digests if returns[d.file].reason != BY_THE_OFFICER):
        returned = returns[digest.file]
        counts = {c.sheet: c for c in returned.sheets}
        for sheet in digest.sheets:
            declared = outcome.plan.sheet(sheet.key)
            if declared.kind == "table":
                _prove_rows(digest.file, sheet, counts.pop(sheet.key, None))
                held = parts.pop((digest.file, sheet.key), None)
                _prove_table(returned, sheet, declared, held)
    for file, key in parts:
        raise LedgerOpen(file, outcome.plan.sheet(key).title, "dòng")


def _prove_rows(file: str, sheet: ParsedSheet, count: SheetCount | None) -> None:
    """Rows seen = accepted + set aside + skipped, and each row is one of them."""
    rows = [*sheet.rows, *(s.row for s in sheet.skipped)]
    if (
        count is None
        or len(set(rows)) != len(rows)
        or len(rows) != sheet.seen
        or count.rows_seen != sheet.seen
        or count.rows_seen != count.accepted + count.set_aside + len(count.skipped)
        or min(count.accepted, count.set_aside) < 0
    ):
        raise LedgerOpen(file, sheet.title, "dòng")


def _by_file(table: pd.DataFrame, declared: SheetPlan) -> dict[str, _Held]:
    """The rows of a merged table, file by file in its order."""
    numbers = {c.field: _plain(table[c.field]) for c in declared.column if is_controlled(c)}
    rows, accepted = table["row"].tolist(), (table["state"] == ACCEPTED).tolist()
    positions: dict[str, list[int]] = {}
    for position, file in enumerate(table["file"].tolist()):
        positions.setdefault(file, []).append(position)
    return {
        file: _Held(
            [rows[i] for i in at],
            sum(accepted[i] for i in at),
            {field: [values[i] for i in at] for field, values in numbers.items()},
        )
        for file, at in positions.items()
    }


def _plain(column: pd.Series[Any]) -> list[Typed]:
    """The values of a column as Python has them, None for blank."""
    return column.astype(object).where(column.notna(), None).tolist()


def _prove_table(
    returned: Return, sheet: ParsedSheet, declared: SheetPlan, held: _Held | None
) -> None:
    """The rows of one file in a table are those that were read, with the same numbers."""
    if held is None:
        if returned.counts and sheet.rows:
            raise LedgerOpen(returned.file, sheet.title, "dòng")
        return
    count = next(c for c in returned.sheets if c.sheet == sheet.key)
    if (
        not returned.counts
        or held.rows != list(sheet.rows)
        or (held.accepted, len(held.rows) - held.accepted) != (count.accepted, count.set_aside)
    ):
        raise LedgerOpen(returned.file, sheet.title, "dòng")
    for column in filter(is_controlled, declared.column):
        if held.numbers[column.field] != sheet.columns[column.field]:
            raise LedgerOpen(returned.file, sheet.title, f"cột “{column.title}”")
