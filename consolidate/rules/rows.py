"""Which rows an expression is asked about."""

from __future__ import annotations

from dataclasses import dataclass

from consolidate.rules.vectors import Positions
from consolidate.rules.world import World


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Rows of a sheet: those at some positions, or all; `asking` are the rows that ask, as many."""

    sheet: str
    at: Positions | None = None
    asking: Rows | None = None

    def count(self, world: World) -> int:
        """How many rows."""
        return world.size(self.sheet) if self.at is None else len(self.at)
