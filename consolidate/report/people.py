"""Sheets of persons in the officials' edition: how many by unit, and no person.

The columns are those on which the figures rest, so that formulas read the same in both editions.
"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from consolidate.outcome import ACCEPTED, Outcome
from consolidate.plan.models import SheetPlan
from consolidate.report.data import DataColumn, DataSheet
from consolidate.report.tables import STATE, UNIT, UNIT_NAME, form_columns, marks
from consolidate.report.values import Titles
from consolidate.style import VALUES, WIDTHS


def people_sheet(outcome: Outcome, sheet: SheetPlan) -> DataSheet:
    """What the accepted rows of a sheet add to each figure, summed by unit (and group)."""
    table = outcome.tables[sheet.key]
    table = table[table[STATE] == ACCEPTED]
    groups = _groups(outcome, sheet)
    keys = list(
        zip(*(table[name].astype(object).tolist() for name in (UNIT, *groups)), strict=True)
    )
    order = {u.unit.code: place for place, u in enumerate(outcome.units)}
    lines = sorted(set(keys), key=lambda k: (order[k[0]], *(str(part) for part in k[1:])))
    columns = [
        DataColumn(UNIT, "Mã đơn vị", VALUES["code"], 11, [k[0] for k in lines]),
        DataColumn(
            UNIT_NAME,
            "Đơn vị",
            VALUES["text"],
            26,
            [outcome.plan.unit(k[0]).name for k in lines],
        ),
        *(
            _group_column(outcome, sheet, name, [k[place] for k in lines])
            for place, name in enumerate(groups, start=1)
        ),
        *(_summed(column, keys, lines) for column in marks(outcome, sheet, table)),
    ]
    return DataSheet(
        key=sheet.key,
        title=sheet.title,
        heading=f"{sheet.title} – số lượng theo đơn vị",
        about="Chỉ có số lượng; danh sách người không nằm trong bản này.",
        columns=tuple(columns),
        rows=len(lines),
    )


def _groups(outcome: Outcome, sheet: SheetPlan) -> list[str]:
    """Fields other than the unit by which a form groups rows of this sheet."""
    fields = [form.group_by for form, _, _ in form_columns(outcome, sheet.key)]
    return list(dict.fromkeys(f for f in fields if f and f in sheet.by_field))


def _group_column(outcome: Outcome, sheet: SheetPlan, field: str, codes: list[Any]) -> DataColumn:
    column = sheet.by_field[field]
    plain = [None if pd.isna(code) else code for code in codes]
    words = Titles(outcome).words(column, plain)
    return DataColumn(field, column.title, VALUES[column.type], WIDTHS[column.type], words)


def _summed(
    column: DataColumn, keys: list[tuple[Any, ...]], lines: list[tuple[Any, ...]]
) -> DataColumn:
    parts: dict[tuple[Any, ...], list[float]] = {key: [] for key in lines}
    for key, value in zip(keys, column.values, strict=True):
        if value is not None:
            parts[key].append(float(value))
    sums = [math.fsum(parts[key]) for key in lines]
    values = [int(s) if s.is_integer() else s for s in sums]
    return DataColumn(column.key, column.title, column.look, column.width, values, name=column.name)
