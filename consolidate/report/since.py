"""What became of each organisation since an earlier period, by the plan's own identity.

Rows that an error has set aside are met, too: an organisation that waits for a correction is not
gone. Nothing is said to be gone of a unit that has not reported, and where units changed between
the periods a row follows its commune only where that commune passed whole to one other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from consolidate.across_periods import matched
from consolidate.outcome import ACCEPTED, Outcome, Previous
from consolidate.plan.models import Column, SheetPlan
from consolidate.quote import shown
from consolidate.report.values import blank_as_none
from consolidate.rules import World, labels
from consolidate.tables import Sender, Table
from consolidate.text import fold


class Fate(StrEnum):
    """What became of an organisation, in words."""

    CAME = "Mới có"
    GONE = "Không còn trong báo cáo"
    CHANGED = "Thay đổi"
    WAITING = "Chờ chỉnh sửa"
    SILENT = "Đơn vị chưa có số liệu"
    UNCLEAR = "Chưa đối chiếu được"
    SAME = "Không đổi"


KNOWN_BEFORE = (Fate.SAME, Fate.CHANGED, Fate.WAITING, Fate.GONE, Fate.SILENT, Fate.UNCLEAR)
COUNTED_NOW = (Fate.SAME, Fate.CHANGED, Fate.CAME)
PLAIN_TYPES = frozenset({"text", "url", "row_number", "phone"})  # compared only where watched


@dataclass(frozen=True, slots=True)
class Movement:
    """One organisation: `unit` is a code, blank where nobody can say; `row` of its table now."""

    fate: Fate
    sheet: SheetPlan
    unit: str
    name: str
    said: str = ""
    row: int | None = None  # position in the table of the outcome


def followed(outcome: Outcome) -> tuple[SheetPlan, ...]:
    """The sheets whose things are followed from period to period."""
    return tuple(
        s
        for s in outcome.plan.tables
        if s.label and s.identity and s.history is not None and s.history.watched
    )


def movements(outcome: Outcome) -> list[Movement]:
    """Every organisation of either period, what moved first; none without an earlier period."""
    if outcome.previous is None:
        return []
    earlier = _with_present_communes(outcome, outcome.previous)
    world = _world(outcome)
    order = {u.unit.code: place for place, u in enumerate(outcome.units)}
    found = [
        movement
        for sheet in followed(outcome)
        for movement in _Sheet(outcome, sheet, world, earlier).movements()
    ]
    rank = list(Fate)
    return sorted(found, key=lambda m: (rank.index(m.fate), order.get(m.unit, len(order))))


def _world(outcome: Outcome) -> World:
    """The rows of the files that count, as expressions read them."""
    units = [u.unit for u in outcome.units]
    places = {unit.code: place for place, unit in enumerate(units)}
    cutoff = pd.Timestamp(outcome.period.cutoff)
    return World(
        plan=outcome.plan,
        period=outcome.period,
        settings=outcome.settings,
        tables={s.key: _table(s, outcome.tables[s.key], places) for s in outcome.plan.tables},
        senders=[Sender(u.code, u.full_name, u.level, cutoff) for u in units],
        merged=True,
    )


def _table(sheet: SheetPlan, table: pd.DataFrame, places: Mapping[str, int]) -> Table:
    values = table[[c.field for c in sheet.column if c.field in table]].reset_index(drop=True)
    refused = pd.DataFrame(False, index=values.index, columns=values.columns)
    files = [places[code] for code in table["unit"]]
    origin = pd.DataFrame({"file": np.asarray(files, int), "row": table["row"].to_numpy(int)})
    return Table(sheet.key, values, refused, origin)


# --- communes that changed between the periods ---------------------------------------------


def _with_present_communes(outcome: Outcome, previous: Previous) -> Previous:
    """The earlier rows under the codes of now; a commune that was split reads as blank."""
    now, before = outcome.period.communes, previous.world.period.communes
    if now == before:
        return previous
    passed = {
        s.old_code: s.new_code
        for s in outcome.plan.successions
        if (s.old_version, s.new_version, s.extent) == (before, now, "full")
    }
    tables = {
        key: _translated(outcome, outcome.plan.sheet(key), table, passed)
        for key, table in previous.world.tables.items()
    }
    return replace(previous, world=replace(previous.world, tables=tables))


def _translated(
    outcome: Outcome, sheet: SheetPlan, table: Table, passed: Mapping[str, str]
) -> Table:
    values = table.values.assign(
        **{
            c.field: pd.Series(
                [passed.get(code) for code in table.values[c.field]],
                index=table.values.index,
                dtype=object,
            )
            for c in sheet.column
            if _is_commune(outcome, c)
        }
    )
    return replace(table, values=values)


def _is_commune(outcome: Outcome, column: Column) -> bool:
    return bool(column.list) and outcome.plan.lists[column.list or ""].source == "communes"


# --- one sheet -----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Sheet:
    """The organisations of one sheet, now and before; each by the row that stands for it."""

    outcome: Outcome
    sheet: SheetPlan
    world: World
    previous: Previous

    def movements(self) -> Iterator[Movement]:
        """All of them, those of now first."""
        met: set[int] = set()
        for row in self._standing:
            before = self._before.get(int(self._now[row]))
            if before is not None and int(self._then[before]) in met:
                before = None  # another row of now has taken its place
            if before is not None:
                met.add(int(self._then[before]))
            fate, said = self._fate(row, before)
            if fate is not None:
                unit = str(self._table["unit"].iloc[row])
                yield Movement(fate, self.sheet, unit, self._name(self.world, row), said, row)
        for row in sorted(set(self._then.tolist()) - met):
            unit = self._unit_now(row)
            yield Movement(
                self._fate_of_absent(unit), self.sheet, unit, self._name(self.previous.world, row)
            )

    @property
    def _table(self) -> pd.DataFrame:
        return self.outcome.tables[self.sheet.key]

    @cached_property
    def _identity(self) -> str:
        return next(iter(self.sheet.identity))

    @cached_property
    def _now(self) -> np.ndarray:
        return labels(self.world, self.sheet.key, self._identity)

    @cached_property
    def _then(self) -> np.ndarray:
        return labels(self.previous.world, self.sheet.key, self._identity)

    @cached_property
    def _before(self) -> dict[int, int]:
        """For the label of a thing of now a row of before that is the same thing."""
        pairs = matched(self.world, self.previous.world, self.sheet)
        found: dict[int, int] = {}
        for now, before in zip(pairs.now, pairs.before, strict=True):
            found.setdefault(int(self._now[now]), int(before))
        return found

    @cached_property
    def _accepted(self) -> np.ndarray:
        return (self._table["state"] == ACCEPTED).to_numpy(bool)

    @property
    def _standing(self) -> list[int]:
        """One row a thing: the first that is accepted, else the first."""
        chosen: dict[int, int] = {}
        for row, label in enumerate(self._now.tolist()):
            if label not in chosen or (self._accepted[row] and not self._accepted[chosen[label]]):
                chosen[label] = row
        return list(chosen.values())

    def _fate(self, row: int, before: int | None) -> tuple[Fate | None, str]:
        """What became of a thing of now. One that is new and set aside is no thing yet."""
        if not self._accepted[row]:
            return (None, "") if before is None else (Fate.WAITING, "")
        if before is None:
            return Fate.CAME, ""
        said = "; ".join(self._changes(row, before))
        return (Fate.CHANGED, said) if said else (Fate.SAME, "")

    def _changes(self, row: int, before: int) -> Iterator[str]:
        """What is filled in both periods and differs: "title: before → now"."""
        plan = self.outcome.plan
        for column, then, now in self._compared:
            a, b = then[before], now[row]
            if a is not None and b is not None and not _same(a, b):
                yield f"{column.title}: {shown(a, column, plan)} → {shown(b, column, plan)}"

    @cached_property
    def _compared(self) -> list[tuple[Column, list[Any], list[Any]]]:
        """The columns that are compared, with their values before and now."""
        watched = self.sheet.history.watched if self.sheet.history else ()
        earlier = self.previous.world.tables[self.sheet.key].values
        return [
            (column, blank_as_none(earlier[column.field]), blank_as_none(self._table[column.field]))
            for column in self.sheet.shown
            if not column.personal and (column.type not in PLAIN_TYPES or column.field in watched)
        ]

    def _name(self, world: World, row: int) -> str:
        value = world.tables[self.sheet.key].values[self.sheet.label or ""].iloc[row]
        return "" if pd.isna(value) else str(value)

    def _unit_now(self, row: int) -> str:
        """The unit that has the row of before now: the same, or the one that its commune has."""
        units = {u.unit.code for u in self.outcome.units}
        code = str(self.previous.units[self.sheet.key][row])
        if code in units:
            return code
        values = self.previous.world.tables[self.sheet.key].values
        for column in self.sheet.column:
            if _is_commune(self.outcome, column):
                passed = values[column.field].iloc[row]
                return self._units_of_communes.get(str(passed), "")
        return ""

    @cached_property
    def _units_of_communes(self) -> dict[str, str]:
        version = self.outcome.period.communes
        return {c.code: c.unit for c in self.outcome.plan.communes if c.version == version}

    def _fate_of_absent(self, unit: str) -> Fate:
        counts = {u.unit.code: u.file is not None for u in self.outcome.units}
        if unit not in counts:
            return Fate.UNCLEAR
        return Fate.GONE if counts[unit] else Fate.SILENT


def _same(then: Any, now: Any) -> bool:
    """Whether two values are one to a reader: case and tone marks of text do not count."""
    if isinstance(then, str) and isinstance(now, str):
        return fold(then) == fold(now)
    return bool(then == now)
