"""What the next template offers from an earlier output: organisations and persons known by then."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from consolidate.outcome import Previous
from consolidate.plan.models import Column, Period, Plan, SheetPlan, Unit
from consolidate.rules import compile_expression, evaluate, labels
from consolidate.template import Filling
from consolidate.text import name_key


def carried_over(previous: Previous, plan: Plan, period: Period, unit: Unit) -> Filling:
    """The rows that a unit's template begins with, in light blue, for the unit to confirm.

    Only columns that the plan marks as carried are filled: what must be said anew is left blank.
    Where units changed between the periods, a row goes to the unit that its commune passed to
    whole; what was split among several units is offered to none, because nobody may guess.
    """
    moved = {
        s.old_code: s.new_code
        for s in plan.successions
        if s.new_version == period.communes and s.extent == "full"
    }
    same_units = any((previous.units[s.key] == unit.code).any() for s in plan.tables)
    same_units = same_units or unit.level == previous.world.period.units
    own = _Own(previous, plan, unit, None if same_units else moved)
    tables = {
        sheet.key: [own.row(sheet, i) for i in own.rows(sheet)]
        for sheet in plan.tables
        if any(c.carried for c in sheet.column)
    }
    return Filling(tables={k: rows for k, rows in tables.items() if rows}, suggested=True)


class _Own:
    """The rows of an earlier output that belong to one unit now. `moved` maps old communes to new
    ones where the units changed, else it is None."""

    def __init__(
        self, previous: Previous, plan: Plan, unit: Unit, moved: dict[str, str] | None
    ) -> None:
        self.previous, self.plan, self.unit, self.moved = previous, plan, unit, moved
        self.communes = {c.code for c in plan.communes if c.unit == unit.code}
        self._known: dict[str, set[str]] = {}  # keys of a sheet's names, asked at every row

    def rows(self, sheet: SheetPlan) -> list[int]:
        """Positions of the rows of a sheet that are the unit's and still worth offering."""
        wanted = self._wanted(sheet)
        own = [int(i) for i in np.flatnonzero(wanted) if self._is_own(sheet, int(i))]
        if not sheet.identity:
            return own
        things = labels(self.previous.world, sheet.key, next(iter(sheet.identity)))
        first: dict[int, int] = {}  # what two units reported is offered once
        for row in own:
            first.setdefault(int(things[row]), row)
        return list(first.values())

    def row(self, sheet: SheetPlan, position: int) -> dict[str, Any]:
        """The carried fields of a row; a commune that passed whole comes under its new code."""
        values = self.previous.world.tables[sheet.key].values.iloc[position]
        kept: dict[str, Any] = {}
        for column in (c for c in sheet.column if c.carried):
            value = values[column.field]
            if not pd.isna(value):
                kept[column.field] = self._now(column, value)
        return kept

    def _wanted(self, sheet: SheetPlan) -> np.ndarray:
        condition = sheet.history.carried_when if sheet.history else None
        world = self.previous.world
        if condition is None:
            return np.ones(len(world.tables[sheet.key]), dtype=bool)
        verdict = evaluate(
            compile_expression(condition, sheet, self.plan, "truth"), world, sheet.key
        )
        return np.asarray(verdict.known & np.asarray(verdict.data, dtype=bool))

    def _is_own(self, sheet: SheetPlan, position: int) -> bool:
        if self.moved is None:
            return bool(self.previous.units[sheet.key][position] == self.unit.code)
        values = self.previous.world.tables[sheet.key].values.iloc[position]
        for column in sheet.column:
            if self._is_commune(column) and isinstance(values[column.field], str):
                return self.moved.get(values[column.field]) in self.communes
        return any(
            name_key(str(values[c.field]), self.plan.names) in self._names(c)
            for c in sheet.column
            if c.refers_to and isinstance(values[c.field], str)
        )

    def _names(self, column: Column) -> set[str]:
        """Keys of the things that a reference may name and that are the unit's now."""
        for key in column.refers_to:
            if key not in self._known:
                labels_of = self._labels(self.plan.sheet(key))
                self._known[key] = {name_key(name, self.plan.names) for name in labels_of}
        return set().union(*(self._known[key] for key in column.refers_to))

    def _labels(self, sheet: SheetPlan) -> Iterator[str]:
        if sheet.label and any(self._is_commune(c) for c in sheet.column):
            labels = self.previous.world.tables[sheet.key].values[sheet.label]
            yield from (str(labels.iloc[i]) for i in self.rows(sheet))

    def _is_commune(self, column: Column) -> bool:
        return bool(column.list) and self.plan.lists[column.list or ""].source == "communes"

    def _now(self, column: Column, value: Any) -> Any:
        if self._is_commune(column) and self.moved is not None:
            return self.moved.get(value)
        return value.date() if isinstance(value, pd.Timestamp) else value
