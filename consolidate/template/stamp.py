"""What the file says about itself to the program: a very hidden sheet and document properties."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from math import fsum
from typing import Any

from consolidate.catalogue import PHRASES
from consolidate.control import count_key, is_controlled, sum_key
from consolidate.plan.models import Column, Period, Plan
from consolidate.read.cells import VALUE
from consolidate.style import PLAIN
from consolidate.template.drawing import Entry, Pen, must
from consolidate.template.edition import Edition, Occasion, as_datetime
from consolidate.template.filling import Filling
from consolidate.template.layout import Layout, layout
from consolidate.template.lists import used_lists

DAY_0 = datetime(1899, 12, 30)  # of spreadsheets' serial numbers


def form_hash(plan: Plan, period: Period) -> str:
    """A hash of what shapes a filled-in form: sheets, columns, lists, and where they stand.

    It is the same for all units. Rules, hints, limits, due dates and targets may change while
    returns are under way: a form that was sent out before is still read as it stands.
    """
    return _form_hash(Occasion(plan, period))


@lru_cache(maxsize=8)
def _form_hash(occasion: Occasion) -> str:
    plan, period = occasion.plan, occasion.period
    where = layout(plan)
    shape = [
        [plan.code, period.code],
        [[s.key, s.title, s.kind, s.nil_field, s.label] for s in plan.sheets],
        [[_column(c) for c in s.shown] for s in plan.sheets],
        [where.form.rows, [[t.columns, t.field_row, t.head_row] for t in where.tables.values()]],
        [_list(plan, code, period) for code in used_lists(plan)],
    ]
    text = json.dumps(shape, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def versions(plan: Plan, period: Period, stamped: Mapping[str, str]) -> dict[str, str]:
    """The version of a file's form and the one in force, with their periods where these differ."""
    found = {"old": stamped.get("version", "?"), "new": plan.version}
    made_for = next((p for p in plan.periods if p.code == stamped.get("period")), period)
    if made_for is period:
        return found
    periods = {"old": made_for.name, "new": period.name}
    said = PHRASES["of_a_period"]
    return {k: said.format(version=v, period=periods[k]) for k, v in found.items()}


def write_stamp(workbook: Any, pen: Pen, edition: Edition, where: Layout, filling: Filling) -> None:
    """Write key and value in columns A and B, and who it is as custom document properties too."""
    facts = stamp(edition)
    for row, (key, value) in enumerate(facts.items(), 1):
        pen.text(row, 1, key)
        pen.text(row, 2, value)
        must(workbook.set_custom_property(key, value, "text"))
    write_control(pen, edition, where, filling)
    organisation = edition.plan.document.organisation
    workbook.set_properties(
        {
            "title": edition.plan.title,
            "subject": edition.period.name,
            "author": organisation,
            "company": organisation,
            "created": edition.created,
        }
    )


def write_control(pen: Pen, edition: Edition, where: Layout, filling: Filling) -> None:
    """Count and sum of every number column, as formulas over all cells below its head."""
    row = len(stamp(edition)) + 1
    for table in where.tables.values():
        rows = filling.tables.get(table.sheet.key, ())
        for column in filter(is_controlled, table.shown):
            cells, field = table.below_head(column.field), (table.sheet.key, column.field)
            numbers = [n for r in rows if (n := _number(r.get(column.field))) is not None]
            pen.text(row, 1, count_key(*field))
            pen.formula(row, 2, f"=COUNT({cells})", PLAIN, len(numbers))
            pen.text(row + 1, 1, sum_key(*field))
            pen.formula(row + 1, 2, f"=SUM({cells})", PLAIN, fsum(numbers))
            row += 2


def _number(entry: Entry) -> float | None:
    """What a spreadsheet counts as a number: a date is one, a truth value is none."""
    value = entry[VALUE] if isinstance(entry, tuple) else entry
    if isinstance(value, date):
        return (as_datetime(value) - DAY_0).total_seconds() / 86400
    return None if isinstance(value, bool | str | None) else float(value)


def stamp(edition: Edition) -> dict[str, str]:
    """Plan, version, form, unit and period of a template."""
    return {
        "plan": edition.plan.key,
        "version": edition.plan.version,
        "form": form_hash(edition.plan, edition.period),
        "unit": edition.unit.code if edition.unit else "",
        "period": edition.period.code,
    }


def _column(column: Column) -> list[Any]:
    return [
        column.field,
        column.title,
        column.type,
        column.unit,
        column.list,
        column.refers_to,
        column.free_text,
        column.required,
        column.month_only_allowed,
    ]


def _list(plan: Plan, code: str, period: Period) -> list[Any]:
    return [code, [[v.code, v.title] for v in plan.values_of(code, None, period)]]
