"""What two returns of one sending say differently, for whoever has to choose between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from consolidate.catalogue import PHRASES
from consolidate.parse.readings import Digest
from consolidate.plan.models import Plan, SheetPlan
from consolidate.quote import shown

MOST = 8  # differences that are told

Rows = Mapping[int, Mapping[str, Any]]  # the values of each row by field


def differences(plan: Plan, first: Digest, second: Digest) -> tuple[str, str]:
    """The lines to be read side by side: the same places, what the one and the other says there.

    Rows are compared by their number, because that is where the officer looks them up.
    """
    found = [line for sheet in plan.sheets for line in _of_sheet(plan, sheet, first, second)]
    lines = [f"{place}: {ours}" for place, ours, _ in found[:MOST]]
    others = [f"{place}: {theirs}" for place, _, theirs in found[:MOST]]
    if len(found) > MOST:
        rest = PHRASES["and_more"].format(number=len(found) - MOST).strip()
        lines, others = [*lines, rest], [*others, rest]
    return "\n".join(lines), "\n".join(others)


def _of_sheet(
    plan: Plan, sheet: SheetPlan, first: Digest, second: Digest
) -> Iterator[tuple[str, str, str]]:
    ours, theirs = _rows(sheet, first), _rows(sheet, second)
    for row in sorted({*ours, *theirs}):
        place = f"{sheet.title}, dòng {row}" if row else sheet.title
        if row not in ours or row not in theirs:
            yield place, _told(plan, sheet, ours.get(row)), _told(plan, sheet, theirs.get(row))
            continue
        for column in sheet.shown:
            a, b = ours[row][column.field], theirs[row][column.field]
            if a != b:
                at = f"{place}, {column.title}"
                yield at, shown(a, column, plan), shown(b, column, plan)


def _rows(sheet: SheetPlan, digest: Digest) -> Rows:
    return {
        row: {field: values[at] for field, values in parsed.columns.items()}
        for parsed in digest.sheets
        if parsed.key == sheet.key
        for at, row in enumerate(parsed.rows)
    }


def _told(plan: Plan, sheet: SheetPlan, row: Mapping[str, Any] | None) -> str:
    """A row that only one of the two has, by its name or its first word."""
    if row is None:
        return "không có"
    named = sheet.by_field[sheet.label] if sheet.label else None
    told = named or next((c for c in sheet.shown if c.required), sheet.shown[0])
    return f"có ({shown(row[told.field], told, plan)})"
