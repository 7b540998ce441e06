"""From which former unit each unit of now was formed, where the plan's successions say so.

A unit of now belongs to a former one when every old commune that became part of it, whole or not,
was reported by that one. What was drawn from several is left without: nobody may guess how its
figures divide.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from consolidate.outcome import Outcome, UnitState
from consolidate.plan.models import Unit


@dataclass(frozen=True, slots=True)
class Origin:
    """The former units whose communes went into a unit of now, in the order of the roster."""

    units: tuple[Unit, ...]

    @property
    def one(self) -> Unit | None:
        """The former unit, where there is just one."""
        return self.units[0] if len(self.units) == 1 else None


def origins(outcome: Outcome, units: Iterable[UnitState]) -> dict[str, Origin]:
    """The origin of each unit by its code; of a unit without communes it is empty."""
    plan, version = outcome.plan, outcome.period.communes
    holders = {(c.version, c.code): c.unit for c in plan.communes}
    drawn: dict[str, set[str]] = {}
    for passed in plan.successions:
        if passed.new_version == version:
            holder = holders[version, passed.new_code]
            drawn.setdefault(holder, set()).add(holders[passed.old_version, passed.old_code])
    order = {unit.code: place for place, unit in enumerate(plan.units)}
    return {
        u.unit.code: Origin(
            tuple(plan.unit(code) for code in sorted(drawn.get(u.unit.code, ()), key=order.get))  # type: ignore[arg-type]
        )
        for u in units
    }


def has_former_units(outcome: Outcome) -> bool:
    """Whether units of the period took the place of others."""
    return any(origin.units for origin in origins(outcome, outcome.units).values())
