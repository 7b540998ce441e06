"""Digests of single files to one typed table a sheet, each row with the file that it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from consolidate.parse.readings import Digest, ParsedSheet
from consolidate.plan.models import Period, Plan, SheetPlan
from consolidate.rules import World
from consolidate.schema import dtype_of
from consolidate.tables import Sender, Table
from consolidate.validate import Source


def world_of(
    plan: Plan, period: Period, settings: Mapping[str, Any], digests: Sequence[Digest]
) -> World:
    """All rows of these files as the world of the rules: look-ups stay within a file."""
    return World(
        plan=plan,
        period=period,
        settings=settings,
        tables={s.key: _table(s, digests) for s in plan.sheets},
        senders=[_sender(plan, period, d) for d in digests],
        merged=False,
        canonical={},
    )


def sources_of(digests: Sequence[Digest]) -> list[Source]:
    """Where the cells of each file stand, for the places of findings."""
    return [
        Source(
            file=d.file,
            cells={s.key: s.cells for s in d.sheets},
            lines=next((s.lines for s in d.sheets if s.lines), {}),
        )
        for d in digests
    ]


def merged_world(world: World, rows: Mapping[str, np.ndarray]) -> World:
    """The same world over chosen rows (positions by sheet), ready for merging."""
    tables = {key: table.take(rows[key]) for key, table in world.tables.items()}
    return replace(world, tables=tables, merged=True)


def form_value(plan: Plan, digest: Digest, field: str) -> Any:
    """The typed value of a field of the form of one file, None where it has none."""
    form = next((s for s in digest.sheets if s.key == plan.form.key), None)
    return form.columns[field][0] if form else None


def _table(sheet: SheetPlan, digests: Sequence[Digest]) -> Table:
    parts = [(i, s) for i, d in enumerate(digests) for s in d.sheets if s.key == sheet.key]
    files = [i for i, s in parts for _ in s.rows]
    rows = [r for _, s in parts for r in s.rows]
    index = pd.RangeIndex(len(rows))
    values = {
        c.field: _column(dtype_of(c), [v for _, s in parts for v in s.columns[c.field]], index)
        for c in sheet.column
    }
    origin = {"file": np.asarray(files, int), "row": np.asarray(rows, int)}
    return Table(
        sheet=sheet.key,
        values=pd.DataFrame(values, index, copy=False),
        refused=pd.DataFrame(_refused(list(values), parts), index, list(values)),
        origin=pd.DataFrame(origin, index),
    )


def _column(dtype: str, values: list[Any], index: pd.Index[Any]) -> pd.Series[Any]:
    """A typed column that is typed also where it is empty."""
    if dtype == "datetime64[us]":
        return pd.Series(np.array(values, dtype=dtype), index)
    return pd.Series(values, index, dtype=dtype)


def _refused(fields: list[str], parts: Sequence[tuple[int, ParsedSheet]]) -> np.ndarray:
    """Which cells could not be read: rows by fields."""
    flags = np.zeros((sum(len(s.rows) for _, s in parts), len(fields)), dtype=bool)
    start = 0
    for _, sheet in parts:
        for field, positions in sheet.refused.items():
            flags[[start + p for p in positions], fields.index(field)] = True
        start += len(sheet.rows)
    return flags


def _sender(plan: Plan, period: Period, digest: Digest) -> Sender:
    """What rules may ask of a return; its own cutoff holds where it lies in the period."""
    typed = form_value(plan, digest, plan.form_fields.cutoff)
    own = isinstance(typed, date) and period.start <= typed <= period.end
    cutoff = pd.Timestamp(typed if own else period.cutoff)
    if digest.unit is None:
        return Sender("", "", "", cutoff)
    unit = plan.unit(digest.unit)
    return Sender(unit.code, unit.full_name, unit.level, cutoff)
