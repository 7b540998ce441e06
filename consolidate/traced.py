"""The consolidated tables: every row of the files that count, what it counts for, and why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from consolidate.measure.counts import Tally, numbers, once, truths, unit_codes
from consolidate.outcome import ACCEPTED, SET_ASIDE
from consolidate.plan.models import Derived, FormColumn, OutputForm, SheetPlan
from consolidate.rules import World, evaluate


@dataclass(frozen=True)
class Rows:
    """Two merged worlds of one run and how their rows lie to each other.

    `every` holds the accepted and set-aside rows of the files that count, `accepted` the first of
    them only, and both are one where no row is set aside; `where[sheet]` has for each row of
    `accepted` its position in `every`.
    """

    every: World
    accepted: World
    where: Mapping[str, np.ndarray]

    @property
    def set_aside(self) -> bool:
        """Whether any row is."""
        return self.every is not self.accepted


def traced_tables(
    rows: Rows, tallies: Sequence[Tally], files: Sequence[str], kept_as: Mapping[str, str]
) -> dict[str, pd.DataFrame]:
    """The tables of `Outcome.tables`. `files` names the file of each sender of the worlds."""
    return {
        sheet.key: _traced(
            rows, sheet, [t for t in tallies if t.target.measure.sheet == sheet.key], files, kept_as
        )
        for sheet in rows.every.plan.tables
    }


def _traced(
    rows: Rows,
    sheet: SheetPlan,
    tallies: Sequence[Tally],
    files: Sequence[str],
    kept_as: Mapping[str, str],
) -> pd.DataFrame:
    table = rows.every.tables[sheet.key]
    names = np.array(list(files), dtype=object)[table.origin["file"].to_numpy(int)]
    is_accepted = np.zeros(len(table), dtype=bool)
    is_accepted[rows.where[sheet.key]] = True
    columns: dict[str, object] = {
        "unit": unit_codes(rows.every, sheet.key),
        "file": names,
        "row": table.origin["row"],
        "state": np.where(is_accepted, ACCEPTED, SET_ASIDE),
        "kept_as": [kept_as.get(n, "") for n in names],
    }
    columns |= {str(f): table.values[f] for f in table.values}
    for derived in sheet.derived:
        columns |= _derived(rows, sheet, derived, is_accepted)
    for one in tallies:
        columns |= _flags(rows, sheet.key, one)
    for form in rows.every.plan.forms:
        columns |= _form_columns(rows, sheet, form)
    return pd.DataFrame(columns, index=table.values.index, copy=False)


def _spread(rows: Rows, key: str, values: np.ndarray, blank: object) -> np.ndarray:
    """Values of accepted rows, spread over every row."""
    wide = np.full(len(rows.every.tables[key]), blank, dtype=values.dtype)
    wide[rows.where[key]] = values
    return wide


def _derived(
    rows: Rows, sheet: SheetPlan, derived: Derived, is_accepted: np.ndarray
) -> dict[str, object]:
    """A derived field; accepted rows see accepted rows only, set-aside rows see every row."""
    if not derived.all:
        node = rows.every.read(derived.field, sheet.key)
        vector = evaluate(node, rows.every, sheet.key)
        values = vector.data.astype(object)
        values[~vector.known] = None
        return {derived.field: values}
    why_all = _reasons(rows.every, sheet, derived)
    why = np.where(is_accepted, "", why_all)
    why[rows.where[sheet.key]] = _reasons(rows.accepted, sheet, derived)
    return {derived.field: why == "", f"{derived.field}_why": why}


def _reasons(world: World, sheet: SheetPlan, derived: Derived) -> np.ndarray:
    """The first reason that fails in each row, blank where every condition holds."""
    why = np.full(len(world.tables[sheet.key]), "", dtype=object)
    for condition in reversed(derived.all):
        why[~truths(world, sheet.key, condition.when)] = condition.otherwise
    return why


def _flags(rows: Rows, key: str, one: Tally) -> dict[str, object]:
    code = one.target.code
    columns: dict[str, object] = {code: _spread(rows, key, one.counted, blank=False)}
    if one.base is not None:
        columns[f"{code}_base"] = _spread(rows, key, one.base, blank=False)
    if one.value is not None:
        counted = one.counted if one.base is None else one.base
        value = np.where(counted, one.value, np.nan)
        columns[f"{code}_value"] = _spread(rows, key, value, np.nan)
    return columns


def _form_columns(rows: Rows, sheet: SheetPlan, form: OutputForm) -> dict[str, object]:
    """Which rows a form lists, and what its computed columns show or add (see `Outcome`)."""
    columns: dict[str, object] = {}
    listed = None
    if form.sheet == sheet.key and form.kind == "rows":
        identity = next(iter(sheet.identity), None)
        listed = once(rows.accepted, sheet.key, form.where, identity)
        columns[f"form_{form.number}"] = _spread(rows, sheet.key, listed, blank=False)
    for position, column in enumerate(form.columns, 1):
        if isinstance(column, FormColumn) and (column.sheet or form.sheet) == sheet.key:
            values = _added(rows.accepted, sheet, form, column)
            values = values if listed is None else np.where(listed, values, np.nan)
            name = f"form_{form.number}_{position}"
            columns[name] = _spread(rows, sheet.key, values, np.nan)
    return columns


def _added(world: World, sheet: SheetPlan, form: OutputForm, column: FormColumn) -> np.ndarray:
    if column.value is not None:
        return numbers(world, sheet.key, column.value)
    condition = (
        f"({form.where}) and ({column.count or 'true'})"
        if (column.sheet in (None, form.sheet))
        else column.count or "true"
    )
    counted = once(world, sheet.key, condition, column.distinct)
    adds = numbers(world, sheet.key, column.sum) if column.sum else np.ones(len(counted))
    return np.where(counted, adds, np.nan)
