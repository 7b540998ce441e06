"""What expressions are judged over: the tables of a run, and what has been worked out so far."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

import numpy as np

from consolidate.plan.models import Period, Plan
from consolidate.rules.compiler import compile_expression
from consolidate.rules.kinds import column_type
from consolidate.rules.nodes import Node
from consolidate.rules.vectors import Array, Positions, Vector, constant, from_series
from consolidate.tables import Sender, Table
from consolidate.text import full_name_key, name_key

T = TypeVar("T")
Setting = str | float | bool | date | None


@dataclass(frozen=True)
class World:
    """The tables that expressions read, and how far look-ups reach.

    `senders` is indexed by the column `file` of a table's origin; `settings` holds every setting
    of the plan, defaults filled in. `merged` False is the scope of rules: look-ups stay within
    the file. True is the scope of derived fields and targets: a reference is resolved within its
    own file and then stands for the row that `canonical` names (by sheet, for each row position
    the position of the row that stands for the same thing; identity where absent).

    `name_memo` keeps name keys by text and `node_memo` expressions that were read;
    `dataclasses.replace` hands them on to the next world, and nothing that depends on the tables.
    """

    plan: Plan
    period: Period
    settings: Mapping[str, Setting]
    tables: Mapping[str, Table]
    senders: Sequence[Sender]
    merged: bool = False
    canonical: Mapping[str, Array] = field(default_factory=dict)
    name_memo: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    node_memo: dict[Hashable, Node] = field(default_factory=dict, repr=False, compare=False)
    _kept: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def remember(self, key: Hashable, compute: Callable[[], T]) -> T:
        """What was computed under a key, computed on first use; the tables never change."""
        if key not in self._kept:
            self._kept[key] = compute()
        found: T = self._kept[key]
        return found

    def size(self, sheet: str) -> int:
        """Number of rows of a sheet; one for the sheet "", where an expression has no row."""
        return len(self.tables[sheet]) if sheet else 1

    def files(self, sheet: str) -> Positions:
        """For each row of a sheet the position of its file in the run."""
        return self.remember(
            ("files", sheet), lambda: self.tables[sheet].origin["file"].to_numpy(dtype=np.int64)
        )

    def sender(self, sheet: str, row: int) -> Sender:
        """The return that a row of a sheet stands in."""
        return self.senders[int(self.files(sheet)[row])]

    def cells(self, sheet: str, name: str) -> list[Any]:
        """The values of a column as they stand in its table, for reading them row by row."""
        return self.remember(
            ("cells", sheet, name), lambda: self.tables[sheet].values[name].to_list()
        )

    def column(self, sheet: str, name: str) -> Vector:
        """A column as a vector. A column that the plan's form leaves out reads as blank."""
        return self.remember(("column", sheet, name), lambda: self._column(sheet, name))

    def _column(self, sheet: str, name: str) -> Vector:
        table, declared = self.tables[sheet], self.plan.sheet(sheet)
        kind = column_type(declared.by_field[name], self.plan)
        if kind is None:
            raise ValueError(f"{sheet}.{name} has no type in expressions")
        if declared.by_field[name].tier not in declared.tiers:
            return constant(None, kind, len(table))
        refused = table.refused[name].to_numpy(dtype=bool)
        return from_series(table.values[name], refused, kind)

    def read(self, text: str, sheet: str, want: str | None = None) -> Node:
        """An expression over the rows of a sheet as a typed tree (see `compile_expression`)."""
        asked = (text, sheet, want)
        if asked not in self.node_memo:
            self.node_memo[asked] = compile_expression(
                text, self.plan.sheet(sheet), self.plan, want
            )
        return self.node_memo[asked]

    def name_key(self, text: str) -> str:
        """The name key of a text; blank for a blank one."""
        if text not in self.name_memo:
            self.name_memo[text] = name_key(text, self.plan.names) if text else ""
        return self.name_memo[text]

    def full_name_key(self, text: str) -> str:
        """The name key of a text with its form of organisation."""
        return full_name_key(text, self.plan.names)

    def standing_for(self, sheet: str) -> Positions:
        """For each row of a sheet the position of the row that stands for the same thing."""
        if sheet in self.canonical:
            return np.asarray(self.canonical[sheet], dtype=np.int64)
        return np.arange(self.size(sheet), dtype=np.int64)
